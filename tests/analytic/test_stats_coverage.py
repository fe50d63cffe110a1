"""Measured coverage of intervals: against exact figures where there are some, as a table where there are none."""

from __future__ import annotations

import numpy as np
import pytest

from sim.stats import wilson_coverage
from tests.analytic.coverage import (
    LAWS,
    SEED,
    SIZES,
    Law,
    Way,
    bernoulli,
    exact_t_coverage,
    exponential,
    measure,
    measurements,
    normal,
    table,
)
from tests.analytic.scores import Scores

STUDIES = 1_000
PROOF_STUDIES = 20_000


@pytest.mark.parametrize("n", SIZES)
def test_t_covers_normal_values_exactly_as_often_as_it_says(n: int, scores: Scores) -> None:
    found = measure(normal(), Way.STUDENT_T, n, studies=STUDIES)
    scores.share(f"t of {n} normal values", found.covered, found.studies, 0.95)


@pytest.mark.parametrize("p", [0.05, 0.5])
def test_shares_are_covered_as_the_exact_sums_say(p: float, scores: Scores) -> None:
    for n in SIZES:
        wilson = measure(bernoulli(p), Way.WILSON, n, studies=STUDIES)
        never = (1 - p) ** n  # then the bound is one-sided, and lower than Wilson's: at p = 0.05 it still covers
        assert never < 0.08
        scores.share(f"Wilson, n {n}, p {p}", wilson.covered, wilson.studies, wilson_coverage(n, p))
        student = measure(bernoulli(p), Way.STUDENT_T, n, studies=STUDIES)
        scores.share(f"t, n {n}, p {p}", student.covered, student.studies, exact_t_coverage(n, p))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_every_law_has_the_mean_and_deviation_that_it_says(law: Law, scores: Scores) -> None:
    values = law.draw(np.random.Generator(np.random.Philox(key=SEED)).random(100_000))
    scores.mean(law.name, values, law.mean, law.deviation)
    assert values.std() == pytest.approx(law.deviation, rel=0.1)


def test_two_stages_end_near_the_size_and_the_half_width_asked_for() -> None:
    found = measure(exponential(), Way.TWO_STAGE, 400, studies=200)
    assert 370 < found.trials < 460  # s^2 of a pilot of 200 has mean 1; the pilot's size cuts off little
    assert found.half_width == pytest.approx(0.098, rel=0.05)
    # 0.95 less a known shortfall of up to 0.02 for a skewed law, and 4.5 standard errors of 200 studies.
    assert found.share > 0.85


def test_the_table_has_a_row_for_every_measurement() -> None:
    found = list(measurements(5, LAWS[:1] + LAWS[4:5]))
    assert len(found) == 7 + 5
    lines = table(found).splitlines()
    assert len(lines) == 2 + len(found)
    assert {line.count("|") for line in lines} == {8}


@pytest.mark.proof
def test_the_measured_coverage_for_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    found = list(measurements(PROOF_STUDIES))
    with capsys.disabled():
        print(f"\n{PROOF_STUDIES} studies each\n{table(found)}")  # noqa: T201
    for one in found:
        assert 0.5 < one.share < 1.0
