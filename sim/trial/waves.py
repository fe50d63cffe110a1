"""Flights that are not there from the beginning: who waits, what calls them, and their coming.

Until it starts an element is in no link, no picture and no choice: it does not fly, and whoever asks who flies passes
it over. A trial does not end while a start is on the agenda; a flight that nothing will call any more does not hold it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.model.waves import TRIGGERS, Trigger
from sim.scenario.waves import head_of
from sim.trial.clock import MOVE, Entry
from sim.trial.plans.suppress import begin_effort
from sim.trial.records import WaveCalled

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.group import Group
    from sim.trial.world import World

GivePlans = Callable[["World", "Group"], None]
"""Gives the elements of a flight their plans and places, from now on."""


class Wave:
    """One flight that waits, with the escorts that start with it."""

    __slots__ = ("delay_s", "entry", "groups", "is_over")

    def __init__(self, groups: list[Group], delay_s: float) -> None:
        self.groups = groups
        self.delay_s = delay_s
        self.entry: Entry | None = None  # its start on the agenda, once that is known
        self.is_over = False  # started, or never to start

    @property
    def name(self) -> str:
        """The flight that the others escort."""
        return self.groups[0].name


class Waves:
    """All waves of one trial."""

    __slots__ = ("_give_plans", "_waiting", "_waves", "_world")

    def __init__(self, world: World, give_plans: GivePlans) -> None:
        self._world = world
        self._give_plans = give_plans
        self._waves: dict[str, Wave] = {}
        self._waiting: dict[tuple[Trigger, str], list[Wave]] = {}
        flights = world.scenario.flights
        for name, group in world.groups.items():
            starts = flights[name].starts
            if starts is None:
                continue
            escorts = [
                other for other in world.groups.values() if other is not group and head_of(flights, other.name) == name
            ]
            wave = self._waves[name] = Wave([group, *escorts], starts.delay_s)
            for trigger in TRIGGERS:
                if trigger in starts.triggers:
                    self._waiting.setdefault((trigger, starts.triggers[trigger]), []).append(wave)
            if starts.at_s is not None:
                self._put(wave, starts.at_s)
            for waiting in wave.groups:
                self._stand_by(waiting)

    @property
    def is_coming(self) -> bool:
        """Whether anybody is still certain to start."""
        return any(wave.entry is not None for wave in self._waves.values())

    # What calls them.

    def committed(self, element: Element, target: Element) -> None:
        """Take note that an element commits on a target."""
        self._call(Trigger.COMMITTED, element.group)
        self._call(Trigger.ENGAGED, target.group)

    def lost(self, group: Group) -> None:
        """Take note that a flight has lost an aircraft; with the last of them it calls whoever waits for that."""
        if group.aircraft_lost == group.spec.aircraft:
            self._call(Trigger.LOST, group)

    def _call(self, trigger: Trigger, group: Group) -> None:
        world = self._world
        for wave in self._waiting.pop((trigger, group.name), ()):
            if not wave.is_over:
                starts_s = world.clock.now + wave.delay_s
                world.record(WaveCalled(world.clock.now, wave.name, group.name, starts_s))
                self._put(wave, starts_s)

    # Injects.

    def delay(self, name: str, delay_s: float) -> bool:
        """Let a flight that has not started start later; tell whether there was anything to delay."""
        wave = self._waves.get(name)
        if wave is None or wave.is_over:
            return False
        wave.delay_s += delay_s
        if wave.entry is not None:
            at_s = wave.entry[0]
            self._world.clock.cancel(wave.entry)
            self._put(wave, at_s + delay_s)
        return True

    def call_off(self, name: str) -> bool:
        """Let a flight never start; tell whether it was still waiting."""
        wave = self._waves.get(name)
        if wave is None:
            return self._leave_out(name)
        if wave.is_over:
            return False
        wave.is_over = True
        if wave.entry is not None:
            self._world.clock.cancel(wave.entry)
            wave.entry = None
        return True

    def _leave_out(self, name: str) -> bool:
        """Let an escort flight not start with its charge; tell whether it was still waiting."""
        for wave in self._waves.values():
            for group in wave.groups if not wave.is_over else ():
                if group.name == name:
                    wave.groups.remove(group)
                    return True
        return False

    # Their coming.

    def _put(self, wave: Wave, at_s: float) -> None:
        wave.entry = self._world.clock.at(at_s, MOVE, self._start, wave)

    @staticmethod
    def _stand_by(group: Group) -> None:
        """Take a flight out of a world in which it was just put."""
        group.lead = None
        for element in group.elements:
            element.is_flying = False
            for datalink in element.datalinks:
                datalink.leave(element)

    def _start(self, wave: Wave) -> None:
        wave.entry = None
        wave.is_over = True
        for group in wave.groups:
            if group.charge is None or group.charge.lead is not None:
                self._bring(group)
        self._world.comms.changed()
        self._world.end_when_idle()

    def _bring(self, group: Group) -> None:
        """Let a flight be there from now on: in its place, on its links, seen and seeing, under its controller.

        Where its place is a base, it is on the ground there and wants to leave.
        """
        world = self._world
        for element in group.elements:
            element.is_flying = True
            for datalink in element.datalinks:
                datalink.rejoin(element)
        group.is_waiting = False
        group.lead = group.elements[0]
        self._give_plans(world, group)  # on the ground, where it has a base
        if group.controller is not None:
            group.controller.command(group)
        for element in group.elements:
            begin_effort(element)
            if element.is_flying:
                world.appear(element)
            world.clock.env.process(element.fly())
            for datalink in element.datalinks:
                datalink.brief((element.name,))
            element.voice.checks_in()
        world.clock.give_way()
