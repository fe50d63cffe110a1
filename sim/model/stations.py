"""Escort: where the escorts fly, how far they commit, how far they may go."""

from __future__ import annotations

import enum
import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Annotated, Final, NamedTuple

from annotated_types import Ge

from sim.base.declare import Says
from sim.base.units import NM
from sim.model.kinds import NotNegative, Point, Positive, Vector


class Posture(enum.Enum):
    """Presets of escort geometry."""

    CLOSE = "close"
    DETACHED = "detached"
    SWEEP = "sweep"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escort:
    """The task of an escort flight. A posture presets the numbers; a number given explicitly wins."""

    of: Annotated[str, Says("Name of the flight it escorts.")]
    posture: Annotated[Posture, Says("close, detached or sweep: presets the four numbers below.")] = Posture.DETACHED
    ahead_m: Annotated[
        float, Says("Station ahead of the escorted flight, along its route; negative is behind.", (-1e5, 3e5))
    ]
    abeam_m: Annotated[
        float, Says("Station to the right of the route; elements of the flight alternate sides.", (-1e5, 1e5))
    ]
    commit_range_m: Annotated[
        Positive, Says("Threats nearer than this to the escorted flight may be engaged.", (1e4, 5e5))
    ]
    leash_m: Annotated[Positive, Says("How far an engaged element may go from the escorted flight.", (5e3, 5e5))]
    keep_on_station: Annotated[int, Ge(0), Says("Elements of the flight that are never sent away.")] = 0


