"""A tanker at work: receivers come to its point, wait for a boom, take fuel one after the other, and go on.

A boom is granted by message, as a controller's server is, so that whoever waits may leave. Contact and the flow of
fuel are entries of the agenda. A tanker that leaves its point lets go of its booms, and grants them anew when it is
back; one that is lost, empty or on its way home closes, and tells everybody who meant to come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.command import Service
from sim.model.fuel import Tanker as Spec
from sim.trial.clock import Entry, Phase
from sim.trial.desk import Desk
from sim.trial.inbox import Inbox, Steps
from sim.trial.messages import Granted, Reconsider, Refuelled, TankerGone
from sim.trial.reasons import Purpose
from sim.trial.records import BoomGranted, RefuellingBegan, RefuellingEnded, TankerClosed, TankerJoined, TankerLeft

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.fuel import Tank
    from sim.trial.plans.base import Leg
    from sim.trial.plans.tanker import TankerPlan
    from sim.trial.world import World


class Visit:
    """One receiver at the tanker: waiting, in contact, or taking `taking_s` in all, each member in its turn."""

    __slots__ = ("began_s", "entry", "had_s", "has_boom", "members", "receiver", "taking_s", "tank")

    def __init__(self, receiver: Element, tank: Tank) -> None:
        self.receiver = receiver
        self.tank = tank
        self.has_boom = False
        self.entry: Entry | None = None
        self.members = 0  # above 0 while fuel flows
        self.began_s = self.had_s = self.taking_s = 0.0


class Tanker:
    """The booms of one tanker element, and who is there."""

    __slots__ = (
        "_desk",
        "_inbox",
        "_visits",
        "_world",
        "clients",
        "element",
        "is_closed",
        "is_open",
        "left_s",
        "plan",
        "spec",
    )

    def __init__(self, element: Element, spec: Spec, plan: TankerPlan) -> None:
        self.element = element
        self.plan = plan
        self._world: World = element.world
        self.spec = spec
        self._inbox = Inbox(element.world.clock)
        self._visits: dict[Element, Visit] = {}
        self._desk = self._new_desk()
        self.clients: list[Element] = []  # everybody who plans to come
        self.left_s = spec.give_s * len(element.members)
        self.is_open = self.is_closed = False

    def work(self) -> Steps:
        """Grant boom after boom."""
        while True:
            match (yield from self._inbox.wait()):
                case Granted(receiver) if receiver in self._visits and receiver in self._desk:
                    self._grant(self._visits[receiver])

    def stop(self) -> None:
        """Work no more, because the trial is over."""
        self._inbox.close()

    # Receivers.

    def join(self, receiver: Element) -> None:
        """Take a receiver that is at the point into the queue, once."""
        tank = receiver.tank
        if receiver in self._visits or tank is None:
            return
        if self.is_closed:
            receiver.inbox.post(TankerGone())
            return
        self._world.record(TankerJoined(self._world.clock.now, self.element.name, receiver.name))
        self._visits[receiver] = Visit(receiver, tank)
        tank.tanker = self
        if self.is_open:
            self._desk.ask(receiver, 0.0)

    def leave(self, receiver: Element) -> None:
        """Let a receiver go before its time: out of the queue, or off the boom with what it has taken."""
        visit = self._visits.pop(receiver, None)
        if visit is not None:
            self._let_go(visit)

    def is_fuelling(self, receiver: Element) -> bool:
        """Tell whether a receiver has a boom."""
        return receiver in self._visits and self._visits[receiver].has_boom

    def service_s(self, tank: Tank, members: int, level_s: float) -> float:
        """Return how long an element would be on the boom that comes with so much fuel in each aircraft."""
        contact_s = self.spec.contact_s
        need_s = max(tank.wanted_s - level_s + contact_s * tank.spec.hold_burn, 0.0)
        return contact_s + need_s * members / self.spec.transfer_rate

    def _grant(self, visit: Visit) -> None:
        clock, spec = self._world.clock, self.spec
        names = self.element.name, visit.receiver.name
        self._world.record(BoomGranted(clock.now, *names))
        visit.has_boom = True
        contact_s = spec.contact_s
        if spec.contact is Service.EXPONENTIAL:
            contact_s = self._world.luck.exponential(f"contact/{names[0]}/{names[1]}", contact_s)
        visit.entry = clock.at(clock.now + contact_s, Phase.DECIDE, self._connect, visit)

    def _connect(self, visit: Visit) -> None:
        """Let fuel flow: up to what is wanted, or as much as is left."""
        now, tank, receiver = self._world.clock.now, visit.tank, visit.receiver
        visit.members = len(receiver.members)
        visit.began_s, visit.had_s = now, tank.level_s
        wanted_s = max(tank.wanted_s - visit.had_s, 0.0) * visit.members
        visit.taking_s = min(wanted_s, self.left_s)
        self.left_s -= visit.taking_s
        self._world.record(RefuellingBegan(now, self.element.name, receiver.name, visit.had_s))
        tank.burn(-self.spec.transfer_rate / visit.members)
        due_s = now + visit.taking_s / self.spec.transfer_rate
        visit.entry = self._world.clock.at(due_s, Phase.DECIDE, self._finish, visit)

    def _finish(self, visit: Visit) -> None:
        visit.entry = None
        del self._visits[visit.receiver]
        self._end_flow(visit, visit.taking_s)
        self._let_go(visit)
        visit.receiver.inbox.post(Refuelled())
        if self.left_s <= 0.0 and not any(other.members for other in self._visits.values()):
            self._close()
            self.plan.go_home()
            self.element.inbox.post(Reconsider())

    def _end_flow(self, visit: Visit, taken_s: float) -> None:
        now, members = self._world.clock.now, visit.members
        visit.members = 0
        has_s = visit.had_s + taken_s / members
        visit.tank.burn(visit.tank.spec.hold_burn, has_s)
        self._world.record(RefuellingEnded(now, self.element.name, visit.receiver.name, taken_s, has_s))

    def _let_go(self, visit: Visit) -> None:
        """Free the boom, or the place in the queue."""
        now, receiver = self._world.clock.now, visit.receiver
        if visit.entry is not None:
            self._world.clock.cancel(visit.entry)
            if visit.members:
                taken_s = min((now - visit.began_s) * self.spec.transfer_rate, visit.taking_s)
                self.left_s += visit.taking_s - taken_s
                self._end_flow(visit, taken_s)
            else:
                self._world.record(TankerLeft(now, self.element.name, receiver.name))
        elif not visit.has_boom:
            self._world.record(TankerLeft(now, self.element.name, receiver.name))
        visit.tank.tanker = None
        self._desk.leave(receiver)

    # The tanker itself.

    def leg_starts(self, leg: Leg) -> None:
        """Give fuel while the tanker is at its point, and only then."""
        if leg.purpose is Purpose.HOME:
            self._close()
        elif (leg.purpose is Purpose.ORBIT) is not self.is_open:
            self._shut() if self.is_open else self._open()

    def member_lost(self) -> None:
        """Go on with fewer booms, and without what the lost aircraft had to give."""
        if self.is_open:
            members = len(self.element.members)
            self._shut()
            self.left_s *= members / (members + 1)
            self._open()

    def leaves(self) -> None:
        """Close, because the tanker is lost or home."""
        self._close()

    def _new_desk(self) -> Desk:
        return Desk(self._world.clock, self.spec.booms * len(self.element.members), self._inbox)

    def _open(self) -> None:
        self.is_open = True
        self._desk = self._new_desk()
        for receiver in self._visits:
            self._desk.ask(receiver, 0.0)

    def _shut(self) -> None:
        """Let everybody off the booms; those who were there come first when it opens again."""
        self.is_open = False
        visits = tuple(self._visits.values())
        self._visits.clear()
        for visit in reversed(visits):  # who waits leaves first, or a boom let go would be granted
            self._desk.leave(visit.receiver)
        for visit in visits:
            if visit.has_boom:
                self._let_go(visit)
                self.join(visit.receiver)
                visit.receiver.inbox.post(Reconsider())  # it may be too low to wait
            else:
                self._visits[visit.receiver] = visit

    def _close(self) -> None:
        """Give no more fuel, and tell everybody who meant to come, those on the way too."""
        if self.is_closed:
            return
        self.is_closed = True
        visits, self._visits = tuple(self._visits.values()), {}
        for visit in reversed(visits):
            self._let_go(visit)
        self.is_open = False
        self._world.record(TankerClosed(self._world.clock.now, self.element.name, self.left_s))
        for client in self.clients:
            if client.is_flying:
                client.inbox.post(TankerGone())
