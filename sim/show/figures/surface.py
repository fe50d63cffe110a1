"""The fitted quadratic surface: contours over two factors with the points it was fitted to, or a curve over one."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.scenario import Factor
from sim.show.foot import series_footer
from sim.show.scale import Scale
from sim.show.style import BLUE, GRID, INK, MUTED, SMALL_PT, Picture, put, say_instead, sheet
from sim.show.text import drawable, shorten
from sim.show.wording.sweep import surface_words, sweep_scale
from sim.stats import Surface
from sim.study.sweep import Sweep

_NAME = "surface"
_STEPS = 81
_LEVELS = 8


def draw(sweep: Sweep) -> Picture:
    """Draw the surface over the two factors that move it most, all others in the middle of their ranges."""
    s = sweep
    scale = sweep_scale(s)
    title = f"A smooth surface through {scale.label}"
    words = surface_words(s, scale)
    figure = sheet(title, _subtitle(s), series_footer(s.series, s.n, each="point"))
    if s.surface is None:
        reason = (s.no_surface or "there is none").replace("; ", ";\n")
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), f"There is no surface:\n{reason}.")
        return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}. {words}")
    axes = figure.add_axes((0.085, 0.165, 0.745, 0.675))
    if len(s.factors) == 1:
        _curve(axes, s, s.surface, scale)
    else:
        _contours(figure, axes, s, s.surface, scale)
    return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}. {words}")


def within(heights: np.ndarray, scale: Scale) -> np.ndarray:
    """Return heights cut at what the metric can be: a share is never below 0 or above 100 %."""
    return np.clip(heights, 0.0, 100.0) if scale.unit == "%" else heights


def _subtitle(s: Sweep) -> str:
    """Return how far the surface can be believed, short enough for one line."""
    if s.surface is None:
        return ""
    explained, predicted = s.surface.r_squared, s.surface.r_squared_predicted
    if explained is None:
        return "Flat: the points' means do not vary"
    left_out = "" if predicted is None else f", {max(100.0 * predicted, 0.0):.0f} % for points left out of the fit"
    return f"Fit: explains {100.0 * explained:.0f} % of the variance between points{left_out}"


def strongest(surface: Surface, factors: int) -> tuple[int, int]:
    """Return the places of the two factors whose terms are largest together, in order."""
    sizes = np.zeros(factors)
    for term in surface.terms:
        for place in set(term.factors):
            sizes[place] += abs(term.coefficient.value or 0.0)
    first, second = sorted(np.argsort(-sizes, kind="stable")[:2].tolist())
    return first, second


def _span(factor: Factor) -> tuple[float, float]:
    levels = [float(value) for value in factor.values]
    return min(levels), max(levels)


def _named(factor: Factor) -> str:
    return drawable(f"{shorten(factor.name, 24)}{f', {shorten(factor.unit, 16)}' if factor.unit else ''}")


def _points(s: Sweep, factor: Factor) -> np.ndarray:
    return np.array([float(study.levels.get(factor.name, np.nan)) for study in s.series])


def _means(s: Sweep, scale: Scale) -> np.ndarray:
    known = ~np.isnan(s.values)
    totals = np.where(known, s.values, 0.0).sum(axis=1)
    with np.errstate(invalid="ignore"):
        means: np.ndarray = totals / known.sum(axis=1) / scale.size
    return means


def _curve(axes: Axes, s: Sweep, surface: Surface, scale: Scale) -> None:
    factor = s.factors[0]
    low, high = _span(factor)
    coded = np.linspace(-1.0, 1.0, _STEPS)
    x = low + (coded + 1.0) / 2.0 * (high - low)
    axes.plot(
        x, within(surface.predict(coded[:, np.newaxis]) / scale.size, scale), color=BLUE, linewidth=2.5, label="fitted"
    )
    axes.plot(_points(s, factor), _means(s, scale), "o", color=INK, markersize=9, label="points")
    axes.set_xlabel(_named(factor))
    axes.set_ylabel(drawable(scale.axis))
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.01, 1.0))


def _contours(figure: Figure, axes: Axes, s: Sweep, surface: Surface, scale: Scale) -> None:
    across, up = strongest(surface, len(s.factors))
    coded = np.linspace(-1.0, 1.0, _STEPS)
    levels = np.zeros((_STEPS * _STEPS, len(s.factors)))
    levels[:, across] = np.tile(coded, _STEPS)
    levels[:, up] = np.repeat(coded, _STEPS)
    heights = within(surface.predict(levels).reshape(_STEPS, _STEPS) / scale.size, scale)
    (x_low, x_high), (y_low, y_high) = _span(s.factors[across]), _span(s.factors[up])
    x = x_low + (coded + 1.0) / 2.0 * (x_high - x_low)
    y = y_low + (coded + 1.0) / 2.0 * (y_high - y_low)
    if float(np.ptp(heights)) > 1e-9 * max(1.0, float(np.abs(heights).max())):
        filled = axes.contourf(x, y, heights, levels=_LEVELS, cmap="cividis", alpha=0.9)
        lines = axes.contour(x, y, heights, levels=filled.levels, colors="white", linewidths=1.0)
        axes.clabel(lines, fontsize=SMALL_PT, colors="white")
        scaled = figure.add_axes((0.855, 0.165, 0.018, 0.675))
        bar = figure.colorbar(filled, cax=scaled)
        bar.outline.set_visible(False)
        scaled.set_ylabel(drawable(scale.axis), fontsize=SMALL_PT)
        scaled.tick_params(labelsize=SMALL_PT, length=0)
    else:
        axes.set_facecolor(GRID)
    axes.plot(
        _points(s, s.factors[across]),
        _points(s, s.factors[up]),
        "o",
        color="white",
        markeredgecolor=INK,
        markeredgewidth=2,
        markersize=9,
        clip_on=False,
        zorder=5,
    )
    axes.set_xlim(x_low, x_high)
    axes.set_ylim(y_low, y_high)
    axes.set_xlabel(_named(s.factors[across]))
    axes.set_ylabel(_named(s.factors[up]))
    rest = [shorten(f.name, 22) for place, f in enumerate(s.factors) if place not in (across, up)]
    if rest:
        told = ", ".join(rest[:4]) + (f" and {len(rest) - 4} more" if len(rest) > 4 else "")
        put(
            figure,
            0.02,
            0.072,
            f"Dots: the points. In the middle of their ranges: {told}.",
            size=SMALL_PT,
            colour=MUTED,
        )
    else:
        put(figure, 0.02, 0.072, "Dots: the points that were played.", size=SMALL_PT, colour=MUTED)
