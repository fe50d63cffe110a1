"""What a trial writes down: typed records, each with its instant, actor, object and cause.

Records are the only input of `measure`. They are NamedTuples because a trial makes some hundreds of them.
Every record's first field is `at_s`, the exact instant. Names of elements are `FLIGHT-1`, `FLIGHT-2` ...; names of
members are `FLIGHT-1.1`, `FLIGHT-1.2` ...; a name never changes.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.model.command import Authority, Doctrine
from sim.model.identity import Identity
from sim.model.rules import Deed
from sim.trial.reasons import (
    AbortReason,
    BreakReason,
    Cause,
    MissReason,
    Purpose,
    Refusal,
    ReportKind,
    Restraint,
    SensorKind,
    Source,
    Status,
)


class Started(NamedTuple):
    """An element begins the trial with these members."""

    at_s: float
    element: str
    flight: str
    members: tuple[str, ...]
    x_m: float
    y_m: float


class LegStarted(NamedTuple):
    """An element starts a leg: a straight line at constant velocity, until `until_s` or the next leg."""

    at_s: float
    element: str
    leg: int
    purpose: Purpose
    x_m: float
    y_m: float
    vx_mps: float
    vy_mps: float
    until_s: float


class Reached(NamedTuple):
    """An element reached a point of its route; `point` counts the route's start as 0."""

    at_s: float
    element: str
    point: int


class OnStation(NamedTuple):
    """An escort element is at its station."""

    at_s: float
    element: str


class Detected(NamedTuple):
    """A node's own sensor detected a target element; `range_m` is their distance."""

    at_s: float
    node: str
    target: str
    sensor: SensorKind
    range_m: float


class SwitchedOn(NamedTuple):
    """A node that kept silent until it committed lets its radar and jammer work from now on."""

    at_s: float
    node: str


class ContactLost(NamedTuple):
    """A node's own sensors no longer hold a target element."""

    at_s: float
    node: str
    target: str


class Reported(NamedTuple):
    """A reporter of record sent a report about a target over a link."""

    at_s: float
    link: str
    reporter: str
    target: str
    kind: ReportKind


class Delivered(NamedTuple):
    """A report about a target, as it stood at `as_of_s`, reached some nodes of a link."""

    at_s: float
    link: str
    target: str
    kind: ReportKind
    as_of_s: float
    receivers: tuple[str, ...]


class TrackHeld(NamedTuple):
    """A node's picture gained a track that it did not have."""

    at_s: float
    node: str
    target: str
    source: Source


class TrackDropped(NamedTuple):
    """A node's picture dropped a track."""

    at_s: float
    node: str
    target: str


class Eligible(NamedTuple):
    """A node that may task holds a track, and the target is within commit range of a flight it may send."""

    at_s: float
    node: str
    target: str


class Queued(NamedTuple):
    """A track joined a controller's queue; a smaller `urgency_s` is served first."""

    at_s: float
    controller: str
    target: str
    urgency_s: float


class ServiceStarted(NamedTuple):
    """A controller's server begins to work on a track."""

    at_s: float
    controller: str
    target: str


class ServiceEnded(NamedTuple):
    """A controller's server is done with a track; a decision round follows."""

    at_s: float
    controller: str
    target: str


class LeftQueue(NamedTuple):
    """A track left a controller's queue before it was served, because it was no longer eligible."""

    at_s: float
    controller: str
    target: str


class Tasked(NamedTuple):
    """A controller sent an order to an element."""

    at_s: float
    controller: str
    element: str
    target: str


class OrderReceived(NamedTuple):
    """An order reached an element."""

    at_s: float
    element: str
    target: str


class CannotComply(NamedTuple):
    """An element refuses an order that it cannot carry out."""

    at_s: float
    element: str
    target: str
    reason: Refusal


class Committed(NamedTuple):
    """An element leaves its plan to engage a target."""

    at_s: float
    element: str
    target: str
    cause: Cause


class BrokeOff(NamedTuple):
    """An element stops engaging a target."""

    at_s: float
    element: str
    target: str
    reason: BreakReason


class InLaunchRange(NamedTuple):
    """An engaging element or site has its target within launch range."""

    at_s: float
    shooter: str
    target: str


class Shot(NamedTuple):
    """A missile left a shooter (an aircraft or a site) for one member of a target element.

    `shooter` is the element or site, `by` the member or site that fired. `track_age_s` is 0 on an own track.
    """

    at_s: float
    missile: int
    shooter: str
    by: str
    target: str
    member: str
    volley: int
    range_m: float
    track_age_s: float


class Warned(NamedTuple):
    """A target element noticed a volley fired at it and defends."""

    at_s: float
    element: str
    volley: int


class Hit(NamedTuple):
    """A missile hit its member."""

    at_s: float
    missile: int
    member: str


