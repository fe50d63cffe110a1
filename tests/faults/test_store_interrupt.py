"""Ctrl-C: the run stops at once, is marked interrupted, leaves no process behind, and goes on when asked again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest

from sim.study import RunStatus, StudyInterruptedError, Workers, load_study, play_study, serial
from sim.study.executors import SerialExecutor
from sim.study.runner import ready
from tests.study_models import ask, digest, model, toss

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals to process groups are POSIX")

TRIALS = 60

P = ParamSpec("P")
T = TypeVar("T")

RUN = """
import sys
from pathlib import Path
from sim.study import StudyInterruptedError, play_study, process_pool, serial
from tests.study_models import ask, model, toss_slowly

def told(done, total):
    print(done, flush=True)

if __name__ == "__main__":
    how = sys.argv[2]
    workers = serial(chunk=2) if how == "serial" else process_pool(3, start_method=how, chunk=2)
    try:
        play_study(ask(Path(sys.argv[1]), 60), model(toss_slowly), workers=workers, progress=told)
    except StudyInterruptedError as error:
        print(error, file=sys.stderr)
        sys.exit(130)
"""


def started(out: Path, how: str) -> subprocess.Popen[str]:
    """Start a run in a process group of its own, as a terminal does, and wait for its first trials."""
    script = out / "run.py"
    script.write_text(RUN)
    process = subprocess.Popen(
        [sys.executable, str(script), str(out / "results"), how],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 4:
            break
    return process


def members(group: int) -> list[int]:
    """Return the living processes of a group."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def gone_within(group: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while members(group):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("how", ["serial", "spawn", "fork"])
def test_an_interrupted_run_is_marked_has_no_children_left_and_resumes(how: str, tmp_path: Path) -> None:
    process = started(tmp_path, how)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert gone_within(process.pid, 5.0)
    assert "Traceback" not in errors
    assert "of 60 trials are kept" in errors
    (folder,) = (tmp_path / "results" / "coin").iterdir()
    left = load_study(folder)
    assert left.status is RunStatus.INTERRUPTED
    assert left.is_partial
    assert 4 <= left.counts.finished < TRIALS
    assert (folder / "trials.csv").read_text().count("\n") == left.counts.finished + 1
    resumed = play_study(ask(tmp_path / "results", TRIALS), model(toss))
    assert resumed.status is RunStatus.COMPLETE
    assert digest(resumed.folder) == digest(play_study(ask(tmp_path / "whole", TRIALS), model(toss)).folder)


def test_an_interrupt_while_workers_start_is_not_lost(tmp_path: Path) -> None:
    def make() -> SerialExecutor:
        return InterruptedAtStart()

    with pytest.raises(StudyInterruptedError, match="0 of 60 trials are kept"):
        play_study(ask(tmp_path, TRIALS), model(toss), workers=Workers(make=make, count=1, window=1))


class InterruptedAtStart(SerialExecutor):
    """An executor that is told of Ctrl-C just when its first worker starts."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run the call."""
        if fn is ready:
            os.kill(os.getpid(), signal.SIGINT)
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize("how", ["spawn", "fork"])
def test_workers_do_not_outlive_a_killed_parent_nor_keep_its_lock(how: str, tmp_path: Path) -> None:
    process = started(tmp_path, how)
    assert len(members(process.pid)) >= 4
    process.kill()
    process.communicate()
    assert gone_within(process.pid, 10.0)
    assert play_study(ask(tmp_path / "results", TRIALS), model(toss)).status is RunStatus.COMPLETE


def test_an_interrupt_says_what_is_kept_and_how_to_go_on(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(StudyInterruptedError, match=r"10 of 60 trials are kept in .*; ask again to go on"):
        play_study(ask(tmp_path, TRIALS), model(toss), workers=serial(chunk=5), progress=stop)
