"""What every way of sorting takes and gives."""

from __future__ import annotations

from collections.abc import Callable

Uniform = Callable[[], float]
"""Gives the next uniform in [0, 1); only random sorting asks."""

Shares = tuple[tuple[int, ...], ...]
"""For each shooter, the places of the members it shoots at in this volley."""

Sort = Callable[[int, int, int, Uniform], Shares]
"""shooters, members, how many shooters of other elements were told before these, chance -> shares.

Both counts are at least 1. Members are counted along the group's formation.
"""
