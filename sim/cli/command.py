"""What every command shares: exit codes, and --quiet and --debug."""

from __future__ import annotations

import enum
from collections.abc import Sequence
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
    """A command that also takes --quiet and --debug, and shows examples in its help."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)
        self.params += [
            click.Option(
                ["-q", "--quiet"], is_flag=True, expose_value=False, callback=_be_quiet, help="No progress, no notes."
            ),
            # Its effect is in sim.cli.entry, which sees it even when parsing fails.
            click.Option(["--debug"], is_flag=True, expose_value=False, help="Show the traceback of a bug."),
        ]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, then its examples, each on a line of its own."""
        super().format_help_text(ctx, formatter)
        if self.examples:
            with formatter.section("For example"):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def _be_quiet(ctx: click.Context, _option: click.Parameter, value: bool) -> None:
    ctx.meta[_QUIET] = value


def is_quiet() -> bool:
    """Tell whether the running command was asked to keep its notes to itself."""
    ctx = click.get_current_context(silent=True)
    return bool(ctx and ctx.meta.get(_QUIET))
