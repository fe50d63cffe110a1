"""Records of who tasks, where that changes with the situation, and of the channel over which it is told."""

from __future__ import annotations

from typing import NamedTuple

from sim.model.command import Authority


class AuthorityDelegated(NamedTuple):
    """A controller that cannot keep up lets its elements task themselves; `waiting` tracks, the oldest for `wait_s`."""

    at_s: float
    controller: str
    waiting: int
    wait_s: float


class AuthorityTakenBack(NamedTuple):
    """A controller tasks its elements again."""

    at_s: float
    controller: str


class AuthorityHeard(NamedTuple):
    """The news of who tasks a flight reached it."""

    at_s: float
    flight: str
    authority: Authority


class ChannelTaken(NamedTuple):
    """A message begins to be spoken on the voice channel of a link, after it waited for its turn."""

    at_s: float
    link: str
    receiver: str
    waited_s: float
