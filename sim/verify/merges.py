"""Fights close in, many against many in one merge: the square law by chance."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.model.close_in import FiringClock
from sim.scenario.schema import Scenario
from sim.trial.records import MemberLost, Started, Trial
from sim.verify.case import Answer, Case, Family, Kind, given, moments
from sim.verify.evidence import records


class SquareLaw(NamedTuple):
    """How a fight to the finish ends: chances of 0, 1, 2 ... survivors of each, mean and deviation of its length."""

    x_left: list[float]
    y_left: list[float]
    lasts_s: float
    lasts_deviation_s: float


def square_law(x: int, y: int, a_per_s: float, b_per_s: float) -> SquareLaw:
    """Return how x fight y to the finish: x are lost at a times the number of y, y at b times the number of x.

    Source: Brown, Theory of combat: the probability of winning, Oper. Res. 11 (1963); a forward sum over all states.
    """
    chances = [[0.0] * (y + 1) for _ in range(x + 1)]
    chances[x][y] = 1.0
    first: dict[tuple[int, int], float] = {}
    second: dict[tuple[int, int], float] = {}
    for i in range(x, 0, -1):
        for j in range(y, 0, -1):
            loses_x = a_per_s * j / (a_per_s * j + b_per_s * i)
            chances[i - 1][j] += chances[i][j] * loses_x
            chances[i][j - 1] += chances[i][j] * (1.0 - loses_x)
    for i in range(1, x + 1):
        for j in range(1, y + 1):
            rate = a_per_s * j + b_per_s * i
            ways = (((i - 1, j), a_per_s * j / rate), ((i, j - 1), b_per_s * i / rate))
            later = sum(chance * first.get(state, 0.0) for state, chance in ways)
            first[i, j] = 1.0 / rate + later
            second[i, j] = 2.0 / rate**2 + 2.0 / rate * later
            second[i, j] += sum(chance * second.get(state, 0.0) for state, chance in ways)
    mean = first[x, y]
    x_wins, y_wins = [chances[i][0] for i in range(x + 1)], chances[0]
    x_left = [math.fsum(y_wins), *x_wins[1:]]
    y_left = [math.fsum(x_wins), *y_wins[1:]]
    return SquareLaw(x_left, y_left, mean, math.sqrt(second[x, y] - mean**2))


def _left(trial: Trial, *, of_second: bool) -> float:
    """Return how many aircraft of the second flight's side are left, or of the others."""
    there = sum(len(one.members) for one in records(trial, Started) if (one.flight == "BORIS") is of_second)
    return float(there - sum((one.flight == "BORIS") is of_second for one in records(trial, MemberLost)))


def _answers(scenario: Scenario) -> tuple[Answer, ...]:
    ours, theirs = given(scenario.flights["ANNA"].close_in), given(scenario.flights["BORIS"].close_in)
    assert {ours.clock, theirs.clock} == {FiringClock.EXPONENTIAL}, "the square law needs shots without memory"
    x = sum(flight.aircraft for name, flight in scenario.flights.items() if name != "BORIS")
    law = square_law(
        x,
        scenario.flights["BORIS"].aircraft,
        theirs.kill_prob / theirs.between_shots_s,
        ours.kill_prob / ours.between_shots_s,
    )
    formula = "sum over all (x, y): x falls at rate a y, y at rate b x"

    def survivors(what: str, dist: list[float], *, of_second: bool) -> Answer:
        mean, deviation = moments(dist)

        def of(trial: Trial) -> float:
            return _left(trial, of_second=of_second)

        return Answer(what=what, formula=formula, exact=mean, kind=Kind.MEAN, of=of, deviation=deviation)

    return (
        Answer(
            what="first side wins",
            formula=formula,
            exact=min(law.y_left[0], 1.0),
            kind=Kind.SHARE,
            of=lambda trial: float(_left(trial, of_second=True) == 0.0),
        ),
        survivors("left of the first", law.x_left, of_second=False),
        survivors("left of the second", law.y_left, of_second=True),
        Answer(
            what="lasts",
            formula=formula,
            exact=law.lasts_s,
            kind=Kind.MEAN,
            of=lambda trial: records(trial, MemberLost)[-1].at_s,
            unit="s",
            deviation=law.lasts_deviation_s,
        ),
    )


def many_on_many(variant: str) -> Case:
    """Who wins when many fight many close in."""
    return Case(
        family=Family.DUEL,
        file="square-law",
        variant=variant,
        asks="Who wins when many fight many close in?",
        source="Brown, Oper. Res. 11 (1963); Lanchester's square law by chance",
        answers=_answers,
    )
