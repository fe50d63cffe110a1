"""What a metric is: a name, a unit, which way is better, one plain sentence, and a function of the ledger."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass

from sim.measure.ledger import Ledger

Measure = Callable[[Ledger], float | None]
"""Gives one metric of one trial; None when it is undefined there."""


class Better(enum.Enum):
    """Which way a metric is better for the studied side."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class Kind(enum.Enum):
    """What kind of number a metric is: 0 or 1, a whole number, or any number."""

    YES_NO = "yes_no"
    COUNT = "count"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One metric of one finished trial. `unit` is what one of it is, for axes and tables."""

    name: str
    unit: str
    better: Better
    kind: Kind
    headline: bool
    definition: str
    of: Measure
