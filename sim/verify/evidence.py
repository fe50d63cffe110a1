"""What cases read off the records of a trial."""

from __future__ import annotations

import math
from typing import Any, TypeVar

from sim.trial.records import Trial

R = TypeVar("R")


def records(trial: Trial, kind: type[R], /, **fields: object) -> list[R]:
    """Return the records of one kind whose fields have these values."""
    return [
        record
        for record in trial.records
        if isinstance(record, kind) and all(getattr(record, field) == value for field, value in fields.items())
    ]


def instants(trial: Trial, kind: type[Any], /, **fields: object) -> list[float]:
    """Return the instants of the records of one kind whose fields have these values, in seconds."""
    return [record.at_s for record in records(trial, kind, **fields)]


def first_s(trial: Trial, kind: type[Any], /, **fields: object) -> float:
    """Return the instant of the first such record, in seconds; infinite when there is none."""
    return next(iter(instants(trial, kind, **fields)), math.inf)


def count(trial: Trial, kind: type[Any], /, **fields: object) -> int:
    """Return how many such records there are."""
    return len(records(trial, kind, **fields))
