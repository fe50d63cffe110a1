"""The pages of studies of several design points: words first, then figures, numbers, settings, how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from sim.measure import METRICS
from sim.show.foot import series_title
from sim.show.page import NOTIONAL, document, facts, figure, folded, limits, sentences, table, warnings
from sim.show.page import text as _text
from sim.show.scale import scale_of, typical_of
from sim.show.settings import Setting, settings_that_differ
from sim.show.style import Saved
from sim.show.text import NOTICE, PROGRAM, clean, counted, listed, percent
from sim.show.wording.common import name_of
from sim.study.manifest import Manifest
from sim.study.study import Series, Study

if TYPE_CHECKING:
    from sim.stats import Estimate

_MOST_WARNINGS: Final = 12
_MOST_SETTINGS: Final = 60
_MOST_VALUES: Final = 12
_SIDE_BY_SIDE: Final = 4  # alternatives whose values stand beside each other; more are listed one by one

Section = tuple[str, Iterable[str]]
"""A heading, and what stands under it."""


def series_page(
    series: Series, title: str, *, words: Sequence[str], pictures: Sequence[Saved], sections: Iterable[Section]
) -> str:
    """Return a page: what it says in words, the figures, then the sections of its kind, and how it was made."""
    body = [
        f"<header><p class=notice>{NOTIONAL}</p><h1>{_text(title)}</h1></header>",
        *_question(series),
        "<h2>What it says</h2>",
        *(f"<p class=verdict>{_text(sentence)}</p>" for sentence in words[:1]),
        *sentences(words[1:]),
        *warnings(_warnings(series)),
        "<h2>Figures</h2>",
        *(part for picture in pictures for part in figure(picture)),
        *(part for heading, inner in sections for part in (f"<h2>{_text(heading)}</h2>", *inner)),
        "<h2>How it was made</h2>",
        *_made(series),
        *_discuss(series),
        *limits((PROGRAM, f"{series.kind.value} {series.manifest.id}", f"seed {series.manifest.seed}", NOTICE)),
    ]
    return document(title, body)


def title_of(series: Series, what: str) -> str:
    """Return a page's title."""
    return f"{what}: {series_title(series)}"


def _lesson(series: Series) -> dict[str, object]:
    lesson = series.studies[0].scenario.get("lesson")
    return lesson if isinstance(lesson, dict) else {}


def _question(series: Series) -> Iterable[str]:
    question = _lesson(series).get("question")
    if question:
        yield f"<section class=lesson><p class=question>{_text(str(question))}</p></section>"


def _discuss(series: Series) -> Iterable[str]:
    questions = _lesson(series).get("discuss")
    if isinstance(questions, list) and questions:
        yield "<section><h2>To discuss</h2><ol>"
        yield from (f"<li>{_text(str(question))}</li>" for question in questions)
        yield "</ol></section>"


def _warnings(series: Series) -> list[str]:
    told = list(series.warnings[:_MOST_WARNINGS])
    if len(series.warnings) > _MOST_WARNINGS:
        told.append(f"And {len(series.warnings) - _MOST_WARNINGS} warnings more: see manifest.json.")
    bounded = [study for study in series if study.bounds]
    for study in bounded[:_MOST_WARNINGS]:
        for metric, (low, high) in study.bounds.items():
            told.append(
                f"{name_of(study.variant)}: {metric} lies between {percent(low)} and {percent(high)}, whatever the "
                "missing trials would have been."
            )
    if len(bounded) > _MOST_WARNINGS:
        told.append(f"And {len(bounded) - _MOST_WARNINGS} points more have trials without result: see summary.json.")
    return told


def _made(series: Series) -> Iterable[str]:
    manifest: Manifest = series.manifest
    counts = (
        f"{manifest.finished:,} finished, {manifest.aborted:,} aborted, {manifest.crashed:,} crashed, over all points"
    )
    yield from facts(
        [
            ("Scenario", manifest.name),
            ("Design points", f"{len(series):,}"),
            ("Trials of each", f"{manifest.planned:,}, the same luck at every point"),
            ("Without result", counts),
            ("Seed", str(manifest.seed)),
            ("Study", f"{series.kind.value} {manifest.id} ({manifest.status.value})"),
            ("Program", f"{PROGRAM}, model {manifest.model_sha256[:10]}, {manifest.scheme}"),
            ("Python", manifest.python + ", " + ", ".join(f"{name} {v}" for name, v in manifest.libraries.items())),
        ]
    )
    yield (
        "<p class=small>Intervals are 95 %, over trials: they tell how far luck alone may have moved a number at this "
        "n, and know nothing of whether the model is right. Every trial is in trials.csv, every estimate in "
        "summary.csv, every scenario in full in manifest.json, in this page's folder.</p>"
    )


