"""A base: its runways, who waits for one, what a hit does, and the stay on the ground of an element that begins there.

A runway grants by posting to the inbox; whoever is granted takes off or lands at that instant, and the runway is free
for the next one an interval later. Landings go before take-offs, equals in order of asking.

A hit closes the base. What takes off or lands already is done with it; everybody else waits, in the order in which they
asked. Each aircraft that has not taken off may be lost, those that have landed are safe. Whoever is in the air turns at
once, for good, to the first base of `divert` that is open and that he can use; he is told by voice, whatever his link.
Who has nowhere to turn flies on, and waits overhead until his base opens or the trial ends.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from sim.model.bases import Base as Spec
from sim.trial.clock import Entry, Phase
from sim.trial.desk import Desk
from sim.trial.inbox import Inbox, Steps
from sim.trial.messages import BaseChanged, RunwayFree
from sim.trial.plans.base import HERE_M, Leg
from sim.trial.reasons import Purpose
from sim.trial.records import BaseClosed, BaseOpened, Diverted, RunwayAsked

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.world import World


INJECT: Final = "inject"
"""What records name as the cause of a hit that an inject made."""


class Movement:
    """One element that wants to take off or land."""

    __slots__ = ("element", "lands")

    def __init__(self, element: Element, *, lands: bool) -> None:
        self.element = element
        self.lands = lands


class Base:
    """One base at work."""

    __slots__ = ("_desk", "_inbox", "_movements", "_repair", "_world", "is_open", "name", "spec")

    def __init__(self, world: World, name: str, spec: Spec) -> None:
        self._world = world
        self.name = name
        self.spec = spec
        self.is_open = True
        self._inbox = Inbox(world.clock)
        self._desk: Any = Desk(world.clock, spec.runways, self._inbox)  # movements queue here, not targets
        self._movements: dict[Element, Movement] = {}  # those that wait, in order of asking
        self._repair: Entry | None = None

    # The runways.

    def work(self) -> Steps:
        """Give a runway to one element after another."""
        while True:
            message: Any = yield from self._inbox.wait()
            self._clear(message.target)

    def close(self) -> None:
        """Work no more, because the trial is over."""
        self._inbox.close()

    def ask(self, element: Element, *, lands: bool) -> None:
        """Put an element in the queue for a runway, unless it waits there."""
        if element not in self._movements:
            self._world.record(RunwayAsked(self._world.clock.now, element.name, self.name, lands))
            movement = self._movements[element] = Movement(element, lands=lands)
            if self.is_open:
                self._queue(movement)

    def withdraw(self, element: Element) -> None:
        """Let an element wait here no more."""
        movement = self._movements.pop(element, None)
        if movement is not None:
            self._desk.leave(movement)

    def _queue(self, movement: Movement) -> None:
        self._desk.ask(movement, 0.0 if movement.lands else 1.0)

    def _clear(self, movement: Movement) -> None:
        """Give the runway to whoever was granted it, until the interval is over."""
        element = movement.element
        if not self.is_open or self._movements.get(element) is not movement:
            return  # closed, or it withdrew, at this instant
        if movement.lands and not self._is_overhead(element):
            self.withdraw(element)  # it left to fight or to evade, and asks again when it is back
            return
        del self._movements[element]
        interval_s = self.spec.landing_interval_s if movement.lands else self.spec.takeoff_interval_s
        clock = self._world.clock
        clock.at(clock.now + interval_s, Phase.LAUNCH, self._desk.leave, movement)
        element.inbox.post(RunwayFree(self))

    def _is_overhead(self, element: Element) -> bool:
        now = self._world.clock.now
        return math.dist(element.body.position(now), self.spec.at_m) <= HERE_M

    # Coming home.

    def receive(self, element: Element) -> Leg | None:
        """Return None when an element that is overhead may land now, else the leg to wait or to go elsewhere."""
        if not self.is_open and (elsewhere := self._elsewhere(element)) is not None:
            self._divert(element, elsewhere)
            return element.plan.leg()
        if self.is_open and not self.spec.landing_interval_s:
            return None
        self.ask(element, lands=True)
        return Leg(Purpose.HOLD, (0.0, 0.0), math.inf)

    def _elsewhere(self, element: Element) -> Base | None:
        """Return the first base to divert to that is open and that an element can use."""
        for name in self.spec.divert:
            base = self._world.bases[name]
            if base.is_open and (element.group.spec.stovl or not base.spec.strip):
                return base
        return None

    def _divert(self, element: Element, elsewhere: Base) -> None:
        self.withdraw(element)
        element.base = elsewhere
        self._world.record(Diverted(self._world.clock.now, element.name, self.name, elsewhere.name))
        element.plan.recover_at(elsewhere.spec.at_m)

    # Hits.

    @property
    def may_open(self) -> bool:
        """Whether it is open, or will be again as far as the scenario tells."""
        now = self._world.clock.now
        restores = [one for one in self._world.scenario.injects.values() if one.what.restore == self.name]
        return self.is_open or self._repair is not None or any(one.enabled and one.at_s > now for one in restores)

    def take_hit(self, cause: str) -> None:
        """Close, for as long as a repair takes; lose what is lost on the ground; send away whoever is in the air."""
        clock = self._world.clock
        if self.is_open:
            self.is_open = False
            self._world.record(BaseClosed(clock.now, self.name, cause))
            for movement in self._movements.values():
                self._desk.leave(movement)
        if self._repair is not None:
            clock.cancel(self._repair)
            self._repair = None
        if self.spec.repair_s is not None:
            self._repair = clock.at(clock.now + self.spec.repair_s, Phase.MOVE, self.open)
        for element in self._world.elements.values():
            if element.base is not self:
                continue
            if element.ground is not None:
                element.ground.take_hit()
            elif element.is_flying and (elsewhere := self._elsewhere(element)) is not None:
                self._divert(element, elsewhere)
                element.inbox.post(BaseChanged())
        self._world.end_when_idle()

    def open(self, _argument: object = None) -> None:
        """Be in use again: everybody who waits asks anew, in the order in which they asked before."""
        if self.is_open:
            return
        self.is_open = True
        if self._repair is not None:
            self._world.clock.cancel(self._repair)
            self._repair = None
        self._world.record(BaseOpened(self._world.clock.now, self.name))
        for movement in self._movements.values():
            self._queue(movement)
        for element in self._world.elements.values():
            if element.base is self and element.ground is not None:
                element.ground.base_opened()
