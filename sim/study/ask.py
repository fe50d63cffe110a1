"""What is asked of a study: which design points, how many trials of each, under which root seed, and where to.

Every point plays the same trials, so two points meet the same luck trial by trial.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sim.base.errors import UsageError
from sim.scenario import Loaded

MAX_TRIALS: Final = 10_000_000
MAX_POINTS: Final = 1_000
"""Most design points of one study."""

_POINT_NAME: Final = re.compile(r"[^\x00-\x1f\x7f]{0,200}")

Level = float | int | str | bool
"""What one factor is set to at a design point."""


class StudyKind(enum.Enum):
    """What a study is for; the word that its folder's name begins with."""

    RUN = "run"
    COMPARE = "compare"
    WORLDS = "worlds"
    SWEEP = "sweep"
    PLAY = "play"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One design point: a scenario, the name it has in tables and figures, and the levels of the factors, if any.

    The name is a variant's, a plan's, or what sets the point apart; empty for the file as it stands.
    """

    loaded: Loaded
    name: str = ""
    levels: Mapping[str, Level] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _POINT_NAME.fullmatch(self.name):
            raise UsageError(f"a name is at most 200 printable characters, got {self.name[:220]!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """The first `trials` trials of each point under a root seed, kept in a folder under `out`.

    `plans` (the text of each side's plan file) and `predictions` (what somebody expected of a metric) are only kept
    beside the results; they are no part of what makes two studies the same.
    """

    points: tuple[Point, ...]
    trials: int
    seed: int
    out: Path
    kind: StudyKind = StudyKind.RUN
    plans: Mapping[str, str] = field(default_factory=dict)
    predictions: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= len(self.points) <= MAX_POINTS:
            raise UsageError(f"a study has 1 to {MAX_POINTS} design points, got {len(self.points)}")
        if not 1 <= self.trials <= MAX_TRIALS:
            raise UsageError(f"trials must be in 1 .. {MAX_TRIALS}, got {self.trials}")
        if self.seed < 0:
            raise UsageError(f"a seed must be 0 or more, got {self.seed}")

    @property
    def name(self) -> str:
        """The scenario's name; of several, the first point's."""
        return self.points[0].loaded.scenario.name

    @property
    def total(self) -> int:
        """Trials of all points together."""
        return self.trials * len(self.points)
