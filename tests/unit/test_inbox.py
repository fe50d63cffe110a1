"""A process waits for a message or an instant, whichever comes first, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
import simpy

from sim.trial.clock import Clock, Phase
from sim.trial.inbox import Inbox, Steps


class Reader:
    """A process that writes down what it hears and when. `until_s`: how long it waits each time."""

    def __init__(self, until_s: Iterable[float]) -> None:
        self.clock = Clock(simpy.Environment(), budget=1_000)
        self.inbox = Inbox(self.clock)
        self.heard: list[tuple[float, Any]] = []
        self._until_s = tuple(until_s)
        self.clock.env.process(self._read())

    def _read(self) -> Steps:
        for until_s in self._until_s:
            message = yield from self.inbox.wait(until_s)
            self.heard.append((self.clock.now, message))

    def after(self, *posts: tuple[float, str]) -> list[tuple[float, Any]]:
        for instant, message in posts:
            self.clock.at(instant, Phase.DELIVER, self.inbox.post, message)
        self.clock.run()
        return self.heard


FOR_EVER = float("inf")


def test_a_message_wakes_the_process_at_its_instant() -> None:
    assert Reader([FOR_EVER]).after((3.5, "go")) == [(3.5, "go")]


def test_without_a_message_the_instant_comes() -> None:
    assert Reader([4.25]).after() == [(4.25, None)]


def test_a_message_before_the_instant_wins_and_the_instant_is_forgotten() -> None:
    reader = Reader([10.0, FOR_EVER])
    assert reader.after((2.0, "early"), (20.0, "late")) == [(2.0, "early"), (20.0, "late")]


def test_a_message_after_the_instant_waits_for_the_next_wait() -> None:
    assert Reader([1.0, FOR_EVER]).after((2.0, "late")) == [(1.0, None), (2.0, "late")]


def test_messages_that_come_together_are_read_in_order() -> None:
    reader = Reader([FOR_EVER] * 3)
    assert reader.after((1.0, "a"), (1.0, "b"), (1.0, "c")) == [(1.0, "a"), (1.0, "b"), (1.0, "c")]


def test_an_instant_that_is_over_comes_at_once_but_after_the_messages() -> None:
    reader = Reader([FOR_EVER, 0.5, 0.5])
    assert reader.after((1.0, "a"), (1.0, "b")) == [(1.0, "a"), (1.0, "b"), (1.0, None)]


def test_the_end_of_a_leg_comes_before_a_delivery_of_the_same_instant() -> None:
    assert Reader([1.0, 5.0]).after((1.0, "message")) == [(1.0, None), (1.0, "message")]


def test_a_message_to_a_process_that_has_not_begun_is_kept() -> None:
    reader = Reader([FOR_EVER])
    reader.inbox.post("before the start")
    assert reader.after() == [(0.0, "before the start")]


@pytest.mark.parametrize("count", [1, 2, 50])
def test_no_message_is_ever_lost(count: int) -> None:
    reader = Reader([FOR_EVER] * count)
    posts = [(float(number // 3), f"{number}") for number in range(count)]
    assert [message for _, message in reader.after(*posts)] == [message for _, message in posts]


def test_every_wait_is_counted_against_the_budget() -> None:
    reader = Reader([1.0, 2.0])
    reader.after()
    assert reader.clock.served == 4  # two waits and two instants
