"""What an estimate is: a value never travels without its interval, its n, and how the interval was made.

This module owns the type, the normal quantile, and what may be estimated from. How each interval is computed is
told in its own module.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEVEL: Final = 0.95
"""Confidence level of every interval unless another is asked for."""

_NORMAL: Final = NormalDist()


class Method(enum.Enum):
    """How an interval was made."""

    WILSON = "wilson"
    ONE_SIDED = "one_sided"
    STUDENT_T = "student_t"
    BOOTSTRAP = "bootstrap"
    ORDER_STATISTICS = "order_statistics"
    NEWCOMBE = "newcombe"
    NEWCOMBE_PAIRED = "newcombe_paired"
    FISHER_Z = "fisher_z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A value estimated from n trials, with the ends of its interval; what is undefined is None.

    `method` tells how the interval was made: ONE_SIDED when the event was seen in no trial or in all, so that one
    end is exact and `level` belongs to the other end alone.
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    n: int
    method: Method
    level: float = LEVEL

    @property
    def half_width(self) -> float | None:
        """Half the length of the interval; None when an end is undefined."""
        if self.low is None or self.high is None:
            return None
        return (self.high - self.low) / 2.0


def z_of(level: float) -> float:
    """Return the standard normal quantile of a two-sided interval, 1.96 for 0.95.

    Raises: ValueError when the level is not inside (0, 1).
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"a confidence level must be inside (0, 1), got {level}")
    return _NORMAL.inv_cdf((1.0 + level) / 2.0)


def sample_of(values: ArrayLike, *, undefined: bool = False) -> NDArray[np.float64]:
    """Return values as an array.

    Raises: ValueError on infinity, and on nan unless undefined values are allowed.
    """
    sample: NDArray[np.float64] = np.asarray(values, dtype=np.float64)
    if not (np.isfinite(sample) | (undefined & np.isnan(sample))).all():
        raise ValueError("needs finite values; leave undefined ones out before asking")
    return sample
