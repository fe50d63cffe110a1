"""Playing a verification case: its scenario through the reader and `run_trial`, as a user would."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sim.base.chance import Chance
from sim.base.errors import TrialError
from sim.scenario import load_scenario
from sim.scenario.places import scenarios_folder
from sim.scenario.schema import Scenario
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.verify.case import Case
from sim.verify.tally import Finding, Tally

AS_IT_IS: Final[Mapping[str, object]] = MappingProxyType({})


def case_file(case: Case) -> Path:
    """Return the scenario file of a case."""
    return scenarios_folder() / "verification" / f"{case.file}.yaml"


def case_scenario(case: Case, changes: Mapping[str, object] = AS_IT_IS) -> Scenario:
    """Return the scenario of a case, with further changes laid on it. Raises: ScenarioError when it has faults."""
    return load_scenario(case_file(case), variant=case.variant, overrides=changes).scenario


def case_seed(name: str, seed: int) -> int:
    """Return the root seed of a case: its own, so that cases which share a scenario do not share their luck."""
    return zlib.crc32(f"{seed}/{name}".encode())


def play_case(name: str, case: Case, *, trials: int, seed: int) -> tuple[Finding, ...]:
    """Play a case and return what was found; a case without chance is played once.

    Raises: TrialError when a trial does not finish.
    """
    scenario = case_scenario(case)
    tally = Tally(name, case.answers(scenario))
    number_of = trials if case.has_chance else 1
    root = case_seed(name, seed)
    chance = Chance(root, 0, number_of)
    for number in range(number_of):
        trial = run_trial(scenario, root, number, chance)
        if trial.status is not Status.FINISHED:
            raise TrialError(f"case {name}: trial {number} under seed {root} did not finish")
        tally.add(trial)
    return tally.findings()
