"""What stands under every figure of several design points: scenario, n, seed, that it is notional, the program."""

from __future__ import annotations

from sim.show.text import NOTICE, PROGRAM, counted, shorten
from sim.study.study import Series


def series_footer(series: Series, n: int, note: str = "", *, each: str = "") -> str:
    """Return the footer; `each` says what n is of, such as `point`."""
    titles = {study.title for study in series}
    whole = titles.pop() if len(titles) == 1 else ""
    of_each = f" of each {each}" if each else ""
    parts = (
        shorten(whole or series.manifest.name, 40),
        f"n = {counted(n, 'trial')}{of_each}",
        note,
        f"seed {series.manifest.seed}",
        NOTICE,
        PROGRAM,
    )
    return "  ·  ".join(part for part in parts if part)
