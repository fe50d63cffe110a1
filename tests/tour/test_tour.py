"""docs/tour.md leads where it says: its links, its listing, its numbers, and the exercises' solutions."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tour.solutions import SOLUTIONS, Solution

ROOT = Path(__file__).parents[2]
TOUR = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
LINKS = re.findall(r"\[(`?)([^\]`]+)`?\]\(\.\./([^)]+)\)", TOUR)

COPIED = ("sim", "scenarios", "tests", "docs", "benchmarks", "pyproject.toml", "README.md", "CHANGELOG.md")
ALWAYS = (
    "tests/unit/test_exercise.py",
    "tests/architecture/test_layers.py",
    "tests/architecture/test_source_rules.py",
    "tests/reference",
    "tests/unit/test_reader_output.py",
)


def _defined(path: Path) -> set[str]:
    """Return the names that a module defines or imports, and those of its classes' methods, dotted."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.ClassDef():
                names |= {node.name} | {
                    f"{node.name}.{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)
                }
            case ast.FunctionDef():
                names.add(node.name)
            case ast.ImportFrom():
                names |= {alias.name for alias in node.names}
            case ast.AnnAssign(target=ast.Name(id=name)):
                names.add(name)
    return names


@pytest.mark.parametrize(("mark", "name", "path"), LINKS, ids=[f"{name} in {path}" for _, name, path in LINKS])
def test_every_link_leads_to_what_it_names(mark: str, name: str, path: str) -> None:
    there = ROOT / path
    assert there.exists()
    if mark and there.suffix == ".py":
        assert name in _defined(there)


def test_the_listing_is_what_its_program_prints() -> None:
    program, listing = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", TOUR, re.S).groups()  # type: ignore[union-attr]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(program, {})  # noqa: S102  # what a reader would run
    assert listing == printed.getvalue()


def _apply(solution: Solution, root: Path) -> None:
    for path, text in solution.files.items():
        (root / path).write_text(text, encoding="utf-8")
    for edit in solution.edits:
        there = root / edit.path
        text = there.read_text(encoding="utf-8")
        if not edit.after:
            text += edit.text
        else:
            assert text.count(edit.after) == 1, f"{edit.path}: {edit.after!r}"
            text = text.replace(edit.after, edit.after + edit.text)
        there.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", SOLUTIONS)
def test_a_solution_passes_what_a_change_of_its_kind_must_pass(name: str, tmp_path: Path) -> None:
    """On a copy of the project, with the generated pages made anew as CONTRIBUTING.md says."""
    solution = SOLUTIONS[name]
    for part in COPIED:
        there = ROOT / part
        if there.is_dir():
            shutil.copytree(there, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(there, tmp_path / part)
    _apply(solution, tmp_path)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}

    def run(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        return done.stdout

    schema = run("-m", "sim", "schema")
    (tmp_path / "scenarios" / "schema" / "scenario.schema.json").write_text(schema, encoding="utf-8")
    run("-m", "tests.reference.update")
    run("-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *ALWAYS, *solution.checks)
