"""`sortie demo`: the seed scenario from end to end."""

from __future__ import annotations

from typing import Final

import click

from sim.cli.command import ExitCode, SortieCommand
from sim.cli.conduct import Wish, conduct
from sim.cli.loading import format_option, load
from sim.cli.output import Format, note

SEED_SCENARIO: Final = "baseline-escort"


@click.command("demo", cls=SortieCommand)
@format_option
def command(form: Format) -> ExitCode:
    """Run the seed scenario from end to end: table, figures, report. Takes less than a minute.

    The same as `sortie run baseline-escort`.
    """
    code = conduct(load(SEED_SCENARIO), Wish(form=form))
    note("Next: open the report in a browser; then `sortie run baseline-escort --variant no-escorts`.")
    return code
