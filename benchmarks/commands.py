"""What a user waits for: a whole run from a cold start, and the help text."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile

from benchmarks.machine import Others, own_cpu_s
from benchmarks.row import Row

TRIALS = 1000


def cold_run_row() -> Row:
    """Measure a run in a new process and an empty folder, with two workers, figures and report."""
    with tempfile.TemporaryDirectory() as place, Others() as others:
        command = ["run", "baseline-escort", "--trials", str(TRIALS), "--jobs", "2", "--out", place, "--quiet"]
        cpu_s = sortie(command)
    return Row(
        what=f"{TRIALS:,} baseline trials with figures and report, cold, two workers",
        hold=10.0,
        aim=6.0,
        got=others.wall_s,
        unit=" s",
        clouded=others.crowd,
        note=f"wall clock; {cpu_s:.1f} s of CPU in all; {others}",
    )


def help_row(rounds: int) -> Row:
    """Measure the help text."""
    sortie(["--help"])
    times_ms = [1000.0 * sortie(["--help"]) for _ in range(rounds)]
    return Row(
        what="sortie --help",
        hold=150.0,
        got=statistics.median(times_ms),
        unit=" ms CPU",
        note=f"median of {rounds}, {min(times_ms):.0f} to {max(times_ms):.0f}",
    )


def sortie(words: list[str]) -> float:
    """Run a command of the program; return the CPU seconds that it and its workers took."""
    began_s = own_cpu_s()
    subprocess.run([sys.executable, "-m", "sim", *words], check=True, stdout=subprocess.DEVNULL)
    return own_cpu_s() - began_s
