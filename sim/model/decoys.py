"""Decoys: flights that look like aircraft, draw tasks and shots, and carry nothing."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import Probability


@quick
class Looks(enum.Enum):
    """Which kind of flight a decoy is taken for by doctrines that put some kinds first."""

    STRIKE = "strike"
    ESCORT = "escort"
    PATROL = "patrol"
    TRANSIT = "transit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoy:
    """What makes a flight a decoy. It is seen like any flight of its signature."""

    looks_like: Annotated[Looks, Says("The kind of flight that doctrines of the other side take it for.")] = (
        Looks.STRIKE
    )
    found_prob: Annotated[
        Probability,
        Says("Chance that an identification finds out that it is a decoy, drawn once for each who identifies it."),
    ] = 0.0
