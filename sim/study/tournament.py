"""Plan against plan: every plan of one side meets every plan of the other on the same luck.

A side's plans are ranked by the lead metric, averaged over all plans of the other side; what its luck cannot tell
apart is said to be level. The metric is the studied side's; the other side wants it the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.base.errors import UsageError
from sim.measure import METRICS, Better, Kind, metric_named
from sim.scenario import Loaded
from sim.stats import LEVEL, Estimate, holm, mean_bootstrap, paired
from sim.study.aligned import aligned
from sim.study.ask import Point
from sim.study.study import Series

Floats = NDArray[np.float64]
MAX_PLANS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One plan's place: its metric over all plans of the other side; `p_value` against the side's best, after Holm."""

    plan: str
    mean: Estimate
    p_value: float

    @property
    def is_level(self) -> bool:
        """Whether it cannot be told from the side's best."""
        return self.p_value >= 1.0 - LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One pairing: the metric, and the trials that flip against the row of the studied side's first plan."""

    study: int
    mean: Estimate
    up: tuple[int, ...]
    down: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tournament:
    """Every plan against every plan. `cells[i][j]` is the studied side's plan i against the other side's plan j."""

    series: Series
    metric: str
    n: int
    sides: tuple[str, str]
    plans: tuple[tuple[str, ...], tuple[str, ...]]
    cells: tuple[tuple[Cell, ...], ...]
    rankings: tuple[tuple[Ranked, ...], tuple[Ranked, ...]]


def pairings(
    sides: tuple[str, str], plans: tuple[Sequence[str], Sequence[str]], loaded: Mapping[tuple[int, int], Loaded]
) -> tuple[Point, ...]:
    """Return the design points of all pairings, the studied side's plans in rows.

    Raises: UsageError when two plans of a side have one name, or there are too many.
    """
    for side, names in zip(sides, plans, strict=True):
        if len(set(names)) != len(names):
            raise UsageError(f"two plans of {side} have the same name: {', '.join(names)}")
        if not 1 <= len(names) <= MAX_PLANS:
            raise UsageError(f"a side brings 1 to {MAX_PLANS} plans, {side} brings {len(names)}")
    return tuple(
        Point(loaded=loaded[i, j], name=f"{one} / {other}", levels={sides[0]: one, sides[1]: other})
        for i, one in enumerate(plans[0])
        for j, other in enumerate(plans[1])
    )


def tournament(series: Series, sides: tuple[str, str], *, metric: str) -> Tournament:
    """Return the matrix and the rankings of a played tournament; `sides` begins with the studied side.

    Raises: UsageError when the metric is unknown or has no better direction.
    """
    if metric_named(metric).better is Better.NEITHER:
        raise UsageError(
            f"plans cannot be ranked by {metric!r}: no such metric, or none of which more or less is better"
        )
    one, other = (tuple(dict.fromkeys(str(study.levels[side]) for study in series)) for side in sides)
    same = aligned(series.studies)
    values = same.values(metric).reshape(len(one), len(other), -1)
    up = METRICS[metric].better is Better.HIGHER
    cells = tuple(
        tuple(
            _cell(series, i * len(other) + j, values[i, j] - values[0, j], same.trials, metric)
            for j in range(len(other))
        )
        for i in range(len(one))
    )
    rankings = (
        _ranking(one, values.mean(axis=1), metric, higher=up),
        _ranking(other, values.mean(axis=0), metric, higher=not up),
    )
    return Tournament(
        series=series,
        metric=metric,
        n=int(same.trials.size),
        sides=sides,
        plans=(one, other),
        cells=cells,
        rankings=rankings,
    )


def _cell(series: Series, place: int, apart: Floats, trials: NDArray[np.int64], metric: str) -> Cell:
    flips = METRICS[metric].kind is Kind.YES_NO
    return Cell(
        study=place,
        mean=series.studies[place].estimates[metric],
        up=tuple(trials[apart > 0].tolist()) if flips else (),
        down=tuple(trials[apart < 0].tolist()) if flips else (),
    )


def _ranking(names: tuple[str, ...], values: Floats, metric: str, *, higher: bool) -> tuple[Ranked, ...]:
    """Return the plans of one side from best to worst."""
    defined = values[:, ~np.isnan(values).any(axis=0)]
    means = defined.mean(axis=1) if defined.size else np.zeros(len(names))
    order = np.argsort(-means if higher else means, kind="stable")
    best = order[0]
    against = [1.0 if (p := paired(metric, values[best], values[place]).p_value) is None else p for place in order[1:]]
    adjusted = (1.0, *holm(against))
    return tuple(
        Ranked(plan=names[place], mean=mean_bootstrap(metric, values[place]), p_value=p)
        for place, p in zip(order, adjusted, strict=True)
    )
