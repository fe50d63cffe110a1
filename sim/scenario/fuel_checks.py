"""Cross checks of fuel: marks in their order, a way home that bingo can pay for, tankers that are there to be met."""

from __future__ import annotations

from collections.abc import Iterator
from math import dist

from sim.base.units import MIN, NM
from sim.model.fuel import Fuel, Refuel, Tanker, When
from sim.model.kinds import Point
from sim.scenario.faults import number, shown
from sim.scenario.schema import Flight, FlightRole
from sim.scenario.validate import Checked


def check_fuel(checked: Checked) -> None:
    """Note fuel that cannot serve, refuelling that cannot happen, and tankers that nobody can use."""
    for name, flight in checked.scenario.flights.items():
        if flight.fuel is not None:
            _check_marks(checked, name, flight.fuel)
            _warn_about_bingo(checked, name, flight, flight.fuel)
        if flight.refuel is not None:
            _check_tanker_of(checked, name, flight, flight.refuel)
            _check_when(checked, name, flight, flight.refuel)
        if flight.tanker is not None:
            _check_tanker(checked, name, flight, flight.tanker)
        if flight.escort is not None:
            _check_guard(checked, name, flight.escort.of)


def _check_marks(checked: Checked, name: str, fuel: Fuel) -> None:
    """Start above joker, joker above bingo: what starts below a mark never comes down to it."""
    starts_s = fuel.capacity_s * fuel.start_share
    if fuel.joker_s is not None and fuel.bingo_s is not None and fuel.bingo_s >= fuel.joker_s:
        rule = f"must be below joker, {_min(fuel.joker_s)}, got {_min(fuel.bingo_s)}"
        hint = "joker is the warning before bingo: make bingo smaller or joker larger"
        checked.faults.at(checked.at("flights", name, "fuel", "bingo_s"), rule, hint)
    for word in ("joker_s", "bingo_s"):
        mark_s = getattr(fuel, word)
        if mark_s is not None and mark_s >= starts_s:
            rule = f"must be below the fuel that it starts with, {_min(starts_s)}, got {_min(mark_s)}"
            hint = "make it smaller, or capacity or start_share larger"
            checked.faults.at(checked.at("flights", name, "fuel", word), rule, hint)


def _warn_about_bingo(checked: Checked, name: str, flight: Flight, fuel: Fuel) -> None:
    """Warn when fuel at bingo does not last for the way home from the farthest point of the plan."""
    if fuel.bingo_s is None:
        at = checked.at("flights", name, "fuel")
        checked.faults.warn(at.mark, at.path, "has no bingo: out of fuel it falls", "set bingo")
        return
    far_m = max(_ways_home_m(checked, flight), default=0.0)
    reach_m = fuel.bingo_s * flight.speed_mps
    if far_m > reach_m:
        at = checked.at("flights", name, "fuel", "bingo_s")
        reach, far = number(round(reach_m / NM)), number(round(far_m / NM))
        rule = f"lasts for {reach} nm at cruise, but home is up to {far} nm away"
        checked.faults.warn(at.mark, at.path, rule, "make it larger")


def _ways_home_m(checked: Checked, flight: Flight) -> Iterator[float]:
    """Yield how far home is from each point of what a flight is planned to do."""
    scenario = checked.scenario
    planned = scenario.flights.get(flight.escort.of, flight) if flight.escort is not None else flight
    route = scenario.routes.get(planned.route or "")
    ahead_m = 0.0 if flight.escort is None else max(flight.escort.ahead_m, 0.0)
    points: tuple[Point, ...] = ()
    home_m: Point | None = None
    if planned.tanker is not None:
        points, home_m = (planned.tanker.at_m,), planned.tanker.home_m
    elif planned.patrol is not None:
        points, home_m = (planned.patrol.at_m,), planned.patrol.home_m
    elif route is not None:
        points = route.all_points_m
        ends_where_it_began = planned.role is FlightRole.STRIKE and not route.egress_m
        home_m = points[0] if ends_where_it_began else points[-1]
    base = scenario.bases.get(flight.base or "")
    if base is not None:
        home_m = base.at_m
    for point in points:
        yield ahead_m + (0.0 if home_m is None else dist(point, home_m))


