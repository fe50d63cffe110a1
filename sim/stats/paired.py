"""Paired differences: two plans on the same luck, trial by trial."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sim.stats.estimate import LEVEL, Estimate
from sim.stats.means import mean_t


def difference_variance(deviation: float, correlation: float, n: int) -> float:
    """Return the variance of the mean difference of n pairs whose two sides have the same standard deviation.

    Source: Law, Simulation Modeling and Analysis, 11.2.
    """
    if not -1.0 <= correlation <= 1.0 or n < 1:
        raise ValueError(f"needs a correlation in [-1, 1] and n >= 1, got {correlation} and {n}")
    return 2.0 * deviation**2 * (1.0 - correlation) / n


def crn_gain(correlation: float) -> float:
    """Return how many times more independent trials would be needed for the same precision; infinite at 1."""
    return float("inf") if correlation == 1.0 else 1.0 / (1.0 - correlation)


def paired_difference(name: str, first: ArrayLike, second: ArrayLike, level: float = LEVEL) -> Estimate:
    """Return the mean of first - second over the same trials, with Student's t interval."""
    left, right = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if left.shape != right.shape:
        raise ValueError(f"needs the same trials on both sides, got {left.size} and {right.size}")
    return mean_t(name, left - right, level)
