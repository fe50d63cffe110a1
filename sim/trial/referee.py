"""The truth: where everybody is, and when one comes within a range of another.

A `Body` flies one leg at a time: a straight line at constant velocity. A `Watch` asks to be told when one body enters
and leaves a range of another. The referee works the instants out in closed form when a leg starts, for the pairs of
that body only, and puts them on the agenda. It trusts the reason for waking: a crossing that is due is never tested
again, because rounding could find it short by a hair and wait for ever.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

from sim.model.geometry import Passing, distances_m, time_inside
from sim.model.kinds import Point, Vector
from sim.trial.clock import DETECT, Clock, Entry

TOUCH_M: Final = 1.0
"""A body this close to the edge counts as having touched it: rounding, not geometry."""

HAIR_M: Final = 1e-4
"""What is inside by less than this and on its way out is on the edge."""


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
    the reach of a missile depends on the closing geometry. That place is no farther from the target than it can fly
    until then, so a target nearer than `surely_in_m` is inside and one farther than `surely_out_m` is not, whatever it
    does. `due_s` is the next crossing, infinite when there is none on the present legs.
    """

    __slots__ = (
        "about",
        "due_s",
        "entered",
        "inside",
        "lead_s",
        "leaves_s",
        "left",
        "left_s",
        "observer",
        "range_m",
        "surely_in_m",
        "surely_out_m",
        "target",
    )

    def __init__(self, observer: Body, target: Body, range_m: float, lead_s: float) -> None:
        self.observer = observer
        self.target = target
        self.range_m = range_m
        self.lead_s = lead_s
        self.bound()
        self.inside = False
        self.due_s = math.inf
        self.leaves_s = math.inf
        self.left_s = -math.inf
        self.entered: Callable[[Any], None] | None = None
        self.left: Callable[[Any], None] | None = None
        self.about: object = None

    def bound(self) -> None:
        """Work out who is surely inside and who is not, from the target's greatest speed."""
        strays_m = self.lead_s * self.target.fastest_mps
        self.surely_in_m = self.range_m - strays_m
        self.surely_out_m = self.range_m + strays_m


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

    @property
    def due_s(self) -> float:
        """The earliest crossing, infinite when there is none."""
        due_s = math.inf
        for watch in self.watches:
            if watch.due_s < due_s:
                due_s = watch.due_s
        return due_s


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
        speed_mps = math.hypot(*velocity)
        if speed_mps > body.fastest_mps:
            self._speed_up(body, speed_mps)
        now = body.since_s
        for other, pair in body.pairs.items():
            horizon = until_s if until_s < other.until_s else other.until_s
            # Whose own leg ends now starts another at this instant, and the pair is worked out then.
            if horizon > now and horizon > pair.safe_until_s:
                self._sweep(pair, horizon)

    def watch(
        self,
        observer: Body,
        target: Body,
        range_m: float,
        *,
        lead_s: float = 0.0,
        entered: Callable[[Any], None] | None = None,
        left: Callable[[Any], None] | None = None,
        about: object = None,
    ) -> Watch:
        """Watch a pair from now on. `entered` is called in its phase of this instant when the target is inside now.

        about: what `entered` and `left` are called with.
        """
        watch = Watch(observer, target, range_m, lead_s)
        watch.entered, watch.left, watch.about = entered, left, about
        pair = observer.pairs.get(target)
        if pair is None:
            pair = observer.pairs[target] = target.pairs[observer] = Pair(observer, target)
        pair.watches.append(watch)
        pair.safe_until_s = -math.inf
        now = self._clock.now
        starts_leg = observer.until_s <= now or target.until_s <= now  # and will be worked out then, unless inside now
        if starts_leg and not lead_s and math.dist(observer.position(now), target.position(now)) > range_m + TOUCH_M:
            return watch
        self._plan(watch)
        if watch.due_s < math.inf and (pair.entry is None or watch.due_s < pair.entry[0]):
            self._arm(pair, watch.due_s)
        return watch

    def resize(self, watch: Watch, range_m: float) -> None:
        """Watch at another range from now on; who is inside or outside by that alone crosses at this instant."""
        pair = watch.observer.pairs[watch.target]
        watch.range_m = range_m
        watch.bound()
        pair.safe_until_s = -math.inf
        self._plan(watch)
        self._arm(pair, pair.due_s)

    def unwatch(self, watch: Watch) -> None:
        """Stop watching; nobody is called."""
        watch.entered = watch.left = None
        pair = watch.observer.pairs.get(watch.target)
        if pair is None or watch not in pair.watches:
            return
        pair.watches.remove(watch)
        if pair.entry is not None and watch.due_s <= pair.entry[0]:
            self._arm(pair, pair.due_s)
        if not pair.watches:
            del pair.one.pairs[pair.other]
            del pair.other.pairs[pair.one]

    def unwatch_all(self, body: Body) -> None:
        """Stop every watch that a body takes part in."""
        for pair in body.pairs.values():
            for watch in pair.watches:
                watch.entered = watch.left = None
            pair.watches.clear()
            self._arm(pair, math.inf)
            other = pair.other if pair.one is body else pair.one
            del other.pairs[body]
        body.pairs.clear()

    @staticmethod
    def _speed_up(body: Body, speed_mps: float) -> None:
        """Take note that a body is faster than was thought: on the outside of a bend a station may be."""
        gain_mps = speed_mps - body.fastest_mps
        body.fastest_mps = speed_mps
        for pair in body.pairs.values():
            pair.fastest_mps += gain_mps
            pair.safe_until_s = -math.inf
            for watch in pair.watches:
                watch.bound()

    # Working out crossings.

    def _sweep(self, pair: Pair, horizon: float) -> None:
        """Work out the next crossing of each watch of a pair, many of them by finding that there is none."""
        now = self._clock.now
        line = _line(pair.one, pair.other, now)
        distance, nearest, farthest = distances_m(line, horizon - now)
        nearest_gap = earliest_s = math.inf
        for watch in pair.watches:
            if watch.inside:
                gap, least_gap = watch.surely_in_m - distance, watch.surely_in_m - farthest
            else:
                gap, least_gap = distance - watch.surely_out_m, nearest - watch.surely_out_m
            if least_gap > TOUCH_M:
                watch.due_s = math.inf
            else:
                if watch.lead_s:
                    self._plan(watch)
                else:
                    self._find_crossing(watch, line, horizon)
                if watch.due_s < math.inf:
                    gap = -math.inf
                    if watch.due_s < earliest_s:
                        earliest_s = watch.due_s
            if gap < nearest_gap:
                nearest_gap = gap
        pair.safe_until_s = now + (nearest_gap - TOUCH_M) / pair.fastest_mps
        if pair.entry is not None or earliest_s < math.inf:
            self._arm(pair, earliest_s)

    def _plan(self, watch: Watch) -> None:
        """Work out the next crossing of one watch."""
        a, b = watch.observer, watch.target
        line = _line(a, b, self._clock.now, watch.lead_s)
        self._find_crossing(watch, line, a.until_s if a.until_s < b.until_s else b.until_s)

    def _find_crossing(self, watch: Watch, line: Passing, horizon: float) -> None:
        """Set when a watch is next crossed, looking no farther than the end of the present legs."""
        now = self._clock.now
        interval = time_inside(line, watch.range_m)
        if interval is None:
            due_s = now if watch.inside else math.inf
        elif watch.inside:
            # Outside for more than a touch: a turn moved the place it leads to, or it only grazed the edge. On the
            # edge and on its way out: whether rounding put it inside must not choose between now and a hair later.
            speed = math.sqrt(line[0])
            leaves_now = (interval[0] and interval[0] * speed > TOUCH_M) or interval[1] * speed < HAIR_M
            due_s = now if leaves_now else now + interval[1]
        elif watch.left_s == now and interval[1] * math.sqrt(line[0]) <= TOUCH_M:
            due_s = math.inf
        else:
            due_s = now + interval[0]
            watch.leaves_s = now + interval[1]
        watch.due_s = due_s if due_s <= horizon else math.inf

    # Crossings on the agenda.

    def _arm(self, pair: Pair, due_s: float) -> None:
        """Put the earliest crossing of a pair on the agenda."""
        entry = pair.entry
        if entry is not None:
            if entry[0] == due_s:
                return
            self._clock.cancel(entry)
            pair.entry = None
        if due_s < math.inf:
            pair.entry = self._clock.at(due_s, DETECT, self._cross, pair)

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
        self._arm(pair, pair.due_s)

    def _enter(self, watch: Watch) -> None:
        watch.inside = True
        leaves_s = watch.leaves_s
        is_due = leaves_s <= watch.observer.until_s and leaves_s <= watch.target.until_s
        watch.due_s = leaves_s if is_due else math.inf
        if watch.entered is not None:
            watch.entered(watch.about)

    def _leave(self, watch: Watch) -> None:
        """Let the target leave. Without lead it cannot come back on the same two straight legs."""
        watch.inside = False
        watch.due_s = math.inf
        watch.left_s = self._clock.now
        if watch.lead_s:
            self._plan(watch)
        if watch.left is not None:
            watch.left(watch.about)


def _line(a: Body, b: Body, now: float, lead_s: float = 0.0) -> Passing:
    """Return the pass of b, or of where it will be `lead_s` later, as a sees it from now on."""
    since_a, since_b = now - a.since_s, now - b.since_s + lead_s
    vx, vy = b.vx_mps - a.vx_mps, b.vy_mps - a.vy_mps
    x = b.x_m + b.vx_mps * since_b - a.x_m - a.vx_mps * since_a
    y = b.y_m + b.vy_mps * since_b - a.y_m - a.vy_mps * since_a
    return vx * vx + vy * vy, x * vx + y * vy, x * vy - y * vx, x * x + y * y
