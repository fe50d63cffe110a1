"""The exact answers, and how a trial is played against them: from a file of scenarios/verification, as a user would."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from sim.base.chance import Chance
from sim.measure import check_invariants
from sim.scenario import load_scenario
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.trial.records import Trial
from sim.verify.cases import CASES
from sim.verify.evidence import instants, records
from sim.verify.play import AS_IT_IS, case_scenario
from sim.verify.tally import Tally
from tests.analytic.scores import Scores

__all__ = ["ORACLES", "SCENARIOS", "exact", "exact_values", "held", "instants", "oracle", "played", "records"]

ORACLES: Final[dict[str, dict[str, Any]]] = {
    entry["id"]: entry for entry in json.loads((Path(__file__).parent / "oracles.json").read_text("utf-8"))
}
SCENARIOS: Final = Path(__file__).resolve().parents[2] / "scenarios" / "verification"

INSPECTED: Final = 100
"""Trials of each run whose invariants are checked; checking all would take longer than playing them."""


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


def exact_values(name: str, changes: Mapping[str, object] = AS_IT_IS) -> dict[str, float]:
    """Return the exact values of a case of `sortie verify`, by what they are about."""
    case = CASES[name]
    return {answer.what: answer.exact for answer in case.answers(case_scenario(case, changes))}


def held(
    scores: Scores, name: str, *, trials: int = 1, seed: int = 1, changes: Mapping[str, object] = AS_IT_IS
) -> dict[str, float]:
    """Hold every answer of a case of `sortie verify` against trials, at other numbers too; return the exact values."""
    case = CASES[name]
    tally = Tally(name, case.answers(case_scenario(case, changes)))
    for trial in played(case.file, case.variant, trials=trials, seed=seed, changes=changes):
        tally.add(trial)
    for found in tally.findings():
        assert found.n == trials, f"{name}: {found.answer.what} was told by {found.n} of {trials} trials"
        if found.z is None:
            assert found.holds, f"{name}: {found.answer.what}: {found.simulated!r}, not {found.answer.exact!r}"
        else:
            scores.score(f"{name}: {found.answer.what}: {found.simulated:.6g} for {found.answer.exact:.6g}", found.z)
    return {found.answer.what: found.answer.exact for found in tally.findings()}
