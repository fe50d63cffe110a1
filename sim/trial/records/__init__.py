"""What a trial writes down: typed records, each with its instant, actor, object and cause.

Records are the only input of `measure`. They are NamedTuples because a trial makes some hundreds of them.
Every record's first field is `at_s`, the exact instant. Names of elements are `FLIGHT-1`, `FLIGHT-2` ...; names of
members are `FLIGHT-1.1`, `FLIGHT-1.2` ...; a name never changes.
Each module holds the records of one concern; this one joins them.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import Status
from sim.trial.records.authority import AuthorityDelegated, AuthorityHeard, AuthorityTakenBack, ChannelTaken
from sim.trial.records.bases import (
    Airborne,
    BaseClosed,
    BaseOpened,
    Diverted,
    GroundAbort,
    GroundLoss,
    RunwayAsked,
    Scrambled,
    StayedDown,
)
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
from sim.trial.records.fuel import (
    BoomGranted,
    FuelExhausted,
    FuelState,
    RefuellingBegan,
    RefuellingEnded,
    TankerClosed,
    TankerDelayed,
    TankerJoined,
    TankerLeft,
    TurnedHome,
)
from sim.trial.records.injects import (
    DoctrineChanged,
    FlightDelayed,
    FlightRecalled,
    JammerSwitched,
    RulesChanged,
    ThingLost,
    ThingRestored,
)
from sim.trial.records.merge import CloseShot, LeftMerge, Merged
from sim.trial.records.package import EffortFailed, Holding, LetGo, NoGo, Pushed, SiteFreed, SiteSuppressed, SwitchedOff
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
from sim.trial.records.rules import Answered, Asked, Cleared, HeldAtLine, HostileAct, Withheld
from sim.trial.records.strike import Released, StrikeAborted, TargetDestroyed
from sim.trial.records.trouble import DualTrackHeld, DualTrackResolved, LinkCleared, LinkJammed
from sim.trial.records.waves import WaveCalled

__all__ = [
    "Airborne",
    "Answered",
    "Asked",
    "AuthorityDelegated",
    "AuthorityHeard",
    "AuthorityTakenBack",
    "BaseClosed",
    "BaseOpened",
    "BoomGranted",
    "BrokeOff",
    "CannotComply",
    "ChannelTaken",
    "Cleared",
    "CloseShot",
    "Committed",
    "CommsLost",
    "CommsRestored",
    "ContactLost",
    "Delivered",
    "Detected",
    "Diverted",
    "DoctrineChanged",
    "DualTrackHeld",
    "DualTrackResolved",
    "EffortFailed",
    "ElementLost",
    "Eligible",
    "Ended",
    "FlightDelayed",
    "FlightRecalled",
    "FuelExhausted",
    "FuelState",
    "GroundAbort",
    "GroundLoss",
    "HeldAtLine",
    "Hit",
    "Holding",
    "HomeReached",
    "HostileAct",
    "Identified",
    "InLaunchRange",
    "JammerSwitched",
    "LeadChanged",
    "LeftMerge",
    "LeftQueue",
    "LegStarted",
    "LetGo",
    "LinkCleared",
    "LinkJammed",
    "LotFaulty",
    "MemberLost",
    "Merged",
    "Misjudged",
    "Missed",
    "NoGo",
    "OnStation",
    "OrderReceived",
    "Pushed",
    "Queued",
    "Reached",
    "Record",
    "RefuellingBegan",
    "RefuellingEnded",
    "Released",
    "Reported",
    "RulesChanged",
    "RunwayAsked",
    "Scrambled",
    "ServiceEnded",
    "ServiceStarted",
    "Shot",
    "SiteFreed",
    "SiteSuppressed",
    "Started",
    "StayedDown",
    "StrikeAborted",
    "SupportLost",
    "SwitchedOff",
    "SwitchedOn",
    "TankerClosed",
    "TankerDelayed",
    "TankerJoined",
    "TankerLeft",
    "TargetDestroyed",
    "Tasked",
    "ThingLost",
    "ThingRestored",
    "TrackDropped",
    "TrackHeld",
    "Trial",
    "TurnedHome",
    "Unresolved",
    "Warned",
    "WaveCalled",
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
    | RulesChanged
    | FlightDelayed
    | FlightRecalled
    | JammerSwitched
    | CommsLost
    | CommsRestored
    | AuthorityDelegated
    | AuthorityTakenBack
    | AuthorityHeard
    | ChannelTaken
    | SiteSuppressed
    | EffortFailed
    | LetGo
    | SiteFreed
    | SwitchedOff
    | Holding
    | Pushed
    | NoGo
    | Identified
    | HostileAct
    | Withheld
    | HeldAtLine
    | Cleared
    | Asked
    | Answered
    | LinkJammed
    | LinkCleared
    | DualTrackHeld
    | DualTrackResolved
    | FuelState
    | TurnedHome
    | FuelExhausted
    | TankerJoined
    | BoomGranted
    | RefuellingBegan
    | RefuellingEnded
    | TankerLeft
    | TankerClosed
    | TankerDelayed
    | Scrambled
    | RunwayAsked
    | Airborne
    | GroundAbort
    | GroundLoss
    | BaseClosed
    | BaseOpened
    | Diverted
    | WaveCalled
    | HomeReached
    | StayedDown
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
