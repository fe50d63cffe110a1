"""Invariants of bases: a sound log passes, and each broken one is caught by the check that is meant to."""

from __future__ import annotations

from typing import Final

import pytest

from sim.measure import check_invariants
from sim.scenario import load_text
from sim.trial.play import run_trial
from sim.trial.records import Airborne, BaseClosed, BaseOpened, Diverted, Record, RunwayAsked, Trial
from tests.builders import scenario_text

SCENARIO: Final = load_text(
    scenario_text(
        bases={"MAIN": {"side": "red", "at_nm": [150, 0]}, "STRIP": {"side": "red", "at_nm": [160, 0], "strip": True}},
        flights__BANDIT__base="MAIN",
        flights__BANDIT__aircraft=4,
    )
).scenario

SOUND: Final = run_trial(SCENARIO, 1, 0)

BREACHES: Final[list[tuple[str, str, type[Record], list[Record]]]] = [
    ("nobody_uses_a_closed_base", "takes off", RunwayAsked, [BaseClosed(0.0, "MAIN", "X")]),
    ("nobody_uses_a_closed_base", "opens", RunwayAsked, [BaseOpened(0.0, "MAIN")]),
    ("nobody_uses_a_closed_base", "twice", Airborne, [BaseClosed(60.0, "MAIN", "X"), BaseClosed(60.0, "MAIN", "Y")]),
    (
        "nobody_uses_a_closed_base",
        "diverts",
        Airborne,
        [BaseClosed(60.0, "MAIN", "X"), Diverted(60.0, "BANDIT-1", "STRIP", "MAIN")],
    ),
    ("who_is_on_the_ground_does_not_fly", "again", Airborne, [Airborne(120.0, "BANDIT-1", "MAIN")]),
    ("strips_are_for_those_who_can", "a strip", Airborne, [Diverted(60.0, "BANDIT-1", "MAIN", "STRIP")]),
    ("runways_are_shared", "too early", Airborne, [Airborne(61.0, "BANDIT-2", "MAIN")]),
]


def test_the_sound_log_is_sound() -> None:
    assert check_invariants(SCENARIO, SOUND) == []


@pytest.mark.parametrize(("check", "how", "after", "put"), BREACHES, ids=[f"{one[0]}-{one[1]}" for one in BREACHES])
def test_a_broken_log_is_caught_by_its_check(check: str, how: str, after: type[Record], put: list[Record]) -> None:
    records = list(SOUND.records)
    place = max(number for number, record in enumerate(records) if isinstance(record, after)) + 1
    if after is RunwayAsked:
        place = next(number for number, record in enumerate(records) if isinstance(record, Airborne)) + 1
    records[place:place] = put
    trial = Trial(0, 1, SOUND.status, tuple(records), 0)
    assert [breach for breach in check_invariants(SCENARIO, trial) if breach.startswith(f"{check}: ")] != []
