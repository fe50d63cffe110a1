"""Who is sent at which track, by each policy."""

from __future__ import annotations

import math
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.assignment import POLICIES, Costs, Pairs
from sim.model.command import Policy

NEVER = math.inf

# Taking the cheapest pair first leaves the dear one over: greedy 1 + 9, optimal 2 + 3.
TRAP = ((1.0, 2.0), (3.0, 9.0))


def no_chance() -> float:
    raise AssertionError("this policy asks no luck")


def assign(policy: Policy, costs: Costs, uniform: float = 0.0) -> Pairs:
    return POLICIES[policy](costs, (lambda: uniform) if policy is Policy.RANDOM else no_chance)


def total(costs: Costs, pairs: Pairs) -> float:
    return sum(costs[shooter][track] for shooter, track in pairs)


@pytest.mark.parametrize(
    ("policy", "pairs"),
    [
        (Policy.NEAREST, {(0, 0), (1, 1)}),
        (Policy.GREEDY, {(0, 0), (1, 1)}),
        (Policy.OPTIMAL, {(0, 1), (1, 0)}),
        (Policy.RANDOM, {(0, 0), (1, 1)}),
    ],
)
def test_only_the_optimal_policy_sees_through_the_trap(policy: Policy, pairs: set[tuple[int, int]]) -> None:
    assert set(assign(policy, TRAP)) == pairs


def test_nearest_lets_the_first_shooter_choose_first_and_greedy_the_cheapest_pair() -> None:
    costs = ((5.0, 8.0), (1.0, 7.0))
    assert assign(Policy.NEAREST, costs) == ((0, 0), (1, 1))
    assert assign(Policy.GREEDY, costs) == ((1, 0), (0, 1))


def test_greedy_breaks_ties_by_shooter_then_track() -> None:
    assert assign(Policy.GREEDY, ((4.0, 4.0), (4.0, 4.0))) == ((0, 0), (1, 1))


@pytest.mark.parametrize(("uniform", "track"), [(0.0, 0), (0.4, 1), (0.999, 2)])
def test_random_takes_any_free_track(uniform: float, track: int) -> None:
    assert assign(Policy.RANDOM, ((1.0, 2.0, 3.0),), uniform) == ((0, track),)


def test_optimal_prefers_one_more_pair_to_any_cost() -> None:
    costs = ((1.0, 1_000.0), (1.0, NEVER))
    assert set(assign(Policy.OPTIMAL, costs)) == {(0, 1), (1, 0)}


@pytest.mark.parametrize("policy", list(Policy))
def test_a_forbidden_pair_is_never_made(policy: Policy) -> None:
    assert assign(policy, ((NEVER, NEVER), (NEVER, NEVER))) == ()
    assert assign(policy, ((NEVER, 3.0), (NEVER, 2.0)))[0][1] == 1
    assert len(assign(policy, ((NEVER, 3.0), (NEVER, 2.0)))) == 1


def tables() -> st.SearchStrategy[list[list[float]]]:
    """Costs of up to four shooters against up to four tracks, some forbidden."""
    cost = st.one_of(st.just(NEVER), st.floats(0.0, 5_000.0))
    return st.integers(1, 4).flatmap(
        lambda tracks: st.lists(st.lists(cost, min_size=tracks, max_size=tracks), min_size=1, max_size=4)
    )


@pytest.mark.parametrize("policy", list(Policy))
@settings(derandomize=True, deadline=None, max_examples=80)
@given(costs=tables(), uniform=st.floats(0.0, 1.0, exclude_max=True))
def test_each_shooter_and_each_track_is_paired_at_most_once_and_nothing_possible_is_left(
    policy: Policy, costs: list[list[float]], uniform: float
) -> None:
    pairs = assign(policy, costs, uniform)
    shooters, tracks = {shooter for shooter, _ in pairs}, {track for _, track in pairs}
    assert len(shooters) == len(tracks) == len(pairs)
    assert total(costs, pairs) < math.inf
    left = [
        (shooter, track)
        for shooter, row in enumerate(costs)
        for track, cost in enumerate(row)
        if cost < math.inf and shooter not in shooters and track not in tracks
    ]
    assert not left


@settings(derandomize=True, deadline=None, max_examples=80)
@given(costs=tables())
def test_optimal_makes_the_most_pairs_and_the_cheapest_of_those(costs: list[list[float]]) -> None:
    pairs = assign(Policy.OPTIMAL, costs)
    best = min(_all_ways(costs), key=lambda way: (-len(way), total(costs, way)))
    assert len(pairs) == len(best)
    assert total(costs, pairs) == pytest.approx(total(costs, best), rel=1e-9, abs=1e-9)


def _all_ways(costs: Costs) -> list[Pairs]:
    """Return every way to pair, by trying them all."""
    tracks = [*range(len(costs[0])), *(-1 for _ in costs)]  # -1: this shooter gets none
    ways = set(permutations(tracks, len(costs)))
    return [
        tuple((shooter, track) for shooter, track in enumerate(way) if track >= 0 and costs[shooter][track] < math.inf)
        for way in ways
    ]
