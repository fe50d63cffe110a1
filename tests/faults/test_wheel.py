"""The wheel is whole: what it holds, laid in an empty folder, runs without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it where an installer would put it."""
    built = tmp_path_factory.mktemp("built")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(built)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    (wheel,) = built.glob("*.whl")
    place = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(place)
    return place


def sortie(installed: Path, here: Path, *words: str) -> str:
    """Run a command of the unpacked wheel in an empty folder; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "sim", *words],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_the_wheel_that_runs(installed: Path, tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    ask = [sys.executable, "-c", "import sim; print(sim.__file__)"]
    told = subprocess.run(ask, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=True).stdout
    assert Path(told.strip()).is_relative_to(installed)


def test_every_scenario_and_experiment_is_in_the_wheel(installed: Path) -> None:
    shipped = {path.relative_to(ROOT / "scenarios").as_posix() for path in (ROOT / "scenarios").rglob("*.yaml")}
    found = installed / "sim" / "_scenarios"
    assert shipped == {path.relative_to(found).as_posix() for path in found.rglob("*.yaml")}


def test_the_wheel_runs_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    assert "escort-geometry" in sortie(installed, tmp_path, "scenarios")
    told = sortie(installed, tmp_path, "run", "baseline-escort", "--trials", "5", "--jobs", "1", "--no-figures")
    assert "n = 5 trials" in told
    swept = sortie(installed, tmp_path, "sweep", "baseline-commit", "--trials", "2", "--jobs", "1", "--no-figures")
    assert "success at every point" in swept
    assert [path.name for path in tmp_path.iterdir()] == ["results"]
