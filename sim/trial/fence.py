"""Lines that a caveat forbids an element to cross, and what it does there: turn back from a chase, or wait.

When a leg would lead across, it ends at the line: where that is follows from the leg alone, and nobody looks in
between. Who flees missiles or a pursuer, or flies home, may cross: a caveat restrains what an element sets out to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.model.geometry import passing, time_inside, velocity_towards
from sim.model.kinds import Point
from sim.model.rules import Caveat, Deed
from sim.trial.plans.base import HERE_M, Leg
from sim.trial.reasons import Purpose
from sim.trial.records import HeldAtLine

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.rules import Binding

BOUND: Final = (Purpose.INTERCEPT, Purpose.STATION, Purpose.REJOIN, Purpose.CATCH_UP)
"""Legs that end at a line. Routes and patrols beyond one are refused when the scenario is read."""


class Fence:
    """The lines of one element."""

    __slots__ = ("_binding", "_element", "_lines")

    def __init__(self, element: Element, binding: Binding, caveats: dict[str, Caveat]) -> None:
        self._element = element
        self._binding = binding
        self._lines = {name: one.line for name, one in caveats.items() if one.line is not None}

    def kept(self, leg: Leg) -> Leg | None:
        """Return a leg as far as it may be flown, or a hold at the line; None when a chase ends there."""
        if leg.purpose not in BOUND:
            return leg
        element = self._element
        now, task = element.world.clock.now, element.task
        here = element.body.position(now)
        for name, line in self._lines.items():
            if task is not None and self._binding.is_lifted(name, task.target):
                continue
            room_m, rate_mps = -line.beyond_m(here), line.approach_mps(leg.velocity_mps)
            if room_m < -HERE_M or rate_mps <= 0.0:
                continue  # it is beyond already, because it fled there; or it flies along the line or away from it
            if room_m <= HERE_M:
                return self._stopped(name)
            crosses_s = now + (room_m - HERE_M / 2.0) / rate_mps
            if crosses_s < leg.until_s:
                leg = leg._replace(until_s=crosses_s)
        return leg

    def stops(self, target: Element) -> bool:
        """Tell whether a line keeps the element from where it could first fire at a target, and keep the ledger."""
        place = self._first_fire(target)
        across = [name for name, line in self._lines.items() if place is not None and line.beyond_m(place) > 0.0]
        return bool(across) and not self._binding.may_cross(target)

    def _stopped(self, name: str) -> Leg | None:
        element = self._element
        if element.task is not None:
            self._binding.may_cross(element.task.target)
            return None
        element.world.record(HeldAtLine(element.world.clock.now, element.name, name))
        return Leg(Purpose.HOLD, (0.0, 0.0), element.plan.returns_s(self._lines[name]))

    def _first_fire(self, target: Element) -> Point | None:
        """Return from where it could first fire at a target if both fly on; None when from here, or nowhere."""
        element = self._element
        here = element.body.position(element.world.clock.now)
        there, (vx, vy) = element.estimate(target)
        meets_s = element.time_to_reach_s(there, (vx, vy))
        missile = element.group.spec.missile
        if meets_s is None or missile is None:
            return None
        meeting = (there[0] + vx * meets_s, there[1] + vy * meets_s)
        east, north = velocity_towards(here, meeting, element.dash_mps)
        lead_s = element.reach_m / missile.speed_mps
        offset = (there[0] + vx * lead_s - here[0], there[1] + vy * lead_s - here[1])
        inside = time_inside(passing(*offset, vx - east, vy - north), element.reach_m)
        flies_s = meets_s if inside is None else min(inside[0], meets_s)
        return None if flies_s == 0.0 else (here[0] + east * flies_s, here[1] + north * flies_s)


def fence_of(element: Element, binding: Binding, caveats: dict[str, Caveat]) -> Fence | None:
    """Return the fence of an element; None when no caveat draws a line for it."""
    crossing = {name: one for name, one in caveats.items() if one.may_not is Deed.CROSS}
    return Fence(element, binding, crossing) if crossing else None
