"""The trial's clock and agenda: what is due when, at exact instants, on top of SimPy.

SimPy's own time is `now + delay`, which differs in the last bit from the instant that was meant and would make a
trial depend on events that have nothing to do with it. So every instant is kept here as it was computed; SimPy is
armed with one timeout for the earliest. `Clock.now` is the exact instant being served.

At one instant the agenda runs phase by phase (moves, detections, deliveries, decisions, launches, impacts,
removals). Processes woken in one phase run before the next phase begins.
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

    __slots__ = ("_agenda", "_armed", "_budget", "_numbers", "env", "now", "served", "woken")

    def __init__(self, env: simpy.Environment, budget: int) -> None:
        self.env = env
        self.now = 0.0
        self.served = 0
        self.woken = False
        self._budget = budget
        self._agenda: list[Entry] = []
        self._armed: list[float] = []  # instants of timeouts still to come; the earliest is last
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
        if not self._armed or instant_s < self._armed[-1]:
            self._arm(instant_s)
        return entry

    @staticmethod
    def cancel(entry: Entry) -> None:
        """Strike an entry out; it will do nothing."""
        entry[_ACTION] = None

    def count(self) -> None:
        """Count one event against the budget.

        Raises: BudgetExceededError when the budget is used up.
        """
        self.served += 1
        if self.served > self._budget:
            raise BudgetExceededError(f"more than {self._budget} events by {self.now:.3f} s")

    def _arm(self, instant_s: float) -> None:
        self._armed.append(instant_s)
        env = self.env
        timeout = env.timeout(max(instant_s - env.now, 0.0))
        timeout.callbacks.append(self._serve)

    def _serve(self, _event: simpy.Event) -> None:
        """Serve what is due at the armed instant, one phase at a time."""
        due = self._armed.pop()
        agenda = self._agenda
        self.woken = False
        phase: Phase | None = None
        while agenda:
            entry = agenda[0]
            instant, its_phase, _, action, argument = entry
            if action is None:
                heappop(agenda)
                continue
            if instant > due or (self.woken and (instant != self.now or its_phase != phase)):
                break
            heappop(agenda)
            self.now = instant
            phase = its_phase
            self.count()
            action(argument)
        if agenda and (not self._armed or agenda[0][0] < self._armed[-1]):
            self._arm(agenda[0][0])
