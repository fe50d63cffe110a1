"""Figures of a package: two strikes on two axes, a flight that keeps a site down, a strike that waits for another."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import load_scenario
from sim.scenario.schema import Scenario
from sim.show.catalogue import FIGURES
from sim.show.doing import OF_PURPOSE, Doing
from sim.show.figures.matrix import _STACK
from sim.show.plan import spans_of, way_of
from sim.trial.reasons import Purpose
from tests.show_builders import context_of, play

WINDOW = load_scenario("suppression-window").scenario
GOATS = load_scenario(Path(__file__).parents[1] / "golden" / "window.yaml").scenario


def test_every_purpose_of_a_leg_is_a_doing_and_every_doing_is_drawn() -> None:
    assert set(OF_PURPOSE) == set(Purpose)
    assert set(_STACK) == set(Doing)


def test_a_suppressor_is_planned_to_be_there_while_its_window_is_open() -> None:
    spans = {span.doing: (span.from_s, span.until_s) for span in spans_of(WINDOW, "VIPER")[:3]}
    assert spans[Doing.SUPPRESSES] == (2580.0, 2760.0)
    assert spans[Doing.ROUTE][1] == 2580.0


def test_a_hold_is_in_the_plan_and_the_release_stays_on_time() -> None:
    way = way_of(GOATS, "MULE")
    assert way is not None
    assert way.release == 3  # the hold point counts twice: when it is reached, and when it is left
    assert way.at_s[3] == pytest.approx(1320.0)
    assert way.at_s[2] - way.at_s[1] == pytest.approx(40.0)
    waits = [span for span in spans_of(GOATS, "MULE") if span.doing is Doing.WAITS]
    assert waits[-1].until_s - waits[-1].from_s == pytest.approx(40.0)


@pytest.mark.parametrize("scenario", [WINDOW, GOATS], ids=["window", "goats"])
def test_every_figure_can_be_drawn(scenario: Scenario) -> None:
    context = context_of(scenario, play(scenario, 5))
    for name, draw in FIGURES.items():
        assert draw(context).alt, name
