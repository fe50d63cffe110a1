"""A block of coloured cells: a value and its interval in each, on a sequential scale that all eyes can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.show.chart import Box
from sim.show.scale import Scale, known, written
from sim.show.style import HEIGHT_IN, INK, SMALL_PT, TEXT_PT, TICK_PT, WIDTH_IN, fitted, widest
from sim.show.text import drawable
from sim.stats import Estimate

_MAP: Final = "cividis"
_NAME_WIDTH: Final = 0.15
_DARK: Final = 0.55  # of the scale, below which text is white
_UNDEFINED: Final = "#F2F2F2"
_BAR: Final = 0.095  # room for the scale at the right
_POINTS_PER_IN: Final = 72.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What is drawn: cells by row and column, the metric's scale, names of rows, columns and of both axes."""

    cells: Sequence[Sequence[Estimate]]
    scale: Scale
    columns: Sequence[str]
    rows: Sequence[str]
    across: str
    down: str
    full_interval: bool = False


def draw_block(figure: Figure, box: Box, block: Block) -> Axes:
    """Draw a block into a box of the sheet, names and scale included; return its axes."""
    left, bottom, width, height = box
    names = [fitted(figure, name, _NAME_WIDTH) for name in block.rows]
    room = widest(figure, names) + 0.045
    wide = width - room - _BAR
    room_below = 0.105
    axes = figure.add_axes((left + room, bottom + room_below, wide, height - room_below))
    values = np.array([[_or_nan(cell.value) / block.scale.size for cell in row] for row in block.cells])
    low, high = _range(values)
    colours = mpl.colormaps[_MAP].with_extremes(bad=_UNDEFINED)
    image = axes.imshow(np.ma.masked_invalid(values), cmap=colours, vmin=low, vmax=high, aspect="auto")
    _edges(axes, values.shape)
    _names(axes, block, names, wide)
    _numbers(axes, block, values, (low, high))
    if np.isfinite(values).any():
        scale = figure.add_axes((left + room + wide + 0.018, bottom + room_below, 0.015, height - room_below))
        bar = figure.colorbar(image, cax=scale)
        bar.outline.set_visible(False)
        scale.tick_params(labelsize=SMALL_PT, length=0)
        scale.locator_params(nbins=5)
    return axes


def _or_nan(value: float | None) -> float:
    return float("nan") if value is None else value


def _range(values: np.ndarray) -> tuple[float, float]:
    if not np.isfinite(values).any():
        return 0.0, 1.0
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _edges(axes: Axes, shape: tuple[int, ...]) -> None:
    """Part the cells by white lines."""
    rows, columns = shape
    axes.set_xticks(np.arange(columns + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(rows + 1) - 0.5, minor=True)
    axes.grid(which="minor", color="white", linewidth=2)
    axes.tick_params(which="both", length=0)
    axes.spines[:].set_visible(False)


def _names(axes: Axes, block: Block, names: list[str], wide: float) -> None:
    figure = axes.figure
    assert isinstance(figure, Figure)
    signs = max(3, int(wide * WIDTH_IN * 100 / len(block.columns) / 9.5))
    longest = max((len(name) for name in block.columns), default=0)
    turned = longest > signs
    size = TICK_PT if len(block.columns) <= 8 else SMALL_PT
    room = 0.085 if turned else 0.96 * wide / len(block.columns)
    columns = [fitted(figure, name, room, size) for name in block.columns]
    axes.set_xticks(
        range(len(columns)), columns, fontsize=size, rotation=30 if turned else 0, ha="right" if turned else "center"
    )
    axes.set_yticks(
        range(len(names)), [drawable(name) for name in names], fontsize=TICK_PT if len(names) <= 10 else SMALL_PT
    )
    if not turned:
        axes.set_xlabel(fitted(figure, block.across, wide, TEXT_PT))
    else:
        axes.set_title(fitted(figure, f"→ {block.across}", wide), fontsize=TICK_PT, loc="left", pad=4)
    axes.set_ylabel(fitted(figure, block.down, 0.35, TEXT_PT))


def _numbers(axes: Axes, block: Block, values: np.ndarray, ends: tuple[float, float]) -> None:
    """Write value and interval where a cell has room for both, the value alone where not, nothing where it is tiny."""
    rows, columns = values.shape
    place = axes.get_position()
    wide_pt = place.width * WIDTH_IN * _POINTS_PER_IN / columns
    high_pt = place.height * HEIGHT_IN * _POINTS_PER_IN / rows
    low, high = ends
    for row, line in enumerate(block.cells):
        for column, cell in enumerate(line):
            dark = np.isfinite(values[row, column]) and (values[row, column] - low) / (high - low) < _DARK
            text, size = _fitting(block, cell, wide_pt, high_pt)
            axes.text(column, row, text, ha="center", va="center", fontsize=size, color="white" if dark else INK)


def _fitting(block: Block, cell: Estimate, wide_pt: float, high_pt: float) -> tuple[str, float]:
    if not known(cell.value):
        text = "undefined" if wide_pt > 70 else "?"
        return text, SMALL_PT
    value = block.scale.bare(cell)
    second = f"({block.scale.interval(cell)})" if block.full_interval else _half(block.scale, cell)
    both = f"{value}\n{second}"
    for text, size in ((both, TEXT_PT), (both, SMALL_PT), (both, 10), (value, SMALL_PT), (value, 9)):
        lines = text.split("\n")
        if 0.62 * size * max(map(len, lines)) < wide_pt and 1.3 * size * len(lines) < high_pt:
            return text, size
    return "", SMALL_PT


def _half(scale: Scale, cell: Estimate) -> str:
    if cell.half_width is None or not known(cell.half_width) or not cell.half_width:
        return "same in all" if cell.n > 1 else "n = 1"
    return f"± {written(cell.half_width / scale.size, scale.decimals(cell))}"
