"""Where trials are played: in this process, in a pool of processes, or in any `concurrent.futures.Executor`.

This module owns how workers start and how they end; what they do is told in `worker`, who gets which chunk in `runner`.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing.process import BaseProcess
from typing import Any, Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SERIAL_BELOW: Final = 300
"""Trials below which starting workers costs more than it saves."""

WALL_S: Final = 120.0
"""A chunk (of a fraction of a second of work) that is not back after this long is taken from its worker."""

_QUEUED_PER_WORKER: Final = 2
_KILLED_EXIT: Final = 1
_GRACE_S: Final = 2.0


class SerialExecutor(Executor):
    """Runs each call at once in this process; an interrupt goes straight through."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the call and return its finished future."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass(frozen=True, slots=True, kw_only=True)
class Workers:
    """How to get workers: `make` opens an executor and opens a fresh one after a worker has died.

    `window` is the most chunks under way; `chunk` fixes the chunk size; `wall_s` limits one chunk where workers can
    be killed (process pools only).
    """

    make: Callable[[], Executor]
    count: int
    window: int
    chunk: int | None = None
    wall_s: float = WALL_S


def serial(*, chunk: int | None = None) -> Workers:
    """Return workers that are this process alone."""
    return Workers(make=SerialExecutor, count=1, window=1, chunk=chunk)


def process_pool(
    jobs: int, *, start_method: str | None = None, chunk: int | None = None, wall_s: float = WALL_S
) -> Workers:
    """Return a pool of processes; `start_method` is one of multiprocessing's, by default the quickest safe one."""
    make = partial(_open_pool, jobs, start_method)
    return Workers(make=make, count=jobs, window=_QUEUED_PER_WORKER * jobs, chunk=chunk, wall_s=wall_s)


def any_executor(make: Callable[[], Executor], jobs: int | None = None) -> Workers:
    """Return workers behind any executor, such as a cluster's."""
    count = jobs or cores()
    return Workers(make=make, count=count, window=_QUEUED_PER_WORKER * count)


def workers_for(trials: int, jobs: int | None) -> Workers:
    """Return the workers for so many trials: a pool of `jobs` processes, by default one per core when it pays."""
    if jobs is None:
        jobs = cores() if trials >= SERIAL_BELOW else 1
    return serial() if jobs == 1 or trials == 0 else process_pool(jobs)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def can_kill(executor: Executor) -> bool:
    """Tell whether an executor has processes here that can be ended."""
    return bool(_processes(executor))


def kill(executor: Executor) -> None:
    """Close an executor and end its processes, if it has any here, at once."""
    processes = _processes(executor)
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(_GRACE_S)
        if process.is_alive():
            process.kill()
            process.join()


def _processes(executor: Executor) -> list[BaseProcess]:
    # The standard library has no public way to them before Python 3.14.
    return list((getattr(executor, "_processes", None) or {}).values())


@contextlib.contextmanager
def interrupts_held_back() -> Iterator[None]:
    """Hold Ctrl-C back for a moment: processes started meanwhile never hear of it, the parent hears of it afterwards.

    Where a system cannot hold signals back (Windows), one of this moment is lost and must be given again.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "pthread_sigmask"):
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
    else:
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, handler)


def _open_pool(jobs: int, start_method: str | None) -> ProcessPoolExecutor:
    context = multiprocessing.get_context(start_method or _quickest_safe())
    return ProcessPoolExecutor(max_workers=jobs, mp_context=context, initializer=_begin)


def _quickest_safe() -> str:
    """Return how to start processes: a fork takes 20 ms, a fresh start 500; but a fork beside threads can lock up."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def _begin() -> None:
    """Prepare a worker: Ctrl-C is the parent's affair, and a worker does not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent: Any = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(_KILLED_EXIT)
