"""Who shoots which member of a group: one way a file, all with the same signature."""

from __future__ import annotations

from typing import Final

from sim.model.sorting.base import Shares, Sort, Uniform
from sim.model.sorting.by_position import by_position
from sim.model.sorting.contract import contract
from sim.model.sorting.random import random
from sim.model.weapons import Sorting

SORTINGS: Final[dict[Sorting, Sort]] = {
    Sorting.CONTRACT: contract,
    Sorting.BY_POSITION: by_position,
    Sorting.RANDOM: random,
}

__all__ = ["SORTINGS", "Shares", "Sort", "Uniform"]
