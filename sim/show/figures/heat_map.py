"""Heat map: the metric on the grid of the first two factors, each cell with its value and half-width."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.measure import METRICS
from sim.scenario import Design, Factor
from sim.show.cells import Block, draw_block
from sim.show.foot import series_footer
from sim.show.forest import capped, words_for
from sim.show.scale import known
from sim.show.style import MUTED, SMALL_PT, Picture, put, say_instead, sheet
from sim.show.text import shorten
from sim.show.wording.sweep import level_text, sweep_scale, with_unit
from sim.stats import Estimate
from sim.study.ask import Level
from sim.study.cuts import cut
from sim.study.design_points import is_numeric
from sim.study.sweep import Sweep

_NAME = "heat_map"
_MOST = 14


def draw(sweep: Sweep) -> Picture:
    """Draw the first two factors of a full grid; other factors are averaged over."""
    s = sweep
    scale = sweep_scale(s)
    if s.design is not Design.GRID or len(s.factors) < 2 or not s.n:
        title = f"{scale.title} over two factors"
        figure = sheet(title, "", series_footer(s.series, s.n, each="point"))
        reason = "A heat map needs a full grid of two factors or more." if s.n else "No trial finished at every point."
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), reason)
        return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}: {reason}")
    across, up = s.factors[:2]
    title = f"{scale.title} by {shorten(across.name, 24)} and {shorten(up.name, 24)}"
    rest = f", averaged over {len(s.factors) - 2} more" if len(s.factors) > 2 else ""
    subtitle = f"{scale.unit}; {words_for(METRICS[s.metric].better)}; ± half of the 95 % interval{rest}"
    figure = sheet(title, subtitle, series_footer(s.series, s.n, each="point"))
    columns, rows, note = _levels(across, up)
    cells = [[cut(s, {across.name: column, up.name: row}) for column in columns] for row in rows]
    block = Block(
        cells=cells,
        scale=scale,
        columns=[level_text(level) for level in columns],
        rows=[level_text(level) for level in rows],
        across=f"{shorten(across.name, 30)}{f', {across.unit}' if across.unit else ''}",
        down=f"{shorten(up.name, 30)}{f', {up.unit}' if up.unit else ''}",
    )
    draw_block(figure, (0.02, 0.10, 0.96, 0.745), block)
    if note:
        put(figure, 0.02, 0.072, note, size=SMALL_PT, colour=MUTED)
    return Picture(name=_NAME, figure=figure, title=title, alt=_alt(s, title, cells, (columns, rows)))


def _levels(across: Factor, up: Factor) -> tuple[list[Level], list[Level], str]:
    """Return the levels shown, rows from the top, and what is left out; many numbers are thinned, choices cut."""
    shown, notes = [], []
    for factor in (across, up):
        values = list(dict.fromkeys(factor.values))
        if is_numeric(factor):
            values.sort(key=float)
        count, note = capped([str(value) for value in values], _MOST)
        if note and is_numeric(factor):
            places = np.linspace(0, len(values) - 1, _MOST).round().astype(int)
            shown.append([values[place] for place in places])
        else:
            shown.append(values[:count])
        if note:
            notes.append(f"{shorten(factor.name, 24)}: {note}")
    columns, rows = shown
    return columns, rows[::-1] if is_numeric(up) else rows, ". ".join(notes)


def _alt(s: Sweep, title: str, cells: Sequence[Sequence[Estimate]], axes: tuple[list[Level], list[Level]]) -> str:
    scale = sweep_scale(s)
    columns, rows = axes
    across, up = s.factors[:2]
    found = [
        (cell.value, f"{scale.in_full(cell)} at {with_unit(column, across.unit)} and {with_unit(row, up.unit)}")
        for row, line in zip(rows, cells, strict=True)
        for column, cell in zip(columns, line, strict=True)
        if cell.value is not None and known(cell.value)
    ]
    if not found:
        return f"{title}: defined in no cell."
    low, high = min(found), max(found)
    return f"{title}: from {low[1]} to {high[1]}, over {len(found)} cells."
