"""Where an element was: its legs as straight pieces in time, and closed forms over pairs of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.model.kinds import Point
from sim.trial.records import LegStarted

Interval = tuple[float, float]
"""From and to, in seconds."""


class Piece(NamedTuple):
    """A straight flight at constant velocity, from `from_s` to `to_s`; the position is that at `from_s`."""

    from_s: float
    to_s: float
    x_m: float
    y_m: float
    vx_mps: float
    vy_mps: float

    def at(self, at_s: float) -> Point:
        """Return the position at an instant, in metres."""
        after_s = at_s - self.from_s
        return self.x_m + self.vx_mps * after_s, self.y_m + self.vy_mps * after_s

    def since(self, from_s: float) -> Piece:
        """Return the part that is flown from an instant on; the whole if it begins later."""
        if from_s <= self.from_s:
            return self
        return Piece(from_s, self.to_s, *self.at(from_s), self.vx_mps, self.vy_mps)


def pieces_of(legs: Sequence[LegStarted], gone_s: float) -> list[Piece]:
    """Return what an element flew until it was gone; each leg ends where the next begins. Empty legs are left out."""
    ends = [leg.at_s for leg in legs[1:]]
    ends.append(gone_s)
    return [
        Piece(at_s, to_s, x_m, y_m, vx_mps, vy_mps)
        for (at_s, _, _, _, x_m, y_m, vx_mps, vy_mps, _), to_s in zip(legs, ends, strict=False)
        if to_s > at_s
    ]


def place_at(pieces: Sequence[Piece], at_s: float) -> Point | None:
    """Return the position at an instant, in metres; None when it was not flying then."""
    for piece in reversed(pieces):
        if piece.from_s <= at_s:
            return piece.at(at_s) if at_s <= piece.to_s else None
    return None


def nearest_m(ones: Sequence[Piece], others: Sequence[Piece], until_s: float = math.inf) -> float:
    """Return the least distance of two paths while both are flown and before `until_s`, in metres; infinite if never.

    Source: least distance of two straight motions, |d + v t| at t = -d.v / v.v, clipped to the common time.
    """
    least = math.inf
    one_place = other_place = 0
    while one_place < len(ones) and other_place < len(others):
        one_from_s, one_to_s, x, y, vx, vy = ones[one_place]
        other_from_s, other_to_s, other_x, other_y, other_vx, other_vy = others[other_place]
        from_s = max(one_from_s, other_from_s)
        length_s = min(one_to_s, other_to_s, until_s) - from_s
        if length_s >= 0.0:
            x += vx * (from_s - one_from_s) - other_x - other_vx * (from_s - other_from_s)
            y += vy * (from_s - one_from_s) - other_y - other_vy * (from_s - other_from_s)
            vx -= other_vx
            vy -= other_vy
            closing = -(x * vx + y * vy)
            if closing > 0.0:
                after_s = min(closing / (vx * vx + vy * vy), length_s)
                x += vx * after_s
                y += vy * after_s
            least = min(least, x * x + y * y)
        if one_to_s <= other_to_s:
            one_place += 1
        else:
            other_place += 1
    return math.sqrt(least)


def in_time_until_s(piece: Piece, goal: Point, due_s: float, *, speed_mps: float, reach_m: float) -> float:
    """Return until when an element on this piece could leave it and have `goal` within reach at `due_s`, in seconds.

    Minus infinite when it never could. The piece must not be faster than `speed_mps`: then who is too late stays
    too late, and one instant tells all.

    Source: |goal - place - v t| = reach + speed (due - t), squared; its first root from the piece's start.
    """
    from_s, to_s, x, y, vx, vy = piece
    dx, dy = goal[0] - x, goal[1] - y
    span_m = reach_m + speed_mps * (due_s - from_s)
    c = dx * dx + dy * dy - span_m * span_m
    if c > 0.0:
        return -math.inf
    # Here c <= 0: this form of the root is stable, and holds for a = 0 as well.
    a = vx * vx + vy * vy - speed_mps * speed_mps
    half_b = span_m * speed_mps - dx * vx - dy * vy
    root = half_b + math.sqrt(max(half_b * half_b - a * c, 0.0))
    last_s = min(to_s, due_s)
    return last_s if root <= 0.0 else min(from_s - c / root, last_s)


def covered_s(intervals: Iterable[Interval], within: Interval) -> float:
    """Return how long a span of time is covered by at least one of the intervals, in seconds."""
    total_s = 0.0
    reached_s, end_s = within
    for from_s, to_s in sorted(intervals):
        begin_s = max(from_s, reached_s)
        stop_s = min(to_s, end_s)
        if stop_s > begin_s:
            total_s += stop_s - begin_s
            reached_s = stop_s
    return total_s


def still(at_m: Point) -> Piece:
    """Return the path of what never moves."""
    return Piece(0.0, math.inf, *at_m, 0.0, 0.0)


def first_within_s(ones: Sequence[Piece], others: Sequence[Piece], range_m: float) -> float | None:
    """Return when two paths first are within a distance of one another, in seconds; None if never.

    Source: first root of |d + v t| = range on each common piece, in its stable form c / (-b + root).
    """
    one_place = other_place = 0
    while one_place < len(ones) and other_place < len(others):
        one, other = ones[one_place], others[other_place]
        from_s, to_s = max(one.from_s, other.from_s), min(one.to_s, other.to_s)
        if to_s >= from_s:
            here, there = one.at(from_s), other.at(from_s)
            x, y = here[0] - there[0], here[1] - there[1]
            vx, vy = one.vx_mps - other.vx_mps, one.vy_mps - other.vy_mps
            c = x * x + y * y - range_m * range_m
            if c <= 0.0:
                return from_s
            closing, speed2 = -(x * vx + y * vy), vx * vx + vy * vy
            inside = closing * closing - speed2 * c
            if closing > 0.0 and inside >= 0.0:
                at_s = from_s + c / (closing + math.sqrt(inside))
                if at_s <= to_s:
                    return at_s
        if one.to_s <= other.to_s:
            one_place += 1
        else:
            other_place += 1
    return None
