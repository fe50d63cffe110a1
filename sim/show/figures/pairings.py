"""Plan against plan: the metric of every pairing, and each side's ranking beside it."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from sim.measure import METRICS
from sim.show.cells import Block, draw_block
from sim.show.foot import series_footer
from sim.show.forest import words_for
from sim.show.scale import Scale, known
from sim.show.style import BLUE, INK, MUTED, RED, SMALL_PT, TEXT_PT, Picture, put, say_instead, sheet
from sim.show.text import shorten
from sim.show.wording.tournament import tournament_scale, tournament_words
from sim.study.tournament import Ranked, Tournament

_NAME = "pairings"
_MOST = 10
_RANKED = 7


def draw(tournament: Tournament) -> Picture:
    """Draw the matrix with plans from best to worst, and the two rankings."""
    t = tournament
    scale = tournament_scale(t)
    one, other = (shorten(side, 20) for side in t.sides)
    title = f"{one}'s plans against {other}'s"
    subtitle = (
        f"{scale.label} ({scale.unit}), {words_for(METRICS[t.metric].better)} for {one}; 95 % interval in each cell"
    )
    figure = sheet(title, subtitle, series_footer(t.series, t.n, each="pairing"))
    if not t.n:
        say_instead(figure.add_axes((0.1, 0.2, 0.8, 0.6)), "No trial finished in every pairing.")
        return Picture(name=_NAME, figure=figure, title=title, alt="No trial finished in every pairing.")
    order = tuple(
        [names.index(one.plan) for one in ranking][:_MOST] for names, ranking in zip(t.plans, t.rankings, strict=True)
    )
    block = Block(
        cells=[[t.cells[row][column].mean for column in order[1]] for row in order[0]],
        scale=scale,
        columns=[t.plans[1][column] for column in order[1]],
        rows=[t.plans[0][row] for row in order[0]],
        across=f"plans of {other}",
        down=f"plans of {one}",
        full_interval=True,
    )
    draw_block(figure, (0.015, 0.085, 0.655, 0.755), block)
    for top, side, ranking, colour in zip((0.865, 0.475), t.sides, t.rankings, (BLUE, RED), strict=True):
        _ranking(figure, top, (f"{shorten(side, 20)}: from best to worst", colour), (ranking, scale))
    left_out = [
        f"{len(names) - _MOST} of {shorten(side, 20)}"
        for names, side in zip(t.plans, t.sides, strict=True)
        if len(names) > _MOST
    ]
    if left_out:
        put(
            figure,
            0.02,
            0.072,
            f"plans further down are not in the matrix: {' and '.join(left_out)}",
            size=SMALL_PT,
            colour=MUTED,
        )
    return Picture(name=_NAME, figure=figure, title=title, alt=f"{title}. {' '.join(tournament_words(t))}")


def _ranking(figure: Figure, top: float, head: tuple[str, str], ranked: tuple[Sequence[Ranked], Scale]) -> None:
    """Write a side's plans from best to worst; those level with the best share its place."""
    ranking, scale = ranked
    put(figure, 0.695, top, head[0], size=TEXT_PT, weight="bold", colour=head[1], width=0.295)
    y = top - 0.045
    for place, one in enumerate(ranking[:_RANKED]):
        is_level = place > 0 and one.is_level
        rank = "1" if place == 0 or is_level else str(place + 1)
        tail = "  level" if is_level and known(one.mean.value) else ""
        put(figure, 0.695, y, f"{rank}.", size=SMALL_PT, colour=INK)
        put(figure, 0.718, y, shorten(one.plan, 20), size=SMALL_PT, colour=INK, width=0.155)
        put(
            figure, 0.875, y, scale.value(one.mean) + tail, size=SMALL_PT, colour=MUTED if is_level else INK, width=0.12
        )
        y -= 0.036
    if len(ranking) > _RANKED:
        put(figure, 0.718, y, f"and {len(ranking) - _RANKED} more", size=SMALL_PT, colour=MUTED)
        y -= 0.036
    if any(one.is_level for one in ranking[1:]):
        put(figure, 0.695, y - 0.004, "level: cannot be told from the best", size=SMALL_PT, colour=MUTED, width=0.295)
