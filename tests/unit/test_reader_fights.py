"""What the reader says about factors without an occasion, lots that contradict themselves, merges without a shot."""

from __future__ import annotations

from copy import deepcopy

import pytest

from sim.base.errors import ScenarioError
from tests.builders import MISSILE, small

CLOSE_IN = {"range_nm": 3, "between_shots_s": 20, "kill_prob": 0.3}
SUPPORTED = MISSILE | {"active_at_share": 0.7, "unsupported_factor": 0.5, "faulty_prob": 0.1, "faulty_factor": 0.2}
ARMED_SITE = {"side": "red", "at_nm": [120, 0], "radar": {"range_nm": 60}, "magazine": 4}


def faults(**changes: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        small(**deepcopy(changes))
    return str(caught.value)


def warnings(**changes: object) -> str:
    return "\n".join(map(str, small(**deepcopy(changes)).warnings))


def test_missiles_and_fights_that_have_it_all_are_fine() -> None:
    sound = {"flights__GUARD__missile": SUPPORTED, "flights__GUARD__close_in": CLOSE_IN | {"presses_on": True}}
    assert warnings(**sound) == warnings()


@pytest.mark.parametrize(
    ("factor", "said"),
    [
        (
            "unsupported_factor",
            "has no effect: its missiles need no support, because active_at_share is not given "
            "(add active_at_share: 0.7, or remove it)",
        ),
        (
            "faulty_factor",
            "has no effect: no lot of its missiles is faulty, because faulty_prob is not given "
            "(add faulty_prob: 0.1, or remove it)",
        ),
    ],
)
def test_a_factor_that_nothing_calls_for_is_warned_of(factor: str, said: str) -> None:
    missile = MISSILE | {factor: 0.5}
    assert f"flights.GUARD.missile.{factor}: {said}" in warnings(flights__GUARD__missile=missile)
    assert f"sites.SAM.missile.{factor}: {said}" in warnings(sites__SAM=ARMED_SITE | {"missile": missile})


def test_a_lot_that_is_never_faulty_is_refused() -> None:
    assert (
        "flights.GUARD.missile.lot: has no effect: no lot of its missiles is faulty, because faulty_prob is not given "
        "(add faulty_prob: 0.1, or remove it)"
    ) in faults(flights__GUARD__missile=MISSILE | {"lot": "OLD"})


def test_a_written_zero_is_meant() -> None:
    never = SUPPORTED | {"active_at_share": 0, "faulty_prob": 0, "lot": "OLD"}
    assert warnings(flights__GUARD__missile=never) == warnings()


@pytest.mark.parametrize(
    ("setting", "remedy"), [("active_at_share", "unsupported_factor"), ("faulty_prob", "faulty_factor")]
)
def test_an_occasion_that_changes_nothing_is_warned_of(setting: str, remedy: str) -> None:
    said = f"flights.GUARD.missile.{setting}: changes no chance of a hit (add {remedy}: 0.5)"
    assert said in warnings(flights__GUARD__missile=MISSILE | {setting: 0.5})


def test_missiles_of_one_lot_are_equally_likely_to_be_faulty() -> None:
    one, other = SUPPORTED | {"lot": "OLD"}, SUPPORTED | {"lot": "OLD", "faulty_prob": 0.4}
    assert (
        "flights.GUARD.missile.faulty_prob: should be the same in a whole lot: 0.1 here, 0.4 for `BANDIT`, which has "
        "missiles of lot `OLD` too (make them equal, or give one of them a lot of its own)"
    ) in warnings(flights__GUARD__missile=one, flights__BANDIT__missile=other)
    assert warnings(flights__GUARD__missile=one, flights__BANDIT__missile=other | {"lot": "NEW"}) == warnings()


@pytest.mark.parametrize("setting", ["false_kill_prob", "missed_kill_prob"])
def test_who_never_looks_is_never_wrong(setting: str) -> None:
    said = (
        f"flights.GUARD.shots.{setting}: has no effect: nobody looks with doctrine: salvo "
        "(use doctrine: shoot_look_shoot)"
    )
    assert said in warnings(flights__GUARD__shots={"doctrine": "salvo", setting: 0.2})
    assert said not in warnings(flights__GUARD__shots={setting: 0.2})


def test_a_fight_close_in_needs_a_range() -> None:
    assert "flights.GUARD.close_in.range_nm: must be" in faults(flights__GUARD__close_in=CLOSE_IN | {"range_nm": 0})


@pytest.mark.parametrize(("longest_s", "is_sound"), [(15, False), (20, False), (21, True)])
def test_who_leaves_before_its_first_shot_is_warned_of(longest_s: float, *, is_sound: bool) -> None:
    spec = CLOSE_IN | {"clock": "fixed", "longest_s": longest_s}
    if is_sound:
        assert warnings(flights__GUARD__close_in=spec) == warnings()
        return
    assert (
        f"flights.GUARD.close_in.between_shots_s: it never shoots: its first shot comes after 20 s, and after "
        f"{longest_s} s it disengages (make it smaller, or longest larger, or use clock: exponential)"
    ) in warnings(flights__GUARD__close_in=spec)


def test_who_goes_close_in_and_cannot_hit_is_warned_of() -> None:
    said = "flights.GUARD.close_in.presses_on: goes to fight close in, but its kill_prob is 0 (make kill_prob larger)"
    assert said in warnings(flights__GUARD__close_in=CLOSE_IN | {"kill_prob": 0, "presses_on": True})
