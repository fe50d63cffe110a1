"""The bootstrap: how means and ratios would scatter if other trials had been drawn. Its draws depend on n alone.

What is drawn again is trials, so one set of resamples serves every metric of a study, and a metric that is undefined
in some trials has another n in each resample. Only `Generator.random` of a Philox generator is used, the one method
whose numbers NumPy keeps, and no BLAS, whose sums depend on its threads: the same values give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.stats.estimate import LEVEL, Estimate, Method, sample_of, z_of

RESAMPLES: Final = 2_000
_SEED: Final = 20_261_123
_CELLS: Final = 2_000_000  # weights held at once: 16 MB, and as much again twice while they are drawn

Floats = NDArray[np.float64]


def mean_bootstrap(name: str, values: ArrayLike, level: float = LEVEL, *, resamples: int = RESAMPLES) -> Estimate:
    """Return the mean with the percentile bootstrap interval; nan marks a trial in which the value is undefined.

    No interval when fewer than two values differ.
    """
    sample = sample_of(values, undefined=True)
    there = ~np.isnan(sample)
    known = sample[there]
    mean = math.fsum(known) / known.size if known.size else None
    low = high = None
    if known.size and (known != known[0]).any():
        low, high = _ends(np.where(there, sample, 0.0), there.astype(np.float64), level, resamples)
    return Estimate(name=name, value=mean, low=low, high=high, n=known.size, method=Method.BOOTSTRAP, level=level)


def ratio_of_sums(
    name: str, above: ArrayLike, below: ArrayLike, level: float = LEVEL, *, resamples: int = RESAMPLES
) -> Estimate:
    """Return sum(above) / sum(below) over the same trials, with the percentile bootstrap interval over trials.

    Undefined when the lower sum is 0; an end is undefined when too many resamples divide by 0.
    """
    top, bottom = sample_of(above), sample_of(below)
    if top.size != bottom.size:
        raise ValueError(f"needs the same trials above and below, got {top.size} and {bottom.size}")
    total = math.fsum(bottom)
    value = low = high = None
    if total:
        value = math.fsum(top) / total
        if top.size > 1:
            low, high = _ends(top, bottom, level, resamples)
    return Estimate(name=name, value=value, low=low, high=high, n=top.size, method=Method.BOOTSTRAP, level=level)


def _ends(top: Floats, bottom: Floats, level: float, resamples: int) -> tuple[float | None, float | None]:
    """Return percentiles of the ratio of sums over resamples, by order statistics (no value between is invented)."""
    drawn = np.concatenate([_ratios(weights, top, bottom) for weights in resampled(top.size, resamples)])
    return percentiles(drawn, level)


def percentiles(drawn: Floats, level: float = LEVEL) -> tuple[float | None, float | None]:
    """Return the ends that leave half of 1 - level of the resamples' values beyond each; an infinite end is None.

    nan is a resample without a value.
    """
    z_of(level)  # refuses an impossible level
    resamples = drawn.size
    place = max(0, math.ceil((1.0 - level) / 2.0 * resamples) - 1)
    # A resample without a value, such as a ratio 0/0, could lie anywhere, so it counts as beyond either end.
    low = float(np.sort(np.nan_to_num(drawn, nan=-np.inf, posinf=np.inf, neginf=-np.inf))[place])
    high = float(np.sort(drawn)[resamples - 1 - place])  # nan sorts last
    return low if math.isfinite(low) else None, high if math.isfinite(high) else None


def _ratios(weights: Floats, top: Floats, bottom: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios: Floats = sums(weights, top) / sums(weights, bottom)
    return ratios


def sums(weights: Floats, values: Floats) -> Floats:
    """Return the sum of values (trials,) over each resample of weights (resamples, trials)."""
    total: Floats = np.einsum("rn,n->r", weights, values)
    return total


def resampled(n: int, resamples: int = RESAMPLES) -> Iterator[Floats]:
    """Give blocks of rows; each row tells how often each of n trials was drawn when n are drawn with replacement."""
    if n * resamples <= _CELLS:
        yield _kept_block(n, resamples)
        return
    generator = _generator()
    rows = max(1, _CELLS // n)
    for first in range(0, resamples, rows):
        yield _block(generator, n, min(rows, resamples - first))


@lru_cache(maxsize=1)
def _kept_block(n: int, resamples: int) -> Floats:
    return _block(_generator(), n, resamples)


def _generator() -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=_SEED))


def _block(generator: np.random.Generator, n: int, rows: int) -> Floats:
    uniforms = generator.random((rows, n))
    uniforms *= n
    drawn = np.minimum(uniforms.astype(np.intp), n - 1)
    drawn += n * np.arange(rows)[:, np.newaxis]
    del uniforms
    return np.bincount(drawn.ravel(), minlength=rows * n).astype(np.float64).reshape(rows, n)
