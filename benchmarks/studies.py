"""What a study costs beyond its trials: the runner's overhead, two workers against one, memory of the parent."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.machine import Others
from benchmarks.row import Row
from benchmarks.trials import SEED, baseline, cpu_s
from sim.base.chance import Chance
from sim.measure import Measurer
from sim.scenario.schema import Scenario
from sim.study.ask import StudyKind
from sim.study.executors import Workers, process_pool, serial
from sim.study.jobs import Chunk, Cutter
from sim.study.runner import run_chunks
from sim.study.store import RunFolder
from sim.study.worker import Work, standard_model
from sim.trial.play import run_trial

CHUNK = 50


def overhead_row(rounds: int, trials: int) -> Row:
    """Measure what runner and store add to trials that are played and measured in a bare loop."""
    scenario = baseline()
    _bare(scenario, 0, CHUNK)
    shares, measures = [], []
    for turn in range(rounds):
        first = turn * trials
        costs = {}
        for name in ("bare", "run", "played") if turn % 2 else ("played", "run", "bare"):
            if name == "bare":
                costs[name] = cpu_s(lambda: _bare(scenario, first, trials))  # noqa: B023 - called at once
            elif name == "played":
                costs[name] = cpu_s(lambda: _played(scenario, first, trials))  # noqa: B023
            else:
                costs[name] = cpu_s(lambda: _run(scenario, first, trials, serial(chunk=CHUNK)))  # noqa: B023
        shares.append(100.0 * (costs["run"] / costs["bare"] - 1.0))
        measures.append(100.0 * (costs["bare"] / costs["played"] - 1.0))
    return Row(
        what="runner's overhead over bare trials",
        hold=5.0,
        got=statistics.median(shares),
        unit=" %",
        note=f"median of {rounds} rounds of {trials}, {min(shares):.1f} to {max(shares):.1f}; "
        f"bare trials are played and measured, and measuring is {statistics.median(measures):.0f} % of playing",
    )


def workers_row(rounds: int, trials: int) -> Row:
    """Measure how much sooner two workers are done than one, both in processes of their own."""
    scenario = baseline()
    ratios = []
    with Others() as others:
        for turn in range(rounds):
            walls = {}
            for jobs in (1, 2) if turn % 2 else (2, 1):
                began_s = time.perf_counter()
                _run(scenario, 0, trials, process_pool(jobs))
                walls[jobs] = time.perf_counter() - began_s
            ratios.append(walls[1] / walls[2])
    return Row(
        what="two workers against one: times as fast",
        hold=1.8 if others.are_quiet else 1.6,
        got=statistics.median(ratios),
        more_is_better=True,
        clouded=others.crowd,
        note=f"median of {rounds} rounds of {trials} trials, {min(ratios):.2f} to {max(ratios):.2f}; {others} "
        "(1.8 on an idle machine, 1.6 on a shared one)",
    )


def _played(scenario: Scenario, first: int, trials: int) -> None:
    for start in range(first, first + trials, CHUNK):
        chance = Chance(SEED, start, CHUNK)
        for number in range(start, start + CHUNK):
            run_trial(scenario, SEED, number, chance)


def _bare(scenario: Scenario, first: int, trials: int) -> None:
    for start in range(first, first + trials, CHUNK):
        chance, measurer = Chance(SEED, start, CHUNK), Measurer(scenario)
        for number in range(start, start + CHUNK):
            measurer.measure(run_trial(scenario, SEED, number, chance))


def _run(scenario: Scenario, first: int, trials: int, workers: Workers) -> None:
    """Play trials through the runner into the store of a new results folder."""
    work = Work(scenario=scenario, seed=SEED, model=standard_model())
    with tempfile.TemporaryDirectory() as place:
        folder = RunFolder.under(Path(place), scenario.name, StudyKind.RUN, "0" * 10)
        with folder.writing(1):
            cutter = Cutter([Chunk(first, trials)], workers=workers.count, size=workers.chunk)
            run_chunks([work], cutter, workers, folder.keep)


def memory_row(trials: int, *, real: bool) -> Row:
    """Measure the parent's peak memory, and how much of it grew since a tenth of the trials."""
    small_mb, large_mb = (_peak_mb(count, real=real) for count in (trials // 10, trials))
    rows = "real trials" if real else "rows given at once instead of played, which is the same to the parent"
    trial_kb = 1000.0 * (large_mb - small_mb) / (0.9 * trials)
    return Row(
        what=f"{trials:,} trials: parent's peak memory",
        hold=300.0,
        got=large_mb,
        unit=" MB",
        note=f"{small_mb:.0f} MB at {trials // 10:,}: {trial_kb:.2f} kB a trial; {rows}",
    )


def _peak_mb(trials: int, *, real: bool) -> float:
    command = [sys.executable, "-m", "benchmarks.parent", str(trials), *(["--real"] if real else [])]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1])
