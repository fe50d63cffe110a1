"""What a student may hand in by mistake or mischief: a message with place and remedy, exit code 3, under a second."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli.entry import main

MINE = "format: 1\nname: mine\nextends: baseline-escort\n"
ALIASES = "a: &a [1, 1]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))

# What is in the file, and words that the message must have.
FILES: dict[str, tuple[str | bytes, tuple[str, ...]]] = {
    "empty": ("", ("mine.yaml",)),
    "a list": ("- 1\n- 2\n", ("mine.yaml:1:1",)),
    "an unknown key with a near miss": (MINE + "trails: 5\n", ("mine.yaml:4:1", "trails", "did you mean trials?")),
    "a duplicate key": (MINE + "trials: 5\ntrials: 6\n", ("mine.yaml:5:1", "trials")),
    "a word where a number is due": (MINE + "trials: no\n", ("mine.yaml:4:9", "trials", "no")),
    "a time of day where a number is due": (MINE + "ends_at_min: 12:30\n", ("mine.yaml:4:14", "12:30")),
    "two suffixes for one quantity": (MINE + "ends_at_min: 60\nends_at_s: 60\n", ("ends_at_s", "ends_at_min")),
    "a negative range": (MINE + "flights: {RAVEN: {radar: {range_nm: -5}}}\n", ("range_nm", "above 0", "-5")),
    "a probability above 1": (MINE + "links: {COMMON: {loss_prob: 1.5}}\n", ("loss_prob", "1", "1.5")),
    "not a number": (MINE + "flights: {RAVEN: {speed_kt: .nan}}\n", ("speed_kt", "nan")),
    "no speed": (MINE + "flights: {RAVEN: {speed_kt: 0}}\n", ("speed_kt", "above 0")),
    "an escort of itself": (MINE + "flights: {RAVEN: {escort: {of: RAVEN}}}\n", ("flights.RAVEN.escort.of", "itself")),
    "a route of one point": (
        MINE + "routes: {north: {points_nm: [[0, 0]]}}\n",
        ("routes.north.points_nm", "at least 2"),
    ),
    "200,000 brackets": ("[" * 200_000, ("mine.yaml:1:", "nested")),
    "aliases that multiply": (ALIASES, ("mine.yaml:1:", "anchor")),
    "ten million bytes": ("# " + "x" * 10_000_000, ("mine.yaml", "256 KiB")),
    "binary": (bytes(range(256)), ("mine.yaml",)),
    "extends out of the folder": ("format: 1\nname: mine\nextends: ../../secret.yaml\n", ("mine.yaml:3:10", "extends")),
    "extends itself": ("format: 1\nname: mine\nextends: ./mine.yaml\n", ("mine.yaml:3:10", "extends")),
}


@pytest.mark.parametrize(("content", "words"), FILES.values(), ids=FILES)
def test_a_bad_file_is_told_with_place_and_remedy(
    content: str | bytes,
    words: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    started_s = time.perf_counter()
    assert main(["check", "mine.yaml"]) == 3
    assert time.perf_counter() - started_s < 1.0
    out, err = capsys.readouterr()
    assert out == ""
    assert [word for word in words if word not in err] == [], err
    assert "Traceback" not in err


def _missing(_path: Path) -> None:
    """Make nothing."""


PLACES: dict[str, tuple[Callable[[Path], None], str]] = {
    "nothing there": (_missing, "mine.yaml: there is no such file"),
    "a folder": (Path.mkdir, "mine.yaml: this is a folder"),
    "a pipe": (lambda path: os.mkfifo(path), "mine.yaml: "),
    "a link to nowhere": (lambda path: path.symlink_to("nowhere"), "nowhere: there is no such file"),
}


@pytest.mark.parametrize(("make", "says"), PLACES.values(), ids=PLACES)
def test_what_is_no_file_is_told_so(
    make: Callable[[Path], None],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    make(Path("mine.yaml"))
    assert main(["run", "mine.yaml"]) == 3
    assert says in capsys.readouterr().err
