"""Units: which suffixes a quantity may carry, and the factor of each to SI.

Inside the program every quantity is SI and its name ends in the SI suffix (`range_m`). A scenario
may write the same quantity with any suffix of its dimension (`range_nm: 40`); the reader alone converts.
"""

from __future__ import annotations

import math
from typing import Final

# Dimension, named by its SI suffix -> suffix a scenario may write -> how many SI units one of it is.
SUFFIXES: Final[dict[str, dict[str, float]]] = {
    "m": {"m": 1.0, "km": 1_000.0, "nm": 1_852.0},
    "s": {"s": 1.0, "min": 60.0},
    "mps": {"mps": 1.0, "kt": 1_852.0 / 3_600.0},
    "rad": {"rad": 1.0, "deg": math.pi / 180.0},
}

NM: Final = 1_852.0
KT: Final = 1_852.0 / 3_600.0
MIN: Final = 60.0


def split_suffix(name: str) -> tuple[str, str] | None:
    """Split `range_nm` into its stem and suffix (`range`, `nm`); None when no known suffix ends it."""
    stem, _, suffix = name.rpartition("_")
    if stem and any(suffix in family for family in SUFFIXES.values()):
        return stem, suffix
    return None


def dimension_of(name: str) -> str | None:
    """Return the SI suffix of the dimension that `name` is written in, such as `m` for `range_nm`."""
    parts = split_suffix(name)
    if parts is None:
        return None
    return next(si for si, family in SUFFIXES.items() if parts[1] in family)
