"""Nothing is forgotten: every exact answer has its test, waits for a named part of the model, or needs none."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from sim.scenario import load_scenario
from sim.verify.cases import CASES
from tests.analytic.oracle import ORACLES, SCENARIOS, played
from tests.analytic.registry import NOT_YET, TESTED

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "verification.md"
NEEDS_NONE = {name for name, entry in ORACLES.items() if entry["door"] == "none"}
FILES = sorted(SCENARIOS.glob("*.yaml"))

LEAST_SCENARIO_ANSWERS = 15


@cache
def module(file: str) -> ast.Module:
    return ast.parse((HERE / file).read_text("utf-8"))


@cache
def page_rows() -> dict[str, tuple[str, str, str]]:
    """Return the rows of the page's table: answer -> door, test, verdict."""
    rows = [line.strip("|").split("|") for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| `")]
    cells = [[cell.strip().strip("`") for cell in row] for row in rows]
    found = {row[0]: (row[1], row[2], row[3]) for row in cells}
    assert len(found) == len(cells), "an answer stands on the page twice"
    return found


def test_every_answer_is_tested_or_waits_or_needs_no_test() -> None:
    assert sorted([*TESTED, *NOT_YET, *NEEDS_NONE]) == sorted(ORACLES)


@pytest.mark.parametrize(("name", "where"), TESTED.items())
def test_the_test_of_an_answer_exists_and_its_file_reads_the_answer(name: str, where: str) -> None:
    file, _, test = where.partition("::")
    tree = module(file)
    assert test in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert any(text == name or (len(text) > 8 and name.startswith(text + ".")) for text in texts)


def test_the_page_has_a_row_for_every_answer_with_its_door_and_its_test() -> None:
    rows = page_rows()
    assert list(rows) == sorted(ORACLES)
    for name, (door, where, verdict) in rows.items():
        assert door == ORACLES[name]["door"], name
        if name in TESTED:
            assert (where, verdict) == (TESTED[name], "holds"), name
        elif name in NOT_YET:
            assert (where, verdict) == ("-", f"waits for {NOT_YET[name]}"), name
        else:
            assert (where, verdict) == ("-", "no part of the model computes it"), name


def test_many_answers_are_reached_as_a_user_would() -> None:
    reached = [name for name in TESTED if ORACLES[name]["door"] == "scenario"]
    assert len(reached) >= LEAST_SCENARIO_ANSWERS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_verification_scenario_says_what_it_isolates_and_plays(path: Path) -> None:
    text = path.read_text("utf-8")
    scenario = load_scenario(path).scenario
    assert scenario.name == path.stem
    assert "# Isolated: " in text
    for variant in [None, *scenario.variants]:
        (trial,) = played(path.stem, variant)
        assert trial.records


def test_every_verification_scenario_is_used() -> None:
    sources = "".join(path.read_text("utf-8") for path in HERE.glob("test_*.py"))
    cases = {case.file for case in CASES.values()}
    assert [path.stem for path in FILES if path.stem not in cases and f'"{path.stem}"' not in sources] == []
