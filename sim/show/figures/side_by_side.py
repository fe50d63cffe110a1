"""Distributions side by side: the lead metric under each alternative, and the difference trial by trial."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.measure import METRICS, Kind
from sim.show.context import Numbers
from sim.show.foot import series_footer
from sim.show.forest import capped, dot, label, lean_of, row_axis, row_names, spread, value_axis, zero_line
from sim.show.panels import heading, in_panel, percent_axis
from sim.show.scale import Scale, scale_of, typical_of
from sim.show.style import BLUE, INK, MUTED, RED, SMALL_PT, TICK_PT, Picture, fitted, put, sheet, widest
from sim.show.text import about, counted, drawable, percent, shorten
from sim.show.wording.common import mean_of
from sim.show.wording.compare import flip_sides
from sim.study.aligned import aligned
from sim.study.compare import Comparison

_NAME = "side_by_side"
_TITLE = "How the trials are spread"
_MOST = 14
_MOST_BARS = 13
_MOST_STACKED = 5
_LEAST_NAMED = 0.06  # a narrower part has no room for its number
_SHADES = ("#FFFFFF", "#BFD9EC", "#80B8DA", "#4095C4", BLUE)
_BINS = 16
_LOW = 0.5
_EVEN = "#A6A6A6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One metric under every alternative. Shapes: values (alternatives, trials), in the metric's own unit."""

    scale: Scale
    values: Numbers
    names: tuple[str, ...]
    comparison: Comparison


def draw(comparison: Comparison) -> Picture:
    """Draw for the lead metric, and a number when that is a yes or no, its distributions and its differences."""
    c = comparison
    metrics = _metrics(c)
    count, note = capped(c.names, _MOST // len(metrics))
    subtitle = "Left: each alternative by itself. Right: the difference in the same trial"
    figure = sheet(_TITLE, subtitle, series_footer(c.series, c.n))
    same = aligned(c.series.studies)
    rows = [
        Side(
            scale=scale_of(metric, typical_of(same.values(metric).ravel().tolist())),
            values=same.values(metric)[:count],
            names=c.names[:count],
            comparison=c,
        )
        for metric in metrics
    ]
    labels = row_names(figure, c.names[:count], 0.13)
    left = 0.02 + max(widest(figure, labels), 0.05) + 0.012
    high = 0.63 if len(rows) == 1 else 0.235
    start = 0.58 if len(c.names) == 2 and len(rows) == 1 else 0.71  # where the right panels' rows need no names
    for place, row in enumerate(rows):
        bottom = 0.155 if place == len(rows) - 1 else 0.53
        one = figure.add_axes((left, bottom, 0.49 - left, high))
        other = figure.add_axes((start, bottom, 0.965 - start, high))
        _draw_row(one, other, row)
    if len(c.names) == 2:
        _legend(figure, labels)
    if note:
        put(figure, 0.02, 0.072, note, size=SMALL_PT, colour=MUTED)
    return Picture(name=_NAME, figure=figure, title=_TITLE, alt=_alt(rows))


def _metrics(c: Comparison) -> list[str]:
    """Return the lead metric, and the first number compared besides when the lead is a yes or no."""
    if METRICS[c.metric].kind is not Kind.YES_NO:
        return [c.metric]
    numbers = [name for name in c.matches[0].contrasts if METRICS[name].kind is not Kind.YES_NO]
    return [c.metric, *numbers[:1]]


def _draw_row(one: Axes, other: Axes, side: Side) -> None:
    if np.isnan(side.values).all():
        for axes in (one, other):
            heading(axes, shorten(side.scale.title, 40), "undefined in all trials")
            in_panel(axes, "It never came to this.")
    elif side.scale.is_yes_no:
        _shares(one, side)
        _four_ways(other, side) if len(side.names) == 2 else _changes(other, side)
    elif len(side.names) == 2:
        _bars(one, side)
        _difference(other, side)
    else:
        _stacks(one, side) if _is_few(side) else _boxes(one, side)
        _changes(other, side)


def _rows(axes: Axes, names: Sequence[str]) -> list[str]:
    """Return names of rows that leave their axes room."""
    return row_names(_sheet(axes), names, 0.13)


def _sheet(axes: Axes) -> Figure:
    figure = axes.figure
    assert isinstance(figure, Figure)
    return figure


def _shares(axes: Axes, side: Side) -> None:
    row_axis(axes, _rows(axes, side.names))
    heading(axes, side.scale.title, "share of trials, with its 95 % interval")
    for row, values in enumerate(side.values):
        part = mean_of(side.scale.metric, values, yes_no=True)
        if part.value is None:
            continue
        two = len(side.names) == 2
        colour, hatch = (BLUE, "") if row == 0 or not two else (RED, "///")
        axes.barh(row, part.value, height=0.56, facecolor="white" if hatch else colour, edgecolor=colour, hatch=hatch)
        low, high = part.low or 0.0, 1.0 if part.high is None else part.high
        axes.plot([low, high], [row, row], color=INK, linewidth=2)
        axes.text(max(high, part.value) + 0.015, row, side.scale.value(part), va="center", fontsize=TICK_PT)
    axes.set_xlim(0.0, 1.22)
    axes.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])


