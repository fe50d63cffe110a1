"""Quantiles with distribution-free intervals: both ends are values that were seen."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from sim.stats.estimate import LEVEL, Estimate, Method, sample_of


class QuantileRanks(NamedTuple):
    """Ranks (the smallest value is 1) between which a quantile lies, and the exact probability that it does.

    An end is None when no rank is far enough out: n is too small for that end.
    """

    lower: int | None
    upper: int | None
    coverage: float


@lru_cache
def quantile_ranks(n: int, q: float, level: float = LEVEL) -> QuantileRanks:
    """Return the narrowest ranks with at most half of 1 - level beyond each end.

    Source: David and Nagaraja, Order Statistics, 7.1: P(X(l) <= quantile <= X(u)) = P(l <= Bin(n, q) <= u - 1).
    """
    from scipy.special import bdtr

    if not 0.0 < q < 1.0 or not 0.0 < level < 1.0:
        raise ValueError(f"q and level must be inside (0, 1), got q={q}, level={level}")
    tail = (1.0 - level) / 2.0

    def at_most(k: int) -> float:
        return float(bdtr(k, n, q)) if k >= 0 else 0.0

    lower = _last(n, lambda rank: at_most(rank - 1) <= tail)
    upper = _last(n, lambda rank: at_most(rank - 1) < 1.0 - tail) + 1
    below = at_most(lower - 1) if lower >= 1 else 0.0
    above = 1.0 - at_most(upper - 1) if upper <= n else 0.0
    return QuantileRanks(lower if lower >= 1 else None, upper if upper <= n else None, 1.0 - below - above)


def quantile(name: str, values: ArrayLike, q: float, level: float = LEVEL) -> Estimate:
    """Return the q-quantile (the smallest value that a share q does not exceed) with its distribution-free interval."""
    sample = np.sort(sample_of(values))
    n = int(sample.size)
    if n == 0:
        return Estimate(name=name, value=None, low=None, high=None, n=0, method=Method.ORDER_STATISTICS, level=level)
    ranks = quantile_ranks(n, q, level)
    value = float(sample[max(math.ceil(q * n - 1e-9), 1) - 1])
    low = None if ranks.lower is None else float(sample[ranks.lower - 1])
    high = None if ranks.upper is None else float(sample[ranks.upper - 1])
    return Estimate(name=name, value=value, low=low, high=high, n=n, method=Method.ORDER_STATISTICS, level=level)


def _last(n: int, holds: Callable[[int], bool]) -> int:
    """Return the largest rank in 1 .. n for which a falling condition holds, or 0."""
    low, high = 0, n
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
