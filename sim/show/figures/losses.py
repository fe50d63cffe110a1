"""When aircraft were lost: the mean number lost up to each instant, by side and task, with a 95 % band."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes

from sim.base.units import MIN
from sim.measure.samples import losses
from sim.scenario.schema import FlightRole
from sim.show.context import Context, Numbers
from sim.show.plan import flights_in_order
from sim.show.style import GRID, MUTED, TEXT_PT, TICK_PT, Picture, put, say_instead, sheet
from sim.show.text import about, counted, listed, percent, shorten, with_interval
from sim.stats.estimate import z_of
from sim.stats.shares import zero_events_upper

_STEPS = 160
_MOST_SIDES = 3
_GAP = 0.02  # between panels, as a share of the sheet
_LABELS = 0.14  # room for the labels at the end of the lines
_LABEL_GAP = 0.125  # between two labels, as a share of the axis
_DASHES: tuple[str | tuple[float, tuple[float, ...]], ...] = (
    "-",
    "--",
    ":",
    "-.",
    (0, (6, 2, 1, 2, 1, 2)),
    (0, (1, 3)),
)
_MARKERS = {
    FlightRole.STRIKE: "s",
    FlightRole.ESCORT: "o",
    FlightRole.PATROL: "^",
    FlightRole.TANKER: "h",
    FlightRole.SUPPRESS: "P",
    FlightRole.TRANSIT: "D",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Flights of one side and task: their names, how many aircraft they are, and the losses over time."""

    side: str
    role: FlightRole
    flights: tuple[str, ...]
    aircraft: int
    mean: Numbers
    low: Numbers
    high: Numbers


def draw(context: Context) -> Picture:
    """Draw one panel a side and one line a task."""
    n = len(context.trials)
    title = "When aircraft were lost"
    figure = sheet(
        title,
        "Mean share of the aircraft lost up to each minute; band: 95 % interval",
        context.footer(n),
    )
    times_s = np.linspace(0.0, _until_s(context), _STEPS)
    groups = groups_of(context, times_s)
    if not n or not groups:
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), "No trial to draw.")
        return Picture(name="losses", figure=figure, title=title, alt="No trial to draw.")
    sides = [side for side in context.sides if any(group.side == side for group in groups)][:_MOST_SIDES]
    wide = (0.91 - _GAP * (len(sides) - 1)) / len(sides)
    for place, side in enumerate(sides):
        left = 0.08 + place * (wide + _GAP)
        axes = figure.add_axes((left, 0.155, wide - _LABELS, 0.64))
        _side(axes, context, [group for group in groups if group.side == side], times_s)
        name, colour = shorten(side, 24), context.looks[side].colour
        put(figure, left, 0.85, name, size=TEXT_PT, weight="bold", colour=colour, width=wide)
        if place == 0:
            axes.set_ylabel("aircraft lost, mean share")
        else:
            axes.tick_params(labelleft=False)
    return Picture(name="losses", figure=figure, title=title, alt=_alt(groups, n))


def groups_of(context: Context, times_s: Numbers) -> list[Group]:
    """Return each side's tasks with their mean losses at the given instants and the ends of the interval."""
    flights: defaultdict[tuple[str, FlightRole], list[str]] = defaultdict(list)
    for name in flights_in_order(context.scenario):
        flight = context.scenario.flights[name]
        flights[flight.side, flight.role].append(name)
    lost_in = [losses(trial) for trial in context.trials]
    found = []
    for (side, role), names in flights.items():
        members = frozenset(names)
        lost = np.array(
            [
                np.searchsorted([loss.at_s for loss in trial if loss.flight in members], times_s, side="right")
                for trial in lost_in
            ],
            dtype=np.float64,
        ).reshape(len(lost_in), len(times_s))
        aircraft = sum(context.scenario.flights[name].aircraft for name in names)
        mean, reach = _mean_and_reach(lost)
        found.append(
            Group(
                side=side,
                role=role,
                flights=tuple(names),
                aircraft=aircraft,
                mean=mean,
                low=np.clip(mean - reach, 0.0, aircraft),
                high=np.clip(mean + reach, 0.0, aircraft),
            )
        )
    return found


def _mean_and_reach(lost: Numbers) -> tuple[Numbers, Numbers]:
    n = len(lost)
    if n == 0:
        zeros = np.zeros(lost.shape[1])
        return zeros, zeros
    mean = lost.mean(axis=0)
    if n == 1:
        return mean, np.zeros_like(mean)
    return mean, z_of(0.95) * lost.std(axis=0, ddof=1) / np.sqrt(n)


def _side(axes: Axes, context: Context, groups: list[Group], times_s: Numbers) -> None:
    colour = context.looks[groups[0].side].colour
    times_min = times_s / MIN
    axes.set_xlim(0.0, times_min[-1])
    axes.set_ylim(0.0, 1.04)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_xlabel("time, min")
    axes.grid(color=GRID, linewidth=0.8)
    axes.tick_params(color=MUTED)
    ends = [float(group.mean[-1]) / group.aircraft for group in groups]
    for group, dash, end, height in zip(groups, _DASHES, ends, _spread(ends, _LABEL_GAP), strict=False):
        axes.fill_between(
            times_min, group.low / group.aircraft, group.high / group.aircraft, color=colour, alpha=0.18, linewidth=0
        )
        axes.plot(times_min, group.mean / group.aircraft, color=colour, linestyle=dash, linewidth=2.5)
        marker = _MARKERS[group.role]
        axes.plot(times_min[-1], end, marker, color=colour, markersize=9, clip_on=False, zorder=6)
        axes.annotate(
            _label(group, len(context.trials)),
            (times_min[-1], height),
            xytext=(12, 0),
            textcoords="offset points",
            va="center",
            color=colour,
            fontsize=TICK_PT,
            annotation_clip=False,
        )


def _label(group: Group, n: int) -> str:
    text = f"{group.role.value}: {about(float(group.mean[-1]))} of {group.aircraft}"
    return text if group.mean[-1] else f"{text}\nin ≤ {percent(zero_events_upper(n))} of trials"


def _end(group: Group, n: int) -> str:
    if group.mean[-1]:
        mean, low, high = (float(line[-1]) for line in (group.mean, group.low, group.high))
        value, interval = with_interval(mean, low, high)
        return f"{value} of {group.aircraft} lost ({interval})"
    return f"none of {group.aircraft} lost, so in at most {percent(zero_events_upper(n))} of trials"


def _spread(heights: list[float], gap: float) -> list[float]:
    """Move label heights apart so that none is nearer than `gap` to the next."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed = list(heights)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + gap)
    return placed


def _until_s(context: Context) -> float:
    """End the axis a little after the last loss of all, but not before half of the longest trial."""
    last_s = max(
        (trial.records[-1].at_s for trial in context.trials if trial.records), default=context.scenario.ends_at_s
    )
    lost_s = max((loss.at_s for trial in context.trials for loss in losses(trial)), default=0.0)
    return max(min(last_s, lost_s * 1.1), last_s * 0.5, 60.0)


def _alt(groups: list[Group], n: int) -> str:
    parts = [
        f"{shorten(group.side, 24)} {group.role.value} ({listed(shorten(name, 24) for name in group.flights)}): "
        f"{_end(group, n)}"
        for group in groups
    ]
    return f"Mean losses over time in {counted(n, 'trial')}. {'; '.join(parts)}."