def _four_ways(axes: Axes, side: Side) -> None:
    """Draw how often both, one or neither came to a yes."""
    both = side.values[:, ~np.isnan(side.values).any(axis=0)].astype(bool)
    n = both.shape[1]
    no, yes = flip_sides(side.scale.metric)
    first, second = (fitted(_sheet(axes), label(name), 0.09, SMALL_PT) for name in side.names)
    counts = {
        f"{yes} under both": int((both[0] & both[1]).sum()),
        f"{yes} only under {second}": int((~both[0] & both[1]).sum()),
        f"{yes} only under {first}": int((both[0] & ~both[1]).sum()),
        f"{no} under both": int((~both[0] & ~both[1]).sum()),
    }
    row_axis(axes, list(counts), size=SMALL_PT)
    heading(axes, "The same trials", f"of {counted(n, 'trial')} defined under both")
    looks = (("#D9D9D9", ""), (RED, "///"), (BLUE, ""), ("#D9D9D9", ""))
    for row, ((colour, hatch), k) in enumerate(zip(looks, counts.values(), strict=True)):
        part = k / n if n else 0.0
        axes.barh(row, part, height=0.6, facecolor="white" if hatch else colour, edgecolor=colour, hatch=hatch)
        axes.text(part + 0.015, row, f"{k:,} ({percent(part)})", va="center", fontsize=SMALL_PT)
    axes.set_xlim(0.0, 1.25)
    axes.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])


def _bars(axes: Axes, side: Side) -> None:
    """Draw two distributions: whole numbers as pairs of bars, others as outlines."""
    scaled = [values[~np.isnan(values)] / side.scale.size for values in side.values]
    present = np.unique(np.concatenate(scaled))
    is_count = METRICS[side.scale.metric].kind is Kind.COUNT and present.size <= _MOST_BARS
    means = " against ".join(about(float(values.mean())) if values.size else "undefined" for values in scaled)
    heading(axes, shorten(side.scale.title, 40), f"{side.scale.unit}; mean {means}")
    for order, values in enumerate(scaled):
        if not values.size:
            continue
        colour, hatch = ((BLUE, ""), (RED, "///"))[order]
        if is_count:
            heights = [float((values == value).mean()) for value in present]
            places = np.arange(present.size) + (-0.2, 0.2)[order]
            face = "white" if hatch else colour
            axes.bar(places, heights, width=0.38, facecolor=face, edgecolor=colour, hatch=hatch)
        else:
            edges = _edges(np.concatenate(scaled))
            in_steps, _ = np.histogram(values, bins=edges)
            axes.stairs(in_steps / values.size, edges, color=colour, linewidth=2.5, linestyle="--" if hatch else "-")
    _share_axis(axes)
    if is_count:
        skip = max(1, present.size // 9)
        axes.set_xticks(range(0, present.size, skip), [about(float(value)) for value in present[::skip]])


def _share_axis(axes: Axes) -> None:
    """Make the vertical axis a share of trials; half of it where no bar reaches higher."""
    reached = axes.dataLim.y1
    percent_axis(axes, named=True)
    if reached < _LOW:
        axes.set_ylim(0.0, 0.53)
        axes.set_yticks([0.0, 0.25, 0.5], ["0 %", "25 %", "50 %"], fontsize=TICK_PT)


def _edges(values: Numbers) -> Numbers:
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-9 * max(1.0, abs(high)):
        half = max(abs(high), 1.0) * 0.05
        low, high = low - half, high + half
    return np.linspace(low, high, _BINS + 1)


def _difference(axes: Axes, side: Side) -> None:
    """Draw the distribution of the difference in the same trial."""
    apart = side.values[1] - side.values[0]
    apart = apart[~np.isnan(apart)] / side.scale.size
    name = f"{label(side.names[1], 18)} less {label(side.names[0], 18)}"
    if not apart.size:
        heading(axes, name, "never defined in the same trial")
        in_panel(axes, "Nothing to compare.")
        return
    more, less = float((apart > 0).mean()), float((apart < 0).mean())
    level = 1.0 - more - less
    heading(axes, name, f"more in {percent(more)}, less in {percent(less)}, same in {percent(level)}")
    values = np.unique(apart)
    if METRICS[side.scale.metric].kind is Kind.COUNT and values.size <= 2 * _MOST_BARS:
        heights = [float((apart == value).mean()) for value in values]
        step = float(np.diff(values).min()) if values.size > 1 else 1.0
        axes.bar(values, heights, width=0.7 * step, color=[_shade(float(value)) for value in values])
    else:
        edges = _edges(np.append(apart, 0.0))
        in_steps, _ = np.histogram(apart, bins=edges)
        axes.bar(edges[:-1], in_steps / apart.size, width=np.diff(edges), align="edge", color=_EVEN, edgecolor="white")
    _share_axis(axes)
    axes.locator_params(axis="x", nbins=7)
    axes.set_xlabel(side.scale.apart_unit, fontsize=SMALL_PT, labelpad=1)
    zero_line(axes)


def _shade(value: float) -> str:
    return _EVEN if value == 0.0 else "#595959" if value > 0.0 else "#BFBFBF"


def _is_few(side: Side) -> bool:
    """Tell whether a count takes so few values that each can be shown."""
    present = np.unique(side.values[~np.isnan(side.values)])
    return METRICS[side.scale.metric].kind is Kind.COUNT and present.size <= _MOST_STACKED


def _stacks(axes: Axes, side: Side) -> None:
    """Draw one row an alternative, cut into the shares of trials that came to each number."""
    row_axis(axes, _rows(axes, side.names))
    heading(axes, shorten(side.scale.title, 40), f"share of trials with so many {side.scale.unit}")
    present = np.unique(side.values[~np.isnan(side.values)])
    shades = [_SHADES[place] for place in np.linspace(0, len(_SHADES) - 1, present.size).round().astype(int)]
    for row, values in enumerate(side.values):
        known = values[~np.isnan(values)]
        start = 0.0
        for value, shade in zip(present, shades, strict=True):
            part = float((known == value).mean()) if known.size else 0.0
            axes.barh(row, part, left=start, height=0.56, facecolor=shade, edgecolor=BLUE)
            if part >= _LEAST_NAMED:
                colour = "white" if shade in _SHADES[-2:] else INK
                text = f"{about(float(value))}"
                axes.text(start + part / 2, row, text, ha="center", va="center", fontsize=TICK_PT, color=colour)
            start += part
    axes.set_xlim(0.0, 1.22)
    axes.set_xticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])


