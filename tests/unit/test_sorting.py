"""Who shoots which member: told by contract, by place, or at random."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.sorting import SORTINGS
from sim.model.sorting.by_position import by_position
from sim.model.sorting.contract import contract
from sim.model.sorting.random import random
from sim.model.weapons import Sorting

SHOOTERS = st.integers(1, 8)
MEMBERS = st.integers(1, 8)


def no_chance() -> float:
    raise AssertionError("this sorting asks no luck")


@pytest.mark.parametrize(
    ("shooters", "members", "told_before", "shares"),
    [
        (1, 1, 0, ((0,),)),
        (2, 2, 0, ((0,), (1,))),
        (2, 2, 1, ((1,), (0,))),
        (1, 2, 0, ((0, 1),)),
        (2, 4, 0, ((0, 2), (1, 3))),
        (2, 3, 0, ((0, 2), (1,))),
        (3, 2, 0, ((0,), (1,), (0,))),
        (2, 4, 2, ((2, 0), (3, 1))),
    ],
)
def test_a_contract_gives_these_shares(shooters: int, members: int, told_before: int, shares: object) -> None:
    assert contract(shooters, members, told_before, no_chance) == shares


@settings(derandomize=True, deadline=None)
@given(SHOOTERS, MEMBERS, st.integers(0, 20))
def test_a_contract_leaves_nobody_out_and_shares_evenly(shooters: int, members: int, told_before: int) -> None:
    shots = Counter(place for share in contract(shooters, members, told_before, no_chance) for place in share)
    assert set(shots) == set(range(members))
    assert max(shots.values()) - min(shots.values()) <= 1


@settings(derandomize=True, deadline=None)
@given(SHOOTERS, SHOOTERS, MEMBERS)
def test_a_contract_shares_evenly_across_elements_told_one_after_the_other(
    first: int, second: int, members: int
) -> None:
    told = contract(first, members, 0, no_chance) + contract(second, members, first, no_chance)
    shots = Counter(place for share in told for place in share)
    assert max(shots.values()) - min(shots.values()) <= 1


def test_by_position_each_takes_the_member_opposite() -> None:
    assert by_position(2, 4, 0, no_chance) == ((0,), (1,))
    assert by_position(4, 2, 0, no_chance) == ((0,), (1,), (1,), (1,))
    assert by_position(2, 2, 3, no_chance) == ((0,), (1,))


@pytest.mark.parametrize(("uniform", "place"), [(0.0, 0), (0.32, 0), (0.34, 1), (0.99, 2), (1.0 - 2**-53, 2)])
def test_at_random_a_uniform_gives_a_member(uniform: float, place: int) -> None:
    assert random(2, 3, 0, lambda: uniform) == ((place,), (place,))


def test_at_random_each_shooter_asks_once() -> None:
    asked = iter([0.1, 0.6, 0.9])
    assert random(3, 2, 0, lambda: next(asked)) == ((0,), (1,), (1,))


@pytest.mark.parametrize("sorting", list(Sorting))
@settings(derandomize=True, deadline=None, max_examples=40)
@given(shooters=SHOOTERS, members=MEMBERS, uniform=st.floats(0, 1, exclude_max=True))
def test_every_shooter_gets_members_that_there_are(
    sorting: Sorting, shooters: int, members: int, uniform: float
) -> None:
    shares = SORTINGS[sorting](shooters, members, 0, lambda: uniform)
    assert len(shares) == shooters
    assert all(share and set(share) <= set(range(members)) for share in shares)
