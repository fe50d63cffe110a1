"""Escort: keep station on the charge; rejoin in closed form when away from it; go home with it or without it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.model.geometry import intercept_time_s, velocity_towards
from sim.model.kinds import Point
from sim.model.rules import Line
from sim.model.stations import StationLeg, station_legs
from sim.trial.plans.base import HERE_M, SAME_S, Leg, Plan
from sim.trial.reasons import Purpose

if TYPE_CHECKING:
    from sim.trial.group import Group


class EscortPlan(Plan):
    """Fly the station that belongs to one element of an escort flight."""

    __slots__ = ("_abeam_m", "_ahead_m", "_charge", "_dash_mps", "_home_m", "_is_recalled", "_legs", "_speed_mps")

    def __init__(self, charge: Group, station_m: tuple[float, float], speeds_mps: tuple[float, float]) -> None:
        self._charge = charge
        self._is_recalled = False
        self._ahead_m, self._abeam_m = station_m
        self._speed_mps, self._dash_mps = speeds_mps
        self._legs: tuple[StationLeg, ...] = ()
        way = (charge.lead or charge.elements[0]).plan.way()
        self._home_m = way[-1][1]
        self._plan_legs(way)

    @property
    def start_m(self) -> Point:
        """The station when the trial begins."""
        return self._legs[0].at_m

    @property
    def home_m(self) -> Point:
        """Where its charge recovers, too."""
        return self._home_m

    @property
    def is_going_home(self) -> bool:
        """Whether there is no charge any more, or its way is nearly over."""
        if self._is_recalled or self._charge.lead is None:
            return True
        if self._waits:
            return False
        return self.element.world.clock.now >= self._legs[-1].until_s - SAME_S

    def recall(self) -> None:
        """Leave the charge and go home."""
        self._is_recalled = True

    def charge_changed(self) -> None:
        """Work the station's way out again, because the charge changed its own."""
        lead = self._charge.lead
        if lead is not None:
            self._plan_legs(lead.plan.way())

    def recover_at(self, base_m: Point) -> None:
        """Go home to this base from now on."""
        self._home_m = base_m

    def took_off(self) -> None:
        """Join the charge on the way that it flies now."""
        self.charge_changed()

    @property
    def _waits(self) -> bool:
        """Whether the charge is still on the ground: then its way begins when it has taken off."""
        lead = self._charge.lead
        return lead is not None and lead.ground is not None

    def leg(self) -> Leg | None:
        """Keep the station, rejoin it, or go home when there is no charge any more."""
        now = self.element.world.clock.now
        if self.is_going_home:
            return self.fly_to(self._home_m, self._speed_mps, Purpose.HOME)
        here = self.element.body.position(now)
        first = self._legs[0]
        if self._waits:
            wait = Leg(Purpose.STATION, (0.0, 0.0), math.inf)
            return self.fly_to(first.at_m, self._speed_mps, Purpose.REJOIN) or wait
        if now < first.start_s and math.dist(here, first.at_m) <= HERE_M:
            return Leg(Purpose.STATION, (0.0, 0.0), first.start_s)
        for leg in self._legs:
            if leg.start_s - SAME_S <= now < leg.until_s - SAME_S and math.dist(here, leg.position(now)) <= HERE_M:
                return Leg(Purpose.STATION, leg.velocity_mps, leg.until_s)
        return self._rejoin(here, now)

    def returns_s(self, line: Line) -> float:
        """Return when the station comes back from beyond a line; when the charge's way ends, where it never does."""
        now, was_beyond = self.element.world.clock.now, False
        for leg in self._legs:
            if leg.until_s <= now:
                continue
            start_s = max(now, leg.start_s)
            beyond_m = line.beyond_m(leg.position(start_s))
            if was_beyond and beyond_m <= 0.0:
                return start_s  # at a large turn of the charge its station is elsewhere at once
            was_beyond = line.beyond_m(leg.position(leg.until_s)) > 0.0
            if beyond_m > 0.0 and not was_beyond:
                return start_s - beyond_m / line.approach_mps(leg.velocity_mps)
        return self._legs[-1].until_s

    def _rejoin(self, here: Point, now: float) -> Leg:
        """Return the leg to the earliest meeting with the station; to its next corner when it is too fast to meet."""
        to_come = [leg for leg in self._legs if leg.until_s > now + SAME_S]
        first = self._legs[0]
        if now < first.start_s:
            to_come.insert(0, StationLeg(now, first.at_m, (0.0, 0.0), first.start_s))
        for leg in to_come:
            there = leg.position(now)
            offset = (there[0] - here[0], there[1] - here[1])
            meets_s = intercept_time_s(offset, leg.velocity_mps, self._dash_mps)
            if meets_s is not None and leg.start_s <= now + meets_s <= leg.until_s:
                meeting = leg.position(now + meets_s)
                return Leg(Purpose.REJOIN, velocity_towards(here, meeting, self._dash_mps), now + meets_s)
        corner = to_come[0].position(to_come[0].until_s)
        arrives_s = now + max(math.dist(here, corner), 1.0) / self._dash_mps
        return Leg(Purpose.CATCH_UP, velocity_towards(here, corner, self._dash_mps), arrives_s)

    def _plan_legs(self, way: list[tuple[float, Point]]) -> None:
        self._legs = station_legs(way, self._ahead_m, self._abeam_m)
