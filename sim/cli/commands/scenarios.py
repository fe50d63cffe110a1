"""`sortie scenarios`: the scenarios that come with the program."""

from __future__ import annotations

import click

from sim.cli.command import SortieCommand
from sim.cli.options import format_option
from sim.cli.output import PLAIN, Format, emit_rows


@click.command("scenarios", cls=SortieCommand)
@format_option(*PLAIN)
def command(form: Format) -> None:
    """List the scenarios that come with the program.

    Each with its title and the question it asks. Every command takes these names in place of a file.
    """
    from sim.scenario import list_scenarios

    emit_rows([{"name": one.name, "title": one.title, "question": one.question} for one in list_scenarios()], form)
