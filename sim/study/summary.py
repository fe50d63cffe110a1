"""From the table of a design point to its estimates: each with n and interval, and what stands beside them.

Shares and means use finished trials. Aborted and crashed trials are counted beside, with the bounds that the shares
would have if all of those had gone one way or the other; above one in a hundred no verdict is given.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, NamedTuple

import numpy as np

from sim.measure import Kind
from sim.stats import (
    Estimate,
    mean_bootstrap,
    mean_count,
    mean_t,
    quantile,
    ratio_of_sums,
    share,
    worst_case_share,
)
from sim.study.cells import csv_line
from sim.study.manifest import Played
from sim.study.table import Array, Table
from sim.study.worker import Column, Outcome

NO_VERDICT_ABOVE: Final = 0.01
"""Share of trials without a result above which no verdict is given."""

UNRESOLVED_ABOVE: Final = 0.01
"""Share of trials that end with aircraft in the air above which a warning is given."""

EXCHANGE_RATIO: Final = "exchange_ratio"

_EXCHANGE: Final = ("opponent_aircraft_lost", "own_aircraft_lost")
_UNRESOLVED: Final = ("unresolved_aircraft", "opponent_unresolved_aircraft")
_BOOTSTRAP_UP_TO: Final = 1_000  # beyond this many trials it says the same as Student's t and only takes time


class Statistic(enum.Enum):
    """What of a metric is estimated."""

    SHARE = "share"
    MEAN = "mean"
    MEAN_BOOTSTRAP = "mean_bootstrap"
    P10 = "p10"
    P50 = "p50"
    P90 = "p90"
    RATIO = "ratio"


_QUANTILES: Final = ((Statistic.P10, 0.1), (Statistic.P50, 0.5), (Statistic.P90, 0.9))


class Line(NamedTuple):
    """One line of the summary."""

    metric: str
    statistic: Statistic
    unit: str
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What became of the trials asked for; those without a row yet are in none but `asked`."""

    asked: int
    finished: int
    aborted: int
    crashed: int

    @property
    def without_result(self) -> int:
        """Trials that ran and gave no result."""
        return self.aborted + self.crashed

    @property
    def done(self) -> int:
        """Trials that have a row."""
        return self.finished + self.without_result


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All that is estimated from a table."""

    counts: Counts
    lines: tuple[Line, ...]
    bounds: dict[str, tuple[float, float]]
    verdict_allowed: bool
    warnings: tuple[str, ...]


def summarise(table: Table, columns: tuple[Column, ...], asked: int) -> Summary:
    """Return the estimates of a table and the warnings that belong to them."""
    counts = Counts(
        asked=asked,
        finished=table.count(Outcome.FINISHED),
        aborted=table.count(Outcome.ABORTED),
        crashed=table.count(Outcome.CRASHED),
    )
    allowed = counts.without_result <= NO_VERDICT_ABOVE * counts.done
    return Summary(
        counts=counts,
        lines=tuple(_lines(table, columns)),
        bounds=_bounds(table, columns, counts),
        verdict_allowed=allowed,
        warnings=tuple(_warnings(table, counts, allowed)),
    )


def summary_csv(summaries: Sequence[Summary], names: Sequence[str]) -> bytes:
    """Return the summaries of all design points as CSV, one line per point and statistic; empty when undefined."""
    head = ["point", "variant", "metric", "statistic", "unit", "value", "low", "high", "n", "level", "method"]
    lines = [csv_line(head)]
    for point, (summary, name) in enumerate(zip(summaries, names, strict=True)):
        for metric, statistic, unit, e in summary.lines:
            ends = (e.value, e.low, e.high)
            lines.append(csv_line([point, name, metric, statistic.value, unit, *ends, e.n, e.level, e.method.value]))
    return "".join(f"{line}\n" for line in lines).encode()


def summary_json(summaries: Sequence[Summary], points: Sequence[Played]) -> bytes:
    """Return the summaries of all design points as JSON."""
    content = {
        "schema": 2,
        "points": [
            {"point": number, "variant": point.name, "levels": point.levels} | _as_json(summary)
            for number, (summary, point) in enumerate(zip(summaries, points, strict=True))
        ],
    }
    return (json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _as_json(summary: Summary) -> dict[str, Any]:
    return {
        "counts": asdict(summary.counts),
        "verdict_allowed": summary.verdict_allowed,
        "warnings": summary.warnings,
        "bounds": summary.bounds,
        "estimates": [
            asdict(estimate)
            | {"name": metric, "statistic": statistic.value, "unit": unit, "method": estimate.method.value}
            for metric, statistic, unit, estimate in summary.lines
        ],
    }


def _lines(table: Table, columns: tuple[Column, ...]) -> Iterator[Line]:
    counted = table.count(Outcome.FINISHED)
    for name, unit, kind in columns:
        values = _defined(table, name)
        if kind is Kind.YES_NO:
            yield Line(name, Statistic.SHARE, unit, share(name, int(values.sum()), values.size))
            continue
        mean = mean_count if kind is Kind.COUNT else mean_t
        yield Line(name, Statistic.MEAN, unit, mean(name, values))
        if counted <= _BOOTSTRAP_UP_TO:
            yield Line(name, Statistic.MEAN_BOOTSTRAP, unit, mean_bootstrap(name, table.finished(name)))
        for statistic, q in _QUANTILES:
            yield Line(name, statistic, unit, quantile(name, values, q))
    if {column.name for column in columns}.issuperset(_EXCHANGE):
        theirs, ours = (table.finished(name) for name in _EXCHANGE)
        known = ~(np.isnan(theirs) | np.isnan(ours))
        ratio = ratio_of_sums(EXCHANGE_RATIO, theirs[known], ours[known])
        yield Line(EXCHANGE_RATIO, Statistic.RATIO, "lost per own lost", ratio)


def _bounds(table: Table, columns: tuple[Column, ...], counts: Counts) -> dict[str, tuple[float, float]]:
    if not counts.without_result:
        return {}
    bounds = {}
    for name, _, kind in columns:
        if kind is Kind.YES_NO:
            values = _defined(table, name)
            bounds[name] = worst_case_share(int(values.sum()), values.size, counts.without_result)
    return bounds


def _warnings(table: Table, counts: Counts, allowed: bool) -> Iterator[str]:
    if counts.done < counts.asked:
        yield f"{counts.asked - counts.done} of {counts.asked} trials are not there yet; ask again to play them"
    if counts.without_result:
        yield f"{counts.aborted} aborted and {counts.crashed} crashed trials of {counts.done} gave no result" + (
            "" if allowed else f"; above {NO_VERDICT_ABOVE:.0%} no verdict is given"
        )
    aloft = [table.finished(name) > 0 for name in _UNRESOLVED if name in table.columns]
    unresolved = int(np.count_nonzero(np.logical_or.reduce(aloft))) if aloft else 0
    if unresolved > UNRESOLVED_ABOVE * counts.finished:
        yield f"{unresolved} of {counts.finished} trials ended with aircraft in the air: let them run longer (ends_at)"


def _defined(table: Table, name: str) -> Array:
    values = table.finished(name)
    defined: Array = values[~np.isnan(values)]
    return defined
