"""The exact answers, and how a trial is played against them: from a file of scenarios/verification, as a user would."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import pytest

from sim.base.chance import Chance
from sim.measure import check_invariants
from sim.scenario import load_scenario
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.trial.records import Trial

ORACLES: Final[dict[str, dict[str, Any]]] = {
    entry["id"]: entry for entry in json.loads((Path(__file__).parent / "oracles.json").read_text("utf-8"))
}
SCENARIOS: Final = Path(__file__).resolve().parents[2] / "scenarios" / "verification"

INSPECTED: Final = 100
"""Trials of each run whose invariants are checked; checking all would take longer than playing them."""

Kind = TypeVar("Kind")


def oracle(name: str) -> tuple[dict[str, Any], Any]:
    """Return the inputs and the value of one exact answer."""
    return ORACLES[name]["inputs"], ORACLES[name]["value"]


def exact(value: object) -> Any:
    """Equal to 1e-9, relative; to 1e-9, absolute, at zero; None equals None."""
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)


def played(
    file: str,
    variant: str | None = None,
    *,
    trials: int = 1,
    seed: int = 1,
    changes: Mapping[str, object] | None = None,
) -> Iterator[Trial]:
    """Play trials of a verification scenario; every one must finish, and the first ones must keep every invariant."""
    scenario = load_scenario(SCENARIOS / f"{file}.yaml", variant=variant, overrides=changes or {}).scenario
    chance = Chance(seed, 0, trials)
    for number in range(trials):
        trial = run_trial(scenario, seed, number, chance)
        assert trial.status is Status.FINISHED
        if number < INSPECTED:
            assert check_invariants(scenario, trial) == []
        yield trial


def records(trial: Trial, kind: type[Kind], /, **fields: object) -> list[Kind]:
    """Return the records of one kind whose fields have these values."""
    return [
        record
        for record in trial.records
        if isinstance(record, kind) and all(getattr(record, field) == value for field, value in fields.items())
    ]


def instants(trial: Trial, kind: type[Any], /, **fields: object) -> list[float]:
    """Return the instants of the records of one kind whose fields have these values, in seconds."""
    return [record.at_s for record in records(trial, kind, **fields)]
