"""The strike: time on target, release, bombs, abort; and the ground target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge

from sim.base.declare import Role, Says
from sim.model.kinds import NotNegative, Point, Positive, Probability
from sim.model.package import HoldUntilReady


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target on the ground."""

    side: Annotated[str, Says("The side that owns it.")]
    at_m: Annotated[
        Point, Says("Where it is drawn on the map; bombs reach it from the release point.", role=Role.LABEL)
    ]
    hits_needed: Annotated[int, Ge(1), Says("Hits that destroy it.")] = 1
    base: Annotated[str | None, Says("Name of the base that it belongs to: when it is destroyed, the base is hit.")] = (
        None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike:
    """The task of a strike flight: be at the release point at the time on target, and drop there."""

    target: Annotated[str, Says("Name of the target.")]
    tot_s: Annotated[Positive, Says("Time on target: planned instant at the release point.")]
    window_s: Annotated[Positive, Says("Full width of the window around the time on target.", (1, 3600))] = 120.0
    bombs_each: Annotated[int, Ge(0), Says("Bombs that each aircraft releases.")] = 1
    hit_prob: Annotated[Probability, Says("Chance that one bomb hits when released inside the window.")] = 1.0
    late_hit_prob: Annotated[Probability | None, Says("The same, released outside the window. Default: hit_prob.")] = (
        None
    )
    abort_after_losses: Annotated[
        int | None, Ge(1), Says("Turns home before release when the flight has lost this many. Default: never.")
    ] = None
    abort_if_uncovered: Annotated[
        bool, Says("Turns home when a known threat can reach its launch range and no armed escort can stop it.")
    ] = False
    hold_until_ready: Annotated[
        HoldUntilReady | None, Says("It waits on its way in until those it needs are there. Default: it flies on.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Normal errors of a flight's start time: its own, and one shared by its whole package."""

    own_sd_s: Annotated[NotNegative, Says("Standard deviation of the flight's own error.", (0, 600))] = 0.0
    shared_sd_s: Annotated[NotNegative, Says("Standard deviation of the error its package shares.", (0, 600))] = 0.0
