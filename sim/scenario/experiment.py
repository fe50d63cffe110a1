"""An experiment as a file declares it, and as the program sees it: what is varied, by which design, how many trials."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from annotated_types import Ge, Gt, Le, Len

from sim.base.declare import Role, Says
from sim.base.errors import Fault
from sim.scenario.factors import Factor
from sim.scenario.load import Loaded, load_scenario

Half = Annotated[float, Gt(0)]


class Design(enum.Enum):
    """How the points of an experiment are chosen."""

    GRID = "grid"
    ONE_AT_A_TIME = "one_at_a_time"
    LHS = "lhs"
    NOLH = "nolh"

    @property
    def fills_space(self) -> bool:
        """Whether it chooses points between the ends of ranges, as many as it is told."""
        return self in (Design.LHS, Design.NOLH)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorSheet:
    """One factor as a file declares it."""

    knob: Annotated[str | None, Says("The knob that it turns.")] = None
    paths: Annotated[tuple[str, ...] | None, Says("The settings that it turns, where no knob does.")] = None
    levels: Annotated[tuple[str | float | bool, ...] | None, Says("The values that it takes.")] = None
    low: Annotated[float | None, Says("The lowest value, in the unit of the path.")] = None
    high: Annotated[float | None, Says("The highest value, in the unit of the path.")] = None
    steps: Annotated[int | None, Says("How many levels there are from low to high, both counted.")] = None
    says: Annotated[str, Says("What it is, in one sentence.", role=Role.LABEL)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentSheet:
    """An experiment file."""

    format: Annotated[int, Ge(1), Le(1), Says("Version of this grammar.", role=Role.LABEL)] = 1
    name: Annotated[str, Says("Short name; also the name of the results folder.", role=Role.LABEL)]
    title: Annotated[str, Len(0, 120), Says("Title for figures and reports.", role=Role.LABEL)] = ""
    says: Annotated[str, Says("What it asks, in one sentence.", role=Role.LABEL)] = ""
    scenario: Annotated[str, Says("The scenario: a bare name, or ./x.yaml for a file in the same folder.")]
    variant: Annotated[str | None, Says("One of the scenario's variants.")] = None
    injects: Annotated[tuple[str, ...], Says("Injects of the scenario that are switched on.")] = ()
    factors: Annotated[dict[str, FactorSheet], Says("What is varied, by name.")]
    design: Annotated[Design, Says("How the points are chosen.")]
    points: Annotated[int | None, Ge(2), Le(10_000), Says("Points of a design that fills space: lhs or nolh.")] = None
    trials: Annotated[int | None, Ge(1), Le(10_000_000), Says("Trials at each point. Default: the scenario's.")] = None
    precision: Annotated[
        dict[str, Half], Says("Half-width of the interval that each metric is to have, in place of trials.")
    ] = field(default_factory=dict)
    seed: Annotated[int | None, Ge(0), Le(2**53), Says("Root seed. Default: the scenario's.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """An experiment, read and checked. `trials` is None when a precision is asked for instead; it has one or the other.

    `loaded` is its scenario with variant and injects, every factor as the scenario has it.
    """

    name: str
    title: str
    says: str
    loaded: Loaded
    variant: str | None
    injects: tuple[str, ...]
    factors: tuple[Factor, ...]
    design: Design
    points: int | None
    trials: int | None
    precision: Mapping[str, float]
    seed: int
    path: Path
    text: str
    warnings: tuple[Fault, ...]

    def load_point(
        self, overrides: Sequence[tuple[str, object]], metric_names: Collection[str] | None = None
    ) -> Loaded:
        """Return the scenario with its variant and injects, and these overrides on top.

        Raises: ScenarioError with every fault.
        """
        source = self.loaded.path
        assert source is not None, "the scenario of an experiment is a file"
        switched = [(f"injects.{name}.enabled", True) for name in self.injects]
        layers: list[tuple[str, object]] = [*switched, *overrides]
        return load_scenario(source, variant=self.variant, overrides=layers, metric_names=metric_names)
