"""One trial on a map: who flew where, who shot, who was lost, and when; events are numbered and listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from sim.base.units import MIN, NM
from sim.model.kinds import Point
from sim.show.chart import Box, chart, mark, ring
from sim.show.context import Context
from sim.show.labels import Labels
from sim.show.plan import flights_in_order
from sim.show.story import Event, Paths, ShotLine, events_of, paths_of, shot_lines, typical
from sim.show.style import INK, MUTED, SMALL_PT, TICK_PT, Picture, put, say_instead, sheet
from sim.show.text import counted, number, shorten
from sim.trial.records import element_flight

_MAP_BOX: Final[Box] = (0.07, 0.14, 0.60, 0.715)
_LIST_LEFT: Final = 0.695
_ROW: Final = 0.0385
_MOST_LISTED: Final = 14
_MOST_NAMED: Final = 12
_CLOSE_UP_BELOW: Final = 0.45  # a fight smaller than this share of the whole gets a map of its own


def draw(context: Context) -> Picture:
    """Draw the most typical of the trials at hand."""
    if not context.trials:
        figure = sheet("One trial on the map", "", context.footer(0))
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), "No trial to draw.")
        return Picture(name="trial_map", figure=figure, title="One trial on the map", alt="No trial to draw.")
    trial = typical(context.trials, flights_in_order(context.scenario))
    title = f"One trial on the map: trial {trial.number}"
    n = len(context.trials)
    why = f"the one nearest to the median losses of {counted(n, 'trial')}" if n > 1 else "the only one"
    subtitle = f"{why[0].upper()}{why[1:]}; it shows how things happen, not how often"
    figure = sheet(title, subtitle, context.footer(1, note=f"trial {trial.number}"))
    paths = paths_of(trial)
    events = list(events_of(context.scenario, trial, paths))
    shots = list(shot_lines(context.scenario, trial, paths))
    _maps(figure, context, paths, events, shots)
    _list(figure, events, context)
    _keys(figure, context)
    told = "; ".join(f"{number(round(event.at_s / MIN, 1))} min {event.text}" for event in events[:30])
    alt = f"Paths of trial {trial.number}, {why}. {counted(len(shots), 'shot')}. {told or 'Nobody was lost'}."
    return Picture(name="trial_map", figure=figure, title=title, alt=alt)


def _maps(figure: Figure, context: Context, paths: Paths, events: Sequence[Event], shots: Sequence[ShotLine]) -> None:
    whole = list(_extent(context, paths))
    fight = [place for shot in shots for place in shot.line]
    if fight:
        fight += [event.at_m for event in events]
    closely = _is_close(fight, whole)
    for box, points in _views(whole, fight):
        axes = chart(figure, box, points, margin=0.10 if points is whole else 0.06)
        labels = Labels(axes)
        _ground(axes, context, labels)
        _tracks(axes, context, paths, labels)
        _shots(axes, context, shots)
        _marks(axes, events, context)
        if not closely or points is fight:
            _numbers(events, labels)
        else:
            _frame(axes, fight)
        if points is whole:
            _names(context, paths, labels)
            if closely:
                axes.set_xlabel("")


def _views(whole: list[Point], fight: list[Point]) -> Iterator[tuple[Box, list[Point]]]:
    """Give the parts of the sheet and the points each must hold: one map, or the whole and the fight close up."""
    if not _is_close(fight, whole):
        yield _MAP_BOX, whole
        return
    left, bottom, width, height = _MAP_BOX
    wide, high = _size(whole)
    if wide > high:
        yield (left, bottom + 0.60 * height, width, 0.40 * height), whole
        yield (left, bottom, width, 0.50 * height), fight
    else:
        yield (left, bottom, 0.40 * width, height), whole
        yield (left + 0.50 * width, bottom, 0.50 * width, height), fight


def _is_close(fight: list[Point], whole: list[Point]) -> bool:
    """Tell whether the fight took so little room that it needs a map of its own."""
    return len(fight) > 1 and max(_size(fight)) < _CLOSE_UP_BELOW * max(_size(whole))


def _size(points: list[Point]) -> tuple[float, float]:
    (west, east), (south, north) = ((min(line), max(line)) for line in zip(*points, strict=True))
    return east - west, north - south


def _extent(context: Context, paths: Paths) -> Iterator[Point]:
    for pieces in paths.values():
        for piece in pieces:
            yield piece.x_m, piece.y_m
            yield piece.at(piece.to_s)
    yield from (target.at_m for target in context.scenario.targets.values())
    yield from (site.at_m for site in context.scenario.sites.values())


def _ground(axes: Axes, context: Context, labels: Labels) -> None:
    scenario = context.scenario
    for name, site in sorted(scenario.sites.items()):
        look = context.looks[site.side]
        mark(axes, site.at_m, marker="s", colour=look.colour)
        if site.missile is not None:
            ring(axes, site.at_m, site.missile.flyout_m, colour=look.colour, dash="-", width=1, fill=0.06)
        labels.keep_clear(site.at_m[0] / NM, site.at_m[1] / NM)
        labels.put(site.at_m[0] / NM, site.at_m[1] / NM, shorten(name, 14), colour=look.colour)
    for name, target in sorted(scenario.targets.items()):
        look = context.looks[target.side]
        mark(axes, target.at_m, marker="*", colour=look.colour, size=17)
        labels.keep_clear(target.at_m[0] / NM, target.at_m[1] / NM)
        labels.put(target.at_m[0] / NM, target.at_m[1] / NM, shorten(name, 14), colour=look.colour)


def _tracks(axes: Axes, context: Context, paths: Paths, labels: Labels) -> None:
    for name, pieces in paths.items():
        if not pieces:
            continue
        look = context.look(element_flight(name))
        corners = [*((piece.x_m, piece.y_m) for piece in pieces), pieces[-1].at(pieces[-1].to_s)]
        points = [(x / NM, y / NM) for x, y in corners]
        leads = context.scenario.flights[element_flight(name)].strike is not None
        width = 2.6 if leads else 1.3
        axes.plot(*zip(*points, strict=True), color=look.colour, linestyle=look.dash, linewidth=width, zorder=3)
        mark(axes, corners[0], marker=look.marker, colour=look.colour, size=9)
        labels.avoid_line(points)
        labels.keep_clear(*points[0])


def _shots(axes: Axes, context: Context, shots: Sequence[ShotLine]) -> None:
    """Draw each shot as a thin arrow from shooter to target."""
    for side in context.sides:
        lines = [shot.line for shot in shots if shot.side == side]
        if not lines:
            continue
        ends = np.array(lines) / NM
        axes.quiver(
            *ends[:, 0].T,
            *(ends[:, 1] - ends[:, 0]).T,
            angles="xy",
            scale_units="xy",
            scale=1.0,
            units="inches",
            width=0.012,
            headwidth=9,
            headlength=11,
            headaxislength=9,
            color=context.looks[side].colour,
            alpha=0.4,
            zorder=2,
        )


def _marks(axes: Axes, events: Sequence[Event], context: Context) -> None:
    for event in events:
        colour = context.looks[event.side].colour
        x, y = event.at_m[0] / NM, event.at_m[1] / NM
        if event.is_loss:
            axes.plot(x, y, "x", color="white", markersize=12, markeredgewidth=5, zorder=6)
            axes.plot(x, y, "x", color=colour, markersize=10, markeredgewidth=2.5, zorder=7)
        else:
            mark(axes, event.at_m, marker="d", colour=INK, size=9)


def _numbers(events: Sequence[Event], labels: Labels) -> None:
    for event in events:
        labels.keep_clear(event.at_m[0] / NM, event.at_m[1] / NM, 5.0)
    for order, event in enumerate(events, start=1):
        labels.put(event.at_m[0] / NM, event.at_m[1] / NM, str(order), size=TICK_PT)


def _frame(axes: Axes, fight: list[Point]) -> None:
    """Show on the whole map where the close-up is."""
    wide, high = _size(fight)
    west, south = min(x for x, _ in fight), min(y for _, y in fight)
    corner = (west / NM - 2, south / NM - 2)
    axes.add_patch(Rectangle(corner, wide / NM + 4, high / NM + 4, fill=False, edgecolor=INK, linewidth=1.5, zorder=8))


def _names(context: Context, paths: Paths, labels: Labels) -> None:
    for flight in flights_in_order(context.scenario)[:_MOST_NAMED]:
        pieces = paths.get(f"{flight}-1")
        if pieces:
            labels.put(pieces[0].x_m / NM, pieces[0].y_m / NM, shorten(flight, 14), colour=context.look(flight).colour)


def _list(figure: Figure, events: Sequence[Event], context: Context) -> None:
    put(figure, _LIST_LEFT, 0.855, "What happened, at minute", size=TICK_PT, weight="bold", width=0.29)
    if not events:
        put(figure, _LIST_LEFT, 0.81, "Nobody was lost, nothing released.", size=TICK_PT, width=0.29)
    for row, event in enumerate(events[:_MOST_LISTED]):
        y = 0.81 - _ROW * row
        put(figure, _LIST_LEFT, y, f"{row + 1}", size=TICK_PT)
        put(figure, _LIST_LEFT + 0.026, y, f"{event.at_s / MIN:.1f}", size=SMALL_PT, colour=MUTED, width=0.05)
        colour = context.looks[event.side].colour if event.is_loss else INK
        left = _LIST_LEFT + 0.068
        put(figure, left, y, event.text, size=SMALL_PT, colour=colour, width=0.985 - left)
    if len(events) > _MOST_LISTED:
        text = f"and {len(events) - _MOST_LISTED} more on the map"
        put(figure, _LIST_LEFT, 0.81 - _ROW * _MOST_LISTED, text, size=SMALL_PT, colour=MUTED)


def _keys(figure: Figure, context: Context) -> None:
    handles = [
        Line2D([], [], color=look.colour, marker=look.marker, linewidth=2, label=shorten(side, 14))
        for side, look in list(context.looks.items())[:3]
    ]
    for handle, look in zip(handles, context.looks.values(), strict=False):
        handle.set_linestyle(look.dash)
    handles += [
        Line2D([], [], color=INK, linestyle="none", marker="x", markersize=10, markeredgewidth=2.5, label="lost"),
        Line2D([], [], color=INK, linestyle="none", marker="d", markersize=9, label="bombs"),
        Line2D([], [], color=MUTED, linewidth=1, marker=">", markevery=[-1], label="shot, at launch"),
    ]
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(_LIST_LEFT, 0.05),
        ncols=2,
        frameon=False,
        fontsize=TICK_PT,
        borderaxespad=0.0,
        columnspacing=1.2,
    )
