"""Closed-form geometry of points that move straight: crossings of a range, interception, closest approach.

Everything is plain floats: these few functions are most of a trial's arithmetic. Ranges are closed discs, so
touching counts. "From now" means that time zero is the instant of the given offset.
"""

from __future__ import annotations

import math
from typing import Final

from sim.model.kinds import Point, Vector

Interval = tuple[float, float]
"""Enter and leave, in seconds from now."""

Passing = tuple[float, float, float, float]
"""A straight pass, as |drift|^2, offset.drift, offset x drift and |offset|^2."""


def time_in_range(offset_m: Vector, drift_mps: Vector, range_m: float) -> Interval | None:
    """Return when a straight-moving target is inside a range, as (enter_s, leave_s) from now.

    offset_m: target minus observer now; drift_mps: target's velocity minus the observer's.
    enter_s is 0 when already inside, leave_s infinite when never leaving; None when it is never inside from now on.

    Raises: ValueError when range_m is negative.
    Source: roots of |offset + drift t| = range, paired to avoid cancellation (Numerical Recipes, 3rd ed., 5.6).
    """
    if range_m < 0.0:
        raise ValueError(f"range_m must not be negative, got {range_m}")
    return time_inside(passing(*offset_m, *drift_mps), range_m)


def passing(x: float, y: float, vx: float, vy: float) -> Passing:
    """Return what all crossings of one straight pass have in common, from its offset in m and its drift in m/s."""
    return vx * vx + vy * vy, x * vx + y * vy, x * vy - y * vx, x * x + y * y


def time_inside(line: Passing, range_m: float) -> Interval | None:
    """Return when a straight pass is inside a range that is not negative; see `time_in_range`."""
    a, b, cross, square = line
    c = square - range_m * range_m
    if a == 0.0:
        return (0.0, math.inf) if c <= 0.0 else None
    discriminant = a * range_m * range_m - cross * cross
    if discriminant < 0.0:
        # Grazing within rounding: inside now, or never.
        return (0.0, 0.0) if c <= 0.0 else None
    # Both roots without subtracting near-equal numbers.
    far = -(b + math.copysign(math.sqrt(discriminant), b))
    first, second = (far / a, c / far) if far != 0.0 else (0.0, 0.0)
    if second < first:
        first, second = second, first
    if second < 0.0:
        return None
    return (0.0, second + 0.0) if c <= 0.0 else (first, second)


def distances_m(line: Passing, span_s: float) -> tuple[float, float, float]:
    """Return a straight pass's distance now, and its least and its greatest in the next `span_s` seconds."""
    a, b, cross, square = line
    here = math.sqrt(square)
    if a == 0.0:
        return here, here, here
    there_square = square + span_s * (2.0 * b + a * span_s)
    there = math.sqrt(there_square) if there_square > 0.0 else 0.0
    if b >= 0.0:
        return here, here, there
    nearest = there if -b > a * span_s else abs(cross) / math.sqrt(a)
    return here, nearest, here if here > there else there


EQUAL_SPEEDS: Final = 1e-12
"""Squares of two speeds that differ by less than this share differ by rounding."""

SAME_PLACE_M2: Final = 1e-12
"""Two places nearer than a micrometre (squared, in m^2) are one place: the rest is rounding."""


def intercept_time_s(offset_m: Vector, target_mps: Vector, speed_mps: float) -> float | None:
    """Return the earliest time, in seconds from now, at which a pursuer of constant speed can meet the target.

    offset_m: target minus pursuer now. None when the pursuer can never meet it; 0 when already there.

    Source: smallest root >= 0 of (v.v - s^2) t^2 + 2 (r.v) t + r.r = 0.
    """
    x, y = offset_m
    vx, vy = target_mps
    c = x * x + y * y
    if c <= SAME_PLACE_M2:
        return 0.0
    a = vx * vx + vy * vy - speed_mps * speed_mps
    b = x * vx + y * vy
    if abs(a) <= EQUAL_SPEEDS * speed_mps * speed_mps:
        return -c / (2.0 * b) if b < 0.0 else None
    discriminant = b * b - a * c
    if discriminant < 0.0:
        return None
    root = math.sqrt(discriminant)
    far = -(b + math.copysign(root, b))
    first, second = far / a, c / far if far != 0.0 else -1.0
    if second < first:
        first, second = second, first
    if first >= 0.0:
        return first
    return second if second >= 0.0 else None


def closest_approach(offset_m: Vector, drift_mps: Vector, horizon_s: float = math.inf) -> tuple[float, float]:
    """Return (when_s, distance_m) of the closest approach between now and the horizon."""
    x, y = offset_m
    vx, vy = drift_mps
    a = vx * vx + vy * vy
    when = min(max(-(x * vx + y * vy) / a, 0.0), horizon_s) if a > 0.0 else 0.0
    return when, math.hypot(x + vx * when, y + vy * when)


def unit(vector: Vector) -> Vector:
    """Return the vector scaled to length 1; the zero vector stays zero."""
    length = math.hypot(*vector)
    return (vector[0] / length, vector[1] / length) if length else (0.0, 0.0)


def velocity_towards(here_m: Point, there_m: Point, speed_mps: float) -> Vector:
    """Return the velocity of someone who flies straight from here to there."""
    east, north = there_m[0] - here_m[0], there_m[1] - here_m[1]
    length = math.hypot(east, north)
    return (east / length * speed_mps, north / length * speed_mps) if length else (0.0, 0.0)
