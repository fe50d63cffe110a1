"""The command `sortie` itself: its subcommands are modules, each imported when it is needed."""

from __future__ import annotations

import importlib
import keyword
from typing import Final

import click

import sim
from sim.cli.nearby import hint

COMMANDS: Final = {
    "demo": "Run the seed scenario from end to end: table, figures, report.",
    "run": "Run one study: many trials, a summary, figures, a report.",
    "compare": "Compare alternatives on the same luck, trial by trial.",
    "sweep": "Vary settings over a range and see what each does.",
    "play": "Play sealed plans of two sides, every pair on the same luck.",
    "class": "Compare the plans and predictions of a class.",
    "bundle": "Pack RUN into one zip to hand in.",
    "plan": "Draw the plan before any trial: a map and a timeline.",
    "check": "Find every fault of a scenario, without running it.",
    "new": "Write NAME.yaml, a commented scenario to start from.",
    "scenarios": "List the scenarios that come with the program.",
    "explain": "Explain TERM in plain words.",
    "reproduce": "Play some trials of RUN again and compare.",
    "verify": "Compare the simulation with exact answers from theory.",
    "schema": "Print the JSON Schema of a scenario file.",
    "doctor": "Show versions, cores, fonts and write access.",
}
"""Every command with what it does in one line, the most useful first: to list them, none has to be imported."""


class LazyGroup(click.Group):
    """A group whose subcommand `name` is `sim.cli.commands.name.command`; `class` is in `class_`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the commands, the most useful first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        command: click.Command = importlib.import_module(f"sim.cli.commands.{module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; name the nearest ones when there is none."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(f"no command {name!r}{hint(name, COMMANDS)}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(sim.__version__, prog_name="sortie")
def app() -> None:
    """Sortie Lab: a classroom wargame of a notional bomber-escort sortie.

    A scenario is a YAML file. Run it a few hundred times, see the distribution of what happens, change one thing,
    run it again. Every number in it is notional.

    Start with `sortie demo`, then `sortie scenarios` and `sortie new my-first`.
    """
