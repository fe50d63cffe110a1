"""What dual tracks cost: groups held twice, elements sent at them twice, missiles that those fired."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final, NamedTuple

from sim.measure.ledger import Ledger
from sim.trial import records as log
from sim.trial.reasons import Cause

_TOLD: Final = frozenset(
    (
        log.DualTrackHeld,
        log.DualTrackResolved,
        log.Tasked,
        log.CannotComply,
        log.Committed,
        log.BrokeOff,
        log.Shot,
    )
)


class Waste(NamedTuple):
    """Tasks and missiles of an own side that took one group for two."""

    tasks: int
    shots: int


def dual_tracks(ledger: Ledger) -> int:
    """Times that an own node began to hold one group as two tracks."""
    own = ledger.seen_by.own_nodes
    return sum(1 for record in ledger.of(log.DualTrackHeld) if record.node in own)


def tasks_on_dual_tracks(ledger: Ledger) -> int:
    """Own elements sent at a group that another own element was already sent at, by a controller, or a peer that heard
    its claim, that held two tracks of it.
    """
    return ledger.once(_waste).tasks


def shots_on_dual_tracks(ledger: Ledger) -> int:
    """Missiles fired at that group by own elements that tasks_on_dual_tracks counts."""
    return ledger.once(_waste).shots


def link_jammed_s(ledger: Ledger) -> float | None:
    """Mean time that own receivers of links which jammers ever covered were under cover, over those receivers."""
    own_links = frozenset(name for name, link in ledger.terms.scenario.links.items() if link.side == ledger.seen_by.own)
    covers: defaultdict[tuple[str, str], int] = defaultdict(int)
    covered_s: defaultdict[tuple[str, str], float] = defaultdict(float)
    since_s: dict[tuple[str, str], float] = {}
    changes: list[log.LinkJammed | log.LinkCleared] = [*ledger.of(log.LinkJammed), *ledger.of(log.LinkCleared)]
    for change in sorted(changes, key=lambda change: change.at_s):
        key = change.link, change.receiver
        if change.link not in own_links:
            continue
        if isinstance(change, log.LinkJammed):
            covers[key] += 1
            since_s.setdefault(key, change.at_s)
        else:
            covers[key] -= 1
            if not covers[key]:
                covered_s[key] += change.at_s - since_s.pop(key)
    for key, at_s in since_s.items():
        covered_s[key] += ledger.end_s - at_s
    return sum(covered_s.values()) / len(covered_s) if covered_s else None


def _waste(ledger: Ledger) -> Waste:
    """Follow who held what twice and who was sent at it, through the records."""
    if not ledger.of(log.DualTrackHeld):
        return Waste(0, 0)
    own = ledger.seen_by.own_nodes
    twice: set[tuple[str, str]] = set()
    sent: defaultdict[str, dict[str, None]] = defaultdict(dict)  # by target: own elements sent at it
    doubled: set[tuple[str, str]] = set()  # element and target: sent because of a second track
    tasks = shots = 0
    records: tuple[Any, ...] = ledger.trial.records
    for record in records:
        if type(record) not in _TOLD:
            continue
        match record:
            case log.DualTrackHeld(_, node, target):
                twice.add((node, target))
            case log.DualTrackResolved(_, node, target):
                twice.discard((node, target))
            case log.Tasked(_, controller, element, target) if element in own:
                if (controller, target) in twice and any(other != element for other in sent[target]):
                    doubled.add((element, target))
                sent[target][element] = None
            case log.Committed(_, element, target, cause) if element in own:
                if cause is Cause.DELEGATED and (element, target) in twice and sent[target]:
                    doubled.add((element, target))
                sent[target][element] = None
                tasks += (element, target) in doubled
            case log.CannotComply(_, element, target) | log.BrokeOff(_, element, target):
                sent[target].pop(element, None)
                doubled.discard((element, target))
            case log.Shot(shooter=shooter, target=target):
                shots += (shooter, target) in doubled
    return Waste(tasks, shots)
