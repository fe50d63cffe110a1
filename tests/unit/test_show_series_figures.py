"""Figures of comparisons, worlds, sweeps and tournaments, on ordinary and on ugly material: whole and legible."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import combinations, product
from typing import Any

import numpy as np
import pytest
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.scenario import Design
from sim.show.catalogue import COMPARE_FIGURES, PLAY_FIGURES, SWEEP_FIGURES, WORLDS_FIGURES
from sim.show.figures.flips import ways
from sim.show.figures.surface import within
from sim.show.forest import Lean, lean_of
from sim.show.scale import scale_of
from sim.show.style import Picture, as_bytes, house_style
from sim.stats import Estimate, Method
from sim.study import Level, StudyKind
from sim.study import compare as compare_module
from sim.study.compare import Comparison, comparison
from sim.study.sweep import Sweep, sweep_results
from sim.study.tournament import Tournament, tournament
from sim.study.worlds import Worlds, worlds_results
from tests.show_builders import SEED, Knob, columns_of, flat_columns, series_of

EVIL = ("$x_1$ a^b", "<b>bold</b>", "\u202eLTR\u202c 🚀 鷹", "N" * 64, "W" * 64)
MANY = 40
UGLY = ("ordinary", "one trial", "all equal", "undefined", "never seen", "forty", "evil names", "long names")


def names_for(case: str, plain: list[str]) -> list[str]:
    if case == "evil names":
        return [EVIL[place % 3] + " " * (place // 3) for place in range(len(plain))]
    if case == "long names":
        return [f"{'WM'[place % 2] * 62}{place:02d}" for place in range(len(plain))]
    return plain


def columns_for(case: str, order: int, n: int, share: float) -> dict[str, Any]:
    match case:
        case "all equal":
            return flat_columns(n, 1.0)
        case "undefined":
            return flat_columns(n, np.nan)
        case "never seen":
            return columns_of(order, n, share=share) | {"success": np.zeros(n)}
        case _:
            return columns_of(order, n, share=share)


def trials_for(case: str) -> int:
    return {"one trial": 1, "forty": 12}.get(case, 120)


def compared(case: str, count: int, metric: str = "success") -> Comparison:
    plain = ["as written", *(f"plan {number}" for number in range(1, MANY if case == "forty" else count))]
    n = trials_for(case)
    points = {
        name: columns_for(case, order, n, 0.4 + 0.3 * order / len(plain))
        for order, name in enumerate(names_for(case, plain))
    }
    metrics = (
        ["success", "bombers_home"] if case == "forty" else ["bombers_home", "coverage_gap_s", "controller_utilisation"]
    )
    return comparison(series_of(StudyKind.COMPARE, points), metric=metric, metrics=metrics)


def in_worlds(case: str) -> Worlds:
    names = names_for(case, ["as written", "other"])
    worlds = {"forty": 500}.get(case, 12)
    n = trials_for(case)
    points, levels, resolved = {}, [], []
    for world, (order, name) in product(range(1, worlds + 1), enumerate(names)):
        points[f"world {world}: {order}"] = columns_for(case, 2 * world + order, n, 0.3 + 0.2 * order * (world % 5))
        levels.append({"world": world, "alternative": name})
        resolved.append(
            {"flights": {f"{EVIL[3]}": {"speed_mps": 200.0 + world % 5}, "B": {"range_m": 100.0 + world % 7}}}
        )
    made = series_of(StudyKind.WORLDS, points, levels, resolved=resolved)  # type: ignore[arg-type]
    return worlds_results(made, metric="bombers_home")[0]


def swept(case: str, shape: str) -> Sweep:
    first, second, third = names_for(case, ["leash", "delay", "posture"])
    count = MANY if case == "forty" else 3
    choices: tuple[Level, ...] = tuple(names_for(case, [f"choice {k}" for k in range(count)]))
    numbers: tuple[Level, ...] = tuple(10.0 + k for k in range(count))
    factors = {
        "numbers": [Knob(first, numbers, "nm"), Knob(second, (0.0, 20.0, 40.0), "s")],
        "choices": [Knob(third, choices), Knob(second, (0.0, 20.0, 40.0), "s")],
        "one": [Knob(first, numbers, "nm")],
        "cloud": [Knob(first, (10.0, 80.0), "nm"), Knob(second, (0.0, 40.0), "s")],
    }[shape]
    design = Design.LHS if shape == "cloud" else Design.GRID
    if shape == "cloud":
        rows = [{first: 10.0 + 7.0 * k, second: 4.0 * ((3 * k) % 11)} for k in range(11)]
    else:
        rows = [dict(zip([f.name for f in factors], row, strict=True)) for row in product(*(f.values for f in factors))]  # type: ignore[misc]
    n = trials_for(case)
    points = {f"point {k}": columns_for(case, k, n, 0.3 + 0.4 * ((5 * k) % 7) / 7) for k in range(len(rows))}
    return sweep_results(series_of(StudyKind.SWEEP, points, rows), factors, design, metric="success")  # type: ignore[arg-type]


def played(case: str) -> Tournament:
    blue = names_for(case, [f"plan {k}" for k in range(MANY if case == "forty" else 3)])
    red = names_for(case, ["patrol", "raid"] if case != "forty" else [f"raid {k}" for k in range(12)])
    n = trials_for(case)
    points, levels = {}, []
    for (i, one), (j, other) in product(enumerate(blue), enumerate(red)):
        points[f"{i} / {j}"] = columns_for(case, i + j, n, 0.35 + 0.3 * i / len(blue))
        levels.append({"blue": one, "red": other})
    return tournament(series_of(StudyKind.PLAY, points, levels), ("blue", "red"), metric="success")  # type: ignore[arg-type]


MAKERS: dict[str, tuple[dict[str, Callable[[Any], Picture]], Callable[[str], Any]]] = {
    "two": (COMPARE_FIGURES, lambda case: compared(case, 2)),
    "two by a number": (COMPARE_FIGURES, lambda case: compared(case, 2, "coverage_gap_s")),
    "several": (COMPARE_FIGURES, lambda case: compared(case, 5)),
    "worlds": (WORLDS_FIGURES, in_worlds),
    "numbers": (SWEEP_FIGURES, lambda case: swept(case, "numbers")),
    "choices": (SWEEP_FIGURES, lambda case: swept(case, "choices")),
    "one factor": (SWEEP_FIGURES, lambda case: swept(case, "one")),
    "cloud": (SWEEP_FIGURES, lambda case: swept(case, "cloud")),
    "play": (PLAY_FIGURES, played),
}
ALL = [(kind, figure) for kind, (figures, _) in MAKERS.items() for figure in figures]


@cache
def data(kind: str, case: str) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compare_module, "MAX_ALTERNATIVES", MANY)
        return MAKERS[kind][1](case)


@cache
def drawn(kind: str, figure: str, case: str) -> Picture:
    with house_style():
        picture = MAKERS[kind][0][figure](data(kind, case))
        picture.figure.draw_without_rendering()
        return picture


def texts(figure: Figure) -> list[Text]:
    """All words that are drawn: labels of ticks beyond the limits of their axis exist, but are not."""
    beyond = set()
    for axes in figure.axes:
        for axis, limits in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not min(limits) <= tick.get_loc() <= max(limits):
                    beyond |= {tick.label1, tick.label2}
    off = [axes for axes in figure.axes if not axes.axison]
    hidden = {text for axes in off for axis in (axes.xaxis, axes.yaxis) for text in axis.findobj(Text)}
    contours = {text for one in figure.findobj(ContourSet) for text in one.labelTexts}
    found = figure.findobj(Text)
    return [t for t in found if t.get_visible() and t.get_text().strip() and t not in beyond | hidden | contours]


@pytest.mark.parametrize("case", UGLY)
@pytest.mark.parametrize(("kind", "figure"), ALL)
def test_no_word_is_cut_off_or_written_over_another(kind: str, figure: str, case: str) -> None:
    sheet = drawn(kind, figure, case).figure
    renderer = sheet.canvas.get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer), text.get_rotation()) for text in texts(sheet)]
    for words, box, _ in boxes:
        assert min(box.x0, box.y0) >= 0, words
        assert box.x1 <= 1280, words
        assert box.y1 <= 720, words
    for (words, box, turned), (other_words, other, other_turned) in combinations(boxes, 2):
        if turned == other_turned and turned not in (0.0, 90.0):
            continue  # names side by side at a slant: their boxes overlap, they do not
        across = min(box.x1, other.x1) - max(box.x0, other.x0)
        up = min(box.y1, other.y1) - max(box.y0, other.y0)
        assert across < 2 or up < 4, f"{words!r} over {other_words!r}"


@pytest.mark.parametrize(("kind", "figure"), ALL)
def test_every_figure_says_what_it_rests_on(kind: str, figure: str) -> None:
    footer = drawn(kind, figure, "ordinary").figure.texts[2].get_text()
    for part in ("n = 120 trials", f"seed {SEED}", "notional, for teaching", "Sortie Lab 0.1.0"):
        assert part in footer


@pytest.mark.parametrize("case", UGLY)
@pytest.mark.parametrize(("kind", "figure"), ALL)
def test_every_figure_has_words_that_hold_no_hidden_sign(kind: str, figure: str, case: str) -> None:
    picture = drawn(kind, figure, case)
    assert len(picture.alt) > 20
    shown = "".join(text.get_text() for text in texts(picture.figure))
    assert not set(shown) & set("\u202e\u202c\x00")
    assert "nan" not in (shown + picture.alt).replace("Finance", "")


@pytest.mark.parametrize(
    ("kind", "figure"), [("two", "flips"), ("numbers", "surface"), ("play", "pairings"), ("worlds", "worlds")]
)
def test_the_same_results_give_the_same_bytes(kind: str, figure: str) -> None:
    with house_style():
        for form in ("svg", "png"):
            first, second = (as_bytes(MAKERS[kind][0][figure](data(kind, "ordinary")), form) for _ in range(2))
            assert first == second


def test_a_difference_lies_on_the_side_that_is_better() -> None:
    def difference(value: float, low: float, high: float) -> Estimate:
        return Estimate(name="m", value=value, low=low, high=high, n=9, method=Method.BOOTSTRAP)

    higher, lower = scale_of("bombers_home").better, scale_of("bombers_lost").better
    neither = scale_of("threats").better
    assert lean_of(difference(1.0, 0.5, 1.5), higher) is Lean.BETTER
    assert lean_of(difference(1.0, 0.5, 1.5), lower) is Lean.WORSE
    assert lean_of(difference(1.0, -0.5, 1.5), higher) is Lean.UNCLEAR
    assert lean_of(difference(1.0, 0.5, 1.5), neither) is Lean.UNCLEAR


def test_trials_that_got_better_are_those_that_fell_where_less_is_better() -> None:
    c = comparison(data("two", "ordinary").series, metric="coverage_gap_s", metrics=())
    contrast = c.matches[0].contrasts["coverage_gap_s"]
    assert ways(contrast) == (contrast.down, contrast.up, contrast.paired.n)
    assert contrast.up > contrast.down  # by construction the second has more


def test_a_surface_of_shares_is_never_drawn_beyond_0_and_100_percent() -> None:
    heights = np.array([[-15.0, 50.0, 120.0]])
    assert within(heights, scale_of("success")).tolist() == [[0.0, 50.0, 100.0]]
    assert within(heights, scale_of("bombers_home")).tolist() == heights.tolist()
