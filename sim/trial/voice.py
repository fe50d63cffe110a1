"""What an element says over its link: how it stands, to its controller; what it takes, to its peers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sim.model.command import Authority
from sim.trial.messages import Answer, Claim, Outcome, Standing
from sim.trial.reasons import Refusal

if TYPE_CHECKING:
    from sim.trial.element import Element

STANDING_AFTER: Final = {
    Refusal.BUSY: Standing.BUSY,
    Refusal.NO_TRACK: Standing.FREE,
    Refusal.AT_LEASH_END: Standing.FREE,
    Refusal.IDENTITY: Standing.FREE,
    Refusal.LINE: Standing.FREE,
    Refusal.HELD_DEAD: Standing.FREE,
    Refusal.NO_WEAPONS: Standing.OUT,
    Refusal.GOING_HOME: Standing.OUT,
    Refusal.FUEL: Standing.OUT,
    Refusal.GROUNDED: Standing.OUT,
}
"""How an element stands that has just refused an order."""


class Voice:
    """The messages of one element. Without a link it is silent."""

    __slots__ = ("_element",)

    def __init__(self, element: Element) -> None:
        self._element = element

    def takes(self, target: Element, *, unasked: bool) -> None:
        """Say that it takes a target; its controller knows already what it ordered."""
        if unasked:
            self._answer(Standing.BUSY, target, Outcome.TAKEN)
        self._claim(target, holds=True)

    def claims_task(self) -> None:
        """Tell its peers what it engages already, because from now on they choose for themselves."""
        task = self._element.task
        if task is not None:
            self._claim(task.target, holds=True)

    def leaves(self, target: Element) -> None:
        """Say that it no longer engages a target, and whether that target is still there."""
        element = self._element
        standing = Standing.FREE if element.is_armed and not element.is_held_by_fuel else Standing.OUT
        if element.merge is not None:
            standing = Standing.BUSY  # until it checks in again
        self._answer(standing, target, Outcome.ENDED if target.is_gone else Outcome.GIVEN_UP)
        self._claim(target, holds=False)

    def refuses(self, target: Element, refusal: Refusal) -> None:
        """Say that it cannot comply with an order."""
        outcome = Outcome.FORBIDDEN if refusal is Refusal.LINE else Outcome.REFUSED
        self._answer(STANDING_AFTER[refusal], target, outcome)

    def checks_in(self) -> None:
        """Say anew how it stands, because its controller or its link was away."""
        element = self._element
        if element.task is not None:
            self.takes(element.task.target, unasked=True)
        else:
            can_be_sent = element.is_on_call and element.is_armed and not element.plan.is_going_home
            self._answer(Standing.FREE if can_be_sent else Standing.OUT, None, None)

    def reports_back(self) -> None:
        """Say anew how it stands after nobody heard from it: what it was last sent at is no longer its business."""
        if self._element.task is None:
            self.signs_off()
        self.checks_in()

    def signs_off(self) -> None:
        """Say that it is out: its controller notices that a voice is missing, too."""
        self._answer(Standing.OUT, None, None)

    def _answer(self, standing: Standing, target: Element | None, outcome: Outcome | None) -> None:
        element = self._element
        controller = element.group.controller
        if controller is not None:
            element.tell(controller, Answer(element.name, standing, target, outcome))

    def _claim(self, target: Element, *, holds: bool) -> None:
        element = self._element
        if element.group.authority is not Authority.DELEGATED:
            return
        for peer in element.world.comms.peers(element):
            element.tell(peer, Claim(element.name, target, holds, len(element.members)))
