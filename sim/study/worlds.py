"""Does a comparison hold when every other number is different? The same question asked in many worlds.

All inputs are invented, so one answer says little. In each world every other physical number is a little different;
within a world the alternatives meet the same luck and the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.base.errors import UsageError
from sim.measure import METRICS, Better, metric_named
from sim.scenario import Loaded
from sim.stats import Estimate, holm, mean_bootstrap, rank_correlation, share
from sim.study.aligned import aligned
from sim.study.ask import Point
from sim.study.study import Series

WORLD: Final = "world"
ALTERNATIVE: Final = "alternative"
MAX_WORLDS: Final = 500
MAX_HINGES: Final = 5

InWorld = Callable[[int], Loaded]
"""Gives one alternative as it is in a world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One world: the mean difference there, second less first, over its trials."""

    number: int
    difference: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Hinge:
    """A setting on which the difference seems to hang: rank correlation over worlds, p-value after Holm."""

    path: str
    correlation: Estimate
    adjusted_p: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worlds:
    """One alternative against the first, world by world. `agree` is the share of worlds in which the second is better.

    Worlds in which the two came out the same count half. `hinges` are the strongest few settings, clear or not.
    """

    series: Series
    metric: str
    first: str
    second: str
    worlds: tuple[World, ...]
    better: int
    same: int
    agree: Estimate
    hinges: tuple[Hinge, ...]


def world_points(alternatives: Mapping[str, InWorld], worlds: int) -> tuple[Point, ...]:
    """Return a design point for every world and alternative.

    Raises: UsageError when there are fewer than two worlds or alternatives, or too many.
    """
    if not 2 <= worlds <= MAX_WORLDS:
        raise UsageError(f"--worlds takes 2 to {MAX_WORLDS}, got {worlds}")
    if len(alternatives) < 2:
        raise UsageError("worlds need two alternatives to compare")
    return tuple(
        Point(loaded=make(number), name=f"world {number}: {name}", levels={WORLD: number, ALTERNATIVE: name})
        for number in range(1, worlds + 1)
        for name, make in alternatives.items()
    )


def worlds_results(series: Series, *, metric: str) -> tuple[Worlds, ...]:
    """Return what the worlds say about each alternative against the first.

    Raises: UsageError when the metric is unknown, or neither more nor less of it is better.
    """
    if metric_named(metric).better is Better.NEITHER:
        raise UsageError(f"worlds cannot be judged by {metric!r}: take a metric of which more, or less, is better")
    names = tuple(dict.fromkeys(str(study.levels[ALTERNATIVE]) for study in series))
    settings = _varied([series.studies[place].scenario for place in range(0, len(series), len(names))])
    return tuple(_against_first(series, names, place, metric, settings) for place in range(1, len(names)))


def _against_first(
    series: Series, names: Sequence[str], place: int, metric: str, settings: Mapping[str, NDArray[np.float64]]
) -> Worlds:
    worlds = []
    for start in range(0, len(series), len(names)):
        first, second = aligned([series.studies[start], series.studies[start + place]]).values(metric)
        number = int(float(series.studies[start].levels[WORLD]))
        worlds.append(World(number=number, difference=mean_bootstrap(metric, second - first)))
    sign = 1.0 if METRICS[metric].better is Better.HIGHER else -1.0
    gains = np.array([math.nan if w.difference.value is None else sign * w.difference.value for w in worlds])
    better, same = int((gains > 0).sum()), int((gains == 0).sum())
    known = int((~np.isnan(gains)).sum())
    return Worlds(
        series=series,
        metric=metric,
        first=names[0],
        second=names[place],
        worlds=tuple(worlds),
        better=better,
        same=same,
        agree=share(metric, better + same // 2, known),
        hinges=_hinges(gains, settings),
    )


def _hinges(gains: NDArray[np.float64], settings: Mapping[str, NDArray[np.float64]]) -> tuple[Hinge, ...]:
    """Return the settings whose ranks go most with the ranks of the gain."""
    known = ~np.isnan(gains)
    if known.sum() < 4 or not settings:
        return ()
    found = []
    for path, values in settings.items():
        ranks, p_value = rank_correlation(path, values[known], gains[known])
        if ranks.value is not None:
            found.append((path, ranks, p_value))
    adjusted = holm([p for _, _, p in found])
    hinges = [
        Hinge(path=path, correlation=ranks, adjusted_p=p) for (path, ranks, _), p in zip(found, adjusted, strict=True)
    ]
    return tuple(sorted(hinges, key=lambda hinge: -abs(hinge.correlation.value or 0.0))[:MAX_HINGES])


def _varied(scenarios: Sequence[Mapping[str, Any]]) -> dict[str, NDArray[np.float64]]:
    """Return the settings that differ between worlds, by path, one value per world."""
    leaves = [dict(_numbers(scenario, "")) for scenario in scenarios]
    columns = {path: np.array([leaf.get(path, math.nan) for leaf in leaves]) for path in leaves[0]}
    return {
        path: values for path, values in columns.items() if not np.isnan(values).any() and (values != values[0]).any()
    }


def _numbers(node: Any, path: str) -> list[tuple[str, float]]:
    """Return the numbers of nested mappings, each with its path; lists are places and stay out."""
    if isinstance(node, Mapping):
        return [pair for key, inner in node.items() for pair in _numbers(inner, f"{path}.{key}" if path else str(key))]
    is_number = isinstance(node, int | float) and not isinstance(node, bool)
    return [(path, float(node))] if is_number else []
