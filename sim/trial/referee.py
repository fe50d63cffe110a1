"""The truth: where everybody is, and when one comes within a range of another.

A `Body` flies one leg at a time: a straight line at constant velocity. A `Watch` asks to be told when one body enters
and leaves a range of another. The referee works the instants out in closed form when a leg starts, for the bodies of
that leg only, and puts them on the agenda. It trusts the reason for waking: a crossing that is due is never tested
again, because rounding could find it short by a hair and wait for ever.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.model.geometry import time_in_range
from sim.model.kinds import Point, Vector
from sim.trial.clock import Clock, Entry, Phase

TOUCH_M = 1.0
"""A body this close to the edge counts as having touched it: rounding, not geometry."""


class Body:
    """Something with a place: position at `since_s`, constant velocity, valid until `until_s`."""

    __slots__ = ("name", "since_s", "until_s", "vx_mps", "vy_mps", "watches", "x_m", "y_m")

    def __init__(self, name: str, at_m: Point) -> None:
        self.name = name
        self.x_m, self.y_m = at_m
        self.vx_mps = self.vy_mps = 0.0
        self.since_s = 0.0
        self.until_s = math.inf
        self.watches: dict[Watch, None] = {}

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
    the reach of a missile depends on the closing geometry.
    """

    __slots__ = (
        "entered",
        "entry",
        "inside",
        "lead_s",
        "left",
        "left_s",
        "observer",
        "range_m",
        "safe_until_s",
        "target",
    )

    def __init__(  # a watch is these six facts, and nothing else makes one but the referee
        self,
        observer: Body,
        target: Body,
        range_m: float,
        lead_s: float,
        entered: Callable[[], None] | None,
        left: Callable[[], None] | None,
    ) -> None:
        self.observer = observer
        self.target = target
        self.range_m = range_m
        self.lead_s = lead_s
        self.entered = entered
        self.left = left
        self.inside = False
        self.left_s = -math.inf
        self.entry: Entry | None = None
        self.safe_until_s = -math.inf


class Referee:
    """Keeps every watch true. The only one who knows all positions."""

    __slots__ = ("_clock", "_fastest_mps")

    def __init__(self, clock: Clock, fastest_mps: float) -> None:
        self._clock = clock
        self._fastest_mps = fastest_mps

    def start_leg(self, body: Body, at_m: Point, velocity: Vector, until_s: float) -> None:
        """Start a leg of a body now, and work out the crossings of its watches."""
        now = self._clock.now
        body.x_m, body.y_m = at_m
        body.vx_mps, body.vy_mps = velocity
        body.since_s = now
        body.until_s = until_s
        for watch in tuple(body.watches):
            other = watch.target if watch.observer is body else watch.observer
            if watch.entry is None and min(until_s, other.until_s) <= watch.safe_until_s:
                continue  # even at full speed they cannot meet the edge before one of them turns again
            self._sweep(watch)

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
        """Watch a pair from now on. `entered` is called at once, in its phase, when the target is inside already."""
        watch = Watch(observer, target, range_m, lead_s, entered, left)
        observer.watches[watch] = None
        target.watches[watch] = None
        self._sweep(watch)
        return watch

    def unwatch(self, watch: Watch) -> None:
        """Stop watching a pair; nobody is called."""
        watch.observer.watches.pop(watch, None)
        watch.target.watches.pop(watch, None)
        if watch.entry is not None:
            self._clock.cancel(watch.entry)
            watch.entry = None

    def unwatch_all(self, body: Body) -> None:
        """Stop every watch that a body takes part in."""
        for watch in tuple(body.watches):
            self.unwatch(watch)

    def _sweep(self, watch: Watch) -> None:
        """Work out the next crossing of a watch on the present legs."""
        clock = self._clock
        if watch.entry is not None:
            clock.cancel(watch.entry)
            watch.entry = None
        now = clock.now
        a, b = watch.observer, watch.target
        since_a, since_b = now - a.since_s, now - b.since_s
        x = b.x_m + b.vx_mps * (since_b + watch.lead_s) - a.x_m - a.vx_mps * since_a
        y = b.y_m + b.vy_mps * (since_b + watch.lead_s) - a.y_m - a.vy_mps * since_a
        vx, vy = b.vx_mps - a.vx_mps, b.vy_mps - a.vy_mps
        horizon = a.until_s if a.until_s < b.until_s else b.until_s
        interval = time_in_range((x, y), (vx, vy), watch.range_m)
        speed = math.hypot(vx, vy)
        action = self._leave if watch.inside else self._enter
        crossing = math.inf
        if watch.inside:
            if interval is None:
                crossing = now
            elif interval[0] * speed > TOUCH_M:
                crossing, action = now, self._jump_out
            else:
                crossing = now + interval[1]
        elif interval is not None and not (watch.left_s == now and interval[1] * speed <= TOUCH_M):
            crossing = now + interval[0]
        if crossing <= horizon and crossing < math.inf:
            watch.entry = clock.at(crossing, Phase.DETECT, action, watch)
        elif watch.lead_s == 0.0:
            gap = abs(math.hypot(x, y) - watch.range_m)
            watch.safe_until_s = now + max(gap - TOUCH_M, 0.0) / (2.0 * self._fastest_mps)

    def _enter(self, watch: Watch) -> None:
        watch.entry = None
        watch.inside = True
        self._sweep(watch)
        if watch.entered is not None:
            watch.entered()

    def _leave(self, watch: Watch) -> None:
        """Let the target leave. On the same two straight legs it cannot come back, so nothing is worked out."""
        watch.entry = None
        watch.inside = False
        watch.left_s = self._clock.now
        watch.safe_until_s = -math.inf
        if watch.left is not None:
            watch.left()

    def _jump_out(self, watch: Watch) -> None:
        """Let the target leave because its turn moved the place it leads to; it may come in again on this leg."""
        self._leave(watch)
        if watch in watch.observer.watches:
            self._sweep(watch)
