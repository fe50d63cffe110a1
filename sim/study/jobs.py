"""The plan of jobs: which trials are still missing, cut into chunks of about a sixth of a second of work.

Chunk boundaries are a matter of speed alone: no result depends on them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

CHUNK_S: Final = 0.2
"""Work aimed at in one chunk, in seconds of one worker."""

FIRST_SIZE: Final = 8
"""Trials in a chunk before anything is known of their cost; also the least size that balancing cuts."""

MAX_SIZE: Final = 2_000
"""Most trials in one chunk."""


class Chunk(NamedTuple):
    """Trials first .. first + size - 1 of one design point."""

    first: int
    size: int
    point: int = 0

    @property
    def end(self) -> int:
        """One past the last trial."""
        return self.first + self.size


def missing_chunks(have: NDArray[np.bool_], point: int = 0) -> list[Chunk]:
    """Return the runs of trials of a point that are not there yet, in order; `have[k]` tells of trial k."""
    edges = np.flatnonzero(np.diff(np.concatenate(([True], have, [True])).astype(np.int8)))
    return [Chunk(int(first), int(end - first), point) for first, end in zip(edges[::2], edges[1::2], strict=True)]


class Cutter:
    """Cuts missing trials into chunks, whose size it learns from what the first ones cost.

    `size` fixes the size instead. With several workers the last chunks are smaller, so that all end together.
    """

    __slots__ = ("_gaps", "_left", "_seconds", "_size", "_trials", "_workers")

    def __init__(self, gaps: Iterable[Chunk], *, workers: int = 1, size: int | None = None) -> None:
        self._gaps = list(gaps)[::-1]
        self._left = sum(gap.size for gap in self._gaps)
        self._workers = workers
        self._size = size
        self._seconds = 0.0
        self._trials = 0

    @property
    def left(self) -> int:
        """Trials not cut yet."""
        return self._left

    def cut(self) -> Chunk | None:
        """Return the next chunk; None when all is cut."""
        if not self._gaps:
            return None
        gap = self._gaps.pop()
        size = min(gap.size, self._next_size())
        if size < gap.size:
            self._gaps.append(gap._replace(first=gap.first + size, size=gap.size - size))
        self._left -= size
        return gap._replace(size=size)

    def learn(self, trials: int, seconds: float) -> None:
        """Take note of what a chunk cost its worker."""
        self._trials += trials
        self._seconds += seconds

    def _next_size(self) -> int:
        if self._size is not None:
            return self._size
        if not self._seconds:
            return FIRST_SIZE
        size = min(max(round(CHUNK_S * self._trials / self._seconds), 1), MAX_SIZE)
        if self._workers == 1:
            return size
        return min(size, max(math.ceil(self._left / (2 * self._workers)), FIRST_SIZE))
