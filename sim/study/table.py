"""The table of a study: read back from its chunks, checked, as columns; written as `trials.csv`.

The chunks are the record. What a study reports comes from here alone, whether it was just played, resumed or loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.errors import ResultsError
from sim.study.cells import csv_line
from sim.study.files import Writing
from sim.study.manifest import Played
from sim.study.store import Contents, RunFolder
from sim.study.worker import Column, Outcome

Array = NDArray[Any]

_STATUS_TYPE = f"U{max(len(outcome.value) for outcome in Outcome)}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """Trials as columns: `trial`, `status`, and every metric with nan where it is undefined."""

    columns: dict[str, Array]

    def count(self, outcome: Outcome) -> int:
        """Return how many trials ended so."""
        return int(np.count_nonzero(self.columns["status"] == outcome.value))

    def finished(self, metric: str) -> Array:
        """Return the values of a metric over finished trials, in order of trial; nan where undefined."""
        values: Array = self.columns[metric][self.columns["status"] == Outcome.FINISHED.value]
        return values


def read_table(folder: RunFolder, contents: Contents, columns: tuple[Column, ...]) -> Table:
    """Return the trials of a design point that `contents` names."""
    return _collect(folder, contents, columns, None)


def table_head(columns: tuple[Column, ...]) -> bytes:
    """Return the first line of `trials.csv`."""
    return (",".join(["point", "variant", "trial", "status", *(column.name for column in columns)]) + "\n").encode()


def write_table(
    folder: RunFolder, contents: Contents, columns: tuple[Column, ...], *, file: Writing, name: str
) -> Table:
    """Append the trials of a design point that `contents` names to `trials.csv`; return them."""
    return _collect(folder, contents, columns, (file, f"{contents.point},{csv_line([name])},"))


def points_csv(points: Sequence[Played]) -> bytes:
    """Return `points.csv`: one line per design point, with the level of every factor."""
    factors = list(dict.fromkeys(factor for point in points for factor in point.levels))
    lines = [csv_line(["point", "variant", *factors])]
    for number, point in enumerate(points):
        lines.append(csv_line([number, point.name, *(point.levels.get(factor) for factor in factors)]))
    return "".join(f"{line}\n" for line in lines).encode()


def _collect(
    folder: RunFolder, contents: Contents, columns: tuple[Column, ...], copy: tuple[Writing, str] | None
) -> Table:
    count = int(np.count_nonzero(contents.stored))
    trials = np.empty(count, dtype=np.int64)
    status = np.empty(count, dtype=_STATUS_TYPE)
    values = np.empty((len(columns), count))
    at = 0
    for lines in _segments(folder, contents):
        if copy is not None:
            file, start = copy
            file.write("".join([f"{start}{line}\n" for line in lines]).encode())
        rows = [line.split(",") for line in lines]
        here = slice(at, at + len(rows))
        try:
            trials[here] = [int(row[0]) for row in rows]
            status[here] = [row[1] for row in rows]
            values[:, here] = np.array([[float(cell or "nan") for cell in row[2:]] for row in rows]).T
        except (ValueError, IndexError) as error:
            raise ResultsError(f"{folder.path}: its rows do not have the columns that its manifest tells of") from error
        at += len(rows)
    metrics = {column.name: values[place] for place, column in enumerate(columns)}
    return Table(columns={"trial": trials, "status": status, **metrics})


def _segments(folder: RunFolder, contents: Contents) -> Iterator[list[str]]:
    """Give the lines of neighbouring trials, file by file, in order of trial."""
    last: Path | None = None
    for path, first, end in contents.segments():
        if path != last:
            kept, last = folder.read(path, contents.point), path
        yield kept.lines[first - kept.chunk.first : end - kept.chunk.first]


def stored_line(folder: RunFolder, contents: Contents, trial: int) -> str | None:
    """Return the line of one trial as it is on disk; None when there is none."""
    place = int(contents.owner[trial])
    if place < 0:
        return None
    kept = folder.read(contents.paths[place], contents.point)
    return kept.lines[trial - kept.chunk.first]
