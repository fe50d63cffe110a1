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
    from sim.trial.hold import Hold
    from sim.trial.world import World
    from sim.trial.zone import CommitZone


class Group:
    """The elements of one flight. The lead is the first that still flies."""

    __slots__ = (
        "aircraft_lost",
        "alert_zone",
        "awaited_by",
        "charge",
        "controller",
        "elements",
        "followers",
        "hold",
        "is_delegated",
        "is_on_its_own",
        "is_support",
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
        self.alert_zone: CommitZone | None = None  # a track in it scrambles those who wait on alert
        self.controller: Controller | None = None
        self.is_on_its_own = False  # out of contact with its controller for too long
        self.is_delegated = False  # its controller has told it to task itself for a while
        self.is_support = False  # whether it carries a controller or a gateway that others hang on
        self.is_waiting = False  # not there yet: see waves.py
        self.aircraft_lost = 0
        self.hold: Hold | None = None  # where a strike waits for its package
        self.awaited_by: list[Hold] = []  # holds, its own among them, that hang on who of it is there

    @property
    def authority(self) -> Authority:
        """Who tasks its elements."""
        if self.is_on_its_own:
            return self.spec.fallback
        if self.is_delegated:
            return Authority.DELEGATED
        return Authority.AUTONOMOUS if self.controller is None else self.controller.spec.authority

    @property
    def may_send(self) -> int:
        """How many more of its elements may leave their plan, so that enough stay at station."""
        keep = self.spec.escort.keep_on_station if self.spec.escort is not None else 0
        return sum(element.is_at_plan and not element.is_held_by_fuel for element in self.elements) - keep

    def escorts(self) -> list[Element]:
        """Return the flying elements that escort this flight."""
        return [element for group in self.followers for element in group.elements if element.is_flying]

    def way_changed(self) -> None:
        """Tell those who keep station on this flight that its way changed."""
        for element in self.escorts():
            element.inbox.post(WayChanged())

    def count_loss(self) -> None:
        """Count a lost aircraft; with the last of them comes whoever waits for that."""
        self.aircraft_lost += 1
        if self.world.waves is not None:
            self.world.waves.lost(self)

    def member_lost(self, _element: Element) -> None:
        """Let those reconsider whose plan may hang on an aircraft that was lost."""
        concerned = [self] if self.spec.role in (FlightRole.STRIKE, FlightRole.SUPPRESS) else []
        if self.charge is not None:
            concerned.append(self.charge)
        for group in concerned:
            for element in group.elements:
                if element.is_flying:
                    element.inbox.post(Reconsider())

    def took_off(self, element: Element) -> None:
        """Let those look round who wait for an element; it turns home if its flight was called off meanwhile."""
        for hold in self.awaited_by:
            hold.look_round()
        if self.spec.role in (FlightRole.STRIKE, FlightRole.SUPPRESS):
            element.inbox.post(Reconsider())

    def turned_home(self) -> None:
        """Let those look round who wait for an element that will not come now."""
        for hold in self.awaited_by:
            hold.look_round()

    def element_left(self, element: Element) -> None:
        """Hand the lead over when the lead has left the world."""
        for hold in self.awaited_by:
            hold.look_round()
        if element is not self.lead:
            return
        self.lead = next((other for other in self.elements if other.is_flying or other.ground is not None), None)
        if self.lead is not None:
            self.world.record(LeadChanged(self.world.clock.now, self.name, self.lead.name))
            for group in self.followers:
                for zone in (group.zone, group.alert_zone):
                    if zone is not None:
                        zone.anchor(self.lead.body)
        self.way_changed()
