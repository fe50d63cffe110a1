"""Same bytes: whatever the workers, the chunks, the way processes start, the order, and the number of sittings."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import load_scenario
from sim.study import Point, RunStatus, Workers, play_study, process_pool, run_study, serial
from sim.study.executors import SerialExecutor, any_executor
from sim.study.runner import ready
from sim.study.worker import standard_model
from tests.study_models import ask, digest

TRIALS = 37


class Backwards(SerialExecutor):
    """Holds chunks until all are there, then plays the last first."""

    def __init__(self) -> None:
        self.held: list[tuple[Future[Any], Callable[[], Any]]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if fn is ready:
            return super().submit(fn)
        future: Future[Any] = Future()
        self.held.append((future, partial(fn, *args, **kwargs)))
        if len(self.held) == math.ceil(TRIALS / 3):
            for waiting, call in reversed(self.held):
                waiting.set_result(call())
        return future


WAYS = {
    "serial": serial(),
    "serial, one by one": serial(chunk=1),
    "serial, all at once": serial(chunk=1000),
    "last chunk first": Workers(make=Backwards, count=1, window=1000, chunk=3),
    "two threads": replace(any_executor(lambda: ThreadPoolExecutor(2), 2), chunk=4),
    "one process": process_pool(1, chunk=10),
    "two spawned, small chunks": process_pool(2, start_method="spawn", chunk=1),
    "two spawned, learned chunks": process_pool(2, start_method="spawn"),
    "three spawned": process_pool(3, start_method="spawn", chunk=5),
    "two forked": process_pool(2, start_method="fork", chunk=7),
    "three forked, one chunk each": process_pool(3, start_method="fork", chunk=13),
    "two by fork server": process_pool(2, start_method="forkserver", chunk=2),
    "four by fork server": process_pool(4, start_method="forkserver", chunk=9),
}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("expected")
    return digest(run_study(load_scenario("baseline-escort"), trials=TRIALS, jobs=1, out=out).folder)


@pytest.mark.parametrize("way", list(WAYS))
def test_same_bytes_whatever_the_workers_chunks_start_and_order(
    way: str, expected: dict[str, str], tmp_path: Path
) -> None:
    loaded = load_scenario("baseline-escort")
    question = replace(ask(tmp_path, TRIALS, seed=loaded.scenario.seed), points=(Point(loaded=loaded),))
    study = play_study(question, standard_model(), workers=WAYS[way])
    assert study.status is RunStatus.COMPLETE
    assert digest(study.folder) == expected


def test_a_run_extended_step_by_step_equals_one_asked_at_once(expected: dict[str, str], tmp_path: Path) -> None:
    loaded = load_scenario("baseline-escort")
    for trials in (1, 5, 30, TRIALS):
        study = run_study(loaded, trials=trials, jobs=1, out=tmp_path)
        assert study.counts.finished == trials
    assert digest(study.folder) == expected
