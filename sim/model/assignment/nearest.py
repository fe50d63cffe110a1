"""Nearest: each shooter in turn takes its own cheapest track still free. What an uncoordinated force does."""

from __future__ import annotations

import math

from sim.model.assignment.base import Costs, Pairs, Uniform


def nearest(costs: Costs, _uniform: Uniform) -> Pairs:
    """Pair shooters in the order given, each with its cheapest remaining track."""
    taken: set[int] = set()
    pairs = []
    for shooter, row in enumerate(costs):
        free = [(cost, track) for track, cost in enumerate(row) if track not in taken and cost < math.inf]
        if free:
            track = min(free)[1]
            taken.add(track)
            pairs.append((shooter, track))
    return tuple(pairs)
