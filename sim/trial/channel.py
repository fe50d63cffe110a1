"""A voice channel at work: one member speaks at a time, whoever asked first speaks first, nobody is interrupted.

It carries the orders, answers and claims of a link that asks for it. What is lost on the way and repeated a period
later does not take the channel again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.trial.clock import DELIVER
from sim.trial.records import ChannelTaken

if TYPE_CHECKING:
    from sim.trial.clock import Clock
    from sim.trial.world import World

Letter = tuple[str, object]
"""A receiver and what it is told."""


class Spoken(NamedTuple):
    """A message that waits for its turn: since when, and how long it is on its way once it was spoken."""

    letter: Letter
    since_s: float
    delay_s: float


class Channel:
    """The voice channel of one link."""

    __slots__ = ("_clock", "_free_s", "_hand_over", "_link", "_message_s", "_world")

    def __init__(self, world: World, link: str, message_s: float, hand_over: Callable[[Any], None]) -> None:
        self._world = world
        self._clock: Clock = world.clock
        self._link = link
        self._message_s = message_s
        self._hand_over = hand_over
        self._free_s = 0.0  # when everybody has spoken who waits for his turn

    def say(self, letter: Letter, delay_s: float) -> None:
        """Speak when all have done so who asked before; the message arrives `delay_s` after it was spoken."""
        now = self._clock.now
        begins_s = max(self._free_s, now)
        self._free_s = begins_s + self._message_s
        self._clock.at(begins_s, DELIVER, self._speak, Spoken(letter, now, delay_s))

    def fall_silent(self) -> None:
        """Carry nothing any more: who waits for his turn goes unheard."""
        self._clock.cancel_all(self._speak)
        self._free_s = 0.0

    def _speak(self, spoken: Spoken) -> None:
        now, letter = self._clock.now, spoken.letter
        self._world.record(ChannelTaken(now, self._link, letter[0], now - spoken.since_s))
        self._clock.at(now + self._message_s + spoken.delay_s, DELIVER, self._hand_over, letter)
