"""Cross checks of what blurs pictures: jammers that trouble links, and dual tracks."""

from __future__ import annotations

from sim.model.link_jamming import LinkJammer
from sim.scenario.faults import shown
from sim.scenario.schema import Flight
from sim.scenario.validate import Checked


def check_jamming(checked: Checked) -> None:
    """Note jammers against links that are not there, of their own side, or deaf to them; and settings without use."""
    for name, flight in checked.scenario.flights.items():
        if flight.jammer is not None and flight.jammer.links is not None:
            if flight.jammer.links.only is None:
                _check_any(checked, name, flight)
            else:
                _check_only(checked, name, flight, flight.jammer.links)
    for name in checked.scenario.links:
        at = checked.at("links", name, "resolve_mean_s")
        if at.node is not None and checked.at("links", name, "correlation_prob").node is None:
            rule = "has no effect: without correlation_prob every member recognises what it holds"
            checked.faults.warn(at.mark, at.path, rule, "set correlation_prob below 1")


def _check_any(checked: Checked, name: str, flight: Flight) -> None:
    """Some link of the other side can be jammed."""
    links = checked.scenario.links.values()
    if not any(link.side != flight.side and link.jamming is not None for link in links):
        at = checked.at("flights", name, "jammer", "links")
        checked.faults.warn(at.mark, at.path, "no link of the other side can be jammed", "give one its `jamming`")


def _check_only(checked: Checked, name: str, flight: Flight, jammer: LinkJammer) -> None:
    known, only = checked.names("links"), jammer.only or ()
    if not only:
        at = checked.at("flights", name, "jammer", "links", "only")
        checked.faults.at(at, "names no link", "name links of the other side, or leave it out to trouble all of them")
    for index, link in enumerate(only):
        at = checked.at("flights", name, "jammer", "links", "only", index)
        jammed = checked.scenario.links.get(link)
        if link not in known:
            hint = checked.faults.near(link, known) or f"links: {', '.join(known[:8]) or 'none yet'}"
            checked.faults.at(at, f"there is no link {shown(link)} to jam", hint)
        elif jammed is not None and jammed.side == flight.side:
            checked.faults.at(at, f"link {shown(link)} belongs to its own side", "name links of the other side")
        elif jammed is not None and jammed.jamming is None:
            checked.faults.warn(at.mark, at.path, f"{shown(link)} cannot be jammed", "give the link its `jamming`")
