"""A desk: a few servers, a queue with priorities, and a time that each piece of work takes.

The controller's work on tracks goes over a desk, and so does a site's use of its channels. Nobody stands in the queue:
a grant is a message. Leaving the queue cancels the request, because whoever asked may be gone or busy by then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import simpy
from simpy.resources.resource import PriorityRequest

from sim.trial.clock import Clock
from sim.trial.inbox import Inbox
from sim.trial.messages import Granted

if TYPE_CHECKING:
    from sim.trial.element import Element


class Desk:
    """Servers that targets queue for on behalf of one process."""

    __slots__ = ("_clock", "_inbox", "_requests", "_resource")

    def __init__(self, clock: Clock, servers: int, inbox: Inbox) -> None:
        self._clock = clock
        self._resource = simpy.PriorityResource(clock.env, capacity=servers)
        self._requests: dict[Element, PriorityRequest] = {}
        self._inbox = inbox

    def __contains__(self, target: Element) -> bool:
        """Whether a target waits or is being served."""
        return target in self._requests

    def ask(self, target: Element, urgency_s: float) -> None:
        """Put a target in the queue; a smaller urgency is served first, equals in order of asking."""
        request = self._resource.request(priority=urgency_s)  # type: ignore[arg-type]  # any ordered number will do
        self._requests[target] = request
        self._clock.give_way()
        request.callbacks.append(lambda _event: self._granted(target, request))

    @property
    def targets(self) -> tuple[Element, ...]:
        """Everything that waits or is being served, in order of asking."""
        return tuple(self._requests)

    @property
    def waiting(self) -> list[Element]:
        """Everything that waits and has not been granted, in order of asking."""
        return [target for target, request in self._requests.items() if not request.triggered]

    def is_waiting(self, target: Element) -> bool:
        """Tell whether a target waits and has not been granted."""
        request = self._requests.get(target)
        return request is not None and not request.triggered

    def leave(self, target: Element) -> None:
        """Give up the place in the queue, or the server."""
        request = self._requests.pop(target, None)
        if request is None:
            return
        if request.triggered:
            self._resource.release(request)
            self._clock.give_way()
        else:
            request.cancel()

    def _granted(self, target: Element, request: PriorityRequest) -> None:
        if self._requests.get(target) is request:
            self._inbox.post(Granted(target))
