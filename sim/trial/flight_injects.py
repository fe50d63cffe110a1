"""What injects do to flights: another doctrine or other rules, a later start, the way home, a jammer on or off.

A flight that has not started keeps its new doctrine and rules for when it does. What changes nothing is not recorded:
delaying or calling home who is gone, switching on what works.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sim.model.command import Doctrine
from sim.model.rules import FlightRules
from sim.model.sensors.jamming import Switch
from sim.scenario.schema import What
from sim.trial.identification import known_friends
from sim.trial.messages import Recalled
from sim.trial.records import DoctrineChanged, FlightDelayed, FlightRecalled, JammerSwitched, RulesChanged
from sim.trial.rules import Rulebook

if TYPE_CHECKING:
    from sim.trial.group import Group
    from sim.trial.world import World

Deed = Callable[["World", str, "Group", What], None]
"""Does to a flight what an inject of a name says."""


def change_doctrine(world: World, inject: str, group: Group, what: What) -> None:
    """Let another doctrine rule every choice from now on; a task under way goes on, and so does running away."""
    assert what.doctrine is not None
    world.record(DoctrineChanged(world.now, inject, group.name, what.doctrine))
    drags = Doctrine.DRAG in (group.spec.doctrine, what.doctrine)
    group.spec = replace(group.spec, doctrine=what.doctrine)
    for element in group.elements:
        if element.is_flying:
            if drags:
                element.guard.renew()  # to run or to stand is another question now
            element.chooser.look_round()


def change_rules(world: World, inject: str, group: Group, what: What) -> None:
    """Let a flight use its weapons otherwise from now on; what they spare now it leaves alone.

    Where nobody had rules before, there is a rulebook from now on; hostile acts from before it are not in it.
    """
    assert what.weapons is not None
    world.record(RulesChanged(world.now, inject, group.name, what.weapons))
    if world.rulebook is None:
        for node in (*world.elements.values(), *world.sites.values(), *world.controllers.values()):
            node.befriend(known_friends(world, node))
        world.rulebook = Rulebook(world)
    rules: FlightRules = replace(group.spec.rules, weapons=what.weapons)
    group.spec = replace(group.spec, rules=rules)
    for element in group.elements:
        if element.binding is not None:
            element.binding.follow(rules)
        if element.is_flying:
            for target in tuple(element.picture):
                element.reassess(target)


def delay(world: World, inject: str, group: Group, what: What) -> None:
    """Let a flight that has not started start later."""
    assert what.delay_s is not None
    if world.waves is not None and world.waves.delay(group.name, what.delay_s):
        world.record(FlightDelayed(world.now, inject, group.name, what.delay_s))


def recall(world: World, inject: str, group: Group, _what: What) -> None:
    """Send a flight home; one that has not started, or is on the ground, stays there."""
    if world.waves is not None and world.waves.call_off(group.name):
        world.record(FlightRecalled(world.now, inject, group.name))
        world.end_when_idle()
        return
    there = [element for element in group.elements if element.is_flying or element.ground is not None]
    if there:
        world.record(FlightRecalled(world.now, inject, group.name))
    for element in there:
        if element.ground is not None:
            element.ground.stand_down()
        else:
            element.inbox.post(Recalled())


def switch_jammer(world: World, inject: str, group: Group, what: What) -> None:
    """Switch the jammers of a flight on or off; one that is switched off stays off when its flight commits."""
    assert what.jammer is not None
    world.record(JammerSwitched(world.now, inject, group.name, what.jammer))
    for element in group.elements:
        world.sensing.switch_jammer(element, is_on=what.jammer is Switch.ON)


DEEDS: Final[dict[str, Deed]] = {
    "doctrine": change_doctrine,
    "weapons": change_rules,
    "delay_s": delay,
    "goes_home": recall,
    "jammer": switch_jammer,
}
"""By the word of `What` that stands beside `flight`."""
