"""What commands leave in a folder of results, and what Python gets from it: hashes, Parquet, tables, docs/python.md."""

from __future__ import annotations

import json
import math
import re
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest

from sim import compare, load_scenario, sweep
from sim.base.errors import ResultsError, UsageError
from sim.cli.entry import main
from sim.study import load_series
from sim.study.files import changed_files, write_file
from sim.study.manifest import read_manifest, vouch_for, write_manifest
from sim.study.parquet import trial_columns
from sim.study.store import RunFolder

ROOT = Path(__file__).parents[2]
FEW = ("--trials", "6", "--jobs", "1", "--no-figures")

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def played(*words: str) -> Path:
    """Play a small run; return its folder."""
    assert main(["run", "baseline-escort", "--quiet", *FEW, *words]) == 0
    (folder,) = Path("results/baseline-escort").iterdir()
    return folder


def test_figures_and_report_are_vouched_for() -> None:
    assert main(["run", "baseline-escort", "--quiet", "--trials", "6", "--jobs", "1"]) == 0
    (folder,) = Path("results/baseline-escort").iterdir()
    files = read_manifest(folder).files
    drawn = {path.relative_to(folder).as_posix() for path in (*folder.glob("figures/*"), folder / "report.html")}
    assert drawn < set(files)
    assert changed_files(folder, files) == []
    (folder / "report.html").write_text("better numbers", encoding="utf-8")
    assert any("report.html is damaged or was changed" in told for told in load_series(folder).warnings)


def test_a_folder_that_is_being_written_is_vouched_for_by_its_writer_alone() -> None:
    folder = played()
    manifest = read_manifest(folder)
    write_file(folder / "mine.txt", b"mine")
    with RunFolder(folder, manifest.id).writing(1):
        vouch_for(folder, [folder / "mine.txt"])
    assert read_manifest(folder).files == manifest.files
    vouch_for(folder, [folder / "mine.txt"])
    assert read_manifest(folder).files.keys() - manifest.files.keys() == {"mine.txt"}


def test_a_folder_that_holds_another_study_is_refused(capsys: Captured) -> None:
    folder = played()
    other = played_manifest(folder)
    code = main(["run", "baseline-escort", *FEW])
    assert code == 1
    assert f"{folder} holds another study" in capsys.readouterr().err
    assert read_manifest(folder).id == other


def played_manifest(folder: Path) -> str:
    """Put the manifest of another study of the same scenario into a folder; return its id."""
    assert main(["run", "baseline-escort", "--quiet", *FEW, "--seed", "2", "--out", "elsewhere"]) == 0
    (other,) = Path("elsewhere/baseline-escort").iterdir()
    manifest = read_manifest(other)
    write_manifest(folder, manifest)
    return manifest.id


def test_out_may_not_be_the_folder_of_a_study(capsys: Captured) -> None:
    folder = played()
    assert main(["run", "baseline-escort", *FEW, "--out", str(folder)]) == 2
    assert "name the one that all results go under" in capsys.readouterr().err


def test_parquet_without_its_library_says_what_to_install_before_any_trial(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["run", "baseline-escort", *FEW, "--format", "parquet"]) == 2
    assert "pip install 'sortie-lab[parquet]'" in capsys.readouterr().err
    assert not Path("results").exists()


def test_parquet_holds_what_the_table_holds() -> None:
    from pyarrow import parquet

    assert main(["run", "baseline-escort", *FEW, "--format", "parquet"]) == 0
    (folder,) = Path("results/baseline-escort").iterdir()
    table = parquet.read_table(folder / "trials.parquet")
    (study,) = load_series(folder)
    assert table.schema.metadata[b"seed"] == b"1"
    assert str(table.schema.field("success").type) == "bool"
    assert str(table.schema.field("leakers").type) == "int64"
    for name in ("trial", "success", "leakers", "coverage_gap_s", "detect_to_task_s"):
        kept = [math.nan if cell is None else float(cell) for cell in table.column(name).to_pylist()]
        np.testing.assert_array_equal(kept, study.table[name])
    assert "trials.parquet" in read_manifest(folder).files


