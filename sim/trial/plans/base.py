"""What every plan gives its element."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from sim.model.geometry import velocity_towards
from sim.model.kinds import Point, Vector
from sim.model.rules import Line
from sim.trial.reasons import Purpose

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.messages import FuelNews

HERE_M = 10.0
"""Within this distance an element is where it wants to be: below it there is only rounding."""

SAME_S = 1e-6
"""Instants closer together than this differ by rounding."""


class Leg(NamedTuple):
    """A straight line to fly from here and now."""

    purpose: Purpose
    velocity_mps: Vector
    until_s: float


class Plan:
    """What an element does when nobody tasks it."""

    __slots__ = ("element",)

    element: Element

    @property
    def task_plan(self) -> Plan:
        """The plan of the flight's task, where another is wrapped round it."""
        return self

    @property
    def start_m(self) -> Point:
        """Where the element is when the trial begins."""
        raise NotImplementedError

    def leg(self) -> Leg | None:
        """Return the leg to fly from here and now; None when the element is home."""
        raise NotImplementedError

    def leg_ended(self) -> None:
        """Take note that the leg last given was flown to its end."""

    def resumed(self) -> None:
        """Take note that the element had left its plan and takes it up again from here."""

    def charge_changed(self) -> None:
        """Take note that the charge's way has changed."""

    def reconsider(self) -> None:
        """Take note that the situation changed: losses, or a new threat."""

    @property
    def is_going_home(self) -> bool:
        """Whether the element has begun its way home and takes no more tasks."""
        return False

    @property
    def has_turned_home(self) -> bool:
        """Whether it is on its way home for good: nobody need wait for it."""
        return self.is_going_home

    def ended(self) -> None:
        """Take note that the element has left the world, lost or home."""

    def go_home(self) -> None:
        """Begin the way home, where the plan has one of its own."""

    def recall(self) -> None:
        """Begin the way home, because somebody says so."""
        self.go_home()

    @property
    def home_m(self) -> Point:
        """Where it recovers."""
        raise NotImplementedError

    @property
    def next_point(self) -> int:
        """The point of its route that it flies to; 0 or less before it has begun, and without a route."""
        return 0

    @property
    def has_departed(self) -> bool:
        """Whether it has left the place where it began."""
        return True

    def give_up(self) -> None:
        """Take note that the plan is given up for want of fuel."""

    def heed_fuel(self, news: FuelNews) -> None:
        """Take note of news of fuel; only those who fly by it are told."""

    # Bases.

    @property
    def takes_off_s(self) -> float:
        """When the element wants to leave its base, in seconds."""
        return self.element.group.spec.start_s or 0.0

    def start_from(self, base_m: Point) -> None:
        """Begin and end at a base, in place of where the task begins and ends. Called once, before the trial."""
        self.recover_at(base_m)

    def recover_at(self, base_m: Point) -> None:
        """Go home to this base from now on."""

    def took_off(self) -> None:
        """Take note that the element is in the air from now on, at its base."""

    def way(self) -> list[tuple[float, Point]]:
        """Return the points flown and to fly, each with its instant, for those who keep station on this element."""
        return []

    def returns_s(self, line: Line) -> float:  # noqa: ARG002
        """Return when the place that the plan leads to comes back from beyond a line; infinite when never."""
        return math.inf

    def fly_to(self, there_m: Point, speed_mps: float, purpose: Purpose) -> Leg | None:
        """Return the leg straight to a point; None when it is there."""
        now = self.element.world.clock.now
        here = self.element.body.position(now)
        distance = math.dist(here, there_m)
        if distance <= HERE_M:
            return None
        return Leg(purpose, velocity_towards(here, there_m, speed_mps), now + distance / speed_mps)
