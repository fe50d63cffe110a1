"""How far an estimate from trials is from its exact value, in standard deviations, and how far it may be.

Every score is checked against the same bound. Seeds are fixed, so the suite gives the same answer every time; the
false-alarm rate says how likely a correct program would have failed with seeds drawn afresh.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.stats.scores import alarm_prob, mean_score, share_score
from sim.verify.tally import Z_MAX

ALARM_PROB: Final = alarm_prob(Z_MAX, 1)
"""Chance that one score of a correct program is beyond the bound: 6.8e-6."""

Score = tuple[str, float]


class Scores:
    """Collects the scores of one test."""

    def __init__(self, found: list[Score]) -> None:
        self._found = found

    def score(self, what: str, z: float) -> None:
        """Note a score, and fail beyond the bound."""
        self._found.append((what, float(z)))  # a plain float travels between processes
        assert abs(z) < Z_MAX, f"{what} is {z:+.2f} standard deviations from its exact value"

    def share(self, what: str, hits: int, trials: int, prob: float) -> None:
        """Score how often something happened, by the exact binomial tails."""
        self.score(f"{what}: {hits}/{trials} against {prob:.6f}", share_score(hits, trials, prob))

    def mean(self, what: str, values: Sequence[float], mean: float, deviation: float | None = None) -> None:
        """Score a mean of independent values; `deviation` of one value, where theory gives it."""
        sample = np.asarray(values, dtype=float)
        spread = float(sample.std(ddof=1)) if deviation is None else deviation
        found = float(sample.mean())
        if spread == 0.0:
            assert math.isclose(found, mean, rel_tol=1e-9, abs_tol=1e-9), f"{what}: {found} against {mean}"
            return
        z = mean_score(found, mean, deviation=spread, n=len(sample))
        self.score(f"{what}: {found:.6g} against {mean:.6g}", z)

    def shares(self, what: str, values: Sequence[int], probs: Sequence[float]) -> None:
        """Score how often each count 0, 1, 2 ... came up."""
        assert math.isclose(sum(probs), 1.0, rel_tol=1e-12), f"{what}: not a distribution"
        counts = np.bincount(values, minlength=len(probs))
        assert len(counts) == len(probs), f"{what}: {max(values)} came up, at most {len(probs) - 1} can"
        for value, prob in enumerate(probs):
            self.share(f"{what} = {value}", int(counts[value]), len(values), prob)
