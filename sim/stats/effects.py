"""Effects of factors as contrasts: weighted sums over the points of a design, trial by trial on the same luck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sim.stats.bootstrap import Floats, mean_bootstrap
from sim.stats.estimate import LEVEL, Estimate, sample_of
from sim.stats.means import zero_mean_p

_NOTHING: Final = 1e-12  # a sum this small beside its terms is a rounding error


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A contrast with its interval, and the p-value of the t test over trials that it is 0.

    `p_value` is None when the contrast is the same in every trial.
    """

    estimate: Estimate
    p_value: float | None

    @property
    def significant(self) -> bool:
        """Whether the contrast differs from 0 at its level; one that never varies does so when it is not 0."""
        if self.p_value is None:
            return self.estimate.n > 1 and bool(self.estimate.value)
        return self.p_value < 1.0 - self.estimate.level


def contrast(name: str, tables: ArrayLike, weights: ArrayLike, level: float = LEVEL) -> Estimate:
    """Return the mean over trials of the weighted sum over points, with its bootstrap interval over trials.

    A trial in which any point of weight other than 0 is nan is left out, and n tells.

    Shapes: tables (points, trials), weights (points,).
    """
    return mean_bootstrap(name, _per_trial(tables, weights), level)


def main_effect(name: str, levels: ArrayLike, tables: ArrayLike, level: float = LEVEL) -> Effect:
    """Return the mean at a factor's highest level minus the mean at its lowest, over all points that have it.

    Points between count for nothing. nan as in `contrast`.

    Shapes: levels (points,) of that factor, tables (points, trials).
    Raises: ValueError when the factor has one level only.
    """
    side = _ends_of(levels)
    return weighted_effect(name, tables, _mean_weights(side == 1) - _mean_weights(side == -1), level)


def interaction(
    name: str, first_levels: ArrayLike, second_levels: ArrayLike, tables: ArrayLike, level: float = LEVEL
) -> Effect:
    """Return by how much the effect of the first factor is larger at the second's highest level than at its lowest.

    The four corners are means over all points at them; points between count for nothing. nan as in `contrast`.

    Shapes: levels (points,) of either factor, tables (points, trials).
    Raises: ValueError when a corner has no point.
    """
    one, two = _ends_of(first_levels), _ends_of(second_levels)
    corners = {(a, b): _mean_weights((one == a) & (two == b)) for a in (-1, 1) for b in (-1, 1)}
    weights = (corners[1, 1] - corners[-1, 1]) - (corners[1, -1] - corners[-1, -1])
    return weighted_effect(name, tables, weights, level)


def weighted_effect(name: str, tables: ArrayLike, weights: ArrayLike, level: float = LEVEL) -> Effect:
    """Return a `contrast` with the p-value of the t test over trials that it is 0."""
    values = _per_trial(tables, weights)
    return Effect(estimate=mean_bootstrap(name, values, level), p_value=zero_mean_p(values[~np.isnan(values)]))


def _per_trial(tables: ArrayLike, weights: ArrayLike) -> Floats:
    table, weight = sample_of(tables, undefined=True), sample_of(weights)
    if table.ndim != 2 or weight.shape != table.shape[:1]:
        raise ValueError(f"needs points by trials and a weight per point, got {table.shape} and {weight.shape}")
    total: Floats = np.zeros(table.shape[1])
    size: Floats = np.zeros(table.shape[1])
    for row, share in zip(table, weight, strict=True):
        if share:
            total = total + share * row
            size = size + abs(share * row)
    # Thirds that cancel leave a rounding error in every trial, which a t test would call significant.
    cleaned: Floats = np.where(abs(total) <= _NOTHING * size, 0.0, total)
    return cleaned


def _ends_of(levels: ArrayLike) -> Floats:
    """Return 1 at the highest level, -1 at the lowest, 0 between."""
    level = sample_of(levels)
    if not level.size or level.min() == level.max():
        raise ValueError("needs a factor with at least two levels")
    ends: Floats = (level == level.max()).astype(np.float64) - (level == level.min())
    return ends


def _mean_weights(chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    if not chosen.any():
        raise ValueError("needs a point at every corner of the two factors")
    weights: Floats = chosen / np.count_nonzero(chosen)
    return weights
