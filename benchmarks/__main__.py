"""`python -m benchmarks`: measure, print the table, and fail when a number that must hold does not."""

from __future__ import annotations

import argparse
import json
import platform
import sys
from collections.abc import Iterator

from benchmarks.commands import cold_run_row, help_row
from benchmarks.comparisons import same_luck_row, sweep_rows
from benchmarks.exercise import exercise_row
from benchmarks.forces import force_rows
from benchmarks.row import Row, Verdict, table
from benchmarks.studies import memory_row, overhead_row, workers_row
from benchmarks.trials import cpu_row, events_row


def rows(*, full: bool) -> Iterator[Row]:
    """Measure one line of the table after the other."""
    yield cpu_row(rounds=21 if full else 11)
    yield events_row(trials=200)
    yield exercise_row(rounds=9 if full else 5)
    yield from force_rows(rounds=15 if full else 9)
    yield workers_row(rounds=5 if full else 3, trials=600)
    yield overhead_row(rounds=9 if full else 5, trials=100)
    yield memory_row(trials=100_000, real=full)
    yield cold_run_row()
    yield help_row(rounds=9)
    yield from sweep_rows()
    yield same_luck_row()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="more rounds, and 100,000 real trials (some ten minutes)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    asked = parser.parse_args()
    measured = []
    for row in rows(full=asked.full):
        print(f"{row.what}: {row.cells()[3] or row.verdict.value}", file=sys.stderr)
        measured.append(row)
    about = f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}"
    if asked.json:
        print(json.dumps({"machine": about, "rows": [row.document() for row in measured]}, indent=2))
    else:
        print(f"\nNumbers to hold, measured in one run ({about})\n\n{table(measured)}")
    return int(any(row.verdict is Verdict.BROKEN for row in measured))


if __name__ == "__main__":
    sys.exit(main())
