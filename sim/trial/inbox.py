"""How a process waits: for a message, or for an instant, whichever comes first. Nobody polls."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from typing import Any

import simpy

from sim.trial.clock import MOVE, Clock, Entry

Steps = Generator[simpy.Event, Any, Any]
"""What the generator of a SimPy process yields and is sent."""

_FOREVER = float("inf")


class Inbox:
    """Messages for one process, in order of arrival. No message is ever lost."""

    __slots__ = ("_bell", "_clock", "_messages", "_timer")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._messages: deque[object] = deque()
        self._bell: simpy.Event | None = None
        self._timer: Entry | None = None

    def wait(self, until_s: float = _FOREVER) -> Steps:
        """Return the next message, or None when `until_s` comes first."""
        clock = self._clock
        clock.count()
        if self._messages:
            return self._messages.popleft()
        if until_s <= clock.now:
            return None
        timer = self._timer
        if timer is None:
            if until_s < _FOREVER:
                self._timer = clock.at(until_s, MOVE, self._run_out)
        elif timer[0] != until_s:
            clock.cancel(timer)
            self._timer = clock.at(until_s, MOVE, self._run_out) if until_s < _FOREVER else None
        self._bell = bell = simpy.Event(clock.env)
        return (yield bell)

    def post(self, message: object) -> None:
        """Leave a message; wake the process when it waits."""
        if self._bell is None:
            self._messages.append(message)
        else:
            bell, self._bell = self._bell, None
            self._clock.give_way()
            bell.succeed(message)

    def _run_out(self, _argument: object) -> None:
        """Wake the process because its time is up; one that has just been woken will see that for itself."""
        self._timer = None
        if self._bell is not None:
            self.post(None)

    def close(self) -> None:
        """Let the waiting process go; it will not be woken any more."""
        if self._timer is not None:
            self._clock.cancel(self._timer)
            self._timer = None
        if self._bell is not None:
            self._bell.callbacks.clear()
            self._bell = None
