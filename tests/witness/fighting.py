"""Witnesses of fighting: missiles, shots, sorting, doctrine, defence, reaction and memory, of flights and of sites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.trial import records as log
from tests.witness.line import Line

HICCUP: Final = {"links.HIGH.outages": [{"from_s": 200, "to_s": 220}]}


def _missile(scenario: str, thing: str) -> Iterator[Line]:
    """Yield the lines of a missile and of shots."""
    shots, hits = "opponent_shots", "opponent_hits"
    yield Line(scenario, f"{thing}.missile.speed_mps", 800, shots)
    yield Line(scenario, f"{thing}.missile.flyout_km", 30, shots)
    yield Line(scenario, f"{thing}.missile.hit_prob", 1.0, hits)
    yield Line(scenario, f"{thing}.missile.hit_prob_far", 1.0, hits)
    yield Line(scenario, f"{thing}.missile.defended_factor", 0.0, hits)
    yield Line(scenario, f"{thing}.shots.doctrine", "single", hits)
    yield Line(scenario, f"{thing}.shots.salvo", 2, shots)
    yield Line(scenario, f"{thing}.shots.look_s", 40, shots)
    yield Line(scenario, f"{thing}.shots.open_at_share", 0.4, shots)


LINES: Final = (
    *_missile("sortie", "flights.BANDIT"),
    *_missile("battery", "sites.BATTERY"),
    Line(
        "sortie", "flights.BANDIT.missile.track_age_limit_s", 0, "opponent_shots", given={"flights.BANDIT.radar": None}
    ),
    Line("sortie", "sites.SAM.missile.track_age_limit_s", 0, "opponent_shots", given={"sites.SAM.emission": "silent"}),
    Line("sortie", "flights.BANDIT.missiles_each", 1, "opponent_shots"),
    Line("sortie", "flights.BANDIT.sorting", "random", "opponent_shots"),
    Line("sortie", "flights.BANDIT.doctrine", "drag", "opponent_shots", given={"injects.TURN": None}),
    Line("rules", "flights.GUARD.self_defence_km", 80, "shots"),
    Line("sortie", "flights.EAGLE.defence.warned_prob", 0.1, log.Warned),
    Line("sortie", "flights.EAGLE.defence.manoeuvre", "press", "opponent_hits"),
    Line("sortie", "flights.BANDIT.reaction_s", 60, "coverage_gap_s"),
    Line(
        "gap",
        "flights.HAWK.memory_s",
        0,
        log.TrackDropped,
        given={"links.HIGH.outages": [{"from_s": 200, "to_s": 220}]},
    ),
    Line("battery", "sites.BATTERY.magazine", 1, "opponent_shots"),
    Line("battery", "sites.BATTERY.channels", 3, "opponent_shots"),
    Line("battery", "sites.BATTERY.reaction_s", 200, "opponent_shots"),
    Line("battery", "sites.BATTERY.sorting", "random", "opponent_hits"),
    Line("battery", "sites.BATTERY.memory_s", 1500, log.TrackDropped),
    Line("battery", "sites.BATTERY.at_km", [0, 58], "opponent_shots"),
    Line("sortie", "sites.PICKET.side", "red", "first_detection_s", given={"sites.PICKET.radar.range_km": 450}),
)
