"""Workers that die, hang or never start: what is finished is kept, and only the guilty trial is recorded as crashed."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from sim.base.errors import ResultsError, TrialError
from sim.study import RunStatus, load_study, play_study, process_pool, run_study, serial
from tests.study_models import (
    BAD_TRIAL,
    STUBBORN_FILE,
    ask,
    coin,
    die,
    digest,
    model,
    toss,
    toss_or_die,
    toss_or_die_once,
    toss_or_fail,
    toss_or_hang,
)

TRIALS = 40


@pytest.mark.parametrize("chunk", [1, 5, 40])
def test_a_trial_that_kills_its_worker_is_crashed_and_the_others_are_finished(chunk: int, tmp_path: Path) -> None:
    study = play_study(ask(tmp_path, TRIALS), model(toss_or_die), workers=process_pool(2, chunk=chunk))
    assert study.status is RunStatus.PARTIAL
    assert study.is_partial
    assert (study.counts.finished, study.counts.crashed) == (TRIALS - 1, 1)
    assert np.flatnonzero(study.table["status"] == "crashed").tolist() == [BAD_TRIAL]
    assert not study.verdict_allowed
    assert study.bounds["success"][0] < study.bounds["success"][1]
    whole = play_study(ask(tmp_path / "whole", TRIALS), model(toss))
    others = study.table["trial"] != BAD_TRIAL
    for name in ("success", "wait_s"):
        np.testing.assert_array_equal(study.table[name][others], whole.table[name][others])


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(STUBBORN_FILE, str(tmp_path / "died"))
    study = play_study(ask(tmp_path, TRIALS), model(toss_or_die_once), workers=process_pool(2, chunk=5))
    assert study.status is RunStatus.COMPLETE
    assert (tmp_path / "died").exists()
    assert digest(study.folder) == digest(play_study(ask(tmp_path / "whole", TRIALS), model(toss)).folder)


def test_a_crashed_trial_is_tried_again_when_asked_again(tmp_path: Path) -> None:
    crashed = play_study(ask(tmp_path, TRIALS), model(toss_or_die), workers=process_pool(2, chunk=5))
    assert load_study(crashed.folder).counts.crashed == 1
    healed = play_study(ask(tmp_path, TRIALS), model(toss))
    assert healed.status is RunStatus.COMPLETE
    assert digest(healed.folder) == digest(play_study(ask(tmp_path / "whole", TRIALS), model(toss)).folder)


def test_workers_that_keep_dying_end_the_run_with_what_is_finished(tmp_path: Path) -> None:
    play_study(ask(tmp_path, 5), model(toss))
    with pytest.raises(ResultsError, match="trials took their worker process down"):
        play_study(ask(tmp_path, TRIALS), model(die), workers=process_pool(2, start_method="fork", chunk=40))
    (folder,) = (tmp_path / "coin").iterdir()
    left = load_study(folder)
    assert left.status is RunStatus.PARTIAL
    assert left.counts.finished == 5


def test_a_trial_that_hangs_is_taken_from_its_worker_and_crashed(tmp_path: Path) -> None:
    began = time.monotonic()
    study = play_study(ask(tmp_path, TRIALS), model(toss_or_hang), workers=process_pool(2, chunk=5, wall_s=1.5))
    assert time.monotonic() - began < 60.0
    assert np.flatnonzero(study.table["status"] == "crashed").tolist() == [BAD_TRIAL]
    assert study.counts.finished == TRIALS - 1


@pytest.mark.parametrize("workers", [serial(), process_pool(2, chunk=5)], ids=["serial", "pool"])
def test_an_impossible_trial_ends_the_run_and_is_named(workers: object, tmp_path: Path) -> None:
    with pytest.raises(TrialError, match=f"trial {BAD_TRIAL} of seed 3: the delay is nan"):
        play_study(ask(tmp_path, TRIALS), model(toss_or_fail), workers=workers)  # type: ignore[arg-type]
    (folder,) = (tmp_path / "coin").iterdir()
    assert load_study(folder).status is RunStatus.PARTIAL


def test_an_executor_that_cannot_be_killed_is_closed_in_the_end(tmp_path: Path) -> None:
    opened: list[ThreadPoolExecutor] = []

    def opens() -> ThreadPoolExecutor:
        opened.append(ThreadPoolExecutor(1))
        return opened[-1]

    run_study(coin(), trials=5, out=tmp_path, executor=opens)
    (executor,) = opened
    with pytest.raises(RuntimeError, match="after shutdown"):
        executor.submit(print)


WITHOUT_GUARD = """
import sys
from pathlib import Path
from sim.study import play_study, process_pool
from tests.study_models import ask, model

play_study(ask(Path(sys.argv[1])), model(), workers=process_pool(2, start_method="spawn"))
"""


def test_a_script_without_main_guard_is_told_the_remedy(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(WITHOUT_GUARD)
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "results")],
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "the worker processes do not start" in done.stderr
    assert 'if __name__ == "__main__":' in done.stderr
