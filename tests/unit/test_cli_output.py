"""How data is printed: tables, JSON, CSV."""

from __future__ import annotations

import json

import pytest

from sim.cli.output import Format, emit_rows, table

ROWS = [
    {"name": "leakers", "value": 1.25, "n": 400, "defined": True},
    {"name": "exchange, ratio", "value": None, "n": 12, "defined": False},
]


def test_a_table_sets_numbers_right_and_words_left() -> None:
    assert table(ROWS).splitlines() == [
        "name             value    n  defined",
        "---------------  -----  ---  -------",
        "leakers           1.25  400      yes",
        "exchange, ratio      -   12       no",
    ]


def test_a_table_without_rows_says_so() -> None:
    assert table([]) == "(nothing)"


def test_csv_writes_yes_as_1_and_leaves_the_undefined_empty(capsys: pytest.CaptureFixture[str]) -> None:
    emit_rows(ROWS, Format.CSV)
    assert capsys.readouterr().out == 'name,value,n,defined\nleakers,1.25,400,1\n"exchange, ratio",,12,0\n'


def test_json_is_a_list_of_objects_with_their_types(capsys: pytest.CaptureFixture[str]) -> None:
    emit_rows(ROWS, Format.JSON)
    assert json.loads(capsys.readouterr().out) == ROWS
