"""Why an aircraft was lost, or a threat leaked: the first link of the kill chain that failed, from records alone.

The rule: a chain is followed up to its deadline. For a loss that is the instant when the missile that hit was fired, by
the threat that fired it; for a leaker the instant when its element first was in launch range of a charge. 'In time'
means not after the deadline; only a hit on the threat must come before it. A link that was passed in time has been
passed with all before it: whoever commits in self-defence needs no order. What failed is the next link after the
farthest that was passed in time. Where several elements were sent, the one that came farthest counts.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sim.base.members import quick
from sim.measure.ledger import Ledger
from sim.measure.outcome import leaks
from sim.measure.paths import nearest_m, still
from sim.measure.trails import Instants, Spans, Timed, Trails, instants_of, trails_of
from sim.model.rules import Deed
from sim.trial import records as log
from sim.trial.reasons import BreakReason, MissReason, Refusal, Restraint

Reason = Refusal | BreakReason | MissReason | Restraint
"""What the records say about a failed link, beyond its name."""


@quick
class FailedLink(enum.Enum):
    """The first link of the chain that failed, in the order of the chain; the value names the metrics."""

    UNDETECTED = "undetected"
    UNSHARED = "unshared"
    INELIGIBLE = "ineligible"
    UNTASKED = "untasked"
    NO_SHOOTER = "no_shooter"
    ORDER_LATE = "order_late"
    REFUSED = "refused"
    SHOOTER_LOST = "shooter_lost"
    BROKE_OFF = "broke_off"
    OUT_OF_REACH = "out_of_reach"
    HELD_FIRE = "held_fire"
    FORBIDDEN = "forbidden"
    UNSHOT = "unshot"
    IN_FLIGHT = "in_flight"
    MISSED = "missed"
    CLOSE_IN = "close_in"
    SITE = "site"
    OWN_FIRE = "own_fire"


MEANINGS: dict[FailedLink, str] = {
    FailedLink.UNDETECTED: "no own sensor had detected the threat in time",
    FailedLink.UNSHARED: "the threat was detected, but no node that may send a shooter held its track in time",
    FailedLink.INELIGIBLE: "the threat's track was held, but it was not within commit range in time",
    FailedLink.UNTASKED: "the threat was eligible, but its controller had not finished work on it in time",
    FailedLink.NO_SHOOTER: "whoever tasks knew of the threat, but nobody was left, free or near enough to be sent",
    FailedLink.ORDER_LATE: "a shooter was ordered at the threat, but the order had not reached it in time",
    FailedLink.REFUSED: "a shooter got the order in time, but could not comply with it",
    FailedLink.SHOOTER_LOST: "a shooter committed on the threat, but was lost before it could shoot",
    FailedLink.BROKE_OFF: "a shooter committed on the threat, but broke off before it could shoot",
    FailedLink.OUT_OF_REACH: "a shooter committed on the threat, but did not get within launch range in time",
    FailedLink.HELD_FIRE: "a shooter had the threat in launch range, but did not fire in time",
    FailedLink.FORBIDDEN: "a shooter had the threat in launch range, but a rule or caveat alone kept it from firing",
    FailedLink.UNSHOT: "the threat's element was shot at, but nobody shot at this aircraft of it",
    FailedLink.IN_FLIGHT: "the threat was shot at, but the missile was still in flight",
    FailedLink.MISSED: "the threat was shot at, but every missile that arrived in time missed",
    FailedLink.CLOSE_IN: "the threat was fought close in, but not brought down in time",
    FailedLink.SITE: "the threat was a surface site, which no shooter is sent at",
    FailedLink.OWN_FIRE: "the missile was the own side's",
}
"""What each means, to be read after 'Own aircraft lost where'."""

NEVER_LEAKS = frozenset((FailedLink.SITE, FailedLink.OWN_FIRE))
"""These have a victim always: only aircraft of the other side leak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Why one own aircraft was lost, or one aircraft of a threat leaked.

    `threat` is the element or site, `aircraft` the one of it that fired or leaked (the site itself for a site).
    `victim` is the own aircraft that was lost, None for a leaker. `at_s` is the deadline: when the missile that hit
    was fired, or launch range was reached. `reason` says more where records do. `spans` are cut at `at_s`.
    """

    threat: str
    aircraft: str
    victim: str | None
    at_s: float
    link: FailedLink
    reason: Reason | None
    instants: Instants
    spans: Spans


class Case(NamedTuple):
    """What is to be explained: an aircraft of a threat at its deadline, and whom it hit (None: it leaked)."""

    threat: str
    aircraft: str
    victim: str | None
    at_s: float


class Verdict(NamedTuple):
    """The failed link, and what the records say about it."""

    link: FailedLink
    reason: Reason | None = None


def cases(ledger: Ledger) -> Iterator[Case]:
    """Yield every own loss with the threat whose missile hit, then every leaker.

    A loss without a record of its missile's shot has no threat, and is left out: that is whose fuel ran out.
    """
    shots: dict[int, log.Shot | log.CloseShot] = {}
    for record in ledger.of(log.MemberLost):
        unit = ledger.seen_by.units.get(record.element)
        if record.element in ledger.seen_by.own_nodes and (unit is None or not unit.is_decoy):
            if not shots:
                shots |= {shot.missile: shot for shot in ledger.of(log.Shot)}
                shots |= {shot.shot: shot for shot in ledger.of(log.CloseShot)}
            shot = shots.get(record.missile)
            if shot is not None:
                yield Case(shot.shooter, shot.by, record.member, shot.at_s)
    for unit, at_s in ledger.once(leaks):
        for member in unit.members:
            if ledger.is_alive(member, at_s):
                yield Case(unit.name, member, None, at_s)


class Judged(NamedTuple):
    """A case, the instants of its chain up to the deadline, and what failed."""

    case: Case
    instants: Instants
    verdict: Verdict


def judged(ledger: Ledger) -> list[Judged]:
    """Return every case with its verdict, without when threats came into range: that takes geometry."""
    found = tuple(cases(ledger))
    if not found:
        return []
    trails = trails_of(ledger, {case.threat for case in found})
    verdicts = []
    for case in found:
        timed = Timed(case.threat, case.aircraft, case.at_s)
        instants = instants_of(ledger, trails, timed)
        verdicts.append(Judged(case, instants, _verdict(ledger, trails, timed, instants)))
    return verdicts


def _verdict(ledger: Ledger, trails: Trails, one: Timed, instants: Instants) -> Verdict:
    """Return the first failed link: look from the end of the chain for the farthest that was passed."""
    threat, _, until_s = one
    if threat in ledger.seen_by.own_nodes:
        return Verdict(FailedLink.OWN_FIRE)
    if threat not in ledger.seen_by.units:
        return Verdict(FailedLink.SITE)
    if any(shot.target == threat and shot.at_s <= until_s for shot in ledger.of(log.CloseShot)):
        return Verdict(FailedLink.CLOSE_IN)
    shots = [shot for shot in trails.shots.get(threat, ()) if shot.at_s <= until_s]
    if shots:
        return _after_shots(ledger, shots, one)
    if instants.committed_s is not None:
        return _after_commits(ledger, trails, one)
    if instants.tasked_s is not None:
        return _after_orders(trails, one, instants)
    if instants.queued_s is not None:
        return Verdict(FailedLink.UNTASKED if instants.served_s is None else FailedLink.NO_SHOOTER)
    if instants.detected_s is None and instants.held_s is None:
        return Verdict(FailedLink.UNDETECTED)
    if not any(ledger.armed_until_s(unit) >= until_s for unit in ledger.seen_by.shooters):
        return Verdict(FailedLink.NO_SHOOTER)
    if instants.held_s is None:
        return Verdict(FailedLink.UNSHARED, _withheld(trails, one, Deed.SHARE))
    return Verdict(FailedLink.NO_SHOOTER if _was_near(ledger, one, instants.held_s) else FailedLink.INELIGIBLE)


def _after_shots(ledger: Ledger, shots: list[log.Shot], one: Timed) -> Verdict:
    """Judge a threat that was shot at. A missile that hits at the deadline itself was still in flight."""
    at_it = [shot for shot in shots if shot.member == one.aircraft]
    if not at_it:
        return Verdict(FailedLink.UNSHOT)
    mine = {shot.missile for shot in at_it}
    misses = [
        record.reason
        for record in ledger.of(log.Missed)
        if record.missile in mine and record.at_s <= one.until_s and record.reason is not MissReason.TARGET_GONE
    ]
    return Verdict(FailedLink.MISSED, misses[-1]) if misses else Verdict(FailedLink.IN_FLIGHT)


_FARTHEST = (
    FailedLink.SHOOTER_LOST,
    FailedLink.BROKE_OFF,
    FailedLink.OUT_OF_REACH,
    FailedLink.HELD_FIRE,
    FailedLink.FORBIDDEN,
)


def _after_commits(ledger: Ledger, trails: Trails, one: Timed) -> Verdict:
    """Judge a threat that was committed on and not shot at: by the errand that came farthest, the last of equals."""
    errands = [
        _errand(ledger, trails, one, commit) for commit in trails.commits[one.threat] if commit.at_s <= one.until_s
    ]
    return max(reversed(errands), key=lambda errand: _FARTHEST.index(errand.link))


def _errand(ledger: Ledger, trails: Trails, one: Timed, commit: log.Committed) -> Verdict:
    threat, _, until_s = one
    for end in trails.breaks.get(threat, ()):
        if end.element == commit.element and commit.at_s <= end.at_s <= until_s:
            is_far = end.reason is BreakReason.OUT_OF_REACH
            return Verdict(FailedLink.OUT_OF_REACH if is_far else FailedLink.BROKE_OFF, end.reason)
    if ledger.gone_at_s(commit.element) <= until_s:
        return Verdict(FailedLink.SHOOTER_LOST)
    for record in trails.in_launch_range.get(threat, ()):
        if record.shooter == commit.element and commit.at_s <= record.at_s <= until_s:
            restraint = _withheld(trails, one, Deed.FIRE, commit.element)
            return Verdict(FailedLink.FORBIDDEN if restraint else FailedLink.HELD_FIRE, restraint)
    return Verdict(FailedLink.OUT_OF_REACH)


def _withheld(trails: Trails, one: Timed, deed: Deed, by: str | None = None) -> Restraint | None:
    """Return which rule forbade a deed against a threat at the deadline: to one node, or to any."""
    in_force: dict[str, Restraint] = {}
    for record in trails.rulings.get(one.threat, ()):
        if record.deed is deed and record.at_s <= one.until_s and by in (None, record.node):
            if isinstance(record, log.Withheld):
                in_force[record.node] = record.reason
            else:
                in_force.pop(record.node, None)
    return next(reversed(in_force.values()), None)


def _after_orders(trails: Trails, one: Timed, instants: Instants) -> Verdict:
    """Judge a threat that somebody was ordered at and nobody committed on."""
    if instants.received_s is None:
        return Verdict(FailedLink.ORDER_LATE)
    refusals = [record.reason for record in trails.refused.get(one.threat, ()) if record.at_s <= one.until_s]
    return Verdict(FailedLink.REFUSED, refusals[-1] if refusals else None)


def _was_near(ledger: Ledger, one: Timed, since_s: float) -> bool:
    """Tell whether a held threat was within commit range of a flight whose elements task themselves.

    A controller says so with a record; an element does not. The distance is to any element that the flight escorts.
    """
    seen_by, flights = ledger.seen_by, ledger.terms.scenario.flights
    path = [piece.since(since_s) for piece in ledger.path(one.threat) if piece.to_s > since_s]
    for unit in seen_by.shooters:
        if unit.name not in seen_by.self_taskers or ledger.armed_until_s(unit) < since_s:
            continue
        escort, patrol = flights[unit.flight].escort, flights[unit.flight].patrol
        if escort is not None:
            range_m = escort.commit_range_m
            defended = [ledger.path(charge.name) for charge in seen_by.own_units if charge.flight == escort.of]
        elif patrol is not None:
            range_m, defended = patrol.commit_range_m, [[still(patrol.at_m)]]
        else:
            continue
        if any(nearest_m(path, place, one.until_s) <= range_m for place in defended):
            return True
    return False
