"""Command and control: who tasks, how long a controller takes, which targets come first."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import NotNegative, Point, Positive


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
    TANKERS_FIRST = "tankers_first"
    NEAREST = "nearest"
    DRAG = "drag"
    SUPPORT_FIRST = "support_first"


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegateWhen:
    """When a central controller lets its elements task themselves: either of the first two will do.

    It works its queue down meanwhile, gives no orders, and takes tasking back when nothing waits any more.
    """

    queue_at_least: Annotated[
        int | None,
        Ge(1),
        Le(1000),
        Says("It delegates when so many tracks wait for a server. Default: never for that."),
    ] = None
    wait_s: Annotated[
        Positive | None,
        Says("It delegates when a track has waited this long for a server. Default: never for that.", (1, 1800)),
    ] = None
    hold_s: Annotated[NotNegative, Says("It changes its mind no sooner than this after it did so last.", (0, 1800))] = (
        30.0
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """A controller: a finite server that turns eligible tracks into tasks."""

    side: Annotated[str, Says("The side it works for.")]
    at_m: Annotated[Point | None, Says("Where it is, for the map and for jammers of links; it has no sensor.")] = None
    aboard: Annotated[
        str | None,
        Says(
            "The flight whose first aircraft carries it, or the site where it stands; it works while that does. "
            "Default: it stands where nothing hits it."
        ),
    ] = None
    servers: Annotated[int, Ge(1), Le(64), Says("Tracks it can work on at the same time.")] = 1
    service_s: Annotated[NotNegative, Says("Time it spends on one track (mean).", (0, 600))] = 20.0
    service: Annotated[Service, Says("fixed: always service_s. exponential: drawn with that mean.")] = Service.FIXED
    authority: Annotated[
        Authority,
        Says("central: it tasks. delegated: element leads task and tell each other. autonomous: each takes its own."),
    ] = Authority.CENTRAL
    delegate_when: Annotated[
        DelegateWhen | None, Says("When it delegates because it cannot keep up. Default: never.")
    ] = None
    assignment: Annotated[Policy, Says("How free elements are matched with tracks.")] = Policy.GREEDY
    outnumber: Annotated[
        bool, Says("Sends further elements to a group that has more members than the first can shoot at.")
    ] = True
    barred_s: Annotated[
        NotNegative,
        Says("An element that gave a threat up is not sent at it again for this long, at least for 1 s.", (0, 1800)),
    ] = 60.0
