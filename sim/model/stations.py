"""Escort: where the escorts fly, how far they commit, how far they may go."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge

from sim.base.declare import Says
from sim.base.units import NM
from sim.model.kinds import NotNegative, Positive


class Posture(enum.Enum):
    """Presets of escort geometry."""

    CLOSE = "close"
    DETACHED = "detached"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escort:
    """The task of an escort flight. A posture presets the numbers; a number given explicitly wins."""

    of: Annotated[str, Says("Name of the flight it escorts.")]
    posture: Annotated[Posture, Says("close, detached or sweep: presets the four numbers below.")] = Posture.DETACHED
    ahead_m: Annotated[
        float, Says("Station ahead of the escorted flight, along its route; negative is behind.", (-1e5, 3e5))
    ]
    abeam_m: Annotated[
        float, Says("Station to the right of the route; elements of the flight alternate sides.", (-1e5, 1e5))
    ]
    commit_range_m: Annotated[
        Positive, Says("Threats nearer than this to the escorted flight may be engaged.", (1e4, 5e5))
    ]
    leash_m: Annotated[Positive, Says("How far an engaged element may go from the escorted flight.", (5e3, 5e5))]
    keep_on_station: Annotated[int, Ge(0), Says("Elements of the flight that are never sent away.")] = 0


# SI values of the presets, by posture: what a scenario gets for each number that no layer gives.
PRESETS: Final[dict[Posture, dict[str, float]]] = {
    Posture.CLOSE: {"ahead_m": 5 * NM, "abeam_m": 4 * NM, "commit_range_m": 40 * NM, "leash_m": 25 * NM},
    Posture.DETACHED: {"ahead_m": 20 * NM, "abeam_m": 8 * NM, "commit_range_m": 80 * NM, "leash_m": 50 * NM},
    Posture.SWEEP: {"ahead_m": 50 * NM, "abeam_m": 10 * NM, "commit_range_m": 120 * NM, "leash_m": 100 * NM},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patrol:
    """The task of a flight that waits at a point, engages what comes near, and recovers."""

    at_m: Annotated[tuple[float, float], Says("Where it waits.")]
    commit_range_m: Annotated[Positive, Says("Threats nearer than this to the point may be engaged.", (1e4, 1e6))]
    leash_m: Annotated[
        Positive | None, Says("How far an engaged element may go from the point. Default: no limit.", (5e3, 1e6))
    ] = None
    home_m: Annotated[tuple[float, float] | None, Says("Where it recovers. Default: the point itself.")] = None
    until_s: Annotated[NotNegative | None, Says("When it goes home. Default: it stays to the end.")] = None
