"""Shares: how often something happened, as k of n trials, and the difference of two shares."""

from __future__ import annotations

import math

from sim.stats.estimate import LEVEL, Estimate, Method, z_of


def wilson(k: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return Wilson's score interval (low, high) of the share k/n; (0, 1) when n is 0.

    Raises: ValueError when k is not in 0 .. n.
    Source: Wilson, J. Am. Stat. Assoc. 22 (1927).
    """
    if not 0 <= k <= n:
        raise ValueError(f"k must be in 0 .. n, got k={k}, n={n}")
    z = z_of(level)
    if n == 0:
        return 0.0, 1.0
    p = k / n
    z2 = z * z
    centre = p + z2 / (2 * n)
    reach = z * math.sqrt(p * (1.0 - p) / n + z2 / (4.0 * n * n))
    scale = 1.0 + z2 / n
    # At k = 0 and k = n one end is exactly 0 or 1; the formula would leave it a rounding error beside.
    low = 0.0 if k == 0 else max(0.0, (centre - reach) / scale)
    high = 1.0 if k == n else min(1.0, (centre + reach) / scale)
    return low, high


def zero_events_upper(n: int, level: float = LEVEL) -> float:
    """Return the one-sided upper bound of the share of an event never seen in n trials, about 3/n at 0.95.

    Source: Hanley and Lippman-Hand, JAMA 249 (1983).
    """
    if not 0.0 < level < 1.0 or n < 0:
        raise ValueError(f"needs a level inside (0, 1) and n >= 0, got level={level}, n={n}")
    return -math.expm1(math.log1p(-level) / n) if n else 1.0


def share(name: str, k: int, n: int, level: float = LEVEL) -> Estimate:
    """Return the share k/n with Wilson's interval; one-sided when the event was seen never or always."""
    if n == 0:
        return Estimate(name=name, value=None, low=None, high=None, n=0, method=Method.WILSON, level=level)
    low, high = wilson(k, n, level)
    method = Method.WILSON
    if k == 0:
        high, method = zero_events_upper(n, level), Method.ONE_SIDED
    elif k == n:
        low, method = 1.0 - zero_events_upper(n, level), Method.ONE_SIDED
    return Estimate(name=name, value=k / n, low=low, high=high, n=n, method=method, level=level)


def worst_case_share(k: int, n: int, missing: int) -> tuple[float, float]:
    """Return the share's bounds if the trials without a result had all gone one way, or all the other."""
    total = n + missing
    return (k / total, (k + missing) / total) if total else (0.0, 1.0)


def wilson_coverage(n: int, p: float, level: float = LEVEL) -> float:
    """Return the exact probability that Wilson's interval of n trials covers the true share p."""
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"p must be in [0, 1], got {p}")
    if p in (0.0, 1.0):
        return 1.0  # the interval at k = 0 starts at 0 exactly, and at k = n ends at 1
    covered = []
    for k in range(n + 1):
        low, high = wilson(k, n, level)
        if low <= p <= high:
            log_choose = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
            covered.append(math.exp(log_choose + k * math.log(p) + (n - k) * math.log1p(-p)))
    return math.fsum(covered)


def newcombe(k1: int, n1: int, k2: int, n2: int, level: float = LEVEL) -> tuple[float, float]:
    """Return the hybrid score interval of k1/n1 - k2/n2 for two independent samples.

    Source: Newcombe, Stat. Med. 17 (1998), method 10.
    """
    if n1 < 1 or n2 < 1:
        raise ValueError(f"both samples need trials, got n1={n1}, n2={n2}")
    p1, p2 = k1 / n1, k2 / n2
    low1, high1 = wilson(k1, n1, level)
    low2, high2 = wilson(k2, n2, level)
    difference = p1 - p2
    return difference - math.hypot(p1 - low1, high2 - p2), difference + math.hypot(high1 - p1, p2 - low2)


def trials_for_half_width(half_width: float, level: float = LEVEL, p: float = 0.5) -> int:
    """Return how many trials give a share near p an interval of this half-width; p = 1/2 is the worst case."""
    if not half_width > 0.0 or not 0.0 <= p <= 1.0:
        raise ValueError(f"needs half_width > 0 and p in [0, 1], got half_width={half_width}, p={p}")
    exact = (z_of(level) / half_width) ** 2 * p * (1.0 - p)
    return max(1, math.ceil(exact - 1e-9))
