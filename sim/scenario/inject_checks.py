"""Cross checks of injects: each does one thing, to something that is there, at an instant of the trial."""

from __future__ import annotations

from typing import Final

from sim.base.units import MIN
from sim.model.command import Doctrine
from sim.scenario.faults import number, one_of, shown
from sim.scenario.nodes import Table, child
from sim.scenario.schema import Inject, What
from sim.scenario.shapes import factor_of
from sim.scenario.validate import Checked

LOSABLE: Final = ("controllers", "gateways", "links", "sites", "bases")
"""Kinds of things that an inject may lose and restore."""

_WORDS: Final = "{lose: NAME}, {restore: NAME}, {flight: NAME, doctrine: nearest} or {late: NAME, by_min: 10}"

_ALONE: Final = (["lose"], ["restore"], ["late", "by_s"])
"""The words that go together without a flight: each is one thing to do."""

FLIGHT_WORDS: Final = ("doctrine", "weapons", "delay_s", "goes_home", "jammer")
"""What may stand beside `flight`: what the flight does otherwise."""

_PLAIN_WORDS: Final = tuple(word.removesuffix("_s") for word in FLIGHT_WORDS)

_STARTS: Final = "give the flight `starts`, or delay a flight that has it"


def check_injects(checked: Checked) -> None:
    """Note injects that do nothing, too much, or something to nobody, and those that come too late."""
    clear: dict[str, Inject] = {}
    for name, inject in checked.scenario.injects.items():
        _check_instant(checked, name, inject)
        if _does_one_thing(checked, name, inject.what):
            _check_thing(checked, name, inject)
            clear[name] = inject
    _check_order(checked, clear)


def _check_instant(checked: Checked, name: str, inject: Inject) -> None:
    if checked.is_sound("ends_at_s") and inject.at_s >= checked.scenario.ends_at_s:
        at = checked.at("injects", name, "at_s")
        unit, suffix = factor_of(at.written), at.written.rpartition("_")[2]
        ends = number(checked.scenario.ends_at_s / unit)
        checked.faults.at(at, f"must be before the end of the trial, {ends} {suffix}", "make it earlier; see ends_at")


def _does_one_thing(checked: Checked, name: str, what: What) -> bool:
    """Tell whether an inject does exactly one thing; what else it does is noted."""
    at = checked.at("injects", name, "what")
    asked = [word for word in ("lose", "restore", "flight", "late", "by_s") if getattr(what, word) is not None]
    deeds = [word for word in FLIGHT_WORDS if getattr(what, word) not in (None, False)]
    if (asked in _ALONE and not deeds) or (asked == ["flight"] and len(deeds) == 1):
        return True
    asked += [word.removesuffix("_s") for word in deeds]
    if asked == ["flight"]:
        words = one_of(one.value for one in Doctrine)
        rule = "names a flight but no doctrine"
        checked.faults.at(at, rule, f"add doctrine: {words}; or one of {', '.join(_PLAIN_WORDS[1:])}")
    elif asked == ["late"]:
        checked.faults.at(at, "makes a tanker late, but does not say by how much", "add by_min: 10")
    elif asked == ["by_s"]:
        checked.faults.at(at, "says how late, but not who", "add late: NAME, a tanker flight")
    elif len(asked) == 1 and deeds:
        checked.faults.at(at, f"names a {asked[0]} but no flight", "add flight: NAME")
    elif not asked:
        checked.faults.at(at, "says nothing to do", f"such as {_WORDS}")
    else:
        rule = f"does more than one thing: {', '.join(asked)}"
        checked.faults.at(at, rule, f"write one inject for each: {_WORDS}")
    return False


