"""Witnesses of the package: who keeps which site down and when, what a strike waits for before it pushes."""

from __future__ import annotations

from typing import Final

from sim.trial import records as log
from tests.witness.line import Line

HOLD: Final = "flights.MULE.strike.hold_until_ready"
ADDER: Final = "flights.ADDER.suppress"

LINES: Final = (
    Line("window", f"{HOLD}.point", 2, "push_late_s"),
    Line("window", f"{HOLD}.max_hold_s", 20, "push_late_s"),
    Line("window", f"{HOLD}.early_s", 60, "hold_s"),
    Line("window", f"{HOLD}.needs", ["HOUND"], "push_late_s"),
    Line("window", f"{HOLD}.within_nm", 40, "push_late_s"),
    Line("window", f"{HOLD}.least_strikers", 4, "no_gos", given={f"{HOLD}.needs": ["OX"]}),
    Line(
        "window", f"{HOLD}.least_escorts", 1, "no_gos", given={"flights.HOUND.escort": {"of": "MULE", "ahead_nm": 30}}
    ),
    Line("window", f"{HOLD}.least_suppressors", 2, "no_gos", given={f"{HOLD}.max_hold_s": 40}),
    Line("window", f"{ADDER}.site", "WALL", "suppression_cover"),
    Line("window", f"{ADDER}.range_nm", 15, "suppression_cover"),
    Line("window", f"{ADDER}.of", "OX", "suppression_cover"),
    Line("window", f"{ADDER}.before_s", 0, "suppression_cover"),
    Line("window", "flights.VIPER.suppress.from_min", 20, "suppression_cover"),
    Line("window", f"{ADDER}.lasts_s", 60, "suppression_cover"),
    Line("window", f"{ADDER}.radar_off", False, log.SwitchedOff),
    Line("window", f"{ADDER}.works_prob", 0.5, log.EffortFailed),
    Line("window", f"{ADDER}.abort_after_losses", 1, "suppression_cover"),
)
