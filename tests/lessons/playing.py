"""Playing the variants of a lesson on the same luck, and how surely one beats another."""

from __future__ import annotations

import math
from functools import cache

from sim.base.chance import Chance
from sim.measure import Measurer
from sim.scenario import load_scenario
from sim.stats import paired_difference
from sim.trial.play import run_trial

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


def surely_more(metric: str, first: Results, second: Results) -> float:
    """Return the lower end of the interval of first - second, trial by trial, of a metric that is always defined."""
    low = paired_difference(metric, values(metric, first), values(metric, second), LEVEL).low
    assert low is not None
    return low
