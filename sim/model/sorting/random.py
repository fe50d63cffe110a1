"""Random: each shooter takes any member. The uncoordinated baseline of the textbooks."""

from __future__ import annotations

from sim.model.sorting.base import Shares, Uniform


def random(shooters: int, members: int, _told_before: int, uniform: Uniform) -> Shares:
    """Give each shooter one member, all equally likely, independently of the others."""
    return tuple((min(int(uniform() * members), members - 1),) for _ in range(shooters))
