"""Records of bases: who is scrambled, asks for a runway, takes off, fails to start, is lost on the ground, diverts."""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import ScrambleCause


class Scrambled(NamedTuple):
    """An element on alert is called out against a target."""

    at_s: float
    element: str
    base: str
    target: str
    cause: ScrambleCause


class RunwayAsked(NamedTuple):
    """An element wants a runway of a base, to take off or to land."""

    at_s: float
    element: str
    base: str
    lands: bool


class Airborne(NamedTuple):
    """An element took off from a base."""

    at_s: float
    element: str
    base: str


class GroundAbort(NamedTuple):
    """An aircraft failed to start and stays on the ground, out of the fight."""

    at_s: float
    member: str
    element: str
    flight: str
    base: str


class GroundLoss(NamedTuple):
    """An aircraft was lost on the ground when its base was hit."""

    at_s: float
    member: str
    element: str
    flight: str
    base: str


class BaseClosed(NamedTuple):
    """A base was hit, by an inject or with a target of this name, and nobody takes off or lands there now."""

    at_s: float
    base: str
    cause: str


class BaseOpened(NamedTuple):
    """A base is in use again."""

    at_s: float
    base: str


class Diverted(NamedTuple):
    """An element in the air turns to another base, because its own is closed."""

    at_s: float
    element: str
    base: str
    to: str


class StayedDown(NamedTuple):
    """The trial ended with these members on the ground; stranded if they were to take off or their base was closed."""

    at_s: float
    element: str
    base: str
    members: tuple[str, ...]
    stranded: bool
