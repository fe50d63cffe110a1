"""Optimism: by how much the best of many points overstates itself, because it was picked for looking best."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from sim.stats.bootstrap import RESAMPLES, Floats, percentiles, resampled, sums
from sim.stats.estimate import LEVEL, Estimate, Method, sample_of


def optimism(name: str, values: ArrayLike, level: float = LEVEL, *, resamples: int = RESAMPLES) -> Estimate:
    """Return by how much the mean of the best point is likely to exceed what that point is worth.

    In each resample of the trials, drawn alike for all points, the best point's mean there is compared with the same
    point's mean over all trials. The value is the mean of that over resamples; low and high are where it lies in
    `level` of them, so they are no interval of the value. n counts trials in which any point is defined.

    Higher is better. nan marks what is undefined in a trial: a point's mean is over its defined trials. Exactly 0 for
    one point; None when no point has a value.

    Shapes: values (points, trials).
    Source: Efron, J. Am. Stat. Assoc. 78 (1983), bootstrap estimate of the excess.
    """
    table = sample_of(values, undefined=True)
    if table.ndim != 2:
        raise ValueError(f"needs a table of points by trials, got shape {table.shape}")
    there = ~np.isnan(table)
    table, there = table[there.any(axis=1)], there[there.any(axis=1)]
    n = int(there.any(axis=0).sum())
    value = low = high = None
    if len(table) == 1:
        value = 0.0
    elif len(table):
        drawn = np.concatenate([_excess(weights, table, there) for weights in resampled(table.shape[1], resamples)])
        known = drawn[~np.isnan(drawn)]
        value = math.fsum(known) / known.size if known.size else None
        if known.any():
            low, high = percentiles(drawn, level)
    return Estimate(name=name, value=value, low=low, high=high, n=n, method=Method.BOOTSTRAP, level=level)


def _excess(weights: Floats, table: Floats, there: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """Return, for each resample, what its best point has there beyond its mean over all trials; nan without any."""
    best = np.full(len(weights), -np.inf)
    excess = np.full(len(weights), np.nan)
    counts = np.full(len(weights), float(table.shape[1]))
    for row, known in zip(table, there, strict=True):  # point by point: no array of points by trials by resamples
        filled = np.where(known, row, 0.0)
        whole = math.fsum(filled) / int(known.sum())
        if not known.all():
            counts = sums(weights, known.astype(np.float64))
        with np.errstate(divide="ignore", invalid="ignore"):
            mean = sums(weights, filled) / counts
        better = mean > best
        best = np.where(better, mean, best)
        excess = np.where(better, mean - whole, excess)
    return excess
