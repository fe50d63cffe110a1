"""What a figure is drawn from: the scenario, the table of a study when there is one, and some trials run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sim.measure.metric import Kind
from sim.scenario.schema import Scenario
from sim.show.plan import sides_of
from sim.show.style import Look, looks
from sim.show.text import NOTICE, PROGRAM, counted, shorten
from sim.stats.estimate import Estimate
from sim.trial.records import Trial

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One metric over all finished trials: its defined values, how often it was undefined, and its estimate."""

    name: str
    unit: str
    kind: Kind
    definition: str
    values: Numbers
    undefined: int
    estimate: Estimate
    headline: bool = False
    watched: bool = False

    @property
    def varies(self) -> bool:
        """Whether it was not the same in all trials."""
        return bool(self.values.size) and bool(self.values.min() < self.values.max())

    @property
    def label(self) -> str:
        """The metric's name as words."""
        return self.name.removesuffix(f"_{self.unit}").replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers of a study: its counts and its columns, in the order of tables."""

    finished: int
    aborted: int
    crashed: int
    columns: Mapping[str, Column]

    @property
    def without_result(self) -> int:
        """Trials that were aborted or crashed."""
        return self.aborted + self.crashed


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a figure may use. `table` is None and `trials` empty before any trial was run."""

    scenario: Scenario
    variant: str | None = None
    seed: int | None = None
    table: Table | None = None
    trials: tuple[Trial, ...] = ()
    sides: tuple[str, ...] = field(init=False)
    looks: Mapping[str, Look] = field(init=False)

    def __post_init__(self) -> None:
        sides = sides_of(self.scenario)
        object.__setattr__(self, "sides", sides)
        object.__setattr__(self, "looks", looks(sides))

    @property
    def name(self) -> str:
        """The scenario's title or name, with its variant, short enough for a footer."""
        whole = shorten(self.scenario.title or self.scenario.name, 48)
        return f"{whole} ({shorten(self.variant, 24)})" if self.variant else whole

    def look(self, flight: str) -> Look:
        """Return the look of a flight's side."""
        return self.looks[self.scenario.flights[flight].side]

    def footer(self, n: int | None = None, note: str = "") -> str:
        """Return what stands under every figure: scenario, n, seed, that it is notional, and the program's version."""
        seed = "" if self.seed is None or n is None else f"seed {self.seed}"
        parts = (self.name, self._rests_on(n), note, seed, NOTICE, PROGRAM)
        return "  ·  ".join(part for part in parts if part)

    def _rests_on(self, n: int | None) -> str:
        if n is None:
            return "before any trial"
        if self.table is None or n > self.table.finished:
            return f"n = {counted(n, 'trial')}"
        without = self.table.without_result
        beside = f", {without:,} more without result" if without else ""
        if n < self.table.finished:
            return f"n = {n:,} of {counted(self.table.finished, 'trial')}{beside}"
        return f"n = {counted(n, 'trial')}{beside}"
