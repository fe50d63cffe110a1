"""`sortie compare`: alternatives on the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.base.errors import UsageError
from sim.cli.alternatives import Alternative, Asked, alternatives, asked_options, in_worlds
from sim.cli.command import ExitCode, SortieCommand
from sim.cli.conduct import Conducted, conduct, keep
from sim.cli.loading import Choice, complete_source, ground_options
from sim.cli.options import Wish, gathering, metric_option, ranking_metric, wish_options
from sim.cli.output import Row
from sim.cli.present import Shown, interval, number, show

if TYPE_CHECKING:
    from sim.study.compare import Comparison, Match
    from sim.study.worlds import Worlds

WORLD_TRIALS = 100
MOST_TRIALS_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a comparison is to answer."""

    metric: str
    worlds: int | None = None
    world_trials: int | None = None


question_options = gathering(
    Question,
    "question",
    metric_option,
    click.option(
        "--worlds",
        type=click.IntRange(2, 500),
        metavar="W",
        help="Ask again in so many worlds in which every other number is up to a quarter more or less, such as 30.",
    ),
    click.option(
        "--world-trials", type=click.IntRange(1, 100_000), metavar="N", help=f"Trials in a world; else {WORLD_TRIALS}."
    ),
)


@click.command(
    "compare",
    cls=SortieCommand,
    examples=(
        "sortie compare baseline-escort --variants no-escorts",
        "sortie compare baseline-escort --against posture=close --against posture=sweep",
        'sortie compare baseline-escort --against "leash=40; delay=20" --worlds 30',
        "sortie compare baseline-escort my-own.yaml",
    ),
)
@click.argument("sources", metavar="FILE [FILE]...", nargs=-1, required=True, shell_complete=complete_source)
@asked_options
@ground_options
@question_options
@wish_options
def command(sources: tuple[str, ...], asked: Asked, choice: Choice, question: Question, wish: Wish) -> ExitCode:
    """Compare alternatives on the same luck, trial by trial.

    Two or more files, or one file with --variants, --against, --plan or --inject. What is meant to differ is all that
    differs, so even small differences show, and every trial that flips is named.
    """
    if question.world_trials is not None and question.worlds is None:
        raise UsageError("--world-trials belongs to --worlds; for the comparison itself use --trials")
    if question.worlds is not None:
        ranking_metric(question.metric)
    from sim.study import Point, StudyKind
    from sim.study.compare import comparison

    made = alternatives(sources, choice, asked)
    points = [Point(loaded=one.loaded(), name=one.name) for one in made]
    conducted = conduct(points, StudyKind.COMPARE, wish)
    result = comparison(conducted.series, metric=question.metric)
    worlds = _in_worlds(made, question, wish) if question.worlds else None
    _tell(result, conducted, worlds, wish)
    return max(conducted.code, worlds[0].code if worlds else ExitCode.OK)


def _in_worlds(made: Sequence[Alternative], question: Question, wish: Wish) -> tuple[Conducted, tuple[Worlds, ...]]:
    """Play the comparison again in many worlds."""
    from sim.show import write_worlds
    from sim.study import StudyKind
    from sim.study.rows import csv_text, world_rows
    from sim.study.worlds import world_points, worlds_results

    seed = made[0].loaded(tell_warnings=False).scenario.seed if wish.seed is None else wish.seed
    points = world_points(in_worlds(made, seed), question.worlds or 0)
    smaller = replace(wish, trials=question.world_trials or WORLD_TRIALS, precision=None, ceiling=None, seed=seed)
    conducted = conduct(points, StudyKind.WORLDS, smaller)
    results = worlds_results(conducted.series, metric=question.metric)
    draw = (lambda: write_worlds(results).files) if wish.figures else None
    keep(conducted.series.folder, {"worlds.csv": csv_text(world_rows(results))}, draw)
    return conducted, results


def _tell(
    result: Comparison, conducted: Conducted, worlds: tuple[Conducted, tuple[Worlds, ...]] | None, wish: Wish
) -> None:
    """Draw the comparison and print it."""
    from sim.show.verdict import comparison_words, worlds_words
    from sim.study.rows import FLIP_COLUMNS, comparison_rows, csv_text, flip_rows, world_rows, worth_rows

    rows = comparison_rows(result)
    tables = {"comparison.csv": csv_text(rows), "flips.csv": csv_text(flip_rows(result), FLIP_COLUMNS)}
    drawn = keep(result.series.folder, tables, (lambda: _draw(result, conducted.words)) if wish.figures else None)
    words = [*comparison_words(result), *conducted.words]
    extra: dict[str, object] = {"flips": flip_rows(result), "worths": worth_rows(result)}
    if worlds is not None:
        words += [line for one in worlds[1] for line in worlds_words(one)]
        extra |= {"worlds": world_rows(worlds[1]), "worlds_folder": str(worlds[0].series.folder)}
    shown = Shown(words=words, tables=_tables(result), rows=rows, extra=extra, drawn=drawn)
    show(result.series, shown, wish)


def _draw(result: Comparison, notes: Sequence[str]) -> Sequence[Path]:
    from sim.show import write_comparison

    return write_comparison(result, notes=notes).files


def _tables(result: Comparison) -> dict[str, Sequence[Row]]:
    """Return the tables for the eye: each alternative against the first, flips, and what each is worth."""
    tables: dict[str, Sequence[Row]] = {}
    for match in result.matches:
        if match.first == 0:
            title = f"{result.names[match.second]} less {result.names[0]}, on the same luck"
            tables[title] = _match_rows(result, match)
    flips = [row for match in result.matches for row in _flip_rows(result, match)]
    tables["Flips: trials in which a yes/no metric is not the same"] = flips
    from sim.study.rows import worth_rows

    worths = [{key: _rounded(cell) for key, cell in row.items()} for row in worth_rows(result)]
    tables["What each is worth by the scenario's weights"] = worths
    return tables


def _match_rows(result: Comparison, match: Match) -> list[Row]:
    """Return one pair metric by metric."""
    studies = result.series.studies
    return [
        {
            "metric": metric,
            _heading(result.names[match.first]): number(studies[match.first].estimates[metric].value),
            _heading(result.names[match.second]): number(studies[match.second].estimates[metric].value),
            "difference": number(contrast.difference.value),
            "95 % interval": interval(contrast.difference.low, contrast.difference.high),
            "correlation": number(contrast.paired.correlation.value),
            "variance ratio": number(contrast.paired.variance_ratio.value),
            "n": contrast.paired.n,
        }
        for metric, contrast in match.contrasts.items()
    ]


def _heading(name: str) -> str:
    """Return an alternative's name as the heading of a column; in quotes, it is no other column's."""
    return f"'{name}'"


def _flip_rows(result: Comparison, match: Match) -> list[Row]:
    """Return each direction in which a yes/no metric flipped, with the first few trials."""
    rows: list[Row] = []
    for metric, contrast in match.contrasts.items():
        if contrast.flips is None:
            continue
        for end, trials in (("to yes", contrast.flips.to_yes), ("to no", contrast.flips.to_no)):
            more = f", and {len(trials) - MOST_TRIALS_NAMED} more" if len(trials) > MOST_TRIALS_NAMED else ""
            rows.append(
                {
                    "metric": metric,
                    "from": result.names[match.first],
                    "to": result.names[match.second],
                    "flip": end,
                    "trials": len(trials),
                    "which": ", ".join(map(str, trials[:MOST_TRIALS_NAMED])) + more if trials else "none",
                }
            )
    return rows


def _rounded(cell: str | float | bool | None) -> str | float | bool | None:
    return number(cell) if isinstance(cell, float) else cell
