"""The summary of one run: the headline metrics on the screen, every statistic in CSV and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli.options import Wish
from sim.cli.output import Format, Row, emit, emit_json, emit_rows, table
from sim.cli.present import interval, number

if TYPE_CHECKING:
    from sim.study import Study


def show_run(study: Study, page: Path | None, words: tuple[str, ...], wish: Wish) -> None:
    """Print the summary of a run."""
    match wish.form:
        case Format.TEXT:
            emit(_text(study, page, words))
        case Format.CSV:
            emit_rows(_all_lines(study), Format.CSV)
        case _:
            emit_json(_document(study, page))


def _text(study: Study, page: Path | None, words: tuple[str, ...]) -> str:
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
        *words,
        *bounds,
        "",
        table(_headlines(study)),
        "",
        *_predicted(study),
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
            "value": number(estimates[name].value),
            "95 % interval": f"{number(estimates[name].low)} to {number(estimates[name].high)}",
            "n": estimates[name].n,
            "unit": units[name],
        }
        for name in (*HEADLINES, EXCHANGE_RATIO)
        if name in estimates
    ]


def _predicted(study: Study) -> list[str]:
    """Return what was predicted beside what came out."""
    rows: list[Row] = [
        {
            "metric": name,
            "predicted": value,
            "came out": number(study.estimates[name].value),
            "95 % interval": interval(study.estimates[name].low, study.estimates[name].high),
        }
        for name, value in study.manifest.predictions.items()
    ]
    return [table(rows), ""] if rows else []


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
        "predictions": study.manifest.predictions,
        "estimates": _all_lines(study),
    }
