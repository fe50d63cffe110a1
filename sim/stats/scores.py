"""Scores: how far an estimate is from a value that is known exactly, in standard deviations, and what luck allows."""

from __future__ import annotations

import math
from collections.abc import Sequence


def share_score(hits: int, trials: int, prob: float) -> float:
    """Return how many standard deviations `hits` in `trials` are from a known probability, by the exact tails.

    The two-sided chance of being at least as far out is turned into the deviation of a normal with the same chance, so
    that a bound on scores means the same for a rare event as for an even one. Infinite for what cannot be.

    Source: the binomial test; inverse normal tail.
    """
    from scipy import stats

    tail = float(stats.binomtest(hits, trials, prob).pvalue)
    return math.copysign(float(stats.norm.isf(tail / 2.0)), hits - trials * prob)


def mean_score(mean: float, exact: float, *, deviation: float, n: int) -> float:
    """Return how many standard errors a mean of n independent values is from its exact value.

    deviation: standard deviation of one value. Where it is zero, any difference is infinitely far.
    """
    if deviation == 0.0:
        same = math.isclose(mean, exact, rel_tol=1e-9, abs_tol=1e-9)
        return 0.0 if same else math.copysign(math.inf, mean - exact)
    return (mean - exact) / (deviation / math.sqrt(n))


def chi_square(scores: Sequence[float]) -> tuple[float, float]:
    """Return the sum of squares of independent scores, and the chance of a larger sum for a correct program.

    Source: the chi-square distribution with as many degrees of freedom as there are scores.
    """
    from scipy import stats

    total = math.fsum(score**2 for score in scores)
    return total, float(stats.chi2.sf(total, len(scores))) if scores else 1.0


def alarm_prob(bound: float, count: int) -> float:
    """Return the greatest chance that any of `count` scores of a correct program is beyond a bound.

    Source: the normal tail of one score, added up (Boole's inequality); nothing about their dependence is needed.
    """
    from scipy import stats

    return min(1.0, count * 2.0 * float(stats.norm.sf(bound)))
