"""What the own side wrote about each threat, and the instants of the kill chain that this makes.

The links of the chain: a threat comes into the range of an own sensor, is detected, reported, held in the picture of
whoever may send a shooter at it (the tasking node), eligible, queued, worked on, ordered, the order is received, a
shooter commits, has it in launch range, and fires. Which of them failed is judged in attribution.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeVar

from sim.measure.ledger import Ledger
from sim.trial import records as log

Step = (
    log.TrackHeld
    | log.Eligible
    | log.Queued
    | log.ServiceStarted
    | log.ServiceEnded
    | log.OrderReceived
    | log.CannotComply
    | log.Committed
    | log.BrokeOff
    | log.InLaunchRange
    | log.Withheld
    | log.Cleared
)
"""Records whose second field is who, and whose third is about whom."""

S = TypeVar("S", bound=Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """How long each stage of a chain lasted, in seconds; None for a stage that it never was in.

    A stage begins with the instant named first and lasts until the next instant that the chain reached, normally that
    named second; one that is still going on ends where the chain is cut. So the spans add up to the whole length. An
    instant that came after a later link is left out: a controller that works on a threat when somebody has committed on
    it in self-defence no longer matters, and the time up to that commit is waiting in the queue.

    detecting: in an own sensor's range, to detected. sharing: to held by a tasking node (report and link). range: to
    queued (waiting for commit range; where elements task themselves, to the commit). queue: to the start of service.
    service: to its end. shooter: to the order (waiting for a free shooter), and from an order that nobody obeyed to
    the commit. order: to its receipt (link). approach: commit to launch range. fire: to the first shot. flight: to
    the hit.
    """

    detecting_s: float | None = None
    sharing_s: float | None = None
    range_s: float | None = None
    queue_s: float | None = None
    service_s: float | None = None
    shooter_s: float | None = None
    order_s: float | None = None
    approach_s: float | None = None
    fire_s: float | None = None
    flight_s: float | None = None


class Instants(NamedTuple):
    """When a threat first passed each link of the chain, in seconds; None where it did not (before a deadline).

    `in_range_s` supposes that sensors reach as far as they are declared to, unjammed. `held_s` is in the picture of a
    tasking node. `eligible_s` is a controller's first record of it; elements that task themselves write none.
    `queued_s`, `service_s`, `served_s` are those of the last bout in the queue up to the first order: earlier bouts
    count as waiting for range. `shot_s` is the first shot at the aircraft itself.
    """

    in_range_s: float | None
    detected_s: float | None
    reported_s: float | None
    held_s: float | None
    eligible_s: float | None
    queued_s: float | None
    service_s: float | None
    served_s: float | None
    tasked_s: float | None
    received_s: float | None
    committed_s: float | None
    in_launch_range_s: float | None
    shot_s: float | None


_STAGES = (
    "detecting_s",
    "sharing_s",
    "sharing_s",
    "range_s",
    "range_s",
    "queue_s",
    "service_s",
    "shooter_s",
    "order_s",
    "shooter_s",
    "approach_s",
    "fire_s",
    "flight_s",
)
"""The stage that begins with each of the Instants. Received and not obeyed, it waits for a shooter again."""


def spans_of(instants: Instants, end_s: float | None) -> Spans:
    """Return how long the stages of a chain lasted; the last is cut at `end_s`, or left out when that is None."""
    return Spans(**lengths_of(instants, end_s))


def lengths_of(instants: Instants, end_s: float | None) -> dict[str, float]:
    """Return the spans of a chain by name, those that it has, in seconds."""
    reached: list[tuple[float, str]] = []
    for at_s, stage in zip(instants, _STAGES, strict=True):
        if at_s is not None:
            while reached and reached[-1][0] > at_s:
                reached.pop()
            reached.append((at_s, stage))
    if end_s is not None:
        reached.append((end_s, ""))
    lengths: dict[str, float] = {}
    for (from_s, stage), (to_s, _) in pairwise(reached):
        lengths[stage] = lengths.get(stage, 0.0) + to_s - from_s
    return lengths


class Trails(NamedTuple):
    """What the own side wrote, by the threat that it is about, each in order. Of reports only the first instant."""

    reported_s: dict[str, float]
    held: dict[str, list[log.TrackHeld]]
    eligible: dict[str, list[log.Eligible]]
    queued: dict[str, list[log.Queued]]
    starts: dict[str, list[log.ServiceStarted]]
    ends: dict[str, list[log.ServiceEnded]]
    tasked: dict[str, list[log.Tasked]]
    received: dict[str, list[log.OrderReceived]]
    refused: dict[str, list[log.CannotComply]]
    commits: dict[str, list[log.Committed]]
    breaks: dict[str, list[log.BrokeOff]]
    in_launch_range: dict[str, list[log.InLaunchRange]]
    shots: dict[str, list[log.Shot]]
    rulings: dict[str, list[log.Withheld | log.Cleared]]


def trails_of(ledger: Ledger, threats: Set[str]) -> Trails:
    """Sort what the own side wrote about some threats."""
    own, of = ledger.seen_by.own_nodes, ledger.of
    tasked: dict[str, list[log.Tasked]] = {}
    for order in of(log.Tasked):
        if order.target in threats and order.controller in own:
            tasked.setdefault(order.target, []).append(order)
    shots: dict[str, list[log.Shot]] = {}
    for shot in ledger.own_shots:
        if shot.target in threats:
            shots.setdefault(shot.target, []).append(shot)
    reported_s: dict[str, float] = {}
    for report in of(log.Reported):
        if report.target in threats and report.reporter in own:
            reported_s.setdefault(report.target, report.at_s)
    return Trails(
        reported_s=reported_s,
        held=_about(of(log.TrackHeld), threats, ledger.seen_by.taskers),
        eligible=_about(of(log.Eligible), threats, own),
        queued=_about(of(log.Queued), threats, own),
        starts=_about(of(log.ServiceStarted), threats, own),
        ends=_about(of(log.ServiceEnded), threats, own),
        tasked=tasked,
        received=_about(of(log.OrderReceived), threats, own),
        refused=_about(of(log.CannotComply), threats, own),
        commits=_about(of(log.Committed), threats, own),
        breaks=_about(of(log.BrokeOff), threats, own),
        in_launch_range=_about(of(log.InLaunchRange), threats, own),
        shots=shots,
        rulings=_about(_rulings(ledger), threats, own),
    )


def _rulings(ledger: Ledger) -> list[log.Withheld | log.Cleared]:
    """Return what rules withheld and cleared, in order."""
    withheld = ledger.of(log.Withheld)
    if not withheld:
        return []
    return sorted([*withheld, *ledger.of(log.Cleared)], key=lambda record: record.at_s)


def _about(records: Iterable[S], threats: Set[str], who: Set[str]) -> dict[str, list[S]]:
    found: dict[str, list[S]] = {}
    for record in records:
        target = record[2]
        if target in threats and record[1] in who:
            if target in found:
                found[target].append(record)
            else:
                found[target] = [record]
    return found


class Timed(NamedTuple):
    """A threat's aircraft, and until when its chain is followed (infinite: to the end of the trial)."""

    threat: str
    aircraft: str
    until_s: float


