"""What no line of the program does, held by reading the source. Every rule is shown an offence that it must see."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture import rules
from tests.architecture.source import ROOT, Module, modules, parse

Rule = Callable[[Module], Iterator[str]]

RULES: dict[Rule, list[tuple[str, str]]] = {
    rules.literal_sides: [
        ("sim.trial.x", "def f(flight):\n    return flight.side == 'north'"),
        ("sim.trial.x", "def f(side):\n    return side in ('a', 'b') or 'x' != side"),
        ("sim.measure.x", "SIDES = ['blue', 'green']"),
        ("sim.model.x", "def f(flight):\n    match flight.side:\n        case 'x':\n            return 1"),
    ],
    rules.stray_chance: [
        ("sim.study.x", "import numpy as np\nRNG = np.random.default_rng(1)"),
        ("sim.stats.x", "import numpy as np\ndef f():\n    return np.random.default_rng()"),
        ("sim.trial.x", "import numpy as np\ndef f():\n    return np.random.Generator(np.random.Philox(1))"),
        ("sim.stats.x", "def f(rng):\n    return rng.uniform(0.0, 2.0)"),
        ("sim.stats.x", "import numpy as np\ndef f():\n    np.random.seed(3)"),
    ],
    rules.set_iteration: [
        ("sim.trial.x", "def f():\n    for name in {'a', 'b'}:\n        print(name)"),
        ("sim.trial.x", "def f(names):\n    return [n for n in set(names)]"),
        ("sim.trial.x", "def f(names: set[str]):\n    return list(names)"),
        (
            "sim.trial.x",
            "class A:\n    def f(self):\n        self.seen: set[str] = set()\n        return tuple(self.seen)",
        ),
        ("sim.trial.x", "def f(a):\n    both = set(a)\n    for x in both - {1}:\n        print(x)"),
    ],
    rules.forbidden_imports: [
        ("sim.model.x", "import random"),
        ("sim.study.x", "from pickle import loads"),
        ("sim.show.x", "import matplotlib.pyplot as plt"),
        ("sim.show.x", "from matplotlib import pyplot"),
    ],
    rules.forbidden_calls: [
        ("sim.scenario.x", "import yaml\nyaml.load('x', Loader=yaml.CSafeLoader)"),
        ("sim.cli.x", "eval('1')"),
        ("sim.cli.x", "def f(text):\n    exec(text)"),
    ],
}

HARMLESS = """
import numpy as np
def f(luck, side, flight, names: set[str]):
    "The blue side, or the red side."
    seed = np.random.Philox(key=1)
    if side == flight.side and side in names:
        return sorted(names), luck.uniform("hit/A")
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_no_module_breaks_the_rule(rule: Rule) -> None:
    assert [offence for module in modules() for offence in rule(module)] == []


@pytest.mark.parametrize(
    ("rule", "name", "text"), [(r, name, text) for r, cases in RULES.items() for name, text in cases]
)
def test_the_rule_sees_an_offence(rule: Rule, name: str, text: str) -> None:
    assert list(rule(parse(name, text)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_lets_harmless_code_pass(rule: Rule) -> None:
    assert list(rule(parse("sim.study.x", HARMLESS))) == []


@pytest.mark.parametrize("folder", ["sim", "tests", "benchmarks"])
def test_every_file_opens_with_what_it_owns(folder: str) -> None:
    silent = [path for path in sorted((ROOT / folder).rglob("*.py")) if not _opening(path)]
    assert silent == []


def test_the_rule_sees_a_file_without_an_opening(tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text("X = 1\n", encoding="utf-8")
    assert not _opening(tmp_path / "x.py")


def _opening(path: Path) -> str | None:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
