"""The window lesson teaches what it says: a suppressor that comes late costs success, and a longer window buys it back.

Played on other seeds than those it was tuned on. A direction is a paired difference over the same trials, met by the
lower end of its 99.9 % interval; a correct program fails any claim here for fewer than one choice of seeds in 100. The
seeds are fixed.
"""

from __future__ import annotations

import math
from functools import cache

import pytest

from sim.base.chance import Chance
from sim.measure import Measurer, check_invariants
from sim.scenario import load_scenario
from sim.scenario.knobs import knob_overrides
from sim.scenario.schema import Scenario
from sim.stats import paired_difference
from sim.trial.play import run_trial
from sim.trial.reasons import Status

Results = list[dict[str, float | None]]

BASE = load_scenario("suppression-window").scenario
SEEDS, TRIALS, LEVEL = (101, 102), 150, 0.999
KNOB_ENDS = [(name, value) for name, knob in BASE.knobs.items() for value in (knob.low, knob.high) if value is not None]


def turned(knob: str, value: float) -> Scenario:
    return load_scenario("suppression-window", overrides=knob_overrides(BASE, knob, value)).scenario


@cache
def played(variant: str | None) -> Results:
    """Return the metrics of the first trials of every seed, in order: equal places are the same luck."""
    scenario = load_scenario("suppression-window", variant=variant).scenario
    measurer = Measurer(scenario)
    chances = [(seed, Chance(seed, 0, TRIALS)) for seed in SEEDS]
    return [
        measurer.measure(run_trial(scenario, seed, number, chance))
        for seed, chance in chances
        for number in range(TRIALS)
    ]


def values(metric: str, variant: str | None) -> list[float]:
    return [float(value) for metrics in played(variant) if (value := metrics[metric]) is not None]


def mean(metric: str, variant: str | None) -> float:
    found = values(metric, variant)
    return math.fsum(found) / len(found)


def surely_more(metric: str, first: str | None, second: str | None) -> float:
    """Return the lower end of the interval of first - second, trial by trial."""
    low = paired_difference(metric, values(metric, first), values(metric, second), LEVEL).low
    assert low is not None
    return low


@pytest.mark.parametrize(("knob", "value"), KNOB_ENDS)
def test_every_end_of_every_knob_plays_soundly(knob: str, value: float) -> None:
    scenario = turned(knob, value)
    for number in range(3):
        trial = run_trial(scenario, SEEDS[0], number)
        assert trial.status is Status.FINISHED
        assert check_invariants(scenario, trial) == []


def test_success_is_open_as_planned() -> None:
    assert 0.45 < mean("success", None) < 0.8


@pytest.mark.parametrize(("sooner", "later"), [(None, "late"), ("late", "too-late")])
def test_each_minute_and_a_half_later_costs_success(sooner: str | None, later: str) -> None:
    assert surely_more("success", sooner, later) > 0.0


def test_three_minutes_late_is_hardly_better_than_nobody() -> None:
    assert mean("success", "too-late") - mean("success", "nobody") < 0.15


@pytest.mark.parametrize(("longer", "shorter"), [("loose", None), (None, "tight")])
def test_a_longer_window_covers_more_and_succeeds_more_often(longer: str | None, shorter: str | None) -> None:
    assert surely_more("success", longer, shorter) > 0.05
    assert mean("suppression_cover", longer) > mean("suppression_cover", shorter)
    assert mean("uncovered_exposure_min", longer) < mean("uncovered_exposure_min", shorter)


def test_nobody_is_left_in_the_air() -> None:
    for variant in (None, *BASE.variants):
        assert mean("unresolved_aircraft", variant) == 0.0
