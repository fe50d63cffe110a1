"""Shots, orders and the package, each with an exact value from a hand-written log."""

import pytest

from sim.trial.reasons import MissReason, Purpose, Refusal
from sim.trial.records import CannotComply, Hit, Missed, Reached
from tests.measure_builders import got, leg, loss, shot


def test_shots_hits_and_shots_per_kill_of_both_sides() -> None:
    log = (
        shot(10.0, 1, "HAWK-1.1", "WOLF-1.1", age_s=0.0),
        shot(10.0, 2, "HAWK-1.2", "WOLF-1.2", age_s=8.0),
        shot(11.0, 3, "FORT", "BISON-1.1"),
        shot(12.0, 4, "HAWK-1.1", "WOLF-1.1", age_s=4.0),
        Hit(20.0, 1, "WOLF-1.1"),
        loss(20.0, "WOLF-1.1", 1),
        Missed(21.0, 2, "WOLF-1.2", MissReason.CHANCE),
        Missed(22.0, 4, "WOLF-1.1", MissReason.TARGET_GONE),
        Hit(23.0, 3, "BISON-1.1"),
        loss(23.0, "BISON-1.1", 3),
    )
    expected = {
        "shots": 3.0,
        "hits": 1.0,
        "opponent_shots": 1.0,
        "opponent_hits": 1.0,
        "shots_per_kill": 3.0,
        "wasted_shots": 1.0,
        "track_age_at_shot_s": 4.0,
    }
    assert {name: got(name, *log) for name in expected} == expected


def test_without_shots_ratios_are_undefined_and_counts_zero() -> None:
    assert got("shots") == 0.0
    assert got("shots_per_kill") is None
    assert got("track_age_at_shot_s") is None


def test_a_missile_of_the_other_side_that_finds_nobody_is_not_our_waste() -> None:
    assert (
        got("wasted_shots", shot(1.0, 1, "FORT", "BISON-1.1"), Missed(9.0, 1, "BISON-1.1", MissReason.TARGET_GONE))
        == 0.0
    )


def test_a_second_shooter_at_an_aircraft_under_fire_is_a_double_shot() -> None:
    log = (shot(10.0, 1, "HAWK-1.1", "WOLF-1.1"), shot(15.0, 2, "HAWK-2.1", "WOLF-1.1"))
    assert got("double_shots", *log) == 1.0


def test_a_salvo_is_no_double_shot_but_another_aircraft_in_the_same_volley_is() -> None:
    salvo = (shot(10.0, 1, "HAWK-1.1", "WOLF-1.1", volley=7), shot(10.0, 2, "HAWK-1.1", "WOLF-1.1", volley=7))
    assert got("double_shots", *salvo) == 0.0
    assert got("double_shots", *salvo, shot(10.0, 3, "HAWK-1.2", "WOLF-1.1", volley=7)) == 1.0


def test_shooting_again_after_the_look_is_no_double_shot_but_before_it_is() -> None:
    first = shot(10.0, 1, "HAWK-1.1", "WOLF-1.1")
    missed = Missed(30.0, 1, "WOLF-1.1", MissReason.CHANCE)
    assert got("double_shots", first, missed, shot(30.0, 2, "HAWK-1.1", "WOLF-1.1")) == 0.0
    assert got("double_shots", first, shot(29.0, 2, "HAWK-1.1", "WOLF-1.1"), missed) == 1.0


def test_shots_at_two_members_are_no_double_shots() -> None:
    assert got("double_shots", shot(10.0, 1, "HAWK-1.1", "WOLF-1.1"), shot(10.0, 2, "HAWK-1.2", "WOLF-1.2")) == 0.0


def test_unshot_members_are_those_of_groups_that_were_shot_at() -> None:
    one = shot(10.0, 1, "HAWK-1.1", "WOLF-1.1")
    assert got("unshot_members", one) == 1.0
    assert got("unshot_members", one, shot(11.0, 2, "HAWK-1.2", "WOLF-1.2")) == 0.0
    assert got("unshot_members", shot(10.0, 1, "WOLF-1.1", "BISON-1.1")) == 0.0


def test_refused_orders_of_own_elements_are_counted() -> None:
    log = (
        CannotComply(5.0, "HAWK-1", "WOLF-1", Refusal.BUSY),
        CannotComply(6.0, "WOLF-1", "BISON-1", Refusal.NO_TRACK),
    )
    assert got("cannot_comply", *log) == 1.0


PUSH = Reached(750.0, "BISON-1", 1)
THERE = (leg(0.0, "HAWK-1", purpose=Purpose.STATION), leg(0.0, "HAWK-2", purpose=Purpose.STATION))


def test_integrity_counts_bombers_alive_and_escorts_on_station_at_the_first_point() -> None:
    assert got("package_integrity_at_push", *THERE, PUSH) == 1.0
    assert got("package_integrity_at_push", THERE[0], PUSH) == 4 / 5
    assert got("package_integrity_at_push", *THERE, loss(700.0, "HAWK-1.1"), PUSH) == 4 / 5
    assert got("package_integrity_at_push", *THERE, loss(700.0, "BISON-1.1"), PUSH) == 4 / 5


@pytest.mark.parametrize("purpose", [Purpose.INTERCEPT, Purpose.REJOIN, Purpose.DEFEND, Purpose.HOME])
def test_an_escort_that_flies_for_another_purpose_is_not_on_station(purpose: Purpose) -> None:
    went = leg(600.0, "HAWK-1", number=2, purpose=purpose)
    back = leg(740.0, "HAWK-1", number=3, purpose=Purpose.STATION)
    assert got("package_integrity_at_push", *THERE, went, PUSH) == 3 / 5
    assert got("package_integrity_at_push", *THERE, went, back, PUSH) == 1.0


def test_an_escort_that_leaves_at_the_push_was_still_on_station() -> None:
    assert got("package_integrity_at_push", *THERE, leg(750.0, "HAWK-1", number=2, purpose=Purpose.REJOIN), PUSH) == 1.0


def test_integrity_is_undefined_when_the_strike_never_gets_there() -> None:
    assert got("package_integrity_at_push", Reached(0.0, "BISON-1", 0)) is None
