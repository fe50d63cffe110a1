"""Flying by fuel: another plan, left for a tanker when that is due and for home when fuel is down to bingo."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.model.fuel import Refuel, When
from sim.model.kinds import Point
from sim.model.rules import Line
from sim.trial.messages import FuelLow, FuelNews, Refuelled, TankerGone
from sim.trial.plans.base import Leg, Plan
from sim.trial.reasons import BreakReason, FuelMark, Purpose
from sim.trial.records import TurnedHome

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.fuel import Tank
    from sim.trial.tanker import Tanker


class FuelPlan(Plan):
    """A plan within the limits of fuel. The plan inside knows nothing of it, but that it is resumed."""

    __slots__ = ("_ahead", "_flown", "_goes_home", "_has_tanker", "_inner", "_is_done", "_refuel", "_tank", "_tanker_m")

    def __init__(self, element: Element, inner: Plan, tank: Tank, refuel: Refuel | None) -> None:
        self.element = element
        self._inner = inner
        self._tank = tank
        self._refuel = refuel
        self._has_tanker = refuel is not None
        flights = element.world.scenario.flights
        tanker = flights[refuel.at].tanker if refuel is not None else None
        self._tanker_m: Point = inner.start_m if tanker is None else tanker.at_m
        self._is_done = False
        self._goes_home = False
        self._flown: list[tuple[float, Point]] = []
        self._ahead: list[tuple[float, Point]] = []

    # What the element asks of a plan.

    @property
    def task_plan(self) -> Plan:
        """The plan inside."""
        return self._inner

    @property
    def start_m(self) -> Point:
        """Where the element is when the trial begins."""
        return self._inner.start_m

    @property
    def home_m(self) -> Point:
        """Where it recovers."""
        return self._inner.home_m

    @property
    def is_going_home(self) -> bool:
        """Whether it takes no more tasks: on its way home, or held by fuel."""
        return self._goes_home or self._tank.holds_back or self._inner.is_going_home

    @property
    def has_turned_home(self) -> bool:
        """Whether it is on its way home for good, not only held by fuel."""
        return self._goes_home or self._inner.has_turned_home

    def leg(self) -> Leg | None:
        """Return the leg of the plan, to the tanker, or home."""
        leg = self._inner.leg() if not (self._goes_home or self._tank.is_away) else None
        if self._is_due():
            self._set_out()
        if self._goes_home:
            leg = self.fly_to(self.home_m, self.element.group.spec.speed_mps, Purpose.HOME)
        elif self._tank.is_away:
            leg = self.fly_to(self._tanker_m, self.element.group.spec.speed_mps, Purpose.TANKER) or self._wait()
            if self._tank.is_at_bingo:
                self.element.inbox.post(FuelLow(FuelMark.BINGO))  # it was on a boom when it came down to that
        return leg

    def leg_ended(self) -> None:
        """Take note of the end of a leg of the plan."""
        if not (self._goes_home or self._tank.is_away):
            self._inner.leg_ended()

    def resumed(self) -> None:
        """Take up what was left, from here."""
        if self._goes_home or self._tank.is_away:
            now = self.element.world.clock.now
            self._flown.append((now, self.element.body.position(now)))
            self.element.group.way_changed()
        else:
            self._inner.resumed()

    def charge_changed(self) -> None:
        """Take note that the charge's way has changed."""
        self._inner.charge_changed()

    def reconsider(self) -> None:
        """Take note that the situation changed."""
        if not self._goes_home:
            self._inner.reconsider()
        if self._tank.is_away:
            self._carry_on()

    def go_home(self) -> None:
        """Begin the way home, where the plan has one of its own."""
        self._inner.go_home()

    def recall(self) -> None:
        """Begin the way home, because somebody says so; who has a boom takes his fuel first, nobody else does."""
        if self._goes_home:
            return
        self._inner.recall()
        self._is_done = True
        if self._tank.is_away and self._tank.is_flowing_soon:
            self._ahead = [(self.element.world.clock.now, self.home_m)]
        else:
            self._tank.is_away = False
        self.element.group.way_changed()

    @property
    def next_point(self) -> int:
        """The point of its route that it flies to."""
        return self._inner.next_point

    @property
    def has_departed(self) -> bool:
        """Whether it has left the place where it began."""
        return self._inner.has_departed

    def give_up(self) -> None:
        """Take note that the plan is given up for want of fuel."""
        self._inner.give_up()

    @property
    def takes_off_s(self) -> float:
        """When the element wants to leave its base, in seconds."""
        return self._inner.takes_off_s

    def start_from(self, base_m: Point) -> None:
        """Begin and end at a base, in place of where the task begins and ends."""
        self._inner.start_from(base_m)

    def recover_at(self, base_m: Point) -> None:
        """Go home to this base from now on."""
        self._inner.recover_at(base_m)

    def took_off(self) -> None:
        """Take note that the element is in the air from now on, at its base."""
        self._inner.took_off()

    def ended(self) -> None:
        """Take note that the element has left the world, lost or home."""
        self._inner.ended()

    def returns_s(self, line: Line) -> float:
        """Return when what it flies by is back on this side of a line, in seconds."""
        return self._inner.returns_s(line)

    def way(self) -> list[tuple[float, Point]]:
        """Return the points flown and to fly; a wait for a boom cannot be foreseen and is not in it."""
        if not (self._goes_home or self._tank.is_away):
            return self._inner.way()
        way = list(self._flown)
        if self._goes_home:
            return [*way, self._next(way[-1], self.home_m)]
        at_s, level_s = self.element.world.clock.now, self._tank.level_s
        if self._tank.tanker is None:
            way.append(self._next(way[-1], self._tanker_m))
            level_s -= way[-1][0] - at_s  # burnt at cruise on the way there
            at_s = way[-1][0]
        stay_s = self._tanker.service_s(self._tank, len(self.element.members), level_s)
        way.append((at_s + stay_s, self._tanker_m))
        for _, there in self._ahead:
            way.append(self._next(way[-1], there))
        return way

    def _next(self, stop: tuple[float, Point], there: Point) -> tuple[float, Point]:
        return stop[0] + math.dist(stop[1], there) / self.element.group.spec.speed_mps, there

    # Fuel.

    def heed_fuel(self, news: FuelNews) -> None:
        """Do what news of fuel asks for."""
        element = self.element
        match news:
            case FuelLow(FuelMark.BINGO):
                self._heed_bingo()
            case FuelLow():
                if element.task is None and not self._is_due():
                    element.voice.signs_off()
                self._carry_on()
            case Refuelled() if self._tank.is_away:
                self._is_done = True
                self._take_up_plan()
            case TankerGone():
                self._has_tanker = False
                if self._tank.is_away and self._tank.is_low:
                    self._turn_home()
                elif self._tank.is_away:
                    self._take_up_plan()

    def _is_due(self) -> bool:
        """Tell whether it is time to go to the tanker."""
        refuel = self._refuel
        if refuel is None or not self._has_tanker or self._goes_home or self._tank.is_away:
            return False
        if refuel.when is When.JOKER:
            return self._tank.is_low and not self._inner.is_going_home
        if self._is_done:
            return False
        return refuel.when is When.START or self._inner.next_point > (refuel.point or 0)

    @property
    def _tanker(self) -> Tanker:
        assert self._refuel is not None, "only who plans to refuel is ever away"
        return self.element.world.tankers[self._refuel.at]

    def _set_out(self) -> None:
        """Leave the plan for the tanker."""
        self._leave_plan()
        self._tank.is_away = True
        self.element.voice.signs_off()
        self.element.group.way_changed()

    def _leave_plan(self) -> None:
        """Note what was flown and what lies ahead, for those who follow."""
        now = self.element.world.clock.now
        here = self.element.body.position(now)
        if not self._tank.is_away:
            way = self._inner.way()
            self._flown = [stop for stop in way if stop[0] <= now]
            self._ahead = [stop for stop in way if stop[0] > now]
            if not self._inner.has_departed:
                del self._ahead[:1]  # it has not begun: from the tanker it flies to the first point behind the start
        self._flown.append((now, here))

    def _wait(self) -> Leg:
        """Be at the tanker, in its queue."""
        if self._tank.tanker is None:
            self._flown.append((self.element.world.clock.now, self._tanker_m))
        self._tanker.join(self.element)
        return Leg(Purpose.REFUEL, (0.0, 0.0), math.inf)

    def _take_up_plan(self) -> None:
        """Go on with the plan from here, ready for tasks again."""
        element = self.element
        if self._tank.is_at_bingo:
            self._turn_home()
            return
        self._tank.is_away = False
        self._inner.resumed()
        if not self._tank.is_low:
            element.voice.checks_in()
        self._carry_on()
        element.chooser.look_round()

    def _carry_on(self) -> None:
        if self.element.task is None:
            self.element.resume()

    def _heed_bingo(self) -> None:
        """Go home, unless fuel is about to flow."""
        if not self._tank.is_flowing_soon:
            self._turn_home()

    def _turn_home(self) -> None:
        """Give up the plan and go home now."""
        element = self.element
        if self._goes_home:
            return
        if not self._inner.is_going_home:
            element.world.record(TurnedHome(element.world.clock.now, element.name, self._tank.level_s))
            self._inner.give_up()
        self._leave_plan()
        self._goes_home, self._tank.is_away = True, False
        element.voice.signs_off()
        element.group.way_changed()
        element.group.turned_home()
        if element.task is not None:
            element.break_off(BreakReason.FUEL)
        elif element.guard.runs_from is not None:
            element.guard.stop_running(element.guard.runs_from)
        else:
            element.resume()
