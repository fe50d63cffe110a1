"""Queues: a batch before a few servers, and Little's law on every path."""

from __future__ import annotations

import math

from sim.scenario.schema import Scenario
from sim.trial.records import LeftQueue, Queued, ServiceEnded, ServiceStarted, Trial
from sim.verify.case import Answer, Case, Family, Kind
from sim.verify.evidence import instants, records


def batch_waits_s(tracks: int, servers: int, service_s: float) -> list[float]:
    """Return the waits of tracks that come at one instant, in seconds. Source: elementary scheduling."""
    return [(place // servers) * service_s for place in range(tracks)]


def waits_s(trial: Trial) -> list[float]:
    """Return how long each track that was served had waited, shortest first, in seconds."""
    begun = {record.target: record.at_s for record in records(trial, ServiceStarted)}
    return sorted(begun[record.target] - record.at_s for record in records(trial, Queued) if record.target in begun)


def stays_and_area(trial: Trial) -> tuple[float, float]:
    """Return the sum of all stays with the controller and the integral of their number over time, in seconds."""
    came: dict[str, float] = {}
    stays: list[float] = []
    area, number, before_s = 0.0, 0, 0.0
    for record in trial.records:
        if not isinstance(record, Queued | ServiceEnded | LeftQueue):
            continue
        area += number * (record.at_s - before_s)
        before_s = record.at_s
        if isinstance(record, Queued):
            came[record.target] = record.at_s
            number += 1
        else:
            stays.append(record.at_s - came.pop(record.target))
            number -= 1
    return math.fsum(stays), area


def _batch_answers(scenario: Scenario) -> tuple[Answer, ...]:
    desk, tracks = scenario.controllers["DESK"], len(scenario.flights["RAIDER"].element_sizes)
    waits = batch_waits_s(tracks, desk.servers, desk.service_s)
    return (
        Answer(
            what="sum of all waits",
            unit="s",
            formula="k-th of a batch waits (k div servers) x service",
            exact=sum(waits),
            kind=Kind.EVERY,
            of=lambda trial: sum(waits_s(trial)),
        ),
        Answer(
            what="longest wait",
            unit="s",
            formula="((tracks - 1) div servers) x service",
            exact=max(waits),
            kind=Kind.EVERY,
            of=lambda trial: max(waits_s(trial)),
        ),
        Answer(
            what="first track to last service",
            unit="s",
            formula="longest wait + service",
            exact=max(waits) + desk.service_s,
            kind=Kind.EVERY,
            of=lambda trial: max(instants(trial, ServiceEnded)) - min(instants(trial, Queued)),
        ),
    )


def _ratio(trial: Trial) -> float | None:
    stays, area = stays_and_area(trial)
    return area / stays if stays > 0.0 else None


def _little_answers(scenario: Scenario) -> tuple[Answer, ...]:  # noqa: ARG001
    return (
        Answer(
            what="number over time / sum of stays",
            formula="Little: the two are the same on every path",
            exact=1.0,
            kind=Kind.EVERY,
            of=_ratio,
        ),
    )


def batch() -> Case:
    """How long tracks wait that come at one instant."""
    return Case(
        family=Family.QUEUE,
        file="queue",
        variant="batch",
        asks="How long do tracks wait for a controller when all come at once?",
        source="elementary scheduling",
        answers=_batch_answers,
        has_chance=False,
    )


def little() -> Case:
    """Little's law on each path that begins and ends empty."""
    return Case(
        family=Family.QUEUE,
        file="queue",
        variant="random",
        asks="Does the number with a controller add up to the time spent there?",
        source="Little, Oper. Res. 9 (1961); on sample paths Stidham (1974)",
        answers=_little_answers,
    )
