"""What rules and identities did: who was shot down by mistake, what was withheld, and what the spared did next.

An engagement is one own element or site against one element. It is withheld when a rule alone kept it from firing, or
when it was broken off or refused for what its target was held to be.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Iterable
from typing import Final, NamedTuple

from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.measure.perspective import Unit
from sim.model.identity import Identity, true_identity
from sim.model.rules import Deed
from sim.scenario.schema import FlightRole
from sim.trial import records as log
from sim.trial.reasons import BreakReason, Refusal

_FINAL: Final = (Identity.HOSTILE, Identity.FRIEND, Identity.NEUTRAL)  # a decoy found out is no mistake


_ENGAGING: Final = (Deed.FIRE, Deed.CROSS)
"""Deeds without which there is no engagement: to fire, and to go after a target across a line."""


class Next(enum.Enum):
    """What a threat did after an own engagement of it was withheld; the first that is true."""

    LEAKED = "leaked"
    RELEASED = "released"
    SHOT = "shot"
    FELL = "fell"
    LEFT = "left"


class Spared(NamedTuple):
    """One threat, when an own engagement of it was first withheld, and what it did from then on."""

    element: str
    since_s: float
    then: Next


def withheld(ledger: Ledger) -> dict[tuple[str, str], float]:
    """Return when each own engagement was first withheld, in seconds, by who and whom."""
    stopped = [(one.at_s, one.node, one.target) for one in ledger.of(log.Withheld) if one.deed in _ENGAGING]
    broken = [one for one in ledger.of(log.BrokeOff) if one.reason is BreakReason.IDENTITY]
    refused = [one for one in ledger.of(log.CannotComply) if one.reason is Refusal.IDENTITY]
    stopped += [(one.at_s, one.element, one.target) for one in broken]
    stopped += [(one.at_s, one.element, one.target) for one in refused]
    first: dict[tuple[str, str], float] = {}
    for at_s, who, target in sorted(stopped):
        if who in ledger.seen_by.own_nodes:
            first.setdefault((who, target), at_s)
    return first


def cleared(ledger: Ledger) -> dict[tuple[str, str], float]:
    """Return when each withheld own engagement was first allowed after all, or fired anyhow, in seconds."""
    since_s = withheld(ledger)
    if not since_s:
        return {}
    allowed = [(one.at_s, one.node, one.target) for one in ledger.of(log.Cleared) if one.deed in _ENGAGING]
    allowed += [(shot.at_s, shot.shooter, shot.target) for shot in ledger.own_shots]
    first: dict[tuple[str, str], float] = {}
    for at_s, who, target in sorted(allowed):
        if at_s >= since_s.get((who, target), math.inf):
            first.setdefault((who, target), at_s)
    return first


def spared(ledger: Ledger) -> list[Spared]:
    """Return each threat of which an own engagement was withheld, with what it did from then on."""
    since_s: dict[str, float] = {}
    for (_, target), at_s in withheld(ledger).items():
        since_s[target] = min(at_s, since_s.get(target, at_s))
    seen_by = ledger.seen_by
    units = {unit.name: unit for unit in seen_by.opponents if unit.is_armed or unit.role is FlightRole.STRIKE}
    return [Spared(name, at_s, _then(ledger, units[name], at_s)) for name, at_s in since_s.items() if name in units]


def _then(ledger: Ledger, unit: Unit, since_s: float) -> Next:
    charges = ledger.seen_by.charge_names
    for record in ledger.of(log.InLaunchRange):
        if record.shooter == unit.name and record.target in charges and record.at_s >= since_s:
            return Next.LEAKED
    if any(record.element == unit.name and record.at_s >= since_s for record in ledger.of(log.Released)):
        return Next.RELEASED
    if any(shot.shooter == unit.name and shot.at_s >= since_s for shot in ledger.opponent_shots):
        return Next.SHOT
    fallen = any(ledger.lost_s.get(member, -math.inf) >= since_s for member in unit.members)
    return Next.FELL if fallen else Next.LEFT


def _lost_to_own(ledger: Ledger, units: Iterable[Unit]) -> int:
    theirs = frozenset(member for unit in units for member in unit.members)
    if not theirs:
        return 0
    own = frozenset(shot.missile for shot in ledger.own_shots)
    return sum(1 for record in ledger.of(log.MemberLost) if record.missile in own and record.member in theirs)


def neutrals_lost(ledger: Ledger) -> int:
    """Neutral aircraft that own missiles shot down."""
    return _lost_to_own(ledger, ledger.seen_by.neutrals)


def friends_lost(ledger: Ledger) -> int:
    """Own aircraft that own missiles shot down."""
    return _lost_to_own(ledger, ledger.seen_by.own_units)


def _own_identities(ledger: Ledger) -> list[log.Identified]:
    return [record for record in ledger.of(log.Identified) if record.node in ledger.seen_by.own_nodes]


def detect_to_identity_s(ledger: Ledger) -> float | None:
    """Mean time from an element's first own detection to its first own identification; undefined without one."""
    first: dict[str, float] = {}
    for record in _own_identities(ledger):
        first.setdefault(record.target, record.at_s)
    seen_s: dict[str, float] = {}
    for detected in ledger.of(log.Detected):
        if detected.node in ledger.seen_by.own_nodes:
            seen_s.setdefault(detected.target, detected.at_s)
    return mean([at_s - seen_s[target] for target, at_s in first.items() if target in seen_s])


