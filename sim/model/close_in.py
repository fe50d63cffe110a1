"""Fighting close in: how near, how often each aircraft shoots, how well, and for how long."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import NotNegative, Positive, Probability


@quick
class FiringClock(enum.Enum):
    """How the times between the shots of one aircraft come about."""

    EXPONENTIAL = "exponential"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIn:
    """How a flight fights in a merge: each aircraft shoots by a clock of its own at some opponent in the same merge."""

    range_m: Annotated[
        Positive, Says("An engaged target this near, or the one that engages it, is fought close in.", (500, 2e4))
    ]
    between_shots_s: Annotated[Positive, Says("Mean time between two shots of one aircraft.", (1, 300))]
    clock: Annotated[
        FiringClock, Says("exponential: the times between shots are drawn. fixed: they are all equal.")
    ] = FiringClock.EXPONENTIAL
    kill_prob: Annotated[Probability, Says("Chance that one shot brings its victim down.")]
    supported_factor: Annotated[
        Probability,
        Says("The chance that a shot brings one of its own down is multiplied by this while a friend is in the merge."),
    ] = 1.0
    longest_s: Annotated[Positive, Says("Who has been in a merge for so long disengages.", (10, 900))] = 120.0
    again_s: Annotated[
        NotNegative, Says("After a merge that it did not win it begins no other for so long.", (0, 900))
    ] = 60.0
    presses_on: Annotated[bool, Says("Goes on to fight close in without missiles.")] = False


def close_kill_prob(shooter: CloseIn, victim: CloseIn | None, *, supported: bool) -> float:
    """Return the chance that a shot kills; who cannot fight close in has no use of a friend there."""
    return shooter.kill_prob * (victim.supported_factor if victim is not None and supported else 1.0)