def settings_section(
    studies: Sequence[Study], names: Sequence[str], *, heading: str = "Settings that differ"
) -> Section:
    """Return the settings in which these points differ, with the value at each, or all values when there are many."""
    found = settings_that_differ([study.scenario for study in studies])
    return heading, list(_settings(found, names))


def _settings(found: Sequence[Setting], names: Sequence[str]) -> Iterable[str]:
    if not found:
        yield "<p>None: the scenarios are the same.</p>"
        return
    shown = found[:_MOST_SETTINGS]
    if len(names) <= _SIDE_BY_SIDE:
        head = ["setting", *(name_of(name, 40) for name in names)]
        yield from table("By path, as a file would set them", head, ([one.path, *one.values] for one in shown))
    else:
        rows = ([one.path, _several(one.different)] for one in shown)
        yield from table("By path, as a file would set them", ["setting", "values"], rows)
    if len(found) > len(shown):
        yield f"<p class=small>And {len(found) - len(shown)} settings more: see manifest.json.</p>"


def _several(values: Sequence[str]) -> str:
    """Return some values as a list; many numbers as their range."""
    if len(values) <= _MOST_VALUES:
        return listed(values, _MOST_VALUES)
    try:
        numbers = [float(value) for value in values]
    except ValueError:
        return listed(values, _MOST_VALUES)
    return f"{min(numbers):.6g} to {max(numbers):.6g}, {len(values)} values"


def estimates_section(studies: Sequence[Study], names: Sequence[str], *, heading: str = "Every metric") -> Section:
    """Return every estimate of every point: side by side while there is room, else one table a point to open."""
    metrics = list(studies[0].estimates)
    if len(studies) <= _SIDE_BY_SIDE:
        rows = (
            [_metric_name(metric), *(cell for study in studies for cell in _cells(study.estimates[metric], metric))]
            for metric in metrics
        )
        head = ["metric", *(part for name in names for part in (name_of(name, 40), "95 % interval", "n"))]
        return heading, list(folded(counted(len(metrics), "metric"), table("Each by itself", head, rows)))
    parts: list[str] = []
    for study, name in zip(studies, names, strict=True):
        rows = ([_metric_name(metric), *_cells(study.estimates[metric], metric)] for metric in metrics)
        parts += folded(name_of(name), table(name_of(name), ["metric", "value", "95 % interval", "n"], rows))
    return heading, parts


def _metric_name(metric: str) -> str:
    return scale_of(metric).label if metric in METRICS else metric.replace("_", " ")


def _cells(estimate: Estimate, metric: str) -> list[str]:
    if metric not in METRICS:
        value = "undefined" if estimate.value is None else f"{estimate.value:.3g}"
        ends = (estimate.low, estimate.high)
        interval = "none" if None in ends else f"{estimate.low:.3g} to {estimate.high:.3g}"
        return [value, interval, f"{estimate.n:,}"]
    scale = scale_of(metric, typical_of((estimate.value,)))
    return [scale.value(estimate), scale.interval(estimate), f"{estimate.n:,}"]


def replay(series: Series, trial: int | None) -> Iterable[str]:
    """Give how to play one trial again, event by event."""
    if trial is None:
        return
    name = clean(series.manifest.name)
    line = f'run_trial(load_scenario("{name}").scenario, {series.manifest.seed}, {trial})'
    yield (
        "<p>A trial is the same every time: the scenario, the seed and its number are all it depends on. From Python, "
        "loaded with the variant, plan or settings of either side, this gives all that happened in it:</p>"
        f"<p><code>from sim import load_scenario, run_trial</code><br><code>{_text(line)}</code></p>"
    )
