"""Transit: wait at the start, fly the route, be home at its last point. A strike is a transit that drops bombs."""

from __future__ import annotations

import math
from itertools import pairwise

from sim.model.geometry import velocity_towards
from sim.model.kinds import Point
from sim.model.routes import Route
from sim.trial.plans.base import HERE_M, Leg, Plan
from sim.trial.reasons import Purpose
from sim.trial.records import Reached


class RoutePlan(Plan):
    """Fly the points of a route one after the other."""

    __slots__ = ("_next", "_passed", "_points", "_speed_mps", "departs_s")

    def __init__(self, route: Route, speed_mps: float, departs_s: float) -> None:
        self._points = list(route.all_points_m)
        self._speed_mps = speed_mps
        self.departs_s = max(departs_s, 0.0)
        self._next = 0
        self._passed: list[tuple[float, Point]] = [(self.departs_s, self._points[0])]

    @property
    def start_m(self) -> Point:
        """The first point of the route."""
        return self._points[0]

    def leg(self) -> Leg | None:
        """Hold until departure, then fly to the next point."""
        now = self.element.world.clock.now
        if self._next == 0:
            if now < self.departs_s:
                return Leg(Purpose.HOLD, (0.0, 0.0), self.departs_s)
            self._next = 1
        while self._next < len(self._points):
            leg = self._leg_to(self._points[self._next])
            if leg is not None:
                return leg
            self._reach()
        return None

    def _leg_to(self, there_m: Point) -> Leg | None:
        """Return the leg to the next point, ending at the very instant that `way` gives for it."""
        at_s, here_m = self._passed[-1]
        if at_s != self.element.world.clock.now:
            return self.fly_to(there_m, self._speed_mps, Purpose.ROUTE)
        distance_m = math.dist(here_m, there_m)
        if distance_m <= HERE_M:
            return None
        velocity = velocity_towards(here_m, there_m, self._speed_mps)
        return Leg(Purpose.ROUTE, velocity, at_s + distance_m / self._speed_mps)

    def leg_ended(self) -> None:
        """Take note of the point reached."""
        if self._next:
            self._reach()

    def resumed(self) -> None:
        """Plan the rest of the way anew from here, and tell those who follow."""
        now = self.element.world.clock.now
        if now > self._passed[-1][0]:
            self._passed.append((now, self.element.body.position(now)))
        self.element.group.way_changed()

    def way(self) -> list[tuple[float, Point]]:
        """Return the points flown with their instants, and those to fly with the instants planned from here."""
        way = list(self._passed)
        ahead = self._points[max(self._next, 1) :]
        instant = way[-1][0]
        for here, there in pairwise([way[-1][1], *ahead]):
            instant += math.dist(here, there) / self._speed_mps
            way.append((instant, there))
        return way

    def turn_home(self, point: int) -> None:
        """Skip the points before `point` and fly there from here."""
        self._next = point
        self.resumed()

    def recall(self) -> None:
        """Fly straight to the last point, which is home."""
        self.turn_home(len(self._points) - 1)

    def _reach(self) -> None:
        world = self.element.world
        point = self._next
        self._next += 1
        self._passed.append((world.clock.now, self._points[point]))
        world.record(Reached(world.clock.now, self.element.name, point))
        self.at_point(point)

    def at_point(self, point: int) -> None:
        """Do what is to be done at a point that was just reached."""
