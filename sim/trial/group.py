"""A flight in a trial: its elements, who leads, what it defends, who follows it, who tasks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.command import Authority
from sim.scenario.schema import Flight, FlightRole
from sim.trial.messages import Reconsider, WayChanged
from sim.trial.records import LeadChanged

if TYPE_CHECKING:
    from sim.trial.controller import Controller
    from sim.trial.element import Element
    from sim.trial.world import World
    from sim.trial.zone import CommitZone


class Group:
    """The elements of one flight. The lead is the first that still flies."""

    __slots__ = (
        "aircraft_lost",
        "charge",
        "controller",
        "elements",
        "followers",
        "is_on_its_own",
        "is_waiting",
        "lead",
        "name",
        "spec",
        "world",
        "zone",
    )

    def __init__(self, world: World, name: str, spec: Flight) -> None:
        self.world = world
        self.name = name
        self.spec = spec
        self.elements: list[Element] = []
        self.lead: Element | None = None
        self.charge: Group | None = None
        self.followers: list[Group] = []
        self.zone: CommitZone | None = None
        self.controller: Controller | None = None
        self.is_on_its_own = False  # out of contact with its controller for too long
        self.is_waiting = False  # not there yet: see waves.py
        self.aircraft_lost = 0

    @property
    def authority(self) -> Authority:
        """Who tasks its elements."""
        if self.is_on_its_own:
            return self.spec.fallback
        return Authority.AUTONOMOUS if self.controller is None else self.controller.spec.authority

    @property
    def may_send(self) -> int:
        """How many more of its elements may leave their plan, so that enough stay at station."""
        keep = self.spec.escort.keep_on_station if self.spec.escort is not None else 0
        return sum(element.is_flying and element.task is None for element in self.elements) - keep

    def escorts(self) -> list[Element]:
        """Return the flying elements that escort this flight."""
        return [element for group in self.followers for element in group.elements if element.is_flying]

    def way_changed(self) -> None:
        """Tell those who keep station on this flight that its way changed."""
        for element in self.escorts():
            element.inbox.post(WayChanged())

    def member_lost(self, _element: Element) -> None:
        """Take note of a lost aircraft, and let those reconsider whose plan may hang on it."""
        self.aircraft_lost += 1
        concerned = [self] if self.spec.role is FlightRole.STRIKE else []
        if self.charge is not None:
            concerned.append(self.charge)
        for group in concerned:
            for element in group.elements:
                if element.is_flying:
                    element.inbox.post(Reconsider())

    def element_left(self, element: Element) -> None:
        """Hand the lead over when the lead has left the world."""
        if element is not self.lead:
            return
        self.lead = next((other for other in self.elements if other.is_flying), None)
        if self.lead is not None:
            self.world.record(LeadChanged(self.world.clock.now, self.name, self.lead.name))
            for group in self.followers:
                if group.zone is not None:
                    group.zone.anchor(self.lead.body)
        self.way_changed()
