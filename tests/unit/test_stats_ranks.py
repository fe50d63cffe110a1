"""Rank correlation: exact on small samples, undefined where nothing varies."""

from __future__ import annotations

import pytest

from sim.stats import rank_correlation


def test_a_rise_of_any_shape_is_one() -> None:
    estimate, p = rank_correlation("x", [1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 8.0, 27.0, 64.0, 125.0])
    assert estimate.value == 1.0
    assert p == pytest.approx(0.0, abs=1e-9)


def test_ties_share_their_mean_rank() -> None:
    estimate, _ = rank_correlation("x", [1.0, 1.0, 2.0, 3.0], [4.0, 3.0, 2.0, 1.0])
    # Ranks 1.5 1.5 3 4 against 4 3 2 1: covariance -4.5 over sqrt(4.5 * 5).
    assert estimate.value == pytest.approx(-4.5 / (4.5 * 5.0) ** 0.5)


def test_nothing_that_does_not_vary_correlates() -> None:
    estimate, p = rank_correlation("x", [1.0, 1.0, 1.0], [1.0, 2.0, 3.0])
    assert estimate.value is None
    assert p == 1.0
