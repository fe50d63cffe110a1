"""From a loaded scenario to a study, its pictures and its summary on the screen; shared by `run` and `demo`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sim.cli.command import ExitCode, is_quiet
from sim.cli.output import Format, Row, emit, emit_json, emit_rows, note, table, warn

if TYPE_CHECKING:
    from sim.scenario import Loaded
    from sim.study import Study

RESULTS: Final = Path("results")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a study shall be; None leaves the choice to the scenario or the machine."""

    variant: str | None = None
    trials: int | None = None
    seed: int | None = None
    jobs: int | None = None
    out: Path = RESULTS
    figures: bool = True
    form: Format = Format.TEXT


def conduct(loaded: Loaded, wish: Wish) -> ExitCode:
    """Run the study, draw it, print its summary; return what the shell is told."""
    from sim.study import run_study

    with progress() as report:
        study = run_study(
            loaded,
            trials=wish.trials,
            seed=wish.seed,
            jobs=wish.jobs,
            out=wish.out,
            variant=wish.variant,
            progress=report,
        )
    page = _draw(study, loaded) if wish.figures else None
    for text in study.warnings:
        warn(text)
    _print(study, page, wish.form)
    return ExitCode.PARTIAL if study.is_partial else ExitCode.OK


@contextlib.contextmanager
def progress() -> Iterator[Callable[[int, int], None] | None]:
    """Give a function (done, total) that shows a bar on stderr; nothing with --quiet or away from a terminal."""
    if is_quiet() or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="trials", file=sys.stderr, show_pos=True) as bar:

        def advance(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield advance


def _draw(study: Study, loaded: Loaded) -> Path:
    """Write the figures and the page that shows them; return the page."""
    from sim.show import write_figures, write_report

    note("drawing figures ...")
    figures = write_figures(study, loaded, study.folder)
    return write_report(study, loaded, study.folder, figures)


def _print(study: Study, page: Path | None, form: Format) -> None:
    match form:
        case Format.TEXT:
            emit(_text(study, page))
        case Format.CSV:
            emit_rows(_all_lines(study), Format.CSV)
        case Format.JSON:
            emit_json(_document(study, page))


def _text(study: Study, page: Path | None) -> str:
    """Return the summary for the screen: what was played, the headline metrics, what to open."""
    counts = study.counts
    what = " · ".join(part for part in (study.title, study.name, study.variant) if part)
    bounds = [
        f"  {name}: between {low:.4g} and {high:.4g} whatever the missing trials would have been"
        for name, (low, high) in study.bounds.items()
    ]
    lines = [
        what,
        f"n = {counts.finished} trials, seed {study.seed}; aborted {counts.aborted}, crashed {counts.crashed}",
        *bounds,
        "",
        table(_headlines(study)),
        "",
        "Intervals are 95 %, and cover luck only. Every number is notional.",
        f"results  {study.folder}",
    ]
    return "\n".join([*lines, f"report   {page}"] if page else lines)


def _headlines(study: Study) -> list[Row]:
    from sim.measure import HEADLINES
    from sim.study import EXCHANGE_RATIO

    units = {line.metric: line.unit for line in study.lines}
    estimates = study.estimates
    return [
        {
            "metric": name,
            "value": _shown(estimates[name].value),
            "95 % interval": f"{_shown(estimates[name].low)} to {_shown(estimates[name].high)}",
            "n": estimates[name].n,
            "unit": units[name],
        }
        for name in (*HEADLINES, EXCHANGE_RATIO)
        if name in estimates
    ]


def _shown(value: float | None) -> str:
    """Return a number to three significant digits, which is more than a few hundred trials can tell."""
    return "undefined" if value is None else f"{float(f'{value:.3g}'):.10g}"


def _all_lines(study: Study) -> list[Row]:
    return [
        {
            "metric": line.metric,
            "statistic": line.statistic.value,
            "value": line.estimate.value,
            "low": line.estimate.low,
            "high": line.estimate.high,
            "n": line.estimate.n,
            "unit": line.unit,
            "method": line.estimate.method.value,
        }
        for line in study.lines
    ]


def _document(study: Study, page: Path | None) -> dict[str, object]:
    counts = study.counts
    return {
        "name": study.name,
        "title": study.title,
        "variant": study.variant,
        "seed": study.seed,
        "status": study.status.value,
        "trials": {
            "asked": counts.asked,
            "finished": counts.finished,
            "aborted": counts.aborted,
            "crashed": counts.crashed,
        },
        "folder": str(study.folder),
        "report": str(page) if page else None,
        "estimates": _all_lines(study),
    }
