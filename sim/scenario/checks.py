"""Cross checks between things: names, links, routes, tasks, weapons, sizes. What no single declaration can say.

Each check takes what validation left, looks only at what is sound, and notes a fault at the place in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from math import dist, hypot
from typing import Final

from sim.base.units import NM
from sim.model.identity import NEUTRAL_SIDE
from sim.model.routes import Route, length_m
from sim.scenario import names
from sim.scenario.faults import number, shown
from sim.scenario.link_checks import check_links
from sim.scenario.nodes import Found
from sim.scenario.schema import Flight, FlightRole
from sim.scenario.shapes import factor_of
from sim.scenario.validate import Checked

MOST_AIRCRAFT: Final = 400
"""Aircraft and sites of a whole scenario."""

MOST_THINGS: Final = 200
"""Entities of one kind."""

SHORTEST_LEG_M: Final = 1.0

_NODES: Final = ("flights", "controllers", "sites")
_SIDED: Final = ("flights", "sites", "controllers", "links", "gateways", "targets", "authorities", "caveats")


def check_things(checked: Checked) -> None:
    """Note every fault between the entities of a scenario."""
    checks: tuple[Callable[[Checked], None], ...] = (
        _check_scenario_name,
        _check_names,
        _check_sides,
        _check_sizes,
        check_links,
        _check_routes,
        _check_tasks,
        _check_strikes,
        _check_escorts,
        _check_escort_rings,
        _check_weapons,
        _check_elements,
    )
    for check in checks:
        check(checked)


def _check_scenario_name(checked: Checked) -> None:
    name = checked.scenario.name
    if checked.is_sound("name") and not names.is_scenario(name):
        rule = f"{shown(name)} cannot be the name of a scenario"
        hint = "a name is up to 64 small letters, digits and -, such as my-first-sortie"
        checked.faults.at(checked.at("name"), rule, hint)


def _check_names(checked: Checked) -> None:
    """Names are used once, and no name looks like an element of a flight."""
    owners: dict[str, str] = {}
    flights = set(checked.names("flights"))
    for kind in names.ENTITY_KINDS:
        for name in checked.names(kind):
            first = owners.setdefault(name, kind)
            at = checked.at(kind, name)
            if first != kind:
                rule = f"{shown(name)} is also the name of {names.a(first)}"
                checked.faults.at(at, rule, "give every thing a name of its own")
            owner = names.owner_of(name)
            if owner in flights:
                rule = f"{shown(name)} is how an element of flight {owner} is called"
                checked.faults.at(at, rule, f"such as {owner}-NORTH, without a number at the end")


def _check_sides(checked: Checked) -> None:
    """Sides look like sides and there are at most two, so that a slip of the pen does not make a third."""
    used: Counter[str] = Counter()
    places: dict[str, Found] = {}
    for kind in _SIDED:
        for name, thing in getattr(checked.scenario, kind).items():
            if thing.side == NEUTRAL_SIDE:
                continue  # no side of the two: rule_checks.py says what may be neutral
            used[thing.side] += 1
            places.setdefault(thing.side, checked.at(kind, name, "side"))
    for side, at in places.items():
        if not names.is_side(side):
            hint = "a side is up to 32 small letters, digits and -, such as blue"
            checked.faults.at(at, f"{shown(side)} cannot be the name of a side", hint)
    studied = checked.scenario.studied
    if studied is not None and studied not in places:
        hint = checked.faults.near(studied, places) or f"sides: {', '.join(sorted(places)[:8]) or 'none'}"
        checked.faults.at(checked.at("studied"), f"there is no side {shown(studied)}", hint)
    for side, _ in used.most_common()[2:]:
        both = [known for known, _ in used.most_common(2)]
        hint = checked.faults.near(side, both) or f"the others are {both[0]} and {both[1]}"
        checked.faults.at(places[side], f"a scenario has two sides, {shown(side)} is a third", hint)


def _check_sizes(checked: Checked) -> None:
    aircraft = sum(flight.aircraft for flight in checked.scenario.flights.values())
    total = aircraft + len(checked.scenario.sites)
    if total > MOST_AIRCRAFT:
        rule = f"{total:,} aircraft and sites are too many; at most {MOST_AIRCRAFT} can be simulated"
        checked.faults.at(checked.at("flights"), rule, "use fewer or smaller flights")
    for kind in (*names.COLLECTIONS, "variants"):
        count = len(checked.names(kind))
        if count > MOST_THINGS:
            checked.faults.at(checked.at(kind), f"{count:,} are too many; at most {MOST_THINGS}", "remove some")
    if checked.is_sound("flights") and not checked.names("flights"):
        checked.faults.at(checked.at("flights"), "a scenario needs at least one flight", "add one under `flights`")


def _check_routes(checked: Checked) -> None:
    for name, route in checked.scenario.routes.items():
        if route.release is not None and route.release >= len(route.points_m):
            last = len(route.points_m) - 1
            rule = f"must be at most {last}, the last point of the way in, got {route.release}"
            checked.faults.at(checked.at("routes", name, "release"), rule, "the start counts as 0")
        for index, (here, there) in enumerate(pairwise(route.all_points_m), start=1):
            if dist(here, there) < SHORTEST_LEG_M:
                checked.faults.at(_point(checked, name, route, index), "is the same point as the one before", "move it")


def _point(checked: Checked, name: str, route: Route, index: int) -> Found:
    inward = len(route.points_m)
    if index < inward:
        return checked.at("routes", name, "points_m", index)
    return checked.at("routes", name, "egress_m", index - inward)


def _check_tasks(checked: Checked) -> None:
    """A flight has one task; a route is for those who fly one."""
    for name, flight in checked.scenario.flights.items():
        tasks = [task for task in ("strike", "escort", "patrol") if getattr(flight, task) is not None]
        at = checked.at("flights", name)
        if len(tasks) > 1:
            rule = f"has {len(tasks)} tasks: {' and '.join(tasks)}"
            checked.faults.at(checked.at("flights", name, tasks[1]), rule, "a flight has one task; keep one of them")
            continue
        if flight.role is FlightRole.TRANSIT and flight.route is None:
            checked.faults.at(at, "has no task", "give it strike, escort or patrol, or a route to fly")
        if flight.role is FlightRole.STRIKE and flight.route is None:
            checked.faults.at(at, "strikes but has no route", _routes_hint(checked))
        if flight.route is not None and flight.role in (FlightRole.ESCORT, FlightRole.PATROL):
            rule = f"flies no route, because its task is {tasks[0]}"
            checked.faults.at(checked.at("flights", name, "route"), rule, "remove the route")
        elif flight.route is not None and flight.route not in checked.names("routes"):
            hint = checked.faults.near(flight.route, checked.names("routes")) or _routes_hint(checked)
            at = checked.at("flights", name, "route")
            checked.faults.at(at, f"there is no route {shown(flight.route)}", hint)
        _check_start(checked, name, flight)


def _check_start(checked: Checked, name: str, flight: Flight) -> None:
    at = checked.at("flights", name, "start_s")
    if flight.start_s is None:
        return
    if flight.role is not FlightRole.TRANSIT:
        hint = "remove it; a strike starts in time for its time on target, the others at once"
        checked.faults.at(
            at, f"is for flights that only fly a route, and this one has a task: {flight.role.value}", hint
        )
    elif checked.is_sound("ends_at_s") and flight.start_s >= checked.scenario.ends_at_s:
        checked.faults.at(at, "must be before the end of the trial", "see ends_at")


def _routes_hint(checked: Checked) -> str:
    known = checked.names("routes")
    return f"routes: {', '.join(known[:8])}" if known else "add one under `routes`"


def _check_strikes(checked: Checked) -> None:
    for name, flight in checked.scenario.flights.items():
        strike = flight.strike
        if strike is None:
            continue
        target = checked.scenario.targets.get(strike.target)
        at = checked.at("flights", name, "strike", "target")
        if strike.target not in checked.names("targets"):
            known = checked.names("targets")
            hint = checked.faults.near(strike.target, known) or f"targets: {', '.join(known[:8]) or 'none yet'}"
            checked.faults.at(at, f"there is no target {shown(strike.target)}", hint)
        elif target is not None and target.side == flight.side:
            checked.faults.at(at, f"{shown(strike.target)} belongs to its own side", "choose one of the other side")
        route = checked.scenario.routes.get(flight.route or "")
        if route is not None and route.release_index < len(route.points_m):
            _check_tot(checked, name, flight, route)


def _check_tot(checked: Checked, name: str, flight: Flight, route: Route) -> None:
    """The time on target can be met at cruising speed, and before the trial ends."""
    assert flight.strike is not None
    at = checked.at("flights", name, "strike", "tot_s")
    unit, suffix = factor_of(at.written), at.written.rpartition("_")[2]
    way_m = length_m(route.points_m[: route.release_index + 1])
    needed_s = way_m / flight.speed_mps
    if needed_s > flight.strike.tot_s:
        needed, given = number(round(needed_s / unit, 1)), number(flight.strike.tot_s / unit)
        way = f"{number(round(way_m / NM, 1))} nm to the release point take {needed} {suffix} at cruising speed"
        rule = f"cannot be met: {way}, the time on target is {given} {suffix}"
        checked.faults.at(at, rule, "make it later, the speed higher or the route shorter")
    if checked.is_sound("ends_at_s") and flight.strike.tot_s >= checked.scenario.ends_at_s:
        checked.faults.at(at, "must be before the end of the trial", "see ends_at")


def _check_escorts(checked: Checked) -> None:
    for name, flight in checked.scenario.flights.items():
        if flight.escort is None:
            continue
        at = checked.at("flights", name, "escort", "of")
        charge = checked.scenario.flights.get(flight.escort.of)
        known = [other for other in checked.names("flights") if other != name]
        if flight.escort.of == name:
            checked.faults.at(at, "a flight cannot escort itself", f"flights: {', '.join(known[:8])}")
        elif flight.escort.of not in checked.names("flights"):
            hint = checked.faults.near(flight.escort.of, known) or f"flights: {', '.join(known[:8])}"
            checked.faults.at(at, f"there is no flight {shown(flight.escort.of)} to escort", hint)
        elif charge is not None and charge.side != flight.side:
            rule = f"{shown(flight.escort.of)} is on the other side, {shown(charge.side)}"
            checked.faults.at(at, rule, "escort a flight of its own side")
        elif charge is not None and charge.role is FlightRole.PATROL:
            rule = f"{shown(flight.escort.of)} waits on patrol and flies no route"
            checked.faults.at(at, rule, "escort a flight that strikes, transits or escorts")
        _warn_about_escort(checked, name, flight)


def _warn_about_escort(checked: Checked, name: str, flight: Flight) -> None:
    assert flight.escort is not None
    if hypot(flight.escort.ahead_m, flight.escort.abeam_m) > flight.escort.leash_m:
        at = checked.at("flights", name, "escort", "leash_m")
        checked.faults.warn(at.mark, at.path, "is shorter than the way to its station", "it is past it from the start")
    if flight.escort.keep_on_station > len(flight.element_sizes):
        at = checked.at("flights", name, "escort", "keep_on_station")
        rule = f"is more than the {len(flight.element_sizes)} elements of the flight: nobody is ever sent"
        checked.faults.warn(at.mark, at.path, rule)


def _check_escort_rings(checked: Checked) -> None:
    told: set[str] = set()
    flights = checked.scenario.flights
    for start in flights:
        chain = [start]
        while (flight := flights.get(chain[-1])) is not None and flight.escort is not None:
            if flight.escort.of in chain or len(chain) > len(flights):
                break
            chain.append(flight.escort.of)
        else:
            continue
        if flight.escort is None or flight.escort.of != start or len(chain) < 2 or told & set(chain):
            continue
        told |= set(chain)
        ring = " -> ".join([*chain[:8], *(["..."] if len(chain) > 8 else []), start])
        at = checked.at("flights", start, "escort", "of")
        checked.faults.at(at, f"flights escort one another in a ring: {ring}", "one of them must lead")


def _check_weapons(checked: Checked) -> None:
    for kind, count in (("flights", "missiles_each"), ("sites", "magazine")):
        for name, thing in getattr(checked.scenario, kind).items():
            number = getattr(thing, count)
            at = checked.at(kind, name, count if number else "missile")
            if number and thing.missile is None:
                hint = "add `missile: {...}`, or an archetype that has one"
                checked.faults.at(at, f"gives {number} missiles, but no missile is described", hint)
            elif thing.missile is not None and not number:
                checked.faults.warn(at.mark, at.path, f"is described, but {count} is 0: it has none", f"set {count}")
            if thing.missile is not None and (thing.missile.hit_prob_far or 0) > thing.missile.hit_prob:
                at = checked.at(kind, name, "missile", "hit_prob_far")
                checked.faults.warn(at.mark, at.path, "is above hit_prob: it hits better from afar", "swap them?")


def _check_elements(checked: Checked) -> None:
    for name, flight in checked.scenario.flights.items():
        if flight.elements is not None and sum(flight.elements) != flight.aircraft:
            rule = f"must add up to the {flight.aircraft} aircraft of the flight, got {sum(flight.elements)}"
            hint = "leave it out for pairs, and a single when odd"
            checked.faults.at(checked.at("flights", name, "elements"), rule, hint)
        if flight.package is not None and not names.is_entity(flight.package):
            hint = "a name is up to 64 letters, digits and -, and begins with a letter"
            rule = f"{shown(flight.package)} cannot be the name of a package"
            checked.faults.at(checked.at("flights", name, "package"), rule, hint)
        if flight.dash_mps is not None and flight.dash_mps < flight.speed_mps:
            at = checked.at("flights", name, "dash_mps")
            checked.faults.warn(at.mark, at.path, "is below the cruising speed", "check the unit")
