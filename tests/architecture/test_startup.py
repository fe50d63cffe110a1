"""What a command loads before it does anything: nobody waits for a plotting library to read a help text."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

HEAVY = ("numpy", "matplotlib", "scipy", "simpy")

SPY = """
import sys, json, time
from sim.cli import main
code = main(sys.argv[1:])
seen = {"code": code, "cpu_s": time.process_time(), "loaded": sorted({name.split(".")[0] for name in sys.modules})}
print(json.dumps(seen), file=sys.stderr)
"""


def spy(*words: str) -> dict[str, object]:
    """Run one command in a fresh interpreter; return its exit code, CPU seconds, and top packages loaded."""
    done = subprocess.run(
        [sys.executable, "-c", SPY, *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    seen: dict[str, object] = json.loads(done.stderr.splitlines()[-1])
    return seen


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"], ["--version"], ["run", "--no-such-option"]])
def test_help_loads_no_library_but_click(words: list[str]) -> None:
    assert not {*HEAVY, "pydantic", "yaml"} & set(spy(*words)["loaded"])


def test_help_costs_less_than_150_ms_of_cpu() -> None:
    assert min(spy("--help")["cpu_s"] for _ in range(3)) < 0.150


@pytest.mark.parametrize("words", [["check", "baseline-escort"], ["scenarios"], ["schema"]])
def test_a_command_that_only_reads_scenarios_loads_no_heavy_library(words: list[str]) -> None:
    seen = spy(*words)
    assert seen["code"] == 0
    assert not set(HEAVY) & set(seen["loaded"])


def test_the_package_itself_loads_nothing() -> None:
    text = "import sys, sim; print([n for n in sys.modules if n.startswith('sim.')])"
    done = subprocess.run(
        [sys.executable, "-c", text], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
