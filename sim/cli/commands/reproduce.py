"""`sortie reproduce`: are the results of a study as they were written, and do its trials come out the same today?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.cli.command import ExitCode, SortieCommand
from sim.cli.options import format_option, out_option, run_argument
from sim.cli.output import PLAIN, Format, Row, emit, emit_json, emit_rows, table

if TYPE_CHECKING:
    from sim.scenario import Loaded
    from sim.study.reproduce import Reproduction


@click.command(
    "reproduce",
    cls=SortieCommand,
    examples=("sortie reproduce latest --trials 50",),
)
@run_argument
@click.option(
    "--trials", type=click.IntRange(1, 100_000), default=20, show_default=True, metavar="N", help="How many to play."
)
@click.option("--draw", type=click.IntRange(0, 2**53), default=0, show_default=True, help="Draws other trials.")
@out_option("Where RUN is looked for.")
@format_option(*PLAIN)
def command(run: str, trials: int, draw: int, out: Path, form: Format) -> ExitCode:
    """Play some trials of RUN again and compare.

    Digit by digit. RUN is a results folder, the first digits of its id, or latest. Files that were changed, another
    version of the program, and a scenario that was edited since are named. The exit code is 0 when all is the same, 1
    when not.
    """
    from sim.study import find_run
    from sim.study.reproduce import reproduce

    path = find_run(out, run)
    found = reproduce(path, trials=trials, draw=draw, reload=_today)
    rows: list[Row] = [
        {
            "point": one.point,
            "variant": found.manifest.points[one.point].name,
            "trial": one.trial,
            "came out": "the same" if one.is_same else "otherwise",
        }
        for one in found.replayed
    ]
    is_well = found.is_intact and bool(rows) and not found.differing
    words = _words(found)
    match form:
        case Format.TEXT:
            shown = "\n\n".join(["\n".join(words), *([table(rows)] if rows else [])])
            emit(f"{shown}\n\nresults  {path}")
        case Format.JSON:
            emit_json({"same": is_well, "verdict": found.verdict.value, "words": words, "rows": rows})
        case _:
            emit_rows(rows, form)
    return ExitCode.OK if is_well else ExitCode.FAILED


def _today(name: str) -> Loaded | None:
    """Return the scenario of this name that comes with the program today."""
    from sim.scenario import list_scenarios, load_scenario

    return load_scenario(name) if name in {one.name for one in list_scenarios()} else None


def _words(found: Reproduction) -> Sequence[str]:
    count, differing = len(found.replayed), len(found.differing)
    if not count:
        first = "No trial could be played again: none of those drawn has a result."
    elif not differing:
        first = f"All {count} trials that were played again came out the same, digit by digit."
    elif found.is_same_program:
        first = f"{differing} of {count} trials came out otherwise, and the program's model is the one that wrote them."
    else:
        first = f"{differing} of {count} trials came out otherwise: the program's model is another one today."
    return [first, *found.notes]
