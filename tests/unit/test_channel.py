"""The voice channel alone against the queue M/D/1."""

from __future__ import annotations

import pytest

from sim.base.chance import Chance
from sim.scenario import load_text
from sim.trial.channel import Channel
from sim.trial.clock import DELIVER
from sim.trial.records import ChannelTaken
from sim.trial.world import World
from tests.unit.test_command import BASE


def test_messages_at_random_wait_as_pollaczek_and_khinchine_say() -> None:
    """M/D/1: mean wait = rho m / (2 (1 - rho)); the tolerance is 4 standard errors of a mean over 80,000 waits."""
    message_s, rho, messages = 6.0, 0.6, 80_000
    scenario = load_text(BASE, overrides={"budget.events": 1_000_000}).scenario
    world = World(scenario, Chance(5, 0).trial(0))
    channel = Channel(world, "NET", message_s, lambda _letter: None)
    at_s = 0.0
    for _ in range(messages):
        at_s += world.luck.exponential("asks", message_s / rho)
        world.clock.at(at_s, DELIVER, lambda _none: channel.say(("HAWK-1", None), 0.0))
    world.clock.at(at_s + 10_000.0, DELIVER, world.stop)
    world.clock.run()
    waits = [record.waited_s for record in world.records if isinstance(record, ChannelTaken)]
    assert len(waits) == messages
    assert sum(waits) / messages == pytest.approx(rho * message_s / (2.0 * (1.0 - rho)), rel=0.06)
