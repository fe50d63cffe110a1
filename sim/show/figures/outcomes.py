"""What came out: mission success with its interval, and small whole numbers as bars of the share of trials."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measure.metric import Kind
from sim.show.context import Column, Context, Numbers, Table
from sim.show.panels import chosen, grid, heading, in_panel, narrow, panel_name, percent_axis
from sim.show.style import INK, SMALL_PT, TICK_PT, Look, Picture, say_instead, sheet
from sim.show.text import number, percent, percent_range, with_interval
from sim.stats.estimate import Method
from sim.stats.shares import share

_HEADLINE = "success"
_MOST_LABELLED = 6  # more bars than this get no figure on top
_ROOM_FOR_BOUND_IN = 0.65  # width of a bar that has room for the bound of what was never seen
_MOST_BARS = 40  # more values than this are drawn in groups


def draw(context: Context) -> Picture:
    """Draw the headline share and up to six panels of bars, each bar with a 95 % interval."""
    table = context.table
    if table is None or not table.finished:
        return _nothing(context)
    columns = chosen(table, lambda column: column.kind is not Kind.NUMBER and column.name != _HEADLINE)
    success = table.columns.get(_HEADLINE)
    title = _title(success)
    subtitle = "Share of trials with each outcome; thin lines: 95 % intervals; ≤: never seen, so at most this"
    figure = sheet(title, subtitle, context.footer(table.finished))
    look = context.looks[context.sides[0]]
    if success is not None and success.values.size:
        _headline(figure, success, look)
    top = 0.66 if success is not None and success.values.size else 0.80
    panels = grid(figure, len(columns), (0.065, 0.115, 0.915, top - 0.115)) if columns else []
    for place, (axes, column) in enumerate(zip(panels, columns, strict=True)):
        first = place % max(1, (len(columns) + 1) // 2 if len(columns) > 3 else len(columns)) == 0
        _bars(axes, column, look, first=first)
    return Picture(name="outcomes", figure=figure, title=title, alt=_alt(table, success, columns))


def shares(values: Numbers) -> list[tuple[float, float, float, float]]:
    """Return (value, share, low, high) for each whole number from the least (or 0) to the greatest, with intervals."""
    low, high = min(int(values.min()), 0), max(int(values.max()), 1)
    step = -(-(high - low + 1) // _MOST_BARS)
    found = []
    for value in range(low, high + 1, step):
        k = int(np.count_nonzero((values >= value) & (values < value + step)))
        estimate = share(str(value), k, values.size)
        found.append(
            (float(value), k / values.size, estimate.low or 0.0, 1.0 if estimate.high is None else estimate.high)
        )
    return found


def _title(success: Column | None) -> str:
    if success is None or success.estimate.value is None:
        return "Outcomes"
    estimate = success.estimate
    low, high = estimate.low or 0.0, 1.0 if estimate.high is None else estimate.high
    interval = percent_range(low, high)
    if estimate.method is Method.ONE_SIDED:
        interval = f"at least {percent(low)}" if estimate.value else f"at most {percent(high)}"
    return f"Mission success in {percent(estimate.value or 0.0)} of trials ({interval})"


def _headline(figure: Figure, success: Column, look: Look) -> None:
    estimate = success.estimate
    value, low, high = estimate.value or 0.0, estimate.low or 0.0, 1.0 if estimate.high is None else estimate.high
    axes = figure.add_axes((0.065, 0.79, 0.89, 0.06))
    axes.barh(0, 1.0, color="#EFEFEF", height=0.8)
    axes.barh(0, value, color=look.colour, height=0.8)
    axes.plot([low, high], [0, 0], color=INK, linewidth=3, solid_capstyle="butt")
    axes.plot([low, high], [0, 0], "|", color=INK, markersize=16, markeredgewidth=2.5)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.5, 0.5)
    axes.set_yticks([])
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"], fontsize=SMALL_PT)
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)


def _bars(axes: Axes, column: Column, look: Look, *, first: bool) -> None:
    if not column.values.size:
        heading(axes, panel_name(column), "undefined in all trials")
        in_panel(axes, "It never came to this.")
        return
    rows = shares(column.values)
    values, heights, lows, highs = (np.array(line) for line in zip(*rows, strict=True))
    step = float(values[1] - values[0]) if len(values) > 1 else 1.0
    axes.bar(values, heights, width=0.72 * step, color=look.colour)
    axes.errorbar(
        values,
        heights,
        yerr=(heights - lows, highs - heights),
        fmt="none",
        ecolor=INK,
        elinewidth=1.6,
        capsize=4 if len(rows) < 13 else 0,
    )
    percent_axis(axes, named=first)
    axes.set_ylim(0.0, 1.2)
    room = narrow(axes) / len(rows)
    if len(rows) <= _MOST_LABELLED and room > 0.45:
        for value, height, _, high in rows:
            if height or room > _ROOM_FOR_BOUND_IN:
                text = percent(height) if height else f"≤ {percent(high)}"
                axes.text(value, min(high, 1.0) + 0.02, text, ha="center", va="bottom", fontsize=SMALL_PT)
    skip = max(1, int(np.ceil(0.42 / room)))
    axes.set_xticks(values[::skip], [number(float(value)) for value in values[::skip]], fontsize=TICK_PT)
    axes.set_xlim(values[0] - 0.6 * step, values[-1] + 0.6 * step)
    heading(axes, panel_name(column), _detail(column))


def _detail(column: Column) -> str:
    estimate = column.estimate
    if column.kind is Kind.YES_NO or estimate.value is None:
        return f"n = {column.values.size}"
    text = f"{column.unit}; mean {number(estimate.value)}"
    if estimate.low is not None and estimate.high is not None and estimate.low < estimate.high:
        value, interval = with_interval(estimate.value, estimate.low, estimate.high)
        text = f"{column.unit}; mean {value} ({interval})"
    return text + (f", n = {column.values.size}" if column.undefined else "")


def _nothing(context: Context) -> Picture:
    figure = sheet("Outcomes", "", context.footer(0))
    say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), "No trial was finished.")
    return Picture(name="outcomes", figure=figure, title="Outcomes", alt="No trial was finished.")


def _alt(table: Table, success: Column | None, columns: list[Column]) -> str:
    parts = [f"{_title(success)}, n = {table.finished}."]
    for column in columns:
        if not column.values.size:
            parts.append(f"{panel_name(column)}: undefined in all trials.")
            continue
        bars = [f"{number(value)} in {percent(height)}" for value, height, _, _ in shares(column.values) if height]
        parts.append(f"{panel_name(column)} ({_detail(column)}): {', '.join(bars[:8])}.")
    return " ".join(parts)
