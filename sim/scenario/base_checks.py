"""Cross checks of bases: who may start from which, where to divert, what an alert needs, which target is whose."""

from __future__ import annotations

from math import dist
from typing import Final

from sim.base.units import NM
from sim.model.bases import Base
from sim.model.identity import NEUTRAL_SIDE
from sim.scenario.faults import number, shown
from sim.scenario.schema import Flight, FlightRole
from sim.scenario.validate import Checked

_NEEDS_BASE: Final = ("alert", "ground_abort_prob")
_GUARDS: Final = (FlightRole.ESCORT, FlightRole.PATROL)


def check_bases(checked: Checked) -> None:
    """Note every fault of bases, of flights that start from them, and of targets on them."""
    _check_studied_side(checked)
    for name, base in checked.scenario.bases.items():
        _check_diverts(checked, name, base)
    for name, target in checked.scenario.targets.items():
        if target.base is not None:
            _check_owner(checked, ("targets", name, "base"), target.base, target.side)
    for name, flight in checked.scenario.flights.items():
        if flight.base is None:
            _check_without(checked, name, flight)
        else:
            _check_start(checked, name, flight, flight.base)
        if flight.alert is not None:
            _check_alert(checked, name, flight)


def _check_studied_side(checked: Checked) -> None:
    """Note a side to be studied that has no flights."""
    studied = checked.scenario.studied_side
    known = sorted({flight.side for flight in checked.scenario.flights.values()} - {NEUTRAL_SIDE})
    if studied is not None and studied not in known and checked.is_sound("flights"):
        hint = checked.faults.near(studied, known) or f"sides: {', '.join(known)}"
        checked.faults.at(checked.at("studied_side"), f"there is no flight of side {shown(studied)}", hint)


def _check_owner(checked: Checked, place: tuple[str | int, ...], base: str, side: str) -> bool:
    """Note a base that is not there, or the other side's; tell whether it may be used."""
    known, at = checked.names("bases"), checked.at(*place)
    if base not in known:
        hint = checked.faults.near(base, known) or f"bases: {', '.join(known[:8]) or 'none yet; add one under `bases`'}"
        checked.faults.at(at, f"there is no base {shown(base)}", hint)
        return False
    found = checked.scenario.bases.get(base)
    if found is None:
        return False  # it has faults of its own
    if found.side != side:
        own = [name for name, one in checked.scenario.bases.items() if one.side == side]
        rule = f"{shown(base)} belongs to the other side, {shown(found.side)}"
        checked.faults.at(at, rule, f"bases of {side}: {', '.join(own[:8]) or 'none yet'}")
        return False
    return True


def _check_diverts(checked: Checked, name: str, base: Base) -> None:
    for index, other in enumerate(base.divert):
        place = ("bases", name, "divert", index)
        if other == name:
            checked.faults.at(checked.at(*place), "a base cannot divert to itself", "name another base of its side")
        else:
            _check_owner(checked, place, other, base.side)


def _check_without(checked: Checked, name: str, flight: Flight) -> None:
    """Note what a flight says that only those need who start from a base."""
    for word in _NEEDS_BASE:
        if getattr(flight, word):
            rule = "is for flights that start on the ground, and this one starts in the air"
            checked.faults.at(checked.at("flights", name, word), rule, "add `base: NAME`, or remove it")


def _check_start(checked: Checked, name: str, flight: Flight, base: str) -> None:
    """Note a base that a flight cannot use, and a second place to go home to."""
    if not _check_owner(checked, ("flights", name, "base"), base, flight.side):
        return
    found = checked.scenario.bases[base]
    if found.strip and not flight.stovl:
        rule = f"{shown(base)} is a short strip, and {name} cannot take off short"
        hint = "choose a base that is no strip, or give the flight `stovl: true`"
        checked.faults.at(checked.at("flights", name, "base"), rule, hint)
    if flight.tanker is not None:
        rule = "a tanker does not start from a base: it is at its point, or on its way there, when the trial begins"
        checked.faults.at(checked.at("flights", name, "base"), rule, "remove `base`, or say `tanker.home_nm`")
    patrol = flight.patrol
    if patrol is None:
        return
    if patrol.home_m is not None:
        hint = "remove it, or the base"
        at = checked.at("flights", name, "patrol", "home_m")
        checked.faults.at(at, f"says where it recovers, and so does its base {shown(base)}", hint)
    away_m = dist(found.at_m, patrol.at_m)
    if flight.alert is not None and patrol.leash_m is not None and away_m >= patrol.leash_m:
        at = checked.at("flights", name, "patrol", "leash_m")
        rule = f"is shorter than the {number(round(away_m / NM, 1))} nm from its base to the point that it defends"
        checked.faults.warn(at.mark, at.path, rule, "on alert it can take no order: lengthen it, or move the point")


def _check_alert(checked: Checked, name: str, flight: Flight) -> None:
    """Note an alert of those who defend nothing, and warn of one that nothing can end."""
    at = checked.at("flights", name, "alert")
    if flight.role not in _GUARDS:
        rule = f"is for flights that escort or patrol, and the task of this one is {flight.role.value}"
        checked.faults.at(at, rule, "remove it: a flight with a route takes off in time for it")
    elif flight.start_s is not None:
        hint = "remove one of the two"
        at = checked.at("flights", name, "start_s")
        checked.faults.at(at, "says when it takes off, but on alert it waits for a scramble", hint)
    elif checked.is_sound("links") and not any(name in link.members for link in checked.scenario.links.values()):
        rule = "waits for news that cannot come: the flight is on no link"
        checked.faults.warn(at.mark, at.path, rule, "add it to the members of a link")
