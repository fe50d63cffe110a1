"""Looks that err: shooting until the target is held to be dead, against the closed form."""

from __future__ import annotations

from sim.trial.records import MemberLost, Shot
from tests.analytic.oracle import oracle, played, records


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
