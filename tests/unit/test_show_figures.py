"""Every figure, on ordinary and on ugly material: it is drawn, whole, in words, and says how much it rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.scenario.schema import Scenario
from sim.show.catalogue import FIGURES, PLAN_FIGURES
from sim.show.context import Context
from sim.show.figures.distributions import steps_of
from sim.show.figures.losses import groups_of
from sim.show.figures.matrix import doing_shares
from sim.show.figures.outcomes import shares
from sim.show.figures.stages import stages_of
from sim.show.panels import chosen
from sim.show.style import Picture, as_bytes, house_style
from tests.show_builders import (
    SEED,
    baseline,
    baseline_context,
    context_of,
    only_patrol,
    play,
    renamed,
    trials,
    without_side,
)

LONG = "N" * 64
EVIL = {
    "HAMMER": LONG,
    "RAVEN": "a$b^$c",
    "EAGLE": "<script>alert(1)</script>",
    "BANDIT": "\u202eDNAB\u202c 鷹",
    "SAM": "S" * 64,
    "DEPOT": "D$^E\x00POT",
    "blue": "b$l^u$e",
}


def evil() -> Context:
    title = "T$^$ <script>\u202e " + "very long title " * 12
    scenario = replace(renamed(baseline(), EVIL), title=title)
    return context_of(scenario, play(scenario, 2))


def many() -> Context:
    """Forty flights more, and metrics with forty and four hundred values."""
    base = baseline()
    more = {f"EXTRA{order:02d}": replace(base.flights["RAVEN"], aircraft=1) for order in range(40)}
    scenario = replace(base, flights={**base.flights, **more})
    values = np.arange(200.0)
    return context_of(scenario, play(scenario, 1), leakers=values % 40, own_aircraft_lost=values * 2)


def flat() -> Context:
    """Nothing varies, something is undefined, success was never seen."""
    same = np.full(50, -12.5)
    return baseline_context(detect_to_task_s=same, coverage_gap_s=np.empty(0), success=np.zeros(50))


CASES: dict[str, Callable[[], Context]] = {
    "baseline": baseline_context,
    "before any trial": lambda: Context(scenario=baseline()),
    "one trial": lambda: context_of(baseline(), trials()[:1]),
    "evil names": evil,
    "forty flights": many,
    "nothing varies": flat,
    "no opponent": lambda: _played(without_side(baseline(), "red")),
    "no route, no strike": lambda: _played(only_patrol(baseline())),
}


def _played(scenario: Scenario) -> Context:
    return context_of(scenario, play(scenario, 2))


@cache
def case(name: str) -> Context:
    return CASES[name]()


@cache
def drawn(figure: str, name: str) -> Picture:
    with house_style():
        picture = FIGURES[figure](case(name))
        picture.figure.draw_without_rendering()
        return picture


def texts(figure: Figure) -> list[Text]:
    return [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("figure", FIGURES)
def test_no_word_is_cut_off_at_the_edge_of_the_sheet(figure: str, name: str) -> None:
    sheet = drawn(figure, name).figure
    renderer = sheet.canvas.get_renderer()
    beyond = labels_beyond_the_axes(sheet)
    for text in texts(sheet):
        box = text.get_window_extent(renderer)
        if text not in beyond:
            assert min(box.x0, box.y0) >= 0, text.get_text()
            assert box.x1 <= 1280, text.get_text()
            assert box.y1 <= 720, text.get_text()


def labels_beyond_the_axes(figure: Figure) -> list[Text]:
    """Labels of ticks outside the limits of their axis exist, but are never drawn."""
    found = []
    for axes in figure.axes:
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in axis.get_major_ticks():
                if not min(limits) <= tick.get_loc() <= max(limits):
                    found += [tick.label1, tick.label2]
    return found


@pytest.mark.parametrize("figure", FIGURES)
def test_no_figure_shows_a_direction_or_control_sign(figure: str) -> None:
    words = "".join(text.get_text() for text in texts(drawn(figure, "evil names").figure))
    assert not set(words) & set("\u202e\u202c\x00")


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_says_what_it_rests_on(figure: str) -> None:
    sheet = drawn(figure, "baseline").figure
    footer = sheet.texts[2].get_text()
    assert "notional, for teaching" in footer
    assert "Sortie Lab 0.1.0" in footer
    if figure in PLAN_FIGURES:
        assert "before any trial" in footer
    else:
        assert f"seed {SEED}" in footer
        assert "n = " in footer


@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_has_words_of_its_own(figure: str) -> None:
    picture = drawn(figure, "baseline")
    assert picture.name == figure
    assert len(picture.alt) > 60
    assert "HAMMER" in picture.alt or any(sign.isdigit() for sign in picture.alt)


@pytest.mark.parametrize("figure", ["matrix", "trial_map"])
def test_the_same_trials_give_the_same_bytes(figure: str) -> None:
    with house_style():
        first, second = (as_bytes(FIGURES[figure](case("baseline")), "svg") for _ in range(2))
    assert first == second


def test_success_never_seen_is_shown_with_its_upper_bound() -> None:
    title = drawn("outcomes", "nothing varies").title
    assert title == "Mission success in 0 % of trials (at most 6 %)"


def test_a_value_never_seen_gets_a_bar_of_its_own_with_a_bound() -> None:
    rows = shares(np.array([0.0] * 30 + [2.0] * 70))
    assert [(value, share) for value, share, _, _ in rows] == [(0.0, 0.3), (1.0, 0.0), (2.0, 0.7)]
    assert rows[1][2] == 0.0
    assert rows[1][3] == pytest.approx(0.0295, abs=1e-4)  # 1 - 0.05 ** (1/100)


def test_many_values_are_drawn_in_groups_that_lose_nobody() -> None:
    rows = shares(np.arange(400.0))
    assert len(rows) <= 40
    assert sum(share for _, share, _, _ in rows) == pytest.approx(1.0)


def test_a_metric_that_mirrors_another_gets_no_panel() -> None:
    lost = np.array([0.0, 1.0, 2.0, 1.0, 0.0, 2.0])
    table = baseline_context(bombers_home=2.0 - lost, bombers_lost=lost).table
    assert table is not None
    names = [column.name for column in chosen(table, lambda column: column.unit == "aircraft")]
    assert "bombers_home" in names
    assert "bombers_lost" not in names


def test_the_distribution_reaches_one_at_the_greatest_value_however_many_there_are() -> None:
    values, shares_up_to = steps_of(np.random.default_rng(1).random(10_000))
    assert values.size <= 200
    assert shares_up_to[-1] == 1.0
    assert np.all(np.diff(values) >= 0.0)


def test_every_aircraft_is_doing_one_thing_at_every_instant() -> None:
    for flight in doing_shares(baseline(), trials(), np.linspace(0.0, 5000.0, 101)).values():
        assert sum(flight.values()) == pytest.approx(np.ones(101))


def test_losses_over_time_end_at_the_mean_of_the_table() -> None:
    context = baseline_context()
    assert context.table is not None
    groups = groups_of(context, np.array([0.0, context.scenario.ends_at_s]))
    own = sum(float(group.mean[-1]) for group in groups if group.side == "blue")
    assert own == pytest.approx(float(context.table.columns["own_aircraft_lost"].values.mean()))
    assert all(group.mean[0] == 0.0 for group in groups)
    assert all(np.all(group.low <= group.mean) and np.all(group.mean <= group.high) for group in groups)


def test_stage_times_agree_with_the_metrics_of_one_trial() -> None:
    context = context_of(baseline(), trials()[:1])
    assert context.table is not None
    queue = next(stage for stage in stages_of(context) if stage.name == "queues for the controller")
    measured = context.table.columns["eligible_to_service_s"].values
    assert float(queue.times_s.mean()) == pytest.approx(float(measured[0]))
