"""What goes wrong, as the shell sees it: an exit code for each kind, a message, no traceback for a mistake."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from sim.base.errors import Fault, ResultsError, ScenarioError, TrialError, UsageError
from sim.cli.app import app
from sim.cli.entry import main

FAULT = Fault(place="x.yaml", line=3, column=5, path="flights.A.side", rule="expected text, got 1", hint="quote it")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[BaseException], None]]:
    """Make the command `check` raise what the test wants."""

    def fail_with(error: BaseException) -> None:
        def stop(**_options: object) -> None:
            raise error

        monkeypatch.setattr(app.get_command(click.Context(app), "check"), "callback", stop)

    return fail_with


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (UsageError("--set x: expected path=value"), 2, "error: --set x: expected path=value\n"),
        (
            ScenarioError([FAULT]),
            3,
            "x.yaml:3:5: flights.A.side: expected text, got 1 (quote it)\n1 fault in the scenario\n",
        ),
        (ResultsError("results/x is in use"), 1, "error: results/x is in use\n"),
        (TrialError("speed is NaN"), 1, "error: speed is NaN\n"),
        (PermissionError(13, "Permission denied", "results"), 1, "error: results: Permission denied\n"),
        (KeyboardInterrupt(), 130, "\ninterrupted\n"),
        (KeyboardInterrupt("120 of 400 trials are kept"), 130, "\n120 of 400 trials are kept\n"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_kind_of_error_has_its_exit_code(
    failing: Callable[[BaseException], None],
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    says: str,
) -> None:
    failing(error)
    assert main(["check", "x"]) == code
    out, err = capsys.readouterr()
    assert (out, err) == ("", says)


def test_a_bug_is_called_a_bug_in_one_line(
    failing: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    failing(ZeroDivisionError("division by zero"))
    assert main(["check", "x"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(
        "this is a bug in Sortie Lab: ZeroDivisionError: division by zero; run it again with --debug"
    )
    assert said.count("\n") == 1


def test_debug_shows_the_traceback_of_a_bug(
    failing: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    failing(ZeroDivisionError("division by zero"))
    assert main(["check", "x", "--debug"]) == 1
    assert "Traceback (most recent call last)" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["rum"], "no command 'rum'; did you mean 'run'?"),
        (["run", "x", "--trails", "3"], "--trials"),
        (["run"], "Missing argument 'FILE'"),
        (["run", "x", "--trials", "0"], "0 is not in the range"),
        (["run", "x", "--trials", "many"], "'many' is not a valid integer"),
        (["run", "x", "--format", "xml"], "'xml' is not one of"),
        (["run", "x", "--set", "no-equals-sign"], "--set no-equals-sign: expected PATH=VALUE"),
        (["run", "x", "--plan", "blue"], "--plan blue: expected SIDE=FILE"),
        (["run", "x", "--plan", "blue=a.yaml", "--plan", "blue=b.yaml"], "side blue has a plan already, a.yaml"),
        (["new", "My Scenario"], "'My Scenario' is no scenario name"),
        (["new", "../x"], "'../x' is no scenario name"),
    ],
)
def test_wrong_usage_is_exit_code_2_and_says_what_is_wrong(
    capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert not out
    assert says in err
    assert "Traceback" not in err


def test_a_reader_that_goes_away_is_no_error() -> None:
    done = subprocess.run(
        f"{sys.executable} -m sim explain track | true; echo ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_a_terminal_that_cannot_show_a_sign_still_gets_the_rest() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim", "--help"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0


def test_ctrl_c_ends_with_130_and_no_traceback(tmp_path: Path) -> None:
    words = ["run", "baseline-escort", "--trials", "100000", "--jobs", "1", "--out", str(tmp_path)]
    with subprocess.Popen([sys.executable, "-m", "sim", *words], stderr=subprocess.PIPE, text=True) as running:
        end_s = time.monotonic() + 60.0
        while not any(tmp_path.rglob("manifest.json")) and running.poll() is None and time.monotonic() < end_s:
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert "Traceback" not in said
