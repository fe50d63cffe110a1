"""Lines of CSV that are safe to open in a spreadsheet.

A spreadsheet runs a cell that begins with one of a few signs, so a text that does gets an apostrophe before it.
Numbers are written by repr, so that they read back as the same numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Final

Cell = str | int | float | bool | None

_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_text(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_RUNS) else text


def csv_line(cells: Iterable[Cell]) -> str:
    """Return one line of CSV without its end; yes and no are 1 and 0, what is undefined is empty."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow([_written(cell) for cell in cells])
    return text.getvalue()


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return safe_text(cell)
        case bool():
            return str(int(cell))
        case _:
            return repr(cell)
