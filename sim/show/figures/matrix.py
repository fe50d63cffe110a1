"""The synchronisation matrix: flights by time, what was planned over what happened."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes

from sim.base.units import MIN
from sim.measure.samples import activities
from sim.scenario.schema import Scenario
from sim.show.bars import bar, doing_legend, key_instant, rows_axes, say_rest
from sim.show.context import Context, Numbers
from sim.show.doing import FILLS, OF_PURPOSE, Doing
from sim.show.plan import flights_in_order, spans_of, way_of
from sim.show.style import INK, MUTED, SMALL_PT, Picture, say_instead, sheet
from sim.show.text import counted, minutes, percent, shorten
from sim.trial import records as log
from sim.trial.records import HomeReached, MemberLost, Started, Trial, element_flight

_MOST_ROWS = 9
_STEPS = 200
_STRIP = 0.56  # height of what happened, in rows
_PLAN = 0.16  # height of the plan above it
# From the bottom of a strip to its top: what the enemy caused lies on the ground line, where it is easiest to read.
_STACK = (
    Doing.LOST,
    Doing.ENGAGED,
    Doing.DEFENDS,
    Doing.REJOINS,
    Doing.STATION,
    Doing.SUPPRESSES,
    Doing.REFUELS,
    Doing.ROUTE,
    Doing.REFUELS,
    Doing.WAITS,
    Doing.GOES_HOME,
    Doing.HOME,
)


def draw(context: Context) -> Picture:
    """Draw one row a flight: a thin bar for the plan, and under it the share of its aircraft in each doing."""
    title = "The plan, and what became of it"
    n = len(context.trials)
    which = f"trial {context.trials[0].number} alone" if n == 1 else f"{n} trials"
    subtitle = f"Thin bar: as planned. Strip below it: share of the flight's aircraft doing this, over {which}"
    figure = sheet(title, subtitle, context.footer(n))
    if not n:
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), "No trial to draw.")
        return Picture(name="matrix", figure=figure, title=title, alt="No trial to draw.")
    flights = flights_in_order(context.scenario)
    shown = flights[:_MOST_ROWS]
    until_s = _until_s(context)
    times_s = np.linspace(0.0, until_s, _STEPS)
    shares = doing_shares(context.scenario, context.trials, times_s)
    axes = rows_axes(figure, shown, until_s=until_s, colours=[context.look(name).colour for name in shown])
    for row, name in enumerate(shown):
        for span in spans_of(context.scenario, name):
            bar(axes, row - 0.34, span, height=_PLAN)
        _strip(axes, row, times_s, shares[name])
    _name_lanes(axes)
    for name in flights:
        strike = context.scenario.flights[name].strike
        if strike is not None:
            key_instant(axes, strike.tot_s, f"time on target {minutes(strike.tot_s)}")
            break
    used = {doing for name in shown for doing, share in shares[name].items() if share.any()}
    doing_legend(figure, used | {span.doing for name in shown for span in spans_of(context.scenario, name)})
    say_rest(figure, len(flights) - len(shown))
    return Picture(name="matrix", figure=figure, title=title, alt=_alt(shown, shares, times_s, n))


def doing_shares(scenario: Scenario, trials: tuple[Trial, ...], times_s: Numbers) -> dict[str, dict[Doing, Numbers]]:
    """Return for each flight and doing the share of its aircraft over all trials, at rising instants.

    Shapes: each array is as long as times_s; over all doings of a flight they add up to 1.
    """
    changes = {name: np.zeros((len(_STACK), len(times_s) + 1)) for name in scenario.flights}
    for trial in trials:
        _add_trial(changes, trial, times_s)
    return {
        name: {
            doing: np.cumsum(change[place])[:-1] / (len(trials) * scenario.flights[name].aircraft)
            for place, doing in enumerate(_STACK)
        }
        for name, change in changes.items()
    }


def _add_trial(changes: dict[str, Numbers], trial: Trial, times_s: Numbers) -> None:
    """Add what each aircraft of one trial did: up at the instant it begins, down where it ends."""
    alive: dict[str, int] = {}
    lost_s: defaultdict[str, list[float]] = defaultdict(list)
    for record in trial.records:
        match record:
            case Started():
                alive[record.element] = len(record.members)
            case MemberLost():
                lost_s[record.element].append(record.at_s)
                _add(changes[record.flight], times_s, Doing.LOST, (record.at_s, np.inf), 1)
            case HomeReached():
                flight = element_flight(record.element)
                _add(changes[flight], times_s, Doing.HOME, (record.at_s, np.inf), len(record.members))
    for span in activities(trial):
        doing = OF_PURPOSE[span.purpose]
        instants = [span.from_s, *(at_s for at_s in lost_s[span.element] if span.from_s < at_s < span.to_s), span.to_s]
        before = alive[span.element] - sum(at_s <= span.from_s for at_s in lost_s[span.element])
        for fewer, while_s in enumerate(pairwise(instants)):
            _add(changes[span.flight], times_s, doing, while_s, before - fewer)


def _add(change: Numbers, times_s: Numbers, doing: Doing, while_s: tuple[float, float], aircraft: int) -> None:
    first, last = np.searchsorted(times_s, while_s)
    place = _STACK.index(doing)
    change[place, first] += aircraft
    change[place, last] -= aircraft


def _strip(axes: Axes, row: int, times_s: Numbers, shares: dict[Doing, Numbers]) -> None:
    base = np.zeros_like(times_s)
    ground = row + 0.38
    for doing in _STACK:
        share = shares[doing]
        if share.any():
            fill = FILLS[doing]
            axes.fill_between(
                times_s / MIN,
                ground - _STRIP * base,
                ground - _STRIP * (base + share),
                facecolor=fill.colour,
                edgecolor=MUTED,
                linewidth=0.0,
                hatch=fill.hatch,
            )
            base = base + share
    axes.plot([0, times_s[-1] / MIN], [ground, ground], color=MUTED, linewidth=1)
    axes.plot([0, times_s[-1] / MIN], [ground - _STRIP, ground - _STRIP], color=MUTED, linewidth=0.6)


def _name_lanes(axes: Axes) -> None:
    for height, text in ((-0.34, "plan"), (0.38 - _STRIP / 2, "actual")):
        axes.text(1.006, height, text, transform=axes.get_yaxis_transform(), va="center", fontsize=SMALL_PT, color=INK)


def _until_s(context: Context) -> float:
    """End the axis a little after the last thing that any flight did, in any trial or by plan."""
    idle = (log.Ended, log.Unresolved, log.TrackDropped)
    done_s = (
        next((r.at_s for r in reversed(trial.records) if not isinstance(r, idle)), 0.0) for trial in context.trials
    )
    ways = (way_of(context.scenario, name) for name in context.scenario.flights)
    planned_s = max((way.home_s for way in ways if way is not None), default=0.0)
    until_s = max(planned_s, *done_s)
    return min(1.02 * until_s, context.scenario.ends_at_s) if until_s > MIN else context.scenario.ends_at_s


def _alt(shown: list[str], shares: dict[str, dict[Doing, Numbers]], times_s: Numbers, n: int) -> str:
    parts = []
    for name in shown:
        engaged = shares[name][Doing.ENGAGED]
        text = f"{shorten(name, 32)}: at the end {percent(float(shares[name][Doing.LOST][-1]))} lost"
        if engaged.any():
            peak = int(np.argmax(engaged))
            at_min = f"{times_s[peak] / MIN:.0f} min"
            text += f", most engaged at {at_min} ({percent(float(engaged[peak]))})"
        parts.append(text)
    return f"Planned and actual doings of each flight over time, {counted(n, 'trial')}. {'; '.join(parts)}."
