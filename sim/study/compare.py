"""Comparing plans on the same luck: trial by trial, metric by metric, and which of several is best.

Every point of the series plays the same trials. A difference is what the second has more than the first. Yes/no
metrics are tested by their flips (McNemar, exact), numbers by the paired t test; several questions at once are
adjusted after Holm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from sim.base.errors import UsageError
from sim.measure import HEADLINES, METRICS, Better, Kind, metric_named
from sim.stats import (
    LEVEL,
    Estimate,
    McNemar,
    Paired,
    flip_p,
    holm,
    mcnemar,
    mean_regrets,
    paired,
    trials_to_tell,
    worst_tenth,
)
from sim.study.aligned import Aligned, aligned, best_row
from sim.study.rows import columns_of, comparison_rows
from sim.study.study import Series
from sim.study.table import Array

MAX_ALTERNATIVES: Final = 12
VALUE: Final = "value"
DEFAULT_METRIC: Final = "success"
_ALPHA: Final = 1.0 - LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Flips:
    """A yes/no metric's flips from the first to the second: counts, and the numbers of the trials."""

    test: McNemar
    to_yes: tuple[int, ...]
    to_no: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """One metric of one pair: second minus first, trial by trial; `up` and `down` count trials that rose and fell."""

    metric: str
    unit: str
    better: Better
    paired: Paired
    up: int
    down: int
    flips: Flips | None

    @property
    def p_value(self) -> float:
        """How likely so large a difference is when there is none; 1 when no trial differs."""
        if self.flips is not None:
            return self.flips.test.p_value
        # A difference that is the same in all trials has no t test; that all went one way still says something.
        return flip_p(self.up, self.down) if self.paired.p_value is None else self.paired.p_value

    @property
    def difference(self) -> Estimate:
        """The mean difference with its interval."""
        return self.paired.difference if self.flips is None else self.flips.test.difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two alternatives, by their places in the series, metric by metric; `adjusted_p` belongs to the lead metric."""

    first: int
    second: int
    contrasts: dict[str, Contrast]
    adjusted_p: float

    @property
    def told_apart(self) -> bool:
        """Whether the lead metric tells the two apart, counting how many pairs were asked about."""
        return self.adjusted_p < _ALPHA


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What one alternative is worth by the scenario's weights: mean, mean of its worst tenth, mean regret."""

    expected: Estimate
    worst: Estimate
    regret: Estimate


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Alternatives compared on the same luck. `n` trials finished under every alternative.

    `best` is the place of the best by the lead metric, None when the metric has no better direction; `rivals` gives
    for each alternative that cannot be told from the best how many trials more would tell, None when none would.
    `worths` is empty without weights in the scenario.
    """

    series: Series
    metric: str
    n: int
    names: tuple[str, ...]
    matches: tuple[Match, ...]
    best: int | None
    rivals: dict[int, int | None]
    worths: tuple[Worth, ...]

    def table(self) -> dict[str, Array]:
        """Return every pair and metric as columns of one length, such as `pandas.DataFrame` takes."""
        return columns_of(comparison_rows(self))

    def match(self, first: int, second: int) -> Match:
        """Return the match of two alternatives, whichever way round it was made."""
        return next(match for match in self.matches if {match.first, match.second} == {first, second})


def comparison(series: Series, *, metric: str = DEFAULT_METRIC, metrics: Sequence[str] | None = None) -> Comparison:
    """Compare all points of a series, pair by pair; `metric` decides which is best, `metrics` are compared besides.

    Raises: UsageError when there are fewer than two points or too many, or a metric is unknown.
    """
    if not 2 <= len(series) <= MAX_ALTERNATIVES:
        raise UsageError(f"a comparison needs 2 to {MAX_ALTERNATIVES} alternatives, got {len(series)}")
    named = dict.fromkeys((metric, *(HEADLINES if metrics is None else metrics)))
    for name in named:
        metric_named(name)
    same = aligned(series.studies)
    found = {pair: _contrasts(same, pair, tuple(named)) for pair in combinations(range(len(series)), 2)}
    adjusted = holm([contrasts[metric].p_value for contrasts in found.values()])
    matches = tuple(
        Match(first=first, second=second, contrasts=contrasts, adjusted_p=p)
        for ((first, second), contrasts), p in zip(found.items(), adjusted, strict=True)
    )
    best = best_row(same.values(metric), METRICS[metric].better)
    return Comparison(
        series=series,
        metric=metric,
        n=int(same.trials.size),
        names=tuple(study.variant or study.name for study in series),
        matches=matches,
        best=best,
        rivals={} if best is None else _rivals(matches, best, metric),
        worths=_worths(same),
    )


def _contrasts(same: Aligned, pair: tuple[int, int], metrics: tuple[str, ...]) -> dict[str, Contrast]:
    contrasts = {}
    for name in metrics:
        values = same.values(name)
        first, second = values[pair[0]], values[pair[1]]
        metric = METRICS[name]
        apart = second - first
        flips = None
        if metric.kind is Kind.YES_NO:
            flips = Flips(
                test=mcnemar(second, first, name=name),
                to_yes=tuple(same.trials[apart > 0].tolist()),
                to_no=tuple(same.trials[apart < 0].tolist()),
            )
        contrasts[name] = Contrast(
            metric=name,
            unit=metric.unit,
            better=metric.better,
            paired=paired(name, second, first),
            up=int(np.count_nonzero(apart > 0)),
            down=int(np.count_nonzero(apart < 0)),
            flips=flips,
        )
    return contrasts


def _rivals(matches: tuple[Match, ...], best: int, metric: str) -> dict[int, int | None]:
    rivals = {}
    for match in matches:
        if best not in (match.first, match.second) or match.told_apart:
            continue
        contrast = match.contrasts[metric].paired
        mean, deviation = contrast.difference.value, contrast.deviation
        needed = trials_to_tell(mean, deviation) if mean is not None and deviation is not None else None
        other = match.second if match.first == best else match.first
        rivals[other] = None if needed is None else max(needed - contrast.n, 0)
    return rivals


def _worths(same: Aligned) -> tuple[Worth, ...]:
    values = same.values(VALUE) if VALUE in same.studies[0].table else np.empty((len(same.studies), 0))
    if np.isnan(values).all():
        return ()
    names = [study.variant or study.name for study in same.studies]
    regret = mean_regrets(names, values)
    return tuple(
        Worth(
            expected=study.estimates[VALUE],
            worst=worst_tenth(name, row),
            regret=lost,
        )
        for study, name, row, lost in zip(same.studies, names, values, regret, strict=True)
    )
