"""Verification cases and their verdicts: what is scored, what fails, and what all scores say together."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.scenario.places import scenarios_folder
from sim.stats.scores import alarm_prob, chi_square, mean_score, share_score
from sim.trial.reasons import Status
from sim.trial.records import Trial
from sim.verify.case import Answer, Kind, count_answers, moments
from sim.verify.cases import CASES
from sim.verify.play import case_file, case_scenario, case_seed, play_case
from sim.verify.tally import Finding, Tally, verdict

SHARE = Answer(what="yes", formula="one half", exact=0.5, kind=Kind.SHARE, of=lambda trial: float(trial.number % 2))
MEAN = Answer(
    what="number", formula="middle", exact=4.5, kind=Kind.MEAN, of=lambda trial: float(trial.number), deviation=2.0
)
EVERY = Answer(what="three", formula="three", exact=3.0, kind=Kind.EVERY, of=lambda _trial: 3.0)


def trial(number: int) -> Trial:
    return Trial(number, 1, Status.FINISHED, (), 0)


def findings(*answers: Answer, trials: int = 10) -> tuple[Finding, ...]:
    tally = Tally("case", answers)
    for number in range(trials):
        tally.add(trial(number))
    return tally.findings()


def test_a_share_a_mean_and_a_certainty_that_agree_hold() -> None:
    share, mean, every = findings(SHARE, MEAN, EVERY)
    assert (share.simulated, share.z, share.holds) == (0.5, 0.0, True)
    assert (mean.simulated, mean.z, mean.holds) == (4.5, 0.0, True)
    assert (every.simulated, every.z, every.holds) == (3.0, None, True)


def test_a_share_far_off_fails() -> None:
    (found,) = findings(replace(SHARE, exact=0.01), trials=100)
    assert found.z is not None
    assert found.z > 4.5
    assert not found.holds


def test_what_cannot_be_and_is_fails() -> None:
    (found,) = findings(replace(SHARE, exact=0.0))
    assert found.z == math.inf
    assert not found.holds


def test_one_trial_that_differs_fails_a_certainty() -> None:
    (found,) = findings(replace(EVERY, of=lambda one: 3.0 if one.number != 4 else 3.1))
    assert (found.simulated, found.holds) == (3.1, False)


def test_an_answer_that_no_trial_gives_does_not_hold() -> None:
    (found,) = findings(replace(MEAN, of=lambda _trial: None))
    assert (found.n, found.holds) == (0, False)


def test_what_never_happens_holds_when_it_never_does() -> None:
    (found,) = findings(replace(EVERY, exact=math.inf, of=lambda _trial: math.inf))
    assert found.holds


def test_the_verdict_counts_every_score_and_sums_the_first_of_each_case() -> None:
    mine = findings(replace(MEAN, exact=3.5), SHARE)
    other = [replace(one, case="other") for one in findings(replace(MEAN, exact=5.5), EVERY)]
    result = verdict([*mine, *other])
    z = 1.0 / (2.0 / math.sqrt(10.0))
    assert (result.scored, result.independent, result.failed) == (3, 2, ())
    assert result.largest == pytest.approx(z)
    assert result.chi_square == pytest.approx(2.0 * z**2)
    assert result.chance == pytest.approx(math.exp(-(z**2)))  # two degrees of freedom: exponential


def test_a_failure_is_in_the_verdict() -> None:
    assert len(verdict(findings(SHARE, replace(MEAN, exact=9.0))).failed) == 1


def test_scores_are_those_of_textbooks() -> None:
    assert share_score(10, 10, 0.5) == pytest.approx(3.0972, abs=1e-3)  # two tails of 1/1024 each
    assert share_score(0, 10, 0.5) == -share_score(10, 10, 0.5)
    assert mean_score(11.0, 10.0, deviation=4.0, n=64) == 2.0
    assert mean_score(1.0, 1.0, deviation=0.0, n=9) == 0.0
    assert mean_score(1.1, 1.0, deviation=0.0, n=9) == math.inf
    assert chi_square([]) == (0.0, 1.0)
    assert alarm_prob(1.959964, 1) == pytest.approx(0.05, rel=1e-5)
    assert alarm_prob(4.5, 100) == pytest.approx(6.795e-4, rel=1e-3)


def test_counts_have_a_mean_and_how_often_each_came_up() -> None:
    first, *details = count_answers("hits", "n p", [0.25, 0.5, 0.25], lambda one: float(one.number))
    assert (first.exact, first.deviation) == moments([0.25, 0.5, 0.25])
    assert moments([0.25, 0.5, 0.25]) == pytest.approx((1.0, 0.5**0.5))
    assert [one.exact for one in details] == [0.25, 0.5, 0.25]
    assert [one.of(trial(1)) for one in details] == [0.0, 1.0, 0.0]


@pytest.mark.parametrize("name", CASES)
def test_every_case_says_what_it_asks_and_its_answers_are_explained(name: str) -> None:
    case = CASES[name]
    assert case_file(case).is_relative_to(scenarios_folder())
    assert case.asks.endswith("?")
    assert case.source
    answers = case.answers(case_scenario(case))
    assert len({one.what for one in answers}) == len(answers)
    assert not answers[0].is_detail
    for one in answers:
        assert one.formula
        assert case.has_chance or one.kind is Kind.EVERY
        assert one.kind is not Kind.SHARE or 0.0 <= one.exact <= 1.0


def test_cases_share_no_luck() -> None:
    assert len({case_seed(name, 1) for name in CASES}) == len(CASES)


def test_a_wrong_number_in_the_theory_is_found() -> None:
    """The test of the tests: theory is told another chance of detection than the scenario has."""
    case = CASES["lateral-range"]
    wrong = case.answers(case_scenario(case, {"sites.POST.radar.detect_mean_s": 200}))
    found = play_case("lateral-range", replace(case, answers=lambda _scenario: wrong), trials=2000, seed=1)
    assert not any(one.holds for one in found)
