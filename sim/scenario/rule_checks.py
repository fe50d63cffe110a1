"""Cross checks of rules: neutral flights, caveats, authorities, and identities that nobody can find out."""

from __future__ import annotations

from typing import Final

from sim.model.identity import NEUTRAL_SIDE
from sim.model.rules import Caveat, Deed, Needed, Rules, Weapons
from sim.scenario.faults import shown
from sim.scenario.line_checks import check_line
from sim.scenario.schema import Flight
from sim.scenario.validate import Checked

_NEVER_NEUTRAL: Final = ("sites", "controllers", "links", "targets", "authorities", "caveats", "bases")


def check_rules(checked: Checked) -> None:
    """Note rules that bind nobody, ask nobody, or can never be met."""
    _check_neutrals(checked)
    _check_authorities(checked)
    for name, caveat in checked.scenario.caveats.items():
        _check_who(checked, name, caveat)
        _check_ask(checked, name, caveat)
        _check_deed(checked, name, caveat)
        check_line(checked, name, caveat)
    _warn_about_identity(checked)


def _check_neutrals(checked: Checked) -> None:
    """Only unarmed flights that strike and escort nobody are neutral."""
    for kind in _NEVER_NEUTRAL:
        for name, thing in getattr(checked.scenario, kind).items():
            if thing.side == NEUTRAL_SIDE:
                checked.faults.at(checked.at(kind, name, "side"), "only flights can be neutral", "give it a side")
    for name, flight in checked.scenario.flights.items():
        if flight.side != NEUTRAL_SIDE:
            continue
        for word in ("missile", "strike", "escort"):
            if getattr(flight, word) is not None:
                rule = f"a neutral flight has no {word}: it fights for nobody"
                checked.faults.at(checked.at("flights", name, word), rule, "remove it, or give the flight a side")


def _check_authorities(checked: Checked) -> None:
    """An authority above another is there, is of its side, and none is above itself."""
    authorities = checked.scenario.authorities
    known = checked.names("authorities")
    told: set[str] = set()
    for name, authority in authorities.items():
        above = authority.above
        if above is None:
            continue
        at = checked.at("authorities", name, "above")
        if above not in known:
            hint = checked.faults.near(above, known) or f"authorities: {', '.join(known[:8])}"
            checked.faults.at(at, f"there is no authority {shown(above)}", hint)
            continue
        other = authorities.get(above)
        if other is not None and other.side != authority.side:
            rule = f"{shown(above)} decides for the other side, {shown(other.side)}"
            checked.faults.at(at, rule, "name one of its own side")
        ring = _ring(checked, name)
        if ring and not told & set(ring):
            told |= set(ring)
            words = " -> ".join([*ring[:8], *(["..."] if len(ring) > 8 else []), name])
            checked.faults.at(at, f"authorities ask one another in a ring: {words}", "one of them must be the last")


def _ring(checked: Checked, start: str) -> list[str]:
    """Return the authorities from one back to itself; empty when its questions end somewhere."""
    chain = [start]
    while (one := checked.scenario.authorities.get(chain[-1])) is not None and one.above is not None:
        if one.above == start:
            return chain
        if one.above in chain:
            return []
        chain.append(one.above)
    return []


def _check_who(checked: Checked, name: str, caveat: Caveat) -> None:
    """A caveat binds one partner or one flight, which are there and of its side."""
    who = caveat.who
    at = checked.at("caveats", name, "who")
    if (who.partner is None) == (who.flight is None):
        rule = "binds nobody" if who.partner is None else "names a partner and a flight"
        checked.faults.at(at, rule, "exactly one of {partner: b} or {flight: NAME}")
        return
    flights = checked.scenario.flights
    if who.flight is not None:
        at = checked.at("caveats", name, "who", "flight")
        flight = flights.get(who.flight)
        if who.flight not in checked.names("flights"):
            known = checked.names("flights")
            hint = checked.faults.near(who.flight, known) or f"flights: {', '.join(known[:8])}"
            checked.faults.at(at, f"there is no flight {shown(who.flight)}", hint)
        elif flight is not None and flight.side != caveat.side:
            rule = f"{shown(who.flight)} is on side {shown(flight.side)}, the caveat is of {shown(caveat.side)}"
            checked.faults.at(at, rule, "a side restrains its own flights only")
        return
    partners = sorted({one.partner for one in flights.values() if one.side == caveat.side and one.partner})
    if who.partner not in partners and checked.is_sound("flights"):
        at = checked.at("caveats", name, "who", "partner")
        hint = checked.faults.near(str(who.partner), partners) or (
            f"partners: {', '.join(partners[:8])}" if partners else "no flight of that side names a partner"
        )
        checked.faults.at(at, f"no flight of side {shown(caveat.side)} is of partner {shown(str(who.partner))}", hint)


