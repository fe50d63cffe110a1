"""Tornado: the effect of each factor from its first level to its last, the largest on top."""

from __future__ import annotations

from matplotlib.axes import Axes

from sim.show.figures.response import ends_of
from sim.show.foot import series_footer
from sim.show.forest import capped, row_axis, spread, value_axis, zero_line
from sim.show.scale import Scale, known
from sim.show.style import (
    BLUE,
    INK,
    MUTED,
    PALE,
    RED,
    SMALL_PT,
    TICK_PT,
    Picture,
    fitted,
    put,
    say_instead,
    sheet,
    widest,
)
from sim.show.text import drawable, shorten
from sim.show.wording.sweep import clear_interactions, effect_words, how_averaged, is_clear, sweep_scale, unit_of
from sim.study.sweep import FactorEffect, Sweep

_NAME = "tornado"
_MOST = 14


def draw(sweep: Sweep) -> Picture:
    """Draw one bar a factor."""
    s = sweep
    scale = sweep_scale(s)
    title = f"What moves {scale.label} most"
    figure = sheet(
        title,
        f"Effect of each factor from its first level to its last{how_averaged(s)}; grey: not clear",
        series_footer(s.series, s.n, each="point"),
    )
    effects = sorted(
        (effect for effect in s.effects if known(effect.effect.estimate.value)),
        key=lambda effect: -abs(effect.effect.estimate.value or 0.0),
    )
    count, note = capped([effect.factor for effect in effects], _MOST)
    if not effects:
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), "No factor has an effect that these points can tell.")
        return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}: no effect can be told.")
    shown = effects[:count]
    names = [f"{shorten(e.factor, 22)}, {shorten(ends_of(e, unit_of(s, e.factor)), 30)}" for e in shown]
    names = [fitted(figure, name, 0.33) for name in names]
    left = 0.02 + widest(figure, names) + 0.012
    axes = figure.add_axes((left, 0.16, 0.735 - left, 0.66))
    _bars(axes, shown, names, scale)
    for row, effect in enumerate(shown):
        _say(figure_axes=axes, row=row, text=scale.difference_in_full(effect.effect.estimate))
    axes.set_xlabel(drawable(f"{scale.label}, {scale.apart_unit}"), fontsize=TICK_PT)
    caution = _caution(s, shown)
    put(figure, 0.02, 0.072, "  ".join(part for part in (caution, note) if part), size=SMALL_PT, colour=INK, width=0.96)
    words = " ".join(effect_words(s, effect, scale) for effect in shown[:8])
    return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}. {words}")


def _bars(axes: Axes, shown: list[FactorEffect], names: list[str], scale: Scale) -> None:
    row_axis(axes, names, size=TICK_PT if len(shown) <= 10 else SMALL_PT)
    axes.set_ylim(max(len(shown), 4) - 0.4, -0.6)
    estimates = [effect.effect.estimate for effect in shown]
    value_axis(axes, *spread(estimates, scale.size), zero=True)
    zero_line(axes)
    for row, effect in enumerate(shown):
        estimate = effect.effect.estimate
        value = (estimate.value or 0.0) / scale.size
        clear = is_clear(effect)
        colour, hatch = (PALE, "") if not clear else (BLUE, "") if value > 0 else (RED, "///")
        face = "white" if hatch else colour
        axes.barh(row, value, height=0.56, facecolor=face, edgecolor=MUTED if not clear else colour, hatch=hatch)
        if known(estimate.low) and known(estimate.high):
            ends = [(estimate.low or 0.0) / scale.size, (estimate.high or 0.0) / scale.size]
            axes.plot(ends, [row, row], color=INK, linewidth=2)


def _say(*, figure_axes: Axes, row: int, text: str) -> None:
    """Write an effect beside its row."""
    figure_axes.text(
        1.015, row, drawable(text), transform=figure_axes.get_yaxis_transform(), va="center", fontsize=SMALL_PT
    )


def _caution(s: Sweep, shown: list[FactorEffect]) -> str:
    mixed = [effect.factor for effect in shown if clear_interactions(s, effect.factor)]
    if not mixed:
        return ""
    names = " or ".join(shorten(name, 22) for name in mixed[:3])
    return f"Do not read {names} alone: the effect changes with another factor (see the interaction)."
