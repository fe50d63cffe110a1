"""Who can reach whom: the ways of messages over links and gateways, and flights that have lost their controller.

A flight that has been out of contact with its controller for `lost_comms_s` goes by its fallback authority until
contact is restored. What fails and comes back is told here; nobody polls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.trial.clock import DECIDE, Entry
from sim.trial.gateway import Hop, Letter
from sim.trial.records import CommsLost, CommsRestored

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.group import Group
    from sim.trial.link import Datalink
    from sim.trial.node import Node
    from sim.trial.world import World

Way = tuple["Datalink", tuple[Hop, ...]]
"""The first link of a way, and the steps from there."""


class Comms:
    """All ways of one trial, and the flights that are cut off."""

    __slots__ = ("_cut_off", "_timers", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._cut_off: dict[Group, None] = {}
        self._timers: dict[Group, Entry] = {}

    # Ways.

    def ways(self, node: Node) -> dict[Datalink, Way]:
        """Return every link that a node's messages can reach, nearest first, each with the way there."""
        found: dict[Datalink, Way] = {
            datalink: (datalink, ()) for datalink in node.datalinks if node.name in datalink.members
        }
        pending = list(found)
        for datalink in pending:
            first, hops = found[datalink]
            for name, gateway in self._world.gateways.items():
                if name not in datalink.members:
                    continue
                for end in gateway.ends:
                    if end.datalink not in found and name in end.datalink.members:
                        found[end.datalink] = first, (*hops, Hop(gateway, end.datalink))
                        pending.append(end.datalink)
        return found

    def pass_on(self, sender: Node, receiver: Node, message: object) -> None:
        """Send a message through as few gateways as can be; without a way it is lost."""
        for datalink, (first, hops) in self.ways(sender).items():
            if hops and receiver.name in datalink.members:
                first.send(hops[0].gateway.name, Letter(hops, receiver.name, message), sender.name)
                return

    def peers(self, element: Element) -> list[Element]:
        """Return the other elements that an element can reach, nearest links first."""
        elements = self._world.elements
        datalinks = self.ways(element) if self._world.gateways else element.datalinks
        names = {name: None for datalink in datalinks for name in datalink.members}
        return [elements[name] for name in names if name in elements and name != element.name]

    def can_reach(self, node: Node, receiver: Node) -> bool:
        """Tell whether there is a way for messages now."""
        return any(receiver.name in datalink.members for datalink in self.ways(node))

    # Contact.

    def changed(self) -> None:
        """See who has lost and who has regained his controller, because something failed or came back."""
        for group in self._world.groups.values():
            controller = group.controller
            if controller is None or group.lead is None:
                continue
            in_contact = self.can_reach(group.lead, controller)
            if not in_contact and group not in self._cut_off:
                self._cut_off[group] = None
                self._lose_contact(group)
            elif in_contact and group in self._cut_off:
                del self._cut_off[group]
                self._regain_contact(group)

    def _lose_contact(self, group: Group) -> None:
        after_s, clock = group.spec.lost_comms_s, self._world.clock
        if after_s is not None:
            self._timers[group] = clock.at(clock.now + after_s, DECIDE, self._fall_back, group)

    def _fall_back(self, group: Group) -> None:
        if group.lead is None:
            return
        group.is_on_its_own = True
        self._world.record(CommsLost(self._world.clock.now, group.name, group.spec.fallback))
        for element in group.elements:
            if element.is_flying:
                element.chooser.take_over()

    def _regain_contact(self, group: Group) -> None:
        timer = self._timers.pop(group, None)
        if timer is not None:
            self._world.clock.cancel(timer)
        if group.is_on_its_own:
            group.is_on_its_own = False
            self._world.record(CommsRestored(self._world.clock.now, group.name))
        for element in group.elements:
            if element.is_flying and not self._shares_link(element, group):
                element.voice.reports_back()

    @staticmethod
    def _shares_link(element: Element, group: Group) -> bool:
        """Tell whether an element is on a link with its controller: then it checks in whenever that comes back."""
        controller = group.controller
        return controller is not None and any(datalink in controller.datalinks for datalink in element.datalinks)
