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

    One pass over the records with everything in sight, because every trial is measured: it is twice as fast as tidy.
    """
    ages = _Ages()
    told_s: dict[str, float] = {}  # as of when the last report on each element said where it is
    records: tuple[Any, ...] = ledger.trial.records
    for record in records:
        kind = type(record)
        if kind not in _NEWS:
            continue
        if kind is log.Delivered:
            if record[3] in _WORDS:
                told_s[record[2]] = record[4]
                ages.hear(record)
        elif kind is log.TrackHeld:
            at_s, node, target, source = record
            ages.since[node, target] = at_s, None if source is Source.OWN else told_s.get(target, at_s)
        elif kind is log.Detected or kind is log.ContactLost:
            at_s, key = record[0], (record[1], record[2])
            if key in ages.since:
                ages.end(key, at_s)
                ages.since[key] = at_s, None if kind is log.Detected else at_s
        elif kind is log.TrackDropped:
            ages.end((record[1], record[2]), record[0])
        else:
            for key in [key for key in ages.since if key[0] == record[1]]:
                ages.end(key, record[0])
    for key in tuple(ages.since):
        ages.end(key, ledger.end_s)
    return ages.sums


class _Ages:
    """On the way through the records: since when each track stands on its last word, and as of when that was.

    as of: None while own sensors hold the target.
    """

    __slots__ = ("since", "sums")

    def __init__(self) -> None:
        self.since: dict[Key, tuple[float, float | None]] = {}
        self.sums: defaultdict[Key, float] = defaultdict(float)

    def hear(self, report: log.Delivered) -> None:
        """Take a word of a link where neither own sensors nor a newer word say more."""
        at_s, _, target, _, as_of_s, receivers = report
        since = self.since
        for node in receivers:
            before = since.get((node, target))
            if before is not None and before[1] is not None and as_of_s > before[1]:
                self.end((node, target), at_s)
                since[node, target] = at_s, as_of_s

    def end(self, key: Key, at_s: float) -> None:
        """Count a track up to an instant."""
        before = self.since.pop(key, None)
        if before is None:
            return
        from_s, as_of_s = before
        if as_of_s is not None:
            self.sums[key] += (at_s - from_s) * ((at_s + from_s) / 2.0 - as_of_s)
