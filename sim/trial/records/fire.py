"""Records of fire: launch range, shots, warnings, hits, misses."""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import MissReason


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


class SupportLost(NamedTuple):
    """A missile lost its shooter's support before it was active."""

    at_s: float
    missile: int
    shooter: str


class LotFaulty(NamedTuple):
    """The first missile of a lot was fired, all of which are faulty. `shooter`: the flight or site that fired it."""

    at_s: float
    shooter: str
    lot: str


class Misjudged(NamedTuple):
    """A look was wrong: an aircraft is held to be dead that lives, or the other way round (`is_dead`: the truth)."""

    at_s: float
    shooter: str
    target: str
    member: str
    is_dead: bool


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
