"""The trial's clock and agenda: what is due when, at exact instants, on top of SimPy.

SimPy's own time is `now + delay`, which differs in the last bit from the instant that was meant and would make a
trial depend on events that have nothing to do with it. So every instant is kept here as it was computed, and
`Clock.now` is the exact instant being served; nobody reads SimPy's own.

SimPy is armed with one timeout for the earliest entry. From there the agenda is served entry by entry until a process
is woken: up to then SimPy has nothing to do. At one instant the agenda runs phase by phase (moves, detections,
deliveries, decisions, launches, impacts, removals); processes woken in one phase run before the next phase begins.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, Final

import simpy

from sim.base.errors import BudgetExceededError, TrialError


class Phase(enum.IntEnum):
    """The order of things that happen at one instant."""

    MOVE = 0
    DETECT = 1
    DELIVER = 2
    DECIDE = 3
    LAUNCH = 4
    IMPACT = 5
    REMOVE = 6


Entry = list[Any]
"""One line of the agenda: [instant, phase, number, action, argument]; a list so that it can be struck out."""

_ACTION: Final = 3
_FOREVER: Final = float("inf")


class Clock:
    """Agenda of one trial. `now` is the exact instant being served, in seconds."""

    __slots__ = ("_agenda", "_armed_s", "_armings", "_budget", "_gives_way", "_numbers", "env", "now", "served")

    def __init__(self, env: simpy.Environment, budget: int) -> None:
        self.env = env
        self.now = 0.0
        self.served = 0
        self._gives_way = False
        self._budget = budget
        self._agenda: list[Entry] = []
        self._armed_s = _FOREVER
        self._armings = 0
        self._numbers = 0

    def at(self, instant_s: float, phase: Phase, action: Callable[[Any], None], argument: object = None) -> Entry:
        """Put an action on the agenda and return its entry, which `cancel` strikes out.

        Raises: TrialError when the instant is not finite or lies in the past.
        """
        if not self.now <= instant_s < _FOREVER:
            raise TrialError(f"cannot schedule at {instant_s} s: the clock shows {self.now} s")
        self._numbers += 1
        entry: Entry = [instant_s, phase, self._numbers, action, argument]
        heappush(self._agenda, entry)
        if instant_s < self._armed_s:
            self._arm(instant_s)
        return entry

    @staticmethod
    def cancel(entry: Entry) -> None:
        """Strike an entry out; it will do nothing."""
        entry[_ACTION] = None

    def give_way(self) -> None:
        """Let SimPy run what was just triggered before the next phase or instant is served."""
        self._gives_way = True

    def count(self) -> None:
        """Count one event against the budget.

        Raises: BudgetExceededError when the budget is used up.
        """
        self.served += 1
        if self.served > self._budget:
            raise BudgetExceededError(f"more than {self._budget} events by {self.now:.3f} s")

    def _arm(self, instant_s: float) -> None:
        """Have SimPy call back for an instant; a call-back armed before is out of date and will do nothing."""
        self._armed_s = instant_s
        self._armings += 1
        env = self.env
        timeout = env.timeout(max(instant_s - env.now, 0.0), value=self._armings)
        timeout.callbacks.append(self._serve)

    def _serve(self, timeout: simpy.Event) -> None:
        """Serve entry after entry until SimPy has something to do, and that phase is over."""
        if timeout.value != self._armings:
            return
        agenda = self._agenda
        if self.env.peek() > self.env.now:
            self._armed_s = -_FOREVER  # nothing put on the agenda from here on needs arming
            self._gives_way = False
            phase: Phase | None = None
            while agenda:
                instant, its_phase, _, action, argument = agenda[0]
                if action is None:
                    heappop(agenda)
                    continue
                if self._gives_way and (instant != self.now or its_phase != phase):
                    break
                heappop(agenda)
                self.now = instant
                phase = its_phase
                self.count()
                action(argument)
        if agenda:
            self._arm(agenda[0][0])
        else:
            self._armed_s = _FOREVER
