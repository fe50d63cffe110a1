"""Jammers at work: whom each covers now. It knows nothing of sensors; who looks is told to look again.

What they do to links is in link_jamming.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.sensors.jamming import Jamming, jammed_by
from sim.trial.link_jamming import LinkJammers

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.world import World

Cover = tuple["Element", "Element"]
"""An element with a jammer, and one of its side that it may cover."""


class Jammers:
    """All jammers of one trial."""

    __slots__ = ("_covered", "_links", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._covered: dict[Element, dict[str, Element]] = {}  # whose jammers cover an element, by name
        self._links = LinkJammers(world)

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
        if jammer is None:
            return
        if jammer.links is not None:
            self._links.start(element, jammer.links)
        self._covers((element, element))
        if jammer.cover_m == 0.0:
            return
        for other in world.elements.values():
            self._guard(element, other, jammer.cover_m)

    def appear(self, other: Element) -> None:
        """Let the jammers that work cover an element that has taken off."""
        for element in self._world.elements.values():
            jammer = element.group.spec.jammer
            if jammer is not None and jammer.cover_m and element.is_flying and element.is_emitting:
                self._guard(element, other, jammer.cover_m)

    def _guard(self, element: Element, other: Element, cover_m: float) -> None:
        if other is not element and other.side == element.side and other.is_flying:
            self._world.referee.watch(
                element.body,
                other.body,
                cover_m,
                entered=self._covers,
                left=self._uncovers,
                about=(element, other),
            )

    def gone(self, element: Element) -> None:
        """Cover and be covered no more, because the element has left the world."""
        self._links.gone(element)
        self._covered.pop(element, None)
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
