"""Timing: flights with normal errors of the start and one time on target; and one bomb of known chance."""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.scenario.schema import Scenario
from sim.trial.records import Released, TargetDestroyed, Trial
from sim.verify.case import Answer, Case, Family, Kind, given
from sim.verify.evidence import count, records

SPREAD_S = 60.0
"""The spread between first and last that is asked about."""

_FAR = 12.0  # standard deviations; nothing of a normal lies beyond


def _density(x: float) -> float:
    return math.exp(-0.5 * x * x) / math.sqrt(2.0 * math.pi)


def _below(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


def _integral(function: Callable[[float], float]) -> float:
    from scipy.integrate import quad

    return float(quad(function, -_FAR, _FAR, epsabs=1e-13, epsrel=1e-12, limit=400)[0])


def all_within_prob(n: int, own_s: float, shared_s: float, within_s: float) -> float:
    """Return the chance that n flights are all within so many seconds of their time on target.

    Source: given the shared error the own errors are independent; integrated over the shared one.
    """
    if shared_s == 0.0:
        return (2.0 * _below(within_s / own_s) - 1.0) ** n

    def given_shared(u: float) -> float:
        return _below((within_s - shared_s * u) / own_s) - _below((-within_s - shared_s * u) / own_s)

    return _integral(lambda u: _density(u) * given_shared(u) ** n)


def spread_prob(n: int, own_s: float, spread_s: float) -> float:
    """Return the chance that first and last are no further apart than so many seconds; what is shared moves all alike.

    Source: David and Nagaraja, Order Statistics (2003), ch. 2: the range of normals.
    """
    return _integral(lambda x: n * _density(x) * (_below(x + spread_s / own_s) - _below(x)) ** (n - 1))


def last_moments_s(n: int, own_s: float) -> tuple[float, float]:
    """Return mean and standard deviation of the latest own error of n, in seconds.

    Source: David and Nagaraja, Order Statistics (2003), ch. 3.
    """

    def moment(power: int) -> float:
        return _integral(lambda x: n * x**power * _density(x) * _below(x) ** (n - 1))

    return own_s * moment(1), own_s * math.sqrt(moment(2) - moment(1) ** 2)


def _errors_s(trial: Trial) -> list[float]:
    return [record.error_s for record in records(trial, Released)]


def _target_answers(scenario: Scenario) -> tuple[Answer, ...]:
    flights = list(scenario.flights.values())
    n, timing, within_s = len(flights), flights[0].timing, given(flights[0].strike).window_s / 2.0
    own_s, shared_s = timing.own_sd_s, timing.shared_sd_s
    mean_s, deviation_s = last_moments_s(n, own_s)
    return (
        Answer(
            what="all in the window",
            formula="(2 Phi(w / s) - 1)^n, over the shared error",
            exact=all_within_prob(n, own_s, shared_s, within_s),
            kind=Kind.SHARE,
            of=lambda trial: float(all(record.in_window for record in records(trial, Released))),
        ),
        Answer(
            what=f"first to last within {SPREAD_S:g} s",
            formula="distribution of the range of n normals",
            exact=spread_prob(n, own_s, SPREAD_S),
            kind=Kind.SHARE,
            of=lambda trial: float(max(_errors_s(trial)) - min(_errors_s(trial)) <= SPREAD_S),
        ),
        Answer(
            what="error of the last",
            unit="s",
            formula="mean of the greatest of n normals",
            exact=mean_s,
            kind=Kind.MEAN,
            of=lambda trial: max(_errors_s(trial)),
            deviation=math.hypot(deviation_s, shared_s),
        ),
    )


def _bomb_answers(scenario: Scenario) -> tuple[Answer, ...]:
    strike = given(scenario.flights["LONE"].strike)
    return (
        Answer(
            what="bridge destroyed",
            formula="the bomb's own chance",
            exact=strike.hit_prob,
            kind=Kind.SHARE,
            of=lambda trial: float(count(trial, TargetDestroyed) > 0),
        ),
    )


def time_on_target(variant: str) -> Case:
    """How well five flights keep a common time."""
    return Case(
        family=Family.TIMING,
        file="time-on-target",
        variant=variant,
        asks="How well do five flights keep a common time?",
        source="David and Nagaraja, Order Statistics (2003), ch. 2 and 3",
        answers=_target_answers,
    )


def one_bomb() -> Case:
    """How often one bomb of known chance hits."""
    return Case(
        family=Family.STRIKE,
        file="one-bomb",
        asks="How often does one bomb of known chance hit?",
        source="a single Bernoulli trial",
        answers=_bomb_answers,
    )