def wrong_identities(ledger: Ledger) -> int:
    """Identifications by own nodes, suspicions aside, that took an element for what it is not."""
    own, units = ledger.seen_by.own, ledger.seen_by.units
    return sum(
        1
        for record in _own_identities(ledger)
        if record.identity in _FINAL and record.identity is not true_identity(own, units[record.target].side)
    )


def engagements_refused(ledger: Ledger) -> int:
    """Own engagements that rules withheld to the end, or that ended because of what the target was held to be."""
    return len(withheld(ledger).keys() - cleared(ledger).keys())


def engagements_delayed(ledger: Ledger) -> int:
    """Own engagements that rules withheld for some time, and then allowed."""
    return len(cleared(ledger))


def engagement_delay_s(ledger: Ledger) -> float | None:
    """Mean time that delayed own engagements were withheld; undefined without one."""
    since_s = withheld(ledger)
    return mean([at_s - since_s[pair] for pair, at_s in cleared(ledger).items()])


def reports_withheld(ledger: Ledger) -> int:
    """Tracks that an own element held and could not report at once, because of a caveat."""
    own = ledger.seen_by.own_nodes
    silent = [one for one in ledger.of(log.Withheld) if one.deed is Deed.SHARE and one.node in own]
    return len({(one.node, one.target) for one in silent})


def authority_wait_s(ledger: Ledger) -> float | None:
    """Mean time from an own question to an authority to its answer; undefined without an answer."""
    asked: dict[tuple[str, str, str, str], float] = {}
    own = frozenset(unit.flight for unit in ledger.seen_by.own_units)
    for record in ledger.of(log.Asked):
        asked[record.authority, record.asker, record.target, record.caveat] = record.at_s
    answers = [answer for answer in ledger.of(log.Answered) if answer.asker in own]
    return mean([one.at_s - asked[one.authority, one.asker, one.target, one.caveat] for one in answers])


def _count(ledger: Ledger, then: Next) -> int:
    return sum(1 for one in spared(ledger) if one.then is then)


def spared_that_leaked(ledger: Ledger) -> int:
    """Threats that reached their launch range of a charge after rules withheld an own engagement of them."""
    return _count(ledger, Next.LEAKED)


def spared_that_released(ledger: Ledger) -> int:
    """Strike elements that released their bombs after rules withheld an own engagement of them."""
    return _count(ledger, Next.RELEASED)


def spared_that_shot(ledger: Ledger) -> int:
    """Threats that did not leak but fired at somebody after rules withheld an own engagement of them."""
    return _count(ledger, Next.SHOT)


def spared_that_fell(ledger: Ledger) -> int:
    """Threats that neither leaked nor fired after rules withheld an own engagement of them, and lost an aircraft."""
    return _count(ledger, Next.FELL)


def spared_that_left(ledger: Ledger) -> int:
    """Threats that did no harm and lost nobody after rules withheld an own engagement of them."""
    return _count(ledger, Next.LEFT)
