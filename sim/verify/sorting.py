"""Sorting: how many of a group are hit when shooters agree on who shoots whom, and when each picks at random."""

from __future__ import annotations

from sim.model.weapons import Sorting
from sim.scenario.schema import Scenario
from sim.trial.records import MemberLost
from sim.verify.case import Answer, Case, Family, count_answers, given
from sim.verify.evidence import count


def random_dist(n: int, m: int, p: float) -> list[float]:
    """Return the chances of 0 to m losses when n shooters each pick one of m at random.

    Source: shots one by one as a Markov chain on how many are hit; mean m (1 - (1 - p/m)^n), Feller vol. 1, IV.2.
    """
    dist = [1.0] + [0.0] * m
    for _ in range(n):
        moves = [alive * p * (m - hit) / m for hit, alive in enumerate(dist)]
        dist = [dist[hit] - moves[hit] + (moves[hit - 1] if hit else 0.0) for hit in range(m + 1)]
    return dist


def agreed_dist(n: int, m: int, p: float) -> list[float]:
    """Return the same when shots are spread evenly: n = q m + r, so r members get q + 1 shots and the others q.

    Source: independent members, convolved one after the other; Washburn and Kress, Combat Modeling (2009), ch. 2.
    """
    q, r = divmod(n, m)
    dist = [1.0]
    for member in range(m):
        prob = 1.0 - (1.0 - p) ** (q + (member < r))
        stays, falls = [*dist, 0.0], [0.0, *dist]
        dist = [a * (1.0 - prob) + b * prob for a, b in zip(stays, falls, strict=True)]
    return dist


def _answers(scenario: Scenario) -> tuple[Answer, ...]:
    shooters = scenario.flights["SHOOTERS"]
    n, m = shooters.aircraft * shooters.missiles_each, scenario.flights["GROUP"].aircraft
    p = given(shooters.missile).hit_prob
    if shooters.sorting is Sorting.RANDOM:
        dist, formula = random_dist(n, m, p), "targets x (1 - (1 - p / targets)^shots)"
    else:
        dist, formula = agreed_dist(n, m, p), "sum over targets of 1 - (1 - p)^shots at it"
    return count_answers("losses", formula, dist, lambda trial: float(count(trial, MemberLost)))


def sorting(variant: str) -> Case:
    """How many of a group are hit."""
    return Case(
        family=Family.SORTING,
        file="sorting",
        variant=variant,
        asks="How many of a group are hit when shooters agree on who shoots whom, and when they do not?",
        source="Feller vol. 1, IV.2; Washburn and Kress, Combat Modeling (2009), ch. 2",
        answers=_answers,
    )
