"""Records of deciding: what is eligible, queued, ordered, refused, engaged and given up, and who is out of contact."""

from __future__ import annotations

from typing import NamedTuple

from sim.model.command import Authority
from sim.trial.reasons import BreakReason, Cause, Refusal


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


class CommsLost(NamedTuple):
    """A flight that has been out of contact with its controller for too long goes by its fallback authority."""

    at_s: float
    flight: str
    authority: Authority


class CommsRestored(NamedTuple):
    """A flight on its own is in contact with its controller again."""

    at_s: float
    flight: str
