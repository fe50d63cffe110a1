"""The clock serves what is due at exact instants, phase by phase, and stops who asks for too much."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import simpy

from sim.base.errors import BudgetExceededError, TrialError
from sim.trial.clock import Clock, Phase
from sim.trial.inbox import Inbox, Steps


@pytest.fixture
def clock() -> Clock:
    return Clock(simpy.Environment(), budget=1_000)


@pytest.fixture
def said() -> list[Any]:
    return []


def test_what_is_put_down_in_any_order_is_served_in_order_of_time(clock: Clock, said: list[Any]) -> None:
    for instant in (3.0, 1.0, 2.0, 0.0):
        clock.at(instant, Phase.MOVE, said.append, instant)
    clock.run()
    assert said == [0.0, 1.0, 2.0, 3.0]


def test_at_one_instant_the_phases_follow_their_order(clock: Clock, said: list[Any]) -> None:
    for phase in reversed(Phase):
        clock.at(5.0, phase, said.append, phase)
    clock.run()
    assert said == list(Phase)


def test_in_one_phase_first_come_is_first_served(clock: Clock, said: list[Any]) -> None:
    for number in range(5):
        clock.at(5.0, Phase.DETECT, said.append, number)
    clock.run()
    assert said == [0, 1, 2, 3, 4]


def test_now_is_the_very_instant_that_was_asked_for(clock: Clock, said: list[Any]) -> None:
    instants = [0.1 * number for number in range(1, 60)]  # sums of such numbers miss by a bit

    def note(_argument: object) -> None:
        said.append(clock.now)

    for instant in instants:
        clock.at(instant, Phase.MOVE, note)
    clock.run()
    assert said == instants


def test_a_struck_entry_does_nothing_and_costs_nothing(clock: Clock, said: list[Any]) -> None:
    entry = clock.at(1.0, Phase.MOVE, said.append, "struck")
    clock.at(2.0, Phase.MOVE, said.append, "kept")
    clock.cancel(entry)
    clock.run()
    assert said == ["kept"]
    assert clock.served == 1


def test_an_earlier_entry_is_served_first_even_when_it_comes_later(clock: Clock, said: list[Any]) -> None:
    clock.at(10.0, Phase.MOVE, said.append, "late")
    clock.at(2.0, Phase.MOVE, lambda _: clock.at(3.0, Phase.MOVE, said.append, "early"))
    clock.run()
    assert said == ["early", "late"]


def test_an_action_may_ask_for_its_own_instant_again(clock: Clock, said: list[Any]) -> None:
    clock.at(4.0, Phase.DECIDE, lambda _: clock.at(clock.now, Phase.DETECT, said.append, clock.now))
    clock.at(4.0, Phase.REMOVE, said.append, "last")
    clock.run()
    assert said == [4.0, "last"]


def test_a_woken_process_runs_before_the_next_phase(clock: Clock, said: list[Any]) -> None:
    inbox = Inbox(clock)

    def process() -> Steps:
        said.append((yield from inbox.wait()))

    clock.env.process(process())
    clock.at(1.0, Phase.DELIVER, inbox.post, "message")
    clock.at(1.0, Phase.DELIVER, said.append, "same phase")
    clock.at(1.0, Phase.DECIDE, said.append, "next phase")
    clock.run()
    assert said == ["same phase", "message", "next phase"]


@pytest.mark.parametrize("instant", [-1.0, math.nan, math.inf, -math.inf])
def test_an_impossible_instant_is_refused(clock: Clock, said: list[Any], instant: float) -> None:
    with pytest.raises(TrialError, match="cannot schedule"):
        clock.at(instant, Phase.MOVE, said.append)


def test_the_past_is_refused(clock: Clock, said: list[Any]) -> None:
    def look_back(_argument: object) -> None:
        with pytest.raises(TrialError, match=r"cannot schedule at 1\.0 s: the clock shows 2\.0 s"):
            clock.at(1.0, Phase.MOVE, said.append)
        said.append("refused")

    clock.at(2.0, Phase.MOVE, look_back)
    clock.run()
    assert said == ["refused"]


def test_the_budget_counts_what_is_served(said: list[Any]) -> None:
    clock = Clock(simpy.Environment(), budget=3)
    for instant in (1.0, 2.0, 3.0, 4.0):
        clock.at(instant, Phase.MOVE, said.append, instant)
    with pytest.raises(BudgetExceededError, match=r"more than 3 events by 4\.000 s"):
        clock.run()
    assert said == [1.0, 2.0, 3.0]


@pytest.mark.timeout(20)
def test_a_loop_at_one_instant_is_stopped_by_the_budget(clock: Clock) -> None:
    def again(_argument: object) -> None:
        clock.at(clock.now, Phase.MOVE, again)

    clock.at(7.0, Phase.MOVE, again)
    with pytest.raises(BudgetExceededError, match=r"more than 1000 events by 7\.000 s"):
        clock.run()
    assert clock.now == 7.0


@pytest.mark.timeout(20)
def test_a_process_that_never_lets_time_pass_is_stopped_by_the_budget(clock: Clock) -> None:
    inbox = Inbox(clock)

    def restless() -> Steps:
        while True:
            yield from inbox.wait(clock.now)

    clock.env.process(restless())
    with pytest.raises(BudgetExceededError, match="more than 1000 events"):
        clock.run()


@pytest.mark.timeout(20)
def test_two_processes_that_answer_at_once_for_ever_are_stopped_by_the_budget(clock: Clock) -> None:
    ping, pong = Inbox(clock), Inbox(clock)

    def player(own: Inbox, other: Inbox) -> Callable[[], Steps]:
        def play() -> Steps:
            while True:
                other.post((yield from own.wait()))

        return play

    clock.env.process(player(ping, pong)())
    clock.env.process(player(pong, ping)())
    clock.at(1.0, Phase.DELIVER, ping.post, "ball")
    with pytest.raises(BudgetExceededError, match=r"by 1\.000 s"):
        clock.run()


def test_an_empty_agenda_starts_again_when_something_is_put_down(clock: Clock, said: list[Any]) -> None:
    clock.at(1.0, Phase.MOVE, said.append, 1)
    clock.run()
    clock.at(2.0, Phase.MOVE, said.append, 2)
    clock.run()
    assert said == [1, 2]