def _check_ask(checked: Checked, name: str, caveat: Caveat) -> None:
    """Who is asked is there, and decides for that side."""
    if caveat.then is None:
        return
    at = checked.at("caveats", name, "then", "ask")
    known = checked.names("authorities")
    authority = checked.scenario.authorities.get(caveat.then.ask)
    if caveat.then.ask not in known:
        hint = checked.faults.near(caveat.then.ask, known) or (
            f"authorities: {', '.join(known[:8])}" if known else "add one under `authorities`"
        )
        checked.faults.at(at, f"there is no authority {shown(caveat.then.ask)}", hint)
    elif authority is not None and authority.side != caveat.side:
        rule = f"{shown(caveat.then.ask)} decides for the other side, {shown(authority.side)}"
        checked.faults.at(at, rule, "ask one of its own side")


def _check_deed(checked: Checked, name: str, caveat: Caveat) -> None:
    """Warn when none of those bound could do what they may not."""
    bound = [(flight, one) for flight, one in checked.scenario.flights.items() if _binds(caveat, flight, one)]
    at = checked.at("caveats", name, "may_not")
    if caveat.may_not is Deed.FIRE and bound and not any(one.is_armed for _, one in bound):
        checked.faults.warn(at.mark, at.path, "none of those it binds has a missile", "bind somebody who is armed")
    if caveat.may_not is Deed.EMIT and bound and not any(one.radar or one.jammer for _, one in bound):
        checked.faults.warn(at.mark, at.path, "none of those it binds has a radar or a jammer", "bind another")
    if caveat.may_not is Deed.EMIT and caveat.then is not None:
        then = checked.at("caveats", name, "then")
        checked.faults.at(then, "nobody can be asked whether to emit: there is no target yet", "remove it; see unless")
    linked = {member for link in checked.scenario.links.values() for member in link.members}
    if caveat.may_not is Deed.SHARE and bound and not any(flight in linked for flight, _ in bound):
        checked.faults.warn(at.mark, at.path, "none of those it binds is on a link", "put one of them on a link")


def _binds(caveat: Caveat, name: str, flight: Flight) -> bool:
    if flight.side != caveat.side:
        return False
    return name == caveat.who.flight or (flight.partner is not None and flight.partner == caveat.who.partner)


def _warn_about_identity(checked: Checked) -> None:
    """Warn when weapons wait for an identity that nobody of that side can find out."""
    flights, sites = checked.scenario.flights, checked.scenario.sites
    able = {one.side for one in flights.values() if one.identification is not None}
    able |= {one.side for one in sites.values() if one.identification is not None}
    for name, flight in flights.items():
        _warn_about_rules(checked, ("flights", name), flight.rules, can_identify=flight.side in able)
        _warn_about_flight(checked, name, flight)
    for name, site in sites.items():
        _warn_about_rules(checked, ("sites", name), site.rules, can_identify=site.side in able)


def _warn_about_rules(checked: Checked, thing: tuple[str, str], rules: Rules, *, can_identify: bool) -> None:
    if rules.weapons is Weapons.TIGHT and rules.identity is not Needed.ANY and not can_identify:
        at = checked.at(*thing, "rules")
        rule = f"needs a {rules.identity.value} identity, but nobody of its side identifies"
        checked.faults.warn(at.mark, at.path, rule, "give somebody `identification`, or identity: any")
    if rules.identity is not Needed.HOSTILE and rules.weapons is not Weapons.TIGHT:
        at = checked.at(*thing, "rules", "identity")
        checked.faults.warn(at.mark, at.path, "is read by tight weapons only", "set weapons: tight")


def _warn_about_flight(checked: Checked, name: str, flight: Flight) -> None:
    if flight.identification is not None and flight.radar is None and flight.receiver is None:
        at = checked.at("flights", name, "identification")
        checked.faults.warn(at.mark, at.path, "identifies nothing without a sensor that holds tracks", "add a radar")
    if flight.rules.weapons is Weapons.HOLD and flight.is_armed and not flight.self_defence_m:
        at = checked.at("flights", name, "rules", "weapons")
        rule = "holds fire, and its self-defence range is 0: it seldom fires at all"
        checked.faults.warn(at.mark, at.path, rule, "give it a self_defence_nm")
