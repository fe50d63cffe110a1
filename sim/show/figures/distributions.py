"""How much it varied: numbers as histograms, with the share of trials at or below each value as a line."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.measure.metric import Kind
from sim.show.context import Column, Context, Numbers
from sim.show.panels import chosen, grid, heading, in_panel, panel_name, percent_axis
from sim.show.style import INK, PALE, SMALL_PT, TICK_PT, Look, Picture, say_instead, sheet
from sim.show.text import about, number, reader_unit

_BINS = 14
_PREFER = ("tot_error_s", "track_age_at_shot_s", "completeness", "closest_approach_nm")  # before times of stages
_MOST_CORNERS = 200
_TITLE = "How much it varied from trial to trial"


def draw(context: Context) -> Picture:
    """Draw up to six panels, each a histogram with the empirical distribution over it."""
    table = context.table
    columns = (
        []
        if table is None
        else chosen(table, lambda column: column.kind is Kind.NUMBER and column.name != "value", _PREFER)
    )
    finished = 0 if table is None else table.finished
    figure = sheet(
        _TITLE, "Bars: share of trials in each step. Line: share of trials up to this value.", context.footer(finished)
    )
    if not any(column.values.size for column in columns):
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), "None of these metrics is defined in any trial.")
        return Picture(name="distributions", figure=figure, title=_TITLE, alt="No metric is defined in any trial.")
    look = context.looks[context.sides[0]]
    panels = grid(figure, len(columns), (0.065, 0.155, 0.915, 0.62))
    across = (len(columns) + 1) // 2 if len(columns) > 3 else len(columns)
    for place, (axes, column) in enumerate(zip(panels, columns, strict=True)):
        _panel(axes, column, look, named=place % across == 0)
    figure.legend(
        handles=[
            Patch(facecolor=PALE, label="trials in this step"),
            Line2D([], [], color=look.colour, linewidth=2.5, label="trials up to this value"),
            Line2D([], [], color=INK, linewidth=1.6, linestyle="--", label="median"),
        ],
        loc="lower right",
        bbox_to_anchor=(0.98, 0.045),
        ncols=3,
        frameon=False,
        fontsize=TICK_PT,
        borderaxespad=0.0,
    )
    alt = f"{_TITLE}, n = {finished}. " + " ".join(f"{panel_name(column)}: {_detail(column)}." for column in columns)
    return Picture(name="distributions", figure=figure, title=_TITLE, alt=alt)


def scaled(column: Column) -> tuple[Numbers, str]:
    """Return a column's values in the unit that readers expect, and that unit."""
    if column.unit == "share":
        return column.values * 100.0, "%"
    typical = float(np.max(np.abs(column.values))) if column.values.size else 0.0
    unit, size = reader_unit(column.unit, typical)
    return column.values / size, unit


def steps_of(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the corners of the empirical distribution: values, and the share of trials up to each.

    Beyond 200 trials only every so many corners are kept: more cannot be seen.
    """
    shares = np.arange(1, values.size + 1) / values.size
    kept = np.unique(np.linspace(0, values.size - 1, min(values.size, _MOST_CORNERS)).astype(int))
    return np.sort(values)[kept], shares[kept]


def _panel(axes: Axes, column: Column, look: Look, *, named: bool) -> None:
    heading(axes, panel_name(column), _detail(column))
    if not column.values.size:
        in_panel(axes, "It never came to this.")
        return
    values, unit = scaled(column)
    low, high = float(values.min()), float(values.max())
    if high - low < 1e-9 * max(1.0, abs(high)):
        half = max(abs(high), 1.0) * 0.05
        axes.bar([low], [1.0], width=half * 0.5, color=PALE)
        axes.set_xlim(low - 4 * half, low + 4 * half)
        axes.set_xticks([low], [number(low)])
    else:
        counts, edges = np.histogram(values, bins=_BINS)
        axes.bar(edges[:-1], counts / values.size, width=np.diff(edges), align="edge", color=PALE, edgecolor="white")
        places, shares = steps_of(values)
        axes.step(
            np.concatenate(([low], places)),
            np.concatenate(([0.0], shares)),
            where="post",
            color=look.colour,
            linewidth=2.5,
        )
        axes.axvline(float(np.median(values)), color=INK, linewidth=1.6, linestyle="--")
        axes.locator_params(axis="x", nbins=5)
    percent_axis(axes, named=named)
    axes.set_xlabel(unit, fontsize=SMALL_PT, labelpad=1)
    axes.tick_params(axis="x", labelsize=TICK_PT)


def _detail(column: Column) -> str:
    if not column.values.size:
        return f"undefined in all {column.undefined} trials"
    values, unit = scaled(column)
    if float(np.ptp(values)) < 1e-9 * max(1.0, abs(float(values[0]))):
        text = f"always {number(float(values[0]))} {unit}"
    else:
        low, middle, high = (float(part) for part in np.quantile(values, (0.1, 0.5, 0.9)))
        text = f"median {about(middle)} {unit}; 80 % from {about(low)} to {about(high)}"
    return f"{text}; n {values.size}" if column.undefined else text
