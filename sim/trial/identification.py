"""Identification at work: how a node finds out what a track is that its own sensors hold.

The time in identification range is one exponential wait, drawn anew for each pass; chance to err is drawn once at its
end. What a node finds out itself it believes until the track is gone; what it hears over the link counts until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.identity import NEUTRAL_SIDE, Identification, Identity, mistaken_identity, true_identity
from sim.trial.clock import DETECT, Entry
from sim.trial.records import Identified
from sim.trial.referee import Watch

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.group import Group
    from sim.trial.node import Node
    from sim.trial.world import World


def seen_by(world: World, node: Node) -> list[Element]:
    """Return every element that a node's sensors may see, in name order.

    Who cannot identify is not shown friends at all, and so never mistakes one.
    """
    if node.identifier is None:
        return world.hostile_elements(node.side)
    return [target for target in world.elements.values() if may_see(node, target)]


def may_see(node: Node, target: Element) -> bool:
    """Tell whether a node's sensors may see an element at all."""
    return target.side != node.side if node.identifier is None else target not in node.friends


def known_friends(world: World, node: Node) -> frozenset[Element]:
    """Return whom a node knows for friends without looking: itself, its links, its party, and neutrals one another.

    A party is a flight with all who escort it; a controller knows the parties of the flights that it commands. Who is
    on a link that gateways let it reach is known like those on its own links.
    """
    reached = set(world.comms.ways(node) if world.gateways else node.datalinks)
    parties = {_party(group) for group in world.groups.values() if node in group.elements or group.controller is node}
    return frozenset(
        target
        for target in world.elements.values()
        if target.side == node.side
        and (node.side == NEUTRAL_SIDE or not reached.isdisjoint(target.datalinks) or _party(target.group) in parties)
    )


def _party(group: Group) -> Group:
    """Return the flight at the head of an escorted party."""
    while group.charge is not None:
        group = group.charge
    return group


class Sought:
    """One track that a node is about to identify."""

    __slots__ = ("entries", "target", "watch")

    def __init__(self, target: Element) -> None:
        self.target = target
        self.watch: Watch | None = None
        self.entries: list[Entry] = []


class Identifier:
    """The identification of one node."""

    __slots__ = ("_certain", "_node", "_sought", "_spec")

    def __init__(self, node: Node, spec: Identification) -> None:
        self._node = node
        self._spec = spec
        self._sought: dict[Element, Sought] = {}
        self._certain: set[Element] = set()

    def is_certain_of(self, target: Element) -> bool:
        """Tell whether the node itself has identified a track that it still holds."""
        return target in self._certain

    def attend(self, target: Element) -> None:
        """Watch for identification range of a target that own sensors hold from now on."""
        if target in self._certain:
            return
        world = self._node.world
        sought = self._sought[target] = Sought(target)
        sought.watch = world.referee.watch(
            world.body_of(self._node),
            target.body,
            self._spec.range_m,
            entered=self._enters,
            left=self._leaves,
            about=sought,
        )

    def forget(self, target: Element) -> None:
        """Watch a target no longer, because own sensors have lost it."""
        sought = self._sought.pop(target, None)
        if sought is not None:
            if sought.watch is not None:
                self._node.world.referee.unwatch(sought.watch)
            self._leaves(sought)

    def track_ended(self, target: Element) -> None:
        """Know nothing any more of a track that is gone."""
        self._certain.discard(target)

    def _enters(self, sought: Sought) -> None:
        world, target, spec = self._node.world, sought.target, self._spec
        if target in self._certain:
            return
        now = world.clock.now
        wait_s = 0.0
        if spec.identify_mean_s:
            wait_s = world.luck.exponential(f"identify/{self._node.name}/{target.name}", spec.identify_mean_s)
        sought.entries.append(world.clock.at(now + wait_s, DETECT, self._identify, sought))
        if spec.suspect_after_s is not None and spec.suspect_after_s < wait_s:
            sought.entries.append(world.clock.at(now + spec.suspect_after_s, DETECT, self._suspect, sought))

    def _leaves(self, sought: Sought) -> None:
        for entry in sought.entries:
            self._node.world.clock.cancel(entry)
        sought.entries.clear()

    def _identify(self, sought: Sought) -> None:
        node, target = self._node, sought.target
        sought.entries.clear()
        identity = true_identity(node.side, target.side)
        error_prob, decoy, luck = self._spec.error_prob, target.group.spec.decoy, node.world.luck
        if (
            decoy is not None
            and decoy.found_prob
            and luck.happens(f"unmask/{node.name}/{target.name}", decoy.found_prob)
        ):
            identity = Identity.DECOY
        elif error_prob and luck.happens(f"mistake/{node.name}/{target.name}", error_prob):
            identity = mistaken_identity(identity)
        self._certain.add(target)
        self._say(target, identity)

    def _suspect(self, sought: Sought) -> None:
        if sought.target not in self._node.identities:
            self._say(sought.target, Identity.SUSPECT)

    def _say(self, target: Element, identity: Identity) -> None:
        """Note what a track is held to be, and tell it over the links."""
        node = self._node
        node.world.record(Identified(node.world.clock.now, node.name, target.name, identity))
        node.takes_for(target, identity)
        node.tell_identity(target)
