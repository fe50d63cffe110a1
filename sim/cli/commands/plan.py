"""`sortie plan`: what is planned, before any trial."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from sim.cli.command import SortieCommand
from sim.cli.loading import Choice, choice_options, load, scenario_argument
from sim.cli.options import out_option
from sim.cli.output import emit


@click.command(
    "plan",
    cls=SortieCommand,
    examples=("sortie plan baseline-escort --variant no-escorts",),
)
@scenario_argument
@choice_options
@out_option("Pictures go here.")
def command(source: str, choice: Choice, out: Path) -> None:
    """Draw the plan before any trial: a map and a timeline.

    The map shows routes, stations and ranges; the timeline shows who is where when.
    """
    loaded = load(source, choice)
    from sim.show import write_plan

    digest = hashlib.sha256(loaded.resolved_text.encode()).hexdigest()[:10]
    folder = out / loaded.scenario.name / f"plan-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    for path in write_plan(loaded, folder):
        emit(str(path))
