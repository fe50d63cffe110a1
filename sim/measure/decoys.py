"""What decoys of the other side cost: orders, commits, missiles; and when they were found out."""

from __future__ import annotations

from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.model.identity import Identity
from sim.trial import records as log


def decoy_orders(ledger: Ledger) -> int:
    """Orders of own controllers at decoys."""
    decoys, own = _decoys(ledger), ledger.seen_by.own_nodes
    return sum(1 for record in ledger.of(log.Tasked) if record.target in decoys and record.controller in own)


def decoy_commits(ledger: Ledger) -> int:
    """Own commits on decoys, ordered or not."""
    decoys, own = _decoys(ledger), ledger.seen_by.own_nodes
    return sum(1 for record in ledger.of(log.Committed) if record.target in decoys and record.element in own)


def decoy_shots(ledger: Ledger) -> int:
    """Own missiles fired at decoys, from aircraft and sites."""
    decoys = _decoys(ledger)
    return sum(1 for shot in ledger.own_shots if shot.target in decoys)


def decoys_found(ledger: Ledger) -> int:
    """Decoys, each element once, that an own node found out to be such."""
    return len(_found_s(ledger))


def decoy_found_s(ledger: Ledger) -> float | None:
    """Mean time from the first own detection of a decoy until it was found out; undefined when none was."""
    waits = [at_s - ledger.detected_s[name] for name, at_s in _found_s(ledger).items() if name in ledger.detected_s]
    return mean(waits)


def _decoys(ledger: Ledger) -> frozenset[str]:
    return frozenset(unit.name for unit in ledger.seen_by.decoys)


def _found_s(ledger: Ledger) -> dict[str, float]:
    """Return when each decoy was first found out by an own node, in seconds."""
    decoys, own = _decoys(ledger), ledger.seen_by.own_nodes
    found: dict[str, float] = {}
    for record in ledger.of(log.Identified) if decoys else ():
        if record.identity is Identity.DECOY and record.target in decoys and record.node in own:
            found.setdefault(record.target, record.at_s)
    return found
