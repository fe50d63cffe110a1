"""Lessons about an opponent with a plan teach what they say: drag, stealth aggressors, two layers, waves.

Played on other seeds than those they were tuned on, 200 trials each. A direction is a paired difference over the same
trials, met by the lower end of its 99.9 % interval. With no difference at all one claim would be met by luck in one
choice of seeds in 2000. The seeds are fixed.
"""

from __future__ import annotations

import math
from functools import cache

import pytest

from sim.base.chance import Chance
from sim.measure import Measurer, check_invariants
from sim.scenario import load_scenario
from sim.scenario.knobs import knob_overrides
from sim.stats import paired_difference
from sim.trial.play import run_trial
from sim.trial.reasons import Status

Results = list[dict[str, float | None]]

SEEDS, TRIALS, LEVEL = (101, 102), 100, 0.999
NAMES = ("stealth-aggressors", "layered-defence", "leash-against-drag")
KNOB_ENDS = [
    (name, knob, value)
    for name in NAMES
    for knob, spec in load_scenario(name).scenario.knobs.items()
    for value in spec.choices or (spec.low, spec.high)
    if value is not None
]


@cache
def played(name: str, variant: str | None = None) -> Results:
    """Return the metrics of the first trials of every seed, in order: equal places are the same luck."""
    scenario = load_scenario(name, variant=variant).scenario
    measurer, results = Measurer(scenario), []
    for seed in SEEDS:
        chance = Chance(seed, 0, TRIALS)
        results += [measurer.measure(run_trial(scenario, seed, number, chance)) for number in range(TRIALS)]
    return results


def values(metric: str, results: Results) -> list[float]:
    return [float(value) for metrics in results if (value := metrics[metric]) is not None]


def mean(metric: str, results: Results) -> float:
    found = values(metric, results)
    return math.fsum(found) / len(found)


def surely_more(metric: str, first: Results, second: Results) -> float:
    """Return the lower end of the interval of first - second of a metric that is always defined."""
    low = paired_difference(metric, values(metric, first), values(metric, second), LEVEL).low
    assert low is not None
    return low


@pytest.mark.parametrize("name", NAMES)
def test_the_lesson_is_a_contest(name: str) -> None:
    assert 0.25 < mean("success", played(name)) < 0.85  # as wide as lesson 2 asks
    assert mean("unresolved_aircraft", played(name)) <= 0.01


@pytest.mark.parametrize(("name", "knob", "value"), KNOB_ENDS)
def test_every_end_of_every_knob_plays_soundly(name: str, knob: str, value: str | float | bool) -> None:
    base = load_scenario(name).scenario
    scenario = load_scenario(name, overrides=knob_overrides(base, knob, value)).scenario
    for number in range(2):
        trial = run_trial(scenario, SEEDS[0], number)
        assert trial.status is Status.FINISHED
        assert check_invariants(scenario, trial) == []


def test_stealth_aggressors_leak_more_than_those_who_are_seen() -> None:
    assert surely_more("leakers", played("stealth-aggressors"), played("stealth-aggressors", "seen")) > 0.0


def test_escorts_that_hear_radars_let_fewer_stealth_aggressors_leak() -> None:
    assert surely_more("leakers", played("stealth-aggressors"), played("stealth-aggressors", "listening")) > 0.0


@pytest.mark.parametrize("alone", ["patrols-alone", "sites-alone"])
def test_either_layer_alone_lets_more_through_than_both(alone: str) -> None:
    assert surely_more("raiders_through", played("layered-defence", alone), played("layered-defence")) > 0.0


def test_a_long_leash_is_punished_by_drag_and_a_second_wave() -> None:
    short, long = played("leash-against-drag"), played("leash-against-drag", "long")
    assert surely_more("bombers_home", short, long) > 0.5
    assert surely_more("leakers", long, short) > 1.0


def test_within_a_trial_the_leakages_of_the_layers_multiply() -> None:
    for metrics in played("layered-defence"):
        outer, inner = metrics["outer_leakage"], metrics["inner_leakage"]
        assert outer is not None
        assert metrics["raiders_through"] == pytest.approx((metrics["raiders"] or 0.0) * outer * (inner or 0.0))


def test_the_second_wave_comes_from_another_axis_after_the_first_was_engaged() -> None:
    started = [metrics["raiders"] for metrics in played("layered-defence")]
    assert started.count(8.0) > 0.95 * len(started)
