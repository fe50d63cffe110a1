"""Rank correlation: whether one thing rises with another, whatever the shape."""

from __future__ import annotations

from numpy.typing import ArrayLike

from sim.stats.estimate import LEVEL, Estimate
from sim.stats.paired import correlation, same_trials


def rank_correlation(name: str, first: ArrayLike, second: ArrayLike, level: float = LEVEL) -> tuple[Estimate, float]:
    """Return Spearman's correlation with Fisher's interval, and the p-value that there is none; 1 when undefined.

    Equal values share their mean rank. Needs defined values (no nan).

    Shapes: first and second (n,).
    Source: Spearman, Am. J. Psychol. 15 (1904); the p-value by Student's t, good from about ten values on.
    """
    from scipy.stats import rankdata, spearmanr

    left, right = same_trials(first, second)
    ranks = correlation(name, rankdata(left), rankdata(right), level)
    if ranks.value is None or left.size < 3:
        return ranks, 1.0
    return ranks, float(spearmanr(left, right).pvalue)
