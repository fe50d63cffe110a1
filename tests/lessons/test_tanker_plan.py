"""What the lesson on the tanker says holds: late for the push costs bombers, and with one boom less fuel is more.

Found on seed 5 and played on others. Every direction is met by the nearer end of a 99.9 % interval of paired
differences, and every level by the mean of 240 trials with room of at least four standard errors; so a correct program
fails one of these ten claims by bad luck in less than one run of a hundred. The seeds are fixed.
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

BASE = load_scenario("tanker-plan").scenario
SEEDS, TRIALS, LEVEL = (101, 102), 120, 0.999
OWN_KNOBS = ("booms", "tanker", "top-up", "dash-burn")


def turned(knob: str, value: float) -> Scenario:
    return load_scenario("tanker-plan", overrides=knob_overrides(BASE, knob, value)).scenario


def play(scenario: Scenario, trials: int) -> Results:
    """Return the metrics of the first trials of every seed, in order: equal places are the same luck."""
    measurer, results = Measurer(scenario), []
    for seed in SEEDS:
        chance = Chance(seed, 0, trials)
        results += [measurer.measure(run_trial(scenario, seed, number, chance)) for number in range(trials)]
    return results


@cache
def variant(name: str | None) -> Results:
    return play(load_scenario("tanker-plan", variant=name).scenario, TRIALS)


@cache
def with_dash_burn(burn: float) -> Results:
    return play(turned("dash-burn", burn), TRIALS // 2)


def values(metric: str, results: Results) -> list[float]:
    return [float(value) for metrics in results if (value := metrics[metric]) is not None]


def mean(metric: str, results: Results) -> float:
    found = values(metric, results)
    return math.fsum(found) / len(found)


def difference(metric: str, first: Results, second: Results) -> tuple[float, float]:
    """Return the ends of the interval of first - second, trial by trial, of a metric that is always defined."""
    found = paired_difference(metric, values(metric, first), values(metric, second), LEVEL)
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


@pytest.mark.parametrize("knob", OWN_KNOBS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_end_of_every_knob_plays_soundly(knob: str, end: str) -> None:
    value = getattr(BASE.knobs[knob], end)
    scenario = turned(knob, value)
    for number in range(3):
        trial = run_trial(scenario, SEEDS[0], number)
        assert trial.status is Status.FINISHED
        assert check_invariants(scenario, trial) == []


def test_success_is_open() -> None:
    assert 0.35 < mean("success", variant(None)) < 0.75


def test_with_one_boom_fewer_escorts_are_on_station_at_the_push() -> None:
    assert difference("package_integrity_at_push", variant(None), variant("one-boom"))[0] > 0.1


def test_one_boom_instead_of_two_costs_sorties() -> None:
    assert difference("success", variant(None), variant("one-boom"))[0] > 0.15


def test_ten_minutes_late_cost_sorties() -> None:
    assert difference("success", variant(None), variant("late"))[0] > 0.05


def test_with_one_boom_escorts_that_take_less_win_more_sorties_than_those_that_fill_up() -> None:
    assert difference("success", variant("one-boom-less-fuel"), variant("one-boom"))[0] > 0.05


def test_with_two_booms_to_take_less_wins_nothing_worth_having() -> None:
    assert difference("success", variant("less-fuel"), variant(None))[1] < 0.12


def test_who_takes_less_turns_home_more_often() -> None:
    for less, full in (("less-fuel", None), ("one-boom-less-fuel", "one-boom")):
        assert difference("fuel_dropouts", variant(less), variant(full))[0] > 0.5


def test_a_hungrier_dash_sends_more_escorts_home() -> None:
    assert difference("fuel_dropouts", with_dash_burn(6.0), with_dash_burn(2.0))[0] > 0.5


def test_hardly_anybody_falls_for_want_of_fuel_or_is_left_in_the_air() -> None:
    for name in (None, "one-boom", "late"):
        assert mean("fuel_losses", variant(name)) < 0.2
        assert mean("unresolved_aircraft", variant(name)) <= 0.01
