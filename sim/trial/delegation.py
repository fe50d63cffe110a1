"""Delegation by situation: a central controller that cannot keep up lets its elements task themselves for a while.

It tells the lead of each flight over the link; the flight goes by what it last heard. Meanwhile the controller works
its queue down, strikes off what its elements say they take, and gives no orders. A change is not undone before
`hold_s` is over, so nothing flaps at one instant.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.model.command import DelegateWhen
from sim.trial.clock import DECIDE
from sim.trial.messages import Delegated
from sim.trial.records import AuthorityDelegated, AuthorityHeard, AuthorityTakenBack

if TYPE_CHECKING:
    from sim.trial.controller import Controller
    from sim.trial.element import Element
    from sim.trial.group import Group


class Delegation:
    """Whether one controller has delegated, and which lead of each flight it has told."""

    __slots__ = ("_changed_s", "_controller", "_is_armed", "_since_s", "_spec", "_told", "is_on")

    def __init__(self, controller: Controller, spec: DelegateWhen) -> None:
        self._controller = controller
        self._spec = spec
        self.is_on = False
        self._changed_s = -math.inf
        self._is_armed = False
        self._since_s: dict[Element, float] = {}  # when each track joined the queue last
        self._told: dict[Group, Element | None] = {}

    def queued(self, target: Element) -> None:
        """Take note of a track that joined the queue, and look again when it has waited too long."""
        clock = self._controller.world.clock
        self._since_s[target] = clock.now
        if self._spec.wait_s is not None:
            clock.at(clock.now + self._spec.wait_s, DECIDE, self._look, None)
        self.look()

    def look(self) -> None:
        """Delegate or take back when the queue says so, though not too soon after the last change."""
        clock = self._controller.world.clock
        waiting = self._controller.waiting
        oldest_s = min((self._since_s[target] for target in waiting), default=math.inf)
        if not (not waiting if self.is_on else self._is_too_much(len(waiting), oldest_s)):
            return
        allowed_s = self._changed_s + self._spec.hold_s
        if clock.now >= allowed_s:
            self._change(len(waiting), oldest_s)
        elif not self._is_armed:
            self._is_armed = True
            clock.at(allowed_s, DECIDE, self._hold_is_over, None)

    def heard_from(self, group: Group) -> None:
        """Tell whoever leads a flight now, where that is another than the one that was told, or started since."""
        if self._told[group] is not group.lead if group in self._told else self.is_on:
            self._tell(group)

    def tell_all(self) -> None:
        """Say anew how things stand, because the controller or its link was away."""
        if self._told:
            for group in self._controller.groups:
                self._tell(group)

    def _is_too_much(self, waiting: int, oldest_s: float) -> bool:
        most, wait_s = self._spec.queue_at_least, self._spec.wait_s
        if most is not None and waiting >= most:
            return True
        return wait_s is not None and self._controller.world.clock.now >= oldest_s + wait_s

    def _change(self, waiting: int, oldest_s: float) -> None:
        controller, now = self._controller, self._controller.world.clock.now
        self.is_on = not self.is_on
        self._changed_s = now
        if self.is_on:
            controller.world.record(AuthorityDelegated(now, controller.name, waiting, now - oldest_s))
        else:
            controller.world.record(AuthorityTakenBack(now, controller.name))
        for group in controller.groups:
            self._tell(group)
        if not self.is_on:
            controller.decide()

    def _tell(self, group: Group) -> None:
        self._told[group] = group.lead
        if group.lead is not None:
            self._controller.tell(group.lead, Delegated(self.is_on))

    def _look(self, _argument: object) -> None:
        self.look()

    def _hold_is_over(self, _argument: object) -> None:
        self._is_armed = False
        self.look()


def hear(group: Group, *, delegated: bool) -> None:
    """Let a flight go by the news of who tasks it."""
    if group.is_delegated is delegated:
        return
    group.is_delegated = delegated
    group.world.record(AuthorityHeard(group.world.clock.now, group.name, group.authority))
    for element in group.elements:
        if not element.is_flying:
            continue
        if delegated:
            element.voice.claims_task()
            element.chooser.take_over()
        else:
            element.chooser.forget_claims()
