"""The plan on a map, before any trial: routes, stations, ranges, sites, targets."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from sim.base.units import NM
from sim.model.bases import Base
from sim.model.kinds import Point
from sim.model.sensors import Emission
from sim.scenario.schema import FlightRole
from sim.show.chart import chart, mark, ring, way_line
from sim.show.context import Context
from sim.show.figures import plan_jamming
from sim.show.labels import Labels
from sim.show.plan import Way, flights_in_order, places_of, way_of
from sim.show.style import MUTED, Dash, Look, Picture, sheet
from sim.show.text import listed, minutes, shorten

MAP_BOX = (0.07, 0.14, 0.665, 0.715)
_LEGEND_LEFT, _LEGEND_TOP = 0.75, 0.855
_MOST_NAMED = 16

_WAITING = (FlightRole.PATROL, FlightRole.TANKER)
"""Flights that are at one point whenever one looks."""

_TANKER = "h"

Circle = tuple[Point, float, str]
"""Centre and radius in metres, and the dash that tells a commit range from a leash."""


def draw(context: Context) -> Picture:
    """Draw where everybody is meant to be, at the instant when the first escorted flight is half way in."""
    scenario = context.scenario
    at_s = snapshot_s(context)
    shown = "" if at_s is None else f"flights as planned at {minutes(at_s)}, half way in"
    title = _title(context)
    subtitle = "; ".join(part for part in ("Routes, stations, ranges, sites and targets", shown) if part)
    figure = sheet(title, subtitle, context.footer())
    axes = chart(figure, MAP_BOX, [*_extent(context), *(place for _, place in _places(context, at_s))])
    labels = Labels(axes)
    _keep_clear(context, labels, at_s)
    _ways(axes, context)
    keys = [*_ground(axes, context), *_guards(axes, context, at_s)]
    jammers = list(plan_jamming.reaches(scenario, _places(context, at_s)))
    for reach in jammers:
        plan_jamming.draw_reach(axes, reach, context.look(reach.flight))
    _flights(axes, context, at_s)
    _names(context, labels, at_s)
    for reach in {reach.flight: reach for reach in jammers if reach.links_m}.values():
        _on_ring(labels, (reach.at_m, reach.links_m, "-"), context.look(reach.flight), reach.label)
    handles = [*_side_keys(context), *keys, *plan_jamming.keys(jammers)]
    figure.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(_LEGEND_LEFT, _LEGEND_TOP), frameon=False, borderaxespad=0.0
    )
    return Picture(name="plan_map", figure=figure, title=title, alt=_alt(context, scenario.title))


def _title(context: Context) -> str:
    flights = context.scenario.flights
    strikes = [(name, strike) for name in flights_in_order(context.scenario) if (strike := flights[name].strike)]
    if not strikes:
        return "The plan on the map"
    _, first = strikes[0]
    alike = [name for name, strike in strikes if (strike.target, strike.tot_s) == (first.target, first.tot_s)]
    who = listed(shorten(name, 24) for name in alike[:3])
    return f"The plan: {who} to {shorten(first.target, 24)}, on target at {minutes(first.tot_s)}"


def snapshot_s(context: Context) -> float | None:
    """Return the instant at which the map shows the flights: half way in of the first flight with a route."""
    for name in flights_in_order(context.scenario):
        way = way_of(context.scenario, name)
        if way is not None:
            return (way.push_s + (way.home_s if way.release is None else way.at_s[way.release])) / 2
    return None


def _places(context: Context, at_s: float | None) -> Iterator[tuple[str, Point]]:
    """Give each flight with its planned positions at the instant."""
    for name in flights_in_order(context.scenario):
        if at_s is not None or context.scenario.flights[name].role in _WAITING:
            yield from ((name, place) for place in places_of(context.scenario, name, at_s or 0.0))


def _extent(context: Context) -> Iterator[Point]:
    scenario = context.scenario
    for _, way in _all_ways(context):
        yield from way.points_m
    if not scenario.routes:
        for flight in scenario.flights.values():
            if flight.patrol is not None:
                yield from _corners(flight.patrol.at_m, flight.patrol.commit_range_m)
    yield from (flight.tanker.at_m for flight in scenario.flights.values() if flight.tanker is not None)
    yield from (target.at_m for target in scenario.targets.values())
    yield from (controller.at_m for controller in scenario.controllers.values() if controller.at_m is not None)
    yield from (base.at_m for base in scenario.bases.values())
    for site in scenario.sites.values():
        reach_m = site.radar.range_m if site.missile is None else site.missile.flyout_m
        yield from _corners(site.at_m, reach_m)


def _corners(at_m: Point, radius_m: float) -> tuple[Point, Point]:
    return (at_m[0] - radius_m, at_m[1] - radius_m), (at_m[0] + radius_m, at_m[1] + radius_m)


def _all_ways(context: Context) -> Iterator[tuple[str, Way]]:
    for name in flights_in_order(context.scenario):
        way = way_of(context.scenario, name)
        if way is not None:
            yield name, way


def _ways(axes: Axes, context: Context) -> None:
    for name, way in _all_ways(context):
        look = context.look(name)
        turn = len(way.points_m) - 1 if way.release is None else way.release
        way_line(axes, way.points_m[: turn + 1], look=look, dash="-")
        if turn + 1 < len(way.points_m):
            way_line(axes, way.points_m[turn:], look=look, dash=":")
        if way.release is not None:
            mark(axes, way.points_m[turn], marker="X", colour=look.colour, size=13)


def _ground(axes: Axes, context: Context) -> Iterator[Line2D]:
    scenario = context.scenario
    for base in scenario.bases.values():
        mark(axes, base.at_m, marker=_base_marker(base), colour=context.looks[base.side].colour, size=24, hollow=True)
    for target in scenario.targets.values():  # over the bases, where one belongs to the other
        mark(axes, target.at_m, marker="*", colour=context.looks[target.side].colour, size=20)
    for controller in scenario.controllers.values():
        if controller.at_m is not None:
            mark(axes, controller.at_m, marker="p", colour=context.looks[controller.side].colour, size=13, hollow=True)
    for site in scenario.sites.values():
        colour = context.looks[site.side].colour
        mark(axes, site.at_m, marker="s", colour=colour, size=12)
        if site.missile is not None:
            ring(axes, site.at_m, site.missile.flyout_m, colour=colour, dash="-", fill=0.10)
        if site.emission is Emission.ON:
            ring(axes, site.at_m, site.radar.range_m, colour=colour, dash=(0, (1, 2)), width=1.2)  # type: ignore[arg-type]
    for text, strip in (("base", False), ("strip", True)):
        found = [base for base in scenario.bases.values() if base.strip is strip]
        if found:
            yield _key(text, marker=_base_marker(found[0]), hollow=True)
    if scenario.targets:
        yield _key("target", marker="*", size=17)
    if scenario.controllers:
        yield _key("controller", marker="p", hollow=True)
    if scenario.sites:
        yield _key("surface site", marker="s")
        yield _key("reach of its missiles", line="-")
        yield _key("its radar, for bombers", line=":")


def _base_marker(base: Base) -> str:
    """Return a hexagon for a base, a thin diamond for a strip."""
    return "d" if base.strip else "H"


def _guards(axes: Axes, context: Context, at_s: float | None) -> Iterator[Line2D]:
    drawn: set[Circle] = set()
    for name in flights_in_order(context.scenario):
        for at_m, radius_m, dash in _guard_rings(context, name, at_s):
            if (at_m, radius_m, dash) not in drawn:
                drawn.add((at_m, radius_m, dash))
                ring(axes, at_m, radius_m, colour=context.look(name).colour, dash=dash)
    dashes = {dash for _, _, dash in drawn}
    if "--" in dashes:
        yield _key("commit range", line="--")
    if "-." in dashes:
        yield _key("leash of the escorts", line="-.")


def _guard_rings(context: Context, name: str, at_s: float | None) -> Iterator[Circle]:
    scenario = context.scenario
    flight = scenario.flights[name]
    if flight.patrol is not None:
        yield flight.patrol.at_m, flight.patrol.commit_range_m, "--"
    if flight.escort is not None:
        centre = next((place for other, place in _places(context, at_s) if other == flight.escort.of), None)
        if centre is not None:
            yield centre, flight.escort.commit_range_m, "--"
            yield centre, flight.escort.leash_m, "-."


def _flights(axes: Axes, context: Context, at_s: float | None) -> None:
    for name, place in _places(context, at_s):
        look = context.look(name)
        guards = context.scenario.flights[name].role is FlightRole.ESCORT
        if context.scenario.flights[name].role is FlightRole.TANKER:
            mark(axes, place, marker=_TANKER, colour=look.colour, size=18)
        else:
            mark(axes, place, marker=look.marker, colour=look.colour, size=11 if guards else 14, hollow=guards)


def _names(context: Context, labels: Labels, at_s: float | None) -> None:
    scenario = context.scenario
    to_name = flights_in_order(scenario)[:_MOST_NAMED]
    for name, place in _places(context, at_s):
        if name in to_name:
            to_name.remove(name)
            _label(labels, place, _name_of(context, name), context.look(name))
    for name, at_m, side in _grounded(context):
        _label(labels, at_m, shorten(name, 16), context.looks[side])
    for name, way in _all_ways(context):
        if way.release is not None:
            _label(labels, way.points_m[way.release], f"release {minutes(way.at_s[way.release])}", context.look(name))
        _label(labels, way.points_m[0], f"push {minutes(way.push_s)}", context.look(name))
    for name, site in sorted(scenario.sites.items()):
        if site.emission is Emission.ON:
            text = f"{shorten(name, 12)} radar {site.radar.range_m / NM:.0f} nm"
            _on_ring(labels, (site.at_m, site.radar.range_m, ":"), context.looks[site.side], text)
    ringed: set[Circle] = set()
    for name in flights_in_order(scenario):
        for circle in _guard_rings(context, name, at_s):
            if circle not in ringed:
                ringed.add(circle)
                # Escorts share the rings round their charge; a patrol's is its own.
                whose = f"{shorten(name, 12)} " if scenario.flights[name].patrol is not None else ""
                text = f"{whose}{'commit' if circle[2] == '--' else 'leash'} {circle[1] / NM:.0f} nm"
                _on_ring(labels, circle, context.look(name), text)


def _name_of(context: Context, name: str) -> str:
    """Return what stands beside a flight: how many it is, and how many booms a tanker has."""
    flight = context.scenario.flights[name]
    text = f"{shorten(name, 16)} x{flight.aircraft}"
    if flight.tanker is None:
        return text
    booms = flight.tanker.booms * flight.aircraft
    return f"{text}, {booms} boom{'s' if booms > 1 else ''}"


def _label(labels: Labels, at_m: Point, text: str, look: Look) -> None:
    labels.put(at_m[0] / NM, at_m[1] / NM, text, colour=look.colour)


def _on_ring(labels: Labels, circle: Circle, look: Look, text: str) -> None:
    (x, y), radius_m, _ = circle
    turns = [math.radians(degrees) for degrees in range(0, 365, 5)]
    labels.avoid_line([((x + radius_m * math.cos(t)) / NM, (y + radius_m * math.sin(t)) / NM) for t in turns])
    for degrees in (250, 290, 110, 70, 200, 340, 20, 160, 185, 175, 5, 355, 225, 135):
        turn = math.radians(degrees)
        if labels.put(
            (x + radius_m * math.cos(turn)) / NM, (y + radius_m * math.sin(turn)) / NM, text, colour=look.colour
        ):
            return


def _grounded(context: Context) -> Iterator[tuple[str, Point, str]]:
    """Give name, place and side of everything that stays where it is."""
    scenario = context.scenario
    yield from ((name, target.at_m, target.side) for name, target in sorted(scenario.targets.items()))
    yield from ((name, site.at_m, site.side) for name, site in sorted(scenario.sites.items()))
    yield from ((name, base.at_m, base.side) for name, base in sorted(scenario.bases.items()))
    for name, controller in sorted(scenario.controllers.items()):
        if controller.at_m is not None:
            yield name, controller.at_m, controller.side


def _keep_clear(context: Context, labels: Labels, at_s: float | None) -> None:
    for x, y in (*(place for _, place in _places(context, at_s)), *(at_m for _, at_m, _ in _grounded(context))):
        labels.keep_clear(x / NM, y / NM)
    for _, way in _all_ways(context):
        labels.avoid_line([(x / NM, y / NM) for x, y in way.points_m])


def _side_keys(context: Context) -> Iterator[Line2D]:
    roles = {side: set[FlightRole]() for side in context.sides}
    for flight in context.scenario.flights.values():
        roles[flight.side].add(flight.role)
    for side in context.sides:
        look = context.looks[side]
        for role in FlightRole:
            if role in roles[side]:
                hollow = role is FlightRole.ESCORT
                marker = _TANKER if role is FlightRole.TANKER else look.marker
                yield _key(f"{shorten(side, 12)}: {role.value}", marker=marker, colour=look.colour, hollow=hollow)
    if any(context.scenario.routes):
        yield _key("way in, and release", line="-", marker="X")
        yield _key("way home", line=":")


def _key(
    text: str,
    *,
    marker: str = "",
    line: Dash | Literal["None"] = "None",
    colour: str = MUTED,
    hollow: bool = False,
    size: float = 11,
) -> Line2D:
    return Line2D(
        [],
        [],
        label=text,
        marker=marker or "None",
        linestyle=line,
        color=colour,
        linewidth=2,
        markersize=size,
        markerfacecolor="white" if hollow else colour,
        markeredgecolor=colour if hollow else "white",
        markeredgewidth=2 if hollow else 1,
    )


def _alt(context: Context, title: str) -> str:
    scenario = context.scenario
    parts = [f"Map of the plan of {shorten(title or scenario.name, 80)}."]
    for name in flights_in_order(scenario):
        flight = scenario.flights[name]
        words = [f"{shorten(name, 32)}: {flight.aircraft} aircraft", flight.role.value, shorten(flight.side, 24)]
        if flight.escort is not None:
            words += [
                f"commit range {flight.escort.commit_range_m / NM:.0f} nm",
                f"leash {flight.escort.leash_m / NM:.0f} nm",
            ]
        if flight.jammer is not None:
            words.append("jams")
        if flight.tanker is not None:
            words += [
                f"{flight.tanker.booms * flight.aircraft} booms",
                f"there at {minutes(flight.tanker.on_station_s)}",
            ]
        way = way_of(scenario, name)
        if way is not None:
            words += [f"pushes at {minutes(way.push_s)}", f"home at {minutes(way.home_s)}"]
        parts.append(f"{', '.join(words)}.")
    if scenario.sites:
        parts.append(f"Surface sites: {listed(shorten(name, 32) for name in sorted(scenario.sites))}.")
    for text, strip in (("Bases", False), ("Strips", True)):
        named = [shorten(name, 32) for name, base in sorted(scenario.bases.items()) if base.strip is strip]
        if named:
            parts.append(f"{text}: {listed(named)}.")
    if scenario.targets:
        parts.append(f"Targets: {listed(shorten(name, 32) for name in sorted(scenario.targets))}.")
    return " ".join(parts)
