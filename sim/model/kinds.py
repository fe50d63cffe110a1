"""Types that many parameter sets share: a point, and numbers with the usual bounds."""

from __future__ import annotations

from typing import Annotated

from annotated_types import Ge, Gt, Le

Point = tuple[float, float]
"""East and north, in metres."""

Vector = tuple[float, float]
"""East and north components: metres for an offset, metres per second for a velocity."""

Positive = Annotated[float, Gt(0)]
NotNegative = Annotated[float, Ge(0)]
Probability = Annotated[float, Ge(0), Le(1)]
