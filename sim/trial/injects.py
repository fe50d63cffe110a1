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
- What injects do to flights is in flight_injects.py.

To lose what is lost, or restore what works, does nothing and is not recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from sim.scenario.schema import Inject
from sim.trial.base import INJECT
from sim.trial.breakdowns import lose_carried, restore_carried, revive, silence
from sim.trial.clock import Phase
from sim.trial.flight_injects import DEEDS
from sim.trial.fuelling import delay_tanker
from sim.trial.records import ThingLost, ThingRestored

if TYPE_CHECKING:
    from sim.trial.controller import Controller
    from sim.trial.site import Site
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
        elif what.late is not None and what.by_s is not None:
            delay_tanker(self._world, name, what.late, what.by_s)
        elif what.flight is not None:
            for word, deed in DEEDS.items():
                if getattr(what, word) not in (None, False):
                    deed(self._world, name, self._world.groups[what.flight], what)

    def _is_out(self, name: str) -> bool:
        """Tell whether a thing is lost; a base may have been hit or repaired without any inject."""
        base = self._world.bases.get(name)
        return name in self._lost if base is None else not base.is_open

    def _lose(self, name: str) -> None:
        kind_of(self._world, name).lose(self._world, name)
        self._world.comms.changed()

    def _restore(self, name: str) -> None:
        kind_of(self._world, name).restore(self._world, name)
        self._world.comms.changed()


class Breakable(NamedTuple):
    """One kind of thing that an inject may lose and restore: where it is found by name, and what is done to it."""

    things: Callable[[World], Mapping[str, object]]
    lose: Callable[[World, str], object]
    restore: Callable[[World, str], object]


def kind_of(world: World, name: str) -> Breakable:
    """Return what kind of thing a name is of."""
    return next(kind for kind in BREAKABLES.values() if name in kind.things(world))


def _break(world: World, node: Site | Controller) -> None:
    if node.fail():
        lose_carried(world, node.name)


def _mend(world: World, node: Site | Controller) -> None:
    if node.restart():
        restore_carried(world, node.name)


BREAKABLES: Final[dict[str, Breakable]] = {
    "controllers": Breakable(
        lambda world: world.controllers,
        lambda world, name: _break(world, world.controllers[name]),
        lambda world, name: _mend(world, world.controllers[name]),
    ),
    "gateways": Breakable(
        lambda world: world.gateways,
        lambda world, name: world.gateways[name].fail(),
        lambda world, name: world.gateways[name].restart(),
    ),
    "links": Breakable(
        lambda world: world.datalinks,
        lambda world, name: silence(world.datalinks[name]),
        lambda world, name: revive(world.datalinks[name]),
    ),
    "sites": Breakable(
        lambda world: world.sites,
        lambda world, name: _break(world, world.sites[name]),
        lambda world, name: _mend(world, world.sites[name]),
    ),
    "bases": Breakable(
        lambda world: world.bases,
        lambda world, name: world.bases[name].take_hit(INJECT),
        lambda world, name: world.bases[name].open(),
    ),
}
"""By kind, in the words of a scenario; `LOSABLE` of inject_checks.py names the same kinds."""
