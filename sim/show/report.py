"""One self-contained page: question, numbers with intervals, figures, limits. No script, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.show.page_text import LIMITS, STYLE
from sim.show.style import Saved, write_whole
from sim.show.text import (
    NOTICE,
    PROGRAM,
    READER_UNITS,
    clean,
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

_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png"}


def write_report(study: Study, loaded: Loaded, folder: Path, pictures: Sequence[Saved]) -> Path:
    """Write `report.html` into the folder and return its path."""
    path = folder / "report.html"
    write_whole(path, page(study, loaded, pictures).encode())
    return path


def page(study: Study, loaded: Loaded, pictures: Sequence[Saved]) -> str:
    """Return the page as text."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = loaded.scenario.title or loaded.scenario.name
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(title)} · Sortie Lab</title><style>{STYLE}</style></head><body><main>",
        *_head(study, title),
        *_lesson(loaded.scenario.lesson),
        *_warnings(study),
        "<h2>Numbers</h2>",
        *_tables(study),
        "<h2>Figures</h2>",
        *(part for picture in pictures for part in _figure(picture)),
        *_closing(study, loaded.scenario.lesson),
        "</main></body></html>\n",
    ]
    return "\n".join(parts)


def _text(text: str) -> str:
    """Return the text for HTML: cleaned of invisible signs, and escaped."""
    return escape(clean(text), quote=True)


def _head(study: Study, title: str) -> Iterable[str]:
    yield "<header><p class=notice>Notional, for teaching. No number here is that of a real system.</p>"
    yield f"<h1>{_text(title)}</h1>"
    success = study.estimates.get("success")
    if success is not None and success.value is not None:
        yield (
            f"<p class=headline><strong>{percent(success.value)}</strong> mission success "
            f"<span>{_interval(success, 'share')}, n = {success.n:,}</span></p>"
        )
    counts = study.counts
    facts = [
        ("Scenario", study.name),
        ("Variant", study.variant or "the file as it stands"),
        ("Trials", f"{counts.finished:,} finished of {counts.asked:,}"),
        ("Without result", f"{counts.aborted:,} aborted, {counts.crashed:,} crashed"),
        ("Seed", str(study.seed)),
        ("Run", f"{study.manifest.id} ({study.status.value})"),
        ("Program", PROGRAM),
    ]
    yield "<dl>"
    yield from (f"<div><dt>{name}</dt><dd>{_text(value)}</dd></div>" for name, value in facts)
    yield "</dl></header>"


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
    if texts:
        yield '<section class=warnings role="note"><h2>Mind this</h2><ul>'
        yield from (f"<li>{_text(text)}</li>" for text in texts)
        yield "</ul></section>"


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


def _figure(picture: Saved) -> Iterable[str]:
    kind = "svg" if "svg" in picture.paths else next(iter(picture.paths))
    image = base64.b64encode(picture.paths[kind].read_bytes()).decode()
    words = _text(picture.alt)
    yield f'<figure id="{_text(picture.name)}">'
    yield f'<img width=1280 height=720 alt="{words}" src="data:{_TYPES[kind]};base64,{image}">'
    yield f"<figcaption><details><summary>{_text(picture.title)}: in words</summary>"
    yield f"<p>{words}</p></details></figcaption></figure>"


def _closing(study: Study, lesson: Lesson | None) -> Iterable[str]:
    if lesson is not None and lesson.discuss:
        yield "<section><h2>To discuss</h2><ol>"
        yield from (f"<li>{_text(question)}</li>" for question in lesson.discuss)
        yield "</ol></section>"
    yield "<section><h2>What this cannot tell</h2><ul>"
    yield from (f"<li>{_text(limit)}</li>" for limit in LIMITS)
    ends = (PROGRAM, f"run {study.manifest.id}", f"seed {study.seed}", NOTICE)
    yield f"</ul></section><footer><p>{_text(' · '.join(ends))}</p></footer>"
