"""Paired differences: two plans on the same luck, trial by trial, and how much the same luck helped.

Yes/no metrics have a test of their own besides (`mcnemar.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sim.stats.bootstrap import Floats, mean_bootstrap, percentiles, resampled, sums
from sim.stats.estimate import LEVEL, Estimate, Method, sample_of, z_of
from sim.stats.means import mean_t, zero_mean_p

_NOTHING: Final = 1e-12  # a variance this small beside the mean square is a rounding error


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """What n trials that both sides played on the same luck tell of first - second.

    `differing` counts the trials in which the two differ, `deviation` is the standard deviation of the difference in
    one trial. `p_value` belongs to the paired t test; None when the difference does not vary. `variance_ratio` is
    Var(first - second) / (Var(first) + Var(second)): below 1 the same luck made the comparison sharper.
    """

    name: str
    n: int
    differing: int
    difference: Estimate
    deviation: float | None
    p_value: float | None
    correlation: Estimate
    variance_ratio: Estimate


def paired(name: str, first: ArrayLike, second: ArrayLike, level: float = LEVEL) -> Paired:
    """Compare two sides over the same trials; a trial in which either is nan is left out, and n tells.

    Equal sides differ by exactly 0, without an interval. Intervals: bootstrap of the mean difference and of the
    variance ratio (None where it does not vary), Fisher's z of the correlation.

    Shapes: first and second (trials,).
    Raises: ValueError on infinite values or other numbers of trials.
    """
    left, right = same_trials(first, second)
    difference = mean_bootstrap(name, left - right, level)
    known = ~np.isnan(left - right)
    left, right = left[known], right[known]
    apart = left - right
    n = apart.size
    return Paired(
        name=name,
        n=n,
        differing=int(np.count_nonzero(apart)),
        difference=difference,
        deviation=math.sqrt(_squares(apart, apart) / (n - 1)) if n > 1 else None,
        p_value=zero_mean_p(apart),
        correlation=correlation(name, left, right, level),
        variance_ratio=_variance_ratio(name, left, right, level),
    )


def same_trials(first: ArrayLike, second: ArrayLike) -> tuple[Floats, Floats]:
    """Return both sides as arrays; nan may mark an undefined value.

    Raises: ValueError when they are not of the same trials.
    """
    left, right = sample_of(first, undefined=True), sample_of(second, undefined=True)
    if left.shape != right.shape:
        raise ValueError(f"needs the same trials on both sides, got {left.size} and {right.size}")
    return left, right


def correlation(name: str, first: ArrayLike, second: ArrayLike, level: float = LEVEL) -> Estimate:
    """Return Pearson's correlation over the trials in which both are defined (not nan), with Fisher's z interval.

    None when either side does not vary; no interval at -1 and 1 and for fewer than four trials. The interval is exact
    for normal values only.

    Source: Fisher, Metron 1 (1921): atanh(r) is about normal with variance 1 / (n - 3).
    """
    left, right = same_trials(first, second)
    known = ~(np.isnan(left) | np.isnan(right))
    left, right = left[known], right[known]
    n = left.size
    value = low = high = None
    z = z_of(level)
    if _varies(left) and _varies(right):
        scale = math.sqrt(_squares(left, left)) * math.sqrt(_squares(right, right))
        value = 1.0 if (left == right).all() else max(-1.0, min(1.0, _squares(left, right) / scale))
        if n > 3 and abs(value) < 1.0:
            reach = z / math.sqrt(n - 3)
            low, high = math.tanh(math.atanh(value) - reach), math.tanh(math.atanh(value) + reach)
    return Estimate(name=name, value=value, low=low, high=high, n=n, method=Method.FISHER_Z, level=level)


def _variance_ratio(name: str, left: Floats, right: Floats, level: float) -> Estimate:
    apart = left - right
    value = low = high = None
    if _varies(left) or _varies(right):
        value = _squares(apart, apart) / (_squares(left, left) + _squares(right, right))
    if value is not None and _varies(apart):
        drawn = [_drawn_ratio(weights, left, right) for weights in resampled(left.size)]
        low, high = percentiles(np.concatenate(drawn), level)
    return Estimate(name=name, value=value, low=low, high=high, n=left.size, method=Method.BOOTSTRAP, level=level)


def _drawn_ratio(weights: Floats, left: Floats, right: Floats) -> Floats:
    ours, theirs, apart = (_drawn_squares(weights, values) for values in (left, right, left - right))
    with np.errstate(invalid="ignore"):
        ratio: Floats = apart / (ours + theirs)
    return ratio


def _drawn_squares(weights: Floats, values: Floats) -> Floats:
    """Return the sum of squares about the mean in each resample; exactly 0 where nothing varies."""
    away = values - np.median(values)  # whole numbers stay whole or half, so equal ones cancel exactly
    raw = sums(weights, away**2)
    about = raw - sums(weights, away) ** 2 / values.size
    kept: Floats = np.where(about > _NOTHING * raw, about, 0.0)
    return kept


def _squares(left: Floats, right: Floats) -> float:
    """Return the sum of products about the means; exactly 0 where a side does not vary."""
    if not (_varies(left) and _varies(right)):
        return 0.0
    return math.fsum(_about(left) * _about(right))


def _about(values: Floats) -> Floats:
    return values - math.fsum(values) / values.size


def _varies(values: Floats) -> bool:
    return bool(values.size) and bool((values != values[0]).any())


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
