"""What stands under every figure of several design points: scenario, n, seed, that it is notional, the program."""

from __future__ import annotations

from sim.show.text import NOTICE, PROGRAM, counted, shorten
from sim.study.study import Series


def series_footer(series: Series, n: int, note: str = "", *, each: str = "") -> str:
    """Return the footer; `each` says what n is of, such as `point`."""
    of_each = f" of each {each}" if each else ""
    parts = (
        shorten(series_title(series), 40),
        f"n = {counted(n, 'trial')}{of_each}",
        note,
        f"seed {series.manifest.seed}",
        NOTICE,
        PROGRAM,
    )
    return "  ·  ".join(part for part in parts if part)


def series_title(series: Series) -> str:
    """Return the title that all points share, else the scenario's name."""
    titles = {study.title for study in series}
    return (titles.pop() if len(titles) == 1 else "") or series.manifest.name
