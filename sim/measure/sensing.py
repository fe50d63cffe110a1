"""When and how far off each side saw the other, and how much of the picture a shooter had at its shot."""

from __future__ import annotations

from collections import defaultdict

from sim.base.units import NM
from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.trial import records as log


def first_detection_s(ledger: Ledger) -> float | None:
    """When an own sensor first detected an element of the other side; undefined when none ever did."""
    return min((record.at_s for record in ledger.first_looks[0].values()), default=None)


def first_detection_nm(ledger: Ledger) -> float | None:
    """Mean distance at which own sensors first detected each element of the other side that they detected."""
    return mean([record.range_m / NM for record in ledger.first_looks[0].values()])


def opponent_first_detection_s(ledger: Ledger) -> float | None:
    """When a sensor of the other side first detected an own element; undefined when none ever did."""
    return min((record.at_s for record in ledger.first_looks[1].values()), default=None)


def opponent_first_detection_nm(ledger: Ledger) -> float | None:
    """Mean distance at which sensors of the other side first detected each own element that they detected."""
    return mean([record.range_m / NM for record in ledger.first_looks[1].values()])


def detected_share(ledger: Ledger) -> float | None:
    """Share of the other side's elements that own sensors ever detected."""
    opponents = ledger.seen_by.opponents
    return len(ledger.first_looks[0]) / len(opponents) if opponents else None


def opponent_detected_share(ledger: Ledger) -> float | None:
    """Share of own elements that sensors of the other side ever detected."""
    own = ledger.seen_by.own_units
    return len(ledger.first_looks[1]) / len(own) if own else None


def completeness_at_shot(ledger: Ledger) -> float | None:
    """Mean over own missiles fired of the share of the other side's elements in the air that the shooter then held."""
    shots, shares = ledger.own_shots, []
    news = [record for record in ledger.trial.records if type(record) in _NEWS] if shots else []
    held: defaultdict[str, set[str]] = defaultdict(set)
    in_air = {unit.name for unit in ledger.seen_by.opponents if not ledger.started_s.get(unit.name, 0.0)}
    others = {unit.name for unit in ledger.seen_by.opponents}
    for record in news:
        match record:
            case log.TrackHeld():
                held[record.node].add(record.target)
            case log.TrackDropped():
                held[record.node].discard(record.target)
            case log.Started() if record.element in others:
                in_air.add(record.element)
            case log.ElementLost() | log.HomeReached():
                in_air.discard(record.element)
            case log.Shot() if record.shooter in ledger.seen_by.own_nodes and in_air:
                shares.append(len(held[record.shooter] & in_air) / len(in_air))
    return mean(shares)


_NEWS = frozenset((log.Started, log.TrackHeld, log.TrackDropped, log.ElementLost, log.HomeReached, log.Shot))
