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
        if until_s < _FOREVER:
            self._timer = clock.at(until_s, MOVE, self._ring)
        self._bell = bell = simpy.Event(clock.env)
        return (yield bell)

    def post(self, message: object) -> None:
        """Leave a message; wake the process when it waits."""
        if self._bell is None:
            self._messages.append(message)
        else:
            if self._timer is not None:
                self._clock.cancel(self._timer)
            self._ring(message)

    def _ring(self, message: object) -> None:
        """Wake the waiting process with a message, or with None from the timer."""
        bell, self._bell, self._timer = self._bell, None, None
        if bell is not None:
            self._clock.give_way()
            bell.succeed(message)

    def close(self) -> None:
        """Let the waiting process go; it will not be woken any more."""
        if self._bell is not None:
            self._bell.callbacks.clear()
            self._bell = None
