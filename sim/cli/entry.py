"""The way in, and the one place that turns what went wrong into an exit code. A user's mistake shows no traceback."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

import click

from sim.base.errors import ScenarioError, SortieError, UsageError
from sim.cli.app import app
from sim.cli.command import ExitCode


def main(args: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    words = list(sys.argv[1:] if args is None else args)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a sign shows "?" instead of failing
    try:
        return int(app.main(words, prog_name="sortie", standalone_mode=False) or ExitCode.OK)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt) as stop:
        # click wraps the interrupt; what was interrupted may have said what is kept.
        return _complain(str(stop.__cause__ or stop) or "interrupted", ExitCode.INTERRUPTED)
    except ScenarioError as error:
        count = len(error.faults)
        return _complain(f"{error}\n{count} fault{'s' if count > 1 else ''} in the scenario", ExitCode.INVALID)
    except UsageError as error:
        return _complain(f"error: {error}", ExitCode.USAGE)
    except SortieError as error:
        return _complain(f"error: {error}", ExitCode.FAILED)
    except OSError as error:
        place = f"{error.filename}: " if error.filename is not None else ""
        return _complain(f"error: {place}{error.strerror or error}", ExitCode.FAILED)
    except Exception as error:  # the last line of defence: says that it is a bug, never keeps going
        if "--debug" in words:
            traceback.print_exc()
        again = "" if "--debug" in words else "; run it again with --debug and send us what it prints"
        return _complain(f"this is a bug in Sortie Lab: {type(error).__name__}: {error}{again}", ExitCode.FAILED)


def _complain(text: str, code: ExitCode) -> int:
    click.echo(text, err=True)
    return code
