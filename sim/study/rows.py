"""Results as rows: what tables on the screen, CSV files and data frames are all made from.

A row is a mapping from column to cell, the same columns in each; nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.measure import METRICS
from sim.study.cells import Cell, csv_line
from sim.study.table import Array

if TYPE_CHECKING:
    from sim.stats import Estimate
    from sim.study.compare import Comparison
    from sim.study.study import Series, Study
    from sim.study.tournament import Tournament
    from sim.study.worlds import Worlds

Row = Mapping[str, Cell]

_TAKEN: Final = frozenset({"point", "metric", "unit", "value", "low", "high", "n", "95 % interval"})


def comparison_rows(result: Comparison) -> list[Row]:
    """Return one row per pair and metric: both values, the difference, and what the same luck was worth."""
    return [
        {
            "first": result.names[match.first],
            "second": result.names[match.second],
            "metric": metric,
            "unit": contrast.unit,
            "first_value": _value_of(result.series, match.first, metric),
            "second_value": _value_of(result.series, match.second, metric),
            "difference": contrast.difference.value,
            "low": contrast.difference.low,
            "high": contrast.difference.high,
            "p": contrast.p_value,
            "adjusted_p": match.adjusted_p if metric == result.metric else None,
            "correlation": contrast.paired.correlation.value,
            "variance_ratio": contrast.paired.variance_ratio.value,
            "up": contrast.up,
            "down": contrast.down,
            "n": contrast.paired.n,
        }
        for match in result.matches
        for metric, contrast in match.contrasts.items()
    ]


def _value_of(series: Series, place: int, metric: str) -> float | None:
    return series.studies[place].estimates[metric].value


def flip_rows(result: Comparison) -> list[Row]:
    """Return one row per trial in which a yes/no metric is not the same on both sides of a pair."""
    rows: list[Row] = []
    for match in result.matches:
        for metric, contrast in match.contrasts.items():
            if contrast.flips is None:
                continue
            pair: Row = {"metric": metric, "first": result.names[match.first], "second": result.names[match.second]}
            for is_yes, trials in ((True, contrast.flips.to_yes), (False, contrast.flips.to_no)):
                ends: Row = {"at_first": not is_yes, "at_second": is_yes}
                rows += [{**pair, "trial": trial, **ends} for trial in trials]
    return rows


FLIP_COLUMNS: Final = ("metric", "first", "second", "trial", "at_first", "at_second")


def worth_rows(result: Comparison) -> list[Row]:
    """Return one row per alternative that the scenario's weights put a value on."""
    return [
        {"alternative": name, "expected": w.expected.value, "worst_tenth": w.worst.value, "regret": w.regret.value}
        for name, w in zip(result.names, result.worths, strict=False)
    ]


def world_rows(worlds: Sequence[Worlds]) -> list[Row]:
    """Return one row per alternative and world: how much more the alternative has there than the first."""
    return [
        {
            "first": one.first,
            "second": one.second,
            "metric": one.metric,
            "world": world.number,
            **_ends("difference", world.difference),
        }
        for one in worlds
        for world in one.worlds
    ]


def sweep_rows(series: Series) -> list[Row]:
    """Return one row per design point and metric: the levels of the factors, then the estimate."""
    factors = list(dict.fromkeys(name for study in series for name in study.levels))
    rows: list[Row] = []
    for number, study in enumerate(series):
        rows += [
            {
                "point": number,
                **level_cells(study, factors),
                "metric": metric,
                "unit": METRICS[metric].unit if metric in METRICS else "",
                **_ends("value", estimate),
            }
            for metric, estimate in study.estimates.items()
        ]
    return rows


def level_cells(study: Study, factors: Iterable[str]) -> dict[str, Cell]:
    """Return a design point's levels by column; a factor that has the name of another column is told apart."""
    return {f"factor {name}" if name in _TAKEN else name: study.levels.get(name) for name in factors}


def cell_rows(result: Tournament) -> list[Row]:
    """Return one row per pairing of a tournament."""
    one, other = result.sides
    return [
        {
            one: mine,
            other: theirs,
            "metric": result.metric,
            **_ends("value", cell.mean),
            "flips_up": len(cell.up),
            "flips_down": len(cell.down),
        }
        for mine, row in zip(result.plans[0], result.cells, strict=True)
        for theirs, cell in zip(result.plans[1], row, strict=True)
    ]


def ranking_rows(result: Tournament) -> list[Row]:
    """Return one row per plan, side by side, the best first."""
    return [
        {
            "side": side,
            "place": place,
            "plan": ranked.plan,
            **_ends("value", ranked.mean),
            "adjusted_p": ranked.p_value,
            "level_with_best": ranked.is_level,
        }
        for side, ranking in zip(result.sides, result.rankings, strict=True)
        for place, ranked in enumerate(ranking, start=1)
    ]


def _ends(name: str, estimate: Estimate) -> dict[str, Cell]:
    return {name: estimate.value, "low": estimate.low, "high": estimate.high, "n": estimate.n}


def csv_text(rows: Sequence[Row], columns: Iterable[str] = ()) -> str:
    """Return rows as CSV that a spreadsheet does not run; `columns` is the heading when there may be no row."""
    heads = list(rows[0]) if rows else list(columns)
    return "".join(f"{csv_line(line)}\n" for line in (heads, *(row.values() for row in rows)))


def columns_of(rows: Sequence[Row]) -> dict[str, Array]:
    """Return rows as columns that `pandas.DataFrame` takes: numbers with nan where there is none, else texts.

    Shapes: every column (rows,).
    """
    return {head: _column([row[head] for row in rows]) for head in (rows[0] if rows else ())}


def _column(cells: list[Cell]) -> Array:
    kinds = {type(cell) for cell in cells}
    if kinds <= {int, float, type(None)}:
        whole = kinds == {int}
        return np.array([np.nan if cell is None else cell for cell in cells], dtype=np.int64 if whole else np.float64)
    if kinds == {bool}:
        return np.array(cells, dtype=np.bool_)
    return np.array(cells, dtype=np.str_ if kinds == {str} else np.object_)
