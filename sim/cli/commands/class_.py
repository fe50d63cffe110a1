"""`sortie class`: a folder of hand-ins, all on the same luck, with what was predicted beside what came out."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.base.errors import ScenarioError, UsageError
from sim.cli.command import ExitCode, SortieCommand
from sim.cli.commands.play import draw_tournament
from sim.cli.conduct import Conducted, conduct, keep
from sim.cli.loading import AS_WRITTEN, Choice, complete_source, ground_options, load
from sim.cli.nearby import hint
from sim.cli.options import Wish, gathering, metric_option, ranking_metric, wish_options
from sim.cli.output import Row, warn
from sim.cli.present import Shown, interval, number, show

if TYPE_CHECKING:
    from sim.scenario import Loaded
    from sim.study.handin import HandIn
    from sim.study.tournament import Tournament


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What the class was asked to do."""

    metric: str
    scenario: str | None = None
    side: str | None = None


task_options = gathering(
    Task,
    "task",
    click.option(
        "--scenario",
        metavar="FILE",
        shell_complete=complete_source,
        help="The scenario of the task; else the one that the bundles name, when they agree.",
    ),
    click.option("--side", metavar="SIDE", help="The side of a plan.yaml that names none; else the studied side."),
    metric_option,
)


@click.command(
    "class",
    cls=SortieCommand,
    examples=("sortie class hand-ins --scenario escort-geometry",),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@task_options
@ground_options
@wish_options
def command(folder: Path, task: Task, choice: Choice, wish: Wish) -> ExitCode:
    """Compare the plans and predictions of a class.

    Each hand-in in DIR is a sub-folder or a zip (see `sortie bundle`) with plan.yaml or plan-SIDE.yaml, and with
    prediction.yaml, lines such as `success: 0.6`. It goes by its file's name. All plans meet the same luck. One that
    breaks the rules is shown with its error and left out; the exit code is then 4.
    """
    from sim.study import Point, StudyKind
    from sim.study.handin import read_hand_ins
    from sim.study.tournament import tournament

    ranking_metric(task.metric)
    found = read_hand_ins(folder)
    source = task.scenario or _agreed(found)
    (own, others), side = _sides(load(source, choice), task.side)
    with tempfile.TemporaryDirectory(prefix="sortie-") as desk:
        loaded = [_loaded(source, choice, one, side, Path(desk)) for one in found]
    hand_ins = [one for one, _ in loaded]
    points = [
        Point(loaded=plan, name=one.label, levels={side: one.label, others: AS_WRITTEN})
        for one, plan in loaded
        if plan is not None
    ]
    if not points:
        raise UsageError(
            "\n".join(["no hand-in can be played", *(f"  {one.label}: {one.problem}" for one in hand_ins)])
        )
    plans = {f"{one.label}/{side}": text for one, plan in loaded if plan for text in one.plans.values()}
    conducted = conduct(points, StudyKind.PLAY, wish, plans=plans)
    sides = (side, others) if side == own else (others, side)
    result = tournament(conducted.series, sides, metric=task.metric)
    _tell(result, side, hand_ins, conducted, wish)
    is_whole = all(not one.problem for one in hand_ins)
    return max(conducted.code, ExitCode.OK if is_whole else ExitCode.PARTIAL)


def _agreed(found: Sequence[HandIn]) -> str:
    """Return the scenario that the bundles name; only one that comes with the program is taken from them."""
    from sim.scenario import list_scenarios

    told = {one.scenario for one in found if one.scenario}
    if len(told) == 1 and told <= {one.name for one in list_scenarios()}:
        return told.pop()
    raise UsageError("the hand-ins do not tell one scenario that comes with the program; name it with --scenario FILE")


def _sides(loaded: Loaded, asked: str | None) -> tuple[tuple[str, str], str]:
    """Return the studied side, what the others are called, and the side that the hand-ins plan for."""
    from sim.measure.perspective import fighting_sides, studied_side

    own = studied_side(loaded.scenario)
    every = fighting_sides(loaded.scenario)
    side = own if asked is None else asked
    if side not in every:
        raise UsageError(f"--side {side}: there is no such side{hint(side, every)}; sides: {', '.join(every)}")
    others = " and ".join(name for name in every if name != side) or "nobody"
    return (own, others), side


def _loaded(source: str, choice: Choice, one: HandIn, side: str, desk: Path) -> tuple[HandIn, Loaded | None]:
    """Return a hand-in with its scenario; with its problem, and none, when it cannot be played."""
    if one.problem:
        return one, None
    folder = Path(tempfile.mkdtemp(dir=desk))
    plans = {}
    for of, text in one.plans.items():
        name = f"plan-{of}.yaml" if of else "plan.yaml"
        if of not in ("", side):
            return replace(one, problem=f"{name} is for {of}, and the task is for {side}"), None
        if side in plans:
            return replace(one, problem=f"plan.yaml and {name} are both for {side}"), None
        plans[side] = folder / name
        plans[side].write_text(text, encoding="utf-8")
    try:
        return one, load(source, choice, plans=plans, tell_warnings=False)
    except ScenarioError as error:
        first, *others = (str(fault).replace(f"{folder}/", "") for fault in error.faults)
        more = f"; and {len(others)} more" if others else ""
        return replace(one, problem=f"{first}{more}"), None


def _tell(result: Tournament, side: str, hand_ins: Sequence[HandIn], conducted: Conducted, wish: Wish) -> None:
    """Print what became of every hand-in, the best first, those left out last."""
    from sim.show.verdict import tournament_words
    from sim.study.rows import csv_text

    for one in hand_ins:
        for text in one.notes:
            warn(f"{one.label}: {text}")
    rows = _class_rows(result, side, hand_ins)
    draws = wish.figures and len(result.series) > 1
    draw = (lambda: draw_tournament(result, conducted.words)) if draws else None
    drawn = keep(result.series.folder, {"class.csv": csv_text(rows)}, draw)
    shown: list[Row] = [
        {
            "hand-in": row["hand-in"],
            result.metric: number(row["value"]),  # type: ignore[arg-type]
            "95 % interval": interval(row["low"], row["high"]),  # type: ignore[arg-type]
            "predicted": row["predicted"],
            "off by": row["off_by"],
            "level with the best": row["level_with_best"],
            "left out": bool(row["problem"]),
        }
        for row in rows
    ]
    tables = {f"{result.metric}, n = {result.n} trials on the same luck": shown}
    predictions = _prediction_rows(result, hand_ins)
    tables["Predictions"] = [one for one in predictions if one["metric"] != result.metric]
    words = [*(tournament_words(result) if len(result.series) > 1 else ()), *conducted.words]
    words += [f"{one.label} is left out: {one.problem}" for one in hand_ins if one.problem]
    extra = {"metric": result.metric, "predictions": predictions}
    show(result.series, Shown(words=words, tables=tables, rows=rows, extra=extra, drawn=drawn), wish)


def _class_rows(result: Tournament, side: str, hand_ins: Sequence[HandIn]) -> list[Row]:
    """Return one row per hand-in: result, prediction, and whether it can be told from the best."""
    by_label = {one.label: one for one in hand_ins}
    ranking = result.rankings[result.sides.index(side)]
    estimates = {study.variant: study.estimates[result.metric] for study in result.series}
    rows: list[Row] = []
    for ranked in ranking:
        estimate = estimates[ranked.plan]
        predicted = by_label[ranked.plan].predictions.get(result.metric)
        apart = None if predicted is None or estimate.value is None else predicted - estimate.value
        ends = {"value": estimate.value, "low": estimate.low, "high": estimate.high, "n": estimate.n}
        told = {"predicted": predicted, "off_by": apart, "level_with_best": ranked.is_level, "problem": ""}
        rows.append({"hand-in": ranked.plan, "metric": result.metric, **ends, **told})
    empty = dict.fromkeys(("value", "low", "high", "n", "predicted", "off_by", "level_with_best"))
    left_out = [one for one in hand_ins if one.problem]
    rows += [{"hand-in": one.label, "metric": result.metric, **empty, "problem": one.problem} for one in left_out]
    return rows


def _prediction_rows(result: Tournament, hand_ins: Sequence[HandIn]) -> list[Row]:
    """Return one row per prediction of a hand-in that was played."""
    studies = {study.variant: study for study in result.series}
    rows: list[Row] = []
    for one in hand_ins:
        for metric, predicted in one.predictions.items() if one.label in studies else ():
            estimate = studies[one.label].estimates[metric]
            value, low, high = estimate.value, estimate.low, estimate.high
            rows.append(
                {
                    "hand-in": one.label,
                    "metric": metric,
                    "predicted": predicted,
                    "came out": value,
                    "off by": None if value is None else predicted - value,
                    "inside the interval": None if low is None or high is None else low <= predicted <= high,
                }
            )
    return rows
