"""An element's stay on the ground, from the start of the trial until it takes off: on alert, or until it is time.

Who is on the ground is seen by nobody, has no sensors, and hears its link. On alert it is scrambled once: by an order
of its controller, or by a track of its picture that comes within the scramble range of what it defends. It is ready
`readiness_s` later, starts its engines, where each aircraft may fail, and asks for the runway. An order that scrambled
it is carried out in the air if it still can be. Who is not on alert takes no orders before he is in the air. Nobody is
scrambled from a closed base; when it opens, a track that is near then calls whoever is still on alert.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.trial.inbox import Steps
from sim.trial.messages import Alarmed, Order, RunwayFree
from sim.trial.reasons import Cause, Refusal, ScrambleCause
from sim.trial.records import (
    Airborne,
    CannotComply,
    ElementLost,
    GroundAbort,
    GroundLoss,
    OrderReceived,
    Scrambled,
    StayedDown,
)

if TYPE_CHECKING:
    from sim.trial.base import Base
    from sim.trial.element import Element


class Ground:
    """One element on the ground at its base."""

    __slots__ = ("_asked", "_element", "_order", "_starts_s", "base", "is_called")

    def __init__(self, element: Element, base: Base) -> None:
        self._element = element
        self.base = base
        self._order: Order | None = None
        self._asked = False  # whether the engines run and it wants the runway
        self.is_called = element.group.spec.alert is None  # whether it is to take off
        self._starts_s = math.inf

    @property
    def is_on_alert(self) -> bool:
        """Whether it waits to be scrambled."""
        return not self.is_called

    @property
    def may_leave(self) -> bool:
        """Whether something is still to come of it though nobody flies: it is to take off, and its base is or opens."""
        return self.is_called and self.base.may_open

    @property
    def delay_s(self) -> float:
        """How long it takes from the scramble to the runway, in seconds."""
        alert = self._element.group.spec.alert
        return 0.0 if alert is None else alert.readiness_s

    # The process.

    def stay(self) -> Steps:
        """Wait on the ground until it takes off, or never will."""
        element = self._element
        if self.is_called:
            self._starts_s = element.plan.takes_off_s
        while element.ground is self:
            match (yield from element.inbox.wait(self._starts_s)):
                case None if element.ground is self:  # else it has just left the trial
                    self._start_up()
                case Order() as order:
                    self._obey(order)
                case Alarmed(target):
                    self._scramble(target, ScrambleCause.RANGE)
                case RunwayFree():
                    self._take_off()

    # The alert.

    def zone_entered(self, target: Element) -> None:
        """Be scrambled by a track that comes near."""
        if self.is_on_alert and target in self._element.picture:
            self._element.inbox.post(Alarmed(target))

    def zone_left(self, target: Element) -> None:
        """Nothing calls a scramble back."""

    def track_gained(self, target: Element) -> None:
        """Mind how near a new track comes."""
        zone = self._element.group.alert_zone
        if zone is not None and self.is_on_alert:
            zone.attend(target)
            if zone.holds(target):
                self.zone_entered(target)

    def _scramble(self, target: Element, cause: ScrambleCause) -> None:
        element, now = self._element, self._element.world.clock.now
        if self.is_called or element.ground is not self or not self.base.is_open:
            return
        self.is_called = True
        self._starts_s = now + self.delay_s
        element.world.record(Scrambled(now, element.name, self.base.name, target.name, cause))

    def _obey(self, order: Order) -> None:
        element, now, target = self._element, self._element.world.clock.now, order.target
        element.world.record(OrderReceived(now, element.name, target.name))
        refusal = Refusal.GROUNDED if not self.base.is_open else element.refusal(target)
        if refusal is None and self._order is not None:
            refusal = Refusal.BUSY
        if refusal is not None:
            self._refuse(target, refusal)
            return
        self._order = order
        self._scramble(target, ScrambleCause.ORDER)

    def _refuse(self, target: Element, refusal: Refusal) -> None:
        element = self._element
        element.world.record(CannotComply(element.world.clock.now, element.name, target.name, refusal))
        element.voice.refuses(target, refusal)

    # Taking off.

    def _start_up(self) -> None:
        """Start the engines; who fails stays behind, the others ask for the runway."""
        element, self._starts_s = self._element, math.inf
        group, world = element.group, element.world
        prob = group.spec.ground_abort_prob
        for member in tuple(element.members) if prob else ():
            if world.luck.happens(f"start/{member.name}", prob):
                element.members.remove(member)
                world.record(GroundAbort(world.clock.now, member.name, element.name, group.name, self.base.name))
        if element.members:
            self._asked = True
            self.base.ask(element, lands=False)
        else:
            self._end()

    def _take_off(self) -> None:
        element, order = self._element, self._order
        world = element.world
        element.ground = None
        element.is_flying = True
        element.body.until_s = world.clock.now
        world.record(Airborne(world.clock.now, element.name, self.base.name))
        element.plan.took_off()
        world.appear(element)
        if order is not None:
            refusal = element.refusal(order.target)
            if refusal is None:
                element.commit(order.target, Cause.ORDER, order.told_before)
                return
            self._refuse(order.target, refusal)
        else:
            element.voice.checks_in()
        element.resume()
        if element.group.is_on_its_own:
            element.chooser.take_over()
        else:
            element.chooser.look_round()
        element.group.took_off(element)

    # Hits.

    def take_hit(self) -> None:
        """Lose what chance wills; an order that cannot be carried out now is given back."""
        element, base = self._element, self.base
        group, world = element.group, element.world
        prob = base.spec.ground_loss_prob
        for member in tuple(element.members) if prob else ():
            if world.luck.happens(f"ground/{member.name}", prob):
                element.members.remove(member)
                world.record(GroundLoss(world.clock.now, member.name, element.name, group.name, base.name))
                group.count_loss()
                group.member_lost(element)
        if not element.members:
            world.record(ElementLost(world.clock.now, element.name))
            self._end()
        elif self._order is not None:
            order, self._order = self._order, None
            self._refuse(order.target, Refusal.GROUNDED)

    def base_opened(self) -> None:
        """Tell the controller that it can be sent again; a track that came near while the base was closed calls now."""
        if not self.is_on_alert:
            return
        element = self._element
        element.voice.checks_in()
        zone = element.group.alert_zone
        if zone is None:
            return
        near = next((target for target in element.picture if zone.holds(target)), None)
        if near is not None:
            self.zone_entered(near)

    def stand_down(self) -> None:
        """Take off no more, because somebody calls the flight home."""
        self._element.world.record(self._last_word(stranded=False))
        self._end()

    def _end(self) -> None:
        """Leave the trial without having flown."""
        element = self._element
        element.ground = None
        element.world.remove(element)

    def stayed(self) -> StayedDown:
        """Return the last word on an element that is on the ground when the trial ends."""
        return self._last_word(stranded=self.is_called or not self.base.is_open)

    def _last_word(self, *, stranded: bool) -> StayedDown:
        element = self._element
        names = tuple(member.name for member in element.members)
        return StayedDown(element.world.clock.now, element.name, self.base.name, names, stranded)
