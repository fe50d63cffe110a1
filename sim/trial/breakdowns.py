"""What breaks down and works again, by an inject, an outage, or the loss of what carries it.

Gateways and controllers may be aboard an aircraft, at a site, or (a gateway) with a controller: `stow` notes who
carries what when the stage is set. Several reasons not to work are counted; the last to end lets a thing work again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.trial.clock import Phase
from sim.trial.controller import Controller
from sim.trial.element import Element
from sim.trial.records import ThingLost, ThingRestored

if TYPE_CHECKING:
    from sim.trial.link import Datalink
    from sim.trial.world import World

OUTAGE = "outage"
"""What records name as the reason of an outage."""


def silence(datalink: Datalink) -> None:
    """Let a link carry nothing, and nobody on it heed a claim that it brought."""
    for party in datalink.members.values():
        if isinstance(party, Element):
            party.chooser.forget_claims()
    datalink.fall_silent()
    datalink.world.comms.changed()


def revive(datalink: Datalink) -> None:
    """Bring a link back, and everybody on it up to date, unless there is another reason for it to be down."""
    if not datalink.speak_again():
        return
    members = tuple(datalink.members.values())
    elements = {party: None for party in members if isinstance(party, Element)}
    for party in members:
        if isinstance(party, Controller):
            party.start_afresh()
            elements |= dict.fromkeys(party.elements())
    for element in elements:
        element.voice.checks_in()
    datalink.world.comms.changed()


class Carried(Protocol):
    """What may be aboard something: a gateway or a controller."""

    name: str
    failures: int

    def fail(self) -> bool:
        """Stop working; tell whether it worked until now."""

    def restart(self) -> bool:
        """Work again, unless there is another reason not to; tell whether it works now."""


def stow(world: World) -> None:
    """Note what each aircraft, site and controller carries: its loss is theirs."""
    things: list[tuple[str | None, Carried]] = [(one.spec.aboard, one) for one in world.controllers.values()]
    things += [(one.spec.aboard, one) for one in world.gateways.values()]
    for aboard, thing in things:
        if aboard is not None:
            carrier = f"{aboard}-1.1" if aboard in world.groups else aboard
            world.aboard.setdefault(carrier, []).append(thing)


def lose_carried(world: World, carrier: str) -> None:
    """Lose what was aboard an aircraft, a site or a controller that is lost, and what that carried in turn."""
    for thing in world.aboard.get(carrier, ()):
        if not thing.failures:
            world.record(ThingLost(world.clock.now, carrier, thing.name))
        if thing.fail():
            lose_carried(world, thing.name)
        world.comms.changed()


def restore_carried(world: World, carrier: str) -> None:
    """Let work again what stands at a site or a controller that works again."""
    for thing in world.aboard.get(carrier, ()):
        if thing.failures == 1:
            world.record(ThingRestored(world.clock.now, carrier, thing.name))
        if thing.restart():
            restore_carried(world, thing.name)
        world.comms.changed()


class Outages:
    """The outages of one trial: those of the scenario at their instants, and those that chance brings."""

    __slots__ = ("_world",)

    def __init__(self, world: World) -> None:
        self._world = world

    def schedule(self) -> None:
        """Put every outage of the scenario on the agenda, and the first of each link by chance."""
        clock = self._world.clock
        for datalink in self._world.datalinks.values():
            for outage in datalink.spec.outages:
                clock.at(outage.from_s, Phase.MOVE, self._begin, datalink)
                clock.at(outage.to_s, Phase.MOVE, self._end, datalink)
            if datalink.spec.outage_prob:
                self._await(datalink, datalink.spec.outage_prob, begins=True)

    def _await(self, datalink: Datalink, prob: float, *, begins: bool) -> None:
        """Change the link's state after as many periods as it takes with this chance in each."""
        clock, spec = self._world.clock, datalink.spec
        periods = 1 + self._world.luck.geometric(f"outage/{datalink.name}", 1.0 - prob)
        action = self._breaks if begins else self._mends
        clock.at(clock.now + periods * spec.period_s, Phase.MOVE, action, datalink)

    def _breaks(self, datalink: Datalink) -> None:
        self._begin(datalink)
        self._await(datalink, datalink.spec.outage_end_prob, begins=False)

    def _mends(self, datalink: Datalink) -> None:
        self._end(datalink)
        self._await(datalink, datalink.spec.outage_prob, begins=True)

    def _begin(self, datalink: Datalink) -> None:
        if datalink.is_up:
            self._world.record(ThingLost(self._world.clock.now, OUTAGE, datalink.name))
        silence(datalink)

    def _end(self, datalink: Datalink) -> None:
        if datalink.silences == 1:
            self._world.record(ThingRestored(self._world.clock.now, OUTAGE, datalink.name))
        revive(datalink)
