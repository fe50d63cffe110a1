"""The plan in time, before any trial: what each flight is meant to do when, and when it is in reach of a threat."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matplotlib.axes import Axes

from sim.base.units import MIN
from sim.model.geometry import time_in_range
from sim.model.kinds import Point
from sim.show.bars import bar, doing_legend, key_instant, rows_axes, say_rest
from sim.show.context import Context
from sim.show.doing import Span
from sim.show.plan import Way, flights_in_order, spans_of, way_of
from sim.show.style import PALE, TICK_PT, Picture, say_instead, sheet
from sim.show.text import listed, minutes, shorten

MOST_ROWS = 12
_ROOM_FOR_TIMES = 0.3  # a bar shorter than this share of the axis has no room for words


def draw(context: Context) -> Picture:
    """Draw one row a flight, and one for each threat that reaches a flight's route."""
    scenario = context.scenario
    title = "The plan in time: who does what, when"
    figure = sheet(
        title,
        "As planned, without enemy, delay or error; hatched: route within a patrol's commit range or a site's missiles",
        context.footer(),
    )
    rows = [(name, spans_of(scenario, name)) for name in flights_in_order(scenario)]
    planned = [(name, spans) for name, spans in rows if spans]
    exposures = list(exposures_of(context))
    shown = planned[:MOST_ROWS]
    reaching = exposures[: max(MOST_ROWS - len(shown), 2)]
    if not shown:
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), "No flight of this scenario has a plan in time.")
        return Picture(name="plan_timeline", figure=figure, title=title, alt="No flight has a plan in time.")
    names = [*(name for name, _ in shown), *_threat_names(reaching)]
    axes = rows_axes(figure, names, until_s=_until_s(context, shown), colours=_colours(context, shown, reaching))
    for row, (_, spans) in enumerate(shown):
        for span in spans:
            bar(axes, row, span)
            _say_when(axes, row, span)
    for row, (_, threat, inside_s) in enumerate(reaching, start=len(shown)):
        _threat_bar(axes, row, inside_s, context.looks[_side_of(context, threat)].colour)
    for at_s, window_s, what in dict.fromkeys(_instants(context)):  # strikes may share theirs
        axes.axvspan((at_s - window_s / 2) / MIN, (at_s + window_s / 2) / MIN, color=PALE, alpha=0.5, linewidth=0)
        key_instant(axes, at_s, what)
    ends_s = axes.get_xlim()[1] * MIN
    doing_legend(figure, [span.doing for _, spans in shown for span in spans if span.from_s < ends_s])
    say_rest(figure, len(rows) - len(shown), len(exposures) - len(reaching))
    return Picture(name="plan_timeline", figure=figure, title=title, alt=_alt(shown, exposures))


def _threat_bar(axes: Axes, row: int, span: tuple[float, float], colour: str) -> None:
    from_min, until_min = span[0] / MIN, span[1] / MIN
    axes.barh(row, until_min - from_min, left=from_min, height=0.5, facecolor="white", edgecolor=colour, hatch="////")
    axes.text(until_min, row, f"  {from_min:.0f} to {until_min:.0f} min", va="center", color=colour)


def _say_when(axes: Axes, row: int, span: Span) -> None:
    """Write from when to when into a bar that has the room."""
    ends_min = axes.get_xlim()[1]
    until_s = min(span.until_s, ends_min * MIN)
    if until_s - span.from_s > _ROOM_FOR_TIMES * ends_min * MIN:
        text = f"  {span.doing.value}, {span.from_s / MIN:.0f} to {span.until_s / MIN:.0f} min"
        axes.text(span.from_s / MIN, row, text, va="center", fontsize=TICK_PT)


def _threat_names(reaching: list[tuple[str, str, tuple[float, float]]]) -> Iterator[str]:
    """Name each threat, and whom it threatens when that is not always the same flight."""
    several = len({flight for flight, _, _ in reaching}) > 1
    for flight, threat, _ in reaching:
        yield f"{shorten(threat, 12)} on {shorten(flight, 10)}" if several else f"threat: {threat}"


def exposures_of(context: Context) -> Iterator[tuple[str, str, tuple[float, float]]]:
    """Give (flight, threat, (from_s, until_s)) for each way that leads through a site's or a patrol's range."""
    scenario = context.scenario
    for name in flights_in_order(scenario):
        way = way_of(scenario, name)
        if way is None:
            continue
        for threat, at_m, radius_m in _threats(context, scenario.flights[name].side):
            spans = list(_inside(way, at_m, radius_m))
            if spans:
                yield name, threat, (spans[0][0], spans[-1][1])


def _threats(context: Context, side: str) -> Iterator[tuple[str, Point, float]]:
    scenario = context.scenario
    for name, site in sorted(scenario.sites.items()):
        if site.side != side and site.missile is not None:
            yield name, site.at_m, site.missile.flyout_m
    for name, flight in sorted(scenario.flights.items()):
        if flight.side != side and flight.patrol is not None and flight.is_armed:
            yield name, flight.patrol.at_m, flight.patrol.commit_range_m


def _inside(way: Way, at_m: Point, radius_m: float) -> Iterator[tuple[float, float]]:
    for (here, from_s), (there, until_s) in pairwise(zip(way.points_m, way.at_s, strict=True)):
        if until_s <= from_s:
            continue
        speed = ((there[0] - here[0]) / (until_s - from_s), (there[1] - here[1]) / (until_s - from_s))
        inside = time_in_range((here[0] - at_m[0], here[1] - at_m[1]), speed, radius_m)
        if inside is not None and from_s + inside[0] < until_s:
            yield from_s + inside[0], min(from_s + inside[1], until_s)


def _instants(context: Context) -> Iterator[tuple[float, float, str]]:
    for name in flights_in_order(context.scenario):
        strike = context.scenario.flights[name].strike
        if strike is not None:
            yield (
                strike.tot_s,
                strike.window_s,
                f"time on target {minutes(strike.tot_s)}, window {strike.window_s:.0f} s",
            )
            return


def _until_s(context: Context, shown: list[tuple[str, tuple[Span, ...]]]) -> float:
    """End the axis a little after the last way is flown, so that a patrol without an end does not stretch it."""
    homes = [way.home_s for name, _ in shown if (way := way_of(context.scenario, name)) is not None]
    return min(max(homes) * 1.05, context.scenario.ends_at_s) if homes else context.scenario.ends_at_s


def _side_of(context: Context, threat: str) -> str:
    scenario = context.scenario
    return scenario.sites[threat].side if threat in scenario.sites else scenario.flights[threat].side


def _colours(
    context: Context,
    shown: list[tuple[str, tuple[Span, ...]]],
    reaching: list[tuple[str, str, tuple[float, float]]],
) -> list[str]:
    flights = [context.look(name).colour for name, _ in shown]
    return flights + [context.looks[_side_of(context, threat)].colour for _, threat, _ in reaching]


def _alt(shown: list[tuple[str, tuple[Span, ...]]], exposures: list[tuple[str, str, tuple[float, float]]]) -> str:
    plans = [
        f"{shorten(name, 32)}: "
        + ", ".join(f"{span.doing.value} {minutes(span.from_s)} to {minutes(span.until_s)}" for span in spans)
        for name, spans in shown
    ]
    reach = [
        f"{shorten(flight, 32)} in reach of {shorten(threat, 32)} from {minutes(span[0])} to {minutes(span[1])}"
        for flight, threat, span in exposures
    ]
    return f"Planned times. {'. '.join(plans)}. {listed(reach) if reach else 'No route leads through a threat'}."
