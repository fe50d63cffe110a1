"""Questions that cannot be answered: told at once, with what is wrong and what to do, before any trial is played."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sim.cli.entry import main
from sim.study import find_run
from sim.study.manifest import read_manifest
from sim.study.store import RunFolder

LONGEST_S = 1.0
SWEEP = ("sweep", "baseline-escort")
COMPARE = ("compare", "baseline-escort")
PLAY = ("play", "baseline-escort")

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    main(["check", "baseline-escort", "--quiet"])  # what the first command loads is not what is timed
    Path("near.yaml").write_text("flights.RAVEN.escort.posture: close\n", encoding="utf-8")


# Name: the command, its exit code, words that the message must have.
BAD: dict[str, tuple[tuple[str, ...], int, tuple[str, ...]]] = {
    "nothing to vary": (SWEEP, 2, ("--vary", "leash  10 to 100")),
    "an unknown knob": ((*SWEEP, "--vary", "leesh=10:20:3"), 2, ("leesh", "did you mean leash")),
    "a range without end": ((*SWEEP, "--vary", "leash=10:20"), 2, ("low:high",)),
    "a range reversed": ((*SWEEP, "--vary", "leash=60:10:3"), 2, ("leash", "60", "10")),
    "an empty range": ((*SWEEP, "--vary", "leash=20:20:3"), 2, ("leash", "20")),
    "no levels": ((*SWEEP, "--vary", "leash="), 2, ("--vary",)),
    "levels of nothing": ((*SWEEP, "--vary", "leash=10:20:0"), 2, ("leash", "0")),
    "beyond the knob": ((*SWEEP, "--vary", "leash=10:5000:3"), 2, ("leash", "5000", "100")),
    "a choice that is none": ((*SWEEP, "--vary", "posture=close,swep"), 2, ("swep",)),
    "one knob twice": ((*SWEEP, "--vary", "leash=10,20", "--vary", "leash=30,40"), 2, ("leash",)),
    "a setting that is varied and set": (
        (*SWEEP, "--vary", "leash=10,20", "--set", "flights.RAVEN.escort.leash_km=30"),
        2,
        ("leash", "--set"),
    ),
    "a huge grid": ((*SWEEP, "--vary", "leash=10:100:40", "--vary", "delay=0:60:40"), 2, ("1600", "1000")),
    "a design of points unknown": ((*SWEEP, "--vary", "leash=10:100:4", "--design", "lhs"), 2, ("--points",)),
    "points where levels say": ((*SWEEP, "--vary", "leash=10:100:4", "--points", "5"), 2, ("--points",)),
    "too few points": (
        (*SWEEP, "--vary", "leash=10:100:4", "--vary", "delay=0:60:4", "--design", "lhs", "--points", "2"),
        2,
        ("--points 2 is too few for 2 factors", "at least 3"),
    ),
    "an unknown design": ((*SWEEP, "--vary", "leash=10,20", "--design", "star"), 2, ("star", "nolh")),
    "an unknown metric": ((*SWEEP, "--vary", "leash=10,20", "--metric", "sucess"), 2, ("did you mean 'success'",)),
    "a precision out of reach": (
        ("run", "baseline-escort", "--precision", "success=0.000001"),
        2,
        ("cannot be reached", "20,000", "--ceiling"),
    ),
    "a precision of nothing": (("run", "baseline-escort", "--precision", "success=0"), 2, ("positive",)),
    "a precision below nothing": (("run", "baseline-escort", "--precision", "success=-1"), 2, ("positive",)),
    "a precision in words": (("run", "baseline-escort", "--precision", "success=high"), 2, ("high", "no number")),
    "a precision of infinity": (("run", "baseline-escort", "--precision", "success=inf"), 2, ("no number",)),
    "a precision of no metric": (("run", "baseline-escort", "--precision", "sucess=0.1"), 2, ("did you mean",)),
    "a ceiling under the pilot": (
        ("run", "baseline-escort", "--precision", "success=0.1", "--ceiling", "50"),
        2,
        ("pilot of 200",),
    ),
    "a ceiling for nothing": (("run", "baseline-escort", "--ceiling", "500"), 2, ("--precision",)),
    "trials and precision": (
        ("run", "baseline-escort", "--precision", "success=0.1", "--trials", "5"),
        2,
        ("keep one",),
    ),
    "a prediction of no metric": (("run", "baseline-escort", "--predict", "sucess=1"), 2, ("did you mean 'success'",)),
    "a prediction twice": (
        ("run", "baseline-escort", "--predict", "success=1", "--predict", "success=0"),
        2,
        ("said already",),
    ),
    "an unknown inject": (("run", "baseline-escort", "--inject", "NOTHING"), 2, ("NOTHING", "inject")),
    "nothing to compare with": (COMPARE, 2, ("nothing to compare", "--variants")),
    "two kinds at once": ((*COMPARE, "--variants", "no-escorts", "--against", "leash=40"), 2, ("cannot be used",)),
    "a file twice": ((*COMPARE, "baseline-escort"), 2, ("is there twice",)),
    "a variant twice": ((*COMPARE, "--variants", "no-escorts,no-escorts"), 2, ("is there twice",)),
    "an unknown variant": ((*COMPARE, "--variants", "no-escort"), 3, ("did you mean no-escorts",)),
    "an unknown setting": ((*COMPARE, "--against", "flights.RAVEN.speed=3"), 3, ("speed",)),
    "an alternative that turns no knob": ((*COMPARE, "--against", "leesh=3"), 2, ("did you mean leash",)),
    "an alternative without value": ((*COMPARE, "--against", "leash"), 2, ("SETTING=VALUE",)),
    "one world": ((*COMPARE, "--variants", "no-escorts", "--worlds", "1"), 2, ("--worlds",)),
    "trials of no world": ((*COMPARE, "--variants", "no-escorts", "--world-trials", "9"), 2, ("--worlds",)),
    "no plans": (PLAY, 2, ("--blue",)),
    "a plan twice": ((*PLAY, "--blue", "near.yaml", "near.yaml"), 2, ("is there twice",)),
    "a plan that is not there": ((*PLAY, "--blue", "nowhere.yaml"), 3, ("nowhere.yaml", "no such file")),
    "a plan for nobody": ((*PLAY, "--plans", "bleu=near.yaml"), 2, ("did you mean 'blue'",)),
    "a plan for the other side": ((*PLAY, "--red", "near.yaml"), 3, ("near.yaml:1:1", "belongs to side")),
    "a metric that ranks nothing": (
        (*PLAY, "--blue", "near.yaml", "--metric", "shots"),
        2,
        ("shots", "neither more nor less"),
    ),
    "a metric that judges no world": (
        (*COMPARE, "--variants", "no-escorts", "--worlds", "5", "--metric", "shots"),
        2,
        ("shots", "neither more nor less"),
    ),
    "a class of nobody": (("class", "."), 2, ("0 hand-ins",)),
    "a class that is not there": (("class", "nowhere"), 2, ("nowhere", "no folder")),
    "no run to bundle": (("bundle", "latest"), 2, ("no run under results",)),
    "no run to reproduce": (("reproduce", "abc"), 2, ("'abc'",)),
}


@pytest.mark.parametrize(("words", "code", "says"), BAD.values(), ids=BAD)
def test_a_bad_question_is_told_at_once(
    words: tuple[str, ...], code: int, says: tuple[str, ...], capsys: Captured
) -> None:
    started_s = time.perf_counter()
    assert main(words) == code, capsys.readouterr().err
    assert time.perf_counter() - started_s < LONGEST_S
    out, err = capsys.readouterr()
    assert out == ""
    assert [word for word in says if word not in err] == [], err
    assert "Traceback" not in err
    assert not Path("results").exists()


FEW = ("--trials", "3", "--jobs", "1", "--no-figures", "--quiet")
STUDIES = {
    "compare": (*COMPARE, "--variants", "no-escorts", *FEW),
    "sweep": (*SWEEP, "--vary", "delay=0,60", *FEW),
    "play": (*PLAY, "--blue", "near.yaml", *FEW),
}


@pytest.mark.parametrize("words", STUDIES.values(), ids=STUDIES)
def test_a_second_writer_and_a_folder_of_another_study_are_refused(words: tuple[str, ...], capsys: Captured) -> None:
    assert main(words) == 0
    folder = find_run(Path("results"), "latest")
    manifest = read_manifest(folder)
    with RunFolder(folder, manifest.id).writing(len(manifest.points)):
        assert main(words) == 1
    assert "is being written by another run" in capsys.readouterr().err
    renamed = folder.with_name(f"{manifest.kind.value}-0123456789")
    folder.rename(renamed)
    assert main(["run", "baseline-escort", *FEW, "--out", "other"]) == 0
    found = find_run(Path("other"), "latest") / "manifest.json"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(found.read_bytes())
    assert main(words) == 1
    assert "holds another study" in capsys.readouterr().err
    assert (folder / "manifest.json").read_bytes() == found.read_bytes()
