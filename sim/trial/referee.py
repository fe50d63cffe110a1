"""The truth: where everybody is, and when one comes within a range of another.

A `Body` flies one leg at a time: a straight line at constant velocity. A `Watch` asks to be told when one body enters
and leaves a range of another. The referee works the instants out in closed form when a leg starts, for the pairs of
that body only, and puts them on the agenda. It trusts the reason for waking: a crossing that is due is never tested
again, because rounding could find it short by a hair and wait for ever.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from sim.model.geometry import time_in_range
from sim.model.kinds import Point, Vector
from sim.trial.clock import Clock, Entry, Phase

TOUCH_M: Final = 1.0
"""A body this close to the edge counts as having touched it: rounding, not geometry."""


class Body:
    """Something with a place: position at `since_s`, constant velocity, valid until `until_s`.

    `fastest_mps` is the greatest speed of any of its legs: what has none stays where it is.
    """

    __slots__ = ("fastest_mps", "name", "pairs", "since_s", "until_s", "vx_mps", "vy_mps", "x_m", "y_m")

    def __init__(self, name: str, at_m: Point, fastest_mps: float = 0.0) -> None:
        self.name = name
        self.fastest_mps = fastest_mps
        self.x_m, self.y_m = at_m
        self.vx_mps = self.vy_mps = 0.0
        self.since_s = 0.0
        self.until_s = math.inf
        self.pairs: dict[Body, Pair] = {}

    def position(self, at_s: float) -> Point:
        """Return where it is at an instant of its present leg, in metres."""
        elapsed = at_s - self.since_s
        return self.x_m + self.vx_mps * elapsed, self.y_m + self.vy_mps * elapsed

    @property
    def velocity(self) -> Vector:
        """Its velocity on the present leg, in metres per second."""
        return self.vx_mps, self.vy_mps


class Watch:
    """A request to be told when `target` enters and leaves a range of `observer`.

    With `lead_s` the range is tested against where the target will be that much later if it flies on: that is how
    the reach of a missile depends on the closing geometry. `due_s` is the next crossing, infinite when there is none on
    the present legs.
    """

    __slots__ = ("due_s", "entered", "inside", "lead_s", "leaves_s", "left", "left_s", "observer", "range_m", "target")

    def __init__(self, observer: Body, target: Body, range_m: float, lead_s: float) -> None:
        self.observer = observer
        self.target = target
        self.range_m = range_m
        self.lead_s = lead_s
        self.inside = False
        self.due_s = math.inf
        self.leaves_s = math.inf
        self.left_s = -math.inf
        self.entered: Callable[[], None] | None = None
        self.left: Callable[[], None] | None = None


class Pair:
    """All watches between two bodies, and the agenda's entry for the earliest of their crossings.

    Until `safe_until_s` none of them can be crossed, however the two bodies turn.
    """

    __slots__ = ("entry", "fastest_mps", "one", "other", "safe_until_s", "watches")

    def __init__(self, one: Body, other: Body) -> None:
        self.one = one
        self.other = other
        self.fastest_mps = max(one.fastest_mps + other.fastest_mps, 1.0)
        self.watches: list[Watch] = []
        self.safe_until_s = -math.inf
        self.entry: Entry | None = None


class Referee:
    """Keeps every watch true. The only one who knows all positions."""

    __slots__ = ("_clock",)

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def start_leg(self, body: Body, at_m: Point, velocity: Vector, until_s: float) -> None:
        """Start a leg of a body now, and work out the crossings of its watches."""
        body.x_m, body.y_m = at_m
        body.vx_mps, body.vy_mps = velocity
        body.since_s = self._clock.now
        body.until_s = until_s
        if math.hypot(*velocity) > body.fastest_mps:
            self._speed_up(body, math.hypot(*velocity))
        for other, pair in body.pairs.items():
            horizon = until_s if until_s < other.until_s else other.until_s
            if horizon > pair.safe_until_s:
                self._sweep(pair, horizon)

    def watch(
        self,
        observer: Body,
        target: Body,
        range_m: float,
        *,
        lead_s: float = 0.0,
        entered: Callable[[], None] | None = None,
        left: Callable[[], None] | None = None,
    ) -> Watch:
        """Watch a pair from now on. `entered` is called in its phase of this instant when the target is inside now."""
        watch = Watch(observer, target, range_m, lead_s)
        watch.entered, watch.left = entered, left
        pair = observer.pairs.get(target)
        if pair is None:
            pair = observer.pairs[target] = target.pairs[observer] = Pair(observer, target)
        pair.watches.append(watch)
        pair.safe_until_s = -math.inf
        self._plan(watch)
        self._arm(pair)
        return watch

    def unwatch(self, watch: Watch) -> None:
        """Stop watching; nobody is called."""
        pair = watch.observer.pairs.get(watch.target)
        if pair is None or watch not in pair.watches:
            return
        pair.watches.remove(watch)
        self._arm(pair)
        if not pair.watches:
            del pair.one.pairs[pair.other]
            del pair.other.pairs[pair.one]

    def unwatch_all(self, body: Body) -> None:
        """Stop every watch that a body takes part in."""
        for pair in tuple(body.pairs.values()):
            for watch in tuple(pair.watches):
                self.unwatch(watch)

    @staticmethod
    def _speed_up(body: Body, speed_mps: float) -> None:
        """Take note that a body is faster than was thought: on the outside of a bend a station may be."""
        for pair in body.pairs.values():
            pair.fastest_mps += speed_mps - body.fastest_mps
            pair.safe_until_s = -math.inf
        body.fastest_mps = speed_mps

    # Working out crossings.

    def _sweep(self, pair: Pair, horizon: float) -> None:
        """Work out the next crossing of each watch of a pair, many of them by finding that there is none."""
        now = self._clock.now
        one, other = pair.one, pair.other
        since_one, since_other = now - one.since_s, now - other.since_s
        vx, vy = other.vx_mps - one.vx_mps, other.vy_mps - one.vy_mps
        x = other.x_m + other.vx_mps * since_other - one.x_m - one.vx_mps * since_one
        y = other.y_m + other.vy_mps * since_other - one.y_m - one.vy_mps * since_one
        distance, speed = math.sqrt(x * x + y * y), math.sqrt(vx * vx + vy * vy)
        opens = x * vx + y * vy >= 0.0
        way = speed * (horizon - now) if speed else 0.0
        nearest_gap = math.inf
        for watch in pair.watches:
            if watch.lead_s:
                self._plan(watch)
                nearest_gap = -math.inf
                continue
            gap = watch.range_m - distance if watch.inside else distance - watch.range_m
            if gap > TOUCH_M and (gap > way or (opens and not watch.inside)):
                watch.due_s = math.inf
                nearest_gap = min(nearest_gap, gap)
                continue
            self._find_crossing(watch, (x, y), (vx, vy), horizon)
            nearest_gap = -math.inf
        pair.safe_until_s = now + (nearest_gap - TOUCH_M) / pair.fastest_mps
        self._arm(pair)

    def _plan(self, watch: Watch) -> None:
        """Work out the next crossing of one watch."""
        now = self._clock.now
        a, b = watch.observer, watch.target
        since_a, since_b = now - a.since_s, now - b.since_s + watch.lead_s
        x = b.x_m + b.vx_mps * since_b - a.x_m - a.vx_mps * since_a
        y = b.y_m + b.vy_mps * since_b - a.y_m - a.vy_mps * since_a
        drift = (b.vx_mps - a.vx_mps, b.vy_mps - a.vy_mps)
        self._find_crossing(watch, (x, y), drift, min(a.until_s, b.until_s))

    def _find_crossing(self, watch: Watch, offset: Point, drift: Vector, horizon: float) -> None:
        """Set when a watch is next crossed, looking no farther than the end of the present legs."""
        now = self._clock.now
        interval = time_in_range(offset, drift, watch.range_m)
        if watch.inside:
            if interval is None or interval[0] * math.hypot(*drift) > TOUCH_M:
                due_s = now  # a turn moved the place it leads to, or it only grazed the edge
            else:
                due_s = now + interval[1]
        elif interval is None or (watch.left_s == now and interval[1] * math.hypot(*drift) <= TOUCH_M):
            due_s = math.inf
        else:
            due_s = now + interval[0]
            watch.leaves_s = now + interval[1]
        watch.due_s = due_s if due_s <= horizon else math.inf

    # Crossings on the agenda.

    def _arm(self, pair: Pair) -> None:
        """Put the earliest crossing of a pair on the agenda."""
        due_s = math.inf
        for watch in pair.watches:
            if watch.due_s < due_s:
                due_s = watch.due_s
        entry = pair.entry
        if entry is not None:
            if entry[0] == due_s:
                return
            self._clock.cancel(entry)
            pair.entry = None
        if due_s < math.inf:
            pair.entry = self._clock.at(due_s, Phase.DETECT, self._cross, pair)

    def _cross(self, pair: Pair) -> None:
        """Let everything cross that is due at this instant, in the order in which it was asked for."""
        pair.entry = None
        now = self._clock.now
        for watch in tuple(pair.watches):
            if watch.due_s <= now and watch in pair.watches:
                if watch.inside:
                    self._leave(watch)
                else:
                    self._enter(watch)
        self._arm(pair)

    def _enter(self, watch: Watch) -> None:
        watch.inside = True
        horizon = min(watch.observer.until_s, watch.target.until_s)
        watch.due_s = watch.leaves_s if watch.leaves_s <= horizon else math.inf
        if watch.entered is not None:
            watch.entered()

    def _leave(self, watch: Watch) -> None:
        """Let the target leave. Without lead it cannot come back on the same two straight legs."""
        watch.inside = False
        watch.due_s = math.inf
        watch.left_s = self._clock.now
        if watch.lead_s:
            self._plan(watch)
        if watch.left is not None:
            watch.left()
