"""What a trial writes down: typed records, each with its instant, actor, object and cause.

Records are the only input of `measure`. They are NamedTuples because a trial makes some hundreds of them.
Every record's first field is `at_s`, the exact instant. Names of elements are `FLIGHT-1`, `FLIGHT-2` ...; names of
members are `FLIGHT-1.1`, `FLIGHT-1.2` ...; a name never changes.
Each module holds the records of one concern; this one joins them.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import Status
from sim.trial.records.command import (
    BrokeOff,
    CannotComply,
    Committed,
    CommsLost,
    CommsRestored,
    Eligible,
    LeftQueue,
    OrderReceived,
    Queued,
    ServiceEnded,
    ServiceStarted,
    Tasked,
)
from sim.trial.records.fire import Hit, InLaunchRange, LotFaulty, Misjudged, Missed, Shot, SupportLost, Warned
from sim.trial.records.flight import (
    ElementLost,
    HomeReached,
    LeadChanged,
    LegStarted,
    MemberLost,
    OnStation,
    Reached,
    Started,
    Unresolved,
)
from sim.trial.records.injects import DoctrineChanged, ThingLost, ThingRestored
from sim.trial.records.merge import CloseShot, LeftMerge, Merged
from sim.trial.records.picture import (
    ContactLost,
    Delivered,
    Detected,
    Identified,
    Reported,
    SwitchedOn,
    TrackDropped,
    TrackHeld,
)
from sim.trial.records.rules import Answered, Asked, Cleared, HostileAct, Withheld
from sim.trial.records.strike import Released, StrikeAborted, TargetDestroyed

__all__ = [
    "Answered",
    "Asked",
    "BrokeOff",
    "CannotComply",
    "Cleared",
    "CloseShot",
    "Committed",
    "CommsLost",
    "CommsRestored",
    "ContactLost",
    "Delivered",
    "Detected",
    "DoctrineChanged",
    "ElementLost",
    "Eligible",
    "Ended",
    "Hit",
    "HomeReached",
    "HostileAct",
    "Identified",
    "InLaunchRange",
    "LeadChanged",
    "LeftMerge",
    "LeftQueue",
    "LegStarted",
    "LotFaulty",
    "MemberLost",
    "Merged",
    "Misjudged",
    "Missed",
    "OnStation",
    "OrderReceived",
    "Queued",
    "Reached",
    "Record",
    "Released",
    "Reported",
    "ServiceEnded",
    "ServiceStarted",
    "Shot",
    "Started",
    "StrikeAborted",
    "SupportLost",
    "SwitchedOn",
    "TargetDestroyed",
    "Tasked",
    "ThingLost",
    "ThingRestored",
    "TrackDropped",
    "TrackHeld",
    "Trial",
    "Unresolved",
    "Warned",
    "Withheld",
    "element_flight",
    "member_element",
]


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
    | Misjudged
    | SupportLost
    | LotFaulty
    | Merged
    | CloseShot
    | LeftMerge
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
