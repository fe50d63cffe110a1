"""One writer at a time: the second is refused at once, readers are not, and a killed writer leaves nothing locked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.base.errors import ResultsError
from sim.study import RunStatus, load_study, play_study
from tests.study_models import ask, digest, model, toss

WRITER = """
import sys
from pathlib import Path
from sim.study import play_study, serial
from tests.study_models import ask, model, toss_slowly

play_study(
    ask(Path(sys.argv[1]), 2000), model(toss_slowly), workers=serial(chunk=2),
    progress=lambda done, total: print(done, flush=True),
)
"""


def writer(out: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(out)], cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= 4:
            break
    return process


def test_a_second_writer_is_refused_at_once_while_readers_are_not(tmp_path: Path) -> None:
    process = writer(tmp_path)
    try:
        began = time.monotonic()
        with pytest.raises(ResultsError, match=r"is being written by another run .* --out"):
            play_study(ask(tmp_path), model(toss))
        assert time.monotonic() - began < 1.0
        (folder,) = (tmp_path / "coin").iterdir()
        seen = load_study(folder)
        assert seen.status is RunStatus.RUNNING
        assert 4 <= seen.counts.finished < 2000
        assert seen.is_partial
        play_study(ask(tmp_path, 3, seed=99), model(toss))  # another seed is another folder
    finally:
        process.kill()
        process.communicate()


def test_a_killed_writer_leaves_a_run_that_reads_as_interrupted_and_resumes(tmp_path: Path) -> None:
    process = writer(tmp_path)
    os.kill(process.pid, signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
    process.communicate()
    (folder,) = (tmp_path / "coin").iterdir()
    left = load_study(folder)
    assert left.status is RunStatus.INTERRUPTED
    assert left.counts.finished >= 4
    resumed = play_study(ask(tmp_path, 50), model(toss))
    assert digest(resumed.folder) == digest(play_study(ask(tmp_path / "expected", 50), model(toss)).folder)
