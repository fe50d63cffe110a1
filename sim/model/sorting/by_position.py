"""By position: each shooter takes the member opposite itself, as formations do without a word said."""

from __future__ import annotations

from sim.model.sorting.base import Shares, Uniform


def by_position(shooters: int, members: int, _told_before: int, _uniform: Uniform) -> Shares:
    """Give the n-th shooter the n-th member; surplus shooters crowd on the last, surplus members go free."""
    return tuple((min(shooter, members - 1),) for shooter in range(shooters))
