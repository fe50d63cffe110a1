"""Cross checks of links and gateways: who is on them, what they join, what carries them, and when they are out."""

from __future__ import annotations

from typing import Final

from sim.model.command import Authority
from sim.model.links import Gateway, Link
from sim.scenario.faults import number, shown
from sim.scenario.nodes import Found
from sim.scenario.shapes import factor_of
from sim.scenario.validate import Checked

_NODES: Final = ("flights", "controllers", "sites")


def check_links(checked: Checked) -> None:
    """Note every fault of links, gateways, and of those who depend on them."""
    for name, link in checked.scenario.links.items():
        _check_members(checked, name, link)
        _check_outages(checked, name, link)
    for name, gateway in checked.scenario.gateways.items():
        _check_joins(checked, name, gateway)
        _check_carrier(checked, name, gateway)
    _check_controllers(checked)
    _check_fallbacks(checked)


def _kind_of(checked: Checked, thing: str) -> str | None:
    return next((kind for kind in _NODES if thing in checked.names(kind)), None)


def _check_members(checked: Checked, name: str, link: Link) -> None:
    known = {node: kind for kind in _NODES for node in checked.names(kind)}
    if not link.members:
        hint = "name the flights, controllers and sites on it, or remove the link"
        checked.faults.at(checked.at("links", name, "members"), "a link needs members, got none", hint)
    for index, member in enumerate(link.members):
        at = checked.at("links", name, "members", index)
        if member not in known:
            hint = checked.faults.near(member, known) or "members are flights, controllers and sites"
            checked.faults.at(at, f"there is no {shown(member)} to be on the link", hint)
            continue
        thing = getattr(checked.scenario, known[member]).get(member)
        if thing is not None and thing.side != link.side:
            rule = f"{shown(member)} is on side {shown(thing.side)}, the link belongs to {shown(link.side)}"
            checked.faults.at(at, rule, "remove it from the link")
        if link.members.index(member) != index:
            checked.faults.at(at, f"{shown(member)} is named twice", "a thing is on a link once; remove one of them")


def _check_outages(checked: Checked, name: str, link: Link) -> None:
    for index, outage in enumerate(link.outages):
        at = checked.at("links", name, "outages", index, "to_s")
        begins = checked.at("links", name, "outages", index, "from_s")
        if outage.to_s <= outage.from_s:
            rule = f"the outage ends before it has begun, at {_written(begins, outage.from_s)}"
            checked.faults.at(at, rule, "make it end later than it begins")
        elif checked.is_sound("ends_at_s") and outage.from_s >= checked.scenario.ends_at_s:
            ends = _written(begins, checked.scenario.ends_at_s)
            checked.faults.at(begins, f"must be before the end of the trial, {ends}", "make it earlier; see ends_at")


def _written(at: Found, value_s: float) -> str:
    """Return a time in the unit that the file uses at a place."""
    return f"{number(value_s / factor_of(at.written))} {at.written.rpartition('_')[2]}"


def _check_joins(checked: Checked, name: str, gateway: Gateway) -> None:
    known = checked.names("links")
    for index, link in enumerate(gateway.joins):
        at = checked.at("gateways", name, "joins", index)
        if link not in known:
            hint = checked.faults.near(link, known) or f"links: {', '.join(known[:8]) or 'none yet'}"
            checked.faults.at(at, f"there is no link {shown(link)} to join", hint)
            continue
        joined = checked.scenario.links.get(link)
        if joined is not None and joined.side != gateway.side:
            rule = f"link {shown(link)} belongs to {shown(joined.side)}, the gateway to {shown(gateway.side)}"
            checked.faults.at(at, rule, "a gateway joins links of its own side only")
        if gateway.joins.index(link) != index:
            checked.faults.at(at, f"{shown(link)} is named twice", "name each link once")
    if len(gateway.joins) < 2:
        at = checked.at("gateways", name, "joins")
        rule = f"a gateway joins two links or more, got {len(gateway.joins)}"
        checked.faults.at(at, rule, f"links: {', '.join(known[:8]) or 'none yet'}")


def _check_carrier(checked: Checked, name: str, gateway: Gateway) -> None:
    carrier = gateway.aboard
    if carrier is None:
        return
    at = checked.at("gateways", name, "aboard")
    kind = _kind_of(checked, carrier)
    if kind is None:
        known = [one for kind in _NODES for one in checked.names(kind)]
        hint = checked.faults.near(carrier, known) or "a flight, a controller or a site carries it; or leave it out"
        checked.faults.at(at, f"there is no {shown(carrier)} to carry it", hint)
        return
    thing = getattr(checked.scenario, kind).get(carrier)
    if thing is not None and thing.side != gateway.side:
        rule = f"{shown(carrier)} is on side {shown(thing.side)}, the gateway belongs to {shown(gateway.side)}"
        checked.faults.at(at, rule, "let something of its own side carry it")


def _check_controllers(checked: Checked) -> None:
    joined = {member for link in checked.scenario.links.values() for member in link.members}
    for name in checked.names("controllers"):
        if name not in joined and checked.is_sound("controllers", name):
            at = checked.at("controllers", name)
            rule = "is on no link, so it hears nothing and tasks nobody"
            checked.faults.warn(at.mark, at.path, rule, "add it to one")


def _check_fallbacks(checked: Checked) -> None:
    """Who is out of contact cannot be tasked by his controller; who has none cannot lose it."""
    scenario = checked.scenario
    for name, flight in scenario.flights.items():
        if flight.fallback is Authority.CENTRAL:
            rule = "central is no fallback: the controller is out of contact then"
            checked.faults.at(checked.at("flights", name, "fallback"), rule, "choose delegated or autonomous")
        if flight.lost_comms_s is not None and not _commanders(checked, name):
            at = checked.at("flights", name, "lost_comms_s")
            rule = "has no effect: no controller is on its links, or on one that a gateway joins to them"
            checked.faults.warn(at.mark, at.path, rule, "put a controller on its link")


def _commanders(checked: Checked, flight: str) -> set[str]:
    """Return the controllers that a flight can reach while everything works."""
    links = checked.scenario.links
    reached = {name for name, link in links.items() if flight in link.members}
    for _ in checked.scenario.gateways:
        for gateway in checked.scenario.gateways.values():
            if reached & set(gateway.joins):
                reached |= set(gateway.joins)
    members = {member for name in reached if name in links for member in links[name].members}
    return members & set(checked.names("controllers"))
