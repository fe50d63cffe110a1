"""A desk serves the urgent first, grants by message, and forgets who leaves."""

from __future__ import annotations

from typing import Any

import pytest
import simpy

from sim.trial.clock import Clock, Phase
from sim.trial.desk import Desk
from sim.trial.inbox import Inbox, Steps
from sim.trial.messages import Granted


class Office:
    """A desk with a clerk who writes down who is granted a server, and when."""

    def __init__(self, servers: int) -> None:
        self.clock = Clock(simpy.Environment(), budget=1_000)
        inbox = Inbox(self.clock)
        self.desk: Any = Desk(self.clock, servers, inbox)  # served here: words instead of elements
        self.granted: list[tuple[float, Any]] = []
        self.clock.env.process(self._listen(inbox))

    def _listen(self, inbox: Inbox) -> Steps:
        while True:
            message = yield from inbox.wait()
            assert isinstance(message, Granted)
            self.granted.append((self.clock.now, message.target))

    def ask(self, at_s: float, who: str, urgency_s: float) -> None:
        self.clock.at(at_s, Phase.DECIDE, lambda _: self.desk.ask(who, urgency_s))

    def leave(self, at_s: float, who: str) -> None:
        self.clock.at(at_s, Phase.DECIDE, lambda _: self.desk.leave(who))

    def after(self) -> list[tuple[float, Any]]:
        self.clock.run()
        return self.granted


@pytest.fixture
def office() -> Office:
    return Office(servers=1)


def test_a_free_server_is_granted_at_once(office: Office) -> None:
    office.ask(1.5, "a", 10.0)
    assert office.after() == [(1.5, "a")]


def test_the_next_is_granted_when_the_first_leaves(office: Office) -> None:
    office.ask(1.0, "a", 10.0)
    office.ask(2.0, "b", 10.0)
    office.leave(7.25, "a")
    assert office.after() == [(1.0, "a"), (7.25, "b")]


def test_the_smaller_urgency_overtakes_in_the_queue_but_not_at_the_server(office: Office) -> None:
    office.ask(1.0, "served", 50.0)
    office.ask(2.0, "calm", 30.0)
    office.ask(3.0, "urgent", 5.0)
    office.leave(4.0, "served")
    office.leave(5.0, "urgent")
    assert office.after() == [(1.0, "served"), (4.0, "urgent"), (5.0, "calm")]


def test_equals_are_served_in_order_of_asking(office: Office) -> None:
    for number, who in enumerate("abc"):
        office.ask(1.0, who, 10.0)
        office.leave(2.0 + number, who)
    assert [who for _, who in office.after()] == ["a", "b", "c"]


def test_who_leaves_the_queue_is_never_granted(office: Office) -> None:
    office.ask(1.0, "a", 1.0)
    office.ask(2.0, "b", 1.0)
    office.ask(3.0, "c", 1.0)
    office.leave(4.0, "b")
    office.leave(5.0, "a")
    assert office.after() == [(1.0, "a"), (5.0, "c")]


def test_who_leaves_at_the_instant_of_its_grant_is_not_told_and_frees_the_server(office: Office) -> None:
    office.ask(1.0, "a", 1.0)
    office.leave(1.0, "a")
    office.ask(1.0, "b", 2.0)
    assert office.after() == [(1.0, "b")]


def test_two_servers_serve_two(office: Office) -> None:
    office = Office(servers=2)
    for who in "abc":
        office.ask(1.0, who, 1.0)
    office.leave(9.0, "b")
    assert office.after() == [(1.0, "a"), (1.0, "b"), (9.0, "c")]


def test_leaving_without_having_asked_is_no_harm(office: Office) -> None:
    office.leave(1.0, "nobody")
    office.ask(2.0, "a", 1.0)
    assert office.after() == [(2.0, "a")]


def test_the_desk_knows_who_waits_and_who_is_served(office: Office) -> None:
    office.ask(1.0, "a", 1.0)
    office.ask(1.0, "b", 1.0)
    office.after()
    assert "a" in office.desk
    assert "b" in office.desk
    assert not office.desk.is_waiting("a")
    assert office.desk.is_waiting("b")
    assert not office.desk.is_waiting("c")
