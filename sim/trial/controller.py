"""The controller: a finite server that turns eligible tracks into orders.

A track is eligible when the controller holds it and it is within commit range of a flight it may send. It then queues
for a server, is worked on for the service time, and enters the next decision round, which matches all waiting tracks
with all free elements and issues several orders.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.model.assignment import POLICIES
from sim.model.command import Authority, Service
from sim.model.command import Controller as Spec
from sim.model.identity import Identity
from sim.model.rules import is_off_limits
from sim.trial.choosing import LEAST_BAR_S, is_preferred
from sim.trial.clock import Phase
from sim.trial.delegation import Delegation
from sim.trial.desk import Desk
from sim.trial.inbox import Steps
from sim.trial.messages import Answer, Granted, Order, Outcome, Served, Standing
from sim.trial.node import Node
from sim.trial.records import Eligible, LeftQueue, Queued, ServiceEnded, ServiceStarted, Tasked

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.group import Group
    from sim.trial.world import World


class Controller(Node):
    """One controller, with what it knows of its elements: who is free, and who was sent at what."""

    __slots__ = (
        "_barred",
        "_desk",
        "_free",
        "_groups",
        "_seconds",
        "_seen",
        "_sent",
        "_waiting",
        "delegation",
        "failures",
        "spec",
    )

    def __init__(self, world: World, name: str, spec: Spec) -> None:
        super().__init__(world, name, spec.side, memory_s=0.0)
        self.spec = spec
        self.failures = 0  # how many reasons there are for it not to work
        self._desk = Desk(world.clock, spec.servers, self.inbox)
        self._groups: list[Group] = []
        self._free: dict[str, Element] = {}
        self._sent: dict[Element, dict[str, int]] = {}  # target -> element -> aircraft sent
        self._waiting: dict[Element, None] = {}  # worked on, waiting for a shooter
        self._seconds: dict[Element, bool] = {}  # groups held as two tracks: whether both have been worked on
        self._seen: set[Element] = set()
        self._barred: dict[tuple[str, Element], float] = {}
        when = spec.delegate_when
        self.delegation = None if when is None or not self.is_central else Delegation(self, when)

    @property
    def is_central(self) -> bool:
        """Whether it tasks, or leaves that to the elements."""
        return self.spec.authority is Authority.CENTRAL

    def command(self, group: Group) -> None:
        """Take command of a flight that may be sent."""
        group.controller = self
        if group.zone is None or not group.spec.is_armed or group.is_waiting:
            return
        self._groups.append(group)
        if self.is_central:
            group.zone.listen(self)
            for target in self.picture:  # of a flight that starts later, and says itself how it stands
                group.zone.attend(target)
                self._consider(target)
            if not self.world.now:
                self._free |= {element.name: element for element in group.elements if element.is_on_call}

    def elements(self) -> list[Element]:
        """Return the elements that fly or wait on alert of the flights that it may send."""
        return [element for group in self._groups for element in group.elements if element.is_on_call]

    @property
    def groups(self) -> list[Group]:
        """The flights that it may send."""
        return self._groups

    @property
    def waiting(self) -> list[Element]:
        """The tracks that wait for a server."""
        return self._desk.waiting

    # Injects.

    def fail(self) -> bool:
        """Serve and order nothing any more: the queue is dropped, and all that it knew is lost.

        Tell whether it worked until now.
        """
        self.failures += 1
        if self.failures > 1:
            return False
        world = self.world
        now = world.clock.now
        for target in self._desk.targets:
            ended = LeftQueue if self._desk.is_waiting(target) else ServiceEnded
            world.record(ended(now, self.name, target.name))
        self._seconds.clear()
        super().fail()
        self._desk = Desk(world.clock, self.spec.servers, self.inbox)
        self.start_afresh()
        return True

    def restart(self) -> bool:
        """Work again; its elements tell it how they stand, and those who hold targets report them anew.

        Tell whether it works now: there may be another reason not to.
        """
        self.failures -= 1
        if self.failures:
            return False
        self.world.clock.env.process(self.work())
        self.world.clock.give_way()
        super().restart()
        for group in self._groups:
            for element in group.elements:
                if element.is_on_call:
                    element.voice.checks_in()
        if self.delegation is not None:
            self.delegation.tell_all()
            self.delegation.look()
        return True

    def start_afresh(self) -> None:
        """Forget how its elements stand and who was sent at what: it is to be told again."""
        self._free.clear()
        self._sent.clear()
        self._waiting.clear()
        self._seconds.clear()
        self._barred.clear()
        if self.delegation is not None and not self.failures:
            self.delegation.tell_all()
            self.delegation.look()

    # The process.

    def work(self) -> Steps:
        """Serve track after track; issue orders; listen to answers."""
        while True:
            match (yield from self.inbox.wait()):
                case Granted(target):
                    self._serve(target)
                case Served(target):
                    self._finish(target)
                case Answer() as answer:
                    self._note(answer)

    def _queue(self, target: Element) -> None:
        if self._is_eligible(target) and target not in self._desk and target not in self._waiting:
            self._ask(target)

    def _ask(self, target: Element) -> None:
        urgency_s = self._urgency_s(target)
        self.world.record(Queued(self.world.clock.now, self.name, target.name, urgency_s))
        self._desk.ask(target, urgency_s)
        if self.delegation is not None:
            self.delegation.queued(target)

    def _serve(self, target: Element) -> None:
        world = self.world
        now = world.clock.now
        world.record(ServiceStarted(now, self.name, target.name))
        if self.delegation is not None:
            self.delegation.look()
        service_s = self.spec.service_s
        if self.spec.service is Service.EXPONENTIAL:
            service_s = world.luck.exponential(f"service/{self.name}/{target.name}", service_s)
        world.clock.at(now + service_s, Phase.DECIDE, self.inbox.post, Served(target))

    def _finish(self, target: Element) -> None:
        self._desk.leave(target)
        self.world.record(ServiceEnded(self.world.clock.now, self.name, target.name))
        if self._is_eligible(target):
            if target in self._seconds:
                self._work_on_second(target)
            self._waiting[target] = None
        self.decide()

    def _work_on_second(self, target: Element) -> None:
        """Take up the second track of a group after the first, and send as many elements again after that."""
        if target in self._waiting or self._sent.get(target):
            self._seconds[target] = True
        else:
            self._ask(target)

    def _note(self, answer: Answer) -> None:
        """Take note of how an element stands, and of what became of its target."""
        if not self.is_central:
            return
        if answer.standing is Standing.FREE:
            self._free[answer.element] = self.world.elements[answer.element]
        else:
            self._free.pop(answer.element, None)
        if answer.standing is Standing.OUT:
            self._replace(answer.element)
        if answer.target is not None:
            self._note_target(answer.element, answer.target, answer.outcome)
        if self.delegation is not None:
            self.delegation.heard_from(self.world.elements[answer.element].group)
        self.decide()

    def _note_target(self, name: str, target: Element, outcome: Outcome | None) -> None:
        """Take note that an element takes a target, or no longer does; a target left alone is worked on again."""
        sent = self._sent.setdefault(target, {})
        if outcome is Outcome.TAKEN:
            sent[name] = len(self.world.elements[name].members)
            if self.delegation is not None and self.delegation.is_on:
                self._give_up(target)
            return
        sent.pop(name, None)
        if outcome in (Outcome.GIVEN_UP, Outcome.FORBIDDEN):
            self._bar(name, target, self.spec.barred_s)
        elif outcome is Outcome.REFUSED and self.update_s is not None:
            self._bar(name, target, self.update_s)  # by then it may have heard of the target
        if sent or not self._is_eligible(target):
            return
        if outcome in (Outcome.REFUSED, Outcome.FORBIDDEN):
            self._waiting[target] = None  # it was worked on already: it needs a shooter, not a server
        elif outcome is Outcome.GIVEN_UP:
            self._queue(target)

    def _bar(self, name: str, target: Element, for_s: float) -> None:
        """Leave an element out of the choice for a target for some time, and decide again when that is over."""
        clock = self.world.clock
        until_s = clock.now + max(for_s, LEAST_BAR_S)
        self._barred[name, target] = until_s
        clock.at(until_s, Phase.DECIDE, self._bar_lapsed)

    def _bar_lapsed(self, _argument: object) -> None:
        self.decide()

    def _replace(self, name: str) -> None:
        """Work again on what was left to an element that is out of the fight."""
        for target, sent in self._sent.items():
            if sent.pop(name, None) is not None and not sent and self._is_eligible(target):
                self._queue(target)

    # Decisions.

    def decide(self) -> None:
        """Match waiting tracks with free elements until one of them runs out, unless they choose for themselves."""
        if self.delegation is not None and self.delegation.is_on:
            return
        while self._waiting and self._free:
            tracks = [target for target in self._waiting if self._wants_more(target)]
            shooters = self._sendable()
            if not tracks or not shooters:
                return
            costs = [[self._cost(shooter, target) for target in tracks] for shooter in shooters]
            pairs = POLICIES[self.spec.assignment](costs, self._uniform)
            if not pairs:
                return
            for shooter, track in pairs:
                self._order(shooters[shooter], tracks[track])

    def _order(self, element: Element, target: Element) -> None:
        sent = self._sent.setdefault(target, {})
        told_before = 0 if self._seconds.get(target) else sum(sent.values())  # a second track is another group to it
        sent[element.name] = len(element.members)
        del self._free[element.name]
        if not self._wants_more(target):
            del self._waiting[target]
        self.world.record(Tasked(self.world.clock.now, self.name, element.name, target.name))
        self.tell(element, Order(self.name, target, told_before))

    def _wants_more(self, target: Element) -> bool:
        """Tell whether more elements should be sent at a group."""
        sent = self._sent.get(target)
        tracks = 2 if self._seconds.get(target) else 1
        if not sent or len(sent) < tracks:
            return True
        if any(is_preferred(group.spec, target.group) for group in self._groups):
            return True
        return self.spec.outnumber and sum(sent.values()) < tracks * len(target.members)

    def _sendable(self) -> list[Element]:
        """Return the free elements that may leave their station, in name order, as far as the controller knows."""
        chosen: list[Element] = []
        for group in self._groups:
            free = [element for element in group.elements if element.name in self._free]
            keep = group.spec.escort.keep_on_station if group.spec.escort is not None else 0
            chosen.extend(free[: max(len(free) - keep, 0)])
        return chosen

    def _cost(self, shooter: Element, target: Element) -> float:
        """Return the time to engage a target, far more for one that is not preferred, infinite when forbidden."""
        zone = shooter.group.zone
        barred_s = self._barred.get((shooter.name, target), 0.0)
        if zone is None or not zone.holds(target) or barred_s > self.world.clock.now:
            return math.inf
        if self.identities and self._spares(shooter.group, target):
            return math.inf
        engages_s = shooter.time_to_engage_s(*self.estimate(target))
        if engages_s is None:
            return math.inf
        if shooter.ground is not None:
            engages_s += shooter.ground.delay_s
        is_first = is_preferred(shooter.group.spec, target.group)
        return engages_s if is_first else engages_s + self.world.scenario.ends_at_s

    def _uniform(self) -> float:
        return self.world.luck.uniform(f"assign/{self.name}")

    def _urgency_s(self, target: Element) -> float:
        """Return how soon a target could be at what is defended, in seconds, to the millisecond.

        Two that cross the same commit range at the same speed are equally urgent; rounding must not choose.
        """
        (x_m, y_m), _ = self.estimate(target)
        now = self.world.clock.now
        near_m = min(math.dist((x_m, y_m), group.zone.place(now)) for group in self._groups if group.zone is not None)
        return round(near_m / target.dash_mps, 3)

    def _is_eligible(self, target: Element) -> bool:
        if target in self.picture:
            for group in self._groups:
                if group.zone is not None and group.zone.holds(target):
                    if self.identities and self._spares(group, target):
                        continue
                    return True
        return False

    def _spares(self, group: Group, target: Element) -> bool:
        """Tell whether the rules of a flight spare a target for what the controller holds it to be."""
        identity: Identity | None = self.identities.get(target)
        return identity is not None and is_off_limits(group.spec.rules, identity)

    def reassess(self, target: Element) -> None:
        """Work on a target, or no longer, because of what it is held to be now."""
        if self.is_central:
            if not self._is_eligible(target):
                self._give_up(target)
            else:
                self._consider(target)

    # News.

    def track_gained(self, target: Element) -> None:
        """Follow a new target until it is within commit range."""
        if not self.is_central:
            return
        for group in self._groups:
            if group.zone is not None:
                group.zone.attend(target)
        self._consider(target)

    def track_dropped(self, target: Element) -> None:
        """Forget a target that is gone."""
        self._give_up(target)

    def dual_held(self, target: Element) -> None:
        """Take two tracks of a group for two groups."""
        if self.is_central:
            self._seconds[target] = False
            if (target in self._waiting or self._sent.get(target)) and target not in self._desk:
                self._ask(target)

    def dual_resolved(self, target: Element) -> None:
        """Send nobody more at the second track of a group; who is on his way goes on."""
        if self._seconds.pop(target, None) is None:
            return
        if not self._wants_more(target):
            self._give_up(target)
        elif target in self._waiting:
            self._leave_queue(target)

    def zone_entered(self, target: Element) -> None:
        """Hear that a target came within commit range."""
        self._consider(target)

    def zone_left(self, target: Element) -> None:
        """Hear that a target left the commit range of one flight; another's may still hold it."""
        if not self._is_eligible(target):
            self._give_up(target)

    def _give_up(self, target: Element) -> None:
        self._waiting.pop(target, None)
        self._leave_queue(target)

    def _leave_queue(self, target: Element) -> None:
        if self._desk.is_waiting(target):
            self._desk.leave(target)
            self.world.record(LeftQueue(self.world.clock.now, self.name, target.name))
            if self.delegation is not None:
                self.delegation.look()

    def _consider(self, target: Element) -> None:
        if not self._is_eligible(target) or target in self._desk or self._sent.get(target):
            return
        if target not in self._seen:
            self._seen.add(target)
            self.world.record(Eligible(self.world.clock.now, self.name, target.name))
        self._queue(target)
