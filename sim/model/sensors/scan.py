"""Scanning: one glimpse each period, and a target that counts as detected after M hits within N scans.

Nobody steps from scan to scan: between two hits lies a geometric number of misses, so the scan that confirms is found
by as many draws as there are hits.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from annotated_types import Ge, Le

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import Probability

MOST_SCANS: Final = 100
"""Longest window of scans within which hits may confirm."""

_SAME: Final = 1e-9
"""Who enters this part of a period after a scan was there in time for it: rounding, not geometry."""


@quick
class Sweep(enum.Enum):
    """When the scans of a pass fall."""

    RANDOM = "random"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """How a scanning sensor looks, and what it takes for a detection."""

    period_s: Annotated[float, Ge(0.1), Says("Time from one scan to the next.", (0.5, 60))]
    glimpse_prob: Annotated[Probability, Says("Chance that one aircraft sees a target in range in one scan.")]
    confirm_hits: Annotated[
        int, Ge(1), Le(MOST_SCANS), Says("Hits that make a detection: M of the last N scans of a pass.")
    ] = 1
    confirm_scans: Annotated[
        int | None, Ge(1), Le(MOST_SCANS), Says("The N of M of N. Default: as many as hits, so all in a row.")
    ] = None
    phase: Annotated[
        Sweep,
        Says("random: the first scan of a pass falls anywhere within a period. fixed: scans fall on whole periods."),
    ] = Sweep.RANDOM

    @property
    def window(self) -> int:
        """The scans among which the hits must fall."""
        return self.confirm_hits if self.confirm_scans is None else self.confirm_scans

    def miss_prob(self, looking: int) -> float:
        """Return the chance that a number of aircraft all miss a target in one scan."""
        return float((1.0 - self.glimpse_prob) ** looking)


class ScanPass:
    """The scans of one pass: the n-th, from 0 on, falls at `first_s` + n periods."""

    __slots__ = ("_scan", "first_s", "hits", "miss_prob")

    def __init__(self, scan: Scan, first_s: float, miss_prob: float) -> None:
        self._scan = scan
        self.first_s = first_s
        self.miss_prob = miss_prob
        self.hits: list[int] = []

    def confirms_s(self, until_s: float, misses: Callable[[float], int]) -> float | None:
        """Return the instant of the scan that confirms, going on after the last hit; None when not by `until_s`.

        misses: draws how many scans miss before the next hit, given the chance of a miss.
        """
        return self._confirms_s(self.hits[-1] + 1 if self.hits else 0, until_s, misses)

    def again_s(self, now: float, until_s: float, misses: Callable[[float], int]) -> float | None:
        """Return the same, drawing anew what comes after now, because the chance of a miss has changed.

        What has not happened yet has no memory, so only hits up to now are kept.
        """
        done = self._scans_by(now)
        self.hits = [hit for hit in self.hits if hit < done]
        return self._confirms_s(done, until_s, misses)

    def _scans_by(self, at_s: float) -> int:
        return max(math.floor((at_s - self.first_s) / self._scan.period_s) + 1, 0)

    def _confirms_s(self, number: int, until_s: float, misses: Callable[[float], int]) -> float | None:
        scan, hits, end = self._scan, self.hits, self._scans_by(until_s)
        if self.miss_prob >= 1.0:
            return None
        while (number := number + misses(self.miss_prob)) < end:
            hits.append(number)
            if len(hits) >= scan.confirm_hits and number - hits[-scan.confirm_hits] < scan.window:
                return self.first_s + number * scan.period_s
            number += 1
        return None


def first_scan_s(scan: Scan, entered_s: float, uniform: Callable[[], float]) -> float:
    """Return when the first scan of a pass falls, for a target that entered range at an instant."""
    if scan.phase is Sweep.RANDOM:
        return entered_s + uniform() * scan.period_s
    return max(math.ceil(entered_s / scan.period_s - _SAME) * scan.period_s, entered_s)
