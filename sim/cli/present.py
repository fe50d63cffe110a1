"""How a study is printed: words and tables as text, rows as CSV, one document as JSON, or all trials as Parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import Wish
from sim.cli.output import Format, Row, emit, emit_json, table

if TYPE_CHECKING:
    from sim.study import Series


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a command has to say: `tables` have a title each and are for the eye, `rows` are for programs.

    `extra` goes into the JSON document beside the rows.
    """

    words: Sequence[str]
    tables: Mapping[str, Sequence[Row]]
    rows: Sequence[Row]
    extra: Mapping[str, object] = field(default_factory=dict)
    drawn: Sequence[Path] = ()

    @property
    def page(self) -> Path | None:
        """The page to open, when one was written."""
        return next((path for path in self.drawn if path.suffix == ".html"), None)


def show(series: Series, shown: Shown, wish: Wish) -> None:
    """Print a study in the form that is wished."""
    match wish.form:
        case Format.TEXT:
            emit(_text(series, shown))
        case Format.CSV:
            from sim.study.rows import csv_text

            emit(csv_text(shown.rows).rstrip("\n"))
        case Format.JSON:
            emit_json({**_head(series, shown), **shown.extra, "rows": list(shown.rows)})
        case Format.PARQUET:
            from sim.cli.conduct import keep
            from sim.study.parquet import write_parquet

            (path,) = keep(series.folder, {}, lambda: [write_parquet(series)])
            emit(str(path))


def _text(series: Series, shown: Shown) -> str:
    parts = ["\n".join(shown.words)] if shown.words else []
    parts += [f"{title}\n{table(rows)}" if title else table(rows) for title, rows in shown.tables.items() if rows]
    closing = ["Intervals are 95 %, and cover luck only. Every number is notional.", f"results  {series.folder}"]
    if shown.page is not None:
        closing.append(f"report   {shown.page}")
    return "\n\n".join([*parts, "\n".join(closing)])


def _head(series: Series, shown: Shown) -> dict[str, object]:
    counts = [study.counts for study in series]
    return {
        "kind": series.kind.value,
        "name": series.manifest.name,
        "seed": series.manifest.seed,
        "status": series.manifest.status.value,
        "points": [study.variant for study in series],
        "trials": {
            "asked": series.manifest.planned,
            "finished": sum(one.finished for one in counts),
            "aborted": sum(one.aborted for one in counts),
            "crashed": sum(one.crashed for one in counts),
        },
        "folder": str(series.folder),
        "report": str(shown.page) if shown.page else None,
        "warnings": list(series.warnings),
        "words": list(shown.words),
    }


def number(value: float | None) -> str:
    """Return a number to three significant digits, which is more than a few hundred trials can tell."""
    return "undefined" if value is None else f"{float(f'{value:.3g}'):.10g}"


def interval(low: float | None, high: float | None) -> str:
    """Return the ends of an interval in words."""
    return "none" if low is None or high is None else f"{number(low)} to {number(high)}"
