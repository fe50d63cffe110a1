"""Fights close in end, and wrong looks waste or spare as often as theory says."""

from __future__ import annotations

from sim.scenario import load_scenario, load_text
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.trial.records import BrokeOff, LeftMerge, Misjudged, Shot
from tests.analytic.oracle import SCENARIOS, records


def test_a_merge_in_which_nobody_can_hit_ends_by_its_time() -> None:
    harmless = {"kill_prob": 0.0, "longest_s": 90.0}
    changes = {"flights.ANNA.close_in": harmless, "flights.BORIS.close_in": harmless}
    scenario = load_scenario(SCENARIOS / "square-law.yaml", overrides=changes).scenario
    trial = run_trial(scenario, 1, 0)
    assert trial.status is Status.FINISHED
    assert records(trial, LeftMerge)[0].at_s == 90.0
    assert {one.reason.value for one in records(trial, BrokeOff)} == {"disengaged"}


PASSER = """
format: 1
name: passer
ends_at_min: 20
routes:
  past: {points_km: [[200, 0], [88, 0], [250, 0]]}
flights:
  FIGHTER:
    side: blue
    aircraft: 1
    speed_mps: 200
    radar: {range_km: 180, certain: true}
    missile: {speed_mps: 1000, flyout_km: 40, hit_prob: 1}
    missiles_each: 4
    shots: {look_s: 5, missed_kill_prob: 1, open_at_share: 0.5}
    patrol: {at_km: [0, 0], commit_range_km: 150}
  PASSER: {side: red, aircraft: 1, speed_mps: 190, route: past}
  WITNESS: {side: red, aircraft: 1, speed_mps: 100, patrol: {at_km: [400, 0], commit_range_km: 10}}
"""


def test_who_takes_a_wreck_for_alive_that_fell_out_of_reach_gives_it_up() -> None:
    trial = run_trial(load_text(PASSER).scenario, 1, 0)
    assert trial.status is Status.FINISHED
    assert len(records(trial, Shot)) == 1
    wrong_s = [one.at_s for one in records(trial, Misjudged)]
    assert wrong_s == [one.at_s for one in records(trial, BrokeOff)] != []
