"""Identity: what a track is held to be, and how long and how surely a sensor's owner finds out.

A flight or site without `identification` identifies nothing: to it every track is unknown. Who is on the same link, in
the same flight or in the same escorted party is known for a friend and needs no identification.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated, Final

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import NotNegative, Positive, Probability

NEUTRAL_SIDE: Final = "neutral"
"""The side of third parties: unarmed flights that fight for nobody. It is no side of the two that meet."""


@quick
class Identity(enum.Enum):
    """What a node holds a track to be."""

    UNKNOWN = "unknown"
    SUSPECT = "suspect"
    HOSTILE = "hostile"
    FRIEND = "friend"
    NEUTRAL = "neutral"
    DECOY = "decoy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    """How a flight or site finds out what a track is that its own sensors hold."""

    range_m: Annotated[Positive, Says("How near a track must be to be identified.", (2e3, 3e5))]
    identify_mean_s: Annotated[
        NotNegative, Says("Mean time in that range until a track is identified; 0 is at once.", (0, 600))
    ] = 0.0
    error_prob: Annotated[
        Probability, Says("Chance that it errs: takes a hostile for a neutral, anybody else for a hostile.")
    ] = 0.0
    suspect_after_s: Annotated[
        NotNegative | None,
        Says("A track still unknown after this long in range is called suspect. Default: never.", (0, 900)),
    ] = None


def true_identity(side: str, other: str) -> Identity:
    """Return what one side's aircraft is to another side."""
    if side == other:
        return Identity.FRIEND
    return Identity.NEUTRAL if other == NEUTRAL_SIDE else Identity.HOSTILE


def mistaken_identity(truth: Identity) -> Identity:
    """Return what an identification that errs takes an aircraft for."""
    return Identity.NEUTRAL if truth is Identity.HOSTILE else Identity.HOSTILE
