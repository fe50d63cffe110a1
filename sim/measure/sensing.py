"""When and how far off each side saw the other."""

from __future__ import annotations

from sim.base.units import NM
from sim.measure.ledger import Ledger
from sim.measure.outcome import mean


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
