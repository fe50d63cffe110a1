"""What cancels is nothing: rounding errors are no effects."""

from __future__ import annotations

import numpy as np

from sim.stats import weighted_effect


def test_thirds_that_cancel_are_no_effect() -> None:
    thirds = np.array([1 / 3] * 3)
    rows = np.random.default_rng(1).integers(0, 2, size=(3, 40))
    for order in ([0, 1, 2], [1, 2, 0], [2, 1, 0]):
        effect = weighted_effect("x", np.vstack([rows, rows[order]]), np.concatenate([thirds, -thirds]))
        assert effect.estimate.value == 0.0
        assert not effect.significant


def test_a_small_effect_is_not_taken_for_a_rounding_error() -> None:
    rows = np.array([[1e6 + 1e-3] * 5, [1e6] * 5])
    assert weighted_effect("x", rows, np.array([1.0, -1.0])).significant
