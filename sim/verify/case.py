"""What a verification case is: one scenario that isolates one rule, and the exact answers that theory gives for it.

The exact values are worked out from the resolved scenario itself. So whoever changes a number of the scenario changes
the theory's answer and the simulation's alike, and no expected value is typed anywhere.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sim.base.errors import TrialError
from sim.scenario.schema import Scenario
from sim.trial.records import Trial

T = TypeVar("T")


class Kind(enum.Enum):
    """How what single trials give is held against the exact value."""

    SHARE = "share"  # each trial gives 0 or 1
    MEAN = "mean"  # each trial gives a number
    EVERY = "every trial"  # no chance in it: every single trial must give the exact value


class Family(enum.Enum):
    """Which part of the model a case looks at."""

    GEOMETRY = "geometry"
    DETECTION = "detection"
    LINK = "link"
    CHAIN = "chain of delays"
    QUEUE = "queue"
    SHOTS = "shots"
    LAYERS = "layers"
    DUEL = "duel"
    SORTING = "sorting"
    TIMING = "timing"
    STRIKE = "strike"
    FUEL = "fuel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One exact answer and how it is read off a trial.

    exact: infinite for what never happens. of: what one trial says; None where it says nothing.
    deviation: of what one trial says; only for a mean. is_detail: left out of the short table.
    """

    what: str
    formula: str
    exact: float
    kind: Kind
    of: Callable[[Trial], float | None]
    unit: str = ""
    deviation: float = 0.0
    is_detail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One scenario of scenarios/verification in one variant. Its first answer is the one that stands for it."""

    family: Family
    file: str
    variant: str | None = None
    asks: str
    source: str
    answers: Callable[[Scenario], tuple[Answer, ...]]
    has_chance: bool = True


def given(setting: T | None) -> T:
    """Return a setting that the scenario of a case must give. Raises: TrialError when it does not."""
    if setting is None:
        raise TrialError("the scenario of this verification case lacks a setting that its exact answer needs")
    return setting


def moments(dist: Sequence[float]) -> tuple[float, float]:
    """Return mean and standard deviation of a count, from its probabilities of 0, 1, 2 ..."""
    mean = math.fsum(value * prob for value, prob in enumerate(dist))
    square = math.fsum(value**2 * prob for value, prob in enumerate(dist))
    return mean, math.sqrt(max(square - mean**2, 0.0))


def count_answers(what: str, formula: str, dist: Sequence[float], of: Callable[[Trial], float]) -> tuple[Answer, ...]:
    """Return the answers about a count whose distribution is known: its mean, and as details how often each came up."""
    mean, deviation = moments(dist)
    first = Answer(what=what, formula=formula, exact=mean, kind=Kind.MEAN, of=of, deviation=deviation)
    return first, *(_equals(what, formula, value, prob, of) for value, prob in enumerate(dist))


def _equals(what: str, formula: str, value: int, prob: float, of: Callable[[Trial], float]) -> Answer:
    return Answer(
        what=f"{what} = {value}",
        formula=f"from: {formula}",
        exact=min(max(prob, 0.0), 1.0),
        kind=Kind.SHARE,
        of=lambda trial: float(of(trial) == value),
        is_detail=True,
    )
