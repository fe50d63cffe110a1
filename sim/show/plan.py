"""The plan before any chance: where each flight is meant to be, and what it is meant to do, at any instant.

Worked out from the scenario alone, by distance along the route: no delay, no error, no enemy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from sim.measure.perspective import studied_side
from sim.model.kinds import Point
from sim.model.stations import StationLeg, station_legs
from sim.scenario.schema import Flight, FlightRole, Scenario
from sim.show.doing import Doing, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A route as it is planned to be flown: points, the planned instant at each, and which is the release."""

    points_m: tuple[Point, ...]
    at_s: tuple[float, ...]
    release: int | None

    @property
    def stops(self) -> tuple[tuple[float, Point], ...]:
        """Each point with its instant."""
        return tuple(zip(self.at_s, self.points_m, strict=True))

    @property
    def push_s(self) -> float:
        """When the first point is left."""
        return self.at_s[0]

    @property
    def home_s(self) -> float:
        """When the last point is reached."""
        return self.at_s[-1]


def sides_of(scenario: Scenario) -> tuple[str, ...]:
    """Return all sides, the studied one first, then by name."""
    own = studied_side(scenario)
    declared = (
        scenario.flights,
        scenario.sites,
        scenario.controllers,
        scenario.targets,
        scenario.links,
        scenario.gateways,
    )
    others = {entity.side for entities in declared for entity in entities.values()} - {own}
    return (own, *sorted(others))


def flights_in_order(scenario: Scenario) -> list[str]:
    """Return the flights as readers expect them: the studied side first; strike, escort, others; then by name."""
    sides, roles = sides_of(scenario), list(FlightRole)
    flights = scenario.flights
    return sorted(flights, key=lambda name: (sides.index(flights[name].side), roles.index(flights[name].role), name))


def way_of(scenario: Scenario, name: str) -> Way | None:
    """Return the way a flight is planned to fly; None when it flies no route of its own."""
    flight = scenario.flights[name]
    if flight.route is None or flight.route not in scenario.routes:
        return None
    route = scenario.routes[flight.route]
    points, release = route.all_points_m, route.release_index
    if flight.strike is not None and release == len(points) - 1:
        points = (*points, points[0])  # a route without egress: home is where it began
    after_s = tuple(accumulate((math.dist(*leg) / flight.speed_mps for leg in pairwise(points)), initial=0.0))
    starts = flight.starts
    earliest_s = 0.0 if starts is None or starts.at_s is None else starts.at_s
    push_s = (
        flight.start_s or earliest_s
        if flight.strike is None
        else max(flight.strike.tot_s - after_s[release], earliest_s)
    )
    return Way(
        points_m=points,
        at_s=tuple(push_s + after for after in after_s),
        release=None if flight.strike is None else release,
    )


def spans_of(scenario: Scenario, name: str) -> tuple[Span, ...]:
    """Return what a flight is planned to do, span after span, until it is home or the trial ends."""
    flight = scenario.flights[name]
    return tuple(span for span in _spans(scenario, flight, name) if span.until_s > span.from_s)


def _spans(scenario: Scenario, flight: Flight, name: str) -> Iterator[Span]:
    ends_s = scenario.ends_at_s
    if flight.patrol is not None:
        until_s = ends_s if flight.patrol.until_s is None else min(flight.patrol.until_s, ends_s)
        yield Span(Doing.WAITS, 0.0, until_s)
        home_m = flight.patrol.at_m if flight.patrol.home_m is None else flight.patrol.home_m
        yield Span(
            Doing.GOES_HOME, until_s, min(until_s + math.dist(flight.patrol.at_m, home_m) / flight.speed_mps, ends_s)
        )
        return
    way = way_of(scenario, name if flight.escort is None else flight.escort.of)
    if way is None:
        return
    if flight.escort is None:
        yield Span(Doing.WAITS, 0.0, min(way.push_s, ends_s))
        yield Span(Doing.ROUTE, way.push_s, min(way.home_s, ends_s))
    else:
        yield Span(Doing.STATION, 0.0, min(way.home_s, ends_s))


def places_of(scenario: Scenario, name: str, at_s: float) -> list[Point]:
    """Return where the elements of a flight are planned to be at an instant, in metres.

    Elements on one route follow each other so closely that they count as one place; those of a patrol too.
    """
    flight = scenario.flights[name]
    if flight.patrol is not None:
        return [flight.patrol.at_m]
    way = way_of(scenario, name if flight.escort is None else flight.escort.of)
    if way is None:
        return []
    if flight.escort is None:
        return [_place_on(station_legs(way.stops, 0.0, 0.0), at_s)]
    escort = flight.escort
    offsets = (
        escort.abeam_m * (order // 2 + 1) * (1.0 if order % 2 == 0 else -1.0)
        for order in range(len(flight.element_sizes))
    )
    return [_place_on(station_legs(way.stops, escort.ahead_m, abeam_m), at_s) for abeam_m in offsets]


def _place_on(legs: tuple[StationLeg, ...], at_s: float) -> Point:
    for leg in legs:
        if at_s <= leg.until_s:
            return leg.position(max(at_s, leg.start_s))
    return legs[-1].position(legs[-1].until_s)
