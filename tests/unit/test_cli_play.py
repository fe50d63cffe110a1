"""`sortie play`, `class`, `bundle` and `reproduce` as a user meets them, in an empty folder, with few trials."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from sim.study import load_series
from sim.study.manifest import read_manifest
from tests.saying import Captured, document, say

FEW = ("--trials", "6", "--jobs", "1", "--no-figures")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("near.yaml").write_text("flights.RAVEN.escort.posture: close\n", encoding="utf-8")
    Path("far.yaml").write_text("flights.RAVEN.escort.posture: sweep\n", encoding="utf-8")
    Path("few.yaml").write_text("flights.BANDIT.aircraft: 4\n", encoding="utf-8")


def test_every_plan_meets_every_plan(capsys: Captured) -> None:
    found = document(capsys, "play", "baseline-escort", "--blue", "near.yaml", "far.yaml", "--red", "few.yaml", *FEW)
    assert [(row["blue"], row["red"]) for row in found["rows"]] == [("near", "few"), ("far", "few")]
    assert sorted(row["plan"] for row in found["rankings"] if row["side"] == "blue") == ["far", "near"]
    near, far = load_series(Path(found["folder"])).studies
    assert [study.scenario["flights"]["RAVEN"]["escort"]["posture"] for study in (near, far)] == ["close", "sweep"]
    assert {study.scenario["flights"]["BANDIT"]["aircraft"] for study in (near, far)} == {4}


@pytest.mark.parametrize(
    "words",
    [
        ("--blue", "near.yaml", "far.yaml"),
        ("--blue", "near.yaml", "--blue=far.yaml"),
        ("--plans", "blue=near.yaml,far.yaml"),
        ("--plans", "blue=near.yaml", "blue=far.yaml"),
    ],
)
def test_plans_may_be_given_in_any_of_four_ways(capsys: Captured, words: tuple[str, ...]) -> None:
    found = document(capsys, "play", "baseline-escort", *words, *FEW)
    assert [(row["blue"], row["red"]) for row in found["rows"]] == [("near", "as written"), ("far", "as written")]


def test_a_plan_for_the_other_side_is_refused_with_its_place(capsys: Captured) -> None:
    code, _, err = say(capsys, "play", "baseline-escort", "--red", "near.yaml", *FEW)
    assert code == 3
    assert "near.yaml:1:1" in err
    assert "belongs to side `blue`" in err


def test_a_run_keeps_plans_and_predictions_and_shows_them(capsys: Captured) -> None:
    words = ("run", "baseline-escort", "--plan", "blue=near.yaml", "--predict", "success=0.5")
    code, out, _ = say(capsys, *words, *FEW)
    assert code == 0
    assert "predicted" in out
    (folder,) = Path("results/baseline-escort").iterdir()
    manifest = read_manifest(folder)
    assert manifest.plans == {"blue": "flights.RAVEN.escort.posture: close\n"}
    assert manifest.predictions == {"success": 0.5}
    say(capsys, "run", "baseline-escort", "--set", "flights.RAVEN.escort.posture=close", *FEW)
    assert len(list(Path("results/baseline-escort").iterdir())) == 1  # they are no part of what was played
    assert read_manifest(folder).predictions == {"success": 0.5}


def test_a_bundle_is_a_hand_in_and_nothing_is_overwritten(capsys: Captured) -> None:
    say(capsys, "run", "baseline-escort", "--plan", "blue=near.yaml", "--predict", "success=0.5", *FEW)
    Path("class").mkdir()
    assert say(capsys, "bundle", "latest", "--to", "class/team-1.zip")[:2] == (0, "class/team-1.zip\n")
    with zipfile.ZipFile("class/team-1.zip") as archive:
        assert archive.namelist() == ["plan-blue.yaml", "prediction.yaml", "manifest.json", "summary.csv"]
    whole = Path("class/team-1.zip").read_bytes()
    code, _, err = say(capsys, "bundle", "latest", "--to", "class/team-1.zip")
    assert code == 2
    assert "is not overwritten" in err
    assert Path("class/team-1.zip").read_bytes() == whole
    found = document(capsys, "class", "class", *FEW)
    (row,) = found["rows"]
    assert (row["hand-in"], row["predicted"], row["problem"]) == ("team-1", 0.5, "")
    assert row["off_by"] == pytest.approx(0.5 - row["value"])


def test_a_run_without_plan_or_prediction_makes_no_bundle(capsys: Captured) -> None:
    say(capsys, "run", "baseline-escort", *FEW)
    code, _, err = say(capsys, "bundle", "latest")
    assert code == 2
    assert "--predict" in err


def test_a_class_is_ranked_and_what_breaks_the_rules_is_shown_and_left_out(capsys: Captured) -> None:
    hand_in = {
        "ann": {"plan.yaml": "flights.RAVEN.escort.posture: close\n", "prediction.yaml": "success: 0.4\nleakers: 3\n"},
        "ben": {"plan-blue.yaml": "flights.RAVEN.escort.posture: sweep\n", "prediction.yaml": "sucess: 1\n"},
        "cas": {"plan.yaml": "flights.BANDIT.aircraft: 1\n"},
        "dan": {"plan-red.yaml": "flights.BANDIT.aircraft: 2\n"},
        "eve": {"notes.txt": "I forgot the plan\n"},
    }
    for label, files in hand_in.items():
        for name, text in files.items():
            path = Path("class", label, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    code, out, err = say(capsys, "class", "class", "--scenario", "baseline-escort", *FEW, "--format", "json")
    assert code == 4
    rows = {row["hand-in"]: row for row in json.loads(out)["rows"]}
    assert list(rows)[2:] == ["cas", "dan", "eve"]
    assert rows["ann"]["predicted"] == 0.4
    assert "plan.yaml:1:1: plan blue: flights.BANDIT" in rows["cas"]["problem"]
    assert rows["dan"]["problem"] == "plan-red.yaml is for red, and the task is for blue"
    assert "neither plan.yaml nor prediction.yaml" in rows["eve"]["problem"]
    assert rows["eve"]["value"] is None
    assert {(one["metric"], one["predicted"]) for one in json.loads(out)["predictions"]} == {
        ("success", 0.4),
        ("leakers", 3.0),
    }
    assert "ben: prediction.yaml:1: sucess: there is no such metric (did you mean success?)" in err


def test_reproduce_ends_with_0_when_all_is_the_same_and_names_what_was_changed(capsys: Captured) -> None:
    say(capsys, "run", "baseline-escort", *FEW)
    code, out, _ = say(capsys, "reproduce", "latest", "--trials", "3")
    assert code == 0
    assert out.startswith("All 3 trials that were played again came out the same")
    (folder,) = Path("results/baseline-escort").iterdir()
    with (folder / "summary.csv").open("a", encoding="utf-8") as file:
        file.write("one more line\n")
    code, out, _ = say(capsys, "reproduce", "latest", "--format", "json")
    assert code == 1
    assert not json.loads(out)["same"]
    assert any(word.startswith("summary.csv is damaged or was changed") for word in json.loads(out)["words"])


def test_reproduce_notices_a_trial_that_comes_out_otherwise(capsys: Captured) -> None:
    from sim.study.chunkfile import encoded
    from sim.study.jobs import Chunk

    say(capsys, "run", "baseline-escort", "--trials", "1", "--jobs", "1", "--no-figures")
    (path,) = Path("results").glob("*/*/chunks/0/*.csv")
    line = path.read_text(encoding="utf-8").splitlines()[1]
    changed = line.replace("finished", "aborted", 1)
    run = path.parents[2].name.rpartition("-")[2]
    path.write_bytes(encoded(run, Chunk(0, 1, 0), f"{changed}\n"))
    code, out, _ = say(capsys, "reproduce", "latest")
    assert code == 1
    assert out.startswith("1 of 1 trials came out otherwise")
