"""Sensors at work: who comes into whose range, and how long it takes until he is seen.

For each pass through a sensor's range one unit exponential is drawn. It is used up by time in range at a rate that
may change with the number of aircraft that look, and lasts across legs.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from sim.model.detection import Emission, Radar, Receiver, Sensor, detection_rate_per_s, radar_range_m
from sim.trial.clock import DETECT, Entry
from sim.trial.identification import seen_by
from sim.trial.node import Node
from sim.trial.reasons import SensorKind
from sim.trial.referee import Body

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.world import World


class Look:
    """One sensor of one node against one target element."""

    __slots__ = ("entry", "holds", "left", "node", "rate_per_s", "sensor", "since_s", "target")

    def __init__(self, node: Node, target: Element, sensor: Sensor) -> None:
        self.node = node
        self.target = target
        self.sensor = sensor
        self.holds = False
        self.left = 0.0  # what is left of this pass's unit exponential
        self.rate_per_s = 0.0
        self.since_s = 0.0
        self.entry: Entry | None = None

    @property
    def kind(self) -> SensorKind:
        """What kind of sensor looks."""
        return SENSOR_KINDS[type(self.sensor)]


SENSOR_KINDS: Final[dict[type[Sensor], SensorKind]] = {Radar: SensorKind.RADAR, Receiver: SensorKind.RECEIVER}


class Sensing:
    """All looks of one trial."""

    __slots__ = ("_at", "_looks", "_members", "_world")

    def __init__(self, world: World) -> None:
        self._world = world
        self._looks: dict[Node, list[Look]] = {}  # by who looks
        self._at: dict[Element, list[Look]] = {}  # by who is looked at
        self._members: dict[Node, int] = {}

    def equip(self, node: Node, body: Body, sensors: tuple[Sensor, ...], members: int) -> None:
        """Let a node's sensors look at every hostile element from now on."""
        self._members[node] = members
        looks = self._looks[node] = []
        watch = self._world.referee.watch
        targets = [target for target in seen_by(self._world, node) if target.is_flying]
        for sensor in sensors:
            for target in targets:
                range_m = reach_m(sensor, target)
                if range_m is not None:
                    look = Look(node, target, sensor)
                    looks.append(look)
                    self._at.setdefault(target, []).append(look)
                    watch(body, target.body, range_m, entered=self._enters, left=self._leaves, about=look)

    def members_changed(self, node: Node, members: int) -> None:
        """Let running looks go on at the rate of those who are left."""
        now = self._world.clock.now
        self._members[node] = members
        for look in self._looks.get(node, ()):
            if look.entry is not None:
                look.left = max(look.left - (now - look.since_s) * look.rate_per_s, 0.0)
                self._await(look)

    def retire(self, node: Node) -> None:
        """End all looks of a node that has left the world."""
        for look in self._looks.pop(node, ()):
            if look.entry is not None:
                self._world.clock.cancel(look.entry)

    def _enters(self, look: Look) -> None:
        node, target = look.node, look.target
        if math.isinf(detection_rate_per_s(look.sensor, self._members[node])):
            self._detect(look)
            return
        kind = "detect" if look.kind is SensorKind.RADAR else "hear"
        look.left = self._world.luck.exponential(f"{kind}/{node.name}/{target.name}")
        self._await(look)

    def _await(self, look: Look) -> None:
        clock = self._world.clock
        if look.entry is not None:
            clock.cancel(look.entry)
        look.since_s = clock.now
        look.rate_per_s = detection_rate_per_s(look.sensor, self._members[look.node])
        look.entry = clock.at(clock.now + look.left / look.rate_per_s, DETECT, self._detect, look)

    def _detect(self, look: Look) -> None:
        look.entry = None
        look.holds = True
        now = self._world.clock.now
        node_body, target_body = self._world.body_of(look.node), look.target.body
        range_m = math.dist(node_body.position(now), target_body.position(now))
        look.node.hold(look.target, look.kind, range_m)

    def _leaves(self, look: Look) -> None:
        if look.entry is not None:
            self._world.clock.cancel(look.entry)
            look.entry = None
        if look.holds:
            look.holds = False
            look.node.release(look.target)

    def lose_target(self, target: Element) -> None:
        """End all looks at a target that has left the world; contacts are ended by who holds them."""
        for look in self._at.pop(target, ()):
            look.holds = False
            if look.entry is not None:
                self._world.clock.cancel(look.entry)
                look.entry = None


def reach_m(sensor: Sensor, target: Element) -> float | None:
    """Return how far a sensor reaches against a target, in metres; None when it cannot see it at all."""
    spec = target.group.spec
    if SENSOR_KINDS[type(sensor)] is SensorKind.RADAR:
        return radar_range_m(sensor.range_m, spec.signature)
    return sensor.range_m if spec.radar is not None and spec.emission is Emission.ON else None
