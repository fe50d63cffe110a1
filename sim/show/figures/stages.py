"""Where the time went: how long each step from detection to the first shot took, on the studied side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from sim.measure import Measurer
from sim.measure.ledger import Ledger
from sim.show.context import Context, Numbers
from sim.show.style import GRID, INK, MUTED, TICK_PT, Look, Picture, say_instead, sheet, widest
from sim.show.text import about, counted, shorten
from sim.trial.records import Committed

_TICKS_S = (0.0, 1.0, 5.0, 20.0, 60.0, 300.0, 1200.0, 3600.0)
_TICK_NAMES = ("0", "1 s", "5 s", "20 s", "1 min", "5 min", "20 min", "60 min")
_LINEAR_S = 1.0
_MEDIAN_X, _CASES_X = 1.025, 1.165


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step and how long it took each time, in seconds."""

    name: str
    times_s: Numbers


def draw(context: Context) -> Picture:
    """Draw one box a step: the middle half, whiskers from 5 to 95 %, the median and how often it was taken."""
    title = "Where the time went, from detection to shot"
    side = shorten(context.sides[0], 24)
    figure = sheet(
        title,
        f"{side}: box holds the middle half of all cases, whiskers 90 %, bar the median; time axis stretched near 0",
        context.footer(len(context.trials)),
    )
    stages = stages_of(context)
    if not any(stage.times_s.size for stage in stages):
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), "No order was given and no shot fired in these trials.")
        return Picture(name="stages", figure=figure, title=title, alt="No order was given and no shot fired.")
    left = 0.03 + widest(figure, [stage.name for stage in stages])
    axes = figure.add_axes((left, 0.155, 0.79 - left, 0.665))
    _axes(axes, stages)
    for row, stage in enumerate(stages):
        _box(axes, row, stage, context.looks[context.sides[0]])
        _figures(axes, row, stage)
    for x, text in ((_MEDIAN_X, "median"), (_CASES_X, "cases")):
        axes.text(x, 1.02, text, transform=axes.transAxes, fontsize=TICK_PT, color=MUTED)
    return Picture(name="stages", figure=figure, title=title, alt=_alt(stages, len(context.trials), side))


def stages_of(context: Context) -> list[Stage]:
    """Return the steps in order, each with its times over all trials."""
    measurer = Measurer(context.scenario)
    times: dict[str, list[float | None]] = {
        "detected, until eligible": [],
        "queues for the controller": [],
        "controller works on it": [],
        "waits for a free shooter": [],
        "order on the link": [],
        "crew reacts": [],
        "flies to launch range": [],
    }
    names = list(times)
    for trial in context.trials:
        ledger = measurer.ledger(trial)
        for chain in ledger.chains:
            instants = (chain.detected_s, chain.eligible_s, chain.service_s, chain.served_s, chain.tasked_s)
            for name, from_s, to_s in zip(names, instants, instants[1:], strict=False):
                times[name].append(_length(from_s, to_s))
        for order in ledger.orders:
            times[names[4]].append(_length(order.tasked_s, order.received_s))
            times[names[5]].append(_length(order.received_s, order.committed_s))
        times[names[6]].extend(_commit_to_shot(ledger))
    return [
        Stage(name=name, times_s=np.array([time for time in found if time is not None], dtype=np.float64))
        for name, found in times.items()
    ]


def _commit_to_shot(ledger: Ledger) -> list[float | None]:
    """Return the time from each own commit to the first shot that followed it at the same target, where one did."""
    waiting: dict[tuple[str, str], float] = {}
    for commit in ledger.of(Committed):
        if commit.element in ledger.seen_by.own_nodes:
            waiting.setdefault((commit.element, commit.target), commit.at_s)
    found: list[float | None] = []
    for shot in ledger.own_shots:
        since_s = waiting.pop((shot.shooter, shot.target), None)
        found.append(None if since_s is None or since_s > shot.at_s else shot.at_s - since_s)
    return found


def _length(from_s: float | None, to_s: float | None) -> float | None:
    return None if from_s is None or to_s is None else to_s - from_s


def _axes(axes: Axes, stages: Sequence[Stage]) -> None:
    longest_s = max(float(stage.times_s.max()) for stage in stages if stage.times_s.size)
    axes.set_xscale("symlog", linthresh=_LINEAR_S, linscale=0.35)
    kept = [place for place, tick in enumerate(_TICKS_S) if tick <= max(longest_s * 1.5, 5.0)]
    axes.set_xticks([_TICKS_S[place] for place in kept], [_TICK_NAMES[place] for place in kept], minor=False)
    axes.minorticks_off()
    axes.set_xlim(-0.15, max(longest_s * 1.3, 5.0))
    axes.set_ylim(len(stages) - 0.45, -0.55)
    axes.set_yticks(range(len(stages)), [stage.name for stage in stages], fontsize=TICK_PT)
    axes.set_xlabel("time taken")
    axes.grid(axis="x", color=GRID, linewidth=0.8)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", color=MUTED)


def _box(axes: Axes, row: int, stage: Stage, look: Look) -> None:
    if not stage.times_s.size:
        axes.text(0.0, row, "never", va="center", color=MUTED, fontsize=TICK_PT)
        return
    low, first, middle, third, high = (
        float(part) for part in np.quantile(stage.times_s, (0.05, 0.25, 0.5, 0.75, 0.95))
    )
    axes.plot([low, high], [row, row], color=look.colour, linewidth=2)
    axes.plot([low, high], [row, row], "|", color=look.colour, markersize=12, markeredgewidth=2)
    axes.barh(
        row,
        third - first,
        left=first,
        height=0.5,
        facecolor="#BBD8EA" if look.marker == "o" else "#F3CDB0",
        edgecolor=look.colour,
        linewidth=1.5,
        zorder=3,
    )
    axes.plot([middle, middle], [row - 0.25, row + 0.25], color=INK, linewidth=4, solid_capstyle="butt", zorder=4)


def _figures(axes: Axes, row: int, stage: Stage) -> None:
    if stage.times_s.size:
        for x, text in ((_MEDIAN_X, _time(float(np.median(stage.times_s)))), (_CASES_X, f"{stage.times_s.size:,}")):
            axes.text(x, row, text, transform=axes.get_yaxis_transform(), va="center", fontsize=TICK_PT)


def _time(time_s: float) -> str:
    return f"{about(time_s)} s" if time_s < 100.0 else f"{about(time_s / 60.0)} min"


def _alt(stages: Sequence[Stage], n: int, side: str) -> str:
    parts = [
        f"{stage.name}: median {_time(float(np.median(stage.times_s)))}, 90 % from "
        f"{_time(float(np.quantile(stage.times_s, 0.05)))} to {_time(float(np.quantile(stage.times_s, 0.95)))}, "
        f"{counted(stage.times_s.size, 'case')}"
        if stage.times_s.size
        else f"{stage.name}: never"
        for stage in stages
    ]
    return f"Times of each step on the side of {side}, in {counted(n, 'trial')}. {'; '.join(parts)}."