# SI values of the presets, by posture: what a scenario gets for each number that no layer gives.
PRESETS: Final[dict[Posture, dict[str, float]]] = {
    Posture.CLOSE: {"ahead_m": 5 * NM, "abeam_m": 4 * NM, "commit_range_m": 40 * NM, "leash_m": 25 * NM},
    Posture.DETACHED: {"ahead_m": 20 * NM, "abeam_m": 8 * NM, "commit_range_m": 80 * NM, "leash_m": 50 * NM},
    Posture.SWEEP: {"ahead_m": 50 * NM, "abeam_m": 10 * NM, "commit_range_m": 120 * NM, "leash_m": 100 * NM},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Patrol:
    """The task of a flight that waits at a point, engages what comes near, and recovers."""

    at_m: Annotated[tuple[float, float], Says("Where it waits.")]
    commit_range_m: Annotated[Positive, Says("Threats nearer than this to the point may be engaged.", (1e4, 1e6))]
    leash_m: Annotated[
        Positive | None, Says("How far an engaged element may go from the point. Default: no limit.", (5e3, 1e6))
    ] = None
    home_m: Annotated[tuple[float, float] | None, Says("Where it recovers. Default: the point itself.")] = None
    until_s: Annotated[NotNegative | None, Says("When it goes home. Default: it stays to the end.")] = None


class StationLeg(NamedTuple):
    """One straight piece of a station's way: place at `start_s`, velocity, valid until `until_s`."""

    start_s: float
    at_m: Point
    velocity_mps: Vector
    until_s: float

    def position(self, at_s: float) -> Point:
        """Return the station's place at an instant, in metres."""
        elapsed = at_s - self.start_s
        return self.at_m[0] + self.velocity_mps[0] * elapsed, self.at_m[1] + self.velocity_mps[1] * elapsed


def station_legs(way: Sequence[tuple[float, Point]], ahead_m: float, abeam_m: float) -> tuple[StationLeg, ...]:
    """Return the legs of a station that keeps its place on the way of a charge.

    way: the charge's points with the instant at each, in order; it flies straight between them.
    Along small turns the station follows the bent way at its own offset, so nobody jumps. At a large turn the charge
    begins a new run: until it turns, the station goes on straight; then it is on the new run, and whoever keeps it
    has to rejoin. The station ends abreast of the last point, which is home: it never goes past it.
    """
    return _legs_along(tuple(way), ahead_m, abeam_m)


@lru_cache(maxsize=64)
def _legs_along(way: tuple[tuple[float, Point], ...], ahead_m: float, abeam_m: float) -> tuple[StationLeg, ...]:
    """Return a station's legs, kept for the last ways: a charge that starts on time flies the same in every trial."""
    legs: list[StationLeg] = []
    parts = _parts(way)
    for part in parts[:-1]:
        for run in _runs(part):
            legs.extend(_run_legs(run, ahead_m, abeam_m))
    runs = _runs(parts[-1])
    for run in runs[:-1]:
        legs.extend(_run_legs(run, ahead_m, abeam_m))
    legs.extend(_run_legs(runs[-1], ahead_m, abeam_m, ends_home=True))
    if len(parts) == 1:
        return tuple(legs)
    return _with_waits(legs, parts)


def _parts(way: tuple[tuple[float, Point], ...]) -> list[list[tuple[float, Point]]]:
    """Cut a way where the charge waits; of the instants at a place the last is when it flies on."""
    parts: list[list[tuple[float, Point]]] = [[]]
    for at_s, place in way:
        part = parts[-1]
        if not part or place != part[-1][1]:
            part.append((at_s, place))
        elif at_s > part[-1][0] and len(part) > 1:
            parts.append([(at_s, place)])
    return parts if len(parts) == 1 or len(parts[-1]) > 1 else parts[:-1]


def _with_waits(legs: list[StationLeg], parts: list[list[tuple[float, Point]]]) -> tuple[StationLeg, ...]:
    """Return a station's legs with one for each wait of the charge, while which the station stands still."""
    waited: list[StationLeg] = []
    pushes = [part[0][0] for part in parts[1:]]
    for leg in legs:
        if waited and pushes and leg.start_s >= pushes[0]:
            before = waited[-1]
            there = before.position(before.until_s)
            waited.append(StationLeg(before.until_s, there, (0.0, 0.0), pushes.pop(0)))
        waited.append(leg)
    return tuple(waited)


LARGE_TURN_RAD: Final = math.radians(60.0)
"""A turn larger than this begins a new run."""


def _runs(way: list[tuple[float, Point]]) -> list[list[tuple[float, Point]]]:
    """Cut a way at its large turns; the turning point ends one run and starts the next."""
    runs = [way[:2]]
    for before, here, after in zip(way, way[1:], way[2:], strict=False):
        turn = abs(_bearing_change(before[1], here[1], after[1]))
        if turn > LARGE_TURN_RAD:
            runs.append([here, after])
        else:
            runs[-1].append(after)
    return runs


def _bearing_change(before: Point, here: Point, after: Point) -> float:
    """Return the turn at `here`, in radians, left positive."""
    inx, iny = here[0] - before[0], here[1] - before[1]
    outx, outy = after[0] - here[0], after[1] - here[1]
    return math.atan2(inx * outy - iny * outx, inx * outx + iny * outy)


def _run_legs(
    run: list[tuple[float, Point]], ahead_m: float, abeam_m: float, *, ends_home: bool = False
) -> list[StationLeg]:
    """Return the station's legs while the charge flies one run; they end early where the station would pass home."""
    if len(run) < 2:
        return []
    along = [0.0, *accumulate(math.dist(here[1], there[1]) for here, there in pairwise(run))]
    corners = _offset_corners([point for _, point in run], abeam_m)

    def station(charge_m: float) -> Point:
        """Place of the station when the charge has flown so far along the run; straight on beyond the run's ends."""
        return _along_line(along, corners, charge_m + ahead_m)

    def instant(charge_m: float) -> float:
        """When the charge has flown so far along the run."""
        return _along_line(along, [(at_s, 0.0) for at_s, _ in run], charge_m)[0]

    end_m = along[-1] - ahead_m if ends_home and 0.0 < ahead_m < along[-1] else along[-1]
    bends = [corner - ahead_m for corner in along[1:-1] if 0.0 < corner - ahead_m < end_m]
    stops = [(instant(charge_m), station(charge_m)) for charge_m in (0.0, *bends, end_m)]
    return [
        StationLeg(
            here_s,
            here,
            ((there[0] - here[0]) / (there_s - here_s), (there[1] - here[1]) / (there_s - here_s)),
            there_s,
        )
        for (here_s, here), (there_s, there) in pairwise(stops)
        if there_s > here_s
    ]


def _along_line(along: list[float], points: Sequence[Point], distance_m: float) -> Point:
    """Return the place at a distance along a bent line whose points lie at the distances `along`."""
    piece = min(max(bisect_right(along, distance_m) - 1, 0), len(along) - 2)
    share = (distance_m - along[piece]) / (along[piece + 1] - along[piece])
    (x0, y0), (x1, y1) = points[piece], points[piece + 1]
    return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share


def _offset_corners(points: list[Point], abeam_m: float) -> list[Point]:
    """Return the corners of the line that runs `abeam_m` to the right of a bent way."""
    normals = []
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        normals.append(((y1 - y0) / length, (x0 - x1) / length))
    corners = []
    for place, (x, y) in enumerate(points):
        before, after = normals[max(place - 1, 0)], normals[min(place, len(normals) - 1)]
        east, north = before[0] + after[0], before[1] + after[1]
        # Mitre: the sum of two unit normals, scaled so that its share along each is one offset.
        scale = 2.0 * abeam_m / (east * east + north * north)
        corners.append((x + east * scale, y + north * scale))
    return corners
