"""Interaction: how the metric goes with one factor at the levels of another, and whether the lines differ."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.scenario import Factor
from sim.show.foot import series_footer
from sim.show.forest import capped
from sim.show.scale import Scale
from sim.show.style import GRID, MUTED, SMALL_PT, TICK_PT, Dash, Picture, fitted, put, say_instead, sheet
from sim.show.text import drawable, shorten
from sim.show.wording.sweep import interaction_words, level_text, sweep_scale, unit_of, with_unit
from sim.study.ask import Level
from sim.study.cuts import cut
from sim.study.design_points import is_numeric
from sim.study.sweep import Interaction, Sweep

_NAME = "interaction"
_TITLE = "Do two factors work together?"
_MOST_LINES = 4
_MOST_CHOICES = 12
_FLAT_NAMES = 5  # more names than this are turned
_LOOKS: tuple[tuple[str, str, Dash], ...] = (
    ("#0072B2", "o", "-"),
    ("#D55E00", "^", "--"),
    ("#4D4D4D", "s", ":"),
    ("#009E73", "D", "-."),
)


def draw(sweep: Sweep) -> Picture:
    """Draw the clearest interaction; its size and interval stand under the title."""
    s = sweep
    scale = sweep_scale(s)
    if not s.interactions or not s.n:
        figure = sheet(_TITLE, "", series_footer(s.series, s.n, each="point"))
        reason = _why_not(s)
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), reason)
        return Picture(name=_NAME, figure=figure, title=_TITLE, alt=f"{_TITLE} {reason}")
    one = min(s.interactions, key=lambda one: (one.adjusted_p, -abs(one.effect.estimate.value or 0.0)))
    first, second = (next(f for f in s.factors if f.name == name) for name in (one.first, one.second))
    title = _title(one)
    words = interaction_words(s, one, scale)
    size = scale.difference_in_full(one.effect.estimate)
    told = f"The effect of {shorten(one.first, 16)} differs by {size} between the ends of {shorten(one.second, 16)}"
    figure = sheet(title, told, series_footer(s.series, s.n, each="point"))
    bottom = 0.14 if is_numeric(first) or len(first.values) <= _FLAT_NAMES else 0.21
    axes = figure.add_axes((0.085, bottom, 0.645, 0.85 - bottom))
    note = _lines(axes, s, (first, second), scale)
    if len(s.interactions) > 1:
        note = f"the clearest of {len(s.interactions)} pairs. {note}".strip()
    if note:
        put(figure, 0.02, 0.072, note, size=SMALL_PT, colour=MUTED)
    return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}. {words}")


def _title(one: Interaction) -> str:
    first, second = shorten(one.first, 24), shorten(one.second, 24)
    return (
        f"{first} works differently as {second} changes"
        if one.is_clear
        else f"{first} and {second}: no clear interaction"
    )


def _why_not(s: Sweep) -> str:
    if not s.n:
        return "No trial finished at every point."
    if len(s.factors) < 2:
        return "One factor has nothing to work together with."
    return "Only a full grid has the four corners that an interaction needs."


def _lines(axes: Axes, s: Sweep, pair: tuple[Factor, Factor], scale: Scale) -> str:
    """Draw one line a level of the second factor; return what is not shown."""
    first, second = pair
    across, note = _across(first)
    levels = _few(second.values)
    unit = unit_of(s, second.name)
    x = np.array([float(level) for level in across]) if is_numeric(first) else np.arange(float(len(across)))
    span = float(x.max() - x.min()) or 1.0
    for order, (level, (colour, marker, dash)) in enumerate(zip(levels, _LOOKS, strict=False)):
        means = [cut(s, {first.name: place, second.name: level}) for place in across]
        shift = (order - (len(levels) - 1) / 2) * 0.012 * span
        value, low, high = (
            np.array([np.nan if end is None else end / scale.size for end in ends])
            for ends in zip(*((m.value, m.low, m.high) for m in means), strict=True)
        )
        axes.vlines(x + shift, low, high, color=colour, linewidth=2)
        told = fitted(_sheet(axes), with_unit(level, unit), 0.16)
        axes.plot(
            x + shift, value, marker=marker, color=colour, linestyle=dash, linewidth=2.5, markersize=9, label=told
        )
    _dress(axes, first, across, x)
    axes.set_ylabel(drawable(scale.axis))
    legend = axes.legend(
        title=fitted(_sheet(axes), second.name, 0.2, weight="bold"),
        loc="upper left",
        bbox_to_anchor=(1.02, 1.0),
        frameon=False,
        handlelength=2.6,
        borderaxespad=0.0,
    )
    legend.get_title().set_fontweight("bold")
    legend.set_alignment("left")
    left_out = len(second.values) - len(levels)
    return " ".join(
        part
        for part in (note, f"{left_out} more levels of {shorten(second.name, 22)} not shown" if left_out else "")
        if part
    )


def _across(first: Factor) -> tuple[tuple[Level, ...], str]:
    values = tuple(dict.fromkeys(first.values))
    if is_numeric(first):
        return tuple(sorted(values, key=float)), ""
    count, note = capped([str(value) for value in values], _MOST_CHOICES)
    return values[:count], note


def _few(values: tuple[Level, ...]) -> tuple[Level, ...]:
    """Return the first and last level and at most two between."""
    values = tuple(dict.fromkeys(values))
    if len(values) <= _MOST_LINES:
        return values
    places = np.linspace(0, len(values) - 1, _MOST_LINES).round().astype(int)
    return tuple(values[place] for place in places)


def _sheet(axes: Axes) -> Figure:
    figure = axes.figure
    assert isinstance(figure, Figure)
    return figure


def _dress(axes: Axes, first: Factor, across: tuple[Level, ...], x: np.ndarray) -> None:
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.tick_params(color=MUTED)
    unit = f", {shorten(first.unit, 16)}" if first.unit else ""
    axes.set_xlabel(drawable(f"{shorten(first.name, 40)}{unit}"))
    if not is_numeric(first):
        many = len(across) > _FLAT_NAMES
        room = 0.08 if many else 0.6 / len(across)
        names = [fitted(_sheet(axes), level_text(level), room) for level in across]
        axes.set_xticks(x, names, fontsize=TICK_PT, rotation=35 if many else 0, ha="right" if many else "center")
        axes.set_xlim(-0.5, len(across) - 0.5)
    elif len(across) <= 8:
        axes.set_xticks(x, [level_text(level) for level in across])
