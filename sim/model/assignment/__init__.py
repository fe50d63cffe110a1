"""Who is sent at which track: one policy a file, all with the same signature."""

from __future__ import annotations

from typing import Final

from sim.model.assignment.base import Assign, Costs, Pairs, Uniform
from sim.model.assignment.greedy import greedy
from sim.model.assignment.nearest import nearest
from sim.model.assignment.optimal import optimal
from sim.model.assignment.random import random
from sim.model.command import Policy

POLICIES: Final[dict[Policy, Assign]] = {
    Policy.NEAREST: nearest,
    Policy.RANDOM: random,
    Policy.GREEDY: greedy,
    Policy.OPTIMAL: optimal,
}

__all__ = ["POLICIES", "Assign", "Costs", "Pairs", "Uniform"]
