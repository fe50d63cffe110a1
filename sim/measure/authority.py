"""Who tasked and over what: delegation by situation, voice channels, and what is lost with those who carry it."""

from __future__ import annotations

from typing import Final

from sim.measure.ledger import Ledger
from sim.measure.metric import Better, Kind, Measure
from sim.measure.outcome import mean
from sim.scenario.carriers import support_flights
from sim.trial import records as log


def delegated_share(ledger: Ledger) -> float | None:
    """Share of the trial during which own controllers that may delegate had delegated; undefined without one."""
    able = _able(ledger)
    if not able or not ledger.end_s:
        return None
    shares = [_delegated_s(ledger, name) / ledger.end_s for name in able]
    return mean(shares)


def delegations(ledger: Ledger) -> int:
    """How many times own controllers delegated because they could not keep up."""
    own = frozenset(_able(ledger))
    return sum(1 for record in ledger.of(log.AuthorityDelegated) if record.controller in own)


def channel_wait_s(ledger: Ledger) -> float | None:
    """Mean time that messages waited for their turn on own voice channels; undefined without a message."""
    own = _own_channels(ledger)
    return mean([record.waited_s for record in ledger.of(log.ChannelTaken) if record.link in own])


def channel_utilisation(ledger: Ledger) -> float | None:
    """Share of the time from the first to the last message on own voice channels in which somebody spoke."""
    shares = []
    for link, message_s in _own_channels(ledger).items():
        begun = [record.at_s for record in ledger.of(log.ChannelTaken) if record.link == link]
        if begun:
            shares.append(message_s * len(begun) / (begun[-1] + message_s - begun[0]))
    return mean(shares)


def support_lost(ledger: Ledger) -> int:
    """Own aircraft lost of flights that carry what others hang on, such as a controller or a gateway."""
    support = support_flights(ledger.terms.scenario)
    mine = frozenset(unit.name for unit in ledger.seen_by.own_units if unit.flight in support)
    return sum(1 for record in ledger.of(log.MemberLost) if record.element in mine)


def controllers_lost(ledger: Ledger) -> int:
    """Own controllers that were lost with what carried them, or to an inject."""
    own = frozenset(ledger.seen_by.own_controllers)
    home = {member: record.at_s for record in ledger.of(log.HomeReached) for member in record.members}
    return sum(1 for one in ledger.of(log.ThingLost) if one.thing in own and home.get(one.inject) != one.at_s)


def out_of_contact_s(ledger: Ledger) -> float:
    """Time that own flights went by their fallback authority, out of contact with their controller, summed."""
    own = frozenset(unit.flight for unit in ledger.seen_by.own_units)
    lost = [record.at_s for record in ledger.of(log.CommsLost) if record.flight in own]
    restored = [record.at_s for record in ledger.of(log.CommsRestored) if record.flight in own]
    restored += [ledger.end_s] * (len(lost) - len(restored))
    return sum(restored) - sum(lost)


def _able(ledger: Ledger) -> tuple[str, ...]:
    controllers = ledger.terms.scenario.controllers
    return tuple(name for name in ledger.seen_by.own_controllers if controllers[name].delegate_when is not None)


def _delegated_s(ledger: Ledger, controller: str) -> float:
    begun = [record.at_s for record in ledger.of(log.AuthorityDelegated) if record.controller == controller]
    ended = [record.at_s for record in ledger.of(log.AuthorityTakenBack) if record.controller == controller]
    ended += [ledger.end_s] * (len(begun) - len(ended))
    return sum(ended) - sum(begun)


def _own_channels(ledger: Ledger) -> dict[str, float]:
    """Return the time that a message takes on each own voice channel, in seconds."""
    links = ledger.terms.scenario.links
    return {
        name: link.voice.message_s
        for name, link in links.items()
        if link.voice is not None and link.side == ledger.seen_by.own
    }


METRICS: Final[tuple[tuple[Kind, Measure, str, Better], ...]] = (
    (Kind.NUMBER, delegated_share, "share", Better.NEITHER),
    (Kind.COUNT, delegations, "changes", Better.NEITHER),
    (Kind.NUMBER, channel_wait_s, "s", Better.LOWER),
    (Kind.NUMBER, channel_utilisation, "share", Better.NEITHER),
    (Kind.COUNT, support_lost, "aircraft", Better.LOWER),
    (Kind.COUNT, controllers_lost, "controllers", Better.LOWER),
    (Kind.NUMBER, out_of_contact_s, "s", Better.LOWER),
)
"""Kind, function, unit and better direction of each metric of this module."""
