"""Decoys through YAML and `run_trial`: they draw tasks and shots, are found out by chance, and are no aircraft."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.measure import check_invariants, measure
from sim.model.identity import Identity
from sim.scenario import load_text
from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import BreakReason
from sim.trial.records import Trial
from tests.builders import scenario_text

EYES = {"range_nm": 150, "certain": True}
LURE = {"side": "red", "aircraft": 2, "speed_kt": 400, "route": "in", "decoy": {}}


def lured(**changes: object) -> Scenario:
    """Return the small scenario with decoys that fly at the escorts, and nobody else to fight."""
    return load_text(
        scenario_text(
            routes__in={"points_nm": [[120, 0], [0, 0]]},
            flights__LURE=LURE,
            flights__GUARD__radar=EYES,
            flights__BANDIT__patrol__at_nm=[900, 0],
            **changes,
        )
    ).scenario


def played(scenario: Scenario, number: int = 0) -> Trial:
    trial = run_trial(scenario, 11, number)
    assert check_invariants(scenario, trial) == []
    return trial


def test_a_decoy_draws_orders_and_shots() -> None:
    scenario = lured()
    got = measure(scenario, played(scenario))
    assert got["decoy_orders"]
    assert got["decoy_commits"]
    assert got["decoy_shots"] == got["shots"]


def test_a_decoy_is_no_aircraft_lost_no_threat_and_no_leaker() -> None:
    scenario = lured()
    trials = [played(scenario, number) for number in range(8)]
    assert any(isinstance(record, log.MemberLost) for trial in trials for record in trial.records)
    for trial in trials:
        got = measure(scenario, trial)
        assert got["opponent_aircraft_lost"] == 0
        assert got["threats"] == 2  # BANDIT's


def test_without_decoys_nothing_is_wasted_on_them() -> None:
    scenario = load_text(scenario_text()).scenario
    got = measure(scenario, played(scenario))
    assert (got["decoy_orders"], got["decoy_commits"], got["decoy_shots"], got["decoys_found"]) == (0, 0, 0, 0)
    assert got["decoy_found_s"] is None


FINDS = {"flights__GUARD__identification": {"range_nm": 100, "identify_mean_s": 20}}


def test_who_finds_a_decoy_out_leaves_it_alone() -> None:
    scenario = lured(**FINDS, flights__LURE__decoy__found_prob=1)
    trial = played(scenario)
    (found,) = (record for record in trial.records if isinstance(record, log.Identified))
    assert found.identity is Identity.DECOY
    got = measure(scenario, trial)
    assert (got["decoys_found"], got["decoy_shots"]) == (1, 0)
    assert got["decoy_found_s"]
    for record in trial.records:
        if isinstance(record, log.Committed) and record.target == "LURE-1":
            assert record.at_s <= found.at_s
        if isinstance(record, log.BrokeOff) and record.target == "LURE-1":
            assert record.reason is BreakReason.IDENTITY


def test_a_decoy_is_found_out_as_often_as_its_chance_says() -> None:
    """400 draws at 0.3: outside 81 to 161 with probability 1e-5."""
    scenario = lured(**FINDS, flights__LURE__decoy__found_prob=0.3)
    found = sum(int(measure(scenario, played(scenario, number))["decoys_found"] or 0) for number in range(400))
    assert 81 <= found <= 161


def test_a_decoy_that_is_never_found_out_is_held_for_hostile() -> None:
    trial = played(lured(**FINDS))
    identities = [record.identity for record in trial.records if isinstance(record, log.Identified)]
    assert identities
    assert set(identities) == {Identity.HOSTILE}


def test_a_doctrine_takes_a_decoy_for_what_it_looks_like() -> None:
    flight = lured().flights["LURE"]
    assert flight.shown_role.value == "strike"
    assert flight.role.value == "transit"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"flights__GUARD__decoy": {}},
            "flights.GUARD.missiles_each: a decoy carries nothing, and this one has missiles",
        ),
        ({"flights__BOMBER__decoy": {}}, "flights.BOMBER.strike: a decoy carries nothing, and this one has strike"),
        ({"flights__BOMBER__decoy": {"found_prob": 2}}, "decoy.found_prob: must be at most 1, got `2`"),
        ({"flights__BOMBER__decoy": {"looks_like": "strik"}}, "got `strik` (did you mean strike?)"),
    ],
)
def test_a_decoy_that_cannot_be_is_told_with_place_and_remedy(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(scenario_text(**changes))
    assert words in " ".join(str(fault) for fault in caught.value.faults)


def test_a_chance_that_nobody_can_use_is_warned_of() -> None:
    loaded = load_text(
        scenario_text(
            routes__in={"points_nm": [[120, 0], [0, 0]]}, flights__LURE={**LURE, "decoy": {"found_prob": 0.5}}
        )
    )
    assert any("nobody of the other side identifies" in str(warning) for warning in loaded.warnings)
