"""Dual tracks: a node that does not recognise news of a group it holds has two tracks of it, for a while.

Whoever holds a group by one source (own sensors, or a link) and gets it from another may take the two for two groups.
The luck is that of the receiver and its target, drawn whenever another source appears. The node sees that the two are
one after a time, or has one again when one of the sources ends. A group never makes more than two tracks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.trial.clock import DELIVER, Entry
from sim.trial.reasons import Source
from sim.trial.records import DualTrackHeld, DualTrackResolved

if TYPE_CHECKING:
    from sim.trial.link import Datalink
    from sim.trial.node import Node
    from sim.trial.tracks import Track
    from sim.trial.world import World


class Dual:
    """The second of two tracks: the source that makes it, None for own sensors, and when the node will see it."""

    __slots__ = ("entry", "source")

    def __init__(self, source: Datalink | None, entry: Entry) -> None:
        self.source = source
        self.entry = entry


class Correlator:
    """How one node makes one track of what several sources say."""

    __slots__ = ("_node",)

    def __init__(self, node: Node) -> None:
        self._node = node

    def source_appears(self, track: Track, source: Datalink | None) -> None:
        """Draw whether news from another source is recognised as a group that is held already, if any holds it."""
        others = [link for link in track.feeds if link is not source]
        if not others and not track.own:
            return
        node, target = self._node, track.target
        luck, clock, link = node.world.luck, node.world.clock, (source or others[0]).spec
        whose = f"{node.name}/{target.name}"
        if luck.happens(f"correlate/{whose}", link.correlation_prob) or track.dual is not None:
            return
        at_s = clock.now + luck.exponential(f"resolve/{whose}", link.resolve_mean_s)
        track.dual = Dual(source, clock.at(at_s, DELIVER, self.resolve, track))
        kind = Source.OWN if source is None else Source.LINK
        node.world.record(DualTrackHeld(clock.now, node.name, target.name, kind))
        node.dual_held(target)

    def source_ended(self, track: Track) -> None:
        """See whether both tracks are still made, now that a source has ended."""
        dual = track.dual
        if dual is None:
            return
        second = track.own if dual.source is None else dual.source in track.feeds
        first = (track.own and dual.source is not None) or any(link is not dual.source for link in track.feeds)
        if not (first and second):
            self.resolve(track)

    def resolve(self, track: Track) -> None:
        """Have one track of the group again."""
        self.forget(track)
        node, target = self._node, track.target
        node.world.record(DualTrackResolved(node.world.clock.now, node.name, target.name))
        node.dual_resolved(target)

    def forget(self, track: Track) -> None:
        """Have one track of the group again, and say nothing of it."""
        if track.dual is not None:
            self._node.world.clock.cancel(track.dual.entry)
            track.dual = None


def correlate(world: World) -> None:
    """Let everybody who may fail to recognise a target draw whether he does."""
    doubtful = [datalink for datalink in world.datalinks.values() if datalink.spec.correlation_prob < 1.0]
    if doubtful:
        for node in (*world.elements.values(), *world.sites.values(), *world.controllers.values()):
            if any(datalink in doubtful for datalink in node.datalinks):
                node.correlator = Correlator(node)
