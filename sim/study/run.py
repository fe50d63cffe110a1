"""Running a study: from the question to a folder that holds the answer.

The order of things: the folder is locked, the manifest is written, what is there already is read, what is missing is
played, and everything is read back from disk.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import sim
from sim.base import chance
from sim.base.errors import ResultsError, SortieError, UsageError
from sim.scenario import Loaded
from sim.study.ask import Ask, Point, StudyKind
from sim.study.executors import Workers, any_executor, workers_for
from sim.study.identity import model_digest, study_id
from sim.study.jobs import Cutter, missing_chunks
from sim.study.manifest import Manifest, Played, RunStatus, read_manifest, write_manifest
from sim.study.runner import run_chunks
from sim.study.store import Contents, RunFolder
from sim.study.study import Series, Study, finish_series
from sim.study.worker import Model, Rows, Work, standard_model

Progress = Callable[[int, int], None]
"""Told how many of how many trials are there."""

RESULTS = Path("results")


class StudyInterruptedError(KeyboardInterrupt):
    """The run was stopped by Ctrl-C; its folder is readable, and asking again resumes it."""


def run_study(
    loaded: Loaded,
    *,
    trials: int | None = None,
    seed: int | None = None,
    jobs: int | None = None,
    out: Path = RESULTS,
    variant: str | None = None,
    progress: Progress | None = None,
    executor: Callable[[], Executor] | None = None,
) -> Study:
    """Play what is missing of a run and return its results; the scenario says how many trials and which seed, else.

    `variant` is the name that results carry. `executor` opens an executor to use instead of processes here.

    Raises: StudyInterruptedError on Ctrl-C; ResultsError when results cannot be written; UsageError on impossible
    numbers; TrialError when a trial is impossible.
    """
    points = (Point(loaded=loaded, name=variant or ""),)
    ask = asked(points, kind=StudyKind.RUN, trials=trials, seed=seed, out=out)
    return run_series(ask, jobs=jobs, progress=progress, executor=executor).studies[0]


def asked(
    points: Sequence[Point],
    *,
    kind: StudyKind,
    trials: int | None = None,
    seed: int | None = None,
    out: Path = RESULTS,
) -> Ask:
    """Return what is asked; the first point's scenario says how many trials and which seed, unless told.

    Raises: UsageError on impossible numbers.
    """
    if not points:
        raise UsageError("a study needs at least one design point")
    first = points[0].loaded.scenario
    return Ask(
        points=tuple(points),
        trials=first.trials if trials is None else trials,
        seed=first.seed if seed is None else seed,
        out=out,
        kind=kind,
    )


def run_series(
    ask: Ask,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    executor: Callable[[], Executor] | None = None,
) -> Series:
    """Play what is missing of a study of several design points and return its results. Raises as `run_study`."""
    if jobs is not None and jobs < 1:
        raise UsageError(f"jobs must be 1 or more, got {jobs}")
    workers = any_executor(executor, jobs) if executor is not None else None
    return play_series(ask, standard_model(), workers=workers, jobs=jobs, progress=progress)


def play_study(
    ask: Ask,
    model: Model,
    *,
    workers: Workers | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Study:
    """Do as `run_study`, with a given model and given workers."""
    return play_series(ask, model, workers=workers, jobs=jobs, progress=progress).studies[0]


def play_series(
    ask: Ask,
    model: Model,
    *,
    workers: Workers | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Series:
    """Do as `run_series`, with a given model and given workers."""
    folder = RunFolder.under(ask.out, ask.name, ask.kind, study_id(ask))
    with folder.writing(len(ask.points)):
        manifest = _planned(folder, ask, model)
        write_manifest(folder.path, manifest)
        found = [folder.contents(point, ask.trials) for point in range(len(ask.points))]
        for contents in found:
            folder.set_damaged_aside(contents)
        write_manifest(folder.path, replace(manifest, status=RunStatus.RUNNING))
        try:
            _play_missing(folder, ask, model, found, workers=workers, jobs=jobs, progress=progress)
        except KeyboardInterrupt:
            series = finish_series(folder, replace(manifest, status=RunStatus.INTERRUPTED))
            done = sum(study.counts.done for study in series)
            raise StudyInterruptedError(
                f"interrupted: {done} of {ask.total} trials are kept in {folder.path}; ask again to go on"
            ) from None
        except SortieError:
            with contextlib.suppress(SortieError):  # the first error is the one to tell of
                write_manifest(folder.path, replace(manifest, status=RunStatus.PARTIAL))
            raise
        return finish_series(folder, replace(manifest, status=RunStatus.COMPLETE))


def _planned(folder: RunFolder, ask: Ask, model: Model) -> Manifest:
    manifest = Manifest(
        id=folder.run,
        kind=ask.kind,
        name=ask.name,
        status=RunStatus.PLANNED,
        seed=ask.seed,
        scheme=chance.SCHEME,
        model_sha256=model_digest(),
        planned=ask.trials,
        points=tuple(Played.of(point) for point in ask.points),
        columns=model.columns,
        program=sim.__version__,
        plans=dict(ask.plans),
        predictions=dict(ask.predictions),
    )
    try:
        last = read_manifest(folder.path)
    except ResultsError:  # none yet, or damaged: it is made anew
        return manifest
    if last.id != folder.run:
        raise ResultsError(
            f"{folder.path} holds another study, {last.name} {last.kind.value}-{last.id}; move it away, or name "
            "another place with --out"
        )
    return replace(
        manifest,
        started=last.started,
        plans=last.plans | manifest.plans,
        predictions=last.predictions | manifest.predictions,
    )


def _play_missing(
    folder: RunFolder,
    ask: Ask,
    model: Model,
    found: list[Contents],
    *,
    workers: Workers | None,
    jobs: int | None,
    progress: Progress | None,
) -> None:
    gaps = [gap for contents in found for gap in missing_chunks(contents.settled, contents.point)]
    done = ask.total - sum(gap.size for gap in gaps)
    if progress is not None:
        progress(done, ask.total)
    workers = workers or workers_for(ask.total - done, jobs)

    def keep(rows: Rows) -> None:
        nonlocal done
        folder.keep(rows)
        done += rows.chunk.size
        if progress is not None:
            progress(done, ask.total)

    works = [Work(scenario=point.loaded.scenario, seed=ask.seed, model=model, name=point.name) for point in ask.points]
    run_chunks(works, Cutter(gaps, workers=workers.count, size=workers.chunk), workers, keep)
