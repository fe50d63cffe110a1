"""`sortie compare` and `sortie sweep` as a user meets them, in an empty folder, with few trials."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from sim.cli.alternatives import Asked, alternatives, in_worlds
from sim.cli.loading import Choice
from sim.study import load_series
from sim.study.files import changed_files
from tests.saying import Captured, document, say

FEW = ("--trials", "6", "--jobs", "1", "--no-figures")


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_one_variant_is_compared_with_the_file_as_it_stands(capsys: Captured) -> None:
    found = document(capsys, "compare", "baseline-escort", "--variants", "no-escorts", *FEW)
    assert found["points"] == ["as written", "no-escorts"]
    assert found["trials"] == {"asked": 6, "finished": 12, "aborted": 0, "crashed": 0}
    success = next(row for row in found["rows"] if row["metric"] == "success")
    assert success["difference"] == pytest.approx(success["second_value"] - success["first_value"])
    assert success["up"] - success["down"] == round(6 * success["difference"])


def test_the_tables_beside_the_results_are_vouched_for(capsys: Captured) -> None:
    found = document(capsys, "compare", "baseline-escort", "--variants", "no-escorts", *FEW)
    folder = Path(found["folder"])
    series = load_series(folder)
    assert {"comparison.csv", "flips.csv", "trials.csv"} <= set(series.manifest.files)
    rows = list(csv.DictReader(io.StringIO((folder / "flips.csv").read_text(encoding="utf-8"))))
    assert [int(row["trial"]) for row in rows] == [row["trial"] for row in found["flips"]]
    (folder / "flips.csv").write_text("nothing", encoding="utf-8")
    assert len(changed_files(folder, series.manifest.files)) == 1


def test_a_file_against_itself_differs_nowhere(capsys: Captured) -> None:
    Path("same.yaml").write_text("format: 1\nname: same\nextends: baseline-escort\n", encoding="utf-8")
    found = document(capsys, "compare", "baseline-escort", "same.yaml", *FEW)
    assert found["points"] == ["baseline-escort", "same"]
    assert all(row["difference"] in (0.0, None) and row["up"] == row["down"] == 0 for row in found["rows"])
    assert found["flips"] == []


def test_knobs_and_paths_make_alternatives(capsys: Captured) -> None:
    words = ("--against", "posture=close", "--against", "links.COMMON.delay_s=40; leash=20")
    found = document(capsys, "compare", "baseline-escort", *words, *FEW)
    assert found["points"] == ["as written", "posture=close", "links.COMMON.delay_s=40; leash=20"]
    last = load_series(Path(found["folder"])).studies[2].scenario
    assert last["links"]["COMMON"]["delay_s"] == 40.0
    assert last["flights"]["RAVEN"]["escort"]["leash_m"] == pytest.approx(20 * 1852.0)


def test_plans_make_alternatives(capsys: Captured) -> None:
    for name, posture in (("near", "close"), ("far", "sweep")):
        Path(f"{name}.yaml").write_text(f"flights.RAVEN.escort.posture: {posture}\n", encoding="utf-8")
    both = document(capsys, "compare", "baseline-escort", "--plan", "blue=near.yaml", "--plan", "blue=far.yaml", *FEW)
    assert both["points"] == ["near", "far"]
    alone = document(capsys, "compare", "baseline-escort", "--plan", "blue=near.yaml", *FEW)
    assert alone["points"] == ["as written", "near"]


def test_an_inject_is_compared_with_and_without(capsys: Captured) -> None:
    text = "format: 1\nname: mine\nextends: baseline-escort\ninjects:\n  GONE: {at_min: 10, what: {lose: WARDEN}}\n"
    Path("mine.yaml").write_text(text, encoding="utf-8")
    found = document(capsys, "compare", "mine.yaml", "--inject", "GONE", *FEW)
    assert found["points"] == ["without", "with GONE"]
    without, happening = load_series(Path(found["folder"])).studies
    assert not without.scenario["injects"]["GONE"]["enabled"]
    assert happening.scenario["injects"]["GONE"]["enabled"]


def test_a_comparison_in_worlds_changes_what_the_alternatives_share_and_nothing_else() -> None:
    made = alternatives(["baseline-escort"], Choice(), Asked(against=("posture=close",)))
    first, second = ([one(world).resolved for world in (1, 2)] for one in in_worlds(made, seed=1).values())
    plain = made[0].loaded(tell_warnings=False).resolved
    for here, there in zip(first, second, strict=True):
        assert here["links"] == there["links"]
        assert here["flights"]["BANDIT"] == there["flights"]["BANDIT"] != plain["flights"]["BANDIT"]
        assert here["flights"]["RAVEN"]["escort"]["leash_m"] == plain["flights"]["RAVEN"]["escort"]["leash_m"]
    assert first[0]["flights"]["BANDIT"] != first[1]["flights"]["BANDIT"]


def test_a_number_that_is_fitted_to_one_that_is_compared_stays_as_it_is() -> None:
    asked = Asked(against=("flights.RAVEN.speed_kt=300", "flights.RAVEN.speed_kt=590"))
    made = alternatives(["baseline-escort"], Choice(), asked)
    worlds = in_worlds(made, seed=1)
    for world in range(1, 9):
        slow, fast = (worlds[one.name](world).resolved["flights"]["RAVEN"] for one in made[1:])
        assert {key for key in slow if slow[key] != fast[key]} == {"speed_mps"}
        assert slow["dash_mps"] >= fast["speed_mps"]


def test_worlds_are_told_beside_the_comparison(capsys: Captured) -> None:
    words = ("--variants", "no-escorts", "--worlds", "2", "--world-trials", "3")
    found = document(capsys, "compare", "baseline-escort", *words, *FEW)
    assert [(row["world"], row["n"]) for row in found["worlds"]] == [(1, 3), (2, 3)]
    assert (Path(found["worlds_folder"]) / "worlds.csv").is_file()


def test_a_comparison_as_text_has_words_then_tables(capsys: Captured) -> None:
    code, out, _ = say(capsys, "compare", "baseline-escort", "--variants", "no-escorts", *FEW)
    assert code == 0
    assert out.index("trials on the same luck") < out.index("no-escorts less as written, on the same luck")
    assert "variance ratio" in out
    assert "Flips: trials in which" in out
    assert "What each is worth by the scenario's weights" in out


def test_names_that_a_spreadsheet_would_run_are_made_harmless(capsys: Captured) -> None:
    Path("=1+1.yaml").write_text("flights.RAVEN.escort.posture: close\n", encoding="utf-8")
    words = ("compare", "baseline-escort", "--plan", "blue==1+1.yaml", *FEW)
    folder = Path(document(capsys, *words)["folder"])
    for text in (
        say(capsys, *words, "--format", "csv")[1],
        *((folder / name).read_text(encoding="utf-8") for name in ("comparison.csv", "flips.csv", "trials.csv")),
    ):
        cells = {cell for row in csv.reader(io.StringIO(text)) for cell in row}
        assert "'=1+1" in cells
        assert "=1+1" not in cells


def test_a_sweep_is_a_long_table_of_every_point_and_metric(capsys: Captured) -> None:
    words = ("--vary", "posture=close,sweep", "--vary", "delay=0:60:3")
    found = document(capsys, "sweep", "baseline-escort", *words, *FEW)
    lead = [row for row in found["rows"] if row["metric"] == "success"]
    assert [(row["point"], row["posture"], row["delay"]) for row in lead] == [
        (0, "close", 0.0),
        (1, "close", 30.0),
        (2, "close", 60.0),
        (3, "sweep", 0.0),
        (4, "sweep", 30.0),
        (5, "sweep", 60.0),
    ]
    assert [row["factor"] for row in found["effects"]] == ["posture", "delay"]
    stored = list(csv.DictReader(io.StringIO((Path(found["folder"]) / "sweep.csv").read_text(encoding="utf-8"))))
    assert len(stored) == len(found["rows"])


def test_more_trials_of_a_sweep_play_only_the_new_ones(capsys: Captured) -> None:
    words = ("sweep", "baseline-escort", "--vary", "delay=0,60", "--jobs", "1", "--no-figures", "--trials")
    folder = Path(document(capsys, *words, "4")["folder"])
    before = {path: path.read_bytes() for path in folder.glob("chunks/*/*.csv")}
    again = document(capsys, *words, "7")
    assert Path(again["folder"]) == folder
    after = {path: path.read_bytes() for path in folder.glob("chunks/*/*.csv")}
    assert before.items() <= after.items()
    assert again["trials"]["finished"] == 14


def test_a_sweep_without_anything_to_vary_lists_the_knobs(capsys: Captured) -> None:
    code, out, err = say(capsys, "sweep", "baseline-escort")
    assert (code, out) == (2, "")
    assert "leash  10 to 100, step 10  How far RAVEN may go" in err
    assert "posture  close, detached, sweep" in err


def test_an_experiment_says_itself_what_is_varied(capsys: Captured) -> None:
    found = document(capsys, "sweep", "baseline-commit", "--trials", "2", "--jobs", "1", "--no-figures")
    assert len(found["points"]) == 9
    assert found["design"] == "grid"
    code, _, err = say(capsys, "sweep", "baseline-commit", "--vary", "leash=10,20")
    assert code == 2
    assert "leave --vary away" in err


def test_a_factor_that_is_called_like_a_column_hides_nothing(capsys: Captured) -> None:
    text = "format: 1\nname: mine\nextends: baseline-escort\nknobs:\n"
    text += "  metric: {paths: [links.COMMON.delay_s], low: 0, high: 60}\n"
    Path("mine.yaml").write_text(text, encoding="utf-8")
    found = document(capsys, "sweep", "mine.yaml", "--vary", "metric=0,60", *FEW)
    assert {row["factor metric"] for row in found["rows"]} == {0, 60}
    assert "success" in {row["metric"] for row in found["rows"]}
