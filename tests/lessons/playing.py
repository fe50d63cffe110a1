"""Playing the variants of a lesson on the same luck, and how surely one beats another."""

from __future__ import annotations

import math
from functools import cache

from sim.base.chance import Chance
from sim.measure import Measurer, check_invariants
from sim.scenario import load_scenario
from sim.scenario.schema import Scenario
from sim.stats import paired_difference
from sim.trial.play import run_trial
from sim.trial.reasons import Status

SEEDS, TRIALS, LEVEL = (101, 102), 80, 0.999

Results = tuple[dict[str, float | None], ...]


@cache
def variant(lesson: str, name: str) -> Results:
    """Return the metrics of the first trials of every seed, in order: equal places are the same luck."""
    scenario = load_scenario(lesson, variant=name).scenario
    measurer = Measurer(scenario)
    chances = [(seed, Chance(seed, 0, TRIALS)) for seed in SEEDS]
    return tuple(
        measurer.measure(run_trial(scenario, seed, number, chance))
        for seed, chance in chances
        for number in range(TRIALS)
    )


def values(metric: str, results: Results) -> list[float]:
    """Return a metric's values, where it is defined."""
    return [float(value) for metrics in results if (value := metrics[metric]) is not None]


def mean(metric: str, results: Results) -> float:
    """Return the mean of a metric where it is defined."""
    found = values(metric, results)
    return math.fsum(found) / len(found)


def ends(metric: str, first: Results, second: Results) -> tuple[float, float]:
    """Return the ends of the interval of first - second, trial by trial, of a metric that is always defined."""
    found = paired_difference(metric, values(metric, first), values(metric, second), LEVEL)
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


def surely_more(metric: str, first: Results, second: Results) -> float:
    """Return the lower end of that interval."""
    return ends(metric, first, second)[0]


def knob_ends(scenario: Scenario) -> list[tuple[str, str | float | bool]]:
    """Return each knob with its lowest and highest value, or with each of its choices."""
    return [
        (name, value)
        for name, knob in scenario.knobs.items()
        for value in knob.choices or (knob.low, knob.high)
        if value is not None
    ]


def plays_soundly(scenario: Scenario) -> None:
    """Play two trials to the end and hold the invariants."""
    for number in range(2):
        trial = run_trial(scenario, SEEDS[0], number)
        assert trial.status is Status.FINISHED
        assert check_invariants(scenario, trial) == []
