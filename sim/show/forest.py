"""Dots with intervals: one row an alternative, a metric or a factor, on the side of zero that it lies on."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measure import Better
from sim.show.scale import Scale, known
from sim.show.style import BLUE, GRID, INK, MUTED, RED, SMALL_PT, TICK_PT, fitted
from sim.show.text import clean, drawable, shorten
from sim.stats import Estimate

LABEL_SIGNS: Final = 26
_NARROW: Final = 0.24


class Lean(enum.Enum):
    """Which way a difference lies, for its colour and shape."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How a difference is drawn: colour, shape, and filled or hollow, so that no news is in colour alone."""

    colour: str
    marker: str
    filled: bool


MARKS: Final[dict[Lean, Mark]] = {
    Lean.BETTER: Mark(colour=BLUE, marker="o", filled=True),
    Lean.WORSE: Mark(colour=RED, marker="^", filled=True),
    Lean.UNCLEAR: Mark(colour=MUTED, marker="s", filled=False),
}


def lean_of(difference: Estimate, better: Better) -> Lean:
    """Return which way a difference lies: unclear when its interval holds 0 or neither way is better."""
    value, low, high = difference.value, difference.low, difference.high
    if value is None or not value or better is Better.NEITHER:
        return Lean.UNCLEAR
    if low is not None and high is not None and low <= 0.0 <= high:
        return Lean.UNCLEAR
    if low is None and difference.n < 2:
        return Lean.UNCLEAR
    return Lean.BETTER if (value > 0.0) == (better is Better.HIGHER) else Lean.WORSE


def dot(axes: Axes, row: float, estimate: Estimate, lean: Lean, *, size: float) -> None:
    """Draw one value with its interval in a row; `size` is how many of the estimate's units one of the axis is."""
    if not known(estimate.value):
        axes.text(
            0.5,
            row,
            "undefined",
            transform=axes.get_yaxis_transform(),
            ha="center",
            va="center",
            fontsize=SMALL_PT,
            color=MUTED,
        )
        return
    assert estimate.value is not None
    mark = MARKS[lean]
    if known(estimate.low) and known(estimate.high):
        assert estimate.low is not None
        assert estimate.high is not None
        axes.plot(
            [estimate.low / size, estimate.high / size],
            [row, row],
            color=mark.colour,
            linewidth=3,
            solid_capstyle="butt",
            zorder=3,
        )
    axes.plot(
        estimate.value / size,
        row,
        marker=mark.marker,
        color=mark.colour,
        markerfacecolor=mark.colour if mark.filled else "white",
        markeredgewidth=2,
        markersize=10,
        linestyle="none",
        zorder=4,
    )


def row_axis(axes: Axes, labels: Sequence[str], *, size: float = TICK_PT) -> None:
    """Give the axes one named row each, the first on top; few rows leave room below."""
    count = max(len(labels), 1)
    axes.set_ylim(max(count, 2) - 0.4, -0.6)
    axes.set_yticks(range(len(labels)), [drawable(label) for label in labels], fontsize=size)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", color=MUTED)


def zero_line(axes: Axes) -> None:
    """Draw the line of no difference, and keep it in view."""
    low, high = axes.get_xlim()
    reach = 0.08 * (high - low)
    axes.set_xlim(min(low, -reach), max(high, reach))
    axes.axvline(0.0, color=INK, linewidth=1.6, zorder=1)


def value_axis(axes: Axes, lows: Sequence[float | None], highs: Sequence[float | None], *, zero: bool) -> None:
    """Set the limits of a horizontal axis so that all of these and perhaps 0 are in view; one value gets room."""
    ends = [end for end in (*lows, *highs) if end is not None and known(end)] + ([0.0] if zero else [])
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    room = 0.1 * (high - low) or 0.1 * max(abs(high), 1.0)
    axes.set_xlim(low - room, high + room)
    axes.locator_params(axis="x", nbins=5 if axes.get_position().width > _NARROW else 3)
    axes.grid(axis="x", color=GRID, linewidth=0.8)


def spread(estimates: Sequence[Estimate], size: float) -> tuple[list[float | None], list[float | None]]:
    """Return the lower and upper ends of estimates in the axis's unit, a bare value standing for both."""

    def end(value: float | None, other: float | None) -> float | None:
        chosen = value if known(value) else other
        return None if chosen is None or not known(chosen) else chosen / size

    return [end(one.low, one.value) for one in estimates], [end(one.high, one.value) for one in estimates]


def label(name: str, limit: int = LABEL_SIGNS) -> str:
    """Return a name for a row or a legend."""
    return shorten(name, limit) if clean(name) else "as written"


def row_names(figure: Figure, names: Sequence[str], width: float = 0.19, size: float = TICK_PT) -> list[str]:
    """Return names of alternatives as labels of rows, none wider than this share of the sheet."""
    return [fitted(figure, label(name), width, size) for name in names]


def capped(names: Sequence[str], most: int) -> tuple[int, str]:
    """Return how many of these are shown, and a note about the rest: `and 28 more, not shown`."""
    if len(names) <= most:
        return len(names), ""
    return most, f"and {len(names) - most} more, not shown"


def words_for(better: Better) -> str:
    """Return which way an axis is better."""
    return {
        Better.HIGHER: "more is better",
        Better.LOWER: "less is better",
        Better.NEITHER: "neither way is better",
    }[better]


def detail(scale: Scale) -> str:
    """Return a panel's second line: unit and which way is better."""
    return f"{scale.unit}; {words_for(scale.better)}" if scale.unit else words_for(scale.better)
