"""`sortie run`: one study."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.command import ExitCode, SortieCommand
from sim.cli.conduct import RESULTS, Wish, conduct
from sim.cli.loading import change_options, format_option, load, scenario_argument
from sim.cli.output import Format


@click.command("run", cls=SortieCommand)
@scenario_argument
@change_options
@click.option("--trials", type=click.IntRange(1, 10_000_000), metavar="N", help="How many; else as the scenario says.")
@click.option("--seed", type=click.IntRange(0, 2**53), metavar="S", help="Root seed; else as the scenario says.")
@click.option("--jobs", type=click.IntRange(1), metavar="J", help="Worker processes; else as many as pay.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=RESULTS,
    show_default=True,
    help="Results go here.",
)
@click.option("--figures/--no-figures", default=True, help="Draw figures and write the report.")
@format_option
def command(
    source: str,
    variant: str | None,
    plans: tuple[str, ...],
    sets: tuple[str, ...],
    trials: int | None,
    seed: int | None,
    jobs: int | None,
    out: Path,
    figures: bool,
    form: Format,
) -> ExitCode:
    """Run one study: many trials, a summary, figures, a report.

    FILE is a path or the name of a scenario that comes with the program. Asking for the same study again finds its
    results; asking for more trials extends them.
    """
    loaded = load(source, variant=variant, plans=plans, sets=sets)
    wish = Wish(variant=variant, trials=trials, seed=seed, jobs=jobs, out=out, figures=figures, form=form)
    return conduct(loaded, wish)
