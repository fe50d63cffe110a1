"""Records of the package: sites kept down and let go of, and what a strike did at its hold point."""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import LetGoReason


class SiteSuppressed(NamedTuple):
    """An element keeps a site down from now on; others may do so already."""

    at_s: float
    site: str
    element: str
    radar_off: bool


class EffortFailed(NamedTuple):
    """An element came into range of its site in its window, but what it does there has no effect in this trial."""

    at_s: float
    site: str
    element: str


class LetGo(NamedTuple):
    """An element keeps a site down no more; others may."""

    at_s: float
    site: str
    element: str
    reason: LetGoReason


class SiteFreed(NamedTuple):
    """Nobody keeps a site down any more; `element` was the last, for this reason."""

    at_s: float
    site: str
    element: str
    reason: LetGoReason


class SwitchedOff(NamedTuple):
    """A node's radar sees nothing from now on."""

    at_s: float
    node: str


class Holding(NamedTuple):
    """A strike element waits at the hold point of its route; its flight should push at `push_s`."""

    at_s: float
    element: str
    point: int
    push_s: float


class Pushed(NamedTuple):
    """A strike flight left its hold point, so much later than it should, with so many aircraft of each kind there."""

    at_s: float
    flight: str
    late_s: float
    strikers: int
    escorts: int
    suppressors: int


class NoGo(NamedTuple):
    """A strike flight goes home from its hold point, because too few aircraft of some kind are there."""

    at_s: float
    flight: str
    strikers: int
    escorts: int
    suppressors: int
