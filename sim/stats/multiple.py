"""Many questions at once: p-values adjusted so that being wrong anywhere stays as unlikely as being wrong once."""

from __future__ import annotations

from collections.abc import Sequence


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Return the p-values adjusted for their number, in the order given; undefined ones are left out before asking.

    Raises: ValueError when one is not in [0, 1], nan included.
    Source: Holm, Scand. J. Stat. 6 (1979).
    """
    if not all(0.0 <= p <= 1.0 for p in p_values):
        raise ValueError(f"needs p-values in [0, 1], got {tuple(p_values)}")
    adjusted = [0.0] * len(p_values)
    floor = 0.0
    for rank, place in enumerate(sorted(range(len(p_values)), key=lambda place: p_values[place])):
        floor = max(floor, min(1.0, (len(p_values) - rank) * p_values[place]))
        adjusted[place] = floor
    return tuple(adjusted)
