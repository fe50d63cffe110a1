"""Tanker: leave home in time, orbit a point, go home."""

from __future__ import annotations

import math

from sim.model.fuel import Tanker
from sim.model.kinds import Point
from sim.trial.plans.base import Leg
from sim.trial.plans.patrol import PatrolPlan
from sim.trial.reasons import Purpose


class TankerPlan(PatrolPlan):
    """Be at a point from an instant on, which chance or an inject may move; stay there until it is time to go home."""

    __slots__ = ("_departs_s",)

    def __init__(self, spec: Tanker, on_station_s: float, speed_mps: float) -> None:
        home_m = spec.at_m if spec.home_m is None else spec.home_m
        super().__init__(spec.at_m, home_m, spec.until_s, speed_mps)
        away_m = math.dist(spec.at_m, home_m)
        opens_s = max(on_station_s, 0.0)
        self._departs_s = max(opens_s - away_m / speed_mps, 0.0)
        to_come = min(opens_s * speed_mps / away_m, 1.0) if away_m else 0.0
        east, north = home_m[0] - spec.at_m[0], home_m[1] - spec.at_m[1]
        # Where it is when the trial begins: at home, on its way, or at its point.
        self.start_m = spec.at_m[0] + east * to_come, spec.at_m[1] + north * to_come
        if not away_m:
            self._departs_s = opens_s

    def leg(self) -> Leg | None:
        """Wait to depart, fly to the point, orbit it, fly home."""
        now = self.element.world.clock.now
        if now < self._departs_s and not self._goes_home:
            return Leg(Purpose.HOLD, (0.0, 0.0), self._departs_s)
        leg = super().leg()
        if leg is not None and leg.purpose is Purpose.HOLD:
            return leg._replace(purpose=Purpose.ORBIT)
        return leg

    def reconsider(self) -> None:
        """Fly what is due now."""
        self.element.resume()

    def recall(self) -> None:
        """Go home now, and tell those who guard it."""
        self.go_home()
        self.element.group.way_changed()

    def delay(self, by_s: float) -> bool:
        """Depart so much later; tell whether it has not departed yet."""
        waits = self.element.world.clock.now < self._departs_s
        if waits:
            self._departs_s += by_s
            self.element.group.way_changed()
        return waits

    def way(self) -> list[tuple[float, Point]]:
        """Return the way out, the stay at the point, and the way home, for those who guard it."""
        world = self.element.world
        now, speed_mps = world.clock.now, self._speed_mps
        ends_s = max(min(self._until_s, world.scenario.ends_at_s), now)
        if self._goes_home:
            here = self.element.body.position(now)
            return [(now, here), (now + math.dist(here, self._home_m) / speed_mps, self._home_m)]
        arrives_s = self._departs_s + math.dist(self.start_m, self._at_m) / speed_mps
        homeward_s = math.dist(self._at_m, self._home_m) / speed_mps
        out = [(self._departs_s, self.start_m), (arrives_s, self._at_m)]
        return [*out, (max(ends_s, arrives_s), self._at_m), (max(ends_s, arrives_s) + homeward_s, self._home_m)]