def _check_tanker_of(checked: Checked, name: str, flight: Flight, refuel: Refuel) -> None:
    """Who refuels has a tank, and a tanker of its own side."""
    if flight.fuel is None:
        rule = "takes fuel, but has no fuel to run short of"
        checked.faults.at(checked.at("flights", name, "refuel"), rule, "add fuel: {capacity_min: 120, bingo_min: 30}")
    at = checked.at("flights", name, "refuel", "at")
    flights = checked.scenario.flights
    other = flights.get(refuel.at)
    tankers = [key for key, one in flights.items() if one.tanker is not None and one.side == flight.side]
    known = f"tankers of its side: {', '.join(tankers[:8])}" if tankers else "give a flight of its side a `tanker`"
    if refuel.at not in checked.names("flights"):
        hint = checked.faults.near(refuel.at, tankers) or known
        checked.faults.at(at, f"there is no flight {shown(refuel.at)} to refuel from", hint)
    elif other is not None and other.tanker is None:
        checked.faults.at(at, f"{shown(refuel.at)} is no tanker", known)
    elif other is not None and other.side != flight.side:
        checked.faults.at(at, f"{shown(refuel.at)} is on the other side, {shown(other.side)}", known)
    elif refuel.at == name:
        checked.faults.at(at, "a tanker cannot refuel from itself", "name another tanker, or remove `refuel`")


def _check_when(checked: Checked, name: str, flight: Flight, refuel: Refuel) -> None:
    """It is known when it goes, and it comes back with more than it went with."""
    fuel = flight.fuel
    if fuel is not None and refuel.when is When.JOKER:
        at = checked.at("flights", name, "refuel", "when")
        if fuel.joker_s is None:
            checked.faults.at(at, "goes at joker, but its fuel has none", "set fuel.joker, or when: start")
        elif fuel.joker_s >= fuel.capacity_s * refuel.to_share:
            got = _min(fuel.capacity_s * refuel.to_share)
            rule = f"takes fuel up to {got}, which is not above joker, {_min(fuel.joker_s)}: it would come for ever"
            checked.faults.at(checked.at("flights", name, "refuel", "to_share"), rule, "make it larger, or joker less")
    elif fuel is not None and fuel.bingo_s is not None and fuel.bingo_s >= fuel.capacity_s * refuel.to_share:
        rule = f"takes fuel up to {_min(fuel.capacity_s * refuel.to_share)}, which is not above bingo"
        checked.faults.at(checked.at("flights", name, "refuel", "to_share"), rule, "make it larger, or bingo less")
    at = checked.at("flights", name, "refuel", "point")
    if refuel.when is not When.POINT:
        if refuel.point is not None:
            checked.faults.at(at, f"is for when: point, and this is when: {refuel.when.value}", "remove it")
        return
    route = checked.scenario.routes.get(flight.route or "")
    if refuel.point is None:
        at = checked.at("flights", name, "refuel", "when")
        checked.faults.at(at, "does not say at which point", "add point: 1")
    elif flight.route is None:
        checked.faults.at(at, "has no route, so no point of it", "use when: joker or when: start")
    elif route is not None and refuel.point >= len(route.all_points_m) - 1:
        last = len(route.all_points_m) - 2
        rule = f"must be at most {last}, the last point before home, got {refuel.point}"
        checked.faults.at(at, rule, "the start counts as 0")


def _check_tanker(checked: Checked, name: str, flight: Flight, tanker: Tanker) -> None:
    if len(flight.element_sizes) > 1:
        rule = f"flies as {len(flight.element_sizes)} elements, but its booms are in one place"
        hint = f"add elements: [{flight.aircraft}]" if flight.aircraft <= 4 else "make several flights of it"
        checked.faults.at(checked.at("flights", name, "aircraft"), rule, hint)
    if tanker.until_s is not None and tanker.until_s <= tanker.on_station_s:
        rule = f"goes home at {_min(tanker.until_s)}, but is at its point at {_min(tanker.on_station_s)} only"
        checked.faults.at(checked.at("flights", name, "tanker", "until_s"), rule, "let it stay longer")
    if checked.is_sound("ends_at_s") and tanker.on_station_s >= checked.scenario.ends_at_s:
        at = checked.at("flights", name, "tanker", "on_station_s")
        checked.faults.at(at, "must be before the end of the trial", "see ends_at")
    if not any(one.refuel is not None and one.refuel.at == name for one in checked.scenario.flights.values()):
        at = checked.at("flights", name, "tanker")
        checked.faults.warn(at.mark, at.path, "has nobody to give fuel to", f"give a flight refuel: {{at: {name}}}")


def _check_guard(checked: Checked, name: str, charge: str) -> None:
    """A station beside a tanker is measured along its way from home."""
    flight = checked.scenario.flights.get(charge)
    if flight is None or flight.tanker is None:
        return
    if flight.tanker.home_m is None or flight.tanker.home_m == flight.tanker.at_m:
        rule = f"{shown(charge)} has no home, so no way along which a station could be ahead or abeam"
        checked.faults.at(checked.at("flights", name, "escort", "of"), rule, f"add flights.{charge}.tanker.home_nm")


def _min(seconds: float) -> str:
    return f"{number(round(seconds / MIN, 1))} min"
