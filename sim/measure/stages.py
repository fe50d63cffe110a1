"""How long each step took: from detection over the controller's queue and the link to the shot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sim.measure.chains import latest_s
from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.trial import records as log


def detect_to_picture_s(ledger: Ledger) -> float | None:
    """Mean time from the first own detection of an element until an own controller holds its track."""
    held: dict[tuple[str, str], float] = {}
    for record in ledger.of(log.TrackHeld):
        if record.node in ledger.seen_by.own_controllers:
            held.setdefault((record.node, record.target), record.at_s)
    since = ledger.detected_s
    return mean([at_s - since[target] for (_, target), at_s in held.items() if target in since])


def detect_to_eligible_s(ledger: Ledger) -> float | None:
    """Mean time from the first own detection of a track until it joined the queue that led to the first order on it."""
    return _gap((chain.detected_s, chain.eligible_s) for chain in ledger.chains)


def eligible_to_service_s(ledger: Ledger) -> float | None:
    """Mean time that a track queued for the service that led to the first order on it."""
    return _gap((chain.eligible_s, chain.service_s) for chain in ledger.chains)


def service_s(ledger: Ledger) -> float | None:
    """Mean time of the service that led to the first order on a track."""
    return _gap((chain.service_s, chain.served_s) for chain in ledger.chains)


def service_to_task_s(ledger: Ledger) -> float | None:
    """Mean time from that service to the first order on a track: waiting for a free shooter."""
    return _gap((chain.served_s, chain.tasked_s) for chain in ledger.chains)


def detect_to_task_s(ledger: Ledger) -> float | None:
    """Mean time from the first own detection of a track to the first order on it: the sum of the four stages."""
    return _gap((chain.detected_s, chain.tasked_s) for chain in ledger.chains)


def order_link_s(ledger: Ledger) -> float | None:
    """Mean time from sending an order to its receipt, over own orders that were received."""
    return _gap((order.tasked_s, order.received_s) for order in ledger.orders)


def task_to_commit_s(ledger: Ledger) -> float | None:
    """Mean time from sending an order to the commit that obeys it, over own orders that were obeyed."""
    return _gap((order.tasked_s, order.committed_s) for order in ledger.orders)


def detect_to_commit_s(ledger: Ledger) -> float | None:
    """Mean time from the first own detection of an element to the first own commit on it, ordered or not."""
    first: dict[str, float] = {}
    for record in ledger.of(log.Committed):
        if record.element in ledger.seen_by.own_nodes:
            first.setdefault(record.target, record.at_s)
    since = ledger.detected_s
    return mean([at_s - since[target] for target, at_s in first.items() if target in since])


def commit_to_shot_s(ledger: Ledger) -> float | None:
    """Mean time from a commit to the first shot at its target, over own commits that led to a shot."""
    shots: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for shot in ledger.own_shots:
        shots[shot.shooter, shot.target].append(shot.at_s)
    commits: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for record in ledger.of(log.Committed):
        commits[record.element, record.target].append(record.at_s)
    waits: dict[tuple[str, str, float], float] = {}
    for errand, instants in shots.items():
        for at_s in instants:
            since_s = latest_s(commits.get(errand, ()), at_s)
            if since_s is not None:
                waits.setdefault((*errand, since_s), at_s - since_s)
    return mean(list(waits.values()))


def _gap(pairs: Iterable[tuple[float | None, float | None]]) -> float | None:
    """Return the mean length of those spans that have both ends."""
    return mean([to_s - from_s for from_s, to_s in pairs if from_s is not None and to_s is not None])
