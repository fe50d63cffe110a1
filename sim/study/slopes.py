"""What each factor does in a design whose points differ in everything at once: slopes of a plane through the points.

In a Latin hypercube the lowest and the highest level of a factor are single points, which differ in all other factors
too, so their difference says nothing about the factor. A plane fitted by least squares does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.study.ask import Level

Floats = NDArray[np.float64]
_INTERCEPT: Final = 1


def slope_weights(
    levels: Sequence[Mapping[str, Level]], ends: Mapping[str, tuple[float, float] | tuple[Level, ...]]
) -> dict[str, Floats] | None:
    """Return for each factor the weights of the points that give its effect from its first end to its last.

    `ends` holds the least and the greatest level of a factor of numbers, or all levels of one of choices, whose effect
    is that of the last against the first. None when the points cannot tell the factors apart.

    Shapes: each array of weights is (points,); every one sums to 0.
    """
    columns: list[Floats] = [np.ones(len(levels))]
    place: dict[str, int] = {}
    for name, span in ends.items():
        held = [level[name] for level in levels]
        if len(span) == 2 and all(isinstance(end, float) for end in span):
            low, high = (float(end) for end in span)
            columns.append(np.array([(float(level) - low) / (high - low) for level in held]))
        else:
            columns += [np.array([float(level == choice) for level in held]) for choice in span[1:]]
        place[name] = len(columns) - _INTERCEPT
    table = np.column_stack(columns)
    if np.linalg.matrix_rank(table) < table.shape[1]:
        return None
    solved = np.linalg.pinv(table)
    return {name: solved[column] for name, column in place.items()}
