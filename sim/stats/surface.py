"""A quadratic surface through the means of a design's points, and how far it can be believed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import ArrayLike

from sim.stats.bootstrap import Floats
from sim.stats.estimate import LEVEL, Estimate, Method, sample_of
from sim.stats.means import t_quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term: the product of these factors (none for the constant, one twice for its square), and its coefficient."""

    name: str
    factors: tuple[int, ...]
    coefficient: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A fitted surface over levels as they were given.

    `r_squared` is the share of the variance between means that it explains, `r_squared_predicted` the same for points
    left out of the fit one at a time; None when the means do not vary, or a point can be fitted at will. `residual`
    is the standard deviation of what it misses, `noise` the root mean square standard error of the means: a residual
    far above the noise says that the surface has the wrong shape.
    """

    terms: tuple[Term, ...]
    points: int
    r_squared: float | None
    r_squared_predicted: float | None
    residual: float
    noise: float

    def predict(self, levels: ArrayLike) -> Floats:
        """Return the surface at levels (points, factors)."""
        coefficients = [term.coefficient.value or 0.0 for term in self.terms]
        columns = _columns(sample_of(levels), [term.factors for term in self.terms])
        height: Floats = np.einsum("pt,t->p", columns, np.array(coefficients))
        return height


def why_no_surface(levels: ArrayLike, means: ArrayLike) -> str | None:
    """Return why these points cannot carry a quadratic surface, in words; None when they can.

    Shapes: levels (points, factors), means (points,); a point whose mean is nan does not count.
    """
    points, _ = _known(levels, means)
    terms = _terms(points.shape[1])
    if len(points) < len(terms) + 1:
        return (
            f"a quadratic surface over {points.shape[1]} factor(s) has {len(terms)} terms and needs at least "
            f"{len(terms) + 1} points, got {len(points)}"
        )
    if np.linalg.matrix_rank(_columns(points, terms)) < len(terms):
        return (
            "the points cannot tell the terms of a quadratic surface apart; each factor needs at least three levels, "
            "and no factor may follow another"
        )
    return None


def quadratic_surface(
    levels: ArrayLike, means: ArrayLike, ses: ArrayLike, level: float = LEVEL, *, names: Sequence[str] = ()
) -> Surface:
    """Fit constant, linear, square and product terms to the means, each point counting alike.

    Coefficients have t intervals from what the surface misses, so noise and wrong shape both widen them. Standard
    errors are not used as weights: on the same luck errors are correlated, and a point that never varied would rule
    alone. A point whose mean is nan is left out. `names` are the factors', by default a, b, c ...

    Shapes: levels (points, factors), means and ses (points,).
    Raises: ValueError when the points do not suffice (`why_no_surface`).
    Source: Myers, Montgomery and Anderson-Cook, Response Surface Methodology, ch. 2; PRESS from the hat matrix.
    """
    reason = why_no_surface(levels, means)
    if reason is not None:
        raise ValueError(reason)
    points, heights = _known(levels, means)
    terms = _terms(points.shape[1])
    columns = _columns(points, terms)
    solution = np.linalg.lstsq(columns, heights, rcond=None)[0]
    missed = heights - np.einsum("pt,t->p", columns, solution)
    freedom = len(heights) - len(terms)
    residual = math.sqrt(math.fsum(missed**2) / freedom)
    q, r = np.linalg.qr(columns)
    spread = np.sqrt((np.linalg.inv(r) ** 2).sum(axis=1))  # root of the diagonal of inv(X'X)
    reach = t_quantile(freedom, level) * residual * spread
    total = math.fsum((heights - math.fsum(heights) / len(heights)) ** 2)
    varies = bool((heights != heights[0]).any())
    called = [_name(term, tuple(names) or tuple(map(_letter, range(points.shape[1])))) for term in terms]
    return Surface(
        terms=tuple(
            Term(name=name, factors=term, coefficient=_coefficient(name, value, far, len(heights), level))
            for name, term, value, far in zip(called, terms, solution.tolist(), reach.tolist(), strict=True)
        ),
        points=len(heights),
        r_squared=1.0 - math.fsum(missed**2) / total if varies else None,
        r_squared_predicted=_predicted(missed, (q**2).sum(axis=1), total) if varies else None,
        residual=residual,
        noise=_noise(means, ses),
    )


def _coefficient(name: str, value: float, reach: float, points: int, level: float) -> Estimate:
    low, high = value - reach, value + reach
    return Estimate(name=name, value=value, low=low, high=high, n=points, method=Method.STUDENT_T, level=level)


def _predicted(missed: Floats, leverage: Floats, total: float) -> float | None:
    if leverage.max() > 1.0 - 1e-9:
        return None  # without that point the surface is not determined
    return 1.0 - math.fsum((missed / (1.0 - leverage)) ** 2) / total


def _noise(means: ArrayLike, ses: ArrayLike) -> float:
    errors = sample_of(ses, undefined=True)[~np.isnan(sample_of(means, undefined=True))]
    known = errors[~np.isnan(errors)]
    return math.sqrt(math.fsum(known**2) / known.size) if known.size else 0.0


def _known(levels: ArrayLike, means: ArrayLike) -> tuple[Floats, Floats]:
    points, heights = sample_of(levels), sample_of(means, undefined=True)
    if points.ndim != 2 or heights.shape != points.shape[:1]:
        raise ValueError(f"needs points by factors and a mean per point, got {points.shape} and {heights.shape}")
    there = ~np.isnan(heights)
    return points[there], heights[there]


def _terms(factors: int) -> list[tuple[int, ...]]:
    """Return () for the constant, (0,) .. for the factors, then squares, then products."""
    pairs = list(combinations_with_replacement(range(factors), 2))
    squares = [pair for pair in pairs if pair[0] == pair[1]]
    return [(), *((index,) for index in range(factors)), *squares, *(pair for pair in pairs if pair[0] != pair[1])]


def _columns(points: Floats, terms: Sequence[tuple[int, ...]]) -> Floats:
    return np.column_stack([np.prod(points[:, list(term)], axis=1) for term in terms])


def _letter(index: int) -> str:
    return "abcdefghijklmnopqrstuvwxyz"[index] if index < 26 else f"x{index + 1}"


def _name(term: tuple[int, ...], names: Sequence[str]) -> str:
    if not term:
        return "1"
    if len(term) == 2 and term[0] == term[1]:
        return f"{names[term[0]]}^2"
    return " ".join(names[index] for index in term)
