"""`sortie schema`: the JSON Schema of a scenario file."""

from __future__ import annotations

import click

from sim.cli.command import SortieCommand
from sim.cli.output import emit


@click.command("schema", cls=SortieCommand)
def command() -> None:
    """Print the JSON Schema of a scenario file.

    An editor that is shown it completes and checks while you type: `sortie schema > scenario.schema.json`, and as the
    first line of the scenario `# yaml-language-server: $schema=scenario.schema.json`.
    """
    from sim.scenario.json_schema import schema_text

    emit(schema_text().rstrip("\n"))
