"""What a worker does: plays a chunk of trials, measures each, and gives back one line of text per trial.

The lines are made here and not in the parent, so that formatting is shared among workers and the parent only writes.
A line is: trial, status, then every metric in order; floats by repr, whole numbers without point, empty when undefined.
"""

from __future__ import annotations

import enum
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sim.base.chance import Chance
from sim.base.errors import TrialError
from sim.measure import METRICS, Kind, Measurer
from sim.scenario.schema import Scenario
from sim.study.jobs import Chunk
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.trial.records import Trial


class Outcome(enum.Enum):
    """What became of one trial of a study."""

    FINISHED = "finished"
    ABORTED = "aborted"
    CRASHED = "crashed"


class Column(NamedTuple):
    """One metric as a column of the results: its name, unit and kind of number."""

    name: str
    unit: str
    kind: Kind


class Measures(Protocol):
    """What gives the metrics of one trial; made once per chunk."""

    def measure(self, trial: Trial) -> Mapping[str, float | None]:
        """Return every metric of one trial; None when undefined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What a study plays and measures. It must be importable by name, because it travels to other processes."""

    play: Callable[[Scenario, int, int, Chance | None], Trial]
    measurer: Callable[[Scenario], Measures]
    columns: tuple[Column, ...]


def standard_model() -> Model:
    """Return the model of Sortie Lab."""
    columns = tuple(Column(metric.name, metric.unit, metric.kind) for metric in METRICS.values())
    return Model(play=run_trial, measurer=Measurer, columns=columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What every chunk of a design point shares; sent along with each (some 10 kB), so any executor will do."""

    scenario: Scenario
    seed: int
    model: Model
    name: str = ""


class Rows(NamedTuple):
    """The lines of one chunk, how many trials were aborted or crashed, and the seconds that the chunk took."""

    chunk: Chunk
    body: str
    aborted: int
    crashed: int
    seconds: float


def play_chunk(work: Work, chunk: Chunk) -> Rows:
    """Play and measure one chunk.

    Raises: TrialError when a trial or its metrics are impossible; the text names the trial.
    """
    started_s = time.perf_counter()
    play, columns, scenario, seed = work.model.play, work.model.columns, work.scenario, work.seed
    chance = Chance(seed, chunk.first, chunk.size)
    measurer = work.model.measurer(scenario)
    lines: list[str] = []
    aborted = 0
    for number in range(chunk.first, chunk.end):
        try:
            trial = play(scenario, seed, number, chance)
            if trial.status is Status.ABORTED:
                aborted += 1
                lines.append(_without_result(number, Outcome.ABORTED, columns))
            else:
                lines.append(_line(number, columns, measurer.measure(trial)))
        except TrialError as error:
            where = f" of {work.name}" if work.name else ""
            raise TrialError(f"trial {number} of seed {seed}{where}: {error}") from error
    return Rows(chunk, "".join(lines), aborted, 0, time.perf_counter() - started_s)


def crashed_trial(one: Chunk, columns: tuple[Column, ...]) -> Rows:
    """Return the row of a trial, a chunk of one, that took its worker down."""
    return Rows(one, _without_result(one.first, Outcome.CRASHED, columns), 0, 1, 0.0)


def joined(parts: list[Rows]) -> Rows:
    """Return neighbouring rows as one."""
    return Rows(
        parts[0].chunk._replace(size=sum(part.chunk.size for part in parts)),
        "".join(part.body for part in parts),
        sum(part.aborted for part in parts),
        sum(part.crashed for part in parts),
        math.fsum(part.seconds for part in parts),
    )


def _without_result(number: int, outcome: Outcome, columns: tuple[Column, ...]) -> str:
    return f"{number},{outcome.value}{',' * len(columns)}\n"


def _line(number: int, columns: tuple[Column, ...], values: Mapping[str, float | None]) -> str:
    cells = [str(number), Outcome.FINISHED.value]
    for name, _, kind in columns:
        value = values[name]
        if value is None:
            cells.append("")
        elif kind is Kind.NUMBER:
            if not math.isfinite(value):
                raise TrialError(f"metric {name} is {value}; a metric without a value must be None")
            cells.append(repr(float(value)))
        else:
            whole = int(value)
            if whole != value:
                raise TrialError(f"metric {name} is {value}; a {kind.value} must be whole")
            cells.append(str(whole))
    return ",".join(cells) + "\n"
