"""Comparing two sides on the same luck: differences, what the luck helped, flips, and many questions at once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.stats import Method, correlation, flip_p, holm, mcnemar, mean_bootstrap, newcombe_paired, paired, zero_mean_p

SEED = 20_261_123
VALUES = st.lists(st.integers(-20, 20).map(float), min_size=1, max_size=40)


def test_a_comparison_by_hand() -> None:
    found = paired("leakers", [3, 1, 4, 1], [1, 1, 1, 1])
    assert (found.n, found.differing, found.difference.value) == (4, 2, 5 / 4)
    # differences 2, 0, 3, 0: squares about 1.25 sum to 6.75
    assert found.deviation == pytest.approx(math.sqrt(6.75 / 3))
    assert found.correlation.value is None  # the second side does not vary
    assert found.variance_ratio.value == pytest.approx(1.0)  # only the first side varies: the luck helped nothing


def test_the_ratio_of_variances_by_hand() -> None:
    # first 0 2 4 (squares 8), second 0 1 2 (squares 2), difference 0 1 2 (squares 2)
    found = paired("x", [0, 2, 4], [0, 1, 2])
    assert found.variance_ratio.value == pytest.approx(0.2)
    assert found.correlation.value == pytest.approx(1.0)


@given(VALUES)
def test_a_side_compared_with_itself_differs_by_exactly_nothing(values: list[float]) -> None:
    found = paired("x", values, values)
    assert (found.difference.value, found.difference.low, found.difference.high) == (0.0, None, None)
    assert (found.differing, found.p_value) == (0, None)
    if len(set(values)) > 1:
        assert (found.correlation.value, found.variance_ratio.value) == (1.0, 0.0)
    else:
        assert (found.correlation.value, found.variance_ratio.value) == (None, None)


@given(VALUES, st.randoms(use_true_random=False))
def test_changing_sides_changes_the_sign_and_nothing_else(values: list[float], random: object) -> None:
    other = [value + 3.0 * (index % 3) for index, value in enumerate(values)]
    ours, theirs = paired("x", values, other), paired("x", other, values)
    assert ours.difference.value == -(theirs.difference.value or 0.0)
    assert ours.variance_ratio.value == theirs.variance_ratio.value
    assert (ours.p_value, ours.deviation, ours.differing) == (theirs.p_value, theirs.deviation, theirs.differing)


def test_a_trial_undefined_on_either_side_is_left_out_of_everything() -> None:
    whole = paired("x", [1.0, 5.0, 2.0, 7.0], [2.0, 4.0, 2.0, 1.0])
    holes = paired("x", [1.0, math.nan, 5.0, 2.0, 3.0, 7.0], [2.0, 9.0, 4.0, 2.0, math.nan, 1.0])
    assert holes.n == holes.difference.n == holes.correlation.n == holes.variance_ratio.n == 4
    assert (holes.p_value, holes.deviation, holes.differing) == (whole.p_value, whole.deviation, whole.differing)
    assert holes.correlation == whole.correlation
    assert holes.variance_ratio == whole.variance_ratio


def test_a_comparison_of_nothing_is_undefined() -> None:
    found = paired("x", [math.nan], [1.0])
    assert (found.n, found.difference.value, found.deviation, found.p_value) == (0, None, None, None)
    assert (found.correlation.value, found.variance_ratio.value) == (None, None)


def test_a_constant_difference_has_no_interval_and_no_p_value() -> None:
    found = paired("x", [1.0, 2.0, 4.0], [0.0, 1.0, 3.0])
    assert (found.difference.value, found.difference.low, found.p_value) == (1.0, None, None)
    assert (found.variance_ratio.value, found.variance_ratio.low) == (0.0, None)


def test_the_difference_is_the_bootstrap_of_the_differences_at_the_level_asked_for() -> None:
    generator = np.random.default_rng(SEED)
    first, second = generator.random(200), generator.random(200)
    found = paired("x", first, second, 0.99)
    assert found.difference == mean_bootstrap("x", first - second, 0.99)
    assert found.p_value == zero_mean_p(first - second)
    narrow = paired("x", first, second, 0.8).variance_ratio
    assert found.variance_ratio.level == found.correlation.level == 0.99
    assert found.variance_ratio.low < narrow.low < narrow.value < narrow.high < found.variance_ratio.high  # type: ignore[operator]


def test_the_same_luck_shows_as_a_ratio_below_1_and_opposite_luck_as_one_above() -> None:
    generator = np.random.default_rng(SEED)
    luck, own = generator.normal(size=400), generator.normal(size=400)
    helped, hurt = (
        paired("x", luck, luck + 0.3 * own).variance_ratio,
        paired("x", luck, -luck + 0.3 * own).variance_ratio,
    )
    assert helped.high is not None
    assert hurt.low is not None
    assert helped.high < 0.1
    assert hurt.low > 1.8


def test_a_ratio_of_rare_events_is_open_where_resamples_may_hold_none() -> None:
    seldom = [1.0] + [0.0] * 99
    assert paired("x", seldom, [0.0] * 100).variance_ratio.high is None


def test_a_correlation_of_three_trials_has_no_interval() -> None:
    found = correlation("x", [1.0, 2.0, 3.0], [1.0, 3.0, 2.0])
    assert found.value == pytest.approx(0.5)
    assert (found.low, found.high, found.n, found.method) == (None, None, 3, Method.FISHER_Z)


def test_comparisons_give_the_same_bytes_every_time() -> None:
    values = np.random.default_rng(SEED).exponential(size=(2, 2500))
    assert paired("x", *values) == paired("x", *values)


def test_sides_of_other_trials_and_infinite_values_are_refused() -> None:
    for refuses in (paired, correlation):
        with pytest.raises(ValueError, match="2 and 1"):
            refuses("x", [1, 2], [1])
        with pytest.raises(ValueError, match="finite"):
            refuses("x", [1, math.inf], [1, 2])


def test_flips_are_counted_by_their_way() -> None:
    found = mcnemar([1, 1, 0, 0, 1, math.nan, 0], [0, 1, 0, 1, 0, 1, math.nan])
    assert (found.first_only, found.second_only, found.both, found.neither) == (2, 1, 1, 1)
    assert found.p_value == 1.0
    assert (found.difference.value, found.difference.n) == (0.2, 5)


def test_the_exact_test_of_flips_by_hand() -> None:
    assert flip_p(0, 5) == pytest.approx(2 / 32)
    assert flip_p(1, 5) == pytest.approx(2 * 7 / 64)
    assert flip_p(3, 3) == 1.0
    assert flip_p(0, 0) == 1.0


def test_sides_that_never_flip_are_told_apart_by_nothing() -> None:
    found = mcnemar([1, 0, 1], [1, 0, 1])
    assert (found.p_value, found.difference.value) == (1.0, 0.0)
    nothing = mcnemar([], [])
    assert (nothing.p_value, nothing.difference.value, nothing.difference.low) == (1.0, None, None)


def test_flips_need_yes_or_no_and_trials() -> None:
    with pytest.raises(ValueError, match="0 or 1"):
        mcnemar([0, 2], [0, 1])
    with pytest.raises(ValueError, match="at least one trial"):
        newcombe_paired(0, 0, 0, 0)


@given(st.tuples(*[st.integers(0, 60)] * 4).filter(any))
def test_the_interval_of_a_difference_of_shares_holds_it_and_turns_with_the_sides(
    counts: tuple[int, int, int, int],
) -> None:
    first_only, second_only, both, neither = counts
    low, high = newcombe_paired(first_only, second_only, both, neither)
    assert -1.0 - 1e-12 <= low <= (first_only - second_only) / sum(counts) <= high <= 1.0 + 1e-12
    assert newcombe_paired(second_only, first_only, both, neither) == pytest.approx((-high, -low), abs=1e-12)


def test_holm_by_hand() -> None:
    # 0.005 x 4, 0.01 x 3, then 0.03 x 2; 0.04 x 1 is raised to the one before
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([0.9, 0.8]) == (1.0, 1.0)
    assert holm([0.04]) == (0.04,)
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=20))
def test_holm_keeps_the_order_and_lies_between_each_and_bonferroni(p_values: list[float]) -> None:
    adjusted = holm(p_values)
    for p, higher in zip(p_values, adjusted, strict=True):
        assert p <= higher <= min(1.0, len(p_values) * p)
    order = sorted(range(len(p_values)), key=lambda place: p_values[place])
    assert [adjusted[place] for place in order] == sorted(adjusted)


@pytest.mark.parametrize("bad", [-0.1, 1.1, math.nan])
def test_holm_refuses_what_is_no_p_value(bad: float) -> None:
    with pytest.raises(ValueError, match="p-values"):
        holm([0.5, bad])
