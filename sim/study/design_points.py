"""The design points of a sweep: where levels of factors meet a scenario.

How designs are made is told in `sim.stats`; what the played points say in `sweep`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product
from typing import Final

from sim.base.errors import UsageError
from sim.scenario import Design, Factor, Loaded
from sim.stats import latin_hypercube, nearly_orthogonal
from sim.study.ask import MAX_POINTS, Level, Point

Load = Callable[[Sequence[tuple[str, object]]], Loaded]
"""Gives the scenario with some settings changed: (path, value) pairs."""

_DESIGN_SEED: Final = 1


def sweep_points(
    load: Load, factors: Sequence[Factor], design: Design, *, points: int | None = None, seed: int = _DESIGN_SEED
) -> tuple[Point, ...]:
    """Return the design points: the full grid of levels, one factor at a time, or a Latin hypercube of `points`.

    One at a time begins with the file as it stands; a factor that is not set keeps the file's own value.

    Raises: UsageError when the design cannot be made; ScenarioError when a point's scenario is no scenario.
    """
    chosen = _levels(factors, design, points, seed)
    if len(chosen) > MAX_POINTS:
        raise UsageError(
            f"this design has {len(chosen)} points, at most {MAX_POINTS} are allowed; take fewer levels, or --design "
            "nolh with --points, whose number of points you choose"
        )
    by_name = {factor.name: factor for factor in factors}
    made = []
    for levels in chosen:
        changes = [change for name, level in levels.items() for change in by_name[name].overrides(level)]
        made.append(Point(loaded=load(changes), name=point_name(levels), levels=levels))
    return tuple(made)


def point_name(levels: Mapping[str, Level]) -> str:
    """Return the name of a design point: its factors and levels."""
    told = ", ".join(f"{name}={_shown(level)}" for name, level in levels.items())
    return told if len(told) <= 200 else f"{told[:197]}..."


def _shown(level: Level) -> str:
    return f"{level:.6g}" if isinstance(level, float) else str(level)


def _levels(factors: Sequence[Factor], design: Design, points: int | None, seed: int) -> list[dict[str, Level]]:
    names = [factor.name for factor in factors]
    if design.fills_space:
        if points is None:
            raise UsageError(f"--design {design.value} needs --points: how many design points to take")
        make = nearly_orthogonal if design is Design.NOLH else latin_hypercube
        table = make(len(factors), points, seed)
        return [
            {factor.name: factor.value_at(share) for factor, share in zip(factors, row, strict=True)}
            for row in table.tolist()
        ]
    if points is not None:
        raise UsageError(f"--points belongs to lhs and nolh; the points of {design.value} follow from the levels")
    if design is Design.GRID:
        return [dict(zip(names, row, strict=True)) for row in product(*(factor.values for factor in factors))]
    return [{}, *({factor.name: value} for factor in factors for value in factor.values)]


def is_numeric(factor: Factor) -> bool:
    """Tell whether a factor's levels are numbers, so that they have an order and distances."""
    return all(isinstance(value, int | float) and not isinstance(value, bool) for value in factor.values)


def range_of(factor: Factor) -> tuple[float, float]:
    """Return the least and the greatest level of a factor of numbers."""
    levels = [float(value) for value in factor.values]
    return min(levels), max(levels)
