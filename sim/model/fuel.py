"""Fuel: how much there is, what burns it, when it runs short, and what a tanker gives.

Fuel is counted in time at cruise: an hour of fuel lasts an hour at cruising speed, less at dash. So a class reads how
long a flight can stay, and no real consumption is needed. All of it is per aircraft.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Gt, Le

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.command import Service
from sim.model.kinds import NotNegative, Point, Positive

Share = Annotated[float, Gt(0), Le(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuel:
    """The fuel of each aircraft of a flight, as time at cruise; the aircraft of an element share it evenly."""

    capacity_s: Annotated[
        Positive, Says("Fuel of a full aircraft, as the time that it lasts at cruise.", (600, 36_000))
    ]
    start_share: Annotated[Share, Says("Share of the capacity that it starts with.")] = 1.0
    dash_burn: Annotated[
        Positive, Says("Fuel burnt at dash speed, as a multiple of that at cruise: 3 burns 3 min in 1 min.", (1, 8))
    ] = 3.0
    hold_burn: Annotated[
        Positive, Says("Fuel burnt while waiting at a point, as a multiple of that at cruise.", (0.3, 2))
    ] = 1.0
    joker_s: Annotated[
        NotNegative | None,
        Says("Fuel left at which it takes no new task, and goes to its tanker if it has one. Default: never."),
    ] = None
    bingo_s: Annotated[
        NotNegative | None,
        Says("Fuel left at which it breaks off whatever it does and goes home. Default: never, it flies on."),
    ] = None


@quick
class When(enum.Enum):
    """When a flight goes to its tanker."""

    JOKER = "joker"
    START = "start"
    POINT = "point"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuel:
    """A planned refuelling: from which flight, when, and how much. Afterwards it goes on with its task."""

    at: Annotated[str, Says("Name of the tanker flight.")]
    when: Annotated[
        When,
        Says("joker: whenever fuel is down to joker. start: once, before its task. point: once, at a route point."),
    ] = When.JOKER
    point: Annotated[int | None, Ge(0), Says("With when: point, the point of its route; the start counts as 0.")] = None
    to_share: Annotated[Share, Says("Share of the capacity that it takes fuel up to.")] = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tanker:
    """The task of a tanker: be at a point, give fuel there, recover. Who comes waits for a boom, first come first."""

    at_m: Annotated[Point, Says("The point that it orbits; whoever wants fuel comes there.")]
    home_m: Annotated[
        Point | None, Says("Where it comes from and recovers. Default: the point itself, it is there from the start.")
    ] = None
    on_station_s: Annotated[
        NotNegative, Says("When it is at its point, apart from errors of its timing. Default: from the start.")
    ] = 0.0
    until_s: Annotated[NotNegative | None, Says("When it goes home. Default: it stays to the end.")] = None
    booms: Annotated[int, Ge(1), Le(8), Says("Receivers that each tanker aircraft can fuel at the same time.")]
    transfer_rate: Annotated[
        Positive, Says("Time at cruise that a receiver gains by one unit of time on the boom, all told.", (1, 100))
    ]
    give_s: Annotated[
        Positive, Says("Fuel that each tanker aircraft can give in all, as time at cruise of a receiver.", (600, 1e6))
    ]
    contact_s: Annotated[NotNegative, Says("Time on the boom before fuel flows (mean).", (0, 600))] = 0.0
    contact: Annotated[Service, Says("fixed: always contact_s. exponential: drawn with that mean.")] = Service.FIXED

    def leaves_s(self, speed_mps: float) -> float:
        """Return when it leaves home, to be at its point in time; 0 when it is on its way, or there, at the start."""
        way_m = 0.0 if self.home_m is None else math.dist(self.at_m, self.home_m)
        return max(self.on_station_s - way_m / speed_mps, 0.0)


@quick
class Burning(enum.Enum):
    """What fuel is burnt for."""

    NOTHING = "nothing"  # it has not departed: it might as well stand on the ground
    CRUISE = "cruise"
    DASH = "dash"
    HOLD = "hold"


def burn_rate(fuel: Fuel, burning: Burning) -> float:
    """Return what is burnt, in time at cruise per time."""
    match burning:
        case Burning.NOTHING:
            return 0.0
        case Burning.CRUISE:
            return 1.0
        case Burning.DASH:
            return fuel.dash_burn
        case Burning.HOLD:
            return fuel.hold_burn
