"""The model knows no compass, no place, no handedness, no order of writing and no side.

Instants may differ by rounding where coordinates do; where only words change, nothing may.
"""

from __future__ import annotations

import copy
import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.trial.play import run_trial
from sim.trial.records import Trial
from tests.property.holding import Breach, examples, must_hold
from tests.property.plane import Motion, differences
from tests.property.scenarios import SEEDS, SIDES, Draft, scenario_of, untied


def _trial(draft: Draft) -> Trial:
    return run_trial(scenario_of(draft), 3, 1)


def _moved(motion: Motion) -> Breach:
    def breach(draft: Draft) -> list[str]:
        draft = untied(draft)
        return list(differences(motion, _trial(draft), _trial(motion.draft(draft))))

    return breach


@examples(60)
@given(SEEDS, st.floats(-math.pi, math.pi))
@example(3197074936, 1.1)  # a shot from alongside
@example(881657976, 1.1)  # two tracks that are equally urgent
@example(1556544434, 1.1)  # a charge that turns round at the end of its escort's leg
@example(221907, 2.0)  # a new task at the very end of the leash
@example(3138008109, 1.1)  # a missile fired from where its target is
def test_a_turned_scenario_goes_the_same_way(seed: int, turn_rad: float) -> None:
    must_hold(seed, _moved(Motion(turn_rad=turn_rad)))


@examples(60)
@given(SEEDS)
def test_a_mirrored_scenario_goes_the_same_way(seed: int) -> None:
    must_hold(seed, _moved(Motion(mirrored=True)))


@examples(30)
@given(SEEDS, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_shifted_scenario_goes_the_same_way(seed: int, east_m: float, north_m: float) -> None:
    must_hold(seed, _moved(Motion(shift_m=(east_m, north_m))))


@examples(15)
@given(SEEDS)
@example(1171)  # a track gained at the edge of its sensor's range turns the strike away at that very instant
@example(1294)
@example(46464)
@example(1497)  # an escort that has been met: whether it can meet the attacker hung on rounding
def test_a_scenario_mirrored_turned_and_shifted_goes_the_same_way(seed: int) -> None:
    must_hold(seed, _moved(Motion(turn_rad=2.0, mirrored=True, shift_m=(-123_456.7, 89_012.3))))


def reversed_mappings(part: Any) -> Any:
    """Return the same mappings, each written from its end."""
    if isinstance(part, dict):
        return {key: reversed_mappings(value) for key, value in reversed(part.items())}
    return part


def swapped_sides(draft: Draft) -> Draft:
    """Return the draft with the names of the two sides exchanged, and nothing else."""
    other = copy.deepcopy(draft)
    for kind in ("targets", "links", "controllers", "flights", "sites"):
        for thing in other[kind].values():
            thing["side"] = SIDES[thing["side"] == SIDES[0]]
    return other


def renamed_sides(draft: Draft) -> Draft:
    """Return the draft with sides that have other names."""
    other = copy.deepcopy(draft)
    for kind in ("targets", "links", "controllers", "flights", "sites"):
        for thing in other[kind].values():
            thing["side"] = {"blue": "zulu", "red": "alpha"}[thing["side"]]
    return other


def labelled(draft: Draft) -> Draft:
    """Return the draft with labels, which no rule reads."""
    other = copy.deepcopy(draft)
    other |= {"title": "Another title", "name": "another", "lesson": {"number": 3, "question": "Why?"}}
    for number, thing in enumerate([*other["flights"].values(), *other["sites"].values()]):
        thing["label"] = f"Type {number}"
    for flight in other["flights"].values():
        flight["partner"] = "b"
    return other


def shuffled_members(draft: Draft) -> Draft:
    """Return the draft with the members of each link written in another order."""
    other = copy.deepcopy(draft)
    for link in other["links"].values():
        link["members"].reverse()
    return other


@pytest.mark.parametrize("rewritten", [reversed_mappings, swapped_sides, renamed_sides, labelled, shuffled_members])
@examples(20)
@given(seed=SEEDS)
def test_words_change_nothing(rewritten: Any, seed: int) -> None:
    def breach(draft: Draft) -> list[str]:
        one, other = _trial(draft), _trial(rewritten(draft))
        if repr(one) == repr(other):
            return []
        pairs = zip(one.records, other.records, strict=False)
        first = next((f"{a}\n{b}" for a, b in pairs if repr(a) != repr(b)), "one log goes on")
        return [f"{rewritten.__name__}: {first}"]

    must_hold(seed, breach)
