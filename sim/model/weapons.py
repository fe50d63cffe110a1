"""Missiles and how they are shot: reach, hit probability, shot doctrine, defence against them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Gt, Le

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import NotNegative, Positive, Probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Missile:
    """One kind of missile, flying straight at constant speed to a predicted point until its reach is spent."""

    speed_mps: Annotated[Positive, Says("Speed of the missile.", (300, 2000))]
    flyout_m: Annotated[Positive, Says("Greatest distance the missile itself can fly.", (2e3, 2e5))]
    hit_prob: Annotated[Probability, Says("Chance of a hit at the shortest range on an unaware target.")]
    hit_prob_far: Annotated[
        Probability | None,
        Says("The same at the greatest fly-out; between, a straight line. Default: hit_prob."),
    ] = None
    defended_factor: Annotated[
        Probability, Says("The chance of a hit is multiplied by this when the target knows and defends.")
    ] = 1.0
    active_at_share: Annotated[
        Probability, Says("Until this share of its flight is done the missile needs its shooter's support.")
    ] = 0.0
    unsupported_factor: Annotated[
        Probability, Says("The chance of a hit is multiplied by this when support ended too early.")
    ] = 1.0
    faulty_prob: Annotated[
        Probability, Says("Chance that all missiles of the lot are faulty (drawn once a trial for each lot).")
    ] = 0.0
    faulty_factor: Annotated[Probability, Says("The chance of a hit is multiplied by this for a faulty lot.")] = 1.0
    lot: Annotated[
        str | None,
        Says("Missiles of one lot are faulty together. Default: each flight and each site has its own lot."),
    ] = None
    track_age_limit_s: Annotated[
        NotNegative, Says("Oldest link track that a shot may be fired on; own sensor's tracks have age 0.", (0, 120))
    ] = 0.0


@quick
class ShotDoctrine(enum.Enum):
    """How many shots a target gets."""

    SINGLE = "single"
    SALVO = "salvo"
    SHOOT_LOOK_SHOOT = "shoot_look_shoot"


@quick
class Sorting(enum.Enum):
    """Who shoots which member of a group."""

    CONTRACT = "contract"
    BY_POSITION = "by_position"
    RANDOM = "random"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shots:
    """Shot doctrine: when to open fire, how many missiles, and whether to look before shooting again."""

    doctrine: Annotated[
        ShotDoctrine,
        Says("single: one missile each, once. salvo: several each, once. shoot_look_shoot: again until it is dead."),
    ] = ShotDoctrine.SHOOT_LOOK_SHOOT
    salvo: Annotated[int, Ge(1), Le(8), Says("Missiles that one shooter fires at one member in one volley.")] = 1
    look_s: Annotated[NotNegative, Says("Time to see what a volley did before the next one.", (0, 120))] = 10.0
    false_kill_prob: Annotated[
        Probability, Says("Chance that a look holds a living aircraft to be dead, so that it is left alone.")
    ] = 0.0
    missed_kill_prob: Annotated[
        Probability, Says("Chance that a look holds a dead aircraft to be alive, so that it is shot at again.")
    ] = 0.0
    open_at_share: Annotated[
        float, Gt(0), Le(1), Says("Opens fire when the missile needs this share of its greatest fly-out, or less.")
    ] = 1.0

    @property
    def per_member(self) -> int:
        """Missiles that one shooter fires at one member in one volley."""
        return 1 if self.doctrine is ShotDoctrine.SINGLE else self.salvo

    @property
    def can_misjudge(self) -> bool:
        """Whether a look may be wrong."""
        return self.looks_again and bool(self.false_kill_prob or self.missed_kill_prob)

    @property
    def looks_again(self) -> bool:
        """Whether another volley at the same group may follow."""
        return self.doctrine is ShotDoctrine.SHOOT_LOOK_SHOOT


@quick
class Manoeuvre(enum.Enum):
    """What a warned target does: fly on, or turn across the shooter's line until the missile has passed."""

    PRESS = "press"
    BEAM = "beam"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defence:
    """What an element does about missiles fired at it."""

    warned_prob: Annotated[Probability, Says("Chance that a volley is noticed when fired (drawn once a volley).")] = 0.0
    manoeuvre: Annotated[Manoeuvre, Says("press flies on; beam turns away and pays in time and position.")] = (
        Manoeuvre.PRESS
    )


def hit_prob(missile: Missile, flown_share: float, *, defending: bool) -> float:
    """Return the chance that a missile hits, given the share of its greatest fly-out that it flew (0 to 1)."""
    far = missile.hit_prob if missile.hit_prob_far is None else missile.hit_prob_far
    chance = missile.hit_prob + (far - missile.hit_prob) * flown_share
    return chance * missile.defended_factor if defending else chance
