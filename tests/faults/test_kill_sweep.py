"""Killed at a random moment, again and again: no trial that was told as done is lost, and the end is the same bytes.

SIGKILL gives a process no chance to tidy up, so what is on disk is all there is.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.study import RunStatus, load_series
from tests.study_models import digest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL is POSIX")

POINTS = 4
TRIALS = 60
LONGEST_S = 60.0

SWEEP = f"""
import sys
from pathlib import Path
from sim.scenario import load_scenario
from sim.study import Ask, Point, StudyKind, play_series, process_pool
from sim.study.worker import standard_model

def told(done, total):
    print(done, flush=True)

if __name__ == "__main__":
    levels = [5 * (place + 1) for place in range({POINTS})]
    points = tuple(
        Point(
            loaded=load_scenario("baseline-escort", overrides={{"controllers.GCI.service_s": level}}),
            name=str(level),
            levels={{"service": level}},
        )
        for level in levels
    )
    ask = Ask(points=points, trials={TRIALS}, seed=2, out=Path(sys.argv[1]), kind=StudyKind.SWEEP)
    play_series(ask, standard_model(), workers=process_pool(2, chunk=6), progress=told)
"""


def start(out: Path) -> subprocess.Popen[str]:
    script = out / "sweep.py"
    if not script.exists():
        script.write_text(SWEEP)
    return subprocess.Popen(
        [sys.executable, str(script), str(out / "results")],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    """Wait for the end, whatever it is, and for all workers; return what was told."""
    told, _ = process.communicate(timeout=LONGEST_S)
    deadline = time.monotonic() + LONGEST_S
    while True:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return told
        assert time.monotonic() < deadline, "a worker outlived the process that was killed"
        time.sleep(0.01)


def unbroken(out: Path) -> tuple[dict[str, str], float]:
    """Return the digests of a sweep that nobody killed, and how long it took."""
    out.mkdir()
    began = time.monotonic()
    process = start(out)
    finish(process)
    assert process.returncode == 0
    (folder,) = (out / "results" / "baseline-escort").iterdir()
    return digest(folder), time.monotonic() - began


def kill_again_and_again(tmp_path: Path, kills: int, seed: int) -> None:
    """Kill sweeps until so many kills have hit one that was running; resume each until it is whole."""
    draw = random.Random(seed)
    expected, whole_s = unbroken(tmp_path / "whole")
    hit = rounds = 0
    while hit < kills:
        rounds += 1
        out = tmp_path / f"round-{rounds}"
        out.mkdir()
        acknowledged = 0
        while True:
            process = start(out)
            if hit < kills:
                try:
                    process.wait(draw.uniform(0.0, whole_s))
                except subprocess.TimeoutExpired:
                    os.kill(process.pid, signal.SIGKILL)
                    hit += 1
            told = finish(process)
            # A last line may have been cut while it was written.
            acknowledged = max([acknowledged, *(int(line) for line in told.split("\n")[:-1])])
            folders = list((out / "results" / "baseline-escort").glob("sweep-*"))
            if acknowledged:
                series = load_series(folders[0])
                assert not any("damaged" in warning or "cannot be read" in warning for warning in series.warnings)
                assert sum(study.counts.done for study in series) >= acknowledged
            if process.returncode == 0:
                break
            assert process.returncode == -signal.SIGKILL
        (folder,) = folders
        assert digest(folder) == expected
        assert load_series(folder).manifest.status is RunStatus.COMPLETE


def test_eight_kills_lose_nothing(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, 8, seed=8)


@pytest.mark.proof
def test_sixty_kills_lose_nothing(tmp_path: Path) -> None:
    kill_again_and_again(tmp_path, 60, seed=60)
