"""Who is sent at whom, and who shoots at which member: the optimal policy, and agreed against random sorting."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.assignment import POLICIES
from sim.model.command import Policy
from sim.trial.records import Hit, Shot
from sim.verify.case import moments
from sim.verify.sorting import agreed_dist, random_dist
from tests.analytic.oracle import exact, held, oracle, played, records
from tests.analytic.scores import Scores

TRIALS = 2000
CASES = [("assign.n1_m1_p0.9", "1-on-1"), ("assign.n6_m4_p0.5", "6-on-4"), ("assign.n8_m4_p0.7", "8-on-4")]


def never() -> float:
    raise AssertionError("the optimal policy asks for no chance")


def total(costs: list[list[float]]) -> tuple[int, float]:
    """How many pairs the optimal policy makes, and what they cost together."""
    pairs = POLICIES[Policy.OPTIMAL](costs, never)
    shooters, tracks = {shooter for shooter, _ in pairs}, {track for _, track in pairs}
    assert len(shooters) == len(tracks) == len(pairs)
    return len(pairs), sum(costs[shooter][track] for shooter, track in pairs)


def best(costs: list[list[float]]) -> tuple[int, float]:
    """The same by trying every permutation: as many allowed pairs as possible, then the least cost."""
    rows = costs if len(costs) <= len(costs[0]) else [list(column) for column in zip(*costs, strict=True)]
    found = []
    for columns in permutations(range(len(rows[0])), len(rows)):
        chosen = [row[column] for row, column in zip(rows, columns, strict=True)]
        allowed = [cost for cost in chosen if cost < math.inf]
        found.append((-len(allowed), sum(allowed)))
    pairs, cost = min(found)
    return -pairs, cost


def test_the_optimal_policy_finds_the_listed_assignment() -> None:
    inputs, value = oracle("assign.linear_4x4")
    pairs = POLICIES[Policy.OPTIMAL](inputs["cost"], never)
    assert [track for _, track in sorted(pairs)] == value["perm"]
    assert total(inputs["cost"]) == (4, value["min_cost"])


@given(
    shape=st.tuples(st.integers(1, 5), st.integers(1, 5)),
    data=st.data(),
)
@settings(max_examples=150, deadline=None)
def test_the_optimal_policy_is_as_good_as_trying_everything(shape: tuple[int, int], data: st.DataObject) -> None:
    cost = st.one_of(st.integers(0, 1000).map(float), st.just(math.inf))
    costs = data.draw(
        st.lists(st.lists(cost, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0])
    )
    assert total(costs) == exact(best(costs))


# Sorting.


@pytest.mark.parametrize("name", [name for name, _ in CASES])
def test_the_formulas_give_the_listed_values(name: str) -> None:
    inputs, value = oracle(name)
    n, m, p = inputs["n"], inputs["m"], inputs["p"]
    dist = random_dist(n, m, p)
    assert dist == exact(value["dist_uncoordinated"])
    assert dist[-1] == exact(value["p_all_uncoordinated"])
    assert moments(dist)[0] == exact(value["E_kills_uncoordinated"]) == exact(m * (1.0 - (1.0 - p / m) ** n))
    assert moments(agreed_dist(n, m, p))[0] == exact(value["E_kills_coordinated"])


@pytest.mark.parametrize(("name", "case"), CASES)
def test_agreed_and_random_sorting_kill_as_many_as_theory_says(name: str, case: str, scores: Scores) -> None:
    _, value = oracle(name)
    for how, listed in (("random", "E_kills_uncoordinated"), ("agreed", "E_kills_coordinated")):
        (first, *_) = played("sorting", f"{how}-{case}")
        assert len({shot.at_s for shot in records(first, Shot)}) == 1, (
            "all leave at one instant, as the formulas have it"
        )
        assert held(scores, f"sorting-{how}-{case}", trials=TRIALS)["losses"] == exact(value[listed])


def test_missiles_that_arrive_together_are_all_judged_before_anybody_is_lost(scores: Scores) -> None:
    """So a missile may hit one who is hit already, and the hits are binomial however the shots were sorted."""
    hits = [len(records(trial, Hit)) for trial in played("sorting", "random-6-on-4", trials=1000)]
    scores.shares("hits of six", hits, [math.comb(6, k) / 64.0 for k in range(7)])


@pytest.mark.parametrize(
    ("shooters", "m", "p"), [([3, 2], 3, 0.4), ([2, 2, 1], 2, 0.3), ([2], 4, 0.8), ([1, 1, 1], 4, 0.6)]
)
def test_other_forces_kill_as_many_as_theory_says(shooters: list[int], m: int, p: float, scores: Scores) -> None:
    n = sum(shooters)
    changes: Mapping[str, object] = {
        "flights.SHOOTERS.aircraft": n,
        "flights.SHOOTERS.elements": shooters,
        "flights.SHOOTERS.missile.hit_prob": p,
        "flights.GROUP.aircraft": m,
        "flights.GROUP.elements": [m],
    }
    for how in ("random", "agreed"):
        held(scores, f"sorting-{how}-6-on-4", trials=1000, changes=changes)
