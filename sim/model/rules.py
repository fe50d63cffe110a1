"""Rules of engagement: who may fire at what, caveats of single partners, and authorities that are asked.

Everything here is a declaration or a pure function of declarations; sim/trial/rules.py applies it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.command import Service
from sim.model.geometry import unit
from sim.model.identity import Identity
from sim.model.kinds import NotNegative, Point, Probability, Vector


@quick
class Weapons(enum.Enum):
    """How freely weapons may be used."""

    HOLD = "hold"
    TIGHT = "tight"
    FREE = "free"


@quick
class Needed(enum.Enum):
    """Which identity a track must have before tight weapons may be fired at it."""

    HOSTILE = "hostile"
    SUSPECT = "suspect"
    ANY = "any"


@quick
class SelfDefence(enum.Enum):
    """When a flight may defend itself and its charge."""

    ALWAYS = "always"
    HOSTILE_ACT = "hostile_act"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Rules of a site, whose self-defence is a range; the first part of a flight's."""

    weapons: Annotated[
        Weapons,
        Says("free: fires at all but known friends. tight: at the identity needed. hold: in self-defence only."),
    ] = Weapons.FREE
    identity: Annotated[
        Needed,
        Says("Identity that tight weapons need: hostile; suspect or hostile; any but friend and neutral."),
    ] = Needed.HOSTILE


@dataclass(frozen=True, slots=True, kw_only=True)
class FlightRules(Rules):
    """Rules of one flight. A hostile act is a shot at its own flight or charge that was noticed or hit."""

    self_defence: Annotated[
        SelfDefence,
        Says("always: at what comes into self-defence range, or did a hostile act. hostile_act: only at those. never."),
    ] = SelfDefence.ALWAYS


_ENOUGH: Final = {
    Needed.HOSTILE: (Identity.HOSTILE,),
    Needed.SUSPECT: (Identity.HOSTILE, Identity.SUSPECT),
    Needed.ANY: (Identity.HOSTILE, Identity.SUSPECT, Identity.UNKNOWN),
}


def is_fair_target(rules: Rules, identity: Identity) -> bool:
    """Tell whether a track of this identity may be fired at without any need of self-defence."""
    match rules.weapons:
        case Weapons.FREE:
            return identity not in (Identity.FRIEND, Identity.DECOY)
        case Weapons.TIGHT:
            return identity in _ENOUGH[rules.identity]
        case Weapons.HOLD:
            return False


def is_off_limits(rules: Rules, identity: Identity) -> bool:
    """Tell whether such a track must not be engaged at all: a friend, a decoy, or no target of these rules."""
    if identity is Identity.NEUTRAL:
        return rules.weapons is not Weapons.FREE
    return identity in (Identity.FRIEND, Identity.DECOY)


@quick
class Deed(enum.Enum):
    """What a caveat restrains."""

    FIRE = "fire"
    SHARE = "share"
    CROSS = "cross"
    EMIT = "emit"


@quick
class Unless(enum.Enum):
    """What lifts a caveat."""

    HOSTILE_ACT = "hostile_act"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAuthority:
    """Somebody whose leave must be asked: a finite server of questions, first come, first served."""

    side: Annotated[str, Says("The side it decides for.")]
    servers: Annotated[int, Ge(1), Le(64), Says("Questions it can deal with at the same time.")] = 1
    answer: Annotated[
        Service, Says("fixed: an answer takes the caveat's answer_s. exponential: drawn with that mean.")
    ] = Service.FIXED
    grant_prob: Annotated[Probability, Says("Chance that it grants what it is asked for.")] = 1.0
    above: Annotated[str | None, Says("The authority that must grant it too, after this one. Default: none.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Whom a caveat binds: exactly one of a partner nation or a flight."""

    partner: Annotated[str | None, Says("Every flight of its side with this partner.")] = None
    flight: Annotated[str | None, Says("One flight.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Whom to ask instead of being refused."""

    ask: Annotated[str, Says("The authority that is asked, once per flight and target, when it first matters.")]
    answer_s: Annotated[NotNegative, Says("Time that an answer takes each authority, once it is our turn.", (0, 1800))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An endless straight line through two points. What is left of the way from the first to the second is beyond.

    Both functions take metres and metres per second in the plane, and are positive beyond and towards there.
    """

    from_m: Annotated[Point, Says("A point of the line.")]
    to_m: Annotated[Point, Says("Another; what is left of the way from the first to this one may not be entered.")]

    def beyond_m(self, place: Point) -> float:
        """Return how far beyond the line a place is, in metres."""
        east, north = self._left
        return (place[0] - self.from_m[0]) * east + (place[1] - self.from_m[1]) * north

    def approach_mps(self, velocity: Vector) -> float:
        """Return how fast somebody comes nearer to what lies beyond, in metres per second."""
        east, north = self._left
        return velocity[0] * east + velocity[1] * north

    @property
    def _left(self) -> Vector:
        east, north = unit((self.to_m[0] - self.from_m[0], self.to_m[1] - self.from_m[1]))
        return -north, east


@dataclass(frozen=True, slots=True, kw_only=True)
class Caveat:
    """A restriction that a nation puts on its own flights: what they may not do, unless, or before asking whom."""

    side: Annotated[str, Says("The side whose flights it binds.")]
    who: Annotated[Who, Says("Whom it binds: {partner: b} or {flight: NAME}.")]
    may_not: Annotated[
        Deed,
        Says(
            "fire: shoot at a target. share: report a track over the link. cross: fly across `line`. "
            "emit: let radar and jammer work."
        ),
    ]
    line: Annotated[
        Line | None, Says("The line that may not be crossed on station or after a target. Default: none.")
    ] = None
    unless: Annotated[
        Unless | None, Says("hostile_act: lifted once the target shot at the flight or its charge. Default: never.")
    ] = None
    then: Annotated[Ask | None, Says("{ask: AUTHORITY, answer_s: 60}. Default: it is refused.")] = None
    enabled: Annotated[bool, Says("Whether it is in force.")] = True
