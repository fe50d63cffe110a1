"""Greedy: the cheapest pair of all first, then the cheapest of what is left."""

from __future__ import annotations

import math

from sim.model.assignment.base import Costs, Pairs, Uniform


def greedy(costs: Costs, _uniform: Uniform) -> Pairs:
    """Pair by rising cost; ties by shooter, then track."""
    ranked = sorted(
        (cost, shooter, track) for shooter, row in enumerate(costs) for track, cost in enumerate(row) if cost < math.inf
    )
    shooters: set[int] = set()
    tracks: set[int] = set()
    pairs = []
    for _, shooter, track in ranked:
        if shooter not in shooters and track not in tracks:
            shooters.add(shooter)
            tracks.add(track)
            pairs.append((shooter, track))
    return tuple(pairs)
