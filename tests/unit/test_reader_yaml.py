"""Text to nodes: YAML 1.2 scalars, places, limits; the same with the C parser and with the pure one."""

from __future__ import annotations

import math

import pytest
import yaml

from sim.scenario.faults import Faults
from sim.scenario.nodes import Items, Leaf, Mark, Node, Table
from sim.scenario.reader import MOST_NODES, read_node, read_text
from sim.scenario.scalars import meaning

FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LOADERS = [pytest.param(FAST, id="fast"), pytest.param(yaml.SafeLoader, id="pure")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e3", 1000.0),
        ("1.5e-3", 0.0015),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("-7", -7),
        ("+7", 7),
        (".5", 0.5),
        ("5.", 5.0),
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("12:30", "12:30"),
        ("2024-01-01", "2024-01-01"),
        ("1_000", "1_000"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("", None),
        ("null", None),
        ("-.inf", -math.inf),
        ("=", "="),
        ("<<", "<<"),
    ],
)
def test_plain_scalars_mean_what_yaml_1_2_says(text: str, value: object) -> None:
    found = meaning(text)
    assert found == value
    assert type(found) is type(value)


def test_quoted_scalars_are_text_and_nan_is_a_number() -> None:
    node = read_node("['1', \"true\", .nan]", Mark("t", 1, 1), Faults())
    assert isinstance(node, Items)
    values = [leaf.value for leaf in node.nodes if isinstance(leaf, Leaf)]
    assert values[:2] == ["1", "true"]
    assert isinstance(values[2], float)
    assert math.isnan(values[2])


@pytest.mark.parametrize("loader", LOADERS)
def test_every_value_knows_its_line_and_column(loader: type) -> None:
    table = read_text("a: 1\nb:\n  - {c: é, d: 2}\n", "f.yaml", Faults(), loader=loader)
    assert table is not None
    row = table.entries["b"].node
    assert isinstance(row, Items)
    inner = row.nodes[0]
    assert isinstance(inner, Table)
    assert inner.entries["d"].mark == Mark("f.yaml", 3, 12)
    assert inner.entries["d"].node.mark == Mark("f.yaml", 3, 15)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\na: 2\n", 2, "twice, first in line 1"),
        ("a: {b: 1, b: 2}", 1, "twice"),
        ("a: &x 1\nb: *x\n", 1, "anchors"),
        ("a: 1\nb: *x\n", 2, "aliases"),
        ("a: !!int 1\n", 1, "tags"),
        ("a: ! x\n", 1, "tags"),
        ("a: 1\n---\nb: 2\n", 2, "second document"),
        ("a: 1\n...\n---\nb: 2\n", 3, "second document"),
        ("[a]: 1\n", 1, "a key must be text"),
        ("? {a: 1}\n: 2\n", 1, "a key must be text"),
        ("a: " + "[" * 30 + "]" * 30, 1, "nested more than"),
        ("[" * 200_000, 1, "nested more than"),
        ("{a: " * 60_000, 1, "nested more than"),
        ("- " * 5_000, 1, "nested more than"),
        ("[" + "1," * (MOST_NODES + 1) + "1]", 1, "values"),
        ("a: 1" + "0" * 5_000, 1, "digits"),
        ("a:\n\t- b\n", 2, "YAML"),
        ("a: b: c\n", 1, "YAML"),
        ("a: 'b\n", 2, "YAML"),
        ("a: \x07\n", 1, "U+0007"),
        ("a: \ud800\n", 1, "U+D800"),
        ("%YAML 9.9\n---\na: 1\n", 1, "YAML"),
    ],
)
def test_what_no_scenario_needs_is_refused_at_its_place(text: str, line: int, words: str, loader: type) -> None:
    faults = Faults()
    read_text(text, "f.yaml", faults, loader=loader)
    assert faults.found
    assert words in faults.found[0].rule
    assert faults.found[0].line == line
    assert faults.found[0].hint


def test_the_merge_key_is_an_ordinary_key() -> None:
    table = read_text("<<: {a: 1}\n", "f.yaml", Faults())
    assert table is not None
    assert list(table.entries) == ["<<"]


def test_keys_are_text_whatever_they_look_like() -> None:
    table = read_text("1: a\ntrue: b\nno: c\n", "f.yaml", Faults())
    assert table is not None
    assert list(table.entries) == ["1", "true", "no"]


def _shape(node: Node | None) -> object:
    match node:
        case Leaf():
            return (node.value, node.mark)
        case Items():
            return [_shape(item) for item in node.nodes] + [node.mark]
        case Table():
            return {key: (entry.mark, _shape(entry.node)) for key, entry in node.entries.items()}
        case _:
            return None


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: [x, {c: 'd'}]\n",
        "# only a comment\n",
        "é: 'ü' # x\nz: |\n  two\n  lines\n",
        "a:\n- 1\n- \n",
        "\ufeffa: 1\n",
    ],
)
def test_both_parsers_make_the_same_nodes(text: str) -> None:
    fast, pure = (
        _shape(read_node(text, Mark("f", 1, 1), Faults(), loader=loader)) for loader in (FAST, yaml.SafeLoader)
    )
    assert fast == pure
