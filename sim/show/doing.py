"""What an element does at an instant, coarser than the purpose of its leg, and how each doing is drawn."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final, NamedTuple

from sim.trial.reasons import Purpose


class Doing(enum.Enum):
    """What a class tells apart at a glance; the order is that of legends."""

    WAITS = "waits"
    ROUTE = "flies its route"
    STATION = "on station"
    SUPPRESSES = "suppresses"
    REJOINS = "returns to station"
    REFUELS = "refuels"
    ENGAGED = "engaged"
    DEFENDS = "defends"
    GOES_HOME = "goes home"
    HOME = "home"
    LOST = "lost"


class Span(NamedTuple):
    """One doing from one instant to another, in seconds."""

    doing: Doing
    from_s: float
    until_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """How one doing is filled."""

    colour: str
    hatch: str = ""


# Greys for what was planned, warm colours for what the enemy caused; hatches carry the same news without colour.
FILLS: Final[dict[Doing, Fill]] = {
    Doing.WAITS: Fill(colour="#EDEDED"),
    Doing.ROUTE: Fill(colour="#8FB8D8"),
    Doing.STATION: Fill(colour="#C9DCEA"),
    Doing.SUPPRESSES: Fill(colour="#56B4E9", hatch=".."),
    Doing.REJOINS: Fill(colour="#A9A9A9", hatch="\\\\"),
    Doing.REFUELS: Fill(colour="#009E73", hatch=".."),
    Doing.ENGAGED: Fill(colour="#E69F00", hatch="//"),
    Doing.DEFENDS: Fill(colour="#CC79A7", hatch="xx"),
    Doing.GOES_HOME: Fill(colour="#BFBFBF"),
    Doing.HOME: Fill(colour="#FFFFFF"),
    Doing.LOST: Fill(colour="#333333"),
}

OF_PURPOSE: Final[dict[Purpose, Doing]] = {
    Purpose.HOLD: Doing.WAITS,
    Purpose.ROUTE: Doing.ROUTE,
    Purpose.SUPPRESS: Doing.SUPPRESSES,
    Purpose.STATION: Doing.STATION,
    Purpose.REJOIN: Doing.REJOINS,
    Purpose.CATCH_UP: Doing.REJOINS,
    Purpose.PATROL: Doing.REJOINS,
    Purpose.INTERCEPT: Doing.ENGAGED,
    Purpose.DRAG: Doing.ENGAGED,
    Purpose.TANKER: Doing.REFUELS,
    Purpose.REFUEL: Doing.REFUELS,
    Purpose.ORBIT: Doing.STATION,
    Purpose.MERGE: Doing.ENGAGED,
    Purpose.DEFEND: Doing.DEFENDS,
    Purpose.DRAG: Doing.DEFENDS,
    Purpose.HOME: Doing.GOES_HOME,
}
