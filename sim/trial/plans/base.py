"""What every plan gives its element."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from sim.model.geometry import velocity_towards
from sim.model.kinds import Point, Vector
from sim.trial.reasons import Purpose

if TYPE_CHECKING:
    from sim.trial.element import Element

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

    def go_home(self) -> None:
        """Begin the way home, where the plan has one of its own."""

    def recall(self) -> None:
        """Begin the way home, because somebody says so."""
        self.go_home()

    def way(self) -> list[tuple[float, Point]]:
        """Return the points flown and to fly, each with its instant, for those who keep station on this element."""
        return []

    def fly_to(self, there_m: Point, speed_mps: float, purpose: Purpose) -> Leg | None:
        """Return the leg straight to a point; None when it is there."""
        now = self.element.world.clock.now
        here = self.element.body.position(now)
        distance = math.dist(here, there_m)
        if distance <= HERE_M:
            return None
        return Leg(purpose, velocity_towards(here, there_m, speed_mps), now + distance / speed_mps)
