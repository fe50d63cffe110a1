"""Jammers at work: whom each covers now. It knows nothing of sensors; who looks is told to look again.

What they do to links is in link_jamming.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.sensors.jamming import Jamming, jammed_by
from sim.trial.link_jamming import LinkJammers

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.referee import Watch
    from sim.trial.world import World

Cover = tuple["Element", "Element"]
"""An element with a jammer, and one of its side that it may cover."""


class Jammers:
    """All jammers of one trial."""

    __slots__ = ("_covered", "_links", "_off", "_watches", "_working", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._covered: dict[Element, dict[str, Element]] = {}  # whose jammers cover an element, by name
        self._links = LinkJammers(world)
        self._working: dict[Element, None] = {}
        self._off: set[Element] = set()  # switched off by an inject
        self._watches: dict[Element, list[Watch]] = {}

    def of(self, target: Element) -> Jamming | None:
        """Return what jams for an element now; None when nobody does."""
        covers = self._covered.get(target)
        if not covers:
            return None
        specs = [covers[name].group.spec.jammer for name in sorted(covers)]
        return jammed_by(spec for spec in specs if spec is not None)

    def start(self, element: Element) -> None:
        """Let an element's jammer work from now on: it covers itself, and its side near it."""
        jammer, world = element.group.spec.jammer, self._world
        if jammer is None or element in self._off or element in self._working:
            return
        self._working[element] = None
        if jammer.links is not None:
            self._links.start(element, jammer.links)
        self._covers((element, element))
        for other in world.elements.values():
            self._attend(element, other)

    def appear(self, other: Element) -> None:
        """Let the jammers at work cover an element that takes off or starts later, or trouble what it hears."""
        for element in self._working:
            self._attend(element, other)
        self._links.appear(other)

    def _attend(self, element: Element, other: Element) -> None:
        jammer = element.group.spec.jammer
        if jammer is None or jammer.cover_m == 0.0 or other is element:
            return
        if other.side == element.side and other.is_flying:
            watch = self._world.referee.watch(
                element.body,
                other.body,
                jammer.cover_m,
                entered=self._covers,
                left=self._uncovers,
                about=(element, other),
            )
            self._watches.setdefault(element, []).append(watch)

    def switch(self, element: Element, *, is_on: bool) -> None:
        """Switch a jammer on or off; who is not there yet, or is gone, keeps it so."""
        if is_on:
            self._off.discard(element)
            if element.is_flying:
                self.start(element)
            return
        self._off.add(element)
        if element in self._working:
            for watch in self._watches.pop(element, ()):
                self._world.referee.unwatch(watch)
            del self._working[element]
            self._links.stop(element)
            self._uncover_all(element)

    def works(self, element: Element) -> bool:
        """Tell whether an element's jammer works now."""
        return element in self._working

    def gone(self, element: Element) -> None:
        """Cover and be covered no more, because the element has left the world."""
        self._links.gone(element)
        self._covered.pop(element, None)
        self._working.pop(element, None)
        self._watches.pop(element, None)
        self._uncover_all(element)

    def _uncover_all(self, element: Element) -> None:
        for other, covers in tuple(self._covered.items()):
            if element.name in covers:
                self._uncovers((element, other))

    def _covers(self, cover: Cover) -> None:
        element, other = cover
        self._covered.setdefault(other, {})[element.name] = element
        self._world.sensing.look_again(other)

    def _uncovers(self, cover: Cover) -> None:
        element, other = cover
        del self._covered[other][element.name]
        self._world.sensing.look_again(other)