def instants_of(ledger: Ledger, trails: Trails, one: Timed) -> Instants:
    """Return when the chain of one aircraft passed each link, none of them after its `until_s`.

    Not when it came into range: that takes geometry, which only killchain.py does.
    """
    threat, aircraft, until_s = one
    tasked_s = _first_s(trails.tasked.get(threat, ()), until_s)
    queued_s, service_s, served_s = bout_of(trails, threat, until_s)
    shot_s = next((shot.at_s for shot in trails.shots.get(threat, ()) if shot.member == aircraft), None)
    return Instants(
        None,
        _in_time(ledger.detected_s.get(threat), until_s),
        _in_time(trails.reported_s.get(threat), until_s),
        _first_s(trails.held.get(threat, ()), until_s),
        _first_s(trails.eligible.get(threat, ()), until_s),
        queued_s,
        service_s,
        served_s,
        tasked_s,
        _first_s(trails.received.get(threat, ()), until_s),
        _first_s(trails.commits.get(threat, ()), until_s),
        _first_s(trails.in_launch_range.get(threat, ()), until_s),
        _in_time(shot_s, until_s),
    )


class Bout(NamedTuple):
    """When a track joined a queue, when its service began and ended, in seconds; None where it did not."""

    queued_s: float | None
    service_s: float | None
    served_s: float | None


def bout_of(trails: Trails, threat: str, until_s: float) -> Bout:
    """Return the last bout of a threat in a controller's queue, up to its first order or `until_s`.

    Where several controllers work on it: the one that gave the first order, else the one it was first eligible for.
    """
    orders = trails.tasked.get(threat)
    eligible = trails.eligible.get(threat)
    if orders and orders[0].at_s <= until_s:
        controller, until_s = orders[0].controller, orders[0].at_s
    elif eligible and eligible[0].at_s <= until_s:
        controller = eligible[0].node
    else:
        return Bout(None, None, None)
    queued = [record.at_s for record in trails.queued.get(threat, ()) if record.controller == controller]
    begun = [record.at_s for record in trails.starts.get(threat, ()) if record.controller == controller]
    ended = [record.at_s for record in trails.ends.get(threat, ()) if record.controller == controller]
    ready_s = max((at_s for at_s in queued if at_s <= until_s), default=None)
    if ready_s is None and eligible:
        ready_s = next((record.at_s for record in eligible if record.node == controller), None)
    if ready_s is None or ready_s > until_s:
        return Bout(None, None, None)
    service_s = next((at_s for at_s in begun if ready_s <= at_s <= until_s), None)
    if service_s is None:
        return Bout(ready_s, None, None)
    return Bout(ready_s, service_s, next((at_s for at_s in ended if service_s <= at_s <= until_s), None))


def _first_s(records: Sequence[Step | log.Tasked], until_s: float) -> float | None:
    """Return the first instant of some records, unless it is after `until_s`."""
    return records[0].at_s if records and records[0].at_s <= until_s else None


def _in_time(at_s: float | None, until_s: float) -> float | None:
    return at_s if at_s is not None and at_s <= until_s else None
