"""Invariants of motion and sensing: legs join up, nobody jumps, and nobody detects what is out of range."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from sim.model.detection import Emission, radar_range_m
from sim.model.kinds import Point
from sim.scenario.schema import Flight, Scenario, Site
from sim.trial import records as log
from sim.trial.reasons import SensorKind
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
    """Each detection is within its sensor's range, at the distance that the legs give, and the sensor can see."""
    places = dict(site_places(scenario))
    legs: dict[str, LegStarted] = {}
    for record in trial.records:
        if isinstance(record, log.Started):
            places[record.element] = record.x_m, record.y_m
        elif isinstance(record, LegStarted):
            legs[record.element] = record
        elif isinstance(record, log.Detected):
            ends = []
            for name in (record.node, record.target):
                leg = legs.get(name)
                ends.append(places.get(name) if leg is None else _on_leg(leg, record.at_s))
            node, target = ends
            if node is None or target is None:
                yield f"{record}: one of them is nowhere"
                continue
            distance_m = math.dist(node, target)
            reach_m = sensor_reach_m(scenario, record)
            if distance_m > reach_m + TOLERANCE_M or abs(distance_m - record.range_m) > TOLERANCE_M:
                yield f"{record}: they are {distance_m} m apart, the sensor reaches {reach_m} m"


def site_places(scenario: Scenario) -> Iterator[tuple[str, Point]]:
    """Yield each site's name and place."""
    for name, site in scenario.sites.items():
        yield name, site.at_m


def sensor_reach_m(scenario: Scenario, seen: log.Detected) -> float:
    """Return how far the sensor of a detection reaches against its target, in metres; minus infinite if it cannot."""
    observer = _declared(scenario, seen.node)
    target = _declared(scenario, seen.target)
    if seen.sensor is SensorKind.RADAR:
        signature = target.signature if isinstance(target, Flight) else 1.0
        if observer.radar is None or observer.emission is not Emission.ON:
            return -math.inf
        return radar_range_m(observer.radar.range_m, signature)
    receiver = observer.receiver if isinstance(observer, Flight) else None
    if receiver is None or target.radar is None or target.emission is not Emission.ON:
        return -math.inf
    return receiver.range_m


def _declared(scenario: Scenario, node: str) -> Flight | Site:
    return scenario.sites[node] if node in scenario.sites else scenario.flights[element_flight(node)]


def _on_leg(leg: LegStarted, at_s: float) -> Point:
    after_s = at_s - leg.at_s
    return leg.x_m + leg.vx_mps * after_s, leg.y_m + leg.vy_mps * after_s


def _moves(leg: LegStarted) -> bool:
    return leg.vx_mps != 0.0 or leg.vy_mps != 0.0
