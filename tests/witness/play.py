"""Witnesses of the trial itself: its end, what counts as success and value, injects."""

from __future__ import annotations

from typing import Final

from sim.trial import records as log
from tests.witness.line import Line

BREAK: Final = {"injects.BREAK.enabled": True}

LINES: Final = (
    Line("sortie", "ends_at_min", 50, "unresolved_aircraft"),
    Line("sortie", "success.all", [{"metric": "bombers_lost", "at_least": 2}], "success", of="success.all.metric"),
    Line("sortie", "success.all", [{"metric": "bombers_home", "at_least": 1}], "success", of="success.all.at_least"),
    Line("sortie", "success.all", [{"metric": "escorts_lost", "at_most": 9}], "success", of="success.all.at_most"),
    Line("sortie", "value.bombers_home", 6, "value"),
    Line("sortie", "injects.BREAK.at_min", 5, "orders"),
    Line("sortie", "injects.BREAK.what.lose", "GCI", "orders", given={"injects.MEND": None}),
    Line("sortie", "injects.BREAK.enabled", False, log.ThingLost, given={"injects.MEND": None}),
    Line(
        "sortie",
        "injects.MEND.what.restore",
        "GCI",
        "orders",
        given={"injects.BREAK2": {"at_min": 10, "what": {"lose": "GCI"}, "enabled": True}},
    ),
    Line("sortie", "injects.TURN.what.flight", "WOLF", "closest_approach_nm", {"injects.TURN.what.doctrine": "drag"}),
    Line("sortie", "injects.TURN.what.doctrine", "drag", "opponent_shots"),
)
