"""Response curves: how the metric goes with each factor, with a band; choices as dots, hypercubes as clouds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measure import METRICS
from sim.show.foot import series_footer
from sim.show.forest import capped, words_for
from sim.show.panels import grid, heading, in_panel
from sim.show.scale import Scale, known
from sim.show.style import BLUE, GRID, MUTED, SMALL_PT, TICK_PT, Picture, fitted, put, say_instead, sheet
from sim.show.text import drawable, shorten
from sim.show.wording.sweep import effect_words, how_averaged, is_clear, level_text, sweep_scale, with_unit
from sim.stats import Estimate
from sim.study.sweep import Curve, FactorEffect, Sweep

_NAME = "response"
_MOST = 6
_MOST_CHOICES = 12


def draw(sweep: Sweep) -> Picture:
    """Draw one panel a factor, all on one vertical scale."""
    s = sweep
    scale = sweep_scale(s)
    title = f"How {scale.label} goes with {'each factor' if len(s.curves) > 1 else shorten(s.factors[0].name, 30)}"
    figure = sheet(title, _subtitle(s), series_footer(s.series, s.n, each="point"))
    count, note = capped([curve.factor for curve in s.curves], _MOST)
    curves = s.curves[:count]
    limits = _limits([mean for curve in s.curves for mean in curve.means], scale)
    if not curves or limits is None:
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), f"{scale.title} is defined at no point.")
        return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}: defined at no point.")
    bottom = 0.155 if all(curve.is_numeric for curve in curves) else 0.2
    panels = grid(figure, count, (0.09, bottom, 0.885, 0.775 - bottom))
    across = (count + 1) // 2 if count > 3 else count
    effects = {effect.factor: effect for effect in s.effects}
    for place, (axes, curve) in enumerate(zip(panels, curves, strict=True)):
        _panel(axes, s, curve, scale)
        axes.set_ylim(*limits)
        if place % across == 0:
            axes.set_ylabel(drawable(scale.axis), fontsize=TICK_PT)
        else:
            axes.tick_params(axis="y", labelleft=False)
        heading(axes, shorten(curve.factor, 34), _told(effects.get(curve.factor), scale))
    if note:
        put(figure, 0.02, 0.072, note, size=SMALL_PT, colour=MUTED)
    words = [effect_words(s, effect, scale) for effect in s.effects[:8]]
    return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}. {' '.join(words)}")


def _subtitle(s: Sweep) -> str:
    what = words_for(METRICS[s.metric].better)
    if s.design.fills_space:
        return f"Each dot is one point, with its 95 % interval; all factors differ between points. {what.capitalize()}"
    return f"Mean at each level{how_averaged(s)}; band or line: 95 % interval. {what.capitalize()}"


def _limits(means: Sequence[Estimate], scale: Scale) -> tuple[float, float] | None:
    ends = [
        end / scale.size
        for mean in means
        for end in (mean.value, mean.low, mean.high)
        if end is not None and known(end)
    ]
    if not ends:
        return None
    low, high = min(ends), max(ends)
    room = 0.08 * (high - low) or 0.1 * max(abs(high), 1.0)
    return low - room, high + room


def _panel(axes: Axes, s: Sweep, curve: Curve, scale: Scale) -> None:
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.tick_params(color=MUTED)
    if not any(known(mean.value) for mean in curve.means):
        in_panel(axes, "It never came to this.")
    elif curve.is_numeric:
        _numbers(axes, s, curve, scale)
    else:
        _choices(axes, curve, scale)


def _numbers(axes: Axes, s: Sweep, curve: Curve, scale: Scale) -> None:
    x = np.array([float(level) for level in curve.levels])
    value, low, high = _arrays(curve.means, scale)
    if s.design.fills_space or x.size < 2:
        axes.vlines(x, low, high, color=BLUE, linewidth=1.6, alpha=0.5)
        axes.plot(x, value, "o", color=BLUE, markersize=7)
    else:
        axes.fill_between(x, low, high, color=BLUE, alpha=0.2, linewidth=0)
        axes.plot(x, value, "o-", color=BLUE, linewidth=2.5, markersize=8 if x.size <= 15 else 4)
    axes.locator_params(axis="x", nbins=6)
    if x.size <= 6 and not s.design.fills_space:
        axes.set_xticks(x, [level_text(level) for level in curve.levels])
    if x.size and x.min() == x.max():
        axes.set_xlim(x[0] - 1.0, x[0] + 1.0)
    if curve.unit:
        axes.set_xlabel(drawable(shorten(curve.unit, 20)), fontsize=SMALL_PT, labelpad=1)


def _choices(axes: Axes, curve: Curve, scale: Scale) -> None:
    count, note = capped([str(level) for level in curve.levels], _MOST_CHOICES)
    value, low, high = _arrays(curve.means[:count], scale)
    x = np.arange(count)
    axes.vlines(x, low, high, color=BLUE, linewidth=3)
    axes.plot(x, value, "o", color=BLUE, markersize=10)
    axes.set_xlim(-0.6, count - 0.4)
    wide = axes.get_position().width * 1280 / count
    signs = max(4, int(wide / 8.5))
    turned = signs < max(len(level_text(level)) for level in curve.levels[:count]) and count > 3
    figure = axes.figure
    assert isinstance(figure, Figure)
    room = 0.075 if turned else 0.95 * axes.get_position().width / count
    names = [fitted(figure, level_text(level), room, SMALL_PT) for level in curve.levels[:count]]
    axes.set_xticks(x, names, fontsize=SMALL_PT, rotation=35 if turned else 0, ha="right" if turned else "center")
    if note:
        axes.text(1.0, 0.02, note, transform=axes.transAxes, ha="right", fontsize=SMALL_PT, color=MUTED)


def _arrays(means: Sequence[Estimate], scale: Scale) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return values and ends in the axis's unit; without an interval the ends are the value."""
    rows = [
        [np.nan if mean.value is None else mean.value]
        + [
            end if end is not None and known(end) else np.nan if mean.value is None else mean.value
            for end in (mean.low, mean.high)
        ]
        for mean in means
    ]
    value, low, high = np.array(rows, dtype=np.float64).reshape(-1, 3).T / scale.size
    return value, low, high


def _told(effect: FactorEffect | None, scale: Scale) -> str:
    if effect is None or not known(effect.effect.estimate.value):
        return "no effect can be told"
    clear = "" if is_clear(effect) else ", not clear"
    return f"{scale.difference_in_full(effect.effect.estimate)}{clear}"


def ends_of(effect: FactorEffect, unit: str) -> str:
    """Return the two levels of an effect: `20 nm → 80 nm`."""
    return f"{with_unit(effect.low, '')} → {with_unit(effect.high, unit)}"
