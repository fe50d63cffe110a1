"""Metrics of why: losses and leakers by the first failed link of the kill chain, and where their chains spent time.

Each count says of how many aircraft this link was the first to fail; over all links the counts add up to the own
aircraft lost, and to the leakers. What each link means is said once, in attribution.py.
"""

from __future__ import annotations

from collections import Counter

from sim.measure.attribution import MEANINGS, NEVER_LEAKS, FailedLink, judged
from sim.measure.ledger import Ledger
from sim.measure.metric import Measure
from sim.measure.outcome import mean
from sim.measure.trails import lengths_of

_NAMES = {
    (is_loss, link): f"{'losses' if is_loss else 'leakers'}_{link.value}"
    for is_loss in (True, False)
    for link in FailedLink
}
"""The metric that counts each failed link, by whether there is a victim."""


def _tally(ledger: Ledger) -> dict[str, int]:
    """Count cases by the metric that they belong to."""
    return Counter([_NAMES[case.victim is not None, verdict.link] for case, _, verdict in ledger.once(judged)])


def _counted(link: FailedLink, *, is_loss: bool) -> Measure:
    name = _NAMES[is_loss, link]

    def count(ledger: Ledger) -> int:
        return ledger.once(_tally).get(name, 0)

    count.__name__ = name
    count.__doc__ = f"{'Own aircraft lost' if is_loss else 'Leakers'} where {MEANINGS[link]}."
    return count


LOSSES = tuple(_counted(link, is_loss=True) for link in FailedLink)
"""One count of own losses per failed link."""

LEAKERS = tuple(_counted(link, is_loss=False) for link in FailedLink if link not in NEVER_LEAKS)
"""One count of leakers per failed link."""


def _lengths(ledger: Ledger) -> dict[str, list[float]]:
    """Return how long each stage lasted in each chain that failed and was in it, in seconds."""
    lengths: dict[str, list[float]] = {}
    for case, instants, _ in ledger.once(judged):
        for stage, length_s in lengths_of(instants, case.at_s).items():
            lengths.setdefault(stage, []).append(length_s)
    return lengths


def failed_sharing_s(ledger: Ledger) -> float | None:
    """Mean time from detecting a threat to holding it where shooters are sent from, over chains that failed."""
    return mean(ledger.once(_lengths).get("sharing_s", []))


def failed_range_s(ledger: Ledger) -> float | None:
    """Mean time that a held threat was not yet eligible, over chains that failed."""
    return mean(ledger.once(_lengths).get("range_s", []))


def failed_queue_s(ledger: Ledger) -> float | None:
    """Mean time that a threat waited in a controller's queue, over chains that failed."""
    return mean(ledger.once(_lengths).get("queue_s", []))


def failed_service_s(ledger: Ledger) -> float | None:
    """Mean time that a controller worked on a threat, over chains that failed."""
    return mean(ledger.once(_lengths).get("service_s", []))


def failed_shooter_s(ledger: Ledger) -> float | None:
    """Mean time that a threat waited for a shooter who could be sent and comply, over chains that failed."""
    return mean(ledger.once(_lengths).get("shooter_s", []))


def failed_order_s(ledger: Ledger) -> float | None:
    """Mean time that an order was on its way, over chains that failed."""
    return mean(ledger.once(_lengths).get("order_s", []))


def failed_approach_s(ledger: Ledger) -> float | None:
    """Mean time from a commit on a threat to launch range, over chains that failed."""
    return mean(ledger.once(_lengths).get("approach_s", []))


def failed_fire_s(ledger: Ledger) -> float | None:
    """Mean time in launch range of a threat without a shot at that aircraft, over chains that failed."""
    return mean(ledger.once(_lengths).get("fire_s", []))


def failed_flight_s(ledger: Ledger) -> float | None:
    """Mean time from the first shot at an aircraft until it fired or leaked, over chains that failed."""
    return mean(ledger.once(_lengths).get("flight_s", []))
