"""Golden logs: how a trial is written down, one line a record, and which trials are kept."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sim.scenario import load_scenario
from sim.trial.play import run_trial
from sim.trial.records import Trial

HERE: Final = Path(__file__).parent

SEED: Final = 20

GOLDEN: Final = (
    *(("package", number) for number in (0, 1)),
    *(("melee", number) for number in (0, 1)),
    ("injects", 0),
    ("bridged", 0),
    *(("sensing", number) for number in (0, 1)),
    ("rules", 0),
    *(("contested", number) for number in (0, 1)),
    ("tankers", 0),
    *(("bases", number) for number in (0, 1)),
    ("command", 0),
    *(("window", number) for number in (0, 1)),
    *(("merge", number) for number in (0, 1)),
    ("waves", 0),
)
"""Scenarios beside this file, each with the number of a trial."""

RULE: Final = "If the change is meant: `python -m tests.golden.update`, and say in CHANGELOG.md what changed and why."


def path_of(name: str, number: int) -> Path:
    """Return where the log of a trial is kept."""
    return HERE / f"{name}-{number}.log"


def played(name: str, number: int) -> Trial:
    """Return the trial, played now."""
    return run_trial(load_scenario(HERE / f"{name}.yaml").scenario, SEED, number)


def lines(trial: Trial) -> Iterator[str]:
    """Yield one line for each record: instant, kind, then `field=value`."""
    for record in trial.records:
        fields = zip(record._fields[1:], record[1:], strict=True)
        told = " ".join(f"{field}={_written(value)}" for field, value in fields)
        yield f"{_written(record.at_s)} {type(record).__name__} {told}".rstrip()


def _written(value: object) -> str:
    if isinstance(value, float):
        return repr(round(value, 9) + 0.0)  # no minus zero
    if isinstance(value, enum.Enum):
        return str(value.value)
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
