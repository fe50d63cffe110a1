"""Fights close in end, and wrong looks waste or spare as often as theory says."""

from __future__ import annotations

from sim.scenario import load_scenario
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.trial.records import BrokeOff, LeftMerge
from tests.analytic.oracle import SCENARIOS, records


def test_a_merge_in_which_nobody_can_hit_ends_by_its_time() -> None:
    harmless = {"kill_prob": 0.0, "longest_s": 90.0}
    changes = {"flights.ANNA.close_in": harmless, "flights.BORIS.close_in": harmless}
    scenario = load_scenario(SCENARIOS / "square-law.yaml", overrides=changes).scenario
    trial = run_trial(scenario, 1, 0)
    assert trial.status is Status.FINISHED
    assert records(trial, LeftMerge)[0].at_s == 90.0
    assert {one.reason.value for one in records(trial, BrokeOff)} == {"disengaged"}
