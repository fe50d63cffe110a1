"""From trials to estimates: what is counted, what is left out, and when no verdict is given."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from sim.measure import Kind
from sim.stats import Method, share
from sim.study import Column, Counts, Outcome, Statistic, load_study, play_study
from sim.study.summary import Summary, summarise
from sim.study.table import Table
from tests.study_models import ask, model, toss_or_abort

COLUMNS = (
    Column("success", "share", Kind.YES_NO),
    Column("own_aircraft_lost", "aircraft", Kind.COUNT),
    Column("opponent_aircraft_lost", "aircraft", Kind.COUNT),
    Column("unresolved_aircraft", "aircraft", Kind.COUNT),
    Column("opponent_unresolved_aircraft", "aircraft", Kind.COUNT),
    Column("wait_s", "s", Kind.NUMBER),
)


def summary_of(*, aborted: int = 0, crashed: int = 0, asked: int | None = None, **metrics: list[float]) -> Summary:
    """Summarise finished trials with the given metrics (0 unless told), then trials without result."""
    finished = max((len(values) for values in metrics.values()), default=0)
    nothing = [np.nan] * (aborted + crashed)
    outcomes = [Outcome.FINISHED] * finished + [Outcome.ABORTED] * aborted + [Outcome.CRASHED] * crashed
    columns = {"trial": np.arange(len(outcomes)), "status": np.array([outcome.value for outcome in outcomes])}
    for name, _, _ in COLUMNS:
        columns[name] = np.array([*metrics.get(name, [0.0] * finished), *nothing])
    return summarise(Table(columns=columns), COLUMNS, len(outcomes) if asked is None else asked)


def estimate(summary: Summary, metric: str, statistic: Statistic) -> tuple[float | None, int]:
    found = [line.estimate for line in summary.lines if (line.metric, line.statistic) == (metric, statistic)]
    assert len(found) == 1
    return found[0].value, found[0].n


def test_a_yes_no_metric_is_a_share_of_the_trials_where_it_is_defined() -> None:
    summary = summary_of(success=[1, 0, 1, np.nan])
    (line,) = [line for line in summary.lines if line.metric == "success"]
    assert line.estimate == share("success", 2, 3)


def test_a_number_has_mean_and_quantiles() -> None:
    summary = summary_of(wait_s=[10.0, 20.0, 60.0, np.nan])
    assert estimate(summary, "wait_s", Statistic.MEAN) == (30.0, 3)
    assert estimate(summary, "wait_s", Statistic.MEAN_BOOTSTRAP) == (30.0, 3)
    assert estimate(summary, "wait_s", Statistic.P50) == (20.0, 3)
    assert estimate(summary, "wait_s", Statistic.P90) == (60.0, 3)


def test_a_metric_that_is_never_defined_has_no_value_and_n_of_0() -> None:
    summary = summary_of(success=[np.nan], wait_s=[np.nan])
    assert estimate(summary, "wait_s", Statistic.MEAN) == (None, 0)
    assert estimate(summary, "success", Statistic.SHARE) == (None, 0)


def test_the_exchange_ratio_is_one_of_sums_over_the_study() -> None:
    summary = summary_of(opponent_aircraft_lost=[4, 0, 2], own_aircraft_lost=[1, 1, 0])
    assert estimate(summary, "exchange_ratio", Statistic.RATIO) == (3.0, 3)


def test_the_exchange_ratio_is_undefined_when_nobody_was_lost() -> None:
    summary = summary_of(opponent_aircraft_lost=[4, 0, 2], own_aircraft_lost=[0, 0, 0])
    assert estimate(summary, "exchange_ratio", Statistic.RATIO) == (None, 3)


def test_losses_never_seen_have_an_upper_bound() -> None:
    summary = summary_of(own_aircraft_lost=[0.0] * 100)
    (line,) = [line for line in summary.lines if (line.metric, line.statistic) == ("own_aircraft_lost", Statistic.MEAN)]
    assert line.estimate.method is Method.ONE_SIDED
    assert line.estimate.high == pytest.approx(0.02996, abs=1e-5)


def test_trials_without_result_are_counted_beside_and_bound_the_shares() -> None:
    summary = summary_of(success=[1.0] * 60 + [0.0] * 30, aborted=7, crashed=3)
    assert summary.counts == Counts(asked=100, finished=90, aborted=7, crashed=3)
    assert estimate(summary, "success", Statistic.SHARE) == (60 / 90, 90)
    assert summary.bounds == {"success": (0.6, 0.7)}
    assert not summary.verdict_allowed
    assert summary.warnings == ("7 aborted and 3 crashed trials of 100 gave no result; above 1% no verdict is given",)


def test_one_in_a_hundred_without_result_still_allows_a_verdict() -> None:
    summary = summary_of(success=[1.0] * 99, aborted=1)
    assert summary.verdict_allowed
    assert summary.warnings == ("1 aborted and 0 crashed trials of 100 gave no result",)


def test_without_aborts_there_are_no_bounds() -> None:
    assert summary_of(success=[1.0, 0.0]).bounds == {}


def test_trials_that_are_not_there_yet_are_told() -> None:
    assert summary_of(success=[1.0, 0.0], asked=5).warnings == (
        "3 of 5 trials are not there yet; ask again to play them",
    )


def test_aircraft_in_the_air_at_the_end_are_warned_of_above_one_in_a_hundred() -> None:
    for unresolved, warns in ((1, False), (2, True)):
        summary = summary_of(
            unresolved_aircraft=[1.0] * unresolved + [0.0] * (100 - unresolved),
            opponent_unresolved_aircraft=[1.0] + [0.0] * 99,
        )
        assert any("in the air" in warning for warning in summary.warnings) is warns


def test_aborted_trials_have_rows_without_metrics(tmp_path: Path) -> None:
    study = play_study(ask(tmp_path, 40), model(toss_or_abort))
    assert (study.counts.finished, study.counts.aborted) == (32, 8)
    assert not study.verdict_allowed
    assert not study.is_partial
    assert study.table["status"][:6].tolist() == ["aborted", *["finished"] * 4, "aborted"]
    assert study.column("success").size == 32
    assert set(study.bounds) == {"success"}
    assert load_study(study.folder).bounds == study.bounds


def test_the_summary_is_written_as_text_and_json_alike(tmp_path: Path) -> None:
    study = play_study(ask(tmp_path), model())
    with (study.folder / "summary.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    (content,) = json.loads((study.folder / "summary.json").read_bytes())["points"]
    assert len(rows) == len(content["estimates"]) == len(study.lines)
    for row, entry, line in zip(rows, content["estimates"], study.lines, strict=True):
        assert (row["metric"], row["statistic"]) == (entry["name"], entry["statistic"])
        assert row["value"] == repr(entry["value"]) == repr(line.estimate.value)
        assert int(row["n"]) == entry["n"] == line.estimate.n
    assert content["counts"] == {"asked": 40, "finished": 40, "aborted": 0, "crashed": 0}


def test_estimates_hold_one_main_statistic_per_metric(tmp_path: Path) -> None:
    study = play_study(ask(tmp_path), model())
    assert list(study.estimates) == [*(column.name for column in study.columns), "exchange_ratio"]
    assert study.estimate("wait_s", Statistic.MEAN) == study.estimates["wait_s"]
