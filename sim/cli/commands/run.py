"""`sortie run`: one study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.command import ExitCode, SortieCommand
from sim.cli.conduct import conduct, keep, numbers
from sim.cli.loading import Choice, choice_options, load, scenario_argument
from sim.cli.options import Wish, wish_options
from sim.cli.output import Format
from sim.cli.present import Shown, show
from sim.cli.run_text import show_run

if TYPE_CHECKING:
    from sim.scenario import Loaded
    from sim.study import Study


@click.command(
    "run",
    cls=SortieCommand,
    examples=(
        "sortie run baseline-escort --trials 1000",
        "sortie run baseline-escort --variant no-escorts --predict success=0.3",
        "sortie run baseline-escort --precision success=0.03",
    ),
)
@scenario_argument
@choice_options
@click.option(
    "--predict",
    "predictions",
    multiple=True,
    metavar="METRIC=VALUE",
    help="What you expect; kept with the results and shown beside what came out. Repeatable.",
)
@wish_options
def command(source: str, choice: Choice, predictions: tuple[str, ...], wish: Wish) -> ExitCode:
    """Run one study: many trials, a summary, figures, a report.

    FILE is a path or the name of a scenario that comes with the program. Asking for the same study again finds its
    results; asking for more trials extends them.
    """
    expected = numbers("--predict", "METRIC=VALUE, such as success=0.6", predictions)
    return run(load(source, choice), choice, wish, predictions=expected)


def run(loaded: Loaded, choice: Choice, wish: Wish, *, predictions: dict[str, float]) -> ExitCode:
    """Run a study, draw it, print its summary; return what the shell is told."""
    from sim.study import Point, StudyKind

    plans = {side: path.read_text(encoding="utf-8-sig") for side, path in choice.plan_files().items()}
    point = Point(loaded=loaded, name=_name(choice))
    conducted = conduct([point], StudyKind.RUN, wish, plans=plans, predictions=predictions)
    (study,) = conducted.series
    drawn = keep(study.folder, {}, lambda: _draw(study, loaded)) if wish.figures else []
    if wish.form is Format.PARQUET:
        show(conducted.series, Shown(words=(), tables={}, rows=()), wish)
    else:
        show_run(study, drawn[0] if drawn else None, conducted.words, wish)
    return conducted.code


def _name(choice: Choice) -> str:
    """Return what sets the run apart from the file as it stands: its variant, and what happens in it."""
    return " ".join([*([choice.variant] if choice.variant else []), *(f"with {name}" for name in choice.injects)])


def _draw(study: Study, loaded: Loaded) -> Sequence[Path]:
    """Write the figures and the page that shows them; return the files, the page first."""
    from sim.show import write_figures, write_report

    figures = write_figures(study, loaded, study.folder)
    page = write_report(study, loaded, study.folder, figures)
    return [page, *(path for one in figures for path in one.paths.values())]
