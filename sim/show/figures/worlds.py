"""Many worlds: the difference in each, from the least to the greatest, and the settings that it hangs on."""

from __future__ import annotations

import math

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measure import METRICS, Better
from sim.show.foot import series_footer
from sim.show.forest import MARKS, Lean, label, words_for
from sim.show.panels import heading, in_panel
from sim.show.scale import known, scale_of, typical_of
from sim.show.style import BLUE, GRID, INK, MUTED, PALE, SMALL_PT, TICK_PT, Picture, say_instead, sheet, widest
from sim.show.text import drawable, number, percent, shorten
from sim.show.wording.worlds import is_clear, is_for_second, share_interval, worlds_words
from sim.study.worlds import Worlds

_NAME = "worlds"
_MOST_LARGE = 60  # worlds that get large dots


def draw(worlds: Worlds) -> Picture:
    """Draw one dot a world with its interval, sorted, and the strongest settings as bars."""
    w = worlds
    first, second = label(w.first), label(w.second)
    title = f"{second} is better in {w.better} of {w.agree.n} worlds"
    if w.agree.n and w.better < w.agree.n and w.same == w.agree.n:
        title = f"The same in all {w.agree.n} worlds"
    if not w.agree.n:
        title = "No world can be compared"
    share = "" if w.agree.value is None else f"{percent(w.agree.value)} of worlds, {share_interval(w.agree)}. "
    figure = sheet(
        title,
        f"{share}Each dot is a world: {second} less {first}, with its 95 % interval",
        series_footer(w.series, w.series.manifest.planned, each="world"),
    )
    _dots(figure.add_axes((0.075, 0.13, 0.535, 0.655)), w)
    _hinges(figure.add_axes((0.665, 0.13, 0.30, 0.655)), w)
    return Picture(name=_NAME, figure=figure, title=title, alt=" ".join(worlds_words(w)))


def _dots(axes: Axes, w: Worlds) -> None:
    scale = scale_of(w.metric, typical_of(world.difference.value for world in w.worlds))
    there = [world for world in w.worlds if known(world.difference.value)]
    if not there:
        say_instead(axes, f"{scale.title} is defined in no world.")
        return
    better = METRICS[w.metric].better
    sign = -1.0 if better is Better.LOWER else 1.0
    there.sort(key=lambda world: sign * (world.difference.value or 0.0))
    size = 9.0 if len(there) <= _MOST_LARGE else max(2.5, 9.0 * _MOST_LARGE / len(there))
    for place, world in enumerate(there, start=1):
        difference = world.difference
        speaks = is_for_second(w, world)
        mark = MARKS[Lean.UNCLEAR if speaks is None else Lean.BETTER if speaks else Lean.WORSE]
        if known(difference.low) and known(difference.high):
            ends = [(difference.low or 0.0) / scale.size, (difference.high or 0.0) / scale.size]
            axes.plot([place, place], ends, color=mark.colour, linewidth=min(2.5, size / 3.0), zorder=3)
        axes.plot(
            place,
            (difference.value or math.nan) / scale.size if difference.value else 0.0,
            marker=mark.marker,
            color=mark.colour,
            markerfacecolor=mark.colour if mark.filled else "white",
            markeredgewidth=min(2.0, size / 4.0),
            markersize=size,
            linestyle="none",
            zorder=4,
        )
    axes.axhline(0.0, color=INK, linewidth=1.6, zorder=1)
    axes.set_xlim(0.0, len(there) + 1.0)
    axes.locator_params(axis="x", nbins=6, integer=True)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_xlabel("worlds, from the least gain to the greatest", fontsize=TICK_PT)
    axes.tick_params(color=MUTED)
    heading(axes, shorten(scale.title, 40), f"{scale.apart_unit}; {words_for(better)}")
    _which_side(axes, w, better)


def _which_side(axes: Axes, w: Worlds, better: Better) -> None:
    up, down = (w.second, w.first) if better is Better.HIGHER else (w.first, w.second)
    for y, side, name, arrow in ((0.985, "top", up, "▲"), (0.015, "bottom", down, "▼")):
        axes.text(
            0.015,
            y,
            drawable(f"{arrow} better with {label(name)}"),
            transform=axes.transAxes,
            va=side,
            fontsize=SMALL_PT,
            color=MUTED,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5, "alpha": 0.85},
            zorder=6,
        )


def _hinges(axes: Axes, w: Worlds) -> None:
    """Draw how strongly the gain goes with each of the strongest settings; the name stands over its bar."""
    any_clear = any(is_clear(hinge) for hinge in w.hinges)
    told = "rank correlation with the gain, 95 % interval"
    heading(axes, "What it hangs on" if any_clear else "Nothing it clearly hangs on", told)
    if not w.hinges:
        in_panel(axes, "Too few worlds, or nothing varied, to say.")
        return
    for row, hinge in enumerate(w.hinges):
        r = hinge.correlation
        clear = is_clear(hinge)
        axes.barh(row, r.value or 0.0, height=0.34, facecolor=BLUE if clear else PALE, edgecolor=MUTED, linewidth=0.8)
        if known(r.low) and known(r.high):
            axes.plot([r.low or 0.0, r.high or 0.0], [row, row], color=INK, linewidth=1.6)
        tail = f"  {number(r.value or 0.0)}{'' if clear else ', not clear'}"
        axes.text(
            -1.0, row - 0.25, drawable(fitting_path(axes, hinge.path, tail) + tail), va="bottom", fontsize=SMALL_PT
        )
    places = range(len(w.hinges))
    axes.vlines([0.0] * len(w.hinges), [y - 0.22 for y in places], [y + 0.22 for y in places], color=INK, linewidth=1.6)
    axes.set_xlim(-1.0, 1.0)
    axes.set_ylim(max(len(w.hinges), 4) - 0.6, -0.75)
    axes.set_xticks([-1.0, 0.0, 1.0], ["-1", "0", "+1"])
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.tick_params(color=MUTED)


def fitting_path(axes: Axes, path: str, tail: str) -> str:
    """Return a setting's path cut at the front, where it says least, so that it and its tail fit the axes."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    whole = shorten(path, 200)
    cut = whole
    while len(cut) > 8 and widest(figure, [cut + tail], SMALL_PT) > axes.get_position().width:
        cut = "…" + cut[2:] if cut.startswith("…") else "…" + cut[1:]
    return cut
