"""What every command shares: exit codes, and --quiet and --debug."""

from __future__ import annotations

import enum
from typing import Any, Final

import click

_QUIET: Final = "sortie.quiet"


class ExitCode(enum.IntEnum):
    """What the shell is told."""

    OK = 0
    FAILED = 1
    USAGE = 2
    INVALID = 3
    PARTIAL = 4
    INTERRUPTED = 130


class SortieCommand(click.Command):
    """A command that also takes --quiet and --debug."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params += [
            click.Option(
                ["-q", "--quiet"], is_flag=True, expose_value=False, callback=_be_quiet, help="No progress, no notes."
            ),
            # Its effect is in sim.cli.entry, which sees it even when parsing fails.
            click.Option(["--debug"], is_flag=True, expose_value=False, help="Show the traceback of a bug."),
        ]


def _be_quiet(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    ctx.meta[_QUIET] = value


def is_quiet() -> bool:
    """Tell whether the running command was asked to keep its notes to itself."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(_QUIET))
