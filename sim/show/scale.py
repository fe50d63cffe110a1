"""A metric as readers meet it: its name in words, its unit, and values, differences and intervals written in it.

Shares become percentages, and differences of shares points; seconds become minutes where they are many. Everything
that writes a number about a metric of a study does it here, so that words, figures and tables agree.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sim.measure import METRICS, Better, Kind
from sim.show.text import reader_unit
from sim.stats import Estimate, Method

UNDEFINED: Final = "undefined"
POINTS: Final = "points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How one metric is written. `size` is how many of the metric's own units one of `unit` is."""

    metric: str
    label: str
    unit: str
    apart_unit: str
    size: float
    better: Better
    is_yes_no: bool

    @property
    def title(self) -> str:
        """The metric's name as a heading."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def axis(self) -> str:
        """The label of an axis of values."""
        return f"{self.label}, {self.unit}"

    def value(self, estimate: Estimate) -> str:
        """Return a value with its unit: `66.8 %`, `1.4 aircraft`."""
        return self._with_unit(self.bare(estimate), self.unit)

    def bare(self, estimate: Estimate) -> str:
        """Return a value without its unit, with as many decimals as its interval makes worth reading."""
        if not known(estimate.value):
            return UNDEFINED
        assert estimate.value is not None
        return written(estimate.value / self.size, self.decimals(estimate))

    def number(self, value: float) -> str:
        """Return a value of which no interval is known, with its unit."""
        if not known(value):
            return UNDEFINED
        return self._with_unit(written(value / self.size, 1 if self.size == 0.01 else 2), self.unit)

    def interval(self, estimate: Estimate) -> str:
        """Return the interval's ends without unit: `62 to 71`, `at most 3`, or why there is none."""
        if not known(estimate.value):
            return "none"
        if not (known(estimate.low) and known(estimate.high)):
            return "the same in all" if estimate.n > 1 else "one trial, so no interval"
        assert estimate.low is not None
        assert estimate.high is not None
        if estimate.low == estimate.high:
            return "the same in all"
        decimals = self.decimals(estimate)
        low, high = (written(end / self.size, decimals) for end in (estimate.low, estimate.high))
        if estimate.method is Method.ONE_SIDED:
            return f"at least {low}" if estimate.value else f"at most {high}"
        return f"{low} to {high}"

    def difference(self, estimate: Estimate) -> str:
        """Return a difference with sign and unit: `+14.5 points`."""
        return self._with_unit(self.bare_difference(estimate), self.apart_unit)

    def bare_difference(self, estimate: Estimate) -> str:
        """Return a difference with sign, without unit."""
        text = self.bare(estimate)
        is_more = known(estimate.value) and (estimate.value or 0.0) > 0.0 and bool(text.strip("0.,"))
        return f"+{text}" if is_more else text

    def difference_in_full(self, estimate: Estimate) -> str:
        """Return a difference with its interval: `+14.5 points (10.2 to 18.9)`."""
        return f"{self.difference(estimate)} ({self.interval(estimate)})"

    def in_full(self, estimate: Estimate) -> str:
        """Return a value with its interval: `66.8 % (62.1 to 71.2)`."""
        return f"{self.value(estimate)} ({self.interval(estimate)})"

    def _with_unit(self, text: str, unit: str) -> str:
        return f"{text} {unit}" if unit and text != UNDEFINED else text

    def decimals(self, estimate: Estimate) -> int:
        """Return how many decimals of an estimate are worth reading."""
        if not (known(estimate.low) and known(estimate.high)):
            return 1 if self.size == 0.01 else 2
        assert estimate.low is not None
        assert estimate.high is not None
        return decimals_for((estimate.high - estimate.low) / self.size)


def scale_of(metric: str, typical: float = 0.0) -> Scale:
    """Return how a metric is written; `typical` is a value of it, which decides between seconds and minutes."""
    declared = METRICS[metric]
    label = metric.removesuffix(f"_{declared.unit}").replace("_", " ")
    is_share = declared.unit == "share"
    unit, size = ("%", 0.01) if is_share else reader_unit(declared.unit, typical if math.isfinite(typical) else 0.0)
    return Scale(
        metric=metric,
        label=label,
        unit=unit,
        apart_unit=POINTS if is_share else unit,
        size=size,
        better=declared.better,
        is_yes_no=declared.kind is Kind.YES_NO,
    )


def known(value: float | None) -> bool:
    """Tell whether there is a number."""
    return value is not None and math.isfinite(value)


def decimals_for(width: float) -> int:
    """Return how many decimals are worth reading in a number whose interval is this wide."""
    if not math.isfinite(width) or width <= 0.0:
        return 1
    return min(max(math.ceil(1.0 - math.log10(width)), 0), 4)


def written(value: float, decimals: int) -> str:
    """Return a number with that many decimals; never a minus before nothing, and nothing itself is 0."""
    if not value:
        return "0"
    text = f"{value:,.{decimals}f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text


def typical_of(values: Iterable[float | None]) -> float:
    """Return the greatest size among values, 0 without any: what decides on the unit."""
    return max((abs(value) for value in values if value is not None and math.isfinite(value)), default=0.0)
