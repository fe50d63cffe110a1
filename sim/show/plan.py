"""The plan before any chance: where each flight is meant to be, and what it is meant to do, at any instant.

Worked out from the scenario alone, by distance along the route: no delay, no error, no enemy.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from sim.measure.perspective import studied_side
from sim.model.fuel import Tanker
from sim.model.identity import NEUTRAL_SIDE
from sim.model.kinds import Point
from sim.model.stations import StationLeg, station_legs
from sim.scenario.schema import Flight, FlightRole, Scenario, window_of
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
    """Return all sides: the studied one first, those it meets by name, neutrals last, so that they look it."""
    own = studied_side(scenario)
    declared = (
        scenario.flights,
        scenario.sites,
        scenario.bases,
        scenario.controllers,
        scenario.targets,
        scenario.links,
        scenario.gateways,
    )
    others = {entity.side for entities in declared for entity in entities.values()} - {own}
    return (own, *sorted(others, key=lambda side: (side == NEUTRAL_SIDE, side)))


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
    if flight.suppress is not None:
        return _stopping(points, flight.speed_mps, release, window_of(flight.suppress, scenario))
    after_s = tuple(accumulate((math.dist(*leg) / flight.speed_mps for leg in pairwise(points)), initial=0.0))
    starts = flight.starts
    earliest_s = 0.0 if starts is None or starts.at_s is None else starts.at_s
    if flight.strike is None:
        push_s = flight.start_s or earliest_s
    else:
        push_s = max(flight.strike.tot_s - after_s[release], earliest_s)
    hold = None if flight.strike is None else flight.strike.hold_until_ready
    if hold is not None and hold.early_s > 0.0:
        leaves_s = push_s + after_s[hold.point]
        stopping = _stopping(points, flight.speed_mps, hold.point, (leaves_s - hold.early_s, leaves_s))
        return replace(stopping, release=release + 1)
    return Way(
        points_m=points,
        at_s=tuple(push_s + after for after in after_s),
        release=None if flight.strike is None else release,
    )


def _stopping(points: tuple[Point, ...], speed_mps: float, stop: int, stay_s: tuple[float, float]) -> Way:
    """Return the way of a flight that is to stay at one of its points from one instant to another."""
    after_s = tuple(accumulate((math.dist(*leg) / speed_mps for leg in pairwise(points)), initial=0.0))
    push_s = max(stay_s[0] - after_s[stop], 0.0)
    leaves_s = max(stay_s[1], push_s + after_s[stop])
    return Way(
        points_m=(*points[: stop + 1], *points[stop:]),
        at_s=(
            *(push_s + after for after in after_s[: stop + 1]),
            *(leaves_s + after - after_s[stop] for after in after_s[stop:]),
        ),
        release=None,
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
    if flight.tanker is not None:
        yield from _tanker_spans(_tanker_stops(scenario, flight.tanker, flight.speed_mps), ends_s)
        return
    stops = _stops_of(scenario, name if flight.escort is None else flight.escort.of)
    if not stops:
        return
    if flight.escort is None:
        yield Span(Doing.WAITS, 0.0, min(stops[0][0], ends_s))
        yield from _on_way(stops, Doing.WAITS if flight.suppress is None else Doing.SUPPRESSES, ends_s)
    else:
        yield Span(Doing.STATION, 0.0, min(stops[-1][0], ends_s))


def _tanker_stops(scenario: Scenario, tanker: Tanker, speed_mps: float) -> tuple[tuple[float, Point], ...]:
    """Give the points of a tanker's way, each with its instant: home, its point, the same when it leaves, home."""
    home_m = tanker.at_m if tanker.home_m is None else tanker.home_m
    until_s = scenario.ends_at_s if tanker.until_s is None else min(tanker.until_s, scenario.ends_at_s)
    back_s = until_s + math.dist(tanker.at_m, home_m) / speed_mps
    out_s = tanker.leaves_s(speed_mps)
    return (out_s, home_m), (tanker.on_station_s, tanker.at_m), (until_s, tanker.at_m), (back_s, home_m)


def _tanker_spans(stops: tuple[tuple[float, Point], ...], ends_s: float) -> Iterator[Span]:
    (out_s, _), (there_s, _), (until_s, _), (back_s, _) = stops
    yield Span(Doing.WAITS, 0.0, out_s)
    yield Span(Doing.ROUTE, out_s, there_s)
    yield Span(Doing.STATION, there_s, until_s)
    yield Span(Doing.GOES_HOME, until_s, min(back_s, ends_s))


def _stops_of(scenario: Scenario, name: str) -> tuple[tuple[float, Point], ...]:
    """Give the points of the way that those who escort a flight go by; none where it has no way."""
    flight, way = scenario.flights[name], way_of(scenario, name)
    if flight.tanker is not None:
        return _tanker_stops(scenario, flight.tanker, flight.speed_mps)
    return () if way is None else way.stops


def _on_way(stops: tuple[tuple[float, Point], ...], at_stop: Doing, ends_s: float) -> Iterator[Span]:
    """Yield the spans of a way, cut where it stays at a point."""
    from_s = stops[0][0]
    for (here_s, here), (there_s, there) in pairwise(stops):
        if here == there:
            yield Span(Doing.ROUTE, from_s, min(here_s, ends_s))
            yield Span(at_stop, here_s, min(there_s, ends_s))
            from_s = there_s
    yield Span(Doing.ROUTE, from_s, min(stops[-1][0], ends_s))


def places_of(scenario: Scenario, name: str, at_s: float) -> list[Point]:
    """Return where the elements of a flight are planned to be at an instant, in metres.

    Elements on one route follow each other so closely that they count as one place; those of a patrol too.
    """
    flight = scenario.flights[name]
    if flight.patrol is not None:
        return [flight.patrol.at_m]
    if flight.tanker is not None:
        return [flight.tanker.at_m]
    stops = _stops_of(scenario, name if flight.escort is None else flight.escort.of)
    if not stops:
        return []
    if flight.escort is None:
        return [_place_on(station_legs(stops, 0.0, 0.0), at_s)]
    escort = flight.escort
    offsets = (
        escort.abeam_m * (order // 2 + 1) * (1.0 if order % 2 == 0 else -1.0)
        for order in range(len(flight.element_sizes))
    )
    return [_place_on(station_legs(stops, escort.ahead_m, abeam_m), at_s) for abeam_m in offsets]


def _place_on(legs: tuple[StationLeg, ...], at_s: float) -> Point:
    for leg in legs:
        if at_s <= leg.until_s:
            return leg.position(max(at_s, leg.start_s))
    return legs[-1].position(legs[-1].until_s)
