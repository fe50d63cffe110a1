"""What a mean hides: the worst tenth of the trials, and by how much a plan misses the best of each trial."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sim.stats.bootstrap import Floats, mean_bootstrap, percentiles, resampled
from sim.stats.estimate import LEVEL, Estimate, Method, sample_of

_TENTHS: Final = 10.0


def worst_tenth(name: str, values: ArrayLike, level: float = LEVEL) -> Estimate:
    """Return the mean of the lowest tenth of the values, with the percentile bootstrap interval; higher is better.

    Where a tenth is no whole number of trials the last one counts in part: of 25 trials the two lowest and half of
    the third, divided by 2.5. Under ten trials that is the lowest alone. nan marks a trial in which the value is
    undefined; n counts the others. No interval when fewer than two values differ.

    Shapes: values (trials,).
    Source: Acerbi and Tasche, J. Bank. Finance 26 (2002), expected shortfall.
    """
    sample = sample_of(values, undefined=True)
    order = np.argsort(sample, kind="stable")  # nan sorts last
    ranked = sample[order]
    there = (~np.isnan(ranked)).astype(np.float64)
    n = int(there.sum())
    value = low = high = None
    if n:
        taken = _taken(there[np.newaxis])[0]
        value = math.fsum(taken[:n] * ranked[:n]) / math.fsum(taken)
    if n and (ranked[:n] != ranked[0]).any():
        filled = np.where(there, ranked, 0.0)
        drawn = [_drawn_tenth(weights[:, order] * there, filled) for weights in resampled(sample.size)]
        low, high = percentiles(np.concatenate(drawn), level)
    return Estimate(name=name, value=value, low=low, high=high, n=n, method=Method.BOOTSTRAP, level=level)


def regrets(values: ArrayLike) -> Floats:
    """Return by how much each plan misses the best plan of each trial; higher values are better, no regret is 0.

    A trial in which any plan is nan is nan for every plan: its best is not known.

    Shapes: values and result (plans, trials).
    """
    table = sample_of(values, undefined=True)
    if table.ndim != 2 or not len(table):
        raise ValueError(f"needs a table of plans by trials, got shape {table.shape}")
    missed: Floats = table.max(axis=0) - table
    return missed


def mean_regrets(names: Sequence[str], values: ArrayLike, level: float = LEVEL) -> tuple[Estimate, ...]:
    """Return each plan's mean regret with its bootstrap interval; n counts the trials in which all are defined.

    Shapes: names (plans,), values (plans, trials).
    """
    table = regrets(values)
    return tuple(mean_bootstrap(name, row, level) for name, row in zip(names, table, strict=True))


def _taken(weights: Floats) -> Floats:
    """Return how much of each value belongs to the lowest tenth; columns go from the lowest value to the highest."""
    upto = np.cumsum(weights, axis=1)
    tail = upto[:, -1:] / _TENTHS
    taken: Floats = np.clip(tail - (upto - weights), 0.0, weights)
    return taken


def _drawn_tenth(weights: Floats, ranked: Floats) -> Floats:
    taken = _taken(weights)
    with np.errstate(invalid="ignore"):
        tenth: Floats = np.einsum("rn,n->r", taken, ranked) / np.einsum("rn->r", taken)
    return tenth
