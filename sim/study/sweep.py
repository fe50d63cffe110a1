"""What a played sweep says about one metric: curves, effects, interactions, a surface, and what to be careful about.

Every point plays the same trials, so an effect is a contrast between points trial by trial. How contrasts and surfaces
are estimated is told in `sim.stats`, which points there are in `design_points`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from sim.measure import METRICS, Better, Kind, metric_named
from sim.scenario import Design, Factor
from sim.stats import (
    LEVEL,
    Effect,
    Estimate,
    Surface,
    contrast,
    holm,
    mean_t,
    optimism,
    quadratic_surface,
    weighted_effect,
    why_no_surface,
    z_of,
)
from sim.study.aligned import aligned, best_row
from sim.study.ask import Level
from sim.study.design_points import is_numeric, range_of
from sim.study.rows import columns_of, sweep_rows
from sim.study.slopes import slope_weights
from sim.study.study import Series
from sim.study.table import Array

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """How a metric goes with one factor: its mean at each level over the points that have it."""

    factor: str
    unit: str
    is_numeric: bool
    levels: tuple[Level, ...]
    means: tuple[Estimate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorEffect:
    """What a factor does: the metric at `high` less that at `low`, averaged over all else.

    In a hypercube, whose points differ in everything at once, it is the slope of a plane through the points.
    """

    factor: str
    low: Level
    high: Level
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """How much the effect of the first factor changes when the second goes from its first level to its last.

    `adjusted_p` counts how many pairs of factors were asked about.
    """

    first: str
    second: str
    effect: Effect
    adjusted_p: float

    @property
    def is_clear(self) -> bool:
        """Whether luck does not explain it: then no effect of either factor stands alone."""
        return self.adjusted_p < 1.0 - LEVEL


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sweep:
    """What a sweep says about one metric.

    Shapes: `values` (points, trials) over the trials that finished at every point. `best` is the place of the best
    point, `optimism` by how much the best of so many overstates itself. `silent` lists the points of a yes/no metric
    at which it never happened or always did. `surface` is None when the points cannot bear one; `no_surface` says why.
    """

    series: Series
    factors: tuple[Factor, ...]
    design: Design
    metric: str
    n: int
    values: Floats
    curves: tuple[Curve, ...]
    effects: tuple[FactorEffect, ...]
    interactions: tuple[Interaction, ...]
    surface: Surface | None
    no_surface: str | None
    best: int | None
    optimism: Estimate | None
    silent: tuple[int, ...]

    def table(self) -> dict[str, Array]:
        """Return every design point and metric as columns of one length, such as `pandas.DataFrame` takes."""
        return columns_of(sweep_rows(self.series))


def sweep_results(series: Series, factors: Sequence[Factor], design: Design, *, metric: str) -> Sweep:
    """Return what a played sweep says about one metric.

    Raises: UsageError on an unknown metric.
    """
    metric_named(metric)
    same = aligned(series.studies)
    values = same.values(metric)
    levels = [study.levels for study in series]
    better = METRICS[metric].better
    best = best_row(values, better)
    surface, no_surface = _surface(factors, levels, values, metric)
    return Sweep(
        series=series,
        factors=tuple(factors),
        design=design,
        metric=metric,
        n=int(same.trials.size),
        values=values,
        curves=tuple(_curve(factor, levels, values, metric) for factor in factors),
        effects=tuple(_effects(factors, levels, values, metric, design)),
        interactions=tuple(_interactions(factors, levels, values, metric, design)),
        surface=surface,
        no_surface=no_surface,
        best=best,
        optimism=None if best is None else optimism(metric, values if better is Better.HIGHER else -values),
        silent=tuple(_silent(values)) if METRICS[metric].kind is Kind.YES_NO else (),
    )


def _silent(values: Floats) -> Iterable[int]:
    for place, row in enumerate(values):
        known = row[~np.isnan(row)]
        if known.size and (known == known[0]).all():
            yield place


def _curve(factor: Factor, levels: list[dict[str, Level]], values: Floats, metric: str) -> Curve:
    there = sorted({level[factor.name] for level in levels if factor.name in level}, key=_order(factor))
    return Curve(
        factor=factor.name,
        unit=factor.unit,
        is_numeric=is_numeric(factor),
        levels=tuple(there),
        means=tuple(contrast(metric, values, _weights(levels, {factor.name: level})) for level in there),
    )


def _order(factor: Factor) -> Callable[[Level], float]:
    if is_numeric(factor):
        return float
    return lambda level: factor.values.index(level)


def _weights(levels: list[dict[str, Level]], wanted: Mapping[str, Level], sign: float = 1.0) -> Floats:
    """Return equal weights, `sign` in sum, on the points that have all the wanted levels."""
    has = np.array([all(level.get(name) == value for name, value in wanted.items()) for level in levels], dtype=float)
    total = has.sum()
    return has * (sign / total) if total else has


def _effects(
    factors: Sequence[Factor], levels: list[dict[str, Level]], values: Floats, metric: str, design: Design
) -> Iterable[FactorEffect]:
    """Give the effect of each factor that varies, from its first level to its last, when the points can tell it."""
    there = {
        factor: sorted({level[factor.name] for level in levels if factor.name in level}, key=_order(factor))
        for factor in factors
    }
    varied = {factor: found for factor, found in there.items() if len(found) > 1}
    slopes = None
    if design.fills_space:
        ends = {
            factor.name: _range_of(found) if is_numeric(factor) else tuple(found) for factor, found in varied.items()
        }
        slopes = slope_weights(levels, ends)
        if slopes is None:
            return
    for factor, found in varied.items():
        low, high = found[0], found[-1]
        weights = (
            _weights(levels, {factor.name: high}) + _weights(levels, {factor.name: low}, -1.0)
            if slopes is None
            else slopes[factor.name]
        )
        yield FactorEffect(factor=factor.name, low=low, high=high, effect=weighted_effect(metric, values, weights))


def _range_of(levels: Sequence[Level]) -> tuple[float, float]:
    return float(levels[0]), float(levels[-1])


def _interactions(
    factors: Sequence[Factor], levels: list[dict[str, Level]], values: Floats, metric: str, design: Design
) -> list[Interaction]:
    """Return the interaction of each pair of factors between the ends of their levels; only a grid has all four."""
    if design is not Design.GRID:
        return []
    pairs = list(combinations((factor for factor in factors if len(factor.values) > 1), 2))
    effects = []
    for pair in pairs:
        ends = [tuple(zip((factor.values[0], factor.values[-1]), (-1.0, 1.0), strict=True)) for factor in pair]
        weights = np.zeros(len(levels))
        for (one, sign), (other, other_sign) in product(*ends):
            weights += _weights(levels, {pair[0].name: one, pair[1].name: other}, sign * other_sign)
        effects.append(weighted_effect(metric, values, weights))
    adjusted = holm([float(not effect.significant) if effect.p_value is None else effect.p_value for effect in effects])
    return [
        Interaction(first=first.name, second=second.name, effect=effect, adjusted_p=p)
        for (first, second), effect, p in zip(pairs, effects, adjusted, strict=True)
    ]


def _surface(
    factors: Sequence[Factor], levels: list[dict[str, Level]], values: Floats, metric: str
) -> tuple[Surface | None, str | None]:
    """Return the quadratic through the points' means, in levels from -1 to 1; or why there is none."""
    names = [factor.name for factor in factors]
    if not all(is_numeric(factor) and len(set(factor.values)) > 1 for factor in factors):
        return None, "a quadratic surface needs numbers: a factor of choices has no distances"
    full = [place for place, level in enumerate(levels) if all(name in level for name in names)]
    coded = np.array([[_coded(factor, levels[place][factor.name]) for factor in factors] for place in full])
    means = [mean_t(metric, row[~np.isnan(row)]) for row in values[full]]
    heights = np.array([np.nan if mean.value is None else mean.value for mean in means])
    reason = why_no_surface(coded, heights) if full else "no point sets every factor"
    if reason is not None:
        return None, reason
    ses = np.array([(mean.half_width or 0.0) / z_of(LEVEL) for mean in means])
    return quadratic_surface(coded, heights, ses, names=names), None


def _coded(factor: Factor, level: Level) -> float:
    low, high = range_of(factor)
    return 2.0 * (float(level) - low) / (high - low) - 1.0
