"""Cross checks of lines that caveats draw: long enough to be a line, and nobody is asked to be beyond one."""

from __future__ import annotations

from collections.abc import Iterator
from math import dist
from typing import Final

from sim.model.kinds import Point
from sim.model.rules import Caveat, Deed
from sim.scenario.faults import shown
from sim.scenario.nodes import Path
from sim.scenario.schema import Flight
from sim.scenario.validate import Checked

SHORTEST_M: Final = 1.0


def check_line(checked: Checked, name: str, caveat: Caveat) -> None:
    """Note a caveat on crossing without a line, a line that is none, and flights whose own way leads beyond it."""
    line, at = caveat.line, checked.at("caveats", name, "line")
    if caveat.may_not is not Deed.CROSS:
        if line is not None:
            rule = f"is read by caveats that forbid to cross, this one forbids to {caveat.may_not.value}"
            checked.faults.at(at, rule, "set may_not: cross, or remove the line")
        return
    if line is None:
        hint = "add line: {from_nm: [0, 0], to_nm: [0, 100]}; what is left of it is beyond"
        checked.faults.at(checked.at("caveats", name, "may_not"), "forbids to cross, but there is no line", hint)
        return
    if dist(line.from_m, line.to_m) < SHORTEST_M:
        checked.faults.at(at, "both points of the line are the same, so it has no direction", "move one of them")
        return
    for flight, one in checked.scenario.flights.items():
        if one.side == caveat.side and (flight == caveat.who.flight or _is_partner(one, caveat)):
            for path, place in _places(checked, flight, one):
                if line.beyond_m(place) > SHORTEST_M:
                    rule = f"is beyond the line that caveat {shown(name)} forbids {shown(flight)} to cross"
                    checked.faults.at(checked.at(*path), rule, "move it, turn the line round, or bind another")


def _is_partner(flight: Flight, caveat: Caveat) -> bool:
    return flight.partner is not None and flight.partner == caveat.who.partner


def _places(checked: Checked, name: str, flight: Flight) -> Iterator[tuple[Path, Point]]:
    """Yield where a flight is told to go, apart from its station, each with the place of that in the file."""
    if flight.patrol is not None:
        yield ("flights", name, "patrol", "at_m"), flight.patrol.at_m
    route = checked.scenario.routes.get(flight.route or "")
    if route is not None:
        for point in route.all_points_m:
            yield ("flights", name, "route"), point
