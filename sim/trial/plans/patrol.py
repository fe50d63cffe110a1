"""Patrol: wait at a point, come back to it, go home in time."""

from __future__ import annotations

import math

from sim.model.kinds import Point
from sim.trial.plans.base import Leg, Plan
from sim.trial.reasons import Purpose


class PatrolPlan(Plan):
    """Wait at a point until it is time to go home."""

    __slots__ = ("_at_m", "_goes_home", "_home_m", "_speed_mps", "_until_s", "start_m")

    start_m: Point

    def __init__(self, at_m: Point, home_m: Point, until_s: float | None, speed_mps: float) -> None:
        self._at_m = self.start_m = at_m
        self._home_m = home_m
        self._until_s = math.inf if until_s is None else until_s
        self._speed_mps = speed_mps
        self._goes_home = False

    def start_from_home(self) -> None:
        """Begin at home and fly to the point, because the flight starts later than the trial."""
        self.start_m = self._home_m

    @property
    def home_m(self) -> Point:
        """Where it recovers."""
        return self._home_m

    @property
    def is_going_home(self) -> bool:
        """Whether it has begun its way home."""
        return self._goes_home

    def go_home(self) -> None:
        """Begin the way home."""
        self._goes_home = True

    def recover_at(self, base_m: Point) -> None:
        """Go home to this base from now on."""
        self._home_m = base_m

    def leg(self) -> Leg | None:
        """Wait, come back, or fly home."""
        if self.element.world.clock.now >= self._until_s:
            self._goes_home = True
        if self._goes_home:
            return self.fly_to(self._home_m, self._speed_mps, Purpose.HOME)
        back = self.fly_to(self._at_m, self._speed_mps, Purpose.PATROL)
        if back is None:
            return Leg(Purpose.HOLD, (0.0, 0.0), self._until_s)
        return back._replace(until_s=min(back.until_s, self._until_s))
