"""Two-stage precision: a pilot says how much a metric scatters, from that follows how many trials to play.

Nothing is looked at in between, so nothing stops when it looks good, and the interval at the end is the ordinary one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sim.base.errors import UsageError
from sim.measure import METRICS, Kind, metric_named
from sim.stats import needed_trials
from sim.study.ask import Ask
from sim.study.study import Series
from sim.study.table import Table

PILOT: Final = 200
CEILING: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """What is wanted: a 95 % interval of a metric of at most this half-width, within a ceiling of trials a point."""

    metric: str
    half_width: float
    ceiling: int = CEILING

    def __post_init__(self) -> None:
        metric_named(self.metric)
        if not 0.0 < self.half_width < float("inf"):
            raise UsageError(f"a half-width must be positive, got {self.half_width}")
        if self.ceiling < PILOT:
            raise UsageError(f"the ceiling must leave room for the pilot of {PILOT} trials, got {self.ceiling}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What was done: trials that the pilot called for, trials played, and the widest half-width reached."""

    wanted: Precision
    pilot: int
    needed: int
    played: int
    half_width: float | None

    @property
    def is_capped(self) -> bool:
        """Whether the ceiling ended it before the pilot's number was reached."""
        return self.needed > self.played


def play_to_precision(ask: Ask, wanted: Precision, play: Callable[[Ask], Series]) -> tuple[Series, Reached]:
    """Play a pilot, then as many trials as it calls for; of several points the one that needs most decides for all.

    `play` plays what is missing of an ask. The trials of `ask` itself are not looked at.

    Raises: UsageError when the metric is defined in too few trials of the pilot.
    """
    pilot = play(replace(ask, trials=PILOT))
    yes_no = METRICS[wanted.metric].kind is Kind.YES_NO
    needed = max(
        needed_trials(Table(columns=study.table).finished(wanted.metric), wanted.half_width, yes_no=yes_no)
        for study in pilot
    )
    played = min(max(needed, PILOT), wanted.ceiling)
    series = play(replace(ask, trials=played)) if played > PILOT else pilot
    widths = [study.estimates[wanted.metric].half_width for study in series]
    known = [width for width in widths if width is not None]
    return series, Reached(
        wanted=wanted, pilot=PILOT, needed=needed, played=played, half_width=max(known) if known else None
    )
