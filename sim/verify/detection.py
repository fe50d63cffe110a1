"""Detection at a constant rate inside a circle: how likely a target is seen that flies past."""

from __future__ import annotations

import math

from sim.scenario.schema import Scenario
from sim.trial.records import Detected
from sim.verify.case import Answer, Case, Family, Kind, given
from sim.verify.evidence import count


def pass_prob(rate_per_s: float, speed_mps: float, range_m: float, *, offset_m: float) -> float:
    """Return the chance that a target is seen on a straight pass at an offset: 1 - exp(-rate x time in range).

    Source: Koopman, The theory of search, Oper. Res. 4 (1956): the lateral range curve of a constant rate.
    """
    if abs(offset_m) >= range_m:
        return 0.0
    inside_s = 2.0 * math.sqrt(range_m**2 - offset_m**2) / speed_mps
    return -math.expm1(-rate_per_s * inside_s)


def _answers(scenario: Scenario) -> tuple[Answer, ...]:
    target, radar = scenario.flights["TARGET"], scenario.sites["POST"].radar
    offset_m = scenario.routes[given(target.route)].points_m[0][1]
    exact = pass_prob(1.0 / radar.detect_mean_s, target.speed_mps, radar.range_m, offset_m=offset_m)
    return (
        Answer(
            what="seen on the pass",
            formula="1 - exp(-rate x time in range)",
            exact=exact,
            kind=Kind.SHARE,
            of=lambda trial: float(count(trial, Detected) > 0),
        ),
    )


def lateral_range() -> Case:
    """How likely a target is seen on a straight pass."""
    return Case(
        family=Family.DETECTION,
        file="lateral-range",
        asks="How likely is a target to be seen that flies past a sensor at a given distance?",
        source="Koopman, The theory of search, Oper. Res. 4 (1956)",
        answers=_answers,
    )
