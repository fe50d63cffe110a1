"""Who held a track of whom, from when to when, and how old the last word on it was: the pictures of one trial.

Worked out from the records alone. Updates that only confirm where a target is heading leave no record: between two
records of a track its age is counted from the last word that did.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final, NamedTuple

from sim.measure.ledger import Ledger
from sim.trial import records as log
from sim.trial.reasons import ReportKind, Source

Key = tuple[str, str]
"""A node, and the element that it holds a track of."""


class Stretch(NamedTuple):
    """A time during which a track was held on one and the same word; `as_of_s` is None while own sensors hold it."""

    from_s: float
    to_s: float
    as_of_s: float | None

    def age_integral(self) -> float:
        """Return the integral of the age of the last word over the stretch, in square seconds."""
        if self.as_of_s is None:
            return 0.0
        return ((self.to_s - self.as_of_s) ** 2 - (self.from_s - self.as_of_s) ** 2) / 2.0

    def until(self, end_s: float) -> Stretch | None:
        """Return the part before an instant; None when there is none."""
        if self.from_s >= end_s:
            return None
        return self if self.to_s <= end_s else self._replace(to_s=end_s)


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


class _Held:
    """The tracks that are held now, on the way through the records."""

    def __init__(self) -> None:
        self.stretches: defaultdict[Key, list[Stretch]] = defaultdict(list)
        self._open: dict[Key, tuple[float, float | None]] = {}

    def begin(self, key: Key, at_s: float, as_of_s: float | None) -> None:
        self._open[key] = at_s, as_of_s

    def end(self, key: Key, at_s: float) -> None:
        since = self._open.pop(key, None)
        if since is not None and at_s > since[0]:
            self.stretches[key].append(Stretch(since[0], at_s, since[1]))

    def hear(self, key: Key, at_s: float, as_of_s: float) -> None:
        """Take a word of a link, unless own sensors or a newer one say more."""
        before = self._open.get(key)
        if before is not None and before[1] is not None and as_of_s > before[1]:
            self.end(key, at_s)
            self.begin(key, at_s, as_of_s)

    def see(self, key: Key, at_s: float, as_of_s: float | None) -> None:
        """Take what own sensors say: they hold it from now on, or (with `as_of_s`) they do no longer."""
        before = self._open.get(key)
        if before is not None and (before[1] is None) is not (as_of_s is None):
            self.end(key, at_s)
            self.begin(key, at_s, as_of_s)

    def close(self, at_s: float, node: str | None = None) -> None:
        """End all tracks, or those of a node that has left the world."""
        for key in [key for key in self._open if node is None or key[0] == node]:
            self.end(key, at_s)


def stretches(ledger: Ledger) -> dict[Key, list[Stretch]]:
    """Return what each node held of each element, in order."""
    held = _Held()
    told_s: dict[str, float] = {}  # as of when the last report on each element said where it is
    records: tuple[Any, ...] = ledger.trial.records
    for record in records:
        if type(record) not in _NEWS:
            continue
        at_s = record.at_s
        match record:
            case log.TrackHeld(_, node, target, source):
                held.begin((node, target), at_s, None if source is Source.OWN else told_s.get(target, at_s))
            case log.Delivered(_, _, target, kind, as_of_s, receivers) if kind in _WORDS:
                told_s[target] = as_of_s
                for node in receivers:
                    held.hear((node, target), at_s, as_of_s)
            case log.Detected(_, node, target):
                held.see((node, target), at_s, None)
            case log.ContactLost(_, node, target):
                held.see((node, target), at_s, at_s)
            case log.TrackDropped(_, node, target):
                held.end((node, target), at_s)
            case log.ElementLost(_, element) | log.HomeReached(_, element):
                held.close(at_s, element)
    held.close(ledger.end_s)
    return held.stretches
