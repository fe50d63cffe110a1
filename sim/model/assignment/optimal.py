"""Optimal: as many pairs as possible, and among those the least total cost."""

from __future__ import annotations

import math

from sim.model.assignment.base import Costs, Pairs, Uniform


def optimal(costs: Costs, _uniform: Uniform) -> Pairs:
    """Pair by the linear sum assignment.

    A forbidden pair costs more than all allowed pairs together, so it is only ever chosen where nothing else is left,
    and is then dropped.

    Source: Kuhn, The Hungarian method (1955); scipy.optimize.linear_sum_assignment.
    """
    allowed = [cost for row in costs for cost in row if cost < math.inf]
    if not allowed:
        return ()
    from scipy.optimize import linear_sum_assignment  # slow to import, and only this policy needs it

    forbidden = (max(allowed) - min(min(allowed), 0.0) + 1.0) * (min(len(costs), len(costs[0])) + 1)
    rows, columns = linear_sum_assignment([[min(cost, forbidden) for cost in row] for row in costs])
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return tuple((shooter, track) for shooter, track in pairs if costs[shooter][track] < math.inf)
