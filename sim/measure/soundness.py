"""Invariants of motion and sensing: legs join up, nobody jumps, and nobody detects what is out of range."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from sim.model.kinds import Point
from sim.model.sensors import Emission, Seen
from sim.model.sensors.jamming import Jamming, Switch, jammed_by
from sim.scenario.schema import Flight, Scenario, Site
from sim.trial import records as log
from sim.trial.records import LegStarted, Trial, element_flight

TOLERANCE_M: Final = 1.0 + 1e-3
"""Places and ranges may differ by this much, in metres: touching within a metre counts, and rounding comes on top."""

TOLERANCE_S: Final = 1e-6
"""A leg may begin this long after the former ended, in seconds."""


def legs_join(trial: Trial) -> Iterator[str]:
    """Each leg begins where and when the former ended, the first at the start; none has negative length."""
    places: dict[str, Point] = {}
    legs: dict[str, LegStarted] = {}
    for record in trial.records:
        if isinstance(record, log.Started):
            places[record.element] = record.x_m, record.y_m
        elif isinstance(record, LegStarted):
            before = legs.get(record.element)
            here = places.get(record.element) if before is None else _on_leg(before, record.at_s)
            if here is None or math.dist(here, (record.x_m, record.y_m)) > TOLERANCE_M:
                yield f"{record} begins elsewhere than at {here}"
            if record.until_s < record.at_s:
                yield f"{record} ends before it begins"
            if before is not None and record.leg <= before.leg:
                yield f"{record} does not follow leg {before.leg}"
            if before is not None and _moves(before) and record.at_s > before.until_s + TOLERANCE_S:
                yield f"{record} leaves a gap after {before.until_s} s"
            legs[record.element] = record


def detections_are_in_range(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Each detection is within its sensor's range, at the distance that the legs give, and the sensor can see.

    The range is the jammed one where a jammer covers the target; nobody sees or is heard by a radar that is silent.
    """
    truth = Truth(scenario)
    for record in trial.records:
        truth.note(record)
        if isinstance(record, log.Detected):
            node, target = truth.place(record.node, record.at_s), truth.place(record.target, record.at_s)
            if node is None or target is None:
                yield f"{record}: one of them is nowhere"
                continue
            distance_m = math.dist(node, target)
            reach_m = sensor_reach_m(scenario, record, truth)
            if distance_m > reach_m + TOLERANCE_M or abs(distance_m - record.range_m) > TOLERANCE_M:
                yield f"{record}: they are {distance_m} m apart, the sensor reaches {reach_m} m"


class Truth:
    """Where everybody is and who emits, put together from the records so far."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._places: dict[str, Point] = dict(site_places(scenario))
        self._legs: dict[str, LegStarted] = {}
        self._switched_on: set[str] = set()
        self._switched_off: set[str] = set()
        self._gone: set[str] = set()
        self._switched: dict[str, Switch] = {}  # flights whose jammers an inject switched
        self._jammers = [name for name, flight in scenario.flights.items() if flight.jammer is not None]

    def note(self, record: log.Record) -> None:
        """Take note of the next record."""
        match record:
            case log.Started():
                self._places[record.element] = record.x_m, record.y_m
            case LegStarted():
                self._legs[record.element] = record
            case log.ElementLost() | log.HomeReached():
                self._gone.add(record.element)
            case log.SwitchedOn():
                self._switched_on.add(record.node)
                self._switched_off.discard(record.node)
            case log.SwitchedOff():
                self._switched_on.discard(record.node)
                self._switched_off.add(record.node)
            case log.JammerSwitched():
                self._switched[record.flight] = record.jammer
            case log.ThingRestored():
                self._switched_on.discard(record.thing)
                self._switched_off.discard(record.thing)

    def place(self, name: str, at_s: float) -> Point | None:
        """Return where an element or site is."""
        leg = self._legs.get(name)
        return self._places.get(name) if leg is None else _on_leg(leg, at_s)

    def emits(self, name: str) -> bool:
        """Tell whether an element or site lets its radar work, and its jammer unless that is switched."""
        is_on = _declared(self._scenario, name).emission is Emission.ON or name in self._switched_on
        return is_on and name not in self._switched_off

    def jams(self, element: str) -> bool:
        """Tell whether an element's jammer works."""
        flight = element_flight(element)
        switch = self._switched.get(flight)
        return self._scenario.flights[flight].jammer is not None and (
            self.emits(element) if switch is None else switch is Switch.ON
        )

    def jamming(self, target: str, at_s: float) -> Jamming | None:
        """Return what jams for an element; who is just at the edge of a jammer's cover is taken to be outside."""
        side, here = self._scenario.flights[element_flight(target)].side, self.place(target, at_s)
        covering = []
        for name in self._jammers:
            flight = self._scenario.flights[name]
            if flight.jammer is None or flight.side != side:
                continue
            for element in (f"{name}-{number}" for number in range(1, len(flight.element_sizes) + 1)):
                there = self.place(element, at_s)
                if here is None or there is None or element in self._gone or not self.jams(element):
                    continue
                if element == target or math.dist(here, there) < flight.jammer.cover_m - TOLERANCE_M:
                    covering.append(flight.jammer)
        return jammed_by(covering)


def site_places(scenario: Scenario) -> Iterator[tuple[str, Point]]:
    """Yield each site's name and place."""
    for name, site in scenario.sites.items():
        yield name, site.at_m


def sensor_reach_m(scenario: Scenario, seen: log.Detected, truth: Truth) -> float:
    """Return how far the sensor of a detection reaches against its target, in metres; minus infinite if it cannot."""
    observer, target = _declared(scenario, seen.node), scenario.flights[element_flight(seen.target)]
    sensor = getattr(observer, seen.sensor.value, None)
    if sensor is None or (sensor.emits and not truth.emits(seen.node)):
        return -math.inf
    is_heard = (target.radar is not None and truth.emits(seen.target)) or truth.jams(seen.target)
    jamming = None if observer.side == target.side else truth.jamming(seen.target, seen.at_s)
    reach_m = sensor.reach_m(Seen(target.signature, is_heard, jamming))
    return -math.inf if reach_m is None else float(reach_m)


def _declared(scenario: Scenario, node: str) -> Flight | Site:
    return scenario.sites[node] if node in scenario.sites else scenario.flights[element_flight(node)]


def _on_leg(leg: LegStarted, at_s: float) -> Point:
    after_s = at_s - leg.at_s
    return leg.x_m + leg.vx_mps * after_s, leg.y_m + leg.vy_mps * after_s


def _moves(leg: LegStarted) -> bool:
    return leg.vx_mps != 0.0 or leg.vy_mps != 0.0
