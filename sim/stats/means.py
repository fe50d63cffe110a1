"""Means with Student's t interval and its test, of numbers and of counts. scipy is loaded when first needed."""

from __future__ import annotations

import math
from functools import lru_cache

from numpy.typing import ArrayLike

from sim.stats.estimate import LEVEL, Estimate, Method, sample_of


def mean_t(name: str, values: ArrayLike, level: float = LEVEL) -> Estimate:
    """Return the mean with Student's t interval; no interval when fewer than two values differ.

    Values that are all the same tell nothing of their spread: an interval of no length would promise too much.
    """
    sample = sample_of(values)
    n = sample.size
    mean = math.fsum(sample) / n if n else None
    low = high = None
    if mean is not None and (sample != sample[0]).any():
        reach = t_quantile(n - 1, level) * math.sqrt(math.fsum((sample - mean) ** 2) / (n - 1) / n)
        low, high = mean - reach, mean + reach
    return Estimate(name=name, value=mean, low=low, high=high, n=n, method=Method.STUDENT_T, level=level)


def mean_count(name: str, values: ArrayLike, level: float = LEVEL) -> Estimate:
    """Return the mean of a count as `mean_t`; one-sided when nothing was ever counted.

    Source: the largest Poisson mean under which n trials without a count are no rarer than 1 - level.
    """
    sample = sample_of(values)
    n = sample.size
    if n == 0 or sample.any():
        return mean_t(name, sample, level)
    high = -math.log1p(-level) / n
    return Estimate(name=name, value=0.0, low=0.0, high=high, n=n, method=Method.ONE_SIDED, level=level)


def zero_mean_p(values: ArrayLike) -> float | None:
    """Return the two-sided p-value of Student's t test that the mean is 0; None when fewer than two values differ."""
    sample = sample_of(values)
    n = sample.size
    if n == 0 or not (sample != sample[0]).any():
        return None
    from scipy.special import stdtr

    mean = math.fsum(sample) / n
    error = math.sqrt(math.fsum((sample - mean) ** 2) / (n - 1) / n)
    return float(2.0 * stdtr(n - 1, -abs(mean) / error))


@lru_cache
def t_quantile(freedom: int, level: float = LEVEL) -> float:
    """Return Student's t quantile of a two-sided interval."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1.0 + level) / 2.0))
