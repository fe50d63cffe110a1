"""Effects as contrasts on the same luck, and quadratic surfaces with what they miss."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.stats import (
    contrast,
    full_grid,
    interaction,
    main_effect,
    mean_bootstrap,
    paired,
    quadratic_surface,
    why_no_surface,
    zero_mean_p,
)

SEED = 20_261_123
NAN = math.nan
GRID = full_grid([4, 4])
CORNERS = full_grid([2, 2])


def test_a_contrast_by_hand() -> None:
    estimate = contrast("x", [[1, 2, 3], [5, 5, 8]], [-1, 1])
    assert (estimate.value, estimate.n) == (4.0, 3)
    assert contrast("x", [[1, 2, 3], [5, 5, 8]], [-1, 1]) == mean_bootstrap("x", [4, 3, 5])


def test_a_contrast_leaves_out_trials_that_it_needs_and_are_undefined() -> None:
    assert contrast("x", [[1, NAN, 3], [5, 5, 8], [NAN, NAN, NAN]], [-1, 1, 0]).n == 2


def test_a_main_effect_compares_the_ends_over_everything_else() -> None:
    first, second = CORNERS.T
    table = np.array([[0, 0], [1, 1], [10, 12], [13, 11]])
    effect = main_effect("a", first, table)
    assert effect.estimate.value == pytest.approx(11.0)  # (11.5 - 0.5) and (11.5 - 0.5)
    assert main_effect("b", second, table).estimate.value == pytest.approx(1.0)
    assert main_effect("a", [0, 0.5, 1], [[1, 1], [99, 99], [4, 6]]).estimate.value == pytest.approx(4.0)


def test_a_main_effect_of_two_points_is_their_paired_difference() -> None:
    low, high = np.random.default_rng(SEED).random((2, 100))
    effect = main_effect("a", [0, 1], [low, high])
    both = paired("a", high, low)
    assert effect.estimate == both.difference
    assert effect.p_value == both.p_value


def test_an_interaction_is_the_difference_of_differences() -> None:
    first, second = CORNERS.T
    effect = interaction("ab", first, second, [[0, 0], [1, 1], [2, 2], [7, 9]])
    assert effect.estimate.value == pytest.approx(5.0)  # (8 - 1) - (2 - 0)
    assert interaction("ba", second, first, [[0, 0], [1, 1], [2, 2], [7, 9]]).estimate.value == pytest.approx(5.0)


def test_an_interaction_that_is_there_is_significant_and_its_absence_is_not() -> None:
    luck = np.random.default_rng(SEED).normal(size=(4, 400))
    first, second = CORNERS.T
    none = interaction("ab", first, second, luck + 3 * first[:, None] + 2 * second[:, None])
    some = interaction("ab", first, second, luck + (first * second)[:, None])
    assert not none.significant
    assert some.significant
    assert some.p_value is not None
    assert some.p_value < 1e-6


def test_luck_that_all_points_share_leaves_no_doubt() -> None:
    luck = np.random.default_rng(SEED).integers(0, 5, size=100)
    first, second = CORNERS.T
    table = luck + (4 * first * second)[:, None]
    effect = interaction("ab", first, second, table)
    assert (effect.estimate.value, effect.p_value, effect.significant) == (4.0, None, True)
    nothing = interaction("ab", first, second, np.tile(luck, (4, 1)))
    assert (nothing.estimate.value, nothing.p_value, nothing.significant) == (0.0, None, False)


def test_effects_need_levels_corners_and_a_weight_per_point() -> None:
    with pytest.raises(ValueError, match="two levels"):
        main_effect("a", [1, 1], [[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="corner"):
        interaction("ab", [0, 0, 1], [0, 1, 1], np.ones((3, 2)))
    with pytest.raises(ValueError, match="weight per point"):
        contrast("x", [[1, 2]], [1, 1])


def test_a_surface_that_is_quadratic_is_found_exactly() -> None:
    a, b = GRID.T
    surface = quadratic_surface(GRID, 1 + 2 * a - 3 * b + 4 * a**2 - 5 * b**2 + 6 * a * b, np.zeros(16))
    assert [term.name for term in surface.terms] == ["1", "a", "b", "a^2", "b^2", "a b"]
    assert [term.coefficient.value for term in surface.terms] == pytest.approx([1, 2, -3, 4, -5, 6], abs=1e-12)
    assert surface.r_squared == pytest.approx(1.0)
    assert surface.r_squared_predicted == pytest.approx(1.0)
    assert surface.residual == pytest.approx(0.0, abs=1e-12)
    assert surface.predict([[0.3, 0.7]]) == pytest.approx([1 + 0.6 - 2.1 + 0.36 - 2.45 + 1.26])


def test_the_prediction_of_left_out_points_is_what_leaving_them_out_gives() -> None:
    heights = np.random.default_rng(SEED).normal(size=16) + 3 * GRID[:, 0]
    surface = quadratic_surface(GRID, heights, np.ones(16))
    missed = 0.0
    for out in range(16):
        kept = np.arange(16) != out
        without = quadratic_surface(GRID[kept], heights[kept], np.ones(15))
        missed += (heights[out] - without.predict(GRID[[out]])[0]) ** 2
    expected = 1 - missed / ((heights - heights.mean()) ** 2).sum()
    assert surface.r_squared_predicted == pytest.approx(expected)
    assert surface.r_squared is not None
    assert surface.r_squared_predicted is not None
    assert surface.r_squared_predicted < surface.r_squared


def test_a_wrong_shape_shows_as_a_residual_above_the_noise() -> None:
    heights = np.sin(12 * GRID[:, 0])
    surface = quadratic_surface(GRID, heights, np.full(16, 0.01))
    assert surface.noise == pytest.approx(0.01)
    assert surface.residual > 10 * surface.noise


def test_equal_means_have_no_share_explained() -> None:
    surface = quadratic_surface(GRID, np.full(16, 2.0), np.zeros(16))
    assert (surface.r_squared, surface.r_squared_predicted) == (None, None)


def test_points_without_a_mean_are_left_out() -> None:
    heights = GRID[:, 0] ** 2
    heights[3] = NAN
    surface = quadratic_surface(GRID, heights, np.zeros(16), names=("range", "speed"))
    assert surface.points == 15
    assert [term.name for term in surface.terms][3:] == ["range^2", "speed^2", "range speed"]


def test_too_few_points_or_levels_are_told_in_words() -> None:
    assert why_no_surface(GRID, GRID[:, 0]) is None
    few = why_no_surface(CORNERS, [1, 2, 3, 4])
    assert few is not None
    assert "6 terms" in few
    assert "at least 7 points, got 4" in few
    flat = why_no_surface(full_grid([2, 8]), np.ones(16))
    assert flat is not None
    assert "three levels" in flat
    with pytest.raises(ValueError, match="at least 7 points"):
        quadratic_surface(CORNERS, [1, 2, 3, 4], [0, 0, 0, 0])
    with pytest.raises(ValueError, match="a mean per point"):
        why_no_surface(CORNERS, [1, 2, 3])


@given(st.lists(st.integers(-9, 9), min_size=2, max_size=30))
def test_the_test_of_a_mean_does_not_depend_on_units_or_sign(values: list[int]) -> None:
    p = zero_mean_p(values)
    assert zero_mean_p([-4.0 * value for value in values]) == p
    assert (p is None) == (len(set(values)) == 1)
