"""Suppress: be at the release point of the route when the window opens, stay until it closes, go home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.kinds import Point
from sim.model.package import Suppress
from sim.model.routes import Route
from sim.trial.plans.route import RoutePlan, Stop
from sim.trial.reasons import LetGoReason, Purpose
from sim.trial.suppression import Effort, Grip

if TYPE_CHECKING:
    from sim.trial.element import Element


class SuppressPlan(RoutePlan):
    """A route with a stop from which the element keeps a site down."""

    __slots__ = ("_first_home", "_is_over", "_spec", "effort", "window_s")

    effort: Effort

    def __init__(
        self, spec: Suppress, route: Route, speed_mps: float, times_s: tuple[float, tuple[float, float]]
    ) -> None:
        departs_s, self.window_s = times_s
        super().__init__(route, speed_mps, departs_s)
        self._spec = spec
        self._is_over = False
        if route.release_index == len(self._points) - 1:
            self._points.append(self._points[0])  # a route without egress: home is where it began
        self._first_home = route.release_index + 1
        self.stop = Stop(route.release_index, self.window_s[1], Purpose.SUPPRESS)

    def start_from(self, base_m: Point) -> None:
        """Begin and end at a base; the stop is as far along the route as before."""
        super().start_from(base_m)
        self._first_home += self._before

    @property
    def is_going_home(self) -> bool:
        """Whether it broke off, or its window is closed."""
        return self._is_over or self.element.world.clock.now >= self.window_s[1]

    def reconsider(self) -> None:
        """Break off after too many losses, or because the strike that it flies for goes home without a try."""
        if self.is_going_home:
            return
        losses = self._spec.abort_after_losses
        if losses is not None and self.element.group.aircraft_lost >= losses:
            self._break_off()
        elif self._spec.of is not None:
            hold = self.element.world.groups[self._spec.of].hold
            if hold is not None and hold.is_no_go:
                self._break_off()

    def took_off(self) -> None:
        """Begin at once what should have begun while it was on the ground."""
        super().took_off()
        self.effort.took_off()

    def give_up(self) -> None:
        """Let go for want of fuel; the way home is not this plan's."""
        self._is_over = True
        self.effort.stop(LetGoReason.BROKE_OFF)

    def ended(self) -> None:
        """Let go of the site."""
        self.effort.stop(LetGoReason.BROKE_OFF if self.element.members else LetGoReason.LOST)

    def recall(self) -> None:
        """Let go of the site, and fly home as after the window."""
        if not self.is_going_home:
            self._turn_back()

    def _break_off(self) -> None:
        self._turn_back()
        self.element.resume()

    def _turn_back(self) -> None:
        self._is_over = True
        self.effort.stop(LetGoReason.BROKE_OFF)
        self.turn_home(self._first_home)
        self.element.group.turned_home()


def begin_effort(element: Element) -> None:
    """Let an element that is to keep a site down do so in its window."""
    spec, plan = element.group.spec.suppress, element.plan.task_plan
    if spec is not None and isinstance(plan, SuppressPlan):
        site = element.world.sites[spec.site]
        if site.grip is None:
            site.grip = Grip(site)
        plan.effort = Effort(element, site, spec)
        plan.effort.schedule(plan.window_s)
