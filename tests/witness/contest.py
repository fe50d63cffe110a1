"""Witnesses of what is contested: jammed links, dual tracks, voice, delegation, what carries a controller, lines."""

from __future__ import annotations

from typing import Final

from sim.trial import records as log
from tests.witness.line import Line

ALOFT: Final = {"controllers.TOWER.at_km": None}
QUEUES: Final = {"controllers.TOWER.delegate_when": {"queue_at_least": 3, "hold_s": 60}}
WAITS: Final = {"controllers.TOWER.delegate_when": {"wait_s": 100, "hold_s": 60}}

LINES: Final = (
    Line("contest", "studied_side", "red", "own_aircraft_lost"),
    Line("contest", "links.NET.correlation_prob", 0.9, "dual_tracks"),
    Line("contest", "links.NET.resolve_mean_s", 300, "picture_ambiguity"),
    Line("contest", "links.NET.voice.message_s", 12, "channel_wait_s"),
    Line("contest", "links.NET.jamming.added_loss_prob", 0.8, "order_link_s"),
    Line("contest", "links.NET.jamming.delay_factor", 10, "order_link_s"),
    Line("contest", "flights.HAZE.jammer.links.range_km", 60, "link_jammed_s"),
    Line("contest", "flights.HAZE.jammer.links.only", ["SIDE"], log.LinkJammed),
    Line("contest", "flights.HAZE.jammer.links.burn_through_km", 100, "order_link_s"),
    Line("contest", "controllers.TOWER.at_km", [-200, 0], log.LinkJammed),
    Line("contest", "controllers.TOWER.aboard", "AWACS", "controllers_lost", ALOFT),
    Line("contest", "controllers.TOWER.delegate_when.queue_at_least", 1, "delegated_share", QUEUES),
    Line("contest", "controllers.TOWER.delegate_when.wait_s", 10, "delegated_share", WAITS),
    Line("contest", "controllers.TOWER.delegate_when.hold_s", 600, "delegated_share"),
    Line("contest", "caveats.BORDER.line.from_km", [60, 0], "engagements_refused"),
    Line("contest", "caveats.BORDER.line.to_km", [120, -10], "engagements_refused"),
    Line("contest", "sites.POST.self_defence_km", 10, log.Shot),
)
