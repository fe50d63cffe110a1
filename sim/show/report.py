"""One self-contained page: question, numbers with intervals, figures, limits. No script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from sim.show.page import NOTIONAL, document, facts, figure, limits, warnings
from sim.show.page import text as _text
from sim.show.style import Saved, write_whole
from sim.show.text import (
    NOTICE,
    PROGRAM,
    READER_UNITS,
    counted,
    number,
    percent,
    percent_range,
    reader_unit,
    with_interval,
)
from sim.stats.estimate import Estimate, Method

if TYPE_CHECKING:
    from sim.scenario import Loaded
    from sim.scenario.schema import Lesson
    from sim.study import Study


def write_report(study: Study, loaded: Loaded, folder: Path, pictures: Sequence[Saved]) -> Path:
    """Write `report.html` into the folder and return its path."""
    path = folder / "report.html"
    write_whole(path, page(study, loaded, pictures).encode())
    return path


def page(study: Study, loaded: Loaded, pictures: Sequence[Saved]) -> str:
    """Return the page as text."""
    title = loaded.scenario.title or loaded.scenario.name
    body = [
        *_head(study, title),
        *_lesson(loaded.scenario.lesson),
        *_warnings(study),
        "<h2>Numbers</h2>",
        *_tables(study),
        "<h2>Figures</h2>",
        *(part for picture in pictures for part in figure(picture)),
        *_closing(study, loaded.scenario.lesson),
    ]
    return document(title, body)


def _head(study: Study, title: str) -> Iterable[str]:
    yield f"<header><p class=notice>{NOTIONAL}</p>"
    yield f"<h1>{_text(title)}</h1>"
    success = study.estimates.get("success")
    if success is not None and success.value is not None:
        yield (
            f"<p class=headline><strong>{percent(success.value)}</strong> mission success "
            f"<span>{_interval(success, 'share')}, n = {success.n:,}</span></p>"
        )
    counts = study.counts
    told = [
        ("Scenario", study.name),
        ("Variant", study.variant or "the file as it stands"),
        ("Trials", f"{counts.finished:,} finished of {counts.asked:,}"),
        ("Without result", f"{counts.aborted:,} aborted, {counts.crashed:,} crashed"),
        ("Seed", str(study.seed)),
        ("Run", f"{study.manifest.id} ({study.status.value})"),
        ("Program", PROGRAM),
    ]
    yield from facts(told)
    yield "</header>"


def _lesson(lesson: Lesson | None) -> Iterable[str]:
    if lesson is None:
        return
    if lesson.question:
        yield f"<section class=lesson><h2>The question</h2><p class=question>{_text(lesson.question)}</p>"
        if lesson.predict:
            yield f"<p><b>Predict:</b> {_text(lesson.predict)}</p>"
        if lesson.look_for:
            yield f"<p><b>Look for:</b> {_text(lesson.look_for)}</p>"
        yield "</section>"


def _warnings(study: Study) -> Iterable[str]:
    texts = list(study.warnings)
    if not study.verdict_allowed:
        texts.append("More than one trial in a hundred gave no result: the numbers below allow no verdict.")
    for name, (low, high) in study.bounds.items():
        texts.append(
            f"{name}: between {percent(low)} and {percent(high)}, whatever the missing trials would have been."
        )
    yield from warnings(texts)


def _tables(study: Study) -> Iterable[str]:
    from sim.measure import HEADLINES

    names = list(study.estimates)
    shown = [name for name in (*HEADLINES, "exchange_ratio") if name in names]
    yield from _table(study, shown, "The headline metrics, with 95 % intervals")
    rest = [name for name in names if name not in shown]
    if rest:
        yield f"<details><summary>{counted(len(rest), 'more metric')}</summary>"
        yield from _table(study, rest, "All other metrics, with 95 % intervals")
        yield "</details>"
    yield (
        "<p class=small>An interval tells how far luck alone may have moved a number at this n; it knows nothing of "
        "whether the model is right. A metric that is undefined in a trial is left out of that trial: see its n.</p>"
    )


def _table(study: Study, names: Sequence[str], caption: str) -> Iterable[str]:
    from sim.measure import METRICS

    units = {column.name: column.unit for column in study.columns}
    yield f"<table><caption>{caption}</caption><thead><tr><th scope=col>metric</th><th scope=col class=n>value</th>"
    yield "<th scope=col>95 % interval</th><th scope=col class=n>n</th></tr></thead><tbody>"
    for name in names:
        estimate, unit = study.estimates[name], units.get(name, "")
        meaning = METRICS[name].definition if name in METRICS else "Opponent's aircraft lost over own aircraft lost."
        yield (
            f"<tr><th scope=row>{_text(_words(name, unit))}<small>{_text(meaning)}</small></th>"
            f"<td class=n>{_value(estimate, unit)}</td><td>{_interval(estimate, unit)}</td>"
            f"<td class=n>{estimate.n:,}</td></tr>"
        )
    yield "</tbody></table>"


def _words(name: str, unit: str) -> str:
    return name.removesuffix(f"_{unit}").replace("_", " ")


def _value(estimate: Estimate, unit: str) -> str:
    if estimate.value is None:
        return "undefined"
    if unit == "share":
        return percent(estimate.value)
    reader, size = _reader(estimate, unit)
    value = number(estimate.value / size)
    if estimate.low is not None and estimate.high is not None:
        value, _ = with_interval(estimate.value / size, estimate.low / size, estimate.high / size)
    return escape(f"{value} {reader}".strip())


def _interval(estimate: Estimate, unit: str) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "none"
    if estimate.low == estimate.high:
        return "the same in all"
    if unit == "share" and estimate.method is Method.ONE_SIDED:
        return f"at least {percent(estimate.low)}" if estimate.value else f"at most {percent(estimate.high)}"
    if unit == "share":
        return percent_range(estimate.low, estimate.high)
    size = _reader(estimate, unit)[1]
    return with_interval(estimate.value / size, estimate.low / size, estimate.high / size)[1]


def _reader(estimate: Estimate, unit: str) -> tuple[str, float]:
    return reader_unit(unit, estimate.value or 0.0) if unit in READER_UNITS else (unit, 1.0)


def _closing(study: Study, lesson: Lesson | None) -> Iterable[str]:
    if lesson is not None and lesson.discuss:
        yield "<section><h2>To discuss</h2><ol>"
        yield from (f"<li>{_text(question)}</li>" for question in lesson.discuss)
        yield "</ol></section>"
    yield from limits((PROGRAM, f"run {study.manifest.id}", f"seed {study.seed}", NOTICE))
