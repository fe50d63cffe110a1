"""Intervals and planning formulas against exact values, and at drawn inputs against scipy or exact arithmetic."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.stats import (
    crn_gain,
    difference_variance,
    mean_t,
    newcombe,
    quantile_ranks,
    trials_for_half_width,
    wilson,
    wilson_coverage,
    zero_events_upper,
)

ORACLES: dict[str, dict[str, Any]] = {
    entry["id"]: entry for entry in json.loads((Path(__file__).parent / "oracles.json").read_text("utf-8"))
}
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])


def exact(value: object) -> Any:
    return pytest.approx(value, rel=1e-9, abs=1e-9)


def oracle(name: str) -> tuple[dict[str, Any], Any]:
    return ORACLES[name]["inputs"], ORACLES[name]["value"]


def test_wilson_interval_of_7_in_20() -> None:
    inputs, value = oracle("stat.wilson.7_20")
    assert wilson(**inputs) == exact(tuple(value))


@given(n=st.integers(1, 5000), data=st.data(), level=LEVELS)
@settings(max_examples=200, deadline=None)
def test_wilson_interval_equals_scipys(n: int, data: st.DataObject, level: float) -> None:
    k = data.draw(st.integers(0, n))
    theirs = stats.binomtest(k, n).proportion_ci(level, method="wilson")
    assert wilson(k, n, level) == exact((theirs.low, theirs.high))


@pytest.mark.parametrize("name", [name for name in ORACLES if name.startswith("stat.wilson_coverage")])
def test_wilson_coverage_is_the_exact_sum(name: str) -> None:
    inputs, value = oracle(name)
    assert wilson_coverage(**inputs) == exact(value)


@given(n=st.integers(1, 60), p=st.fractions(0, 1, max_denominator=97), level=LEVELS)
@settings(max_examples=60, deadline=None)
def test_wilson_coverage_equals_exact_rationals(n: int, p: Fraction, level: float) -> None:
    ends = [wilson(k, n, level) for k in range(n + 1)]
    total = sum(
        (math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1) if ends[k][0] <= float(p) <= ends[k][1]),
        Fraction(0),
    )
    assert wilson_coverage(n, float(p), level) == exact(float(total))


def test_upper_bound_of_an_event_never_seen_in_300() -> None:
    inputs, value = oracle("stat.rule_of_three")
    assert zero_events_upper(**inputs) == exact(value)


@given(n=st.integers(1, 100_000), level=LEVELS)
@settings(deadline=None)
def test_upper_bound_of_an_event_never_seen_leaves_just_the_tail(n: int, level: float) -> None:
    assert (1.0 - zero_events_upper(n, level)) ** n == pytest.approx(1.0 - level, rel=1e-6)


def test_newcombes_published_example() -> None:
    inputs, value = oracle("stat.newcombe")
    assert newcombe(**inputs) == exact(tuple(value))


@given(n1=st.integers(1, 400), n2=st.integers(1, 400), data=st.data())
@settings(deadline=None)
def test_newcombe_turns_sign_when_the_samples_change_places(n1: int, n2: int, data: st.DataObject) -> None:
    k1, k2 = data.draw(st.integers(0, n1)), data.draw(st.integers(0, n2))
    low, high = newcombe(k1, n1, k2, n2)
    assert newcombe(k2, n2, k1, n1) == exact((-high, -low))
    assert low <= k1 / n1 - k2 / n2 <= high


def test_trials_for_a_half_width() -> None:
    inputs, value = oracle("stat.n_for_halfwidth")
    assert trials_for_half_width(inputs["h"], inputs["level"]) == value


@given(half_width=st.floats(0.001, 0.3), p=st.floats(0.01, 0.99), level=LEVELS)
@settings(deadline=None)
def test_trials_for_a_half_width_are_just_enough(half_width: float, p: float, level: float) -> None:
    n = trials_for_half_width(half_width, level, p)
    z = stats.norm.ppf((1 + level) / 2)
    assert z * math.sqrt(p * (1 - p) / n) <= half_width * (1 + 1e-9)
    assert n == 1 or z * math.sqrt(p * (1 - p) / (n - 1)) > half_width * (1 - 1e-9)


def test_variance_of_a_difference_on_common_luck() -> None:
    inputs, value = oracle("stat.crn_var")
    s, rho, n = inputs["s"], inputs["rho"], inputs["n"]
    assert difference_variance(s, 0.0, n) == exact(value["var_indep"])
    assert difference_variance(s, rho, n) == exact(value["var_crn"])
    assert crn_gain(rho) == exact(value["gain"])


@given(s=st.floats(0.1, 100), rho=st.floats(-1, 0.99), n=st.integers(1, 10_000))
@settings(deadline=None)
def test_gain_of_common_luck_is_the_ratio_of_variances(s: float, rho: float, n: int) -> None:
    assert difference_variance(s, 0.0, n) / difference_variance(s, rho, n) == exact(crn_gain(rho))


def test_ranks_around_the_median_of_100() -> None:
    inputs, value = oracle("stat.quantile_ci")
    ranks = quantile_ranks(**inputs)
    assert (ranks.lower, ranks.upper) == (value["lower_rank_1based"], value["upper_rank_1based"])
    assert ranks.coverage == exact(value["coverage"])


@given(n=st.integers(1, 300), q=st.sampled_from([0.05, 0.1, 0.5, 0.9, 0.99]), level=LEVELS)
@settings(deadline=None)
def test_ranks_cover_as_they_say_and_no_narrower_ones_do(n: int, q: float, level: float) -> None:
    lower, upper, coverage = quantile_ranks(n, q, level)
    tail = (1 - level) / 2
    below = [float(stats.binom.cdf(k, n, q)) for k in range(-1, n + 1)]  # below[r] = P(Bin < r)
    low, high = lower or 0, upper or n + 1
    assert below[low] <= tail + 1e-12 or lower is None
    assert below[low + 1] > tail - 1e-12
    assert upper is None or 1 - below[high] <= tail + 1e-12
    assert 1 - below[high - 1] > tail - 1e-12
    inside = (below[high] if upper else 1.0) - (below[low] if lower else 0.0)
    assert coverage == exact(inside)
    assert coverage >= level - 1e-12


@given(values=st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), level=LEVELS)
@settings(deadline=None)
def test_t_interval_of_a_mean_equals_scipys(values: list[float], level: float) -> None:
    assume(len(set(values)) > 1)
    estimate = mean_t("x", values, level)
    error = float(np.std(values, ddof=1)) / math.sqrt(len(values))
    reach = float(stats.t.ppf((1 + level) / 2, len(values) - 1)) * error
    scale = max(abs(value) for value in values) or 1.0
    assert estimate.value == pytest.approx(np.mean(values), abs=1e-9 * scale)
    assert estimate.low == pytest.approx(np.mean(values) - reach, abs=1e-9 * scale)
    assert estimate.high == pytest.approx(np.mean(values) + reach, abs=1e-9 * scale)
