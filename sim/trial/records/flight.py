"""Records of flying: legs, stations, routes, losses, home."""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import Purpose


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


class MemberLost(NamedTuple):
    """An aircraft is lost to a missile or to a shot in a merge, whose number is `missile`; 0 when its fuel ran out."""

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
