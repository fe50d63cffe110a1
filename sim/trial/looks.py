"""What a shooter believes after its looks, where those can be wrong: who of a group is dead, and who is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.weapons import Shots
from sim.trial.records import Misjudged

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.missiles import Volley
    from sim.trial.world import World


class Looks:
    """The beliefs of one element or site. What it holds to be dead it leaves alone, until that comes close to it."""

    __slots__ = ("_dead", "_name", "_shots", "_world", "_wrecks")

    def __init__(self, world: World, name: str, shots: Shots) -> None:
        self._world = world
        self._name = name
        self._shots = shots
        self._dead: dict[Element, dict[str, None]] = {}  # held to be dead
        self._wrecks: dict[Element, dict[str, None]] = {}  # dead, and held to be alive

    def look(self, volley: Volley) -> None:
        """Look once at every aircraft that a volley was fired at, and believe what is seen."""
        target = volley.target
        living = [member.name for member in target.members]
        dead, wrecks = self._dead.setdefault(target, {}), self._wrecks.setdefault(target, {})
        for member in volley.members:
            is_dead = member not in living
            wrong_prob = self._shots.missed_kill_prob if is_dead else self._shots.false_kill_prob
            is_wrong = self._world.luck.happens(f"look/{member}", wrong_prob)
            if is_wrong:
                self._world.record(Misjudged(self._world.clock.now, self._name, target.name, member, is_dead))
            wrecks.pop(member, None)
            if is_wrong and is_dead:
                wrecks[member] = None
            elif is_wrong:
                dead[member] = None

    def held_alive(self, target: Element) -> list[str]:
        """Return the aircraft of a group that are worth a shot, as far as the shooter knows."""
        dead = self._dead.get(target, {})
        return [member.name for member in target.members if member.name not in dead] + list(
            self._wrecks.get(target, ())
        )

    def forget(self, target: Element) -> None:
        """See that those of a group live who do."""
        self._dead.pop(target, None)
