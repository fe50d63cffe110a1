"""Who starts when: a flight's own start, or that of the flight it escorts; and the checks of both."""

from __future__ import annotations

from collections.abc import Mapping

from sim.model.waves import TRIGGERS, Starts
from sim.scenario.carriers import carried_by
from sim.scenario.faults import number, shown
from sim.scenario.schema import Flight, FlightRole
from sim.scenario.shapes import factor_of
from sim.scenario.validate import Checked


def head_of(flights: Mapping[str, Flight], name: str) -> str | None:
    """Return whose start a flight waits for: its own, or that of the flight it escorts; None when it does not wait."""
    for _ in flights:
        flight = flights.get(name)
        if flight is None or flight.starts is not None:
            return None if flight is None else name
        if flight.escort is None:
            return None
        name = flight.escort.of
    return None


def start_of(flights: Mapping[str, Flight], name: str) -> Starts | None:
    """Return when a flight starts that is not there from the beginning; None for all others."""
    head = head_of(flights, name)
    return None if head is None else flights[head].starts


def check_waves(checked: Checked) -> None:
    """Note starts that say nothing or too much, hang on nobody or on themselves, or come too late."""
    for name, flight in checked.scenario.flights.items():
        if flight.starts is None:
            continue
        if _says_one_thing(checked, name, flight.starts):
            _check_instant(checked, name, flight.starts)
            _check_triggers(checked, name, flight.starts)
        _check_task(checked, name, flight)
    for name, flight in checked.scenario.flights.items():
        if start_of(checked.scenario.flights, name) is not None:
            _check_place(checked, name, flight)
        if flight.suppress is not None and flight.suppress.of is not None:
            _check_window(checked, name, flight.suppress.of)
    _check_rings(checked)


def _says_one_thing(checked: Checked, name: str, starts: Starts) -> bool:
    at = checked.at("flights", name, "starts")
    words = [trigger.value for trigger in starts.triggers]
    if starts.at_s is not None:
        words.insert(0, "an instant")
    if len(words) == 1:
        return True
    hint = "such as {at_min: 20} or {when_engaged: NAME, delay_s: 60}"
    if words:
        checked.faults.at(at, f"names more than one reason to start: {', '.join(words)}", f"keep one of them, {hint}")
    else:
        checked.faults.at(at, "does not say when", hint)
    return False


def _check_instant(checked: Checked, name: str, starts: Starts) -> None:
    if starts.at_s is None:
        return
    at = checked.at("flights", name, "starts", "at_s")
    if starts.delay_s:
        rule = "is for triggers, and this flight starts at an instant"
        checked.faults.at(checked.at("flights", name, "starts", "delay_s"), rule, "remove it, or make at later")
    if checked.is_sound("ends_at_s") and starts.at_s >= checked.scenario.ends_at_s:
        unit, suffix = factor_of(at.written), at.written.rpartition("_")[2]
        ends = number(checked.scenario.ends_at_s / unit)
        checked.faults.at(at, f"must be before the end of the trial, {ends} {suffix}", "make it earlier; see ends_at")


def _check_triggers(checked: Checked, name: str, starts: Starts) -> None:
    known = [other for other in checked.names("flights") if other != name]
    for trigger, flight in starts.triggers.items():
        at = checked.at("flights", name, "starts", trigger.value)
        if flight == name:
            checked.faults.at(at, "a flight cannot wait for itself", f"flights: {', '.join(known[:8])}")
        elif flight not in known:
            hint = checked.faults.near(flight, known) or f"flights: {', '.join(known[:8])}"
            checked.faults.at(at, f"there is no flight {shown(flight)} to wait for", hint)


def _check_task(checked: Checked, name: str, flight: Flight) -> None:
    """Escorts of a flight that starts later start with it; nobody has two instants to start at."""
    if flight.start_s is not None:
        at = checked.at("flights", name, "start_s")
        rule = "cannot stand beside `starts`: start is when it sets out from where it is, starts when it is there"
        checked.faults.at(at, rule, "keep one of them")
    if flight.escort is not None and head_of(checked.scenario.flights, flight.escort.of) is not None:
        rule = f"{shown(flight.escort.of)} starts later itself, and its escorts start with it"
        checked.faults.at(checked.at("flights", name, "starts"), rule, "remove it")
    strike, starts = flight.strike, flight.starts
    assert starts is not None
    if strike is not None and starts.at_s is not None and strike.tot_s <= starts.at_s:
        at = checked.at("flights", name, "strike", "tot_s")
        checked.faults.at(at, "is before the flight starts", "make it later, or `starts` earlier")
    until_s = flight.patrol.until_s if flight.role is FlightRole.PATROL and flight.patrol is not None else None
    if until_s is not None and starts.at_s is not None and until_s <= starts.at_s:
        at = checked.at("flights", name, "patrol", "until_s")
        checked.faults.at(at, "is before the flight starts", "make it later, or `starts` earlier")


def _check_place(checked: Checked, name: str, flight: Flight) -> None:
    """Note who must be there from the beginning: on alert, at a tanker's point, with what others hang on aboard."""
    if flight.alert is not None:
        rule = "waits for a scramble, but this flight leaves its base when it starts"
        checked.faults.at(checked.at("flights", name, "alert"), rule, "remove it, or `starts`")
    if flight.starts is not None and flight.tanker is not None:
        rule = "is not for tankers: tanker.on_station says when it is at its point"
        checked.faults.at(checked.at("flights", name, "starts"), rule, "remove it")
    for kind, thing in carried_by(checked.scenario, name):
        rule = f"{shown(name)} starts later, and what it carries works from the beginning"
        checked.faults.at(checked.at(kind, thing, "aboard"), rule, "name a flight without `starts`")


def _check_window(checked: Checked, name: str, strike: str) -> None:
    """Note a window that nobody can know beforehand, because the strike starts when something calls it."""
    starts = start_of(checked.scenario.flights, strike)
    if starts is not None and starts.at_s is None:
        rule = f"{shown(strike)} starts when something calls it, so nobody knows its time on target beforehand"
        checked.faults.at(checked.at("flights", name, "suppress", "of"), rule, "let it start at an instant")


def _check_rings(checked: Checked) -> None:
    """Note flights that wait for one another: none of them would ever start."""
    flights = checked.scenario.flights
    told: set[str] = set()
    for start in flights:
        chain = [start]
        while (after := _waits_for(flights, chain[-1])) is not None and after not in chain:
            chain.append(after)
        if after != start or told & set(chain):
            continue
        told |= set(chain)
        at = checked.at("flights", start, "starts")
        ring = " -> ".join([*chain[:8], *(["..."] if len(chain) > 8 else []), start])
        checked.faults.at(at, f"flights wait for one another in a ring: {ring}", "let one of them start at an instant")


def _waits_for(flights: Mapping[str, Flight], name: str) -> str | None:
    """Return the flight that must do something before a flight starts."""
    starts = start_of(flights, name)
    if starts is None:
        return None
    for trigger in TRIGGERS:
        flight = starts.triggers.get(trigger)
        if flight is not None and flight in flights and flight != name:
            return flight
    return None
