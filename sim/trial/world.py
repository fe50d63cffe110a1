"""The parts of one trial, and where to find them. It knows no rules; it only holds things together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy

from sim.base.chance import Luck
from sim.scenario.schema import Scenario
from sim.trial.breakdowns import lose_carried
from sim.trial.clock import Clock
from sim.trial.memory import dissolve
from sim.trial.node import Node
from sim.trial.reasons import FuelMark
from sim.trial.records import ElementLost, HomeReached, MemberLost, Record
from sim.trial.referee import Body, Referee
from sim.trial.sensing import Sensing
from sim.trial.tracks import Sighting

if TYPE_CHECKING:
    from sim.trial.base import Base
    from sim.trial.breakdowns import Carried
    from sim.trial.comms import Comms
    from sim.trial.controller import Controller
    from sim.trial.element import Element
    from sim.trial.gateway import Gateway
    from sim.trial.ground import GroundTarget
    from sim.trial.group import Group
    from sim.trial.link import Datalink
    from sim.trial.merge import Merges
    from sim.trial.missiles import Missiles
    from sim.trial.rules import Rulebook
    from sim.trial.site import Site
    from sim.trial.tanker import Tanker
    from sim.trial.waves import Waves


class World:
    """One trial's clock, truth, chance, records, and everybody in it, each by name in name order."""

    __slots__ = (
        "_shared",
        "aboard",
        "bases",
        "bodies",
        "clock",
        "comms",
        "controllers",
        "datalinks",
        "elements",
        "gateways",
        "groups",
        "luck",
        "merges",
        "missiles",
        "record",
        "records",
        "referee",
        "rulebook",
        "scenario",
        "sensing",
        "sites",
        "tankers",
        "targets",
        "waves",
    )

    missiles: Missiles
    comms: Comms

    def __init__(self, scenario: Scenario, luck: Luck) -> None:
        self.scenario = scenario
        self.luck = luck
        self.clock = Clock(simpy.Environment(), scenario.budget.events)
        self.referee = Referee(self.clock)
        self.sensing = Sensing(self)
        self.records: list[Record] = []
        self.record = self.records.append
        self.groups: dict[str, Group] = {}
        self.elements: dict[str, Element] = {}
        self.sites: dict[str, Site] = {}
        self.controllers: dict[str, Controller] = {}
        self.datalinks: dict[str, Datalink] = {}
        self.gateways: dict[str, Gateway] = {}
        self.targets: dict[str, GroundTarget] = {}
        self.tankers: dict[str, Tanker] = {}  # by flight
        self.bases: dict[str, Base] = {}
        self.aboard: dict[str, list[Carried]] = {}  # what goes down with an aircraft, a site or a controller
        self.bodies: dict[Node, Body] = {}
        self.rulebook: Rulebook | None = None  # where rules, caveats or identification are declared
        self.merges: Merges | None = None  # where any flight fights close in
        self.waves: Waves | None = None  # where flights start later
        self._shared: dict[str, float] = {}

    @property
    def now(self) -> float:
        """The exact present instant, in seconds."""
        return self.clock.now

    def hostile_elements(self, side: str) -> list[Element]:
        """Return every element of another side, in name order."""
        return [element for element in self.elements.values() if element.side != side]

    def body_of(self, node: Node) -> Body:
        """Return the body of a node that has sensors."""
        return self.bodies[node]

    def sight(self, target: Element) -> Sighting:
        """Return where a target is now and how it flies."""
        body = target.body
        x_m, y_m = body.position(self.clock.now)
        return Sighting(self.clock.now, x_m, y_m, body.vx_mps, body.vy_mps)

    def turned(self, element: Element) -> None:
        """Tell those who see an element that it turned: observers and links."""
        for node in tuple(element.seen_by):
            node.track_moved(element)
        for datalink in self.datalinks.values():
            datalink.target_turned(element)

    def lose_member(self, element: Element, member: str, missile: int) -> None:
        """Take an aircraft out of the world, and its element with the last of them. `missile`: what brought it down."""
        now = self.clock.now
        element.members = [other for other in element.members if other.name != member]
        if element.merge is not None:
            element.merge.member_lost(element, member)
        self.record(MemberLost(now, member, element.name, element.group.name, missile))
        if member in self.aboard:
            lose_carried(self, member)
        if element.members:
            self.sensing.members_changed(element, len(element.members))
            for thing in element.aboard:
                thing.member_lost()
            element.group.count_loss()
            element.group.member_lost(element)
        else:
            self.record(ElementLost(now, element.name))
            element.group.count_loss()  # before the trial may end with nobody in the air
            self.remove(element)
            element.group.member_lost(element)

    def land(self, element: Element) -> None:
        """Take an element that is home out of the world."""
        if element.tank is not None:
            element.tank.note(FuelMark.HOME)
        names = tuple(member.name for member in element.members)
        self.record(HomeReached(self.clock.now, element.name, names))
        if self.aboard:
            for name in names:
                lose_carried(self, name)
        self.remove(element)

    def appear(self, element: Element) -> None:
        """Take an element into the world that was not there: it takes off, or starts later than the trial."""
        self.sensing.appear(element)
        for hold in element.group.awaited_by:
            hold.look_out_for(element)

    def remove(self, element: Element) -> None:
        """Take an element out of the world: nobody sees it, and it sees nobody."""
        element.leave()
        self.referee.unwatch_all(element.body)
        self.sensing.retire(element)
        self.sensing.lose_target(element)
        for node in tuple(element.seen_by):
            node.witness_end(element)
        element.forget_everything()
        for datalink in element.datalinks:
            datalink.leave(element)
        for missile in tuple(element.inbound):
            self.missiles.aim(missile)
        element.group.element_left(element)
        self.end_when_idle()

    def shared_normal(self, stream: str) -> float:
        """Return a standard normal that is drawn once in the trial, for whoever asks by this name."""
        if stream not in self._shared:
            self._shared[stream] = self.luck.normal(stream)
        return self._shared[stream]

    def end_when_idle(self) -> None:
        """End the trial when nobody flies, is to take off or about to start, and no missile is in the air."""
        if self.waves is not None and self.waves.is_coming:
            return
        if self.missiles.in_flight == 0 and not any(element.is_flying for element in self.elements.values()):
            grounds = [element.ground for element in self.elements.values()] if self.bases else ()
            if not any(ground is not None and ground.may_leave for ground in grounds):
                self.stop()

    def stop(self, _argument: object = None) -> None:
        """End the trial now."""
        self.clock.stop()

    def dissolve(self) -> None:
        """Let go of everything but the records, which are the trial's result."""
        nodes: list[Node] = [*self.elements.values(), *self.sites.values(), *self.controllers.values()]
        for node in nodes:
            node.inbox.close()
        for base in self.bases.values():
            base.close()
        if self.rulebook is not None:
            self.rulebook.close()
        for tanker in self.tankers.values():
            tanker.stop()
        for body in self.bodies.values():
            self.referee.unwatch_all(body)
        self.clock.close()
        dissolve([*self.bodies.values(), *nodes, *self.groups.values(), *self.datalinks.values()])
        ends = [end for gateway in self.gateways.values() for end in gateway.ends]
        dissolve([*self.tankers.values(), *ends, *self.gateways.values(), self.comms])
        dissolve([self.sensing, self.missiles, self.referee, self])
