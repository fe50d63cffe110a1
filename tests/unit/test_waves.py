"""Waves through YAML and `run_trial`: a flight that starts later is not there before, and comes when it is called."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.measure import check_invariants
from sim.scenario import load_text
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.trial.records import Trial
from tests.builders import scenario_text

RAIDER = {
    "side": "red",
    "aircraft": 2,
    "speed_kt": 400,
    "missile": {"speed_mps": 1000, "flyout_nm": 30, "hit_prob": 0.5},
    "missiles_each": 2,
    "radar": {"range_nm": 100, "certain": True},
    "patrol": {"at_nm": [60, 0], "home_nm": [150, 20], "commit_range_nm": 120},
}


def text(**starts: object) -> str:
    """Return the small scenario with a second flight of interceptors that starts so."""
    return scenario_text(
        flights__WAVE={**RAIDER, "starts": starts}, flights__GUARD__radar={"range_nm": 300, "certain": True}
    )


def played(source: str, number: int = 0) -> Trial:
    scenario = load_text(source).scenario
    trial = run_trial(scenario, 5, number)
    assert trial.status is Status.FINISHED
    assert check_invariants(scenario, trial) == []
    return trial


def first_s(trial: Trial, kind: type, **fields: object) -> float | None:
    return next(
        (
            record.at_s
            for record in trial.records
            if isinstance(record, kind) and all(getattr(record, key) == value for key, value in fields.items())
        ),
        None,
    )


def faults_of(source: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_text(source)
    return [str(fault) for fault in caught.value.faults]


def test_a_wave_is_there_at_its_instant_and_seen_only_then() -> None:
    trial = played(text(at_min=10))
    assert first_s(trial, log.Started, element="WAVE-1") == 600.0
    seen = first_s(trial, log.Detected, node="GUARD-1", target="WAVE-1")
    assert seen is not None
    assert seen >= 600.0


def test_a_later_wave_starts_at_home_and_flies_to_its_point() -> None:
    trial = played(text(at_min=10))
    started = next(r for r in trial.records if isinstance(r, log.Started) and r.element == "WAVE-1")
    assert (started.x_m, started.y_m) == (150 * 1852.0, 20 * 1852.0)


def test_what_happens_before_a_wave_is_as_without_it() -> None:
    source = text(at_min=10)
    plain = scenario_text(flights__GUARD__radar={"range_nm": 300, "certain": True})
    for number in range(3):
        before = [record for record in played(source, number).records if record.at_s < 600.0]
        assert before == [record for record in played(plain, number).records if record.at_s < 600.0]


def test_a_wave_is_called_by_the_first_commit_on_another_flight() -> None:
    trial = played(text(when_engaged="BANDIT", delay_s=30))
    engaged = first_s(trial, log.Committed, target="BANDIT-1")
    assert engaged is not None
    assert first_s(trial, log.WaveCalled, flight="WAVE", because_of="BANDIT") == engaged
    assert first_s(trial, log.Started, element="WAVE-1") == engaged + 30.0


def test_a_wave_is_called_by_the_first_commit_of_another_flight() -> None:
    trial = played(text(when_committed="GUARD"))
    assert first_s(trial, log.Started, element="WAVE-1") == first_s(trial, log.Committed, element="GUARD-1")


def test_a_wave_is_called_by_the_loss_of_another_flight_and_else_never_comes() -> None:
    trials = [played(text(when_lost="BANDIT"), number) for number in range(12)]
    came = [trial for trial in trials if first_s(trial, log.Started, element="WAVE-1") is not None]
    assert 0 < len(came) < len(trials)
    for trial in trials:
        lost = first_s(trial, log.ElementLost, element="BANDIT-1")
        assert first_s(trial, log.Started, element="WAVE-1") == lost


def test_a_trial_does_not_end_before_its_last_wave() -> None:
    lone = {"side": "red", "aircraft": 1, "speed_mps": 200, "route": "out"}
    source = scenario_text(
        flights={"FIRST": lone, "SECOND": {**lone, "starts": {"at_min": 50}}},
        routes={"out": {"points_km": [[0, 0], [20, 0]]}},
        targets=None,
        links=None,
        controllers=None,
        sites=None,
    )
    trial = played(source)
    assert first_s(trial, log.HomeReached, element="FIRST-1") == 100.0
    assert first_s(trial, log.HomeReached, element="SECOND-1") == 3100.0


QUIET = {"flights__BANDIT__patrol__at_nm": [900, 0], "flights__BANDIT__patrol__commit_range_nm": 20}
"""Changes after which nobody troubles the bombers."""


def test_escorts_start_with_their_charge_in_time_for_its_target() -> None:
    trial = played(scenario_text(**QUIET, flights__BOMBER__starts={"at_min": 5}))
    assert first_s(trial, log.Started, element="GUARD-1") == first_s(trial, log.Started, element="BOMBER-1") == 300.0
    assert first_s(trial, log.Released, element="BOMBER-1") == pytest.approx(1800.0)


def test_an_escort_may_join_later_and_rejoins_its_station() -> None:
    trial = played(scenario_text(**QUIET, flights__GUARD__starts={"at_min": 20}, flights__GUARD__dash_kt=900))
    assert first_s(trial, log.Started, element="BOMBER-1") == 0.0
    assert first_s(trial, log.Started, element="GUARD-1") == 1200.0
    assert first_s(trial, log.OnStation, element="GUARD-1") is not None


def test_a_called_strike_counts_its_time_on_target_from_its_start() -> None:
    hare = {"side": "red", "aircraft": 1, "speed_mps": 100, "route": "away"}
    hound = {**RAIDER, "side": "blue", "patrol": {"at_nm": [0, 300], "commit_range_nm": 40}}
    trial = played(
        scenario_text(
            **QUIET,
            routes__away={"points_nm": [[0, 350], [0, 300]]},
            flights__HARE=hare,
            flights__HOUND=hound,
            flights__BOMBER__starts={"when_engaged": "HARE"},
        )
    )
    called = first_s(trial, log.Committed, target="HARE-1")
    assert called
    assert first_s(trial, log.Started, element="BOMBER-1") == called
    assert first_s(trial, log.Released, element="BOMBER-1") == pytest.approx(called + 1800.0)


def test_a_controller_sends_a_wave_that_has_checked_in() -> None:
    links = {"REDNET": {"side": "red", "members": ["BANDIT", "SAM", "WAVE", "DEN"], "delay_s": 5}}
    source = text(at_min=10)
    scenario = load_text(
        source,
        overrides={
            "links.REDNET.members": links["REDNET"]["members"],
            "links.REDNET.delay_s": 5,
            "controllers.DEN": {"side": "red"},
        },
    ).scenario
    trial = run_trial(scenario, 5, 0)
    assert check_invariants(scenario, trial) == []
    tasked = first_s(trial, log.Tasked, element="WAVE-1")
    assert tasked is not None
    assert tasked >= 605.0


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        ({}, "flights.WAVE.starts: does not say when (such as {at_min: 20} or"),
        ({"at_min": 5, "when_lost": "BANDIT"}, "names more than one reason to start: an instant, when_lost"),
        ({"when_lost": "BANDT"}, "when_lost: there is no flight `BANDT` to wait for (did you mean BANDIT?)"),
        ({"when_lost": "WAVE"}, "a flight cannot wait for itself"),
        ({"at_min": 100}, "starts.at_min: must be before the end of the trial, 100 min"),
        ({"at_min": 10, "delay_s": 5}, "starts.delay_s: is for triggers, and this flight starts at an instant"),
        ({"at_min": -1}, "starts.at_min: must be at least 0"),
        ({"when": "BANDIT"}, "unknown setting `when`"),
    ],
)
def test_a_start_that_cannot_be_is_told_with_place_and_remedy(starts: dict[str, object], words: str) -> None:
    assert words in " ".join(faults_of(text(**starts)))


def test_flights_that_wait_for_one_another_are_told() -> None:
    source = scenario_text(
        flights__WAVE={**RAIDER, "starts": {"when_lost": "BANDIT"}}, flights__BANDIT__starts={"when_lost": "WAVE"}
    )
    assert "flights wait for one another in a ring: BANDIT -> WAVE -> BANDIT" in " ".join(faults_of(source))


def test_an_escort_of_a_wave_has_no_start_of_its_own() -> None:
    source = scenario_text(flights__BOMBER__starts={"at_min": 5}, flights__GUARD__starts={"at_min": 8})
    assert "`BOMBER` starts later itself, and its escorts start with it" in " ".join(faults_of(source))


def test_two_kinds_of_start_are_one_too_many() -> None:
    lone = {"side": "red", "aircraft": 1, "speed_mps": 200, "route": "north", "start_s": 5, "starts": {"at_s": 9}}
    assert "cannot stand beside `starts`" in " ".join(faults_of(scenario_text(flights__LONE=lone)))
