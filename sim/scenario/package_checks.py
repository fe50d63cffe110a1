"""Cross checks of the package: sites that can be suppressed, windows that meet a strike, holds that can end."""

from __future__ import annotations

from math import dist

from sim.base.units import MIN, NM
from sim.model.package import HoldUntilReady, Suppress
from sim.model.routes import Route, length_m
from sim.scenario.faults import number, shown
from sim.scenario.schema import Flight, FlightRole
from sim.scenario.validate import Checked

_KINDS = {
    "least_strikers": FlightRole.STRIKE,
    "least_escorts": FlightRole.ESCORT,
    "least_suppressors": FlightRole.SUPPRESS,
}


def check_package(checked: Checked) -> None:
    """Note suppression that cannot have an effect, and hold points where nobody can wait."""
    for name, flight in checked.scenario.flights.items():
        if flight.suppress is not None:
            _check_site(checked, name, flight, flight.suppress)
            if _has_window(checked, name, flight, flight.suppress):
                _check_window(checked, name, flight, flight.suppress)
        if flight.strike is not None and flight.strike.hold_until_ready is not None:
            _check_hold(checked, name, flight, flight.strike.hold_until_ready)


# Suppression.


def _check_site(checked: Checked, name: str, flight: Flight, suppress: Suppress) -> None:
    """The site is there, is of the other side, has something to suppress, and is near where the flight stands."""
    at = checked.at("flights", name, "suppress", "site")
    site, known = checked.scenario.sites.get(suppress.site), checked.names("sites")
    if suppress.site not in known:
        hint = checked.faults.near(suppress.site, known) or f"sites: {', '.join(known[:8]) or 'none'}"
        checked.faults.at(at, f"there is no site {shown(suppress.site)}", hint)
    elif site is not None and site.side == flight.side:
        checked.faults.at(at, f"{shown(suppress.site)} belongs to its own side", "choose one of the other side")
    elif site is not None:
        if site.missile is None and not suppress.radar_off:
            rule = f"{shown(suppress.site)} has no missiles, and radar_off is false: there is nothing to suppress"
            checked.faults.warn(at.mark, at.path, rule)
        route = checked.scenario.routes.get(flight.route or "")
        if route is not None and route.release_index < len(route.points_m):
            off_m = dist(route.points_m[route.release_index], site.at_m)
            if off_m > suppress.range_m:
                at = checked.at("flights", name, "suppress", "range_m")
                rule = f"is less than the {number(round(off_m / NM))} nm from its station to the site"
                checked.faults.warn(at.mark, at.path, rule, "it suppresses nothing from there")


def _has_window(checked: Checked, name: str, flight: Flight, suppress: Suppress) -> bool:
    """Tell whether the window is given in one way that can be worked out; note it when not."""
    hangs, stands = suppress.of is not None or suppress.before_s is not None, suppress.from_s is not None
    at, hint = checked.at("flights", name, "suppress"), "give `of: FLIGHT, before_min: 2`, or `from_min: 40`"
    if hangs == stands:
        checked.faults.at(at, f"says {'twice' if hangs else 'nowhere'} when its window opens", hint)
        return False
    if stands:
        return True
    if suppress.of is None or suppress.before_s is None:
        checked.faults.at(at, "needs both `of` and `before` to say when its window opens", hint)
        return False
    charge, known = checked.scenario.flights.get(suppress.of), checked.names("flights")
    at = checked.at("flights", name, "suppress", "of")
    if suppress.of not in known:
        strikes = [other for other, one in checked.scenario.flights.items() if one.strike is not None]
        hint = checked.faults.near(suppress.of, known) or f"strike flights: {', '.join(strikes[:8]) or 'none'}"
        checked.faults.at(at, f"there is no flight {shown(suppress.of)}", hint)
    elif charge is not None and charge.side != flight.side:
        rule = f"{shown(suppress.of)} is on the other side, {shown(charge.side)}"
        checked.faults.at(at, rule, "choose a strike flight of its own side")
    elif charge is not None and charge.strike is None:
        hint = "choose a strike flight, or give from_min"
        checked.faults.at(at, f"{shown(suppress.of)} has no time on target: it is no strike", hint)
    else:
        return charge is not None
    return False


