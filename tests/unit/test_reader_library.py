"""The scenarios and archetypes that ship: they load without a warning, and their numbers are plainly notional."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import load_scenario
from sim.scenario.faults import Faults
from sim.scenario.nodes import Items, Leaf, Node, Table
from sim.scenario.places import library_folder, scenario_names, scenarios_folder
from sim.scenario.reader import read_text

FILES = sorted([*scenarios_folder().glob("*.yaml"), *library_folder().glob("*.yaml")])


@pytest.mark.parametrize("name", scenario_names())
def test_every_scenario_loads_with_all_its_variants_and_without_a_warning(name: str) -> None:
    loaded = load_scenario(name)
    assert loaded.warnings == ()
    assert loaded.scenario.name == name
    for variant in loaded.scenario.variants:
        assert load_scenario(name, variant=variant).warnings == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_numbers_have_at_most_two_significant_digits(path: Path) -> None:
    for leaf in _numbers(read_text(path.read_text(encoding="utf-8"), path.name, Faults())):
        assert float(f"{leaf.value:.2g}") == leaf.value, f"{path.name}:{leaf.mark.line}: {leaf.text}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_says_that_its_numbers_are_notional(path: Path) -> None:
    assert "notional" in path.read_text(encoding="utf-8")


def _numbers(node: Node | None) -> list[Leaf]:
    match node:
        case Table():
            return [leaf for entry in node.entries.values() for leaf in _numbers(entry.node)]
        case Items():
            return [leaf for item in node.nodes for leaf in _numbers(item)]
        case Leaf(value=int() | float()) if not isinstance(node.value, bool):
            return [node]
        case _:
            return []
