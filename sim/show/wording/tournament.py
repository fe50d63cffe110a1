"""What a tournament says in sentences: each side's ranking, and what in it cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterable

from sim.show.scale import Scale, known, scale_of, typical_of
from sim.show.text import counted, listed
from sim.show.wording.common import MOST, guards, name_of
from sim.stats import Estimate
from sim.study.tournament import Ranked, Tournament


def tournament_words(t: Tournament) -> list[str]:
    """Return what a tournament says."""
    scale = tournament_scale(t)
    lines = [*guards(t.series, t.n)]
    if t.n:
        for side, ranking in zip(t.sides, t.rankings, strict=True):
            lines += _ranking(t, side, ranking, scale)
        lines += _extremes(t, scale)
    return lines


def tournament_scale(t: Tournament) -> Scale:
    """Return how a tournament's metric is written."""
    return scale_of(t.metric, typical_of(cell.mean.value for row in t.cells for cell in row))


def _ranking(t: Tournament, side: str, ranking: tuple[Ranked, ...], scale: Scale) -> Iterable[str]:
    other = next(one for one in t.sides if one != side) if t.sides[0] != t.sides[1] else t.sides[1]
    who = name_of(side, 24)
    if not any(known(one.mean.value) for one in ranking):
        yield f"{who}: {scale.label} is defined in no trial, so there is no ranking."
        return
    if len(ranking) == 1:
        one = ranking[0]
        yield f"{who} has one plan, {name_of(one.plan)}: {scale.label} {scale.in_full(one.mean)}."
        return
    over = f"over all plans of {name_of(other, 24)}, n = {counted(t.n, 'trial')} a pairing on the same luck"
    if not t.series.verdict_allowed:
        yield f"{who}: {scale.label} {listed(_told(ranking, scale), MOST)}, {over}."
        return
    best, rest = ranking[0], ranking[1:]
    level = [one for one in rest if one.is_level]
    worse = [one for one in rest if not one.is_level]
    lead = "is best" if not level else "came out best"
    yield f"{who}: {name_of(best.plan)} {lead}, {scale.label} {scale.in_full(best.mean)} {over}."
    if level:
        yield f"{who}: cannot be told from it: {listed(_told(level, scale), MOST)}."
    if worse:
        yield f"{who}: behind it, after Holm: {listed(_told(worse, scale), MOST)}."


def _told(ranking: Iterable[Ranked], scale: Scale) -> list[str]:
    return [f"{name_of(one.plan, 32)} {scale.in_full(one.mean)}" for one in ranking]


def _extremes(t: Tournament, scale: Scale) -> Iterable[str]:
    """Give the pairings with the most and the least of the metric, and how many trials flip between rows."""
    named: list[tuple[float, str, Estimate]] = [
        (cell.mean.value, f"{name_of(one, 32)} against {name_of(other, 32)}", cell.mean)
        for one, row in zip(t.plans[0], t.cells, strict=True)
        for other, cell in zip(t.plans[1], row, strict=True)
        if cell.mean.value is not None and known(cell.mean.value)
    ]
    if len(named) < 2:
        return
    low, high = min(named, key=lambda one: one[0]), max(named, key=lambda one: one[0])
    if low[0] == high[0]:
        yield f"All {len(named)} pairings came out at {scale.value(low[2])}."
        return
    yield (
        f"Of {len(named)} pairings, {scale.label} runs from {scale.in_full(low[2])} ({low[1]}) to "
        f"{scale.in_full(high[2])} ({high[1]}); the extremes of many look more extreme than they are."
    )
