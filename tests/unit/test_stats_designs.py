"""Designs: which points are tried, and that they are the same everywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.errors import UsageError
from sim.stats import NEARLY, full_grid, largest_correlation, latin_hypercube, nearly_orthogonal, one_at_a_time

SEEDS = st.integers(0, 2**64 - 1)

STORED_HYPERCUBE = [[3, 0], [2, 4], [0, 2], [1, 3], [4, 1]]
STORED_NEARLY = [[3, 7, 7], [5, 1, 1], [2, 6, 0], [7, 2, 6], [0, 0, 5], [6, 5, 2], [1, 4, 3], [4, 3, 4]]


def test_a_full_grid_has_every_combination_once() -> None:
    assert full_grid([2, 3]).tolist() == [[0, 0], [0, 0.5], [0, 1], [1, 0], [1, 0.5], [1, 1]]
    assert full_grid([1, 2]).tolist() == [[0, 0], [0, 1]]


def test_a_grid_that_explodes_says_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"10000000000 points.*Latin hypercube"):
        full_grid([10] * 10)
    for bad in ([], [0, 2]):
        with pytest.raises(UsageError, match="level"):
            full_grid(bad)


def test_one_at_a_time_starts_at_the_base_and_leaves_it_in_one_factor() -> None:
    assert one_at_a_time([2, 3], [0.25, 0.5]).tolist() == [[0.25, 0.5], [0, 0.5], [1, 0.5], [0.25, 0], [0.25, 1]]


def test_one_at_a_time_needs_a_base_and_two_levels() -> None:
    with pytest.raises(ValueError, match="base level"):
        one_at_a_time([2, 2], [0.5])
    with pytest.raises(ValueError, match="base level"):
        one_at_a_time([2], [1.5])
    with pytest.raises(UsageError, match="at least 2"):
        one_at_a_time([1], [0.5])


@given(st.integers(1, 8), st.integers(2, 60), SEEDS)
def test_a_latin_hypercube_takes_every_level_of_every_factor_once(factors: int, points: int, seed: int) -> None:
    design = latin_hypercube(factors, points, seed)
    assert design.shape == (points, factors)
    for column in design.T:
        assert sorted(column) == [index / (points - 1) for index in range(points)]


@given(st.integers(1, 6), st.integers(14, 60), SEEDS)
def test_a_nearly_orthogonal_design_is_a_latin_hypercube_that_hardly_correlates(f: int, points: int, seed: int) -> None:
    design = nearly_orthogonal(f, points, seed)
    assert largest_correlation(design) <= NEARLY
    for column in design.T:
        assert sorted(column) == [index / (points - 1) for index in range(points)]


@pytest.mark.parametrize(("factors", "points"), [(20, 30), (24, 100), (3, 1000), (1, 2)])
def test_large_designs_are_found_too(factors: int, points: int) -> None:
    assert largest_correlation(nearly_orthogonal(factors, points, 1)) <= NEARLY


def test_the_same_seed_gives_the_same_design_and_another_seed_another() -> None:
    for make in (latin_hypercube, nearly_orthogonal):
        assert make(4, 20, 7).tobytes() == make(4, 20, 7).tobytes()
        assert make(4, 20, 7).tobytes() != make(4, 20, 8).tobytes()


def test_a_design_is_the_same_on_every_machine() -> None:
    assert (latin_hypercube(2, 5, 1) * 4).tolist() == STORED_HYPERCUBE
    assert (nearly_orthogonal(3, 8, 1) * 7).round(12).tolist() == STORED_NEARLY


@given(st.integers(2, 9), SEEDS)
def test_too_few_points_name_a_number_that_works(factors: int, seed: int) -> None:
    with pytest.raises(UsageError, match=r"\d+ points are enough") as caught:
        nearly_orthogonal(factors, factors, seed)
    enough = int(str(caught.value).partition("; ")[2].split()[0])
    assert largest_correlation(nearly_orthogonal(factors, enough, seed)) <= NEARLY


def test_a_design_without_factors_or_points_is_refused() -> None:
    for make in (latin_hypercube, nearly_orthogonal):
        with pytest.raises(UsageError, match="one factor"):
            make(0, 10, 1)
        with pytest.raises(UsageError, match="got 1"):
            make(2, 1, 1)


def test_the_largest_correlation_by_hand() -> None:
    assert largest_correlation([[0, 0, 3], [1, 2, 3], [2, 4, 3]]) == pytest.approx(1.0)
    assert largest_correlation([[0, 2], [1, 1], [2, 0], [3, 3]]) == pytest.approx(0.2)
    assert largest_correlation([[1, 2], [1, 3]]) == 0.0
    assert largest_correlation(full_grid([3, 4, 2])) == pytest.approx(0.0, abs=1e-15)
    with pytest.raises(ValueError, match="points by factors"):
        largest_correlation([1, 2, 3])


@given(st.integers(2, 5), SEEDS)
def test_the_largest_correlation_is_numpys(factors: int, seed: int) -> None:
    design = latin_hypercube(factors, 12, seed)
    theirs = np.corrcoef(design, rowvar=False) - np.eye(factors)
    assert largest_correlation(design) == pytest.approx(np.abs(theirs).max(), abs=1e-12)
