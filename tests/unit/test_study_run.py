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
from sim.scenario import load_scenario
from sim.study import RunStatus, Workers, load_study, play_study, run_study, serial
from sim.study.executors import SerialExecutor, workers_for
from sim.study.identity import run_id
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
    assert content["scenario_text"] == coin().text
    assert content["resolved_text"] == coin().resolved_text
    assert (content["seed"], content["scheme"], content["status"]) == ("3", "philox4x64/1", "complete")
    assert (content["planned"], content["finished"], content["aborted"], content["crashed"]) == (40, 40, 0, 0)
    assert content["files"] == digest(study.folder)
    assert str(tmp_path) not in text
    for path in study.folder.rglob("*.csv"):
        assert str(tmp_path) not in path.read_text()


def test_the_manifest_comes_before_the_first_trial(tmp_path: Path) -> None:
    statuses: list[str] = []

    def look(done: int, total: int) -> None:
        (manifest,) = tmp_path.glob("coin/run-*/manifest.json")
        statuses.append(json.loads(manifest.read_bytes())["status"])

    play_study(ask(tmp_path), model(), progress=look)
    assert set(statuses) == {"running"}


def test_words_do_not_change_the_id_but_numbers_and_seed_do() -> None:
    scenario = coin().scenario
    told = replace(scenario, title="Another title", name="other", trials=7, seed=9)
    assert run_id(told, 3) == run_id(scenario, 3)
    assert run_id(scenario, 4) != run_id(scenario, 3)
    assert run_id(replace(scenario, ends_at_s=3601.0), 3) != run_id(scenario, 3)
    assert len(run_id(scenario, 3)) == 10


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
        ({"variant": "a,b"}, "variant's name"),
        ({"variant": "=1+1"}, "variant's name"),
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
