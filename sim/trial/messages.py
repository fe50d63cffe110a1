"""What a process may find in its inbox. Each message is a type; `match` on it reads like a brief."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, NamedTuple

from sim.base.members import quick
from sim.trial.reasons import Cause, FuelMark, LeaveReason

if TYPE_CHECKING:
    from sim.trial.base import Base
    from sim.trial.element import Element
    from sim.trial.missiles import Volley
    from sim.trial.tasks import Task


class Order(NamedTuple):
    """A controller orders an engagement; `told_before` shooters of other elements were sent at the same group."""

    controller: str
    target: Element
    told_before: int


@quick
class Standing(enum.Enum):
    """How an element stands: whether its controller may send it."""

    FREE = "free"
    BUSY = "busy"
    OUT = "out"


@quick
class Outcome(enum.Enum):
    """What became of a target, as the element that answers sees it."""

    TAKEN = "taken"
    REFUSED = "refused"
    FORBIDDEN = "forbidden"  # refused, and to ask again soon is no use
    GIVEN_UP = "given_up"
    ENDED = "ended"


class Answer(NamedTuple):
    """An element tells its controller how it stands, and what became of a target."""

    element: str
    standing: Standing
    target: Element | None
    outcome: Outcome | None


class Claim(NamedTuple):
    """An element of so many aircraft tells its peers that it takes a target, or no longer does."""

    element: str
    target: Element
    holds: bool
    aircraft: int


class Delegated(NamedTuple):
    """A controller tells a flight that it is to task itself, or is tasked again."""

    is_on: bool


class Consider(NamedTuple):
    """A target in range can be dealt with now."""

    target: Element


class Granted(NamedTuple):
    """A resource that was asked for on behalf of this target is free now."""

    target: Element


class Served(NamedTuple):
    """The work on this target is done."""

    target: Element


class InRange(NamedTuple):
    """The task's target is within launch range, or worth testing again."""

    task: Task


class Met(NamedTuple):
    """The task's target is so near that it could be fought close in."""

    task: Task


class MergeOver(NamedTuple):
    """The element is out of its merge."""

    reason: LeaveReason


class Looked(NamedTuple):
    """The look after a volley is over."""

    volley: Volley


class UnderFire(NamedTuple):
    """A volley at this element was noticed."""

    volley: Volley


class VolleyOver(NamedTuple):
    """A noticed volley has passed."""

    volley: Volley


class Threatened(NamedTuple):
    """A hostile came close to this element or to its charge."""

    target: Element
    cause: Cause


class ThreatPassed(NamedTuple):
    """A hostile that came close has gone away again."""

    target: Element


class LeashBroken(NamedTuple):
    """The element is farther from its charge than it may be."""

    task: Task


class TargetGone(NamedTuple):
    """The task's target is destroyed, or its track is lost."""

    task: Task


class Reassess(NamedTuple):
    """Something became known of a target that may change what rules allow."""

    target: Element


class Turned(NamedTuple):
    """The task's target turned, and the time to react is over."""


class TimeToChoose(NamedTuple):
    """An element that tasks itself has looked at its picture long enough to choose."""


class Recalled(NamedTuple):
    """Somebody sends this element home."""


class WayChanged(NamedTuple):
    """The charge, or whose turn it is to be the charge, changed its way."""


class FuelLow(NamedTuple):
    """Fuel is down to a mark."""

    mark: FuelMark


class Refuelled(NamedTuple):
    """The tanker is done with this element."""


class TankerGone(NamedTuple):
    """The tanker gives no more fuel."""


FuelNews = FuelLow | Refuelled | TankerGone
"""What concerns those who fly by fuel."""


class RunwayFree(NamedTuple):
    """The runway is this element's now: it takes off, or lands."""

    base: Base


class BaseChanged(NamedTuple):
    """The base was closed or opened, or the element shall land at another."""


class Alarmed(NamedTuple):
    """A track came near what an element on alert defends."""

    target: Element


class Reconsider(NamedTuple):
    """The situation that the plan hangs on changed: a loss, or a new threat."""
