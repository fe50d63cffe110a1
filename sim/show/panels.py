"""Small multiples: a grid of equal axes with a two-line heading each, and which columns of a study earn a panel."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.show.chart import Box
from sim.show.context import Column, Table
from sim.show.style import GRID, INK, MUTED, SMALL_PT, TEXT_PT, TICK_PT, WIDTH_IN, put
from sim.show.text import drawable, shorten

MOST = 6


def chosen(table: Table, fits: Callable[[Column], bool], prefer: Sequence[str] = ()) -> list[Column]:
    """Return the columns to show: those to watch, then the headlines, then others that vary, `prefer` first.

    Other columns that only mirror one already chosen (aircraft lost, aircraft home) are passed over, and those that
    are undefined in every trial come last.
    """
    fitting = [column for column in table.columns.values() if fits(column)]
    picked = [column for column in fitting if column.watched or column.headline]
    picked.sort(key=lambda column: (not column.values.size, not column.watched))
    fitting.sort(key=lambda column: prefer.index(column.name) if column.name in prefer else len(prefer))
    for column in fitting:
        if len(picked) >= MOST:
            break
        if column not in picked and column.varies and not any(_mirrors(column, other) for other in picked):
            picked.append(column)
    return picked[:MOST]


def _mirrors(column: Column, other: Column) -> bool:
    if column.values.size != other.values.size or not other.varies:
        return False
    return abs(float(np.corrcoef(column.values, other.values)[0, 1])) > 0.999


def grid(figure: Figure, count: int, box: Box) -> list[Axes]:
    """Return axes for `count` panels inside the box: one row up to three, else two; room is left for headings."""
    rows = 1 if count <= 3 else 2
    across = math.ceil(count / rows)
    left, bottom, width, height = box
    gap_x, gap_y = 0.055, 0.155
    wide = (width - gap_x * (across - 1)) / across
    high = (height - gap_y * (rows - 1)) / rows
    return [
        figure.add_axes(
            (
                left + (place % across) * (wide + gap_x),
                bottom + (rows - 1 - place // across) * (high + gap_y),
                wide,
                high,
            )
        )
        for place in range(count)
    ]


def heading(axes: Axes, title: str, detail: str) -> None:
    """Write a panel's name and its one figure above it."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    place = axes.get_position()
    put(figure, place.x0, place.y1 + 0.062, title, size=TEXT_PT, weight="bold", width=place.width + 0.03)
    put(figure, place.x0, place.y1 + 0.031, detail, size=SMALL_PT, colour=MUTED, width=place.width + 0.045)


def percent_axis(axes: Axes, *, named: bool) -> None:
    """Make the vertical axis a share of trials from 0 to 100 %."""
    axes.set_ylim(0.0, 1.06)
    axes.set_yticks([0.0, 0.5, 1.0], ["0 %", "50 %", "100 %"] if named else ["", "", ""], fontsize=TICK_PT)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", color=MUTED)


def in_panel(axes: Axes, text: str) -> None:
    """Say in a panel why nothing is drawn in it."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
    axes.text(0.0, 0.6, drawable(text), transform=axes.transAxes, color=INK, va="center", fontsize=TICK_PT)


def panel_name(column: Column) -> str:
    """Return a column's name as a heading."""
    return shorten(column.label[:1].upper() + column.label[1:], 34)


def narrow(axes: Axes) -> float:
    """Return the width of axes in inches."""
    return float(axes.get_position().width) * WIDTH_IN
