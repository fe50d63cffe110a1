"""The words that records use: why, what kind, from where, how it ended. Enumerations, never text."""

from __future__ import annotations

import enum
from typing import Final

from sim.base.members import quick
from sim.model.fuel import Burning


@quick
class Purpose(enum.Enum):
    """Why an element flies a leg."""

    HOLD = "hold"
    SUPPRESS = "suppress"  # at the point from which it keeps a site down
    ROUTE = "route"
    STATION = "station"
    REJOIN = "rejoin"
    CATCH_UP = "catch_up"  # the station is too fast to be met: flown to its next corner
    PATROL = "patrol"
    INTERCEPT = "intercept"
    DEFEND = "defend"
    DRAG = "drag"
    TANKER = "tanker"  # on the way to its tanker
    REFUEL = "refuel"  # at its tanker: waits, or takes fuel
    ORBIT = "orbit"  # a tanker at its point: it gives fuel
    MERGE = "merge"
    HOME = "home"


DASHING: Final = (Purpose.INTERCEPT, Purpose.REJOIN, Purpose.CATCH_UP, Purpose.DRAG)
"""Legs that are flown at dash speed."""


WAITING: Final = (Purpose.HOLD, Purpose.STATION)
"""Legs on which a flight may wait for its start."""


def burning_on(purpose: Purpose, *, moves: bool, has_departed: bool, has_dash: bool) -> Burning:
    """Return what fuel is burnt for on a leg."""
    if not moves:
        return Burning.HOLD if has_departed else Burning.NOTHING
    return Burning.DASH if has_dash and purpose in DASHING else Burning.CRUISE


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
    FUEL = "fuel"
    GROUNDED = "grounded"
    LINE = "line"
    HELD_DEAD = "held_dead"


@quick
class ScrambleCause(enum.Enum):
    """What calls an element out that waits on alert."""

    ORDER = "order"
    RANGE = "range"


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
    FUEL = "fuel"
    LINE = "line"
    DISENGAGED = "disengaged"
    HELD_DEAD = "held_dead"
    RECALLED = "recalled"


@quick
class LeaveReason(enum.Enum):
    """Why an element leaves a merge."""

    WON = "won"  # its last opponent there is lost
    TIME_UP = "time_up"  # it, or the last of its opponents there, has fought for long enough
    PARTED = "parted"  # it, or the last of its opponents there, flew out of reach or landed


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
    FUEL = "fuel"
    NO_GO = "no_go"  # too few were there when it was to push
    RECALLED = "recalled"


@quick
class FuelMark(enum.Enum):
    """Levels of fuel that are written down when they are passed, and the first and last of each flight."""

    START = "start"
    JOKER = "joker"
    BINGO = "bingo"
    HOME = "home"


@quick
class LetGoReason(enum.Enum):
    """Why an element keeps a site down no more."""

    WINDOW_CLOSED = "window_closed"
    OUT_OF_RANGE = "out_of_range"
    BROKE_OFF = "broke_off"
    LOST = "lost"


@quick
class Status(enum.Enum):
    """How a trial ended."""

    FINISHED = "finished"
    ABORTED = "aborted"
