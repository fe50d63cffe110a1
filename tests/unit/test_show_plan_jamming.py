"""Jammers on the map of the plan."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.base.units import NM
from sim.scenario import load_scenario
from sim.scenario.schema import Scenario
from sim.show.context import Context
from sim.show.figures.plan_jamming import reaches
from sim.show.figures.plan_map import draw
from sim.show.style import Picture, as_bytes, house_style
from tests.show_builders import baseline


@pytest.fixture(autouse=True)
def _style() -> Iterator[None]:
    with house_style():
        yield


def contested(variant: str | None = None) -> Scenario:
    return load_scenario("contested-picture", variant=variant).scenario


def words(picture: Picture) -> set[str]:
    """Return everything that is written in the axes and in the legend of a picture."""
    figure = picture.figure
    legends = {text.get_text() for legend in figure.legends for text in legend.get_texts()}
    return legends | {text.get_text() for axes in figure.axes for text in axes.texts}


def test_a_map_shows_whom_jammers_hide_and_how_far_they_trouble_links() -> None:
    picture = draw(Context(scenario=contested()))
    keys = {"hidden by a jammer", "links jammed from there"}
    assert words(picture) >= keys | {"SHADE jams links 150 nm", "HAZE jams links 150 nm"}
    assert "SHADE: 1 aircraft, escort, blue" in picture.alt
    assert "jams" in picture.alt
    assert not keys & words(draw(Context(scenario=baseline())))


def test_a_jammer_that_is_never_switched_on_is_not_drawn() -> None:
    places = [("SHADE", (0.0, 0.0)), ("HAZE", (1.0, 1.0)), ("HAMMER", (2.0, 2.0))]
    assert [reach.flight for reach in reaches(contested(), places)] == ["SHADE", "HAZE"]
    assert [reach.flight for reach in reaches(contested("only-haze"), places)] == ["HAZE"]
    assert next(reaches(contested(), places)).hides_m == pytest.approx(20 * NM)


def test_the_map_is_the_same_bytes_each_time() -> None:
    first, second = (as_bytes(draw(Context(scenario=contested())), "svg") for _ in range(2))
    assert first == second