def _check_window(checked: Checked, name: str, flight: Flight, suppress: Suppress) -> None:
    """The window lies in the trial, while a strike of its side flies, and the flight can be there when it opens."""
    scenario = checked.scenario
    strike = scenario.flights[suppress.of].strike if suppress.of is not None else None
    opens_s, closes_s = suppress.window_s(None if strike is None else strike.tot_s)
    at = checked.at("flights", name, "suppress")
    text = f"its window, {_minutes(opens_s)} to {_minutes(closes_s)} min,"
    if closes_s <= 0.0 or (checked.is_sound("ends_at_s") and opens_s >= scenario.ends_at_s):
        checked.faults.at(at, f"{text} lies outside the trial", f"the trial ends at {_minutes(scenario.ends_at_s)} min")
        return
    spans = [span for other in scenario.flights.values() if (span := _flown(checked, flight, other)) is not None]
    if spans and not any(from_s <= closes_s and opens_s <= to_s for from_s, to_s in spans):
        meets = ", ".join(f"{_minutes(from_s)} to {_minutes(to_s)} min" for from_s, to_s in spans[:4])
        rule = f"suppression outside any window: {text} meets no strike of its side"
        checked.faults.at(at, rule, f"they fly {meets}; see before, from and lasts")
    elif not spans and not any(one.strike is not None and one.side == flight.side for one in scenario.flights.values()):
        checked.faults.at(at, "suppression outside any window: its side has no strike flight", "add one, or remove it")
    route = scenario.routes.get(flight.route or "")
    if route is not None and route.release_index < len(route.points_m):
        needed_s = length_m(route.points_m[: route.release_index + 1]) / flight.speed_mps
        if needed_s > opens_s:
            rule = f"comes late: {_minutes(needed_s)} min to its station, the window opens at {_minutes(opens_s)} min"
            checked.faults.warn(at.mark, at.path, rule, "start nearer, or fly faster")


def _flown(checked: Checked, flight: Flight, other: Flight) -> tuple[float, float] | None:
    """Return from when to when a strike flight of the same side is to be in the air; None for others."""
    route = checked.scenario.routes.get(other.route or "")
    if other.strike is None or other.side != flight.side or route is None:
        return None
    if route.release_index >= len(route.points_m):
        return None
    points = route.all_points_m if len(route.all_points_m) > route.release_index + 1 else _there_and_back(route)
    to_release_s = length_m(points[: route.release_index + 1]) / other.speed_mps
    push_s = other.strike.tot_s - to_release_s
    return push_s, push_s + length_m(points) / other.speed_mps


def _there_and_back(route: Route) -> tuple[tuple[float, float], ...]:
    return (*route.points_m, route.points_m[0])


def _minutes(at_s: float) -> str:
    return number(round(at_s / MIN, 1))


# Holding.


def _check_hold(checked: Checked, name: str, flight: Flight, hold: HoldUntilReady) -> None:
    """The hold point lies before the release, those needed are of the package, and enough of them exist."""
    scenario = checked.scenario
    where = ("flights", name, "strike", "hold_until_ready")
    route = scenario.routes.get(flight.route or "")
    if route is not None and hold.point >= route.release_index:
        rule = f"must be before the release point, {route.release_index}, got {hold.point}"
        checked.faults.at(checked.at(*where, "point"), rule, "give the route one more point to hold at; the start is 0")
    known = [other for other in checked.names("flights") if other != name]
    for index, needed in enumerate(hold.needs):
        at, other = checked.at(*where, "needs", index), scenario.flights.get(needed)
        if needed == name:
            checked.faults.at(at, "a flight waits for its own elements anyway", "remove it")
        elif needed not in known:
            hint = checked.faults.near(needed, known) or f"flights: {', '.join(known[:8]) or 'none'}"
            checked.faults.at(at, f"there is no flight {shown(needed)} to wait for", hint)
        elif other is not None and other.side != flight.side:
            checked.faults.at(at, f"{shown(needed)} is on the other side, {shown(other.side)}", "wait for its own side")
    _check_least(checked, where, flight, hold)


def _check_least(checked: Checked, where: tuple[str, ...], flight: Flight, hold: HoldUntilReady) -> None:
    """As many aircraft as must be there belong to the flight and those that it needs."""
    flights = [flight, *(checked.scenario.flights[one] for one in hold.needs if one in checked.scenario.flights)]
    if len(flights) <= len(set(hold.needs)):
        return  # one of them has faults of its own
    for setting, role in _KINDS.items():
        least, most = getattr(hold, setting), sum(one.aircraft for one in flights if one.role is role)
        if least > most:
            rule = f"asks for {least} aircraft, but {most} of that kind belong to it and to the flights it needs"
            checked.faults.at(checked.at(*where, setting), rule, "it would never push; lower it, or add to `needs`")
