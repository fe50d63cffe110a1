"""Witnesses of bases: runways, strips, alerts, starts that fail, hits and where to go then."""

from __future__ import annotations

from typing import Final

from tests.witness.line import Line

ALONE: Final = {"controllers.TOWER": None, "links.NET.members": ["CRANE", "OTTER", "POST"]}

LINES: Final = (
    Line("island", "targets.APRON.base", "FAR", "base_closed_s"),
    Line("island", "flights.CRANE.base", "FAR", "diverted_aircraft"),
    Line("island", "flights.CRANE.stovl", True, "diverted_aircraft", given={"bases.MAIN.divert": ["STRIP"]}),
    Line("island", "flights.OTTER.alert.readiness_s", 60, "scramble_delay_s"),
    Line("island", "flights.OTTER.alert.scramble_range_km", 150, "scrambles", given=ALONE),
    Line("island", "flights.CRANE.ground_abort_prob", 0.3, "ground_aborts"),
    Line("island", "bases.SPARE.side", "red", "base_closed_s"),
    Line("island", "bases.MAIN.at_km", [-80, 0], "commit_to_shot_s"),
    Line("island", "bases.FAR.strip", True, "diverted_aircraft", given={"bases.MAIN.divert": ["FAR"]}),
    Line("island", "bases.MAIN.runways", 2, "takeoff_wait_s"),
    Line("island", "bases.MAIN.takeoff_interval_s", 30, "takeoff_wait_s"),
    Line("island", "bases.MAIN.landing_interval_s", 600, "unresolved_aircraft", given={"bases.MAIN.divert": []}),
    Line("island", "bases.MAIN.repair_s", 60, "base_closed_s"),
    Line("island", "bases.MAIN.ground_loss_prob", 0.5, "lost_on_ground"),
    Line("island", "bases.MAIN.divert", [], "diverted_aircraft"),
)
