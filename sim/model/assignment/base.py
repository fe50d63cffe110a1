"""What every assignment policy takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Costs = Sequence[Sequence[float]]
"""Cost of each shooter (row) against each track (column); infinite where it must not be chosen."""

Pairs = tuple[tuple[int, int], ...]
"""Chosen (shooter, track) pairs, each index at most once, in the order they are to be told."""

Uniform = Callable[[], float]
"""Gives the next uniform in [0, 1); only the random policy asks."""

Assign = Callable[[Costs, Uniform], Pairs]
"""A policy: costs in, pairs out. It pairs as many as it can, never at infinite cost."""
