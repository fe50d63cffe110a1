"""What breaks down and works again: links and gateways, by an inject, an outage, or the loss of what carries them."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def lose_carried(world: World, carrier: str) -> None:
    """Lose the gateways that were aboard an aircraft, a site or a controller that is lost."""
    for gateway in world.gateways.values():
        if gateway.carrier == carrier:
            if gateway.is_up:
                world.record(ThingLost(world.clock.now, carrier, gateway.name))
            gateway.fail()
            world.comms.changed()


def restore_carried(world: World, carrier: str) -> None:
    """Let the gateways work again that stand at a site or a controller that works again."""
    for gateway in world.gateways.values():
        if gateway.carrier == carrier:
            if gateway.failures == 1:
                world.record(ThingRestored(world.clock.now, carrier, gateway.name))
            gateway.restart()
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
