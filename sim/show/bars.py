"""Rows of time: axes with one row a flight, bars of what each does, and their legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.base.units import MIN
from sim.show.doing import FILLS, Doing, Span
from sim.show.style import GRID, MUTED, SMALL_PT, TICK_PT, WIDTH_IN, put, widest
from sim.show.text import counted, drawable, shorten

NAME_SIGNS = 26
BOTTOM, TOP = 0.215, 0.815
_FEWEST_ROWS = 4  # fewer rows leave room below instead of growing


def rows_axes(figure: Figure, names: Sequence[str], *, until_s: float, colours: Sequence[str]) -> Axes:
    """Return axes with time in minutes across and one named row each, the first on top."""
    short = [shorten(name, NAME_SIGNS) for name in names]
    left = 0.02 + widest(figure, short) + 0.15 / WIDTH_IN
    axes = figure.add_axes((left, BOTTOM, 0.94 - left, TOP - BOTTOM))
    axes.set_xlim(0.0, until_s / MIN)
    axes.set_ylim(max(len(names), _FEWEST_ROWS) - 0.4, -0.6)
    axes.set_yticks(range(len(names)), [drawable(name) for name in short], fontsize=TICK_PT)
    for tick, colour in zip(axes.get_yticklabels(), colours, strict=True):
        tick.set_color(colour)
    axes.set_xlabel("time, min")
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", color=MUTED)
    return axes


def bar(axes: Axes, row: float, span: Span, *, height: float = 0.62) -> None:
    """Draw one doing in a row."""
    fill = FILLS[span.doing]
    axes.barh(
        row,
        (span.until_s - span.from_s) / MIN,
        left=span.from_s / MIN,
        height=height,
        facecolor=fill.colour,
        edgecolor=MUTED,
        linewidth=0.8,
        hatch=fill.hatch,
    )


def key_instant(axes: Axes, at_s: float, what: str) -> None:
    """Mark an instant of the plan across all rows, with its name above the axes."""
    axes.axvline(at_s / MIN, color=MUTED, linewidth=1.5, linestyle=(0, (4, 2)), zorder=5)
    axes.text(
        at_s / MIN,
        1.01,
        drawable(what),
        transform=axes.get_xaxis_transform(),
        ha="center",
        va="bottom",
        fontsize=TICK_PT,
    )


def doing_legend(figure: Figure, used: Iterable[Doing]) -> None:
    """Put the legend of the doings in use under the axes, in one line where it fits."""
    present = set(used)
    handles = [
        Patch(facecolor=FILLS[kind].colour, edgecolor=MUTED, linewidth=0.8, hatch=FILLS[kind].hatch, label=kind.value)
        for kind in Doing
        if kind in present
    ]
    figure.legend(
        handles=handles,
        loc="lower center",
        bbox_to_anchor=(0.5, 0.055),
        ncols=len(handles),
        frameon=False,
        fontsize=TICK_PT if len(handles) <= 6 else SMALL_PT,
        columnspacing=1.3,
        handlelength=1.6,
        handletextpad=0.5,
        borderaxespad=0.0,
    )


def say_rest(figure: Figure, flights: int, others: int = 0) -> None:
    """Say on the sheet how many rows are not shown."""
    left_out = [counted(count, what) for count, what in ((flights, "flight"), (others, "threat row")) if count]
    if left_out:
        put(figure, 0.02, 0.86, f"not shown: {' and '.join(left_out)}", size=SMALL_PT, colour=MUTED)
