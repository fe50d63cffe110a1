"""Paired differences: for each metric how much more or less the other alternatives have than the first."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measure import Better
from sim.show.foot import series_footer
from sim.show.forest import (
    MARKS,
    Lean,
    capped,
    detail,
    dot,
    label,
    lean_of,
    row_axis,
    row_names,
    spread,
    value_axis,
    zero_line,
)
from sim.show.panels import grid, heading
from sim.show.scale import Scale, known, scale_of, typical_of
from sim.show.style import INK, MUTED, SMALL_PT, TICK_PT, Picture, fitted, put, sheet, widest
from sim.show.text import shorten
from sim.stats import Estimate
from sim.study.compare import Comparison, Contrast, Match

_MOST_ROWS = 12
_MOST_ALTERNATIVES = 14
_NAME = "differences"


def draw(comparison: Comparison) -> Picture:
    """Draw all metrics of two alternatives in one forest; of several, a panel a metric."""
    return _two(comparison) if len(comparison.names) == 2 else _several(comparison)


def scale_for(contrast: Contrast) -> Scale:
    """Return how one metric's differences are written."""
    difference = contrast.difference
    return scale_of(contrast.metric, typical_of((difference.value, difference.low, difference.high)))


def _two(c: Comparison) -> Picture:
    match = c.matches[0]
    first, second = (label(c.names[place]) for place in (match.first, match.second))
    title = f"What changes from {first} to {second}"
    figure = sheet(
        title,
        "Mean difference on the same luck with its 95 % interval. Each row has a scale of its own.",
        series_footer(c.series, c.n),
    )
    contrasts = list(match.contrasts.values())
    count, note = capped([one.metric for one in contrasts], _MOST_ROWS)
    shown = contrasts[:count]
    scales = [scale_for(one) for one in shown]
    names = [shorten(f"{scale.title}, {scale.apart_unit}", 44) for scale in scales]
    left = 0.02 + widest(figure, names) + 0.015
    axes = figure.add_axes((left, 0.085, 0.665 - left, 0.70))
    row_axis(axes, names)
    axes.set_ylim(max(count, 5) - 0.4, -0.6)
    axes.set_xlim(-1.12, 1.12)
    axes.axvline(0.0, color=INK, linewidth=1.6, zorder=1)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    for row, (one, scale) in enumerate(zip(shown, scales, strict=True)):
        axes.axhline(row + 0.5, color="#E8E8E8", linewidth=0.8)
        _row(axes, row, one, scale)
    _sides(figure, left, (first, second))
    if note:
        put(figure, 0.02, 0.072, note, size=SMALL_PT, colour=MUTED)
    return Picture(name=_NAME, figure=figure, title=title, alt=_alt_of(c, match, title))


def _row(axes: Axes, row: int, contrast: Contrast, scale: Scale) -> None:
    """Draw one metric with the better side to the right, its size scaled to its own row."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    difference = contrast.difference
    ends = [abs(end) for end in (difference.value, difference.low, difference.high) if end is not None and known(end)]
    sign = -1.0 if contrast.better is Better.LOWER else 1.0
    lean = lean_of(difference, contrast.better)
    dot(axes, row, difference, lean, size=sign * (max(ends, default=1.0) or 1.0))
    text = scale.difference_in_full(difference)
    if contrast.up == contrast.down == 0 and contrast.paired.n:
        text = "exactly the same"
    x, y = axes.transData.transform((1.12, row))
    along, up = figure.transFigure.inverted().transform((x, y))
    colour = MARKS[lean].colour if lean is not Lean.UNCLEAR else INK
    put(figure, along + 0.012, up + 0.014, text, size=TICK_PT, colour=colour, width=0.99 - along - 0.012)
    if contrast.better is Better.NEITHER:
        put(figure, along + 0.012, up - 0.014, "neither way is better", size=SMALL_PT - 1, colour=MUTED)


def _sides(figure: Figure, left: float, names: tuple[str, str]) -> None:
    """Say over the axes which side is better."""
    middle = (left + 0.665) / 2
    room = (0.96 - left) / 2 - 0.16
    first, second = (fitted(figure, name, max(room, 0.12), weight="bold") for name in names)
    for x, text, lean, side in (
        (middle - 0.012, f"◀ better with {first}", Lean.WORSE, "right"),
        (middle + 0.012, f"better with {second} ▶", Lean.BETTER, "left"),
    ):
        figure.text(x, 0.815, text, ha=side, va="center", color=MARKS[lean].colour, weight="bold")


def _several(c: Comparison) -> Picture:
    first = label(c.names[0])
    title = f"What changes against {first}"
    figure = sheet(
        title,
        "Mean difference on the same luck with its 95 % interval.  ● clearly better   ▲ clearly worse   □ not clear",
        series_footer(c.series, c.n),
    )
    matches = [match for match in c.matches if match.first == 0]
    count, note = capped([c.names[match.second] for match in matches], _MOST_ALTERNATIVES)
    matches = matches[:count]
    metrics = list(matches[0].contrasts)
    metrics = metrics[: 6 if count <= 5 else 3]
    names = row_names(figure, [c.names[match.second] for match in matches])
    left = 0.02 + widest(figure, names) + 0.012
    panels = grid(figure, len(metrics), (left, 0.115, 0.98 - left, 0.66))
    across = (len(metrics) + 1) // 2 if len(metrics) > 3 else len(metrics)
    for place, (axes, metric) in enumerate(zip(panels, metrics, strict=True)):
        contrasts = [match.contrasts[metric] for match in matches]
        differences = [one.difference for one in contrasts]
        scale = scale_of(metric, typical_of(end for one in differences for end in (one.low, one.high, one.value)))
        row_axis(axes, names if place % across == 0 else [""] * count)
        axes.set_ylim(max(count, 3) - 0.4, -0.6)
        value_axis(axes, *spread(differences, scale.size), zero=True)
        zero_line(axes)
        for row, difference in enumerate(differences):
            dot(axes, row, difference, lean_of(difference, scale.better), size=scale.size)
        heading(axes, shorten(scale.title, 30), detail(scale).replace("%", "points"))
    if note:
        put(figure, 0.02, 0.072, note, size=SMALL_PT, colour=MUTED)
    alt = " ".join(_alt_of(c, match, f"{label(c.names[match.second])} against {first}") for match in matches[:6])
    return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}. {alt}")


def _alt_of(c: Comparison, match: Match, title: str) -> str:
    told = [_told(one.difference, scale_for(one)) for one in match.contrasts.values()]
    return f"{title}, n = {c.n}: {'; '.join(told)}."


def _told(difference: Estimate, scale: Scale) -> str:
    return f"{scale.label} {scale.difference_in_full(difference)}"
