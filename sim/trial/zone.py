"""A commit zone: the disc around what a flight defends, inside which it may engage."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.model.kinds import Point
from sim.trial.referee import Body, Referee, Watch

if TYPE_CHECKING:
    from sim.trial.element import Element


class Listener(Protocol):
    """Whoever tasks in a zone."""

    def zone_entered(self, target: Element) -> None:
        """Hear that a target came into the zone."""

    def zone_left(self, target: Element) -> None:
        """Hear that a target went out of the zone."""


class CommitZone:
    """Tells its listeners when a target they asked about is within commit range."""

    __slots__ = ("_anchor", "_listeners", "_range_m", "_referee", "_watches")

    def __init__(self, referee: Referee, anchor: Body, range_m: float) -> None:
        self._referee = referee
        self._anchor = anchor
        self._range_m = range_m
        self._listeners: list[Listener] = []
        self._watches: dict[Element, Watch] = {}

    def listen(self, listener: Listener) -> None:
        """Add a listener, once."""
        if listener not in self._listeners:
            self._listeners.append(listener)

    def attend(self, target: Element) -> None:
        """Follow a target from now on."""
        if target not in self._watches and not target.is_gone:
            self._watches[target] = self._referee.watch(
                self._anchor,
                target.body,
                self._range_m,
                entered=self._enter,
                left=self._leave,
                about=target,
            )

    def place(self, at_s: float) -> Point:
        """Return where what is defended is at an instant."""
        return self._anchor.position(at_s)

    def holds(self, target: Element) -> bool:
        """Tell whether a target is within commit range now."""
        watch = self._watches.get(target)
        return watch is not None and watch.inside

    def drop(self, target: Element) -> None:
        """Follow a target no longer."""
        watch = self._watches.pop(target, None)
        if watch is not None:
            self._referee.unwatch(watch)

    def anchor(self, body: Body) -> None:
        """Defend another body from now on."""
        if body is self._anchor:
            return
        self._anchor = body
        for target in tuple(self._watches):
            self.drop(target)
            self.attend(target)

    def _enter(self, target: Element) -> None:
        for listener in self._listeners:
            listener.zone_entered(target)

    def _leave(self, target: Element) -> None:
        for listener in self._listeners:
            listener.zone_left(target)
