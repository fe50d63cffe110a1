"""What all sentences share: names as they stand in one, warnings that come first, differences turned round."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.show.text import shorten
from sim.stats import Estimate, mean_t, share
from sim.study.study import Series

SMALL_N: Final = 100
"""Fewer trials than this are called few."""

MOST: Final = 6
"""Most names or sentences of one kind."""

_NAME_SIGNS: Final = 64


def name_of(text: str, limit: int = _NAME_SIGNS) -> str:
    """Return a name as it stands in a sentence."""
    return shorten(text, limit) or "the file as it stands"


def mean_of(metric: str, values: NDArray[np.float64], *, yes_no: bool) -> Estimate:
    """Return the share or mean of the values that are defined."""
    defined = values[~np.isnan(values)]
    return share(metric, int(defined.sum()), defined.size) if yes_no else mean_t(metric, defined)


def guards(series: Series, n: int) -> Iterable[str]:
    """Give what must be said before anything else: trials without result, no trial at all, few trials."""
    if not series.verdict_allowed:
        yield "More than one trial in a hundred gave no result, so no verdict is given; what follows are numbers only."
    if n == 0:
        yield "No trial finished everywhere, so there is nothing to compare."
    elif n < SMALL_N:
        yield f"n = {n} is small: intervals are wide, and luck alone can look like a finding."


def turned(difference: Estimate) -> Estimate:
    """Return a difference the other way round."""
    value, low, high = (None if end is None else -end for end in (difference.value, difference.high, difference.low))
    return Estimate(
        name=difference.name,
        value=value,
        low=low,
        high=high,
        n=difference.n,
        method=difference.method,
        level=difference.level,
    )