def _check_thing(checked: Checked, name: str, inject: Inject) -> None:
    """Note a thing that is not there. What a layer took away may stay in an inject that is off."""
    key = next(word for word in ("lose", "restore", "flight", "late") if getattr(inject.what, word) is not None)
    thing = str(getattr(inject.what, key))
    kinds = ("flights",) if key in ("flight", "late") else LOSABLE
    known = [one for kind in kinds for one in checked.names(kind)]
    if key == "late" and thing in known:
        _check_late(checked, name, inject)
    elif key == "flight" and thing in checked.scenario.flights:
        _check_flight(checked, name, inject)
    if thing in known or (not inject.enabled and _was_taken_away(checked, kinds, thing)):
        return
    at = checked.at("injects", name, "what", key)
    if kinds is LOSABLE and thing in checked.names("flights"):
        rule = f"{shown(thing)} is a flight, and flights are lost to missiles only"
        checked.faults.at(at, rule, "an inject may change its doctrine: {flight: ..., doctrine: ...}")
        return
    what = "flight" if kinds is not LOSABLE else "controller, gateway, link, site or base"
    hint = checked.faults.near(thing, known) or f"there are: {', '.join(known[:8]) or 'none'}"
    checked.faults.at(at, f"there is no {what} {shown(thing)}", hint)


def _check_late(checked: Checked, name: str, inject: Inject) -> None:
    """Only a tanker is made late, and only before it leaves."""
    flight = checked.scenario.flights.get(str(inject.what.late))
    if flight is None:
        return
    at = checked.at("injects", name, "what", "late")
    if flight.tanker is None:
        tankers = [one for one, other in checked.scenario.flights.items() if other.tanker is not None]
        checked.faults.at(
            at, f"{shown(str(inject.what.late))} is no tanker", f"tankers: {', '.join(tankers) or 'none'}"
        )
    elif inject.at_s >= flight.tanker.leaves_s(flight.speed_mps):
        leaves = number(round(flight.tanker.leaves_s(flight.speed_mps) / MIN, 1))
        rule = f"comes too late: {shown(str(inject.what.late))} leaves home at {leaves} min"
        checked.faults.warn(at.mark, at.path, rule, "let it come earlier, or the tanker be on station later")


def _check_flight(checked: Checked, name: str, inject: Inject) -> None:
    """Note what cannot be done to this flight: it has no jammer, no missile, or nothing to delay."""
    what, flights = inject.what, checked.scenario.flights
    flight = flights[str(what.flight)]
    if what.jammer is not None and flight.jammer is None:
        at = checked.at("injects", name, "what", "jammer")
        checked.faults.at(at, f"{shown(str(what.flight))} has no jammer", "give the flight a jammer")
    if what.weapons is not None and not flight.is_armed:
        at = checked.at("injects", name, "what", "weapons")
        checked.faults.warn(at.mark, at.path, f"{shown(str(what.flight))} has no missiles to hold or to free")
    if what.delay_s is None:
        return
    at = checked.at("injects", name, "what", "delay_s")
    if flight.starts is None:
        rule = f"{shown(str(what.flight))} is there from the beginning: there is nothing to delay"
        is_tanker = flight.tanker is not None
        hint = f"a tanker is made late by {{late: {what.flight}, by_min: 10}}" if is_tanker else _STARTS
        checked.faults.at(at, rule, hint)
    elif flight.starts.at_s is not None and flight.starts.at_s <= inject.at_s:
        checked.faults.warn(at.mark, at.path, f"{shown(str(what.flight))} has started by then: nothing happens")


def _was_taken_away(checked: Checked, kinds: tuple[str, ...], thing: str) -> bool:
    held = [child(checked.tree, kind) for kind in kinds]
    return any(isinstance(things, Table) and thing in things.entries for things in held)


def _check_order(checked: Checked, injects: dict[str, Inject]) -> None:
    """Note what is restored before anything loses it, and two injects that do something to one thing at once."""
    for name, inject in injects.items():
        thing = inject.what.restore
        if thing is not None:
            losses = [one for one in injects.values() if one.what.lose == thing and one.at_s < inject.at_s]
            at = checked.at("injects", name, "what", "restore")
            if not losses:
                checked.faults.at(at, f"nothing loses {shown(thing)} before", "add an inject that loses it earlier")
            elif inject.enabled and not any(one.enabled for one in losses):
                checked.faults.warn(at.mark, at.path, f"no inject that is on loses {shown(thing)} before")
    seen: dict[tuple[str, float], str] = {}
    for name, inject in sorted(injects.items()):
        thing = inject.what.lose or inject.what.restore or inject.what.flight or inject.what.late or ""
        first = seen.setdefault((thing, inject.at_s), name)
        if first != name:
            rule = f"happens to {shown(thing)} at the same instant as {shown(first)}"
            checked.faults.at(checked.at("injects", name, "at_s"), rule, "let one of them come later")
