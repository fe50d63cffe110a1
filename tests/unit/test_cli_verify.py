"""`sortie verify` as a class meets it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from sim.cli.entry import main
from sim.verify import cases

Captured = pytest.CaptureFixture[str]


def say(capsys: Captured, *words: str) -> tuple[int, str, str]:
    code = main(["verify", *words])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_table_has_formula_exact_and_simulated_value_n_z_and_verdict(capsys: Captured) -> None:
    code, out, err = say(capsys, "--trials", "100")
    assert (code, err) == (0, "")
    heads = out.splitlines()[0]
    assert [word for word in ("case", "formula in words", "exact", "simulated", "n", "z", "verdict") if word in heads]
    assert all(name in out for name in cases.CASES)
    assert "FAILS" not in out
    assert "Chi-square" in out
    assert "the bound is 4.5" in out
    assert "details hold too" in out


def test_one_case_shows_its_question_its_source_and_its_details(capsys: Captured) -> None:
    code, out, _ = say(capsys, "--case", "look-one", "--trials", "100")
    assert code == 0
    assert "What does a look between shots save?" in out
    assert "source: Washburn" in out
    assert "rounds = 4" in out
    assert "track-age" not in out


def test_json_and_csv_say_the_same(capsys: Captured) -> None:
    words = ("--case", "crossing-miss", "--case", "track-age", "--trials", "100")
    document = json.loads(say(capsys, *words, "--format", "json")[1])
    rows = list(csv.DictReader(io.StringIO(say(capsys, *words, "--format", "csv")[1])))
    assert [row["case"] for row in rows] == [row["case"] for row in document["findings"]]
    assert document["findings"][0]["exact"] is None, "what never happens has no value"
    assert document["summary"]["failed"] == 0
    assert document["summary"]["degrees_of_freedom"] == 1


def test_the_same_seed_gives_the_same_table(capsys: Captured) -> None:
    words = ("--case", "one-bomb", "--trials", "200")
    assert say(capsys, *words) == say(capsys, *words)
    assert say(capsys, *words)[1] != say(capsys, *words, "--seed", "2")[1]


def test_a_case_that_fails_is_shown_and_makes_the_exit_code_1(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here the theory is asked about another scenario than the one that is played."""
    case = cases.CASES["one-bomb"]

    def wrong(scenario: object) -> tuple[object, ...]:
        return tuple(replace(one, exact=0.9) for one in case.answers(scenario))  # type: ignore[arg-type]

    monkeypatch.setitem(cases.CASES, "one-bomb", replace(case, answers=wrong))  # type: ignore[arg-type]
    code, out, _ = say(capsys, "--case", "one-bomb", "--trials", "100")
    assert code == 1
    assert "FAILS" in out
    assert "0 hold, 1 fail" in out


def test_an_unknown_case_is_told_with_its_neighbour(capsys: Captured) -> None:
    code, _, err = say(capsys, "--case", "trackage")
    assert code == 2
    assert "did you mean 'track-age'?" in err


def test_too_few_trials_are_refused(capsys: Captured) -> None:
    assert say(capsys, "--trials", "5")[0] == 2
