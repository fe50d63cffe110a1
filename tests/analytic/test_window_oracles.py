"""A strike and a suppression window: two normal errors, and how often the window covers the release."""

from __future__ import annotations

import pytest
from scipy.stats import norm

from sim.measure import Measurer
from sim.trial.play import run_trial
from sim.verify.cases import CASES
from sim.verify.play import case_scenario
from sim.verify.windows import covered_prob
from tests.analytic.oracle import exact, held
from tests.analytic.scores import Scores

TRIALS = 2500


@pytest.mark.parametrize(
    ("sd_s", "before_s", "lasts_s"), [(50.0, 60.0, 100.0), (25.0, -10.0, 300.0), (5.0, 60.0, 60.0)]
)
def test_the_formula_is_the_difference_of_two_normals(sd_s: float, before_s: float, lasts_s: float) -> None:
    below, above = norm.cdf([-before_s, lasts_s - before_s], scale=sd_s)
    assert covered_prob(sd_s, before_s, lasts_s) == exact(above - below)


@pytest.mark.parametrize(("before_s", "covered"), [(60.0, 1.0), (0.0, 1.0), (100.0, 1.0), (-1.0, 0.0), (101.0, 0.0)])
def test_without_errors_both_ends_belong_to_the_window(before_s: float, covered: float) -> None:
    assert covered_prob(0.0, before_s, 100.0) == covered


@pytest.mark.parametrize("case", ["window-own-errors", "window-shared-error", "window-apart"])
def test_the_window_covers_the_release_as_often_as_theory_says(case: str, scores: Scores) -> None:
    held(scores, case, trials=TRIALS)


@pytest.mark.parametrize(
    ("before_s", "lasts_s", "own_s"), [(0.0, 200.0, 10.0), (-30.0, 90.0, 60.0), (150.0, 160.0, 20.0)]
)
def test_other_windows_cover_it_as_often_too(before_s: float, lasts_s: float, own_s: float, scores: Scores) -> None:
    changes = {
        "flights.SUPPRESSOR.suppress.before_s": before_s,
        "flights.SUPPRESSOR.suppress.lasts_s": lasts_s,
        "flights.SUPPRESSOR.timing.own_sd_s": own_s,
    }
    held(scores, "window-own-errors", trials=TRIALS, changes=changes)


def test_the_measure_counts_the_same_releases_as_covered() -> None:
    """The site gets missiles that reach the release, but none to fire: its exposure alone matters."""
    missile = {"speed_mps": 100_000, "flyout_km": 50, "hit_prob": 0}
    blind = {"range_km": 0.001}
    overrides = {"sites.RADAR": {"side": "red", "at_km": [110, 0], "radar": blind, "missile": missile, "magazine": 1}}
    case = CASES["window-own-errors"]
    scenario = case_scenario(case, overrides)
    measurer = Measurer(scenario)
    trials = [run_trial(scenario, 7, number) for number in range(200)]
    in_window = case.answers(scenario)[0].of
    assert [measurer.measure(trial)["releases_suppressed"] for trial in trials] == [in_window(one) for one in trials]
