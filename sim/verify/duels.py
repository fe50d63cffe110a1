"""Duels shot by shot: two that shoot at each other at fixed or at random times, until one or both are dead."""

from __future__ import annotations

from typing import NamedTuple

from sim.scenario.schema import Flight, Scenario
from sim.trial.records import MemberLost, Trial
from sim.verify.case import Answer, Case, Family, Kind, given
from sim.verify.evidence import records

_LONG = 1e-15  # chance that both still live: no digit of the answer depends on what comes later


class Shooter(NamedTuple):
    """One of a duel: chance of a hit, seconds until the first shot, seconds from shot to shot."""

    p: float
    first_s: float
    every_s: float


class Outcome(NamedTuple):
    """Chances that the first wins, that the second wins, and that both die."""

    first: float
    second: float
    both: float


def duel(a: Shooter, b: Shooter) -> Outcome:
    """Return the chances of a duel at fixed times; shots at one instant both count.

    Source: Williams and Ancker, Stochastic duels, Oper. Res. 11 (1963); here summed instant by instant.
    """
    alive, wins_a, wins_b, both = 1.0, 0.0, 0.0, 0.0
    next_a, next_b = a.first_s, b.first_s
    while alive > _LONG:
        now = min(next_a, next_b)
        kills_b = a.p if next_a == now else 0.0
        kills_a = b.p if next_b == now else 0.0
        wins_a += alive * kills_b * (1.0 - kills_a)
        wins_b += alive * kills_a * (1.0 - kills_b)
        both += alive * kills_a * kills_b
        alive *= (1.0 - kills_a) * (1.0 - kills_b)
        next_a += a.every_s if next_a == now else 0.0
        next_b += b.every_s if next_b == now else 0.0
    return Outcome(wins_a, wins_b, both)


def random_duel(a_per_s: float, b_per_s: float) -> Outcome:
    """Return the chances of a duel in which kills come at constant rates: a / (a + b). Source: as for `duel`."""
    return Outcome(a_per_s / (a_per_s + b_per_s), b_per_s / (a_per_s + b_per_s), 0.0)


def _shooter(flight: Flight) -> Shooter:
    return Shooter(given(flight.missile).hit_prob, flight.reaction_s, flight.shots.look_s)


def _answers_of(outcome: Outcome, formula: str) -> tuple[Answer, ...]:
    """Hold the three outcomes. Once in some 50,000 duels all missiles are not enough; nobody notices."""

    def answer(what: str, exact: float, dead: set[str]) -> Answer:
        def of(trial: Trial) -> float:
            return float({record.flight for record in records(trial, MemberLost)} == dead)

        return Answer(what=what, formula=formula, exact=exact, kind=Kind.SHARE, of=of)

    return (
        answer("first wins", outcome.first, {"BORIS"}),
        answer("second wins", outcome.second, {"ANNA"}),
        answer("both die", outcome.both, {"ANNA", "BORIS"}),
    )


def _fixed_answers(scenario: Scenario) -> tuple[Answer, ...]:
    outcome = duel(_shooter(scenario.flights["ANNA"]), _shooter(scenario.flights["BORIS"]))
    return _answers_of(outcome, "geometric series over the common shots")


def _random_answers(scenario: Scenario) -> tuple[Answer, ...]:
    """Each shot waits for an order that takes an exponential time, which is how random shots are had here."""
    rates = [
        given(scenario.flights[shooter].missile).hit_prob / scenario.controllers[desk].service_s
        for shooter, desk in (("ANNA", "ALDA"), ("BORIS", "BELA"))
    ]
    return _answers_of(random_duel(*rates), "own kill rate / sum of both kill rates")


def fixed_duel(variant: str) -> Case:
    """Who wins when both shoot at fixed times."""
    return Case(
        family=Family.DUEL,
        file="duel",
        variant=variant,
        asks="Who wins when two shoot at each other at fixed times?",
        source="Williams and Ancker, Oper. Res. 11 (1963)",
        answers=_fixed_answers,
    )


def exponential_duel() -> Case:
    """Who wins when both shoot at random times."""
    return Case(
        family=Family.DUEL,
        file="duel",
        variant="exponential",
        asks="Who wins when two shoot at each other at random times?",
        source="Williams and Ancker, Oper. Res. 11 (1963)",
        answers=_random_answers,
    )
