"""Injects in random scenarios: whatever fails whenever, the invariants hold and the past is not changed."""

from __future__ import annotations

import random

import pytest

from sim.measure import check_invariants
from sim.scenario import load_text
from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.play import run_trial
from tests.property.scenarios import draft_of, text_of

DOCTRINES = ("drag", "nearest", "bombers_first", "escorts_first")


def some_injects(scenario: Scenario, luck: random.Random, ends_s: float) -> dict[str, object]:
    """Return a few injects that are on, at random instants of a trial, each loss with or without a restore."""
    things = sorted([*scenario.controllers, *scenario.links, *scenario.sites])
    injects: dict[str, object] = {}
    for place, thing in enumerate(luck.sample(things, min(3, len(things)))):
        lost_s = luck.uniform(0.0, 0.8) * ends_s
        injects[f"LOST-{place}x"] = {"at_s": lost_s, "what": {"lose": thing}, "enabled": True}
        if luck.random() < 0.7:
            back_s = lost_s + luck.uniform(0.001, 0.2) * ends_s
            injects[f"BACK-{place}x"] = {"at_s": back_s, "what": {"restore": thing}, "enabled": True}
    for place, flight in enumerate(luck.sample(sorted(scenario.flights), 1)):
        what = {"flight": flight, "doctrine": luck.choice(DOCTRINES)}
        injects[f"TURN-{place}x"] = {"at_s": luck.uniform(0.0, 0.8) * ends_s, "what": what, "enabled": True}
    return injects


@pytest.mark.parametrize("seed", range(40))
def test_whatever_fails_the_invariants_hold_and_the_past_stays(seed: int) -> None:
    text = text_of(draft_of(seed))
    scenario = load_text(text).scenario
    luck = random.Random(seed)
    plain = run_trial(scenario, seed, 0)
    injects = some_injects(scenario, luck, min(plain.records[-1].at_s, scenario.ends_at_s - 1.0))
    changed = load_text(text, overrides={"injects": injects}).scenario
    trial = run_trial(changed, seed, 0)
    assert check_invariants(changed, trial) == []
    first_s = min(inject.at_s for inject in changed.injects.values())
    before = [record for record in trial.records if record.at_s < first_s]
    assert before == [record for record in plain.records if record.at_s < first_s]
    kinds = (log.ThingLost, log.ThingRestored, log.DoctrineChanged)
    happened = {record.inject for record in trial.records if isinstance(record, kinds)}
    ended_s = trial.records[-1].at_s
    assert happened == {name for name, inject in changed.injects.items() if inject.at_s < ended_s}


def test_the_same_injects_make_the_same_trial_again() -> None:
    text = text_of(draft_of(3))
    scenario = load_text(text).scenario
    injects = some_injects(scenario, random.Random(3), 1000.0)
    changed = load_text(text, overrides={"injects": injects}).scenario
    assert run_trial(changed, 1, 5) == run_trial(changed, 1, 5)
