"""`sortie plan`: what is planned, before any trial."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click

from sim.cli.command import SortieCommand
from sim.cli.conduct import RESULTS
from sim.cli.loading import change_options, load, scenario_argument
from sim.cli.output import emit


@click.command("plan", cls=SortieCommand)
@scenario_argument
@change_options
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=RESULTS,
    show_default=True,
    help="Pictures go here.",
)
def command(source: str, variant: str | None, plans: tuple[str, ...], sets: tuple[str, ...], out: Path) -> None:
    """Draw the plan before any trial: a map and a timeline.

    The map shows routes, stations and ranges; the timeline shows who is where when.
    """
    loaded = load(source, variant=variant, plans=plans, sets=sets)
    from sim.show import write_plan

    digest = hashlib.sha256(loaded.resolved_text.encode()).hexdigest()[:10]
    folder = out / loaded.scenario.name / f"plan-{digest}"
    folder.mkdir(parents=True, exist_ok=True)
    for path in write_plan(loaded, folder):
        emit(str(path))
