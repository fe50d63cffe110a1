"""Strike: be at the release point on time, drop, go home; or turn home before when the abort rules say so."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.model.geometry import intercept_time_s
from sim.model.kinds import Point
from sim.model.routes import Route
from sim.model.strike import Strike
from sim.trial.plans.route import RoutePlan
from sim.trial.reasons import AbortReason
from sim.trial.records import Released, StrikeAborted

if TYPE_CHECKING:
    from sim.trial.element import Element


class StrikePlan(RoutePlan):
    """A route with a release point."""

    __slots__ = ("_first_home", "_is_over", "_release", "_spec")

    def __init__(self, spec: Strike, route: Route, speed_mps: float, departs_s: float) -> None:
        super().__init__(route, speed_mps, departs_s)
        self._spec = spec
        self._release = route.release_index
        self._is_over = False
        if self._release == len(self._points) - 1:
            self._points.append(self._points[0])  # a route without egress: home is where it began
        self._first_home = self._release + 1

    def start_from(self, base_m: Point) -> None:
        """Begin and end at a base; the release point is as far along the route as before."""
        super().start_from(base_m)
        self._release += self._before
        self._first_home += self._before

    @property
    def is_going_home(self) -> bool:
        """Whether the bombs are dropped or the strike is aborted."""
        return self._is_over

    def at_point(self, point: int) -> None:
        """Hold where the package meets; drop at the release point."""
        hold = self.element.group.hold
        if hold is not None and point - self._before == hold.spec.point and not self._is_over:
            hold.reached(self.element)
        if point == self._release and not self._is_over:
            self._drop()

    def give_up(self) -> None:
        """Abort for want of fuel; the way home is not this plan's."""
        if not self._is_over:
            self._is_over = True
            element = self.element
            element.world.record(StrikeAborted(element.world.clock.now, element.name, AbortReason.FUEL))

    def reconsider(self) -> None:
        """Turn home when an abort rule holds."""
        spec = self._spec
        if self._is_over:
            return
        hold, lost = self.element.group.hold, self.element.group.aircraft_lost
        if hold is not None and hold.is_no_go:
            self._abort(AbortReason.NO_GO)
        elif spec.abort_after_losses is not None and lost >= spec.abort_after_losses:
            self._abort(AbortReason.LOSSES)
        elif spec.abort_if_uncovered and self._is_uncovered():
            self._abort(AbortReason.UNCOVERED)

    def recall(self) -> None:
        """Abort, unless the bombs are dropped and it is on its way home already."""
        if not self._is_over:
            self._is_over = True
            world = self.element.world
            world.record(StrikeAborted(world.clock.now, self.element.name, AbortReason.RECALLED))
            self.turn_home(self._first_home)

    def _drop(self) -> None:
        self._is_over = True
        element, spec = self.element, self._spec
        world = element.world
        error_s = world.clock.now - spec.tot_s
        in_window = abs(error_s) <= spec.window_s / 2.0
        late = spec.hit_prob if spec.late_hit_prob is None else spec.late_hit_prob
        chance = spec.hit_prob if in_window else late
        bombs = spec.bombs_each * len(element.members)
        hits = sum(world.luck.happens(f"bomb/{spec.target}", chance) for _ in range(bombs))
        world.record(Released(world.clock.now, element.name, spec.target, bombs, hits, error_s, in_window))
        world.targets[spec.target].take(hits, in_window=in_window)

    def _abort(self, reason: AbortReason) -> None:
        self._is_over = True
        element = self.element
        element.world.record(StrikeAborted(element.world.clock.now, element.name, reason))
        self.turn_home(self._first_home)
        element.group.turned_home()
        element.resume()

    def _is_uncovered(self) -> bool:
        """Tell whether a known threat can reach its launch range before any armed escort could stop it."""
        element = self.element
        return any(
            target.is_armed and not target.is_gone and not element.shuns(target) and not self._is_covered(target)
            for target in element.picture
        )

    def _is_covered(self, threat: Element) -> bool:
        element = self.element
        here = element.body.position(element.world.clock.now)
        there, velocity = element.estimate(threat)
        offset = (here[0] - there[0], here[1] - there[1])
        meets_s = intercept_time_s(offset, element.body.velocity, threat.dash_mps)
        if meets_s is None:
            return True
        closing_mps = math.hypot(*offset) / meets_s if meets_s else math.inf
        shoots_s = meets_s - threat.reach_m / closing_mps
        for escort in element.group.escorts():
            if escort.is_armed and (arrives_s := escort.time_to_reach_s(there, velocity)) is not None:
                closing_mps = max(escort.dash_mps, 1.0)
                if arrives_s - escort.reach_m / closing_mps <= shoots_s:
                    return True
        return False
