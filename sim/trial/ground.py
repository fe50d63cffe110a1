"""Targets on the ground: they take hits, and are destroyed by enough of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.strike import Target
from sim.trial.records import TargetDestroyed

if TYPE_CHECKING:
    from sim.trial.world import World


class GroundTarget:
    """One target on the ground."""

    __slots__ = ("_base", "_hits_left", "_world", "name")

    def __init__(self, world: World, name: str, spec: Target) -> None:
        self._world = world
        self.name = name
        self._base = spec.base
        self._hits_left = spec.hits_needed

    def take(self, hits: int, *, in_window: bool) -> None:
        """Take hits of bombs; the hit that makes it enough destroys the target."""
        if self._hits_left > 0 and hits:
            self._hits_left -= hits
            if self._hits_left <= 0:
                self._world.record(TargetDestroyed(self._world.clock.now, self.name, in_window))
                if self._base is not None:
                    self._world.bases[self._base].take_hit(self.name)