def _boxes(axes: Axes, side: Side) -> None:
    """Draw one row an alternative: the middle 80 % as a line, the middle half as a bar, the median as a mark."""
    row_axis(axes, _rows(axes, side.names))
    heading(axes, shorten(side.scale.title, 40), f"{side.scale.unit}; line: 80 % of trials, bar: half, mark: median")
    ends: list[float | None] = []
    for row, values in enumerate(side.values):
        known = values[~np.isnan(values)] / side.scale.size
        if not known.size:
            axes.text(0.02, row, "undefined", transform=axes.get_yaxis_transform(), va="center", fontsize=SMALL_PT)
            continue
        low, quarter, middle, three, high = (float(q) for q in np.quantile(known, (0.1, 0.25, 0.5, 0.75, 0.9)))
        axes.plot([low, high], [row, row], color=MUTED, linewidth=2)
        axes.plot([quarter, three], [row, row], color=BLUE, linewidth=11, solid_capstyle="butt")
        axes.plot(middle, row, "o", color="white", markeredgecolor=INK, markersize=8, markeredgewidth=2)
        ends += [low, high]
    value_axis(axes, ends, [], zero=False)


def _changes(axes: Axes, side: Side) -> None:
    """Draw the mean difference of each alternative against the first."""
    first = label(side.names[0], 20)
    matches = [one for one in side.comparison.matches if one.first == 0 and one.second < len(side.names)]
    contrasts = [match.contrasts[side.scale.metric] for match in matches]
    differences = [one.difference for one in contrasts]
    row_axis(axes, _rows(axes, [side.names[match.second] for match in matches]))
    value_axis(axes, *spread(differences, side.scale.size), zero=True)
    zero_line(axes)
    for row, difference in enumerate(differences):
        dot(axes, row, difference, lean_of(difference, side.scale.better), size=side.scale.size)
    heading(axes, f"Against {first}", f"{side.scale.apart_unit}; mean, 95 % interval")


def _legend(figure: Figure, labels: list[str]) -> None:
    figure.legend(
        handles=[
            Patch(facecolor=BLUE, edgecolor=BLUE, label=drawable(labels[0])),
            Patch(facecolor="white", edgecolor=RED, hatch="///", label=drawable(labels[1])),
            Line2D([], [], color=INK, linewidth=1.6, label="no difference"),
        ],
        loc="lower right",
        bbox_to_anchor=(0.98, 0.045),
        ncols=3,
        frameon=False,
        fontsize=TICK_PT,
        borderaxespad=0.0,
    )


def _alt(rows: list[Side]) -> str:
    parts = []
    for side in rows:
        for name, values in zip(side.names, side.values, strict=True):
            known = values[~np.isnan(values)]
            mean = mean_of(side.scale.metric, values, yes_no=side.scale.is_yes_no)
            text = f"{side.scale.label} under {label(name)}: {side.scale.in_full(mean)}"
            if known.size and not side.scale.is_yes_no:
                low, high = np.quantile(known, (0.1, 0.9)) / side.scale.size
                text += f", 80 % of trials from {about(float(low))} to {about(float(high))}"
            parts.append(f"{text}, n = {known.size}")
    return f"{_TITLE}. {'; '.join(parts[:12])}."
