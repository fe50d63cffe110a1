"""Sensors at work: who comes into whose range, and how long it takes until he is seen.

For each pass through a sensor's range one unit exponential is drawn. It is used up by time in range at a rate that
may change with the number of aircraft that look, and lasts across legs. A scanning sensor draws hits instead, as far
as the scan that confirms. A range changes while somebody looks when jammers come and go.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from sim.model.sensors import SENSORS, Radar, Receiver, Seen, Sensor, Visual, detection_rate_per_s
from sim.model.sensors.scan import Scan, ScanPass, first_scan_s
from sim.trial.clock import DETECT, Entry
from sim.trial.identification import may_see, seen_by
from sim.trial.jamming import Jammers
from sim.trial.node import Node
from sim.trial.reasons import SensorKind
from sim.trial.records import SwitchedOff, SwitchedOn
from sim.trial.referee import Body

if TYPE_CHECKING:
    from sim.scenario.schema import Flight, Site
    from sim.trial.element import Element
    from sim.trial.world import World

SENSOR_KINDS: Final[dict[type[Sensor], SensorKind]] = {kind: SensorKind(name) for name, kind in SENSORS.items()}

_VERBS: Final[dict[type[Sensor], str]] = {Radar: "detect", Receiver: "hear", Visual: "see"}
"""What each sensor does: part of the name of its luck."""


class Look:
    """One sensor of one node against one target element."""

    __slots__ = ("entry", "holds", "left", "node", "rate_per_s", "scans", "sensor", "since_s", "target")

    def __init__(self, node: Node, target: Element, sensor: Sensor) -> None:
        self.node = node
        self.target = target
        self.sensor = sensor
        self.holds = False
        self.left = 0.0  # what is left of this pass's unit exponential
        self.rate_per_s = 0.0
        self.since_s = 0.0
        self.entry: Entry | None = None
        self.scans: ScanPass | None = None  # of a scanning sensor that looks and has not detected yet

    @property
    def kind(self) -> SensorKind:
        """What kind of sensor looks."""
        return SENSOR_KINDS[type(self.sensor)]

    @property
    def stream(self) -> str:
        """Whose luck it is to be seen."""
        return f"{_VERBS[type(self.sensor)]}/{self.node.name}/{self.target.name}"


class Sensing:
    """All looks of one trial."""

    __slots__ = ("_at", "_jammers", "_looks", "_members", "_seen", "_sensors", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._looks: dict[Node, list[Look]] = {}  # by who looks
        self._at: dict[Element, list[Look]] = {}  # by who is looked at
        self._members: dict[Node, int] = {}
        self._sensors: dict[Node, tuple[Body, tuple[Sensor, ...]]] = {}
        self._seen: dict[Element, Seen] = {}  # what sensors may notice of each
        self._jammers: Jammers | None = None

    def equip(self, node: Node, body: Body, sensors: tuple[Sensor, ...], members: int) -> None:
        """Let a node's sensors look at every hostile element from now on."""
        self._members[node] = members
        self._looks[node] = []
        self._sensors[node] = body, ()
        self._add(node, sensors)

    def switch_on(self, node: Node, radar: Radar | None) -> None:
        """Let a node's radar work from now on that kept silent so far."""
        self._world.record(SwitchedOn(self._world.clock.now, node.name))
        if radar is not None:
            self._add(node, (radar,))

    def switch_off(self, node: Node) -> None:
        """Let a node's radar see nothing any more; what nothing else holds is lost to it."""
        self._world.record(SwitchedOff(self._world.clock.now, node.name))
        body, sensors = self._sensors[node]
        self._sensors[node] = body, tuple(sensor for sensor in sensors if not sensor.emits)
        looks = self._looks[node]
        self._looks[node] = [look for look in looks if not look.sensor.emits]
        for look in looks:
            if look.sensor.emits and not look.target.is_gone:
                self._at[look.target].remove(look)
                pair = body.pairs[look.target.body]
                for watch in [watch for watch in pair.watches if watch.about is look]:
                    self._world.referee.unwatch(watch)
                self._leaves(look)

    def is_equipped(self, node: Node) -> bool:
        """Tell whether a node's sensors work at all: an inject may have taken it out of action."""
        return node in self._sensors

    def jam(self, element: Element) -> None:
        """Let an element's jammer work from now on."""
        if self._jammers is None:
            self._jammers = Jammers(self._world)
        self._jammers.start(element)

    def switch_jammer(self, element: Element, *, is_on: bool) -> None:
        """Switch an element's jammer on or off."""
        if self._jammers is None:
            self._jammers = Jammers(self._world)
        self._jammers.switch(element, is_on=is_on)
        self.look_again(element)

    def appear(self, element: Element) -> None:
        """Let an element that takes off or starts later see and be seen from now on.

        Jammers first, as at the start of the trial, so that nobody is seen at the first instant from behind one.
        """
        spec = element.group.spec
        if self._jammers is not None:
            self._jammers.appear(element)
        if spec.jammer is not None and element.is_emitting:
            self.jam(element)
        sensors = sensors_of(spec, is_emitting=element.is_emitting)
        self.equip(element, element.body, sensors, len(element.members))
        self.look_again(element)

    def look_again(self, target: Element) -> None:
        """Let everybody look at a target at the range that holds now, because it emits or is jammed for otherwise."""
        self._seen.pop(target, None)
        if not target.is_flying:
            return
        looks = {(look.node, look.kind): look for look in self._at.get(target, ())}
        for node, (body, sensors) in self._sensors.items():
            if not may_see(node, target):
                continue
            for sensor in sensors:
                look, reach_m = looks.get((node, SENSOR_KINDS[type(sensor)])), self._reach_m(node, sensor, target)
                if reach_m is None:
                    continue
                if look is None:
                    self._look(Look(node, target, sensor), body, reach_m)
                else:
                    self._reach(look, body, reach_m)

    def _add(self, node: Node, sensors: tuple[Sensor, ...]) -> None:
        seen, (body, others) = self._seen, self._sensors[node]
        self._sensors[node] = body, (*others, *sensors)
        targets = [target for target in seen_by(self._world, node) if target.is_flying]
        for sensor in sensors:
            for target in targets:
                if self._jammers is None:
                    reach_m = sensor.reach_m(seen.get(target) or self._seen_of(target))
                else:
                    reach_m = self._reach_m(node, sensor, target)
                if reach_m is not None:
                    self._look(Look(node, target, sensor), body, reach_m)

    def _look(self, look: Look, body: Body, reach_m: float) -> None:
        self._looks[look.node].append(look)
        self._at.setdefault(look.target, []).append(look)
        watch = self._world.referee.watch
        watch(body, look.target.body, reach_m, entered=self._enters, left=self._leaves, about=look)

    def _reach(self, look: Look, body: Body, reach_m: float) -> None:
        """Give a look another range."""
        for watch in body.pairs[look.target.body].watches:
            if watch.about is look and watch.range_m != reach_m:
                self._world.referee.resize(watch, reach_m)

    def _reach_m(self, node: Node, sensor: Sensor, target: Element) -> float | None:
        """Return how far a sensor reaches against a target now, in metres; its own side's jammers do not trouble it."""
        seen = self._seen.get(target) or self._seen_of(target)
        if seen.jamming is not None and node.side == target.side:
            seen = seen._replace(jamming=None)
        return sensor.reach_m(seen)

    def _seen_of(self, target: Element) -> Seen:
        """Return what sensors may notice of a target from now on."""
        spec = target.group.spec
        jammers = self._jammers
        emits = (target.is_emitting and spec.radar is not None) or (jammers is not None and jammers.works(target))
        jamming = None if jammers is None else jammers.of(target)
        seen = self._seen[target] = Seen(spec.signature, emits, jamming)
        return seen

    def members_changed(self, node: Node, members: int) -> None:
        """Let running looks go on at the rate of those who are left."""
        now = self._world.clock.now
        self._members[node] = members
        for look in self._looks.get(node, ()):
            if look.scans is not None:
                self._scan_on(look)
            elif look.entry is not None:
                look.left = max(look.left - (now - look.since_s) * look.rate_per_s, 0.0)
                self._await(look)

    def retire(self, node: Node) -> None:
        """End all looks of a node that has left the world."""
        self._sensors.pop(node, None)
        for look in self._looks.pop(node, ()):
            if look.entry is not None:
                self._world.clock.cancel(look.entry)

    def _enters(self, look: Look) -> None:
        scan = look.sensor.scan
        if scan is not None:
            self._scan(look, scan)
            return
        if math.isinf(detection_rate_per_s(look.sensor, self._members[look.node])):
            self._detect(look)
            return
        look.left = self._world.luck.exponential(look.stream)
        self._await(look)

    def _scan(self, look: Look, scan: Scan) -> None:
        """Begin the scans of a pass."""
        luck, stream = self._world.luck, look.stream
        first_s = first_scan_s(scan, self._world.clock.now, lambda: luck.uniform(f"phase/{stream}"))
        look.scans = ScanPass(scan, first_s, scan.miss_prob(self._looking(look)))
        self._confirm(look, look.scans.confirms_s(self._world.scenario.ends_at_s, self._misses(look)))

    def _scan_on(self, look: Look) -> None:
        """Go on with the scans of a pass, now that another number of aircraft looks."""
        scan, scans = look.sensor.scan, look.scans
        assert scan is not None
        assert scans is not None
        miss_prob = scan.miss_prob(self._looking(look))
        if miss_prob == scans.miss_prob:
            return
        scans.miss_prob = miss_prob
        if look.entry is not None:
            self._world.clock.cancel(look.entry)
        now, ends_s = self._world.clock.now, self._world.scenario.ends_at_s
        self._confirm(look, scans.again_s(now, ends_s, self._misses(look)))

    def _misses(self, look: Look) -> Callable[[float], int]:
        return partial(self._world.luck.geometric, look.stream)

    def _looking(self, look: Look) -> int:
        return self._members[look.node] if look.sensor.per_member else 1

    def _confirm(self, look: Look, at_s: float | None) -> None:
        look.entry = None if at_s is None else self._world.clock.at(at_s, DETECT, self._detect, look)

    def _await(self, look: Look) -> None:
        clock = self._world.clock
        if look.entry is not None:
            clock.cancel(look.entry)
        look.since_s = clock.now
        look.rate_per_s = detection_rate_per_s(look.sensor, self._members[look.node])
        look.entry = clock.at(clock.now + look.left / look.rate_per_s, DETECT, self._detect, look)

    def _detect(self, look: Look) -> None:
        look.entry = look.scans = None
        look.holds = True
        now = self._world.clock.now
        node_body, target_body = self._world.body_of(look.node), look.target.body
        range_m = math.dist(node_body.position(now), target_body.position(now))
        look.node.hold(look.target, look.kind, range_m)

    def _leaves(self, look: Look) -> None:
        if look.entry is not None:
            self._world.clock.cancel(look.entry)
            look.entry = None
        look.scans = None
        if look.holds:
            look.holds = False
            look.node.release(look.target)

    def lose_target(self, target: Element) -> None:
        """End all looks at a target that has left the world; contacts are ended by who holds them."""
        for look in self._at.pop(target, ()):
            look.holds = False
            look.scans = None
            if look.entry is not None:
                self._world.clock.cancel(look.entry)
                look.entry = None
        if self._jammers is not None:
            self._jammers.gone(target)


def sensors_of(spec: Flight | Site, *, is_emitting: bool) -> tuple[Sensor, ...]:
    """Return the sensors that a flight or site declares and that work, in the order of `SENSORS`."""
    declared: list[Sensor | None] = [getattr(spec, name, None) for name in SENSORS]
    return tuple([one for one in declared if one is not None and (is_emitting or not one.emits)])
