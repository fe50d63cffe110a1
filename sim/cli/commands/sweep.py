"""`sortie sweep`: factors varied over design points, all on the same luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sim.base.errors import UsageError
from sim.cli.command import ExitCode, SortieCommand
from sim.cli.conduct import Conducted, conduct, keep
from sim.cli.loading import Change, Choice, choice_options, complete_source, load, sets_of
from sim.cli.options import Wish, gathering, metric_option, wish_options
from sim.cli.output import Row, warn
from sim.cli.present import Shown, interval, number, show

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from sim.scenario import Design, Experiment, Factor, Loaded
    from sim.study import Point
    from sim.study.sweep import Sweep

DESIGNS: Final = ("grid", "one_at_a_time", "lhs", "nolh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """What is varied, and by which design; an experiment file says all of it."""

    metric: str
    vary: tuple[str, ...] = ()
    design: str | None = None
    points: int | None = None


def _complete_swept(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the experiments that come with the program, then scenarios and files."""
    from click.shell_completion import CompletionItem

    from sim.scenario import experiment_names

    names = [CompletionItem(name) for name in experiment_names() if name.startswith(incomplete)]
    return [*names, *complete_source(ctx, param, incomplete)]


varied_options = gathering(
    Varied,
    "varied",
    click.option(
        "--vary",
        multiple=True,
        metavar="KNOB=LOW:HIGH:N",
        help="A knob, or the path of a setting, and its levels: a range with the number of levels, or levels with "
        "commas between them. Repeatable.",
    ),
    click.option(
        "--design",
        type=click.Choice(DESIGNS),
        help="How points are chosen: all levels with all others (grid, the default), each factor alone, or a Latin "
        "hypercube of --points, plain (lhs) or nearly orthogonal (nolh).",
    ),
    click.option("--points", type=click.IntRange(2, 1_000), metavar="P", help="Points of lhs and nolh."),
    metric_option,
)


@click.command(
    "sweep",
    cls=SortieCommand,
    examples=(
        "sortie sweep baseline-escort --vary leash=10:100:4",
        "sortie sweep baseline-escort --vary posture=close,sweep --vary delay=0,20,60",
        "sortie sweep baseline-escort --vary leash=10:100:4 --vary delay=0:60:4 --design nolh --points 17",
        "sortie sweep baseline-commit",
    ),
)
@click.argument("source", metavar="FILE", shell_complete=_complete_swept)
@varied_options
@choice_options
@wish_options
def command(source: str, varied: Varied, choice: Choice, wish: Wish) -> ExitCode:
    """Vary settings over a range and see what each does.

    FILE is a scenario, with --vary, or an experiment file, which says what is varied. Every point meets the same
    luck. Asking again with more trials plays only the new ones.
    """
    from sim.scenario import is_experiment

    if is_experiment(source):
        return _sweep(*_experiment(source, varied, choice, wish), metric=varied.metric)
    return _sweep(*_scenario(source, varied, choice, wish), metric=varied.metric)


Plan = tuple[Sequence["Point"], Sequence["Factor"], "Design", Wish]


def _scenario(source: str, varied: Varied, choice: Choice, wish: Wish) -> Plan:
    """Return the design points that the options ask for."""
    from sim.scenario import Design, overlaps, parse_vary
    from sim.study.design_points import sweep_points

    loaded = load(source, choice)
    if not varied.vary:
        raise UsageError(f"nothing to vary: name a knob with --vary KNOB=LOW:HIGH:N\n{_knobs(loaded)}")
    factors = [parse_vary(text, loaded.scenario) for text in varied.vary]
    fixed = [replace(factors[0], name=f"--set {path}", paths=(path,)) for path, _ in sets_of(choice)]
    for one, other, path in overlaps([*fixed, *factors]):
        raise UsageError(f"{one} and {other} both turn {path}; let one of them turn it")

    def make(changes: Sequence[Change]) -> Loaded:
        return load(source, choice, changes=changes, tell_warnings=False)

    design = Design(varied.design or Design.GRID.value)
    _enough(design.fills_space, varied.points, len(factors))
    return sweep_points(make, factors, design, points=varied.points), factors, design, wish


def _enough(fills_space: bool, points: int | None, factors: int) -> None:
    """Refuse a hypercube that has too few points to tell its factors apart."""
    if fills_space and points is not None and points <= factors:
        raise UsageError(
            f"--points {points} is too few for {factors} factors: at least {factors + 1}, better {10 * factors}"
        )


