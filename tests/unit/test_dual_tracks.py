"""Dual tracks through YAML and `run_trial`: when a group is held twice, what that costs, when it is over."""

from __future__ import annotations

from typing import Any

from sim.measure import check_invariants, measure
from sim.scenario import canonical_text, load_text
from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import Source
from sim.trial.records import Trial

SEED = 20
MISSILE = {"speed_mps": 1000, "flyout_m": 20_000, "hit_prob": 1, "track_age_limit_s": 60}


def parts() -> dict[str, Any]:
    """EYE and POST see WOLF at 100 s; EYE speaks for it on LOW, and BRIDGE passes that on to HIGH 8 s later.

    WATCH is on both links: it hears of WOLF on LOW at 105 s, on HIGH at 116 s. HAWK and KITE are under it on HIGH.
    """
    fighter = {
        "side": "blue",
        "aircraft": 1,
        "speed_mps": 200,
        "missile": MISSILE,
        "missiles_each": 2,
        "memory_s": 30,
        "patrol": {"at_m": [0, 0], "commit_range_m": 500_000},
    }
    return {
        "format": 1,
        "name": "twice",
        "ends_at_s": 1000,
        "routes": {"in": {"points_m": [[100_000, 0], [0, 0]]}},
        "links": {
            "LOW": {"side": "blue", "members": ["EYE", "WATCH"], "delay_s": 5, "period_s": 1},
            "HIGH": {
                "side": "blue",
                "members": ["WATCH", "HAWK", "KITE"],
                "delay_s": 3,
                "period_s": 1,
                "correlation_prob": 0,
                "resolve_mean_s": 1e5,
            },
        },
        "gateways": {"BRIDGE": {"side": "blue", "joins": ["LOW", "HIGH"], "delay_s": 8}},
        "controllers": {"WATCH": {"side": "blue", "servers": 1, "service_s": 20}},
        "flights": {
            "HAWK": fighter | {"patrol": {"at_m": [0, 30_000], "commit_range_m": 500_000}},
            "KITE": fighter,
            "WOLF": {"side": "red", "aircraft": 1, "speed_mps": 100, "route": "in"},
        },
        "sites": {"EYE": {"side": "blue", "at_m": [0, 0], "radar": {"range_m": 90_000, "certain": True}}},
    }


def scenario(**changes: object) -> Scenario:
    """Return the scenario with changes; each is a path with __ for its dots, None takes the part out."""
    overrides = [(path.replace("__", "."), value) for path, value in changes.items()]
    return load_text(canonical_text(parts()), overrides=overrides).scenario


def played(number: int = 0, /, **changes: object) -> Trial:
    """Return a sound trial of the scenario with changes."""
    whole = scenario(**changes)
    trial = run_trial(whole, SEED, number)
    assert check_invariants(whole, trial) == []
    return trial


def instants(trial: Trial, record_type: type, /, **fields: object) -> list[float]:
    """Return when records of a kind with these fields happened."""
    return [
        round(record.at_s, 6)
        for record in trial.records
        if isinstance(record, record_type) and all(getattr(record, name) == value for name, value in fields.items())
    ]


def test_news_over_a_second_link_is_taken_for_a_second_group() -> None:
    trial = played()
    assert instants(trial, log.TrackHeld, node="WATCH") == [105.0]
    assert instants(trial, log.DualTrackHeld, node="WATCH", source=Source.LINK) == [116.0]
    assert instants(trial, log.DualTrackHeld, node="HAWK-1") == []  # it hears of it once


def test_a_controller_queues_serves_and_tasks_the_group_twice() -> None:
    """Served from 105 to 125 s for the first track, and from then to 145 s for the second."""
    trial = played()
    assert instants(trial, log.ServiceStarted, controller="WATCH") == [105.0, 125.0]
    assert instants(trial, log.Tasked, target="WOLF-1") == [125.0, 145.0]
    once = played(links__HIGH__correlation_prob=1)
    assert instants(once, log.Tasked, target="WOLF-1") == [125.0]


LATE = {"links__HIGH__correlation_prob": 1, "links__LATE": {"side": "blue", "members": ["EYE", "WATCH"]}}
LATE["links__LATE"] |= {"delay_s": 63, "correlation_prob": 0, "resolve_mean_s": 1e5}  # type: ignore[operator]
"""A further link that brings WATCH the same news at 163 s, when the group has been tasked."""


def test_a_group_that_is_held_twice_after_its_order_is_queued_again() -> None:
    trial = played(**LATE)
    assert instants(trial, log.DualTrackHeld, node="WATCH") == [163.0]
    assert instants(trial, log.ServiceStarted, controller="WATCH") == [105.0, 163.0]
    assert instants(trial, log.Tasked, target="WOLF-1") == [125.0, 183.0]


def test_who_sees_at_once_that_the_two_are_one_sends_nobody_twice() -> None:
    trial = played(links__HIGH__resolve_mean_s=0)
    assert instants(trial, log.DualTrackHeld, node="WATCH") == [116.0]
    assert instants(trial, log.DualTrackResolved, node="WATCH") == [116.0]
    assert instants(trial, log.Tasked, target="WOLF-1") == [125.0]


def test_a_dual_track_is_over_when_one_of_its_sources_ends() -> None:
    trial = played(**LATE, injects__GONE={"at_s": 170, "what": {"lose": "LATE"}, "enabled": True})
    assert instants(trial, log.DualTrackResolved, node="WATCH") == [170.0]
    assert instants(trial, log.Tasked, target="WOLF-1") == [125.0]  # the second track was being worked on


def test_who_tasks_himself_does_not_heed_a_claim_on_what_he_holds_twice() -> None:
    """HAWK takes WOLF at 121 s and says so by 124 s; KITE, slower to react, chooses at 136 s."""

    def commits(correlation_prob: float) -> list[float]:
        late = {"side": "blue", "members": ["EYE", "KITE"], "delay_s": 20, "resolve_mean_s": 1e5}
        trial = played(
            controllers__WATCH__authority="delegated",
            flights__KITE__reaction_s=20,
            links__LATE=late | {"correlation_prob": correlation_prob},
        )
        assert instants(trial, log.Committed, element="HAWK-1")[0] == 121.0
        assert measure(scenario(), trial)["tasks_on_dual_tracks"] == (correlation_prob == 0)
        return instants(trial, log.Committed, element="KITE-1")[:1]

    assert commits(0) == [136.0]
    assert commits(1) != [136.0]


def test_own_sensors_may_not_recognise_what_the_link_told() -> None:
    """KITE hears of WOLF at 116 s, and comes within 70 km of it on its way, as it is sent there at 128 s."""
    trial = played(flights__KITE__radar={"range_m": 70_000, "certain": True})
    seen = instants(trial, log.Detected, node="KITE-1")
    assert seen
    assert instants(trial, log.DualTrackHeld, node="KITE-1", source=Source.OWN) == seen


def test_the_end_of_the_target_ends_both_tracks() -> None:
    trial = played()
    ends = instants(trial, log.ElementLost, element="WOLF-1")
    assert ends
    assert instants(trial, log.DualTrackResolved, node="WATCH") == [ends[0] + 5.0]


def test_a_second_track_costs_a_task_and_shots_that_the_metrics_count() -> None:
    trial, whole = played(), scenario()
    found = measure(whole, trial)
    assert (found["dual_tracks"], found["tasks_on_dual_tracks"]) == (1, 1)
    assert (
        measure(scenario(links__HIGH__correlation_prob=1), played(links__HIGH__correlation_prob=1))["dual_tracks"] == 0
    )
