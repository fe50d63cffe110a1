"""Maps: axes in nautical miles, north up, true to scale, and the marks that several maps share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from sim.base.units import NM
from sim.model.kinds import Point
from sim.show.style import GRID, HEIGHT_IN, MUTED, WIDTH_IN, Look

Box = tuple[float, float, float, float]
"""Left, bottom, width, height, as shares of the sheet."""


def chart(figure: Figure, box: Box, points_m: Iterable[Point], *, margin: float = 0.08) -> Axes:
    """Return axes in nautical miles that hold all points at one scale for east and north."""
    places = [(x / NM, y / NM) for x, y in points_m] or [(0.0, 0.0)]
    axes = figure.add_axes(box)
    (west, east), (south, north) = ((min(line), max(line)) for line in zip(*places, strict=True))
    wide, high = max(east - west, 10.0) * (1 + 2 * margin), max(north - south, 10.0) * (1 + 2 * margin)
    shape = (box[2] * WIDTH_IN) / (box[3] * HEIGHT_IN)
    wide, high = max(wide, high * shape), max(high, wide / shape)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    axes.set_xlim(middle_x - wide / 2, middle_x + wide / 2)
    axes.set_ylim(middle_y - high / 2, middle_y + high / 2)
    axes.set_xlabel("east, nm")
    axes.set_ylabel("north, nm")
    axes.locator_params(nbins=8)
    axes.grid(color=GRID, linewidth=0.8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(True)
    axes.spines[:].set_color(GRID)
    axes.tick_params(color=GRID)
    return axes


def ring(
    axes: Axes, at_m: Point, radius_m: float, *, colour: str, dash: str, width: float = 1.5, fill: float = 0.0
) -> None:
    """Draw a range as a circle, filled faintly when `fill` is above 0."""
    centre = (at_m[0] / NM, at_m[1] / NM)
    if fill:
        axes.add_patch(Circle(centre, radius_m / NM, color=colour, alpha=fill, linewidth=0, zorder=1))
    axes.add_patch(
        Circle(centre, radius_m / NM, fill=False, edgecolor=colour, linestyle=dash, linewidth=width, zorder=2)
    )


def way_line(axes: Axes, points_m: Sequence[Point], *, look: Look, dash: str) -> None:
    """Draw a way with an arrow in the middle of each leg and a dot at each point."""
    places = [(x / NM, y / NM) for x, y in points_m]
    axes.plot(*zip(*places, strict=True), color=look.colour, linestyle=dash, linewidth=2, zorder=3)
    axes.plot(*zip(*places, strict=True), "o", color=look.colour, markersize=5, zorder=3)
    for (x, y), (to_x, to_y) in pairwise(places):
        axes.annotate(
            "",
            xy=(x + 0.53 * (to_x - x), y + 0.53 * (to_y - y)),
            xytext=(x + 0.47 * (to_x - x), y + 0.47 * (to_y - y)),
            arrowprops={"arrowstyle": "-|>", "color": look.colour, "linewidth": 2, "mutation_scale": 18},
            zorder=3,
        )


def mark(axes: Axes, at_m: Point, *, marker: str, colour: str, size: float = 11.0, hollow: bool = False) -> None:
    """Draw one symbol with a white rim."""
    axes.plot(
        at_m[0] / NM,
        at_m[1] / NM,
        marker=marker,
        markersize=size,
        color=colour,
        markerfacecolor="white" if hollow else colour,
        markeredgecolor=colour if hollow else "white",
        markeredgewidth=2.0 if hollow else 1.0,
        linestyle="none",
        zorder=6,
    )


def legend(figure: Figure, axes: Axes, left: float, top: float) -> None:
    """Put the legend of the axes on the sheet outside of them."""
    handles, labels = axes.get_legend_handles_labels()
    if handles:
        figure.legend(
            handles,
            labels,
            loc="upper left",
            bbox_to_anchor=(left, top),
            frameon=False,
            borderaxespad=0.0,
            handlelength=2.2,
        )


def soften(axes: Axes) -> None:
    """Quiet the frame of an ordinary plot."""
    axes.spines[["left", "bottom"]].set_color(MUTED)
    axes.tick_params(color=MUTED, length=4)
