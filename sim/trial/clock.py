"""The trial's clock and agenda: what is due when, at exact instants, on top of SimPy.

SimPy's own time is `now + delay`, which differs in the last bit from the instant that was meant and would make a
trial depend on events that have nothing to do with it. So every instant is kept here as it was computed, and
`Clock.now` is the exact instant being served; nobody reads SimPy's own.

SimPy runs the processes and the resources. The agenda is served entry by entry, and SimPy is stepped in between
whenever something was triggered: a process was woken, a server came free. So there is no timeout per entry, and
SimPy's own time stands still. At one instant the agenda runs phase by phase (moves, detections, deliveries, decisions,
launches, impacts, removals); processes woken in one phase run before the next phase begins.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any, Final, NoReturn

import simpy

from sim.base.errors import BudgetExceededError, TrialError
from sim.base.members import quick


@quick
class Phase(enum.IntEnum):
    """The order of things that happen at one instant."""

    MOVE = 0
    DETECT = 1
    DELIVER = 2
    DECIDE = 3
    LAUNCH = 4
    IMPACT = 5
    REMOVE = 6


# The phases that are named most often.
MOVE, DETECT, DELIVER, DECIDE, LAUNCH, IMPACT, REMOVE = Phase

Entry = list[Any]
"""One line of the agenda: [instant, phase, number, action, argument]; a list so that it can be struck out."""

_ACTION: Final = 3
_ARGUMENT: Final = 4
_FOREVER: Final = float("inf")
_END: Final[Entry] = [_FOREVER, None, 0, None, None]


class Clock:
    """Agenda of one trial. `now` is the exact instant being served, in seconds."""

    __slots__ = ("_agenda", "_budget", "_gives_way", "_numbers", "_stops", "env", "now", "served")

    def __init__(self, env: simpy.Environment, budget: int) -> None:
        self.env = env
        self.now = 0.0
        self.served = 0
        self._gives_way = self._stops = False
        self._budget = budget
        self._agenda: list[Entry] = []
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
        return entry

    @staticmethod
    def cancel(entry: Entry) -> None:
        """Strike an entry out; it will do nothing."""
        entry[_ACTION] = entry[_ARGUMENT] = None

    def cancel_all(self, *actions: Callable[[Any], None]) -> None:
        """Strike out every entry with one of these actions."""
        for entry in self._agenda:
            if entry and entry[_ACTION] in actions:
                self.cancel(entry)

    def give_way(self) -> None:
        """Let SimPy run what was just triggered before the next phase or instant is served."""
        self._gives_way = True

    def count(self) -> None:
        """Count one event against the budget.

        Raises: BudgetExceededError when the budget is used up.
        """
        self.served += 1
        if self.served > self._budget:
            self._overrun()

    def close(self) -> None:
        """Forget the agenda."""
        for entry in self._agenda:
            entry.clear()
        self._agenda.clear()

    def _overrun(self) -> NoReturn:
        raise BudgetExceededError(f"more than {self._budget} events by {self.now:.3f} s")

    def stop(self) -> None:
        """Serve nothing more after the present phase and what it wakes."""
        self._stops = self._gives_way = True

    def run(self) -> None:
        """Serve entry after entry, and step SimPy between phases whenever it has something to do.

        Ends after `stop`, or when there is nothing left to do.

        Raises: BudgetExceededError when the budget is used up.
        """
        agenda, budget = self._agenda, self._budget
        phase: Phase | None = None
        self._gives_way = True
        while agenda or self._gives_way:
            if self._gives_way:
                due = agenda[0] if agenda else _END
                if due[0] != self.now or due[1] != phase:
                    self._settle()
                    if self._stops:
                        return
                    continue
            instant, its_phase, _, action, argument = heappop(agenda)
            if action is None:
                continue
            self.now = instant
            phase = its_phase
            self.served += 1
            if self.served > budget:
                self._overrun()
            action(argument)

    def _settle(self) -> None:
        """Let SimPy run everything that is triggered; its own time stands still, so all of it is due."""
        env = self.env
        self._gives_way = False
        while env.peek() < _FOREVER:
            env.step()
