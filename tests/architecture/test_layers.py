"""Who may import whom: the table of docs/design.md, held by reading the source."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.rules import MAY_IMPORT, layer_offences
from tests.architecture.source import ROOT, Module, imports, modules, parse


def test_every_folder_of_the_package_has_a_row_in_the_table() -> None:
    folders = {path.name for path in (ROOT / "sim").iterdir() if (path / "__init__.py").is_file()}
    assert folders == set(MAY_IMPORT) - {""}


def test_no_layer_imports_from_above_and_libraries_stay_where_they_belong() -> None:
    assert [offence for module in modules() for offence in layer_offences(module)] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sim.model.x", "from sim.trial.records import Home"),
        ("sim.measure.x", "from sim.trial.world import World"),
        ("sim.measure.x", "from sim.trial import world"),
        ("sim.stats.x", "from sim.model import weapons"),
        ("sim.show.x", "def draw():\n    from sim.trial.element import Element"),
        ("sim.scenario.x", "import numpy as np"),
        ("sim.trial.x", "import yaml"),
        ("sim.cli.x", "import matplotlib.figure"),
        ("sim.cli.x", "from matplotlib import figure"),
        ("sim.study.x", "def f():\n    from scipy import stats"),
        ("sim.model.x", "from scipy.optimize import linear_sum_assignment"),
        ("sim.base.x", "try:\n    import simpy\nexcept ImportError:\n    pass"),
        ("sim.show.x", "import click"),
    ],
)
def test_the_rule_sees_an_import_from_above(name: str, text: str) -> None:
    assert list(layer_offences(parse(name, text)))


def test_the_rule_lets_proper_imports_pass() -> None:
    text = "from sim.base import errors\nimport math\ndef f():\n    from scipy.optimize import linear_sum_assignment"
    assert not list(layer_offences(parse("sim.model.x", text)))


def test_no_module_needs_itself_to_be_loaded() -> None:
    assert cycle(modules()) == []


def test_the_rule_sees_a_cycle() -> None:
    ring = (
        parse("sim.a", "from sim.b import thing"),
        parse("sim.b", "import sim.c"),
        parse("sim.c", "from sim import a"),
    )
    assert set(cycle(ring)) == {"sim.a", "sim.b", "sim.c"}


def cycle(graph: tuple[Module, ...]) -> list[str]:
    """Return the modules of one ring of imports, or nothing."""
    names = {module.name for module in graph}
    edges = {module.name: set(_needs(module, names)) - {module.name} for module in graph}
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def _needs(module: Module, names: set[str]) -> list[str]:
    """Modules that loading this one executes: `from a import b` needs a.b where that is a module, else a."""
    wanted = [item.name for item in imports(module) if not item.lazy]
    found = [name if name in names else name.rpartition(".")[0] for name in wanted]
    return [name for name in found if name in names]
