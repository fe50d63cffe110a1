"""The lesson of the airborne controller: guards keep it in the air, and its flights in contact; the ground needs none.

160 trials on other seeds than those it was tuned on. A direction is a paired difference met by the lower end of its
99.9 % interval, so a correct program that had no such effect would pass for one choice of seeds in 2000; by the effects
measured while tuning each claim fails by bad luck for fewer than one in 100. The seeds are fixed.
"""

from __future__ import annotations

import pytest

from sim.measure import check_invariants
from sim.scenario import load_scenario
from sim.trial.play import run_trial
from tests.lessons.playing import mean, surely_more, variant

LESSON = "airborne-controller"
VARIANTS = ("guarded", "unguarded", "ground-controller")


def test_guards_keep_the_controller_in_the_air() -> None:
    assert surely_more("controllers_lost", variant(LESSON, "unguarded"), variant(LESSON, "guarded")) > 0.4


def test_guards_keep_the_escorts_in_contact() -> None:
    assert surely_more("out_of_contact_s", variant(LESSON, "unguarded"), variant(LESSON, "guarded")) > 0.0


def test_without_guards_more_threats_come_through() -> None:
    assert surely_more("leakers", variant(LESSON, "unguarded"), variant(LESSON, "guarded")) > 0.0


def test_a_controller_on_the_ground_is_never_lost() -> None:
    assert mean("controllers_lost", variant(LESSON, "ground-controller")) == 0.0


@pytest.mark.parametrize("name", VARIANTS)
def test_it_is_a_contest(name: str) -> None:
    assert 0.3 < mean("success", variant(LESSON, name)) < 0.85
    assert mean("unresolved_aircraft", variant(LESSON, name)) <= 0.1


@pytest.mark.parametrize("name", VARIANTS)
def test_its_trials_are_sound(name: str) -> None:
    scenario = load_scenario(LESSON, variant=name).scenario
    for number in range(3):
        assert check_invariants(scenario, run_trial(scenario, 101, number)) == []
