"""Fights close in end, and wrong looks waste or spare as often as theory says."""

from __future__ import annotations

from sim.scenario import load_scenario
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.trial.records import BrokeOff, LeftMerge, MemberLost, Shot
from tests.analytic.oracle import SCENARIOS, oracle, played, records


def test_a_merge_in_which_nobody_can_hit_ends_by_its_time() -> None:
    harmless = {"kill_prob": 0.0, "longest_s": 90.0}
    changes = {"flights.ANNA.close_in": harmless, "flights.BORIS.close_in": harmless}
    scenario = load_scenario(SCENARIOS / "square-law.yaml", overrides=changes).scenario
    trial = run_trial(scenario, 1, 0)
    assert trial.status is Status.FINISHED
    assert records(trial, LeftMerge)[0].at_s == 90.0
    assert {one.reason.value for one in records(trial, BrokeOff)} == {"disengaged"}


def test_looks_that_are_wrong_kill_and_fire_as_often_as_theory_says() -> None:
    """Within 4.5 standard deviations: a false alarm comes once in 70,000 seeds."""
    inputs, value = oracle("sls.imperfect_bda")
    wrong = {"false_kill_prob": inputs["f"], "missed_kill_prob": 1.0 - inputs["d"]}
    changes: dict[str, object] = {f"sites.BATTERY.shots.{name}": prob for name, prob in wrong.items()}
    # Somebody else flies on, or the trial would be over before the look.
    changes["flights.WITNESS"] = {
        "side": "blue",
        "aircraft": 1,
        "speed_mps": 100,
        "patrol": {"at_m": [-9e4, 0], "commit_range_m": 1e3},
    }
    trials = list(played("shoot-look-shoot", "one-look", trials=1500, changes=changes))
    kills = sum(len(records(trial, MemberLost)) for trial in trials) / 1500
    rounds = sum(len(records(trial, Shot)) for trial in trials) / 1500
    assert abs(kills - value["p_kill"]) < 4.5 * (0.922 * 0.078 / 1500) ** 0.5
    assert abs(rounds - value["E_rounds"]) < 4.5 * 1.0 / 1500**0.5
