"""The commands as a user meets them, in an empty folder; those that play trials play few."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import sim.study
from sim.cli.entry import main
from sim.cli.glossary import GLOSSARY
from sim.measure import HEADLINES
from sim.scenario import load_scenario
from sim.study import Series


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


Captured = pytest.CaptureFixture[str]


def say(capsys: Captured, *words: str) -> tuple[int, str, str]:
    """Run one command; return exit code, stdout and stderr."""
    code = main(words)
    out, err = capsys.readouterr()
    return code, out, err


def test_new_then_check_then_run_is_all_a_beginner_needs(capsys: Captured) -> None:
    assert say(capsys, "new", "my-first")[:2] == (0, "my-first.yaml\n")
    assert say(capsys, "check", "my-first.yaml")[:2] == (0, "my-first: no faults, no warnings\n")
    code, out, _ = say(capsys, "run", "my-first.yaml", "--trials", "4", "--no-figures", "--jobs", "1")
    assert code == 0
    assert "n = 4 trials, seed 1; aborted 0, crashed 0" in out
    assert len(list(Path("results/my-first").glob("run-*/trials.csv"))) == 1


def test_new_never_overwrites(capsys: Captured) -> None:
    Path("mine.yaml").write_text("precious", encoding="utf-8")
    code, _, err = say(capsys, "new", "mine")
    assert code == 2
    assert "mine.yaml exists and is not overwritten" in err
    assert Path("mine.yaml").read_text(encoding="utf-8") == "precious"


def test_new_does_not_take_the_name_of_a_shipped_scenario(capsys: Captured) -> None:
    assert say(capsys, "new", "baseline-escort")[0] == 2
    assert not list(Path().iterdir())


def test_run_tells_value_interval_n_and_unit_of_each_headline_metric(capsys: Captured) -> None:
    _, out, _ = say(capsys, "run", "baseline-escort", "--trials", "5", "--seed", "7", "--no-figures", "--jobs", "1")
    head, _, *rows = (line.split() for line in out.split("\n\n")[1].splitlines())
    assert head == ["metric", "value", "95", "%", "interval", "n", "unit"]
    assert all(row[3] == "to" for row in rows)
    assert [row[0] for row in rows] == [*HEADLINES, "exchange_ratio"]
    assert "seed 7" in out


def test_run_as_json_and_csv_holds_every_metric(capsys: Captured) -> None:
    words = ("run", "baseline-escort", "--trials", "5", "--no-figures", "--jobs", "1", "--quiet", "--format")
    document: dict[str, Any] = json.loads(say(capsys, *words, "json")[1])
    rows = list(csv.DictReader(io.StringIO(say(capsys, *words, "csv")[1])))
    assert document["trials"] == {"asked": 5, "finished": 5, "aborted": 0, "crashed": 0}
    assert (document["seed"], document["report"]) == (1, None)
    assert [row["metric"] for row in rows] == [line["metric"] for line in document["estimates"]]
    assert set(HEADLINES) < {row["metric"] for row in rows}


def test_asking_again_finds_the_same_results(capsys: Captured) -> None:
    words = ("run", "baseline-escort", "--no-figures", "--jobs", "1", "--format", "csv", "--trials")
    first = say(capsys, *words, "5")[1]
    say(capsys, *words, "8")
    assert say(capsys, *words, "5")[1] == first
    assert len(list(Path("results/baseline-escort").iterdir())) == 1


def test_set_changes_one_setting_and_a_variant_many(capsys: Captured) -> None:
    changed = say(capsys, "check", "baseline-escort", "--resolved", "--set", "flights.RAVEN.escort.leash_km=60")[1]
    assert "leash_m: 60000.0" in changed
    alone = say(capsys, "check", "baseline-escort", "--resolved", "--variant", "no-escorts")[1]
    assert "\n  RAVEN:\n" in changed
    assert "\n  RAVEN:\n" not in alone


def test_what_check_resolves_is_itself_a_scenario(capsys: Captured) -> None:
    Path("resolved.yaml").write_text(say(capsys, "check", "baseline-escort", "--resolved")[1], encoding="utf-8")
    assert load_scenario(Path("resolved.yaml")).scenario == load_scenario("baseline-escort").scenario


def test_check_tells_every_fault_with_its_place_and_ends_with_3(capsys: Captured) -> None:
    text = "format: 1\nname: bad\nextends: baseline-escort\ntrails: 5\nflights:\n  RAVEN: {aircraft: many}\n"
    Path("bad.yaml").write_text(text, encoding="utf-8")
    code, out, err = say(capsys, "check", "bad.yaml")
    assert (code, out) == (3, "")
    assert "bad.yaml:4:1: trails" in err
    assert "bad.yaml:6:" in err
    assert err.endswith("2 faults in the scenario\n")
    code, out, err = say(capsys, "check", "bad.yaml", "--format", "json")
    findings = json.loads(out)["findings"]
    assert (code, err, [one["line"] for one in findings]) == (3, "", [4, 6])


def test_warnings_go_beside_the_data(capsys: Captured) -> None:
    code, out, err = say(capsys, "check", "baseline-escort", "--set", "flights.RAVEN.signature=50")
    assert (code, out) == (0, "baseline-escort: no faults, 1 warning\n")
    assert err.startswith("warning: ")


def test_scenarios_lists_names_that_every_command_takes(capsys: Captured) -> None:
    names = [one["name"] for one in json.loads(say(capsys, "scenarios", "--format", "json")[1])]
    assert "baseline-escort" in names
    for name in names:
        assert say(capsys, "check", name)[0] == 0


@pytest.mark.parametrize(
    ("term", "says"),
    [
        ("leash", "flights.NAME.escort.leash_nm  (setting)"),
        ("leash", "leash  (word)"),
        ("flights.RAVEN.escort.leash_km", "also written: leash_km, leash_m"),
        ("escort.leash", "flights.NAME.escort.leash_nm  (setting)"),
        ("leakers", "leakers  (metric)"),
        ("Time-on-Target", "time on target  (word)"),
        ("escorts", "escort  (word)"),
        ("radar", "holds: range_nm"),
    ],
)
def test_explain_finds_settings_metrics_and_words(capsys: Captured, term: str, says: str) -> None:
    code, out, _ = say(capsys, "explain", term)
    assert code == 0
    assert says in out


def test_explain_names_near_misses(capsys: Captured) -> None:
    code, out, err = say(capsys, "explain", "lesh")
    assert (code, out) == (2, "")
    assert "nothing is called 'lesh'; did you mean 'leash'" in err


@pytest.mark.parametrize("word", GLOSSARY)
def test_every_word_of_the_glossary_is_explained_in_at_most_three_sentences(capsys: Captured, word: str) -> None:
    assert say(capsys, "explain", *word.split())[0] == 0
    assert GLOSSARY[word].endswith(".")
    assert GLOSSARY[word].count(". ") <= 2


def test_doctor_finds_this_environment_well(capsys: Captured) -> None:
    code, out, _ = say(capsys, "doctor", "--format", "json")
    assert code == 0
    assert all(one["ok"] for one in json.loads(out))


def test_doctor_fails_where_results_cannot_be_written(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/proc/self")
    code, out, _ = say(capsys, "doctor")
    assert code == 1
    assert "go to another folder or use --out" in out


def test_a_partial_run_ends_with_4(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sim.study.run_series

    def with_a_crash(*args: Any, **kwargs: Any) -> Series:
        series = whole(*args, **kwargs)
        (study,) = series.studies
        counts = replace(study.counts, finished=study.counts.finished - 1, crashed=1)
        return replace(series, studies=(replace(study, counts=counts),))

    monkeypatch.setattr(sim.study, "run_series", with_a_crash)
    code, out, _ = say(capsys, "run", "baseline-escort", "--trials", "4", "--no-figures", "--jobs", "1")
    assert code == 4
    assert "n = 3 trials, seed 1; aborted 0, crashed 1" in out


def test_quiet_leaves_stderr_empty(capsys: Captured) -> None:
    assert say(capsys, "new", "calm", "--quiet")[1:] == ("calm.yaml\n", "")
