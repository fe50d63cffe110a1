"""The runner: hands chunks to workers, a few at a time, and passes their rows on as they come, in any order.

When a worker dies or a chunk is overdue, nobody can say which of the chunks under way was to blame. So a fresh pool
is opened and each of them is played alone; one that fails again is played trial by trial, and only a trial that
takes its worker down once more is recorded as crashed. Hence which trials are crashed does not depend on chunks.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from typing import Final, Self

from sim.base.errors import ResultsError
from sim.study.executors import Workers, can_kill, interrupts_held_back, kill
from sim.study.jobs import Chunk, Cutter
from sim.study.worker import Rows, Work, crashed_trial, joined, play_chunk

MAX_CRASHED: Final = 20
"""Trials that may crash before the run is given up."""

START_S: Final = 120.0
"""Workers must be up after this long."""

_POLL_S: Final = 1.0

Keep = Callable[[Rows], None]


def run_chunks(works: Sequence[Work], cutter: Cutter, workers: Workers, keep: Keep) -> None:
    """Play every chunk that the cutter gives and hand its rows to `keep`; `works` has one entry a design point.

    Raises: TrialError when a trial is impossible; ResultsError when workers cannot start or keep dying.
    """
    if cutter.left == 0:
        return
    with _Pool(works, workers) as pool:
        while suspects := _run_until_broken(pool, cutter, workers, keep):
            pool.reopen()
            for chunk in suspects:
                keep(_played_alone(pool, chunk))


def ready() -> bool:
    """Tell that a worker is up."""
    return True


class _Pool:
    """An executor that can be replaced by a fresh one."""

    def __init__(self, works: Sequence[Work], workers: Workers) -> None:
        self._works = works
        self._workers = workers
        self._executor = self._open()
        self._crashed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._executor.shutdown()
        else:
            kill(self._executor)

    def submit(self, chunk: Chunk) -> Future[Rows]:
        """Send a chunk off; a broken pool shows in the future alone."""
        try:
            return self._executor.submit(play_chunk, self._works[chunk.point], chunk)
        except BrokenExecutor as error:
            future: Future[Rows] = Future()
            future.set_exception(error)
            return future

    def alone(self, chunk: Chunk) -> Rows | None:
        """Return the rows of a chunk played with nothing beside it; None, and a fresh pool, when it took it down."""
        future = self.submit(chunk)
        wait([future], timeout=self._workers.wall_s if can_kill(self._executor) else None)
        rows = _rows_of(future) if future.done() else None
        if rows is None:
            self.reopen()
        return rows

    def crash(self, one: Chunk) -> Rows:
        """Return the row of a crashed trial, a chunk of one.

        Raises: ResultsError when too many have crashed.
        """
        self._crashed += 1
        if self._crashed > MAX_CRASHED:
            raise ResultsError(
                f"{self._crashed} trials took their worker process down, the last was trial {one.first}; the run is "
                "given up. What is finished is kept: free memory and ask again, or look at that trial with --jobs 1"
            )
        return crashed_trial(one, self._works[one.point].model.columns)

    def stop(self, running: Iterable[tuple[Chunk, float]]) -> bool:
        """End all workers when a chunk is overdue and they can be ended; tell whether that was done."""
        now_s = time.monotonic()
        if all(due_s > now_s for _, due_s in running) or not can_kill(self._executor):
            return False
        kill(self._executor)
        return True

    def reopen(self) -> None:
        """Replace the executor."""
        kill(self._executor)
        self._executor = self._open()

    def _open(self) -> Executor:
        executor = self._workers.make()
        try:
            with (
                interrupts_held_back()
            ):  # all of them start in here, so that none dies loudly of a Ctrl-C while starting
                started = [executor.submit(ready) for _ in range(self._workers.window)]
            for worker in started:
                worker.result(START_S)
        except (BrokenExecutor, TimeoutError) as error:
            kill(executor)
            raise ResultsError(
                "the worker processes do not start. In a script of your own, put the call under "
                'if __name__ == "__main__":, or play the trials in this process with jobs=1'
            ) from error
        except BaseException:
            kill(executor)
            raise
        return executor


def _run_until_broken(pool: _Pool, cutter: Cutter, workers: Workers, keep: Keep) -> list[Chunk]:
    """Play chunks until all are done, or until a worker dies or a chunk is overdue; return the chunks lost by that."""
    running: dict[Future[Rows], tuple[Chunk, float]] = {}
    lost: list[Chunk] = []
    while not lost:
        while len(running) < workers.window and (chunk := cutter.cut()) is not None:
            running[pool.submit(chunk)] = chunk, time.monotonic() + workers.wall_s
        if not running:
            break
        done, _ = wait(running, timeout=_POLL_S, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=lambda future: running[future]):
            chunk, _ = running.pop(future)
            rows = _rows_of(future)
            if rows is None:
                lost.append(chunk)
            else:
                cutter.learn(chunk.size, rows.seconds)
                keep(rows)
        if running and (lost or pool.stop(running.values())):
            _settle(running, lost, keep)
    return lost


def _settle(running: dict[Future[Rows], tuple[Chunk, float]], lost: list[Chunk], keep: Keep) -> None:
    """Sort what was under way in a broken pool into kept and lost."""
    wait(running, timeout=_POLL_S)
    for future, (chunk, _) in running.items():
        rows = _rows_of(future) if future.done() else None
        if rows is None:
            lost.append(chunk)
        else:
            keep(rows)


def _rows_of(future: Future[Rows]) -> Rows | None:
    """Return a chunk's rows; None when its worker died or was ended."""
    if not future.done() or future.cancelled():
        return None
    try:
        return future.result()
    except BrokenExecutor:
        return None


def _played_alone(pool: _Pool, chunk: Chunk) -> Rows:
    """Return the rows of a chunk that was under way when a worker died."""
    rows = pool.alone(chunk)
    if rows is not None:
        return rows
    parts = []
    for number in range(chunk.first, chunk.end):
        one = chunk._replace(first=number, size=1)
        part = pool.alone(one) if chunk.size > 1 else None
        parts.append(pool.crash(one) if part is None else part)
    return joined(parts)
