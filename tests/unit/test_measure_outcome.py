"""Outcome metrics, each with an exact value from a hand-written log."""

from dataclasses import replace
from typing import Any

import pytest

from sim.base.errors import UsageError
from sim.measure import Measurer, measure
from sim.scenario.schema import Condition, Scenario, Success
from sim.trial.reasons import AbortReason
from sim.trial.records import InLaunchRange, Released, StrikeAborted, TargetDestroyed, Unresolved
from tests.measure_builders import SCENARIO, got, home, leg, loss, shot, trial_of, without

DAY = (
    loss(100.0, "BISON-1.2"),
    loss(110.0, "HAWK-1.1", 2),
    loss(120.0, "HAWK-2.1", 3),
    loss(130.0, "WOLF-1.2", 4),
    loss(140.0, "GOOSE-1.1", 5),
    home(900.0, "BISON-1", "BISON-1.1"),
    home(900.0, "HAWK-1", "HAWK-1.2"),
    home(950.0, "WOLF-1", "WOLF-1.1"),
    Unresolved(3000.0, "WOLF-2", ("WOLF-2.1", "WOLF-2.2")),
)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("bombers_home", 1.0),
        ("bombers_lost", 1.0),
        ("escorts_home", 1.0),
        ("escorts_lost", 2.0),
        ("own_aircraft_lost", 3.0),
        ("opponent_aircraft_lost", 2.0),
        ("unresolved_aircraft", 0.0),
        ("opponent_unresolved_aircraft", 2.0),
        ("threats", 4.0),
    ],
)
def test_aircraft_are_counted_by_role_and_fate(metric: str, expected: float) -> None:
    assert got(metric, *DAY) == expected


def test_own_aircraft_in_the_air_at_the_end_are_unresolved() -> None:
    assert got("unresolved_aircraft", Unresolved(3000.0, "HAWK-1", ("HAWK-1.1", "HAWK-1.2"))) == 2.0


def test_success_needs_every_condition() -> None:
    both_home = home(900.0, "BISON-1")
    assert got("success", both_home) == 1.0
    assert got("success", both_home, loss(1.0, "HAWK-1.1")) == 1.0
    assert got("success", both_home, loss(1.0, "HAWK-1.1"), loss(2.0, "HAWK-1.2", 2)) == 0.0
    assert got("success", home(900.0, "BISON-1", "BISON-1.1")) == 0.0


def test_success_fails_on_an_undefined_metric_and_is_undefined_without_conditions() -> None:
    on_time = replace(SCENARIO, success=Success(all=(Condition(metric="tot_error_s", at_most=60.0),)))
    assert got("success", scenario=on_time) == 0.0
    assert got("success", Released(1000.0, "BISON-1", "DEPOT", 4, 2, 30.0, True), scenario=on_time) == 1.0
    assert got("success", scenario=replace(SCENARIO, success=None)) is None


def test_value_weighs_metrics_and_skips_the_undefined() -> None:
    assert got("value", *DAY) == 5.0 * 1 - 1.0 * 2
    assert got("value", *DAY, Released(1000.0, "BISON-1", "DEPOT", 2, 0, -2.0, True)) == 3.0 - 14.0
    assert got("value", *DAY, scenario=replace(SCENARIO, value={})) is None


def test_value_may_weigh_success() -> None:
    assert got("value", home(9.0, "BISON-1"), scenario=replace(SCENARIO, value={"success": 3.0})) == 3.0


@pytest.mark.parametrize(
    "scenario",
    [
        replace(SCENARIO, success=Success(all=(Condition(metric="success", at_least=1.0),))),
        replace(SCENARIO, success=Success(all=(Condition(metric="bombers_homes", at_least=1.0),))),
        replace(SCENARIO, value={"value": 1.0}),
    ],
)
def test_metrics_that_do_not_exist_or_go_round_in_a_circle_are_refused(scenario: Scenario) -> None:
    with pytest.raises(UsageError, match="no metric"):
        Measurer(scenario)


