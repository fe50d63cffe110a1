"""Contract: agreed over the link. Shots are spread evenly, across elements too, and no member is left out."""

from __future__ import annotations

from sim.model.sorting.base import Shares, Uniform


def contract(shooters: int, members: int, told_before: int, _uniform: Uniform) -> Shares:
    """Give each shooter its next member in turn; few shooters share out all members between them."""
    if shooters >= members:
        return tuple(((told_before + shooter) % members,) for shooter in range(shooters))
    return tuple(
        tuple((told_before + member) % members for member in range(shooter, members, shooters))
        for shooter in range(shooters)
    )
