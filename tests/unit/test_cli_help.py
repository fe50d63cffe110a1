"""Help texts: one for every command, with an example, in one line of the list, and without loading anything heavy."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from sim.cli.app import COMMANDS, app
from sim.cli.command import SortieCommand
from sim.cli.options import Wish, gathering

ROOT = Path(__file__).parents[2]
STUDIES = ("run", "compare", "sweep", "play", "class")

SPY = """
import contextlib, io, json, sys
from sim.cli import main
codes = []
with contextlib.redirect_stdout(io.StringIO()):
    for name in sys.argv[1:]:
        codes.append(main([name, "--help"]))
print(json.dumps({"codes": codes, "loaded": sorted({name.split(".")[0] for name in sys.modules})}))
"""


def command(name: str) -> click.Command:
    with click.Context(app) as context:
        found = app.get_command(context, name)
    assert found is not None
    return found


def test_no_help_text_loads_a_library_but_click() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SPY, *COMMANDS], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    seen = json.loads(done.stdout)
    assert seen["codes"] == [0] * len(COMMANDS)
    assert not {"numpy", "matplotlib", "scipy", "simpy", "pydantic", "yaml", "pyarrow"} & set(seen["loaded"])


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_in_one_line_what_it_does(name: str) -> None:
    assert command(name).get_short_help_str(limit=65) == COMMANDS[name]
    assert "..." not in COMMANDS[name]


@pytest.mark.parametrize("name", [*STUDIES, "plan", "check", "bundle", "reproduce", "verify"])
def test_a_command_that_takes_options_shows_an_example(name: str) -> None:
    told = command(name)
    assert isinstance(told, SortieCommand)
    assert any(example.startswith(f"sortie {name} ") for example in told.examples)
    with click.Context(told, info_name=name) as context:
        assert all(f"  {example}\n" in told.get_help(context) for example in told.examples)
    for option in told.params:
        assert not isinstance(option, click.Option) or option.help, option.name


@pytest.mark.parametrize("name", STUDIES)
def test_every_study_is_asked_for_in_the_same_way(name: str) -> None:
    options = {word for option in command(name).params for word in option.opts}
    assert {"--trials", "--precision", "--ceiling", "--seed", "--jobs", "--out", "--figures", "--format"} <= options


def test_options_are_gathered_into_one_value() -> None:
    found = {}

    @click.command()
    @gathering(Wish, "wish", click.option("--trials", type=int), click.option("--seed", type=int))
    @click.option("--other", default="else")
    def told(other: str, wish: Wish) -> None:
        found[other] = wish

    told.main(["--trials", "7"], standalone_mode=False)
    assert found == {"else": Wish(trials=7)}


@pytest.mark.parametrize(
    ("words", "begun", "offered"),
    [
        ((), "co", {"compare"}),
        (("sweep",), "baseline", {"baseline-commit", "baseline-escort"}),
        (("compare",), "baseline", {"baseline-escort"}),
        (("compare", "baseline-escort", "--metric"), "succ", {"success"}),
        (("reproduce",), "la", {"latest"}),
    ],
)
def test_the_shell_offers_what_may_come_next(words: tuple[str, ...], begun: str, offered: set[str]) -> None:
    found = ShellComplete(app, {}, "sortie", "_SORTIE_COMPLETE").get_completions(list(words), begun)
    assert {one.value for one in found if one.type == "plain"} == offered
