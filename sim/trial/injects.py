"""Injects: timed events of the scenario that are switched on, each at its exact instant, before all else of it.

What each does, and what it leaves alone. Only a hit on a base draws random numbers; messages that follow do, as
any message.

- A lost controller serves and orders nothing. Its queue and all it knew are lost. Orders that are on their way
  arrive and are obeyed; its elements go on with what they do, and keep self-defence. When it is restored its elements
  tell it how they stand and reporters of record report to it anew, all over the link.
- A lost link delivers and carries nothing; what is on its way is lost. Tracks that only the link made begin to age.
  Nobody heeds a peer's claim while it is down: who tasks himself chooses anew. When it is restored every target that
  is held is reported anew, and its elements tell how they stand and what they engage, to controllers that start
  afresh.
- A lost gateway passes nothing on; what it was about to pass on is lost, and the links that it fed report what only
  it told them as lost. When it is restored, reporters of record report to it anew, and the elements that reach their
  controller through it tell how they stand.
- A lost site has no radar, no channels and no link. Its missiles in the air fly on. Restored, it has what was left in
  its magazine, and must detect anew.
- A tanker that has not left home leaves so much later; one that has left is not held up.
- A lost base is hit: see base.py. Who is on the ground there may be lost, each by a luck of his own.
- A changed doctrine rules every choice from then on; a task that is under way goes on, and so does running away.

To lose what is lost, or restore what works, does nothing and is not recorded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.model.command import Doctrine
from sim.scenario.schema import Inject
from sim.trial.base import INJECT
from sim.trial.breakdowns import lose_carried, restore_carried, revive, silence
from sim.trial.clock import Phase
from sim.trial.fuelling import delay_tanker
from sim.trial.node import Node
from sim.trial.records import DoctrineChanged, ThingLost, ThingRestored

if TYPE_CHECKING:
    from sim.trial.world import World


class Injects:
    """The injects of one trial, and what they have taken out of action."""

    __slots__ = ("_lost", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._lost: set[str] = set()

    def schedule(self) -> None:
        """Put every inject that is on on the agenda; those of one instant happen in the order of their names."""
        for name, inject in sorted(self._world.scenario.injects.items()):
            if inject.enabled:
                self._world.clock.at(inject.at_s, Phase.MOVE, self._happen, (name, inject))

    def _happen(self, named: tuple[str, Inject]) -> None:
        name, inject = named
        what, now = inject.what, self._world.clock.now
        if what.lose is not None and not self._is_out(what.lose):
            self._lost.add(what.lose)
            self._world.record(ThingLost(now, name, what.lose))
            self._lose(what.lose)
        elif what.restore is not None and self._is_out(what.restore):
            self._lost.discard(what.restore)
            self._world.record(ThingRestored(now, name, what.restore))
            self._restore(what.restore)
        elif what.flight is not None and what.doctrine is not None:
            self._world.record(DoctrineChanged(now, name, what.flight, what.doctrine))
            self._change_doctrine(what.flight, what.doctrine)
        elif what.late is not None and what.by_s is not None:
            delay_tanker(self._world, name, what.late, what.by_s)

    def _is_out(self, name: str) -> bool:
        """Tell whether a thing is lost; a base may have been hit or repaired without any inject."""
        base = self._world.bases.get(name)
        return name in self._lost if base is None else not base.is_open

    def _node(self, name: str) -> Node:
        world = self._world
        return world.sites[name] if name in world.sites else world.controllers[name]

    def _lose(self, name: str) -> None:
        world = self._world
        if name in world.datalinks:
            silence(world.datalinks[name])
        elif name in world.gateways:
            world.gateways[name].fail()
        elif name in world.bases:
            world.bases[name].take_hit(INJECT)
        else:
            if self._node(name).fail():
                lose_carried(world, name)
        world.comms.changed()

    def _restore(self, name: str) -> None:
        world = self._world
        if name in world.datalinks:
            revive(world.datalinks[name])
        elif name in world.gateways:
            world.gateways[name].restart()
        elif name in world.bases:
            world.bases[name].open()
        else:
            if self._node(name).restart():
                restore_carried(world, name)
        world.comms.changed()

    def _change_doctrine(self, name: str, doctrine: Doctrine) -> None:
        group = self._world.groups[name]
        drags = Doctrine.DRAG in (group.spec.doctrine, doctrine)
        group.spec = replace(group.spec, doctrine=doctrine)
        for element in group.elements:
            if element.is_flying:
                if drags:
                    element.guard.renew()  # to run or to stand is another question now
                element.chooser.look_round()
