"""How often the interval that a study prints holds the truth, through the whole pipeline from YAML to summary.

One trial of `one-bomb` succeeds with probability 0.3 exactly, so the number of successes of a study is binomial and the
coverage of Wilson's interval at that n is known without luck.
"""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.scenario import load_scenario
from sim.stats import wilson_coverage
from sim.study import run_study

SCENARIO = "one-bomb"
CHANCE = 0.3
TRIALS = 20
FALSE_ALARM_Z = 4.0
"""The short form fails by luck once in 16,000 changes of the random scheme."""


def measured_coverage(studies: int, out: Path) -> float:
    """Return the share of studies, each with a seed of its own, whose interval holds the truth."""
    loaded = load_scenario(Path(__file__).parents[2] / "scenarios" / "verification" / f"{SCENARIO}.yaml")
    held = 0
    for seed in range(studies):
        study = run_study(loaded, trials=TRIALS, seed=seed, jobs=1, out=out)
        success = study.estimates["success"]
        assert success.n == TRIALS
        assert success.low is not None
        assert success.high is not None
        held += success.low <= CHANCE <= success.high
    return held / studies


def test_coverage_through_the_pipeline_is_what_theory_says(tmp_path: Path) -> None:
    studies = 150
    exact = wilson_coverage(TRIALS, CHANCE)
    error = math.sqrt(exact * (1.0 - exact) / studies)
    assert abs(measured_coverage(studies, tmp_path) - exact) < FALSE_ALARM_Z * error


@pytest.mark.proof
def test_coverage_of_twenty_thousand_studies_is_within_half_a_point(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exact = wilson_coverage(TRIALS, CHANCE)
    measured = measured_coverage(20_000, tmp_path)
    with capsys.disabled():
        print(f"\nWilson, n = {TRIALS}, p = {CHANCE}: measured {measured:.4f}, exact {exact:.4f}")  # noqa: T201
    assert abs(measured - exact) <= 0.005
