"""The fuel of an element: arithmetic on its legs, and an entry of the agenda for the next mark that it comes down to.

Nothing steps. Burning changes only when a leg of another kind starts or a tanker gives fuel; in between, fuel is a
straight line. The aircraft of an element share what they have, so one number stands for each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from sim.model.fuel import Fuel, burn_rate
from sim.scenario.schema import FlightRole
from sim.trial.clock import Entry, Phase
from sim.trial.messages import FuelLow, Reconsider
from sim.trial.reasons import WAITING, FuelMark, Purpose, burning_on
from sim.trial.records import FuelExhausted, FuelState

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.plans.base import Leg
    from sim.trial.tanker import Tanker

NO_MISSILE: Final = 0
"""What a loss names in place of a missile when there was none; missiles count from 1."""


class Aboard(Protocol):
    """Something aboard an element that must know what its element does."""

    def leg_starts(self, leg: Leg) -> None:
        """Hear that the element starts a leg."""

    def member_lost(self) -> None:
        """Hear that an aircraft of the element is lost, but not the last."""

    def leaves(self) -> None:
        """Hear that the element leaves the world, lost or home."""


class Tank:
    """What each aircraft of one element has left, as time at cruise."""

    __slots__ = (
        "_burn",
        "_element",
        "_entry",
        "_has_dash",
        "_has_departed",
        "_level_s",
        "_marks",
        "_since_s",
        "is_away",
        "spec",
        "tanker",
        "wanted_s",
    )

    def __init__(self, element: Element, spec: Fuel, to_share: float) -> None:
        self._element = element
        self.spec = spec
        flight = element.group.spec
        self._has_dash = flight.dash_mps is not None
        self._has_departed = flight.role is FlightRole.PATROL  # it is at its point, and flies
        marks = ((spec.joker_s, FuelMark.JOKER), (spec.bingo_s, FuelMark.BINGO))
        self._marks = [(level_s, mark) for level_s, mark in marks if level_s is not None]
        self._level_s = spec.capacity_s * spec.start_share
        self._since_s = 0.0
        self.wanted_s = spec.capacity_s * to_share  # what it takes fuel up to
        self._burn: float | None = None  # until the first leg
        self._entry: Entry | None = None
        self.tanker: Tanker | None = None  # at which it is
        self.is_away = False  # on its way to a tanker, or there

    @property
    def level_s(self) -> float:
        """Fuel of each aircraft now."""
        if self._burn is None:
            return self._level_s
        return self._level_s - self._burn * (self._element.world.clock.now - self._since_s)

    @property
    def is_low(self) -> bool:
        """Whether it is down to joker or less, or where there is no joker, to bingo."""
        return bool(self._marks) and self.level_s <= self._marks[0][0]

    @property
    def is_at_bingo(self) -> bool:
        """Whether it is down to bingo or less."""
        return self.spec.bingo_s is not None and self.level_s <= self.spec.bingo_s

    @property
    def is_flowing_soon(self) -> bool:
        """Whether it has a boom, so that fuel flows or is about to."""
        return self.tanker is not None and self.tanker.is_fuelling(self._element)

    @property
    def holds_back(self) -> bool:
        """Whether fuel keeps the element from its tasks: it is low, or on its way to a tanker, or there."""
        return self.is_away or self.is_low

    def note(self, mark: FuelMark) -> None:
        """Write down what there is."""
        element = self._element
        element.world.record(FuelState(element.world.clock.now, element.name, mark, self.level_s))

    # What changes it.

    def leg_starts(self, leg: Leg) -> None:
        """Burn what this leg takes from now on; whoever flies anything but to stay at its tanker leaves it."""
        if self.tanker is not None and leg.purpose is not Purpose.REFUEL:
            self.tanker.leave(self._element)
        if self._burn is None:
            self.note(FuelMark.START)
        moves = leg.velocity_mps != (0.0, 0.0)
        self._has_departed = self._has_departed or moves or leg.purpose not in WAITING
        burning = burning_on(leg.purpose, moves=moves, has_departed=self._has_departed, has_dash=self._has_dash)
        rate = burn_rate(self.spec, burning)
        if rate != self._burn:
            self.burn(rate)

    def burn(self, rate: float, level_s: float | None = None) -> None:
        """Burn at another rate from now on, negative while it gains; `level_s` is what there is now, where known."""
        self._level_s = self.level_s if level_s is None else level_s
        self._since_s = self._element.world.clock.now
        self._burn = rate
        self._await_mark()

    def member_lost(self) -> None:
        """Let an aircraft take its fuel with it; a transfer to the others ends, and has to begin anew."""
        if self.tanker is not None:
            self.tanker.leave(self._element)
            self._element.inbox.post(Reconsider())

    def leaves(self) -> None:
        """Burn nothing more."""
        if self.tanker is not None:
            self.tanker.leave(self._element)
        if self._entry is not None:
            self._element.world.clock.cancel(self._entry)
            self._entry = None

    # What comes due.

    def _await_mark(self) -> None:
        """Put the next mark that fuel comes down to on the agenda."""
        clock = self._element.world.clock
        if self._entry is not None:
            clock.cancel(self._entry)
            self._entry = None
        rate, level_s = self._burn, self._level_s
        if rate is None or rate <= 0.0:
            return
        for mark_s, mark in self._marks:
            if mark_s < level_s:
                due_s = clock.now + (level_s - mark_s) / rate
                self._entry = clock.at(due_s, Phase.DECIDE, self._comes_to, (mark_s, mark))
                return
        self._entry = clock.at(clock.now + level_s / rate, Phase.REMOVE, self._runs_dry)

    def _comes_to(self, due: tuple[float, FuelMark]) -> None:
        """Come down to a mark: by reason of the entry, whatever rounding says."""
        mark_s, mark = due
        self._entry = None
        self.burn(self._burn or 0.0, mark_s)
        self.note(mark)
        self._element.inbox.post(FuelLow(mark))

    def _runs_dry(self, _argument: object) -> None:
        element = self._element
        self._entry = None
        element.world.record(FuelExhausted(element.world.clock.now, element.name))
        for member in tuple(element.members):
            element.world.lose_member(element, member.name, NO_MISSILE)
