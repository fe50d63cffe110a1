"""Flips: trials that end otherwise under another alternative on the same luck, each way; and what each is worth."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.measure import Better
from sim.show.foot import series_footer
from sim.show.forest import Lean, capped, dot, label, row_axis, row_names, spread, value_axis
from sim.show.panels import heading
from sim.show.scale import scale_of
from sim.show.style import BLUE, GRID, INK, MUTED, RED, SMALL_PT, TICK_PT, Picture, put, say_instead, sheet, widest
from sim.show.text import counted, percent, percent_range
from sim.show.wording.compare import flip_sides
from sim.stats import share
from sim.study.compare import Comparison, Contrast, Match, Worth

_NAME = "flips"
_MOST = 14
_MOST_WITH_WORTH = 6


def draw(comparison: Comparison) -> Picture:
    """Draw one row an alternative: trials that got better to the right, worse to the left; values below."""
    c = comparison
    matches = [match for match in c.matches if match.first == 0]
    count, note = capped([c.names[match.second] for match in matches], _MOST_WITH_WORTH if c.worths else _MOST)
    shown = matches[:count]
    title = _title(c, matches)
    figure = sheet(
        title,
        f"Share of the trials that end otherwise than under {label(c.names[0])}, on the same luck; "
        "thin lines: 95 % intervals",
        series_footer(c.series, c.n),
    )
    bottom = 0.44 if c.worths else 0.13
    names = row_names(figure, [c.names[match.second] for match in shown])
    left = 0.02 + widest(figure, names) + 0.012
    axes = figure.add_axes((left, bottom, 0.955 - left, 0.79 - bottom))
    if c.n:
        _bars(axes, c, shown, names)
    else:
        say_instead(axes, "No trial finished under every alternative.")
    if c.worths:
        _worths(figure, c, c.worths)
    if note:
        put(figure, 0.02, 0.862, note, size=SMALL_PT, colour=MUTED)
    alt = f"{title}. " + " ".join(_told(c, match) for match in matches[:8])
    return Picture(name=_NAME, figure=figure, title=title, alt=alt)


def ways(contrast: Contrast) -> tuple[int, int, int]:
    """Return how many trials got better, how many worse, and of how many; where neither is better, rose and fell."""
    up, down = contrast.up, contrast.down
    return (down, up, contrast.paired.n) if contrast.better is Better.LOWER else (up, down, contrast.paired.n)


def _names(contrast: Contrast) -> tuple[str, str]:
    """Return what the two ways are called: first the one to the right."""
    if contrast.flips is None:
        return ("rose", "fell") if contrast.better is Better.NEITHER else ("got better", "got worse")
    no, yes = flip_sides(contrast.metric)
    turned = contrast.better is Better.LOWER
    return (f"{yes} → {no}", f"{no} → {yes}") if turned else (f"{no} → {yes}", f"{yes} → {no}")


def _title(c: Comparison, matches: list[Match]) -> str:
    if len(matches) != 1:
        return f"How many trials flip against {label(c.names[0])}"
    contrast = matches[0].contrasts[c.metric]
    better, worse, n = ways(contrast)
    if not n:
        return "No trial can be compared"
    if not better + worse:
        return f"None of {counted(n, 'trial')} ends otherwise"
    no, yes = flip_sides(c.metric)
    if contrast.flips is None or contrast.better is not Better.HIGHER:
        names = _names(contrast)
        return f"{better:,} of {counted(n, 'trial')} {names[0]}, {worse:,} {names[1]}"
    return f"{better:,} of {counted(n, 'trial')} went from {no} to {yes}, {worse:,} the other way"


def _bars(axes: Axes, c: Comparison, matches: list[Match], names: list[str]) -> None:
    row_axis(axes, names)
    reach = 0.02
    for row, match in enumerate(matches):
        better, worse, n = ways(match.contrasts[c.metric])
        if not n:
            axes.text(0.0, row, "undefined", ha="center", va="center", fontsize=SMALL_PT, color=MUTED)
            continue
        for k, sign, colour, hatch in ((better, 1.0, BLUE, ""), (worse, -1.0, RED, "///")):
            reach = max(reach, _bar(axes, row, (k, n), sign, (colour, hatch)))
    axes.axvline(0.0, color=INK, linewidth=1.6)
    limit = 1.5 * reach
    axes.set_xlim(-limit, limit)
    axes.locator_params(axis="x", nbins=5)
    ticks = [tick for tick in axes.get_xticks() if abs(tick) <= limit]
    axes.set_xticks(ticks, [f"{100 * abs(tick):.3g} %" for tick in ticks])
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    right, left = _names(matches[0].contrasts[c.metric])
    for x, text, colour, side in ((0.48, left, RED, "right"), (0.52, right, BLUE, "left")):
        axes.text(x, 1.02, text, transform=axes.transAxes, ha=side, va="bottom", color=colour, fontweight="bold")


def _bar(axes: Axes, row: int, counted_of: tuple[int, int], sign: float, look: tuple[str, str]) -> float:
    """Draw one bar with its interval and figure; return how far the interval reaches."""
    k, n = counted_of
    colour, hatch = look
    part = share("flips", k, n)
    low, high = part.low or 0.0, 1.0 if part.high is None else part.high
    axes.barh(row, sign * k / n, height=0.56, facecolor=colour if not hatch else "white", edgecolor=colour, hatch=hatch)
    axes.plot([sign * low, sign * high], [row, row], color=INK, linewidth=1.6)
    interval = percent_range(low, high) if k else f"at most {percent(high)}"
    axes.text(
        sign * high,
        row,
        f"  {k:,} ({interval})  ",
        ha="left" if sign > 0 else "right",
        va="center",
        fontsize=SMALL_PT,
    )
    return high


def _worths(figure: Figure, c: Comparison, worths: tuple[Worth, ...]) -> None:
    """Draw expected value, worst tenth and regret of each alternative."""
    scale = scale_of("value")
    count, _ = capped(c.names, _MOST_WITH_WORTH + 1)
    names = row_names(figure, c.names[:count], 0.16, SMALL_PT)
    left = 0.02 + widest(figure, names, SMALL_PT) + 0.012
    wide = (0.98 - left - 2 * 0.05) / 3
    panels = (
        ("Expected value", "points by the scenario's weights", [worth.expected for worth in worths]),
        ("Worst tenth", "mean of the worst tenth of trials", [worth.worst for worth in worths]),
        ("Mean regret", "missed of each trial's best", [worth.regret for worth in worths]),
    )
    for place, (title, told, estimates) in enumerate(panels):
        axes = figure.add_axes((left + place * (wide + 0.05), 0.105, wide, 0.19))
        row_axis(axes, names if place == 0 else [""] * count, size=SMALL_PT)
        value_axis(axes, *spread(estimates[:count], scale.size), zero=False)
        for row, estimate in enumerate(estimates[:count]):
            dot(axes, row, estimate, Lean.BETTER, size=scale.size)
        axes.tick_params(axis="x", labelsize=TICK_PT)
        heading(axes, title, told)


def _told(c: Comparison, match: Match) -> str:
    contrast = match.contrasts[c.metric]
    better, worse, n = ways(contrast)
    right, left = _names(contrast)
    return f"{label(c.names[match.second])}: {right} in {better} of {counted(n, 'trial')}, {left} in {worse}."
