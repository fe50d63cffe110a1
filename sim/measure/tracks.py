"""Who held a track of whom, from when to when, and how old the last word on it was: the pictures of one trial.

Worked out from the records alone. Updates that only confirm where a target is heading leave no record: between two
records of a track its age is counted from the last word that did.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final

from sim.measure.ledger import Ledger
from sim.measure.paths import Interval
from sim.trial import records as log
from sim.trial.reasons import ReportKind, Source

Key = tuple[str, str]
"""A node, and the element that it holds a track of."""

_WORDS: Final = (ReportKind.FIRST, ReportKind.MOVED)
"""Reports that say anew where a target is."""

_NEWS: Final = frozenset(
    (
        log.TrackHeld,
        log.TrackDropped,
        log.Detected,
        log.ContactLost,
        log.Delivered,
        log.ElementLost,
        log.HomeReached,
    )
)


def held_tracks(ledger: Ledger) -> dict[Key, list[Interval]]:
    """Return when each node held a track of each element, in order; who has left the world holds nothing."""
    return _spans(ledger, ledger.of(log.TrackHeld), ledger.of(log.TrackDropped))


def second_tracks(ledger: Ledger) -> dict[Key, list[Interval]]:
    """Return when each node had two tracks of an element, in order."""
    return _spans(ledger, ledger.of(log.DualTrackHeld), ledger.of(log.DualTrackResolved))


def _spans(ledger: Ledger, begins: Any, ends: Any) -> dict[Key, list[Interval]]:
    """Return the spans between records that begin and end something: fields 1 and 2 are node and target."""
    over: defaultdict[Key, list[float]] = defaultdict(list)
    for end in ends:
        over[end[1], end[2]].append(end[0])
    spans: defaultdict[Key, list[Interval]] = defaultdict(list)
    for begin in begins:
        key = begin[1], begin[2]
        known, ended = spans[key], over.get(key, ())
        known.append((begin[0], ended[len(known)] if len(known) < len(ended) else ledger.gone_at_s(key[0])))
    return spans


def news_ages(ledger: Ledger) -> dict[Key, float]:
    """Return the age of the last word on each track, summed over the time that it was held, in square seconds.

    Tracks that own sensors hold have age 0, so only the others are followed.
    """
    sums: defaultdict[Key, float] = defaultdict(float)
    stale: dict[Key, tuple[float, float]] = {}  # tracks on a word of a link, or of sensors that lost it: since, as of
    told_s: dict[str, float] = {}  # as of when the last report on each element said where it is

    def end(key: Key, at_s: float) -> None:
        from_s, as_of_s = stale.pop(key)
        sums[key] += (at_s - from_s) * ((at_s + from_s) / 2.0 - as_of_s)

    records: tuple[Any, ...] = ledger.trial.records
    for record in [record for record in records if type(record) in _NEWS]:
        kind, at_s = type(record), record[0]
        if kind is log.Delivered:
            _, _, target, said, as_of_s, receivers = record
            if said in _WORDS:
                told_s[target] = as_of_s
                for node in receivers:
                    key = node, target
                    if key in stale and as_of_s > stale[key][1]:
                        end(key, at_s)
                        stale[key] = at_s, as_of_s
        elif kind is log.TrackHeld:
            _, node, target, source = record
            if source is not Source.OWN:
                stale[node, target] = at_s, told_s.get(target, at_s)
        elif kind is log.ContactLost:
            stale[record[1], record[2]] = at_s, at_s
        elif kind is log.Detected or kind is log.TrackDropped:
            key = record[1], record[2]
            if key in stale:
                end(key, at_s)
        else:
            for key in [key for key in stale if key[0] == record[1]]:
                end(key, at_s)
    for key in tuple(stale):
        end(key, ledger.end_s)
    return sums
