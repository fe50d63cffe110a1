"""How many trials it takes: to tell two plans apart, and to know a mean or a share within a half-width.

Two-stage: a pilot says how much a metric scatters, from that follows one number of trials, and the interval is made
once, when they are all played. Nothing is looked at in between, so nothing is stopped when it looks good.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from sim.base.errors import UsageError
from sim.stats.estimate import LEVEL, sample_of, z_of
from sim.stats.means import t_quantile
from sim.stats.shares import trials_for_half_width, wilson

_LEAST_HALF_WIDTH: Final = 1e-12


def trials_to_tell(mean: float, deviation: float, level: float = LEVEL, *, power: float = 0.8) -> int | None:
    """Return how many paired trials tell a mean difference from 0 with this power; None when none ever would.

    `deviation` is the standard deviation of the difference in one trial. None when either is 0 or nan: nothing to
    tell, or nothing to plan with.

    Raises: ValueError when the deviation is negative or the power not inside (0, 1).
    Source: Guenther, Am. Stat. 35 (1981): the normal formula and z^2/2 more, because the deviation is estimated.
    """
    if deviation < 0.0 or not 0.0 < power < 1.0:
        raise ValueError(f"needs deviation >= 0 and power inside (0, 1), got {deviation} and {power}")
    z = z_of(level)
    if math.isnan(mean) or math.isnan(deviation) or not mean or not deviation:
        return None
    reach = max(0.0, z + NormalDist().inv_cdf(power))
    step = reach * deviation / mean
    exact = step * step + z * z / 2.0
    return max(2, math.ceil(exact - 1e-9)) if math.isfinite(exact) else None


def trials_for_mean(pilot: ArrayLike, half_width: float, level: float = LEVEL) -> int:
    """Return how many trials, the pilot's among them, give the mean's t interval about this half-width.

    nan marks a trial in which the value is undefined; then as many more are asked for as the pilot's share of
    defined ones demands. A pilot that does not vary asks for nothing beyond itself: it has not seen what may come.

    Shapes: pilot (trials,).
    Raises: UsageError when the pilot has fewer than two defined values; ValueError when half_width is under 1e-12.
    Source: Stein, Ann. Math. Stat. 16 (1945): n = max(n0, s^2 t^2 / h^2) with t of n0 - 1 degrees of freedom; for
    normal values the interval of this half-width about the mean of all n covers at least as often as it says.
    """
    _check(half_width)
    sample = sample_of(pilot, undefined=True)
    known = sample[~np.isnan(sample)]
    if known.size < 2:
        raise UsageError(
            f"the pilot of {sample.size} trials has {known.size} with a defined value, at least 2 are needed; "
            "ask for a longer pilot or name another metric"
        )
    mean = math.fsum(known) / known.size
    variance = math.fsum((known - mean) ** 2) / (known.size - 1)
    needed = (t_quantile(known.size - 1, level) / half_width) ** 2 * variance
    return _scaled(needed, known.size, sample.size)


def needed_trials(pilot: ArrayLike, half_width: float, level: float = LEVEL, *, yes_no: bool) -> int:
    """Return how many trials, the pilot's among them, give an interval of this half-width; 0/1 values when yes_no.

    Means go by Stein's two stages (`trials_for_mean`). A share is planned at that end of the pilot's Wilson interval
    which is nearer to 1/2, so a pilot that saw no event does not promise too much. nan as in `trials_for_mean`.

    Shapes: pilot (trials,).
    Raises: UsageError when the pilot has too few defined values; ValueError when half_width is under 1e-12.
    """
    if not yes_no:
        return trials_for_mean(pilot, half_width, level)
    _check(half_width)
    sample = sample_of(pilot, undefined=True)
    known = sample[~np.isnan(sample)]
    if not np.isin(known, (0.0, 1.0)).all():
        raise ValueError("needs 0 or 1 in every trial, or nan where undefined")
    if not known.size:
        raise UsageError(f"the pilot of {sample.size} trials has no defined value; name another metric")
    low, high = wilson(int(known.sum()), known.size, level)
    cautious = min(max(0.5, low), high)
    return _scaled(trials_for_half_width(half_width, level, cautious), known.size, sample.size)


def _check(half_width: float) -> None:
    if not _LEAST_HALF_WIDTH <= half_width < math.inf:
        raise ValueError(f"needs a half-width of at least {_LEAST_HALF_WIDTH}, got {half_width}")


def _scaled(needed: float, known: int, trials: int) -> int:
    """Return how many trials hold as many defined values as needed, never fewer than the pilot's."""
    return max(trials, math.ceil(needed * trials / known - 1e-9))