RELEASES = (
    Released(1010.0, "BISON-1", "DEPOT", 2, 1, 10.0, True),
    Released(1100.0, "BISON-1", "DEPOT", 2, 2, 100.0, False),
    TargetDestroyed(1100.0, "DEPOT", False),
)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("bombs_released", 4.0),
        ("bombs_hit", 3.0),
        ("targets_destroyed", 1.0),
        ("targets_destroyed_in_window", 0.0),
        ("tot_error_s", 55.0),
        ("released_in_window", 0.5),
    ],
)
def test_releases_are_counted_and_timed(metric: str, expected: float) -> None:
    assert got(metric, *RELEASES) == expected


def test_a_target_destroyed_in_time_counts_in_its_window_and_an_own_target_never_counts() -> None:
    log = (TargetDestroyed(1000.0, "DEPOT", True), TargetDestroyed(1001.0, "PORT", True))
    assert got("targets_destroyed", *log) == 1.0
    assert got("targets_destroyed_in_window", *log) == 1.0


def test_without_a_release_timing_is_undefined() -> None:
    assert got("tot_error_s") is None
    assert got("released_in_window") is None
    assert got("bombs_hit") == 0.0


def test_a_strike_that_turns_home_is_counted() -> None:
    assert got("strike_aborts", StrikeAborted(500.0, "BISON-1", AbortReason.LOSSES)) == 1.0


def test_a_leaker_is_counted_once_by_the_aircraft_alive_when_it_got_there() -> None:
    log = (
        leg(0.0, "WOLF-1"),
        leg(0.0, "WOLF-2"),
        InLaunchRange(200.0, "WOLF-2", "BISON-1"),
        loss(250.0, "WOLF-1.1"),
        InLaunchRange(300.0, "WOLF-1", "BISON-1"),
        InLaunchRange(400.0, "WOLF-1", "BISON-1"),
        loss(500.0, "WOLF-1.2", 2),
    )
    assert got("leakers", *log) == 2.0 + 1.0


def test_no_leaker_without_a_missile_left_or_against_an_escort_or_from_a_site() -> None:
    spent = [shot(100.0, k, f"WOLF-1.{1 + k % 2}", "HAWK-1.1") for k in range(4)]
    assert got("leakers", *spent, InLaunchRange(300.0, "WOLF-1", "BISON-1")) == 0.0
    assert got("leakers", *spent[:3], InLaunchRange(300.0, "WOLF-1", "BISON-1")) == 2.0
    assert got("leakers", InLaunchRange(300.0, "WOLF-1", "HAWK-1")) == 0.0
    assert got("leakers", InLaunchRange(300.0, "FORT", "BISON-1")) == 0.0


def test_the_studied_side_follows_the_strike_whatever_sides_are_called() -> None:
    names = {"blue": "red", "red": "blue"}

    def turned(things: dict[str, Any]) -> dict[str, Any]:
        return {name: replace(thing, side=names[thing.side]) for name, thing in things.items()}

    other = replace(
        SCENARIO,
        flights=turned(SCENARIO.flights),
        controllers=turned(SCENARIO.controllers),
        sites=turned(SCENARIO.sites),
        targets=turned(SCENARIO.targets),
        links=turned(SCENARIO.links),
    )
    trial = trial_of(*DAY, *RELEASES)
    assert measure(other, trial) == measure(SCENARIO, trial)


def test_without_strike_or_escort_the_first_flight_in_name_order_is_own() -> None:
    bare = without(SCENARIO, "BISON", "HAWK")
    assert got("own_aircraft_lost", loss(1.0, "GOOSE-1.1"), loss(2.0, "WOLF-1.1", 2), scenario=bare) == 2.0
    assert got("opponent_aircraft_lost", loss(1.0, "GOOSE-1.1"), scenario=bare) == 0.0


def test_a_scenario_without_escorts_counts_none() -> None:
    bare = without(SCENARIO, "HAWK")
    assert got("escorts_home", scenario=bare) == 0.0
    assert got("bombers_home", home(900.0, "BISON-1"), scenario=bare) == 2.0
