"""What was seen and what was covered: completeness of the picture, coverage gap, closest approach of a threat."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from sim.base.units import NM
from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.measure.paths import Interval, Piece, covered_s, in_time_until_s, nearest_m, place_at
from sim.measure.perspective import Unit
from sim.model.kinds import Point
from sim.trial import records as log


def closest_approach_nm(ledger: Ledger) -> float | None:
    """Least distance between a charge and a threat that still had a missile, both in the air."""
    least_m = math.inf
    for threat in ledger.seen_by.threats:
        until_s = ledger.armed_until_s(threat)
        for charge in ledger.seen_by.charges:
            least_m = min(least_m, nearest_m(ledger.path(threat.name), ledger.path(charge.name), until_s))
    return least_m / NM if math.isfinite(least_m) else None


def coverage_gap_s(ledger: Ledger) -> float | None:
    """Mean per attacking threat of the time, from its commit on a charge to its launch range, when no escort could
    still bring a missile to it before; 0 for a threat that never got there.
    """
    gaps = []
    for threat in ledger.seen_by.threats:
        attack = _attack(ledger, threat.name)
        if attack is not None:
            gaps.append(attack[1] - attack[0] - _covered_s(ledger, threat, attack))
    return mean(gaps)


def _attack(ledger: Ledger, threat: str) -> Interval | None:
    """Return when a threat went for a charge and when it was in launch range, or its last empty instant; or None."""
    charges = ledger.seen_by.charge_names
    since_s: float | None = None
    tried: Interval | None = None
    for record in ledger.engagements.get(threat, ()):
        if record.target not in charges:
            continue
        if isinstance(record, log.Committed):
            since_s = record.at_s
            tried = since_s, since_s
        elif isinstance(record, log.BrokeOff):
            since_s = None
        elif since_s is not None:
            return since_s, record.at_s
    return tried


def _covered_s(ledger: Ledger, threat: Unit, attack: Interval) -> float:
    """Return for how long of an attack it could still be stopped before its end, or a missile was on its way to it."""
    from_s, due_s = attack
    covered = [
        (shot.at_s, ledger.impact_s.get(shot.missile, due_s))
        for shot in ledger.own_shots
        if shot.target == threat.name and shot.at_s < due_s
    ]
    goal = place_at(ledger.path(threat.name), due_s)
    if goal is None or due_s <= from_s:
        return covered_s(covered, attack)
    for escort in ledger.seen_by.escorts:
        armed_until_s = ledger.armed_until_s(escort)
        for piece in ledger.path(escort.name):
            if piece.to_s > from_s and piece.from_s < due_s:
                covered.extend(
                    (begin_s, min(end_s, armed_until_s)) for begin_s, end_s in _in_time(escort, piece, goal, due_s)
                )
    return covered_s(covered, attack)


def _in_time(escort: Unit, piece: Piece, goal: Point, due_s: float) -> Iterator[Interval]:
    """Yield when an escort on a piece could still bring a missile to a place by an instant.

    It dashes until it must fire, then its missile flies. Once it is too late to dash first, it fires at once.
    """
    fire_s = due_s - escort.reach_s
    if piece.from_s < fire_s:
        end_s = in_time_until_s(piece, goal, fire_s, speed_mps=escort.dash_mps, reach_m=escort.reach_m)
        yield piece.from_s, end_s
    if piece.to_s > fire_s and escort.reach_s > 0.0:
        last = piece.since(fire_s)
        yield last.from_s, in_time_until_s(last, goal, due_s, speed_mps=escort.reach_m / escort.reach_s, reach_m=0.0)


def completeness(ledger: Ledger) -> float | None:
    """Share of the other side's flying time, from the first detection on, that own controllers (or the lead) held in
    their picture.
    """
    if not ledger.detected_s:
        return None
    from_s = min(ledger.detected_s.values())
    observers = _observers(ledger)
    held = _held(ledger, frozenset(name for name, _, _ in observers))
    held_s = flown_s = 0.0
    for observer, watch_from_s, watch_to_s in observers:
        for unit in ledger.seen_by.opponents:
            began_s = max(from_s, watch_from_s, ledger.there_from_s(unit.name))
            within = began_s, min(ledger.gone_at_s(unit.name), watch_to_s)
            if within[1] > within[0]:
                flown_s += within[1] - within[0]
                held_s += covered_s(held.get((observer, unit.name), ()), within)
    return held_s / flown_s if flown_s > 0.0 else None


def _observers(ledger: Ledger) -> list[tuple[str, float, float]]:
    """Return whose picture counts, from when to when: the own controllers, else the lead of the first charge."""
    controllers = ledger.seen_by.own_controllers
    if controllers:
        return [(name, 0.0, ledger.end_s) for name in controllers]
    lead = (ledger.seen_by.charges or ledger.seen_by.own_units)[0]
    changes = [(ledger.began_s(lead.name), lead.name)]
    changes += [(record.at_s, record.element) for record in ledger.of(log.LeadChanged) if record.flight == lead.flight]
    ends = [at_s for at_s, _ in changes[1:]] + [ledger.gone_at_s(changes[-1][1])]
    return [(name, at_s, end_s) for (at_s, name), end_s in zip(changes, ends, strict=True)]


def _held(ledger: Ledger, nodes: frozenset[str]) -> dict[tuple[str, str], list[Interval]]:
    """Return when each of some nodes held each element, as intervals."""
    dropped: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for drop in ledger.of(log.TrackDropped):
        if drop.node in nodes:
            dropped[drop.node, drop.target].append(drop.at_s)
    held: defaultdict[tuple[str, str], list[Interval]] = defaultdict(list)
    for gain in ledger.of(log.TrackHeld):
        if gain.node in nodes:
            intervals, ends = held[gain.node, gain.target], dropped.get((gain.node, gain.target), ())
            intervals.append((gain.at_s, ends[len(intervals)] if len(intervals) < len(ends) else math.inf))
    return held
