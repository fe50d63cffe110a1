"""Fuel and tankers: endurance by arithmetic, a burst at the booms, and receivers that come back again and again."""

from __future__ import annotations

import math

from sim.model.fuel import Fuel
from sim.scenario.schema import Scenario
from sim.trial.records import BoomGranted, FuelExhausted, RefuellingEnded, TankerJoined, Trial
from sim.verify.case import Answer, Case, Family, Kind, count_answers, given, moments
from sim.verify.evidence import first_s, instants, records


def burst_waits_s(receivers: int, booms: int, stay_s: tuple[float, float], growth: float) -> list[float]:
    """Return the waits of receivers that come at one instant with the same need, in seconds.

    stay_s: contact, and the flow of fuel for whoever need not wait for it. growth: flow that is added for each second
    of waiting or contact. Source: own recursion; the k-th group of as many as there are booms follows the one before.
    """
    contact_s, flow_s = stay_s
    waits_s: list[float] = []
    wait_s = 0.0
    while len(waits_s) < receivers:
        waits_s += [wait_s] * min(booms, receivers - len(waits_s))
        wait_s += contact_s + flow_s + growth * (wait_s + contact_s)
    return waits_s


def finite_source(receivers: int, booms: int, think_s: float, serve_s: float) -> list[float]:
    """Return the chances that 0, 1, 2 ... of some receivers are at the tanker, in the steady state.

    Source: the machine repair model M/M/c//N, Gross et al., Fundamentals of Queueing Theory, ch. 2. Where service is
    exponential it holds for any distribution of the time between visits, by its mean alone: Baskett, Chandy, Muntz and
    Palacios (1975).
    """
    weights = [1.0]
    for here in range(receivers):
        weights.append(weights[-1] * (receivers - here) * serve_s / (min(here + 1, booms) * think_s))
    return [weight / math.fsum(weights) for weight in weights]


def waits_at_boom_s(trial: Trial) -> list[float]:
    """Return how long each receiver that got a boom had waited on its first visit, shortest first, in seconds."""
    came: dict[str, float] = {}
    for record in records(trial, TankerJoined):
        came.setdefault(record.element, record.at_s)
    waits: dict[str, float] = {}
    for grant in records(trial, BoomGranted):
        waits.setdefault(grant.element, grant.at_s - came[grant.element])
    return sorted(waits.values())


def at_tanker(trial: Trial) -> int:
    """Return how many are at the tanker when the trial ends, on a boom or waiting."""
    return len(records(trial, TankerJoined)) - len(records(trial, RefuellingEnded))


def _fuel(scenario: Scenario, flight: str) -> Fuel:
    return given(scenario.flights[flight].fuel)


def _endurance_answers(scenario: Scenario) -> tuple[Answer, ...]:
    waiter, cruiser, chaser = (_fuel(scenario, name) for name in ("WAITER", "CRUISER", "CHASER"))
    waits_s = scenario.controllers["DESK"].service_s
    starts_s = given(scenario.flights["CRUISER"].start_s)
    held = "(capacity - hold burn x waiting) / dash burn, after the order"
    return (
        _falls("CHASER", held, waits_s + (chaser.capacity_s - chaser.hold_burn * waits_s) / chaser.dash_burn),
        _falls("WAITER", "fuel / hold burn", waiter.capacity_s * waiter.start_share / waiter.hold_burn),
        _falls("CRUISER", "start + fuel", starts_s + cruiser.capacity_s * cruiser.start_share),
    )


def _falls(flight: str, formula: str, exact_s: float) -> Answer:
    return Answer(
        what=f"{flight} runs dry",
        unit="s",
        formula=formula,
        exact=exact_s,
        kind=Kind.EVERY,
        of=lambda trial: first_s(trial, FuelExhausted, element=f"{flight}-1"),
    )


def _burst_answers(scenario: Scenario) -> tuple[Answer, ...]:
    tanker, fuel = given(scenario.flights["TANK"].tanker), _fuel(scenario, "ALPHA")
    receivers = len(scenario.flights["ALPHA"].element_sizes)
    flow_s = (fuel.capacity_s - given(fuel.joker_s)) / tanker.transfer_rate
    growth = fuel.hold_burn / tanker.transfer_rate
    waits = burst_waits_s(receivers, tanker.booms, (tanker.contact_s, flow_s), growth)
    stays_s = tanker.contact_s + flow_s + growth * (waits[-1] + tanker.contact_s)
    return (
        Answer(
            what="sum of all waits",
            unit="s",
            formula="group after group; who waits burns, and takes longer",
            exact=math.fsum(waits),
            kind=Kind.EVERY,
            of=lambda trial: math.fsum(waits_at_boom_s(trial)),
        ),
        Answer(
            what="longest wait",
            unit="s",
            formula="the last group's",
            exact=waits[-1],
            kind=Kind.EVERY,
            of=lambda trial: max(waits_at_boom_s(trial)),
        ),
        Answer(
            what="first at the tanker to last off a boom",
            unit="s",
            formula="longest wait + contact + flow",
            exact=waits[-1] + stays_s,
            kind=Kind.EVERY,
            of=lambda trial: instants(trial, RefuellingEnded)[receivers - 1] - min(instants(trial, TankerJoined)),
        ),
    )


def _returning_answers(scenario: Scenario) -> tuple[Answer, ...]:
    tanker, fuel = given(scenario.flights["TANK"].tanker), _fuel(scenario, "ALPHA")
    think_s = (fuel.capacity_s - given(fuel.joker_s)) / fuel.hold_burn
    receivers = len(scenario.flights["ALPHA"].element_sizes)
    dist = finite_source(receivers, tanker.booms, think_s, tanker.contact_s)
    served, waiting = dist[: tanker.booms + 1], dist[tanker.booms + 1 :]
    mean, deviation = moments([math.fsum(served), *waiting])
    formula = "machine repair M/M/c//N, steady state"
    return (
        *count_answers("at the tanker at a late instant", formula, dist, at_tanker),
        Answer(
            what="waiting for a boom at a late instant",
            formula=f"{formula}: mean of (n - c)+",
            exact=mean,
            kind=Kind.MEAN,
            of=lambda trial: max(at_tanker(trial) - tanker.booms, 0),
            deviation=deviation,
        ),
    )


def endurance() -> Case:
    """How long fuel lasts at each way of burning it."""
    return Case(
        family=Family.FUEL,
        file="endurance",
        asks="How long does fuel last?",
        source="elementary arithmetic: fuel over burn",
        answers=_endurance_answers,
        has_chance=False,
    )


def burst() -> Case:
    """How long receivers wait for a boom that come at one instant."""
    return Case(
        family=Family.FUEL,
        file="tanker-queue",
        variant="burst",
        asks="How long do receivers wait for a boom when all come at once?",
        source="elementary scheduling",
        answers=_burst_answers,
        has_chance=False,
    )


def returning() -> Case:
    """How many receivers are at a tanker that come back again and again."""
    return Case(
        family=Family.FUEL,
        file="tanker-queue",
        variant="returning",
        asks="How many are at the tanker when receivers come back again and again?",
        source="Gross et al., Fundamentals of Queueing Theory, ch. 2; Baskett et al., J. ACM 22 (1975)",
        answers=_returning_answers,
    )
