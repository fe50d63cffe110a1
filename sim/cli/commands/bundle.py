"""`sortie bundle`: a run as one file to hand in."""

from __future__ import annotations

from pathlib import Path

import click

from sim.cli.command import SortieCommand
from sim.cli.options import out_option, run_argument
from sim.cli.output import emit, note


@click.command(
    "bundle",
    cls=SortieCommand,
    examples=(
        "sortie run escort-geometry --plan blue=mine.yaml --predict success=0.6",
        "sortie bundle latest --to our-team.zip",
    ),
)
@run_argument
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.zip", help="Where; never overwritten."
)
@out_option("Where RUN is looked for.")
def command(run: str, to: Path | None, out: Path) -> None:
    """Pack RUN into one zip to hand in.

    It holds the plans, predictions, manifest and summary of the run. RUN is a results folder, the first digits of its
    id, or latest. It must have used a plan or made a prediction.
    """
    from sim.study import find_run
    from sim.study.handin import bundle

    emit(str(bundle(find_run(out, run), to)))
    note("Next: put it into the folder of hand-ins; the instructor runs `sortie class` on that folder.")
