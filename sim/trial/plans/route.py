"""Transit: wait at the start, fly the route, be home at its last point. A strike is a transit that drops bombs.

At one point of the route it may stop for a while: a strike that holds, or a flight that keeps a site down.
"""

from __future__ import annotations

import math
from itertools import pairwise

from sim.model.geometry import velocity_towards
from sim.model.kinds import Point
from sim.model.routes import Route
from sim.trial.plans.base import HERE_M, Leg, Plan
from sim.trial.reasons import Purpose
from sim.trial.records import Reached


class Stop:
    """A wait at a point of a route, until an instant. Who expects something else than the leg says so to followers."""

    __slots__ = ("expected_s", "point", "purpose", "until_s")

    def __init__(self, point: int, until_s: float, purpose: Purpose) -> None:
        self.point = point
        self.purpose = purpose
        self.until_s = until_s
        self.expected_s = until_s  # when it is expected to fly on; `until_s` is infinite for who waits to be told


class RoutePlan(Plan):
    """Fly the points of a route one after the other."""

    __slots__ = ("_before", "_next", "_passed", "_points", "_speed_mps", "departs_s", "stop")

    def __init__(self, route: Route, speed_mps: float, departs_s: float) -> None:
        self._points = list(route.all_points_m)
        self._speed_mps = speed_mps
        self.departs_s = max(departs_s, 0.0)
        self._next = 0
        self._before = 0  # points before the route's own start: the base
        self.stop: Stop | None = None
        self._passed: list[tuple[float, Point]] = [(self.departs_s, self._points[0])]

    @property
    def start_m(self) -> Point:
        """The first point of the route."""
        return self._points[0]

    @property
    def home_m(self) -> Point:
        """The last point of the route."""
        return self._points[-1]

    @property
    def next_point(self) -> int:
        """The point of the route that it flies to; 0 or less before it has begun the route."""
        return self._next - self._before

    @property
    def has_departed(self) -> bool:
        """Whether it has left the route's start, or its base."""
        return self._next > 0

    def leg(self) -> Leg | None:
        """Hold until departure, then fly to the next point."""
        now = self.element.world.clock.now
        if self._next == 0:
            if now < self.departs_s:
                return Leg(Purpose.HOLD, (0.0, 0.0), self.departs_s)
            self._next = 1
        if self._is_waiting and (leg := self._wait()) is not None:
            return leg
        while self._next < len(self._points):
            leg = self._leg_to(self._points[self._next])
            if leg is not None:
                return leg
            self._reach()
            if self._is_waiting and (leg := self._wait()) is not None:
                return leg
        return None

    @property
    def _is_waiting(self) -> bool:
        """Whether the point it reached last is where it stops."""
        return self.stop is not None and self._next == self.stop.point + 1

    def _wait(self) -> Leg | None:
        """Return the leg at the stop, or back to it for who was driven off; None when the wait is over."""
        stop = self.stop
        assert stop is not None, "there is nowhere to stop"
        now = self.element.world.clock.now
        if now < stop.until_s:
            back = self.fly_to(self._points[stop.point], self._speed_mps, Purpose.ROUTE)
            if back is None:
                return Leg(stop.purpose, (0.0, 0.0), stop.until_s)
            return back._replace(until_s=min(back.until_s, stop.until_s))
        self.stop = None
        if now > self._passed[-1][0]:
            self._passed.append((now, self.element.body.position(now)))
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
        if self._next and not self._is_waiting:
            self._reach()

    def resumed(self) -> None:
        """Plan the rest of the way anew from here, and tell those who follow."""
        now = self.element.world.clock.now
        if self._next == 0:
            self._passed[0] = max(self.departs_s, now), self.element.body.position(now)
        elif now > self._passed[-1][0]:
            self._passed.append((now, self.element.body.position(now)))
        self.element.group.way_changed()

    def way(self) -> list[tuple[float, Point]]:
        """Return the points flown with their instants, and those to fly with the instants planned from here."""
        way = list(self._passed)
        ahead = self._points[max(self._next, 1) :]
        instant = way[-1][0]
        stop = self.stop
        if stop is not None and self._is_waiting and stop.expected_s > instant:
            instant = stop.expected_s
            way.append((instant, self._points[stop.point]))
        for point, (here, there) in enumerate(pairwise([way[-1][1], *ahead]), start=max(self._next, 1)):
            instant += math.dist(here, there) / self._speed_mps
            way.append((instant, there))
            if stop is not None and point == stop.point and stop.expected_s > instant:
                instant = stop.expected_s
                way.append((instant, there))
        return way

    @property
    def takes_off_s(self) -> float:
        """When it wants to leave its base, to be at the start of the route in time."""
        return self.departs_s

    def start_from(self, base_m: Point) -> None:
        """Begin at a base, early enough for the start of the route, and end there."""
        way_m = math.dist(base_m, self._points[0])
        if way_m > HERE_M:
            self._points.insert(0, base_m)
            self._before = 1
            if self.stop is not None:
                self.stop.point += 1
            self.departs_s = max(self.departs_s - way_m / self._speed_mps, self.element.world.now)
        if math.dist(self._points[-1], base_m) > HERE_M:
            self._points.append(base_m)
        self._passed = [(self.departs_s, self._points[0])]

    def recover_at(self, base_m: Point) -> None:
        """Go home to this base from now on."""
        if self._next >= len(self._points):
            self._points.append(base_m)
        else:
            self._points[-1] = base_m
        self.resumed()

    def took_off(self) -> None:
        """Count the way from this instant, and tell those who follow."""
        self.departs_s = self.element.world.clock.now
        self._passed = [(self.departs_s, self._points[0])]
        self.element.group.way_changed()

    def turn_home(self, point: int) -> None:
        """Skip the points before `point` and fly there from here."""
        self._next = point
        self.stop = None
        self.resumed()

    def recall(self) -> None:
        """Fly straight to the last point, which is home."""
        self.turn_home(len(self._points) - 1)

    def _reach(self) -> None:
        world = self.element.world
        point = self._next
        self._next += 1
        self._passed.append((world.clock.now, self._points[point]))
        world.record(Reached(world.clock.now, self.element.name, point - self._before))
        self.at_point(point)

    def at_point(self, point: int) -> None:
        """Do what is to be done at a point that was just reached."""
