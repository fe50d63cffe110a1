"""Designs: which points of a box of factors to try. Levels are in [0, 1], shape (points, factors).

Chance enters through `random` of a Philox generator alone, and the search for columns that hardly correlate decides by
whole numbers and single operations on floats: the same seed gives the same design on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.base.errors import UsageError
from sim.stats.bootstrap import Floats

NEARLY: Final = 0.05
"""Largest absolute correlation of two columns of a nearly orthogonal design."""

MOST_POINTS: Final = 100_000

_TRIES: Final = 6  # permutations a column starts from
_ROUNDS: Final = 40  # times that every row of it is offered a better place
_FURTHER: Final = 40  # more points tried for the remedy

Ranks = NDArray[np.int64]


def full_grid(counts: Sequence[int]) -> Floats:
    """Return every combination of evenly spaced levels, 0 and 1 among them; the last factor changes fastest.

    A factor with one level has 0.

    Raises: UsageError when a count is below 1 or the grid is too large.
    """
    _check_counts(counts, least=1)
    points = math.prod(counts)
    if points > MOST_POINTS:
        raise UsageError(
            f"a full grid of {' x '.join(map(str, counts))} levels has {points} points, at most {MOST_POINTS} are "
            "allowed; use fewer levels, or a Latin hypercube, whose number of points does not grow with the factors"
        )
    return np.array(list(product(*(np.linspace(0.0, 1.0, count) for count in counts))), dtype=np.float64)


def one_at_a_time(counts: Sequence[int], base: Sequence[float]) -> Floats:
    """Return the base point, then for each factor in turn its evenly spaced levels with all others at base.

    A level that equals the base is not repeated.

    Raises: UsageError when a count is below 2; ValueError when base is not one level in [0, 1] per factor.
    """
    _check_counts(counts, least=2)
    if len(base) != len(counts) or not all(0.0 <= level <= 1.0 for level in base):
        raise ValueError(f"needs a base level in [0, 1] for each of {len(counts)} factors, got {tuple(base)}")
    points = [tuple(base)]
    for factor, count in enumerate(counts):
        for level in np.linspace(0.0, 1.0, count):
            if level != base[factor]:
                points.append((*base[:factor], float(level), *base[factor + 1 :]))  # noqa: PERF401
    return np.array(points, dtype=np.float64)


def latin_hypercube(factors: int, points: int, seed: int) -> Floats:
    """Return a Latin hypercube: each factor takes each of `points` evenly spaced levels, 0 and 1 among them, once.

    Raises: UsageError when there is no factor or fewer than two points.
    Source: McKay, Beckman and Conover, Technometrics 21 (1979), with the levels at the ends and not inside cells.
    """
    _check_size(factors, points, 2)
    generator = _generator(seed)
    return _levels(np.column_stack([_permutation(generator, points) for _ in range(factors)]))


def nearly_orthogonal(factors: int, points: int, seed: int) -> Floats:
    """Return a Latin hypercube in which no two columns correlate by more than 0.05.

    Raises: UsageError, naming a number of points that works, when the search finds none; it looks for a bounded time.
    Source: the criterion of Cioppa and Lucas, Technometrics 49 (2007); the search is by exchanges within a column.
    """
    _check_size(factors, points, 2)
    found = _search(factors, points, seed)
    if found is None:
        enough = next((more for more in range(points + 1, points + _FURTHER) if _search(factors, more, seed)), None)
        remedy = f"{enough} points are enough" if enough else f"{points + _FURTHER} or more points may be enough"
        raise UsageError(
            f"found no Latin hypercube of {points} points for {factors} factors whose columns correlate by at most "
            f"{NEARLY}; {remedy}, or use a plain Latin hypercube"
        )
    return _levels(np.column_stack(found))


def largest_correlation(design: ArrayLike) -> float:
    """Return the largest absolute correlation of two columns; a column that does not vary correlates with none.

    Shapes: design (points, factors).
    """
    columns = np.asarray(design, dtype=np.float64).T
    if columns.ndim != 2:
        raise ValueError(f"needs a table of points by factors, got shape {columns.shape[::-1]}")
    centred = [column - math.fsum(column) / column.size for column in columns]
    sizes = [math.sqrt(math.fsum(column**2)) for column in centred]
    found = [
        abs(math.fsum(centred[one] * centred[two])) / (sizes[one] * sizes[two])
        for one, two in _pairs(len(centred))
        if sizes[one] and sizes[two]
    ]
    return min(1.0, max(found, default=0.0))


def _pairs(count: int) -> list[tuple[int, int]]:
    return [(one, two) for two in range(count) for one in range(two)]


def _check_counts(counts: Sequence[int], *, least: int) -> None:
    if not counts or min(counts) < least:
        raise UsageError(f"needs at least {least} level(s) for every factor, got {tuple(counts)}")


def _check_size(factors: int, points: int, least: int) -> None:
    if factors < 1:
        raise UsageError(f"a design needs at least one factor, got {factors}")
    if not least <= points <= MOST_POINTS:
        raise UsageError(f"a Latin hypercube has {least} to {MOST_POINTS} points, got {points}")


def _generator(seed: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=seed))


def _permutation(generator: np.random.Generator, points: int) -> Ranks:
    """Return -(points - 1), -(points - 3) .. points - 1 in an order drawn by chance: whole numbers with mean 0."""
    order = np.argsort(generator.random(points), kind="stable")
    return 2 * order.astype(np.int64) - (points - 1)


def _levels(ranks: Ranks) -> Floats:
    points = len(ranks)
    levels: Floats = (ranks + (points - 1)) / (2.0 * (points - 1))
    return levels


def _search(factors: int, points: int, seed: int) -> list[Ranks] | None:
    """Return columns that hardly correlate, or None; each is fitted to those before it, by a bounded search."""
    if factors > points - 1:
        return None  # so many columns of mean 0 cannot all be at right angles
    generator = _generator(seed)
    columns = [_permutation(generator, points)]
    while len(columns) < factors:
        fitting = next(filter(None, (_fitted(generator, columns) for _ in range(_TRIES))), None)
        if fitting is None:
            return None
        columns.append(fitting[0])
    return columns


def _fitted(generator: np.random.Generator, columns: list[Ranks]) -> tuple[Ranks] | None:
    """Return a column that hardly correlates with any of these, in a tuple; None when exchanges do not lead to one."""
    points = len(columns[0])
    others = np.stack(columns)
    square = int((others[0] ** 2).sum())
    column = _permutation(generator, points)
    dots = (others * column).sum(axis=1)
    for _ in range(_ROUNDS):
        if np.abs(dots).max() <= NEARLY * square:
            return (column,)
        before = dots
        for row in range(points):
            dots = _exchanged(column, others, dots, row)
        if (dots == before).all():
            return None
    return None


def _exchanged(column: Ranks, others: Ranks, dots: Ranks, row: int) -> Ranks:
    """Exchange one entry of the column for the best other; return its products with the others afterwards."""
    change = -(column - column[row]) * (others - others[:, row : row + 1])
    after = dots[:, np.newaxis] + change
    size = np.zeros(column.size)
    for products in after.astype(np.float64):  # one by one: the sum does not depend on how a library adds
        size += products * products
    best = int(np.argmin(size))
    if size[best] >= size[row]:
        return dots
    column[row], column[best] = column[best], column[row]
    found: Ranks = after[:, best]
    return found
