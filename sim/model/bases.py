"""Bases: runways and strips, what a hit costs, where to go instead; and the alert on which a flight waits there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Gt, Le, Len

from sim.base.declare import Role, Says
from sim.model.kinds import NotNegative, Point, Positive, Probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """Where flights take off and land. Its runways are few: who wants one waits for those who asked before."""

    side: Annotated[str, Says("The side that owns it.")]
    at_m: Annotated[Point, Says("Where it is.")]
    label: Annotated[str | None, Len(1, 64), Says("A name to show; no rule reads it.", role=Role.LABEL)] = None
    strip: Annotated[bool, Says("A short strip: only flights with stovl can use it.")] = False
    runways: Annotated[int, Ge(1), Le(8), Says("Elements that can take off or land at the same time.")] = 1
    takeoff_interval_s: Annotated[
        NotNegative, Says("After an element has taken off, its runway is free again so much later.", (0, 600))
    ] = 60.0
    landing_interval_s: Annotated[
        NotNegative, Says("The same after a landing. At 0 landings need no runway to themselves.", (0, 600))
    ] = 0.0
    repair_s: Annotated[
        Positive | None, Says("A hit closes it for so long. Default: until an inject restores it.", (60, 86_400))
    ] = None
    ground_loss_prob: Annotated[
        Probability, Says("Chance that an aircraft which has not taken off is lost in a hit on the base.")
    ] = 0.0
    divert: Annotated[
        tuple[str, ...], Says("Bases to which its flights in the air turn when it is hit, the first that they can use.")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """How a flight waits on the ground: an order of its controller scrambles it, or a track that comes too near."""

    readiness_s: Annotated[NotNegative, Says("Time from the scramble until it needs the runway.", (0, 3600))] = 300.0
    scramble_range_m: Annotated[
        float | None,
        Gt(0),
        Says("A track this near to what it defends scrambles it unasked. Default: only an order does.", (1e4, 1e6)),
    ] = None
