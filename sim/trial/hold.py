"""A hold point: where a strike flight waits for its package, and decides to push or to go home.

Nobody looks at the clock: who arrives at the point, takes off, turns home or is lost on the way is an event; the
instant to push on time and the last instant to wait are entries of the agenda. Whoever leads the flight then decides;
what is there is told by voice at the point itself, over no link.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.scenario.schema import FlightRole
from sim.trial.clock import Phase
from sim.trial.messages import Reconsider, WayChanged
from sim.trial.plans.route import RoutePlan, Stop
from sim.trial.records import Holding, NoGo, Pushed
from sim.trial.referee import Body, Watch

if TYPE_CHECKING:
    from sim.model.package import HoldUntilReady
    from sim.trial.element import Element
    from sim.trial.group import Group
    from sim.trial.world import World


class Hold:
    """The wait of one strike flight."""

    __slots__ = (
        "_awaited",
        "_group",
        "_is_over",
        "_lags_s",
        "_point",
        "_push_s",
        "_watches",
        "_world",
        "is_no_go",
        "spec",
    )

    def __init__(self, world: World, group: Group, spec: HoldUntilReady) -> None:
        self._world = world
        self._group = group
        self.spec = spec
        self._awaited = [group, *(world.groups[name] for name in spec.needs)]
        for awaited in self._awaited:
            awaited.awaited_by.append(self)
        stops = [self._stop(element) for element in group.elements]
        self._push_s = stops[0].until_s
        self._lags_s = [stop.until_s - self._push_s for stop in stops]
        self._watches: dict[Element, Watch] = {}
        self._point: Body | None = None  # where it waits, once somebody is there
        self._is_over = False
        self.is_no_go = False

    def reached(self, element: Element) -> None:
        """Take note that an element of the flight is at the hold point; the first begins the wait."""
        world, now = self._world, self._world.clock.now
        if self._is_over:
            return
        world.record(Holding(now, element.name, self.spec.point, self._push_s))
        if self._watches:
            return
        ends_s = max(self._push_s + self.spec.max_hold_s, now)
        self._point = Body(f"{self._group.name} hold", element.body.position(now))
        for awaited in self._all():
            self._watch(awaited)
        self._expect(ends_s)
        world.clock.at(max(self._push_s, now), Phase.DECIDE, self._decide)
        world.clock.at(ends_s, Phase.DECIDE, self._time_is_up)

    def look_out_for(self, element: Element) -> None:
        """Await somebody who was not in the air when the wait began."""
        if self._watches and not self._is_over and element not in self._watches:
            self._watch(element)

    def _watch(self, element: Element) -> None:
        assert self._point is not None, "who waits is at the hold point"
        self._watches[element] = self._world.referee.watch(
            self._point, element.body, self.spec.within_m, entered=self._arrived, about=element
        )

    def look_round(self) -> None:
        """Decide anew, because somebody came or will come no more."""
        clock = self._world.clock
        if self._watches and not self._is_over and clock.now >= self._push_s:
            clock.at(clock.now, Phase.DECIDE, self._decide)

    def _arrived(self, _element: Element) -> None:
        self.look_round()

    def _all(self) -> list[Element]:
        """Return who is in the air, or on the ground."""
        elements = [element for group in self._awaited for element in group.elements]
        return [element for element in elements if element.is_flying or element.ground is not None]

    @staticmethod
    def _will_come(element: Element) -> bool:
        """Tell whether to wait for an element: it flies and has not turned home, or is to take off."""
        if element.ground is not None:
            return element.ground.may_leave
        return element.is_flying and not element.plan.has_turned_home

    def _elements(self) -> list[Element]:
        return [element for group in self._awaited for element in group.elements if self._will_come(element)]

    def _own(self) -> list[Element]:
        return [element for element in self._group.elements if self._will_come(element)]

    @staticmethod
    def _stop(element: Element) -> Stop:
        plan = element.plan.task_plan
        assert isinstance(plan, RoutePlan), "who holds flies a route"
        assert plan.stop is not None, "who holds has a point to hold at"
        return plan.stop

    def _is_there(self, element: Element) -> bool:
        watch = self._watches.get(element)
        is_here = element.is_flying and watch is not None and watch.inside
        return is_here and not element.plan.has_turned_home

    def _there(self, role: FlightRole) -> int:
        """Return how many aircraft of a kind are there."""
        return sum(
            len(element.members)
            for group in self._awaited
            if group.spec.role is role
            for element in group.elements
            if self._is_there(element)
        )

    def _decide(self, _argument: object) -> None:
        if not self._is_over and all(self._is_there(element) for element in self._elements()):
            self._go_or_not()

    def _time_is_up(self, _argument: object) -> None:
        if not self._is_over:
            self._go_or_not()

    def _go_or_not(self) -> None:
        """Push with who is there, or go home with too few."""
        if not self._own():
            return
        self._is_over = True
        spec, world, name = self.spec, self._world, self._group.name
        now = world.clock.now
        strikers, escorts, suppressors = (
            self._there(role) for role in (FlightRole.STRIKE, FlightRole.ESCORT, FlightRole.SUPPRESS)
        )
        for watch in self._watches.values():
            world.referee.unwatch(watch)
        enough = strikers >= spec.least_strikers and escorts >= spec.least_escorts
        if enough and suppressors >= spec.least_suppressors:
            world.record(Pushed(now, name, now - self._push_s, strikers, escorts, suppressors))
            self._push()
        else:
            self.is_no_go = True
            world.record(NoGo(now, name, strikers, escorts, suppressors))
            self._go_home()

    def _push(self) -> None:
        """Let the elements fly on, one after the other as they flew in."""
        own = self._own()
        first_s = self._world.clock.now - self._lag_s(own[0])
        for element in own:
            stop = self._stop(element)
            stop.until_s = stop.expected_s = first_s + self._lag_s(element)
            element.inbox.post(WayChanged())
        self._group.way_changed()

    def _lag_s(self, element: Element) -> float:
        """Return how long after the first of them an element flies on."""
        return self._lags_s[self._group.elements.index(element)]

    def _expect(self, until_s: float) -> None:
        """Wait to be told, and tell who keeps station that this may last until an instant."""
        for element in self._own():
            stop = self._stop(element)
            stop.until_s, stop.expected_s = math.inf, until_s
        self._group.way_changed()

    def _go_home(self) -> None:
        """Turn home, and call off those who were to keep sites down for this flight."""
        name = self._group.name
        for group in self._world.groups.values():
            if group is self._group or (group.spec.suppress is not None and group.spec.suppress.of == name):
                for element in group.elements:
                    if element.is_flying:
                        element.inbox.post(Reconsider())
