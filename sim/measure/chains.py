"""From detection to order: the steps of each first tasking, and what became of each order.

A chain is one track (a target) at one controller, up to the first order on it. Earlier bouts in the queue or in
service that led to no order count as waiting for range, so the stages of a chain always add up.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.trial.reasons import Cause
from sim.trial.records import (
    CannotComply,
    Committed,
    Detected,
    Eligible,
    OrderReceived,
    Queued,
    ServiceEnded,
    ServiceStarted,
    Tasked,
)

Pair = tuple[str, str]
"""Who and about whom: a controller or element, and a target."""

Step = Eligible | Queued | ServiceStarted | ServiceEnded | OrderReceived | CannotComply | Committed


class Chain(NamedTuple):
    """The instants that led to the first order of one controller on one target; None where a step has no record."""

    controller: str
    target: str
    detected_s: float | None
    eligible_s: float | None
    service_s: float | None
    served_s: float | None
    tasked_s: float


class Order(NamedTuple):
    """One order and when it was received and obeyed; None where it was not."""

    element: str
    target: str
    tasked_s: float
    received_s: float | None
    committed_s: float | None


def first_detections(detections: Iterable[Detected], nodes: frozenset[str]) -> dict[str, float]:
    """Return when each target was first detected by one of these nodes' own sensors, in seconds."""
    first: dict[str, float] = {}
    for record in detections:
        if record.node in nodes:
            first.setdefault(record.target, record.at_s)
    return first


class Steps(NamedTuple):
    """The records of a trial that lead to orders, by type, each in order."""

    eligible: Iterable[Eligible]
    queued: Iterable[Queued]
    starts: Iterable[ServiceStarted]
    ends: Iterable[ServiceEnded]


def chains_of(tasked: Iterable[Tasked], steps: Steps, detected_s: dict[str, float]) -> list[Chain]:
    """Return the chain of each controller's first order on each target, in order of tasking."""
    ready_at, begun_at, ended_at = (_by_pair(steps.queued), _by_pair(steps.starts), _by_pair(steps.ends))
    for key, instants in _by_pair(steps.eligible).items():
        ready_at[key] = sorted(instants + ready_at.get(key, []))
    chains: dict[Pair, Chain] = {}
    for order in tasked:
        key = order.controller, order.target
        if key in chains:
            continue
        served_s = latest_s(ended_at.get(key, ()), order.at_s)
        service_s = None if served_s is None else latest_s(begun_at.get(key, ()), served_s)
        ready_s = latest_s(ready_at.get(key, ()), order.at_s if service_s is None else service_s)
        chains[key] = Chain(
            order.controller, order.target, detected_s.get(order.target), ready_s, service_s, served_s, order.at_s
        )
    return list(chains.values())


def orders_of(
    tasked: Iterable[Tasked],
    received: Iterable[OrderReceived],
    commits: Iterable[Committed],
    refusals: Iterable[CannotComply],
) -> list[Order]:
    """Return each order with its receipt and its commit; the first order sent is the first received."""
    received_at = _by_pair(received)
    committed_at = _by_pair(record for record in commits if record.cause is Cause.ORDER)
    refused_at = _by_pair(refusals)
    orders = []
    for order in tasked:
        errand = order.element, order.target
        received_s = _take(received_at.get(errand), order.at_s)
        committed_s = None
        if received_s is not None:
            committed_s = _take(committed_at.get(errand), received_s, _first(refused_at.get(errand), received_s))
            if committed_s is None:
                _take(refused_at.get(errand), received_s)
        orders.append(Order(order.element, order.target, order.at_s, received_s, committed_s))
    return orders


def latest_s(instants: Sequence[float], at_s: float) -> float | None:
    """Return the latest of some rising instants that is not after `at_s`."""
    place = bisect_right(instants, at_s)
    return instants[place - 1] if place else None


def _by_pair(records: Iterable[Step]) -> dict[Pair, list[float]]:
    """Return the instants of records by who (their second field) and about whom (their third)."""
    instants: defaultdict[Pair, list[float]] = defaultdict(list)
    for at_s, who, whom, *_ in records:
        instants[who, whom].append(at_s)
    return instants


def _first(instants: Sequence[float] | None, from_s: float) -> float:
    """Return the first instant that is not before `from_s`; infinite if there is none."""
    if not instants:
        return math.inf
    place = bisect_left(instants, from_s)
    return instants[place] if place < len(instants) else math.inf


def _take(instants: list[float] | None, from_s: float, until_s: float = math.inf) -> float | None:
    """Take the first instant that is not before `from_s`, if it comes before `until_s`."""
    first_s = _first(instants, from_s)
    if instants is None or first_s == math.inf or first_s >= until_s:
        return None
    instants.remove(first_s)
    return first_s
