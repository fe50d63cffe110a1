"""Routes: points flown one after the other, with a release point and a way home."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated

from annotated_types import Ge, MinLen

from sim.base.declare import Says
from sim.model.kinds import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Points flown in order at constant speed, then the egress points; the last point of all is home."""

    points_m: Annotated[tuple[Point, ...], MinLen(2), Says("Points of the way in, in order; the first is the start.")]
    release: Annotated[
        int | None, Ge(1), Says("Which point is the release point, counting the start as 0. Default: the last.")
    ] = None
    egress_m: Annotated[tuple[Point, ...], Says("Points of the way home, after the points of the way in.")] = ()

    @property
    def all_points_m(self) -> tuple[Point, ...]:
        """All points in flying order."""
        return self.points_m + self.egress_m

    @property
    def release_index(self) -> int:
        """Index of the release point in `all_points_m`."""
        return len(self.points_m) - 1 if self.release is None else self.release


def length_m(points: tuple[Point, ...]) -> float:
    """Return the length of the way through the points, in metres."""
    return sum(math.dist(here, there) for here, there in pairwise(points))
