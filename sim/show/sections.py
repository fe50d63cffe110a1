"""The tables of each kind of study's page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sim.show.page import folded, table
from sim.show.scale import known, scale_of, typical_of
from sim.show.study_pages import Section, replay
from sim.show.text import counted
from sim.show.wording.common import mean_of, name_of
from sim.show.wording.compare import flip_sides
from sim.show.wording.sweep import level_text, sweep_scale, unit_of, with_unit
from sim.show.wording.tournament import tournament_scale
from sim.study.compare import Comparison, Contrast, Match
from sim.study.sweep import Sweep
from sim.study.tournament import Tournament
from sim.study.worlds import Worlds

_MOST_TRIALS: Final = 40
_MOST_POINTS: Final = 400
_MOST_MATCHES: Final = 12


def differences(c: Comparison) -> Iterator[str]:
    """Give the table of each pair of alternatives, metric by metric."""
    for number, match in enumerate(c.matches[:_MOST_MATCHES]):
        first, second = (name_of(c.names[place], 40) for place in (match.first, match.second))
        told = table(
            f"{second} less {first}",
            ["metric", "difference", "95 % interval", "n", "rose", "fell", "p", "correlation", "variance ratio"],
            (_contrast_row(one) for one in match.contrasts.values()),
        )
        yield from told if number == 0 else folded(f"{second} less {first}", told)
    if len(c.matches) > _MOST_MATCHES:
        yield f"<p class=small>And {len(c.matches) - _MOST_MATCHES} pairs more.</p>"
    if len(c.matches) > 1:
        yield (
            f"<p class=small>p is of one question by itself. That {len(c.matches)} pairs were asked about is counted "
            "in the words above (Holm).</p>"
        )


def _contrast_row(one: Contrast) -> list[str]:
    difference, paired = one.difference, one.paired
    scale = scale_of(one.metric, typical_of((difference.value, difference.low, difference.high)))
    ratio, r = paired.variance_ratio, paired.correlation
    return [
        scale.label,
        scale.difference(difference),
        scale.interval(difference),
        f"{paired.n:,}",
        f"{one.up:,}",
        f"{one.down:,}",
        f"{one.p_value:.3f}" if one.p_value >= 0.001 else "below 0.001",
        f"{r.value:.2f}" if r.value is not None and known(r.value) else "undefined",
        f"{ratio.value:.2f}" if ratio.value is not None and known(ratio.value) else "undefined",
    ]


def flipped(c: Comparison) -> Iterator[str]:
    """Give the numbers of the trials that flipped, and how to play one again."""
    matches = [match for match in c.matches if match.contrasts[c.metric].flips is not None]
    rows = [row for match in matches[:_MOST_MATCHES] for row in _flip_rows(c, match)]
    if not rows:
        yield f"<p>{scale_of(c.metric).title} is no yes or no, so trials do not flip.</p>"
        return
    yield from table("Numbers of trials, to be played again", ["from, to", "which way", "how many", "trials"], rows)
    first = next((trial for match in matches for trial in _trials(match, c.metric)), None)
    yield from replay(c.series, first)


def _trials(match: Match, metric: str) -> tuple[int, ...]:
    flips = match.contrasts[metric].flips
    return () if flips is None else flips.to_yes + flips.to_no


def _flip_rows(c: Comparison, match: Match) -> Iterator[list[str]]:
    flips = match.contrasts[c.metric].flips
    assert flips is not None
    no, yes = flip_sides(c.metric)
    pair = f"{name_of(c.names[match.first], 32)}, {name_of(c.names[match.second], 32)}"
    yield [pair, f"{no} to {yes}", f"{len(flips.to_yes):,}", _numbers(flips.to_yes)]
    yield [pair, f"{yes} to {no}", f"{len(flips.to_no):,}", _numbers(flips.to_no)]


def _numbers(trials: Sequence[int]) -> str:
    more = f" and {len(trials) - _MOST_TRIALS:,} more" if len(trials) > _MOST_TRIALS else ""
    return ", ".join(map(str, trials[:_MOST_TRIALS])) + more


def in_each_world(w: Worlds) -> Section:
    """Return the differences world by world."""
    scale = scale_of(w.metric, typical_of(world.difference.value for world in w.worlds))
    rows = (
        [str(one.number), scale.difference(one.difference), scale.interval(one.difference), f"{one.difference.n:,}"]
        for one in w.worlds
    )
    caption = f"{scale.title}: {name_of(w.second, 40)} less {name_of(w.first, 40)}"
    told = table(caption, ["world", "difference", "95 % interval", "n"], rows)
    return f"In each world: {name_of(w.second, 40)}", list(folded(counted(len(w.worlds), "world"), told))


def effects(s: Sweep) -> Iterator[str]:
    """Give the table of effects and interactions."""
    scale = sweep_scale(s)
    rows = [
        [
            name_of(one.factor),
            f"{with_unit(one.low, unit_of(s, one.factor))} to {with_unit(one.high, unit_of(s, one.factor))}",
            scale.difference(one.effect.estimate),
            scale.interval(one.effect.estimate),
            f"{one.effect.estimate.n:,}",
        ]
        for one in s.effects
    ] + [
        [
            f"{name_of(one.first, 32)} by {name_of(one.second, 32)}",
            "interaction" + ("" if one.is_clear else ", not clear"),
            scale.difference(one.effect.estimate),
            scale.interval(one.effect.estimate),
            f"{one.effect.estimate.n:,}",
        ]
        for one in s.interactions
    ]
    if rows:
        yield from table(scale.title, ["factor", "from, to", "effect", "95 % interval", "n"], rows)
    else:
        yield "<p>No effect can be told from these points.</p>"


def points(s: Sweep) -> Iterator[str]:
    """Give the table of design points."""
    scale = sweep_scale(s)
    names = [factor.name for factor in s.factors]
    rows = (
        [
            str(place),
            *(level_text(study.levels[name]) if name in study.levels else "as in the file" for name in names),
            *(scale.value(mean), scale.interval(mean), f"{mean.n:,}"),
        ]
        for place, (study, values) in enumerate(zip(s.series, s.values, strict=True))
        if place < _MOST_POINTS
        for mean in (mean_of(s.metric, values, yes_no=scale.is_yes_no),)
    )
    head = [
        "point",
        *(f"{f.name}, {f.unit}" if f.unit else f.name for f in s.factors),
        scale.label,
        "95 % interval",
        "n",
    ]
    yield from folded(counted(len(s.series), "point"), table(scale.title, head, rows))
    if len(s.series) > _MOST_POINTS:
        yield f"<p class=small>And {len(s.series) - _MOST_POINTS:,} points more: see summary.csv.</p>"


def pairings(t: Tournament) -> Iterator[str]:
    """Give the table of pairings with the trials that flip."""
    scale = tournament_scale(t)
    against = name_of(t.plans[0][0], 32)
    rows = (
        [
            name_of(one, 40),
            name_of(other, 40),
            *(scale.value(cell.mean), scale.interval(cell.mean), f"{cell.mean.n:,}"),
            *(_flip_cell(cell.up), _flip_cell(cell.down)),
        ]
        for one, row in zip(t.plans[0], t.cells, strict=True)
        for other, cell in zip(t.plans[1], row, strict=True)
    )
    head = [*t.sides, scale.label, "95 % interval", "n", f"to yes from {against}", f"to no from {against}"]
    yield from table("Each plan against each, and the trials that flip", head, rows)
    flipped = next((trial for row in t.cells for cell in row for trial in cell.up + cell.down), None)
    yield from replay(t.series, flipped)


def _flip_cell(trials: Sequence[int]) -> str:
    if not trials:
        return "0"
    shown = ", ".join(map(str, trials[:5]))
    return f"{len(trials):,} ({shown}{', ...' if len(trials) > 5 else ''})"
