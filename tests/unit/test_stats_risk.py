"""The worst tenth, regret, and what the best of many points owes to being picked."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.stats import mean_regrets, optimism, regrets, worst_tenth
from sim.stats.bootstrap import percentiles, resampled

SEED = 20_261_123
NAN = math.nan


def test_the_worst_tenth_of_20_is_the_mean_of_the_two_lowest() -> None:
    assert worst_tenth("x", [*range(2, 20), -4.0, 1.0]).value == pytest.approx(-1.5)


def test_a_tenth_of_25_counts_half_of_the_third() -> None:
    estimate = worst_tenth("x", np.arange(25.0)[::-1])
    assert (estimate.value, estimate.n) == (pytest.approx((0 + 1 + 0.5 * 2) / 2.5), 25)


def test_under_ten_trials_it_is_the_lowest() -> None:
    assert worst_tenth("x", [5.0, 3.0, 9.0]).value == pytest.approx(3.0)


def test_undefined_trials_do_not_count_towards_the_tenth() -> None:
    estimate = worst_tenth("x", [NAN] * 30 + list(range(20)))
    assert (estimate.value, estimate.n) == (pytest.approx(0.5), 20)
    nothing = worst_tenth("x", [NAN])
    assert (nothing.value, nothing.low, nothing.n) == (None, None, 0)


def test_equal_values_have_no_worse_tenth_and_no_interval() -> None:
    estimate = worst_tenth("x", [2.0] * 30)
    assert (estimate.value, estimate.low, estimate.high) == (pytest.approx(2.0), None, None)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=60))
def test_the_worst_tenth_is_between_the_lowest_value_and_the_mean(values: list[int]) -> None:
    estimate = worst_tenth("x", values)
    assert estimate.value is not None
    assert min(values) - 1e-9 <= estimate.value <= math.fsum(values) / len(values) + 1e-9
    assert worst_tenth("x", values[::-1]).value == pytest.approx(estimate.value)
    if estimate.low is not None and estimate.high is not None:
        assert min(values) - 1e-9 <= estimate.low <= estimate.high <= max(values) + 1e-9


def test_the_interval_of_the_worst_tenth_is_that_of_the_trials_drawn_again_one_by_one() -> None:
    values = np.random.default_rng(SEED).exponential(size=25)
    values[3] = NAN
    drawn = []
    for times in np.concatenate(list(resampled(25))):
        again = np.repeat(values, times.astype(int))
        drawn.append(worst_of(sorted(again[~np.isnan(again)])))
    estimate = worst_tenth("x", values)
    assert (estimate.low, estimate.high) == pytest.approx(percentiles(np.array(drawn)))


def worst_of(ranked: list[float]) -> float:
    """Return the mean of the lowest tenth: whole trials first, then the part of the next."""
    tail = len(ranked) / 10
    whole = int(tail)
    return (sum(ranked[:whole]) + (tail - whole) * ranked[whole]) / tail


def test_the_interval_of_the_worst_tenth_covers_about_as_often_as_it_says() -> None:
    # Uniform values: the mean of the lowest tenth of the law is 0.05. 200 samples of 300; the band is 0.95 with 5
    # standard errors below for the known shortfall of the percentile interval: one false alarm in a million or fewer.
    generator = np.random.default_rng(SEED)
    covered = 0
    for _ in range(200):
        estimate = worst_tenth("x", generator.random(300))
        assert estimate.low is not None
        assert estimate.high is not None
        covered += estimate.low <= 0.05 <= estimate.high
    assert covered / 200 >= 0.87


def test_regret_by_hand() -> None:
    assert regrets([[1, 2, 5], [3, 2, 1]]).tolist() == [[2, 0, 0], [0, 0, 4]]
    first, second = mean_regrets(["a", "b"], [[1, 2, 5], [3, 2, 1]])
    assert (first.name, first.value, second.value, first.n) == ("a", 2 / 3, 4 / 3, 3)


def test_a_trial_that_is_undefined_for_one_plan_has_no_best() -> None:
    table = regrets([[1, NAN], [3, 2]])
    assert table[:, 0].tolist() == [2, 0]
    assert np.isnan(table[:, 1]).all()
    assert mean_regrets(["a", "b"], [[1, NAN], [3, 2]])[0].n == 1


@given(st.lists(st.lists(st.integers(-9, 9), min_size=4, max_size=4), min_size=1, max_size=5))
def test_somebody_has_no_regret_in_every_trial(values: list[list[int]]) -> None:
    table = regrets(values)
    assert (table >= 0).all()
    assert (table.min(axis=0) == 0).all()


def test_regret_needs_plans_by_trials() -> None:
    for bad in ([1.0, 2.0], np.empty((0, 3))):
        with pytest.raises(ValueError, match="plans by trials"):
            regrets(bad)


def test_one_point_is_not_picked_and_equal_points_gain_nothing_by_it() -> None:
    luck = np.random.default_rng(SEED).normal(size=200)
    assert optimism("x", [luck]).value == 0.0
    assert optimism("x", np.full((5, 30), 2.0)).value == 0.0
    assert optimism("x", np.full((2, 3), NAN)).value is None


def test_the_best_of_many_equal_points_overstates_itself_by_what_theory_says() -> None:
    # 20 points without any difference, 400 trials, sd 1: the largest of 20 normal means is 1.8675 standard errors
    # high. The bootstrap compares with the sample's means, which scatter once more: it sees part of that.
    table = np.random.default_rng(SEED).normal(size=(20, 400))
    found = optimism("x", table)
    assert found.value is not None
    assert 0.4 * 1.8675 / 20 < found.value < 1.1 * 1.8675 / 20
    assert found.n == 400


def test_a_best_point_that_is_far_ahead_owes_nothing_to_being_picked() -> None:
    table = np.random.default_rng(SEED).normal(size=(20, 400))
    table[7] += 5.0
    found = optimism("x", table)
    assert found.value is not None
    assert abs(found.value) < 4 * (1 / 20) / math.sqrt(2000)  # what is left is the resamples' own noise


def test_on_the_same_luck_points_that_move_together_are_not_picked_by_luck() -> None:
    luck = np.random.default_rng(SEED).normal(size=400)
    together = optimism("x", [luck + shift for shift in np.linspace(0, 0.01, 20)])
    apart = optimism("x", np.random.default_rng(SEED).normal(size=(20, 400)))
    assert together.value is not None
    assert apart.value is not None
    assert abs(together.value) < apart.value / 5


def test_undefined_trials_leave_a_point_its_others() -> None:
    table = np.random.default_rng(SEED).normal(size=(4, 60))
    table[1, :50] = NAN
    table[2] = NAN
    found = optimism("x", table)
    assert found.value is not None
    assert found.value > 0.0
    assert optimism("x", table[[0, 1, 3]]) == found


def test_optimism_needs_points_by_trials() -> None:
    with pytest.raises(ValueError, match="points by trials"):
        optimism("x", [1.0, 2.0])
