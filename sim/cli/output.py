"""What a command prints: data on stdout as text, JSON or CSV; everything else on stderr.

A reader that goes away (`sortie schema | head -1`) is no error: what is left to print is dropped and the command ends
as it would have.
"""

from __future__ import annotations

import csv
import enum
import io
import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Final

import click

from sim.base.errors import UsageError
from sim.cli.command import is_quiet

Row = Mapping[str, str | int | float | bool | None]

_GAP: Final = "  "


class Format(enum.Enum):
    """How data is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


PLAIN: Final = (Format.TEXT, Format.JSON, Format.CSV)
"""The forms of what is no table of trials."""


def emit(text: str) -> None:
    """Print data on stdout."""
    try:
        click.echo(text)
    except BrokenPipeError:
        # Points the descriptor at nothing, so that neither later prints nor the flush at exit fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(text: str) -> None:
    """Tell something beside the data, on stderr, unless --quiet."""
    if not is_quiet():
        click.echo(text, err=True)


def warn(text: str) -> None:
    """Warn on stderr, also with --quiet."""
    click.echo(f"warning: {text}", err=True)


def emit_json(content: object) -> None:
    """Print one JSON document on stdout."""
    emit(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))


def emit_rows(rows: Sequence[Row], form: Format) -> None:
    """Print rows that share their columns, as a table, a JSON list, or CSV."""
    match form:
        case Format.JSON:
            emit_json(list(rows))
        case Format.CSV:
            emit(_csv(rows))
        case Format.TEXT:
            emit(table(rows))
        case Format.PARQUET:
            raise UsageError("--format parquet is for the trials of a study; take json or csv")


def table(rows: Sequence[Row]) -> str:
    """Return the rows as aligned columns under a line of headings; columns of numbers are set right."""
    if not rows:
        return "(nothing)"
    heads = list(rows[0])
    cells = [[_cell(row[head]) for head in heads] for row in rows]
    widths = [max(len(head), *(len(line[at]) for line in cells)) for at, head in enumerate(heads)]
    right = [all(isinstance(row[head], int | float) or row[head] is None for row in rows) for head in heads]

    def line(words: Sequence[str]) -> str:
        fitted = (w.rjust(n) if r else w.ljust(n) for w, n, r in zip(words, widths, right, strict=True))
        return _GAP.join(fitted).rstrip()

    return "\n".join([line(heads), line(["-" * width for width in widths]), *(line(words) for words in cells)])


def _cell(value: str | int | float | bool | None) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.4g}"
        case _:
            return str(value)


def _csv(rows: Sequence[Row]) -> str:
    """Return the rows as CSV; yes and no are 1 and 0, what is missing is empty."""
    if not rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {key: int(value) if isinstance(value, bool) else value for key, value in row.items()} for row in rows
    )
    return text.getvalue().rstrip("\n")
