"""A study: what is kept, extended by asking for more, and read back as it was."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.base.errors import ResultsError, UsageError
from sim.measure import measure
from sim.scenario import Loaded, load_scenario
from sim.study import (
    Ask,
    Point,
    RunStatus,
    Series,
    StudyKind,
    Workers,
    load_series,
    load_study,
    play_series,
    play_study,
    run_study,
    serial,
)
from sim.study.executors import SerialExecutor, workers_for
from sim.study.identity import sha256, study_id
from sim.trial.play import run_trial
from tests.study_models import COLUMNS, ask, coin, digest, model, toss_slowly


def test_a_study_measures_what_a_single_trial_gives(tmp_path: Path) -> None:
    scenario = load_scenario("baseline-escort").scenario
    study = run_study(load_scenario("baseline-escort"), trials=6, jobs=1, out=tmp_path)
    for number in range(6):
        for name, value in measure(scenario, run_trial(scenario, study.seed, number)).items():
            kept = study.table[name][number]
            assert np.isnan(kept) if value is None else kept == value


def test_asking_for_fewer_reports_the_first(tmp_path: Path) -> None:
    few = play_study(ask(tmp_path / "few", 10), model())
    play_study(ask(tmp_path / "many", 40), model())
    cut = play_study(ask(tmp_path / "many", 10), model())
    assert cut.asked == cut.counts.finished == 10
    assert digest(cut.folder) == digest(few.folder)


def test_asking_again_plays_nothing_anew(tmp_path: Path) -> None:
    first = play_study(ask(tmp_path), model())
    seen: list[tuple[int, int]] = []
    before = {path: path.stat().st_mtime_ns for path in first.folder.glob("chunks/0/*")}
    again = play_study(ask(tmp_path), model(), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(40, 40)]
    assert before == {path: path.stat().st_mtime_ns for path in first.folder.glob("chunks/0/*")}
    assert digest(again.folder) == digest(first.folder)


def test_progress_rises_to_the_number_asked(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    play_study(ask(tmp_path), model(), workers=serial(chunk=7), progress=lambda *at: seen.append(at))
    assert seen == [(0, 40), (7, 40), (14, 40), (21, 40), (28, 40), (35, 40), (40, 40)]


def test_a_loaded_study_is_the_one_that_was_played(tmp_path: Path) -> None:
    played = play_study(ask(tmp_path, variant="heads"), model())
    loaded = load_study(played.folder)
    assert loaded.lines == played.lines
    assert loaded.counts == played.counts
    assert loaded.columns == played.columns == COLUMNS
    assert (loaded.name, loaded.seed, loaded.variant, loaded.asked) == ("coin", 3, "heads", 40)
    assert (loaded.status, loaded.is_partial, loaded.warnings) == (RunStatus.COMPLETE, False, ())
    for name, values in played.table.items():
        np.testing.assert_array_equal(loaded.table[name], values)


def test_trials_are_written_as_the_design_says(tmp_path: Path) -> None:
    study = play_study(ask(tmp_path, variant="heads"), model())
    with (study.folder / "trials.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["point", "variant", "trial", "status", *(column.name for column in COLUMNS)]
    assert [row["trial"] for row in rows] == [str(number) for number in range(40)]
    assert {(row["point"], row["variant"], row["status"]) for row in rows} == {("0", "heads", "finished")}
    assert {row["success"] for row in rows} == {"0", "1"}
    assert {row["wait_s"] for row in rows if np.isnan(study.table["wait_s"][int(row["trial"])])} == {""}
    assert all(repr(float(row["wait_s"])) == row["wait_s"] for row in rows if row["wait_s"])


def test_the_manifest_tells_what_was_run_and_nothing_of_who_or_where(tmp_path: Path) -> None:
    study = play_study(ask(tmp_path), model())
    text = (study.folder / "manifest.json").read_text()
    content = json.loads(text)
    (point,) = content["points"]
    assert point["text"] == coin().text
    assert point["resolved"] == coin().resolved
    assert point["resolved_sha256"] == sha256(coin().resolved_text.encode())
    assert (content["seed"], content["scheme"], content["status"]) == ("3", "philox4x64/2", "complete")
    assert (content["planned"], content["finished"], content["aborted"], content["crashed"]) == (40, 40, 0, 0)
    assert content["files"] == digest(study.folder)
    assert str(tmp_path) not in text
    for path in study.folder.rglob("*.csv"):
        assert str(tmp_path) not in path.read_text()


@pytest.mark.parametrize(
    ("name", "cell"), [("=1+1", "'=1+1"), ("-5", "'-5"), ("@x", "'@x"), ("a,b", "a,b"), ('"', '"')]
)
def test_no_cell_is_one_that_a_spreadsheet_would_run(name: str, cell: str, tmp_path: Path) -> None:
    study = play_study(ask(tmp_path, variant=name), model())
    for table in ("trials.csv", "points.csv", "summary.csv"):
        with (study.folder / table).open(newline="") as file:
            assert {row["variant"] for row in csv.DictReader(file)} == {cell}
    assert load_study(study.folder).variant == name


def test_points_play_the_same_trials_on_the_same_luck(tmp_path: Path) -> None:
    loaded = coin()
    points = tuple(Point(loaded=loaded, name=name, levels={"knob": name}) for name in ("a", "b"))
    series = play_series(Ask(points=points, trials=20, seed=3, out=tmp_path, kind=StudyKind.COMPARE), model())
    assert series.folder.name.startswith("compare-")
    one, other = series.studies
    assert (one.variant, other.variant, other.levels) == ("a", "b", {"knob": "b"})
    for column in one.table:
        np.testing.assert_array_equal(one.table[column], other.table[column])
    with (series.folder / "trials.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["point"], row["trial"]) for row in rows] == [(p, str(k)) for p in "01" for k in range(20)]
    loaded_again = load_series(series.folder)
    assert [study.counts.finished for study in loaded_again] == [20, 20]
    with pytest.raises(ResultsError, match="a compare of 2 design points"):
        load_study(series.folder)


def test_more_trials_of_a_series_play_only_what_is_new(tmp_path: Path) -> None:
    points = tuple(Point(loaded=coin(), name=name) for name in "abc")
    told: list[tuple[int, int]] = []

    def play(trials: int) -> Series:
        question = Ask(points=points, trials=trials, seed=3, out=tmp_path, kind=StudyKind.SWEEP)
        return play_series(question, model(), progress=lambda done, total: told.append((done, total)))

    play(10)
    told.clear()
    more = play(25)
    assert told[0] == (30, 75)
    assert told[-1] == (75, 75)
    whole = play_series(Ask(points=points, trials=25, seed=3, out=tmp_path / "x", kind=StudyKind.SWEEP), model())
    assert digest(more.folder) == digest(whole.folder)


def test_the_manifest_comes_before_the_first_trial(tmp_path: Path) -> None:
    statuses: list[str] = []

    def look(done: int, total: int) -> None:
        (manifest,) = tmp_path.glob("coin/run-*/manifest.json")
        statuses.append(json.loads(manifest.read_bytes())["status"])

    play_study(ask(tmp_path), model(), progress=look)
    assert set(statuses) == {"running"}


def test_words_do_not_change_the_id_but_numbers_and_seed_do() -> None:
    loaded = coin()

    def run_id(seed: int = 3, **changed: Any) -> str:
        point = Point(loaded=replace(loaded, scenario=replace(loaded.scenario, **changed)))
        return study_id(Ask(points=(point,), trials=5, seed=seed, out=Path()))

    assert run_id(title="Another title", name="other", trials=7, seed=3) == run_id()
    assert run_id(seed=4) != run_id()
    assert run_id(ends_at_s=3601.0) != run_id()
    assert len(run_id()) == 10


def test_what_a_study_is_for_and_the_order_of_its_points_are_part_of_the_id() -> None:
    one, other = coin(), replace(coin(), scenario=replace(coin().scenario, ends_at_s=3601.0))

    def series_id(kind: StudyKind, *loaded: Loaded) -> str:
        return study_id(
            Ask(points=tuple(Point(loaded=each) for each in loaded), trials=5, seed=1, out=Path(), kind=kind)
        )

    ids = [
        series_id(StudyKind.COMPARE, one, other),
        series_id(StudyKind.COMPARE, other, one),
        series_id(StudyKind.SWEEP, one, other),
        series_id(StudyKind.COMPARE, one),
        series_id(StudyKind.RUN, one),
    ]
    assert len(set(ids)) == len(ids)


def test_another_seed_is_another_folder(tmp_path: Path) -> None:
    one, other = play_study(ask(tmp_path, seed=3), model()), play_study(ask(tmp_path, seed=4), model())
    assert one.folder != other.folder
    assert digest(one.folder)["trials.csv"] != digest(other.folder)["trials.csv"]


def test_few_trials_are_played_here_and_many_by_one_process_per_core() -> None:
    assert workers_for(299, None).make is SerialExecutor
    assert workers_for(0, 8).make is SerialExecutor
    assert workers_for(10, 2).count == 2
    assert workers_for(10_000, 1).make is SerialExecutor


def test_any_executor_will_do(tmp_path: Path) -> None:
    study = run_study(coin(), trials=5, out=tmp_path, executor=lambda: ThreadPoolExecutor(1))
    assert study.counts.finished == 5


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"trials": 0}, "trials must be in 1"),
        ({"trials": 10**9}, "trials must be in 1"),
        ({"seed": -1}, "seed must be 0 or more"),
        ({"jobs": 0}, "jobs must be 1 or more"),
        ({"variant": "a\nb"}, "printable"),
        ({"variant": "x" * 201}, "at most 200"),
    ],
)
def test_impossible_numbers_are_refused_before_anything_is_written(
    asked: dict[str, Any], says: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=says):
        run_study(coin(), out=tmp_path, **asked)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_leads_out_of_the_results_is_refused(tmp_path: Path) -> None:
    loaded = coin()
    loaded = replace(loaded, scenario=replace(loaded.scenario, name="../elsewhere"))
    with pytest.raises(ResultsError, match="cannot name a folder"):
        run_study(loaded, trials=1, out=tmp_path / "results")
    assert not (tmp_path / "elsewhere").exists()


class Counting(ThreadPoolExecutor):
    """Notes the most calls that were under way at once."""

    def __init__(self) -> None:
        super().__init__(1)
        self.sent: list[Future[Any]] = []
        self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.sent.append(super().submit(fn, *args, **kwargs))
        self.most = max(self.most, sum(not future.done() for future in self.sent))
        return self.sent[-1]


def test_only_a_few_chunks_are_under_way_at_once(tmp_path: Path) -> None:
    executor = Counting()
    workers = Workers(make=lambda: executor, count=1, window=3, chunk=1)
    assert play_study(ask(tmp_path, 20), model(toss_slowly), workers=workers).counts.finished == 20
    assert executor.most == 3