def test_columns_for_parquet_have_the_type_of_their_metric() -> None:
    series = load_series(played())
    columns = trial_columns(series)
    assert columns["trial"].tolist() == list(range(6))
    assert columns["success"].dtype == np.bool_
    assert columns["leakers"].dtype == np.int64
    assert columns["coverage_gap_s"].dtype == np.float64
    assert len({column.size for column in columns.values()}) == 1
    (study,) = series
    for name in ("success", "leakers", "detect_to_task_s"):
        np.testing.assert_array_equal(np.ma.getmaskarray(columns[name]), np.isnan(study.table[name]))
        known = ~np.isnan(study.table[name])
        np.testing.assert_array_equal(np.asarray(columns[name], dtype=float)[known], study.table[name][known])


def test_a_precision_is_played_to_and_said(capsys: Captured) -> None:
    words = ("run", "baseline-escort", "--precision", "success=0.5", "--ceiling", "200", "--no-figures")
    assert main([*words, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["trials"]["finished"] == 200
    assert main(list(words)) == 0
    assert "200" in capsys.readouterr().out.splitlines()[2]


def test_a_precision_that_the_ceiling_ends_is_a_partial_result() -> None:
    words = ("--precision", "bombers_home=0.001", "--ceiling", "200", "--no-figures", "--quiet")
    assert main(["run", "baseline-escort", *words]) == 4


def test_python_compares_a_mapping_and_a_sequence_alike() -> None:
    one, other = load_scenario("baseline-escort"), load_scenario("baseline-escort", variant="no-escorts")
    named = compare({"with": one, "without": other}, trials=6, jobs=1)
    numbered = compare([one, other], trials=6, jobs=1, metric="leakers")
    assert (named.names, numbered.names) == (("with", "without"), ("baseline-escort 1", "baseline-escort 2"))
    table = named.table()
    assert {column.shape for column in table.values()} == {(len(table["metric"]),)}
    place = table["metric"].tolist().index("leakers")
    assert table["difference"][place] == numbered.match(0, 1).contrasts["leakers"].difference.value
    with pytest.raises(UsageError, match="needs 2 to 12"):
        compare([one], trials=6, jobs=1)


def test_python_sweeps_levels_ranges_and_a_loader_of_ones_own() -> None:
    swept = sweep("baseline-escort", {"delay": [0, 60], "posture": ["close", "sweep"]}, trials=4, jobs=1)
    table = swept.table()
    assert {column.shape for column in table.values()} == {(4 * len(swept.series.studies[0].estimates),)}
    assert sorted(set(table["delay"].tolist())) == [0, 60]
    assert set(table["posture"].tolist()) == {"close", "sweep"}

    def load(overrides: object) -> object:
        return load_scenario("baseline-escort", variant="twice-the-escorts", overrides=overrides)  # type: ignore[arg-type]

    ranged = sweep(load, {"delay": "0:60:3"}, trials=4, jobs=1)  # type: ignore[arg-type]
    assert [study.levels["delay"] for study in ranged.series] == [0, 30, 60]
    assert all(study.scenario["flights"]["RAVEN"]["aircraft"] == 6 for study in ranged.series)
    with pytest.raises(UsageError, match="no knob"):
        sweep("baseline-escort", {"dely": [0, 60]})


def test_the_worked_page_of_python_runs_as_it_stands(capsys: Captured) -> None:
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 7
    Path("page.py").write_text("\n".join(blocks), encoding="utf-8")
    runpy.run_path("page.py")
    assert "best: " in capsys.readouterr().out


def test_a_manifest_that_is_damaged_vouches_for_nothing() -> None:
    folder = played()
    (folder / "manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ResultsError, match="is damaged"):
        vouch_for(folder, [folder / "trials.csv"])
