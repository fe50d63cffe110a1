"""A disk that refuses: one clear line, nothing half written, and asking again goes on."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.base.errors import ResultsError
from sim.study import files, load_study, play_study, serial
from tests.study_models import ask, digest, model

TRIALS = 12
CHUNK = 4
MOST_CALLS = 200

# fsync and replace are called on the module's own `os`; opening goes through Path.open.
CALLS = [(os, "fsync"), (os, "replace"), (Path, "open"), (Path, "mkdir")]


class Refusing:
    """Makes the n-th call fail (counted from 0), and all after it when persistent; reading is not touched."""

    def __init__(self, nth: int, *, persistent: bool) -> None:
        self.nth = nth
        self.persistent = persistent
        self.count = 0
        self.has_failed = False

    def around(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            if real.__name__ != "open" or "wb" in args:
                self.check()
            return real(*args, **kwargs)

        return call

    def check(self) -> None:
        self.count += 1
        if self.count > self.nth and (self.persistent or not self.has_failed):
            self.has_failed = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def refused(out: Path) -> str:
    """Return what the study says when it cannot go on; empty when it ends well."""
    try:
        play_study(ask(out, TRIALS), model(), workers=serial(chunk=CHUNK))
    except ResultsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("persistent", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize(("owner", "name"), CALLS, ids=[name for _, name in CALLS])
def test_whichever_call_fails_the_store_stays_whole(
    owner: Any, name: str, persistent: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = digest(play_study(ask(tmp_path / "expected", TRIALS), model()).folder)
    for nth in range(MOST_CALLS):
        out, refusing = tmp_path / f"{nth}", Refusing(nth, persistent=persistent)
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, refusing.around(getattr(owner, name)))
            said = refused(out)
        if not refusing.has_failed:
            assert said == ""
            break
        assert "No space left on device" in said
        assert "--out" in said
        for chunk in out.glob("coin/run-*/chunks/0/*.csv"):
            assert chunk.read_bytes().splitlines()[-1].startswith(b"# sha256 ")
        assert digest(play_study(ask(out, TRIALS), model()).folder) == expected
        assert list(out.rglob("*.part")) == []
    assert 1 <= nth < MOST_CALLS - 1


def test_a_place_that_is_a_file_is_refused_before_any_trial(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("a file")
    with pytest.raises(ResultsError, match=r"cannot write .*; free the place or name another with --out"):
        play_study(ask(tmp_path / "results"), model())


def test_a_write_that_is_broken_off_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    files.write_file(path, b"old")
    writing = files.replacing(path)
    writing.__enter__().write(b"new")
    assert not writing.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


FILLS_THE_DISK = """
import resource, signal, sys
from pathlib import Path
from sim.base.errors import ResultsError
from sim.study import play_study, serial
from tests.study_models import ask, model

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (6000, resource.RLIM_INFINITY))
try:
    play_study(ask(Path(sys.argv[1]), 400), model(), workers=serial(chunk=50))
except ResultsError as error:
    print(error)
    sys.exit(1)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of file size are POSIX")
def test_a_real_limit_of_file_size_stops_with_one_line_and_leaves_chunks_readable(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILLS_THE_DISK, str(tmp_path)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert "File too large" in done.stdout
    (folder,) = (tmp_path / "coin").iterdir()
    kept = load_study(folder)
    assert kept.counts.finished == 400
    healed = play_study(ask(tmp_path, 400), model())
    assert digest(healed.folder) == digest(play_study(ask(tmp_path / "expected", 400), model()).folder)