def _knobs(loaded: Loaded) -> str:
    """Return the scenario's knobs with their ranges, one a line."""
    knobs = loaded.scenario.knobs
    if not knobs:
        return f"{loaded.scenario.name} has no knobs; --vary also takes the path of a setting"
    lines = [f"  {name}  {_range(knob)}  {knob.says}".rstrip() for name, knob in knobs.items()]
    return "\n".join([f"knobs of {loaded.scenario.name}:", *lines])


def _range(knob: Any) -> str:
    if knob.choices:
        return ", ".join(map(str, knob.choices))
    step = f", step {knob.step:g}" if knob.step else ""
    return f"{knob.low:g} to {knob.high:g}{step}"


def _experiment(source: str, varied: Varied, choice: Choice, wish: Wish) -> Plan:
    """Return the design points of an experiment file; only how many trials may be said besides."""
    said = {"--vary": varied.vary, "--design": varied.design, "--points": varied.points}
    said |= {"--variant": choice.variant, "--plan": choice.plans, "--inject": choice.injects, "--set": choice.sets}
    for option, value in said.items():
        if value:
            raise UsageError(f"{source} is an experiment and says itself what is varied; leave {option} away")
    from sim.measure import CONDITION_NAMES
    from sim.scenario import load_experiment
    from sim.study.design_points import sweep_points

    experiment = load_experiment(source, metric_names=CONDITION_NAMES)
    for warning in experiment.warnings:
        warn(str(warning))

    def make(changes: Sequence[Change]) -> Loaded:
        return experiment.load_point(changes, CONDITION_NAMES)

    points = sweep_points(make, experiment.factors, experiment.design, points=experiment.points)
    return points, experiment.factors, experiment.design, _as_said(experiment, wish)


def _as_said(experiment: Experiment, wish: Wish) -> Wish:
    """Return the wish with what the experiment says, where the command does not say otherwise."""
    seed = experiment.seed if wish.seed is None else wish.seed
    if wish.trials is not None or wish.precision is not None:
        return replace(wish, seed=seed)
    if len(experiment.precision) > 1:
        raise UsageError(f"{experiment.name} asks for several precisions; choose one with --precision METRIC=HALF")
    precision = next((f"{metric}={half!r}" for metric, half in experiment.precision.items()), None)
    return replace(wish, seed=seed, trials=experiment.trials, precision=precision)


def _sweep(points: Sequence[Point], factors: Sequence[Factor], design: Design, wish: Wish, *, metric: str) -> ExitCode:
    """Play a sweep and tell what it says."""
    from sim.study import StudyKind
    from sim.study.sweep import sweep_results

    conducted = conduct(points, StudyKind.SWEEP, wish)
    _tell(sweep_results(conducted.series, factors, design, metric=metric), conducted, wish)
    return conducted.code


def _tell(result: Sweep, conducted: Conducted, wish: Wish) -> None:
    """Draw the sweep and print it."""
    from sim.show.verdict import sweep_words
    from sim.study.rows import csv_text, sweep_rows

    rows = sweep_rows(result.series)
    draw = (lambda: _draw(result, conducted.words)) if wish.figures else None
    drawn = keep(result.series.folder, {"sweep.csv": csv_text(rows)}, draw)
    words = [*sweep_words(result), *conducted.words]
    extra = {"metric": result.metric, "design": result.design.value, "effects": _effect_rows(result)}
    shown = Shown(words=words, tables=_tables(result), rows=rows, extra=extra, drawn=drawn)
    show(result.series, shown, wish)


def _draw(result: Sweep, notes: Sequence[str]) -> Sequence[Path]:
    from sim.show import write_sweep

    return write_sweep(result, notes=notes).files


def _tables(result: Sweep) -> dict[str, Sequence[Row]]:
    """Return the tables for the eye: every point, and what each factor does."""
    from sim.study.rows import level_cells

    factors = [factor.name for factor in result.factors]
    points: list[Row] = []
    for study in result.series:
        estimate = study.estimates[result.metric]
        told = {"value": number(estimate.value), "95 % interval": interval(estimate.low, estimate.high)}
        points.append({**level_cells(study, factors), **told, "n": estimate.n})
    effects = [{**row, "difference": number(row["difference"])} for row in _effect_rows(result)]
    return {
        f"{result.metric} at every point, on the same luck": points,
        f"{result.metric} at the end of each factor less at its beginning, over all else": effects,
    }


def _effect_rows(result: Sweep) -> list[dict[str, Any]]:
    return [
        {
            "factor": one.factor,
            "from": one.low,
            "to": one.high,
            "difference": one.effect.estimate.value,
            "low": one.effect.estimate.low,
            "high": one.effect.estimate.high,
            "p": one.effect.p_value,
        }
        for one in result.effects
    ]
