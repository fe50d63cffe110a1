"""Cross checks of sensing: scans that can confirm, jammers that matter, radars that are ever switched on."""

from __future__ import annotations

from typing import Final

from sim.base.units import NM
from sim.model.sensors import SENSORS, Emission, radar_range_m
from sim.model.sensors.scan import Scan
from sim.scenario.faults import number
from sim.scenario.schema import Flight, FlightRole
from sim.scenario.validate import Checked

_COMMITTING: Final = (FlightRole.ESCORT, FlightRole.PATROL)
"""Only flights with these tasks ever commit."""


def check_sensing(checked: Checked) -> None:
    """Note scans, jammers, sites and emission control that cannot work as they stand."""
    for kind in ("flights", "sites"):
        for name, thing in getattr(checked.scenario, kind).items():
            for sensor in SENSORS:
                declared = getattr(thing, sensor, None)
                if declared is not None and declared.scan is not None:
                    _check_scan(checked, (kind, name, sensor), declared.scan, is_certain=declared.certain)
    for name, flight in checked.scenario.flights.items():
        _check_jammer(checked, name, flight)
        _check_emission(checked, name, flight)
    _check_sites(checked)


def _check_scan(checked: Checked, where: tuple[str, str, str], scan: Scan, *, is_certain: bool) -> None:
    if scan.confirm_hits > scan.window:
        rule = f"asks for {scan.confirm_hits} hits, but only {scan.window} scans count: that never happens"
        checked.faults.at(checked.at(*where, "scan", "confirm_scans"), rule, "make it at least confirm_hits")
    if is_certain:
        rule = "detects at once, so it cannot wait for scans too"
        checked.faults.at(checked.at(*where, "certain"), rule, "remove `certain` or `scan`")
    if scan.glimpse_prob == 0.0:
        at = checked.at(*where, "scan", "glimpse_prob")
        checked.faults.warn(at.mark, at.path, "is 0: it never detects anybody", "raise it, or remove the sensor")


def _check_jammer(checked: Checked, name: str, flight: Flight) -> None:
    jammer = flight.jammer
    if jammer is None:
        return
    scenario, at = checked.scenario, checked.at("flights", name, "jammer")
    if flight.emission is Emission.SILENT:
        checked.faults.warn(at.mark, at.path, "is silent: it jams nobody", "set emission")
    flights = [other for other in scenario.flights.values() if other.side == flight.side]
    if jammer.cover_m == 0.0 and jammer.links is not None:
        return  # it is there for links
    if len(flights) == 1 and len(flight.element_sizes) == 1:
        checked.faults.warn(at.mark, at.path, "has nobody of its side to cover but itself")
    radars = [
        thing.radar.range_m
        for things in (scenario.flights, scenario.sites)
        for thing in things.values()
        if thing.side != flight.side and thing.radar is not None
    ]
    if not radars:
        checked.faults.warn(at.mark, at.path, "has no radar of the other side to jam")
        return
    reach_m = max(radar_range_m(max(radars), other.signature) for other in flights)
    if jammer.burn_through_m >= reach_m:
        at = checked.at("flights", name, "jammer", "burn_through_m")
        rule = f"is beyond the reach of every hostile radar, {number(round(reach_m / NM))} nm at most: it hides nobody"
        checked.faults.warn(at.mark, at.path, rule, "make it smaller")


def _check_emission(checked: Checked, name: str, flight: Flight) -> None:
    if flight.emission is not Emission.SILENT_UNTIL_COMMITTED:
        return
    at = checked.at("flights", name, "emission")
    if flight.radar is None and flight.jammer is None:
        checked.faults.warn(at.mark, at.path, "has neither radar nor jammer to switch on")
    elif flight.role not in _COMMITTING or not flight.is_armed:
        rule = f"never commits, because it is {'not armed' if flight.role in _COMMITTING else 'no escort or patrol'}"
        checked.faults.warn(at.mark, at.path, f"{rule}: it stays silent", "use on or silent")


def _check_sites(checked: Checked) -> None:
    linked = {member for link in checked.scenario.links.values() for member in link.members}
    for name, site in checked.scenario.sites.items():
        watches_only = site.missile is None
        if watches_only and name not in linked and checked.scenario.links:
            at = checked.at("sites", name)
            rule = "has no missiles and is on no link: what it sees helps nobody"
            checked.faults.warn(at.mark, at.path, rule, "add it to a link of its side")
        if site.emission is Emission.SILENT_UNTIL_COMMITTED and (watches_only or name not in linked):
            at = checked.at("sites", name, "emission")
            why = "it has no missiles to commit" if watches_only else "it is on no link that could bring it a target"
            if site.visual is None or watches_only:
                checked.faults.warn(at.mark, at.path, f"stays silent: {why}", "use on or silent")
