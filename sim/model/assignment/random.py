"""Random: each shooter in turn takes any free track. The baseline that shows what choosing is worth."""

from __future__ import annotations

import math

from sim.model.assignment.base import Costs, Pairs, Uniform


def random(costs: Costs, uniform: Uniform) -> Pairs:
    """Pair shooters in the order given, each with one of its remaining tracks, all equally likely."""
    taken: set[int] = set()
    pairs = []
    for shooter, row in enumerate(costs):
        free = [track for track, cost in enumerate(row) if track not in taken and cost < math.inf]
        if free:
            track = free[min(int(uniform() * len(free)), len(free) - 1)]
            taken.add(track)
            pairs.append((shooter, track))
    return tuple(pairs)
