"""Command and control: who tasks, how long a controller takes, which targets come first."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from sim.base.declare import Role, Says
from sim.base.members import quick
from sim.model.kinds import NotNegative, Point


@quick
class Authority(enum.Enum):
    """Who may give an element a task. Self-defence from own sensors is always allowed."""

    CENTRAL = "central"
    DELEGATED = "delegated"
    AUTONOMOUS = "autonomous"


@quick
class Service(enum.Enum):
    """How the time that a controller spends on one track is distributed."""

    FIXED = "fixed"
    EXPONENTIAL = "exponential"


@quick
class Policy(enum.Enum):
    """How shooters are matched with tracks."""

    NEAREST = "nearest"
    RANDOM = "random"
    GREEDY = "greedy"
    OPTIMAL = "optimal"


@quick
class Doctrine(enum.Enum):
    """Which targets come first."""

    BOMBERS_FIRST = "bombers_first"
    ESCORTS_FIRST = "escorts_first"
    NEAREST = "nearest"
    DRAG = "drag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """A controller: a finite server that turns eligible tracks into tasks."""

    side: Annotated[str, Says("The side it works for.")]
    at_m: Annotated[Point | None, Says("Where it is drawn on the map; it has no sensor.", role=Role.LABEL)] = None
    servers: Annotated[int, Ge(1), Le(64), Says("Tracks it can work on at the same time.")] = 1
    service_s: Annotated[NotNegative, Says("Time it spends on one track (mean).", (0, 600))] = 20.0
    service: Annotated[Service, Says("fixed: always service_s. exponential: drawn with that mean.")] = Service.FIXED
    authority: Annotated[
        Authority,
        Says("central: it tasks. delegated: element leads task and tell each other. autonomous: each takes its own."),
    ] = Authority.CENTRAL
    assignment: Annotated[Policy, Says("How free elements are matched with tracks.")] = Policy.GREEDY
    outnumber: Annotated[
        bool, Says("Sends further elements to a group that has more members than the first can shoot at.")
    ] = True
    barred_s: Annotated[
        NotNegative,
        Says("An element that gave a threat up is not sent at it again for this long, at least for 1 s.", (0, 1800)),
    ] = 60.0
