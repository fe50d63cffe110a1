"""The lesson of caveats: who may not fire first spares the airliners and pays with bombers; to ask costs time.

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

LESSON = "caveats"
VARIANTS = ("free", "not-first", "must-ask", "border")


def test_who_may_not_fire_first_spares_every_airliner() -> None:
    assert mean("neutrals_lost", variant(LESSON, "not-first")) == 0.0
    assert surely_more("neutrals_lost", variant(LESSON, "free"), variant(LESSON, "not-first")) > 0.5


def test_who_may_not_fire_first_pays_with_bombers() -> None:
    assert surely_more("bombers_home", variant(LESSON, "free"), variant(LESSON, "not-first")) > 0.0


def test_to_ask_first_costs_less_than_not_to_fire_first_but_lets_more_threats_through_than_free_fire() -> None:
    assert surely_more("leakers", variant(LESSON, "must-ask"), variant(LESSON, "free")) > 0.0
    assert mean("engagement_delay_s", variant(LESSON, "must-ask")) > 30.0


def test_leave_that_is_always_given_saves_no_airliner() -> None:
    """The authority knows no more than the flight that asks."""
    assert mean("neutrals_lost", variant(LESSON, "must-ask")) > 0.7


def test_escorts_that_stop_at_a_border_leave_the_bombers_alone_beyond_it() -> None:
    assert surely_more("bombers_home", variant(LESSON, "free"), variant(LESSON, "border")) > 0.0
    assert mean("engagements_refused", variant(LESSON, "border")) > 1.0


@pytest.mark.parametrize("name", VARIANTS)
def test_its_trials_are_sound_and_nobody_is_left_in_the_air(name: str) -> None:
    scenario = load_scenario(LESSON, variant=name).scenario
    for number in range(3):
        assert check_invariants(scenario, run_trial(scenario, 101, number)) == []
    assert mean("unresolved_aircraft", variant(LESSON, name)) <= 0.5


def test_it_is_a_contest() -> None:
    assert 0.3 < mean("success", variant(LESSON, "free")) < 0.75
