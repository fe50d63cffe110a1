"""The words that records use: why, what kind, from where, how it ended. Enumerations, never text."""

from __future__ import annotations

import enum

from sim.base.members import quick


@quick
class Purpose(enum.Enum):
    """Why an element flies a leg."""

    HOLD = "hold"
    ROUTE = "route"
    STATION = "station"
    REJOIN = "rejoin"
    CATCH_UP = "catch_up"  # the station is too fast to be met: flown to its next corner
    PATROL = "patrol"
    INTERCEPT = "intercept"
    DEFEND = "defend"
    DRAG = "drag"
    HOME = "home"


@quick
class SensorKind(enum.Enum):
    """What detected."""

    RADAR = "radar"
    RECEIVER = "receiver"
    VISUAL = "visual"


@quick
class Source(enum.Enum):
    """Where a node's track comes from."""

    OWN = "own"
    LINK = "link"


@quick
class ReportKind(enum.Enum):
    """What a report over a link says about its target."""

    FIRST = "first"
    MOVED = "moved"
    IDENTIFIED = "identified"
    LOST_CONTACT = "lost_contact"
    GONE = "gone"


@quick
class Cause(enum.Enum):
    """Why an element commits on a target."""

    ORDER = "order"
    DELEGATED = "delegated"
    AUTONOMOUS = "autonomous"
    SELF_DEFENCE = "self_defence"
    CHARGE_DEFENCE = "charge_defence"


@quick
class Refusal(enum.Enum):
    """Why an element cannot comply with an order."""

    BUSY = "busy"
    NO_WEAPONS = "no_weapons"
    NO_TRACK = "no_track"
    GOING_HOME = "going_home"
    AT_LEASH_END = "at_leash_end"
    IDENTITY = "identity"


@quick
class BreakReason(enum.Enum):
    """Why an element stops engaging."""

    TARGET_DESTROYED = "target_destroyed"
    TARGET_LOST = "target_lost"
    NO_WEAPONS = "no_weapons"
    SHOTS_SPENT = "shots_spent"
    LEASH = "leash"
    OUT_OF_REACH = "out_of_reach"
    DRAG = "drag"
    IDENTITY = "identity"
    RECALLED = "recalled"


@quick
class Restraint(enum.Enum):
    """Which kind of rule withholds an engagement or a report."""

    HOLD = "hold"
    IDENTITY = "identity"
    CAVEAT = "caveat"


@quick
class MissReason(enum.Enum):
    """Why a missile did not hit."""

    CHANCE = "chance"
    OUT_OF_REACH = "out_of_reach"
    TARGET_GONE = "target_gone"


@quick
class AbortReason(enum.Enum):
    """Why a strike element turns home before release."""

    LOSSES = "losses"
    UNCOVERED = "uncovered"
    RECALLED = "recalled"


@quick
class Status(enum.Enum):
    """How a trial ended."""

    FINISHED = "finished"
    ABORTED = "aborted"
