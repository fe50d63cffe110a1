"""`sortie demo`: the seed scenario from end to end."""

from __future__ import annotations

from typing import Final

import click

from sim.cli.command import ExitCode, SortieCommand
from sim.cli.commands.run import run
from sim.cli.loading import Choice, load
from sim.cli.options import Wish, format_option
from sim.cli.output import PLAIN, Format, note

SEED_SCENARIO: Final = "baseline-escort"


@click.command("demo", cls=SortieCommand)
@format_option(*PLAIN)
def command(form: Format) -> ExitCode:
    """Run the seed scenario from end to end: table, figures, report. Takes less than a minute.

    The same as `sortie run baseline-escort`.
    """
    choice = Choice()
    code = run(load(SEED_SCENARIO, choice), choice, Wish(form=form), predictions={})
    note("Next: open the report in a browser; then `sortie compare baseline-escort --variants no-escorts`.")
    return code
