"""Yes/no metrics of two sides on the same luck: how many trials flip, which way, and whether chance explains it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.stats.estimate import LEVEL, Estimate, Method
from sim.stats.paired import same_trials
from sim.stats.shares import wilson


@dataclass(frozen=True, slots=True, kw_only=True)
class McNemar:
    """Trials by what happened on either side: yes on the first only, the second only, both, neither.

    `p_value` is 1 when no trial flips. `difference` is the share of yes on the first side minus that on the second.
    """

    first_only: int
    second_only: int
    both: int
    neither: int
    p_value: float
    difference: Estimate


def mcnemar(first: ArrayLike, second: ArrayLike, level: float = LEVEL, *, name: str = "difference") -> McNemar:
    """Return the flips of 0/1 values over the same trials and the exact two-sided test that both ways are as likely.

    A trial in which either is nan is left out.

    Shapes: first and second (trials,).
    Raises: ValueError on other values than 0, 1 and nan, or other numbers of trials.
    Source: McNemar, Psychometrika 12 (1947); the exact form is binomial with p = 1/2 over the trials that flip.
    """
    left, right = same_trials(first, second)
    known = ~(np.isnan(left) | np.isnan(right))
    left, right = left[known], right[known]
    for side in (left, right):
        if not np.isin(side, (0.0, 1.0)).all():
            raise ValueError("needs 0 or 1 in every trial, or nan where undefined")
    first_only = int(np.count_nonzero(left > right))
    second_only = int(np.count_nonzero(left < right))
    both = int(np.count_nonzero(left * right))
    neither = left.size - first_only - second_only - both
    low, high = newcombe_paired(first_only, second_only, both, neither, level) if left.size else (None, None)
    value = (first_only - second_only) / left.size if left.size else None
    return McNemar(
        first_only=first_only,
        second_only=second_only,
        both=both,
        neither=neither,
        p_value=flip_p(first_only, second_only),
        difference=Estimate(
            name=name, value=value, low=low, high=high, n=left.size, method=Method.NEWCOMBE_PAIRED, level=level
        ),
    )


def flip_p(one_way: int, other_way: int) -> float:
    """Return how likely flips at least as lopsided are when each goes either way by a fair coin; 1 without flips."""
    from scipy.special import bdtr  # scipy.stats takes a second to load and says the same

    return min(1.0, 2.0 * float(bdtr(min(one_way, other_way), one_way + other_way, 0.5)))


def newcombe_paired(
    first_only: int, second_only: int, both: int, neither: int, level: float = LEVEL
) -> tuple[float, float]:
    """Return the score interval of the difference of two shares over the same trials.

    Raises: ValueError without trials.
    Source: Newcombe, Stat. Med. 17 (1998) 2635, method 10: Wilson's intervals of the two shares, joined by their
    correlation, which is moved towards 0 when positive.
    """
    n = first_only + second_only + both + neither
    if n < 1 or min(first_only, second_only, both, neither) < 0:
        raise ValueError("needs at least one trial and no negative count")
    k1, k2 = both + first_only, both + second_only
    p1, p2 = k1 / n, k2 / n
    (low1, high1), (low2, high2) = wilson(k1, n, level), wilson(k2, n, level)
    excess = both * neither - first_only * second_only
    moved = max(excess - n / 2.0, 0.0) if excess > 0 else float(excess)
    scale = k1 * (n - k1) * k2 * (n - k2)
    phi = moved / math.sqrt(scale) if scale else 0.0

    def reach(one: float, two: float) -> float:
        return math.sqrt(max(0.0, one * one - 2.0 * phi * one * two + two * two))

    difference = (first_only - second_only) / n
    return difference - reach(p1 - low1, high2 - p2), difference + reach(high1 - p1, p2 - low2)