class Missed(NamedTuple):
    """A missile did not hit."""

    at_s: float
    missile: int
    member: str
    reason: MissReason


class MemberLost(NamedTuple):
    """An aircraft is lost to a missile."""

    at_s: float
    member: str
    element: str
    flight: str
    missile: int


class ElementLost(NamedTuple):
    """The last member of an element is lost."""

    at_s: float
    element: str


class LeadChanged(NamedTuple):
    """Another element now leads a flight, because its lead was lost."""

    at_s: float
    flight: str
    element: str


class Released(NamedTuple):
    """An element released bombs on its target; `error_s` is late when positive."""

    at_s: float
    element: str
    target: str
    bombs: int
    hits: int
    error_s: float
    in_window: bool


class TargetDestroyed(NamedTuple):
    """A ground target took the hits that destroy it; `in_window` tells whether the last needed hit was in time."""

    at_s: float
    target: str
    in_window: bool


class StrikeAborted(NamedTuple):
    """A strike element turned home before its release."""

    at_s: float
    element: str
    reason: AbortReason


class ThingLost(NamedTuple):
    """An inject took a controller, gateway, link or site out of action.

    An outage of a link has `outage` in place of the inject, a gateway that is lost with its carrier has the carrier.
    """

    at_s: float
    inject: str
    thing: str


class ThingRestored(NamedTuple):
    """An inject, or the end of an outage, put a controller, gateway, link or site into action again."""

    at_s: float
    inject: str
    thing: str


class DoctrineChanged(NamedTuple):
    """An inject gave a flight another doctrine."""

    at_s: float
    inject: str
    flight: str
    doctrine: Doctrine


class CommsLost(NamedTuple):
    """A flight that has been out of contact with its controller for too long goes by its fallback authority."""

    at_s: float
    flight: str
    authority: Authority


class CommsRestored(NamedTuple):
    """A flight on its own is in contact with its controller again."""

    at_s: float
    flight: str


class Identified(NamedTuple):
    """A node found out what a track is, or came to suspect it; it may err."""

    at_s: float
    node: str
    target: str
    identity: Identity


class HostileAct(NamedTuple):
    """An element's shot at a flight was noticed there, or hit."""

    at_s: float
    element: str
    flight: str


class Withheld(NamedTuple):
    """A rule alone keeps a node from firing at a target, or from reporting it; `caveat` names one, else empty."""

    at_s: float
    node: str
    target: str
    deed: Deed
    reason: Restraint
    caveat: str


class Cleared(NamedTuple):
    """What was withheld is allowed now."""

    at_s: float
    node: str
    target: str
    deed: Deed


class Asked(NamedTuple):
    """A question joined the queue of an authority."""

    at_s: float
    authority: str
    asker: str
    target: str
    caveat: str


class Answered(NamedTuple):
    """An authority granted or denied what it was asked."""

    at_s: float
    authority: str
    asker: str
    target: str
    caveat: str
    granted: bool


class HomeReached(NamedTuple):
    """An element recovered with these members."""

    at_s: float
    element: str
    members: tuple[str, ...]


class Unresolved(NamedTuple):
    """The trial ended with these members still in the air."""

    at_s: float
    element: str
    members: tuple[str, ...]


class Ended(NamedTuple):
    """The last record of a trial."""

    at_s: float
    status: Status
    missiles_in_flight: int


Record = (
    Started
    | LegStarted
    | Reached
    | OnStation
    | Detected
    | SwitchedOn
    | ContactLost
    | Reported
    | Delivered
    | TrackHeld
    | TrackDropped
    | Eligible
    | Queued
    | ServiceStarted
    | ServiceEnded
    | LeftQueue
    | Tasked
    | OrderReceived
    | CannotComply
    | Committed
    | BrokeOff
    | InLaunchRange
    | Shot
    | Warned
    | Hit
    | Missed
    | MemberLost
    | ElementLost
    | LeadChanged
    | Released
    | TargetDestroyed
    | StrikeAborted
    | ThingLost
    | ThingRestored
    | DoctrineChanged
    | CommsLost
    | CommsRestored
    | Identified
    | HostileAct
    | Withheld
    | Cleared
    | Asked
    | Answered
    | HomeReached
    | Unresolved
    | Ended
)


class Trial(NamedTuple):
    """One finished trial: which one it was, how it ended, what happened, and how many events it took."""

    number: int
    seed: int
    status: Status
    records: tuple[Record, ...]
    events: int


def member_element(member: str) -> str:
    """Return the element that a member belongs to (`RAVEN-1` for `RAVEN-1.2`)."""
    return member.rpartition(".")[0]


def element_flight(element: str) -> str:
    """Return the flight that an element belongs to (`RAVEN` for `RAVEN-1`)."""
    return element.rpartition("-")[0]
