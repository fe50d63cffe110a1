"""Running a study: from the question to a folder that holds the answer.

The order of things: the folder is locked, the manifest is written, what is there already is read, what is missing is
played, and everything is read back from disk.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import sim
from sim.base import chance
from sim.base.errors import ResultsError, SortieError, UsageError
from sim.scenario import Loaded
from sim.study.executors import Workers, any_executor, workers_for
from sim.study.identity import model_digest, run_id
from sim.study.jobs import Cutter, missing_chunks
from sim.study.manifest import Manifest, RunStatus, read_manifest, write_manifest
from sim.study.runner import run_chunks
from sim.study.store import Contents, RunFolder
from sim.study.study import Study, finish_study
from sim.study.worker import Model, Rows, Work, standard_model

MAX_TRIALS: Final = 10_000_000

Progress = Callable[[int, int], None]
"""Told how many of how many trials are there."""

_VARIANT: Final = re.compile(r"[\w-]{0,64}")


class StudyInterruptedError(KeyboardInterrupt):
    """The run was stopped by Ctrl-C; its folder is readable, and asking again resumes it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What is asked of a study: the first `trials` trials of a scenario under a root seed."""

    loaded: Loaded
    trials: int
    seed: int
    out: Path
    variant: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.trials <= MAX_TRIALS:
            raise UsageError(f"trials must be in 1 .. {MAX_TRIALS}, got {self.trials}")
        if self.seed < 0:
            raise UsageError(f"a seed must be 0 or more, got {self.seed}")
        if not _VARIANT.fullmatch(self.variant):
            raise UsageError(f"a variant's name is at most 64 letters, digits, - and _, got {self.variant!r}")


def run_study(
    loaded: Loaded,
    *,
    trials: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    out: Path = Path("results"),
    variant: str | None = None,
    progress: Progress | None = None,
    executor: Callable[[], Executor] | None = None,
) -> Study:
    """Play what is missing of a run and return its results; the scenario says how many trials and which seed, else.

    `variant` is the name that results carry. `executor` opens an executor to use instead of processes here.

    Raises: StudyInterruptedError on Ctrl-C; ResultsError when results cannot be written; UsageError on impossible
    numbers; TrialError when a trial is impossible.
    """
    ask = Ask(
        loaded=loaded,
        trials=loaded.scenario.trials if trials is None else trials,
        seed=loaded.scenario.seed if seed is None else seed,
        out=out,
        variant=variant or "",
    )
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs must be 1 or more, got {jobs}")
    workers = any_executor(executor, jobs) if executor is not None else None
    return play_study(ask, standard_model(), workers=workers, jobs=jobs, progress=progress)


def play_study(
    ask: Ask,
    model: Model,
    *,
    workers: Workers | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Study:
    """Do as `run_study`, with a given model and given workers."""
    scenario = ask.loaded.scenario
    folder = RunFolder.under(ask.out, scenario.name, run_id(scenario, ask.seed))
    with folder.writing():
        manifest = _planned(folder, ask, model)
        write_manifest(folder.path, manifest)
        contents = folder.contents(ask.trials)
        folder.set_damaged_aside(contents)
        write_manifest(folder.path, replace(manifest, status=RunStatus.RUNNING))
        try:
            _play_missing(folder, ask, model, contents, workers=workers, jobs=jobs, progress=progress)
        except KeyboardInterrupt:
            study = finish_study(folder, replace(manifest, status=RunStatus.INTERRUPTED))
            raise StudyInterruptedError(
                f"interrupted: {study.counts.done} of {ask.trials} trials are kept in {folder.path}; ask again to go on"
            ) from None
        except SortieError:
            with contextlib.suppress(SortieError):  # the first error is the one to tell of
                write_manifest(folder.path, replace(manifest, status=RunStatus.PARTIAL))
            raise
        return finish_study(folder, replace(manifest, status=RunStatus.COMPLETE))


def _planned(folder: RunFolder, ask: Ask, model: Model) -> Manifest:
    scenario = ask.loaded.scenario
    manifest = Manifest(
        id=folder.run,
        name=scenario.name,
        title=scenario.title,
        variant=ask.variant,
        status=RunStatus.PLANNED,
        seed=ask.seed,
        scheme=chance.SCHEME,
        model_sha256=model_digest(),
        planned=ask.trials,
        scenario_text=ask.loaded.text,
        resolved=ask.loaded.resolved,
        resolved_text=ask.loaded.resolved_text,
        columns=model.columns,
        program=sim.__version__,
    )
    with contextlib.suppress(ResultsError):  # none yet, or damaged: it is made anew
        return replace(manifest, started=read_manifest(folder.path).started)
    return manifest


def _play_missing(
    folder: RunFolder,
    ask: Ask,
    model: Model,
    contents: Contents,
    *,
    workers: Workers | None,
    jobs: int | None,
    progress: Progress | None,
) -> None:
    gaps = missing_chunks(contents.settled)
    done = ask.trials - sum(gap.size for gap in gaps)
    if progress is not None:
        progress(done, ask.trials)
    workers = workers or workers_for(ask.trials - done, jobs)

    def keep(rows: Rows) -> None:
        nonlocal done
        folder.keep(rows)
        done += rows.size
        if progress is not None:
            progress(done, ask.trials)

    work = Work(scenario=ask.loaded.scenario, seed=ask.seed, model=model)
    run_chunks(work, Cutter(gaps, workers=workers.count, size=workers.chunk), workers, keep)
