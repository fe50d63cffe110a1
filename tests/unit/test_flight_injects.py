"""Injects for flights through YAML and `run_trial`, each with and without: later, home, rules, jammers."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.measure import check_invariants
from sim.model.rules import Weapons
from sim.scenario import load_text
from sim.scenario.inject_checks import FLIGHT_WORDS, LOSABLE
from sim.trial import records as log
from sim.trial.flight_injects import DEEDS
from sim.trial.injects import BREAKABLES
from sim.trial.play import run_trial
from sim.trial.reasons import AbortReason, BreakReason
from sim.trial.records import Trial
from tests.builders import scenario_text

JAMMER = {"cover_nm": 40, "range_factor": 0.3, "burn_through_nm": 5}
EYES = {"range_nm": 150, "certain": True}


def text(**changes: object) -> str:
    return scenario_text(
        flights__GUARD__radar=EYES, flights__BANDIT__radar=EYES, flights__BOMBER__jammer=JAMMER, **changes
    )


def played(source: str, number: int = 0, **injects: tuple[float, dict[str, object]]) -> Trial:
    """Return a trial with these injects: the name, the instant in seconds, and what happens."""
    wanted = {name: {"at_s": at_s, "what": what, "enabled": True} for name, (at_s, what) in injects.items()}
    scenario = load_text(source, overrides={"injects": wanted} if wanted else ()).scenario
    trial = run_trial(scenario, 7, number)
    assert check_invariants(scenario, trial) == []
    return trial


def instants(trial: Trial, kind: type, **fields: object) -> list[float]:
    return [
        record.at_s
        for record in trial.records
        if isinstance(record, kind) and all(getattr(record, key) == value for key, value in fields.items())
    ]


def test_what_a_scenario_may_say_and_what_a_trial_can_do_are_the_same() -> None:
    assert tuple(BREAKABLES) == LOSABLE
    assert tuple(DEEDS) == FLIGHT_WORDS


@pytest.mark.parametrize(
    "what",
    [
        {"flight": "GUARD", "goes_home": True},
        {"flight": "BOMBER", "goes_home": True},
        {"flight": "BANDIT", "weapons": "hold"},
        {"flight": "BOMBER", "jammer": "off"},
    ],
    ids=str,
)
def test_nothing_is_different_before_an_inject_and_something_is_after(what: dict[str, object]) -> None:
    for number, at_s in ((0, 300.0), (1, 600.0), (2, 900.0)):
        plain, trial = played(text(), number), played(text(), number, X=(at_s, what))
        before = [record for record in trial.records if record.at_s < at_s]
        assert before == [record for record in plain.records if record.at_s < at_s]
        assert trial.records != plain.records


# Home.


def test_an_escort_that_is_sent_home_leaves_its_charge() -> None:
    trial = played(text(), HOME=(300.0, {"flight": "GUARD", "goes_home": True}))
    assert instants(trial, log.FlightRecalled, inject="HOME", flight="GUARD") == [300.0]
    (home_s,) = instants(trial, log.HomeReached, element="GUARD-1")
    assert home_s < 1000.0
    assert instants(trial, log.Committed, element="GUARD-1") == []


def test_a_strike_that_is_sent_home_drops_nothing() -> None:
    trial = played(text(), HOME=(300.0, {"flight": "BOMBER", "goes_home": True}))
    assert instants(trial, log.StrikeAborted, element="BOMBER-1", reason=AbortReason.RECALLED) == [300.0]
    assert instants(trial, log.Released) == []
    assert instants(trial, log.HomeReached, element="BOMBER-1")


def test_who_is_sent_home_breaks_off_what_it_is_doing() -> None:
    (engaged_s, *_) = instants(played(text()), log.Committed, element="BANDIT-1")
    trial = played(text(), HOME=(engaged_s + 1.0, {"flight": "BANDIT", "goes_home": True}))
    assert instants(trial, log.BrokeOff, element="BANDIT-1", reason=BreakReason.RECALLED) == [engaged_s + 1.0]


WAVE = {"flights__BOMBER__starts": {"at_min": 5}}


def test_a_flight_that_has_not_started_can_be_delayed_or_called_off() -> None:
    source = text(**WAVE)
    assert instants(played(source), log.Started, element="BOMBER-1") == [300.0]
    later = played(source, LATE=(100.0, {"flight": "BOMBER", "delay_s": 60}))
    assert instants(later, log.FlightDelayed, flight="BOMBER", delay_s=60.0) == [100.0]
    assert instants(later, log.Started, element="BOMBER-1") == [360.0]
    never = played(source, OFF=(100.0, {"flight": "BOMBER", "goes_home": True}))
    assert instants(never, log.Started, element="BOMBER-1") == instants(never, log.Started, element="GUARD-1") == []


def test_to_delay_who_has_started_is_nothing() -> None:
    trial = played(text(**WAVE), LATE=(400.0, {"flight": "BOMBER", "delay_s": 60}))
    assert instants(trial, log.FlightDelayed) == []


# Rules.


def test_a_flight_that_is_told_to_hold_fires_no_more() -> None:
    source = text(flights__GUARD__missiles_each=0)  # who is shot at may shoot back, even then
    (shot_s, *_) = instants(played(source), log.Shot, shooter="BANDIT-1")
    trial = played(source, HOLD=(shot_s - 1.0, {"flight": "BANDIT", "weapons": "hold"}))
    assert instants(trial, log.RulesChanged, flight="BANDIT", weapons=Weapons.HOLD) == [shot_s - 1.0]
    assert instants(trial, log.Shot, shooter="BANDIT-1") == []
    assert instants(trial, log.Withheld, node="BANDIT-1")


def test_a_flight_that_is_freed_again_fires_at_once() -> None:
    (shot_s, *_) = instants(played(text()), log.Shot, shooter="BANDIT-1")
    hold = (shot_s - 1.0, {"flight": "BANDIT", "weapons": "hold"})
    trial = played(text(), HOLD=hold, LOOSE=(shot_s + 5.0, {"flight": "BANDIT", "weapons": "free"}))
    assert instants(trial, log.Shot, shooter="BANDIT-1")[0] == shot_s + 5.0


# Jammers.


def test_without_its_jammer_a_flight_is_seen_at_once_and_with_it_no_more() -> None:
    source = text(flights__BANDIT__patrol__at_nm=[110, 0])
    off_s = 10.0
    assert instants(played(source), log.Detected, node="BANDIT-1", target="BOMBER-1")[0] > off_s
    trial = played(source, QUIET=(off_s, {"flight": "BOMBER", "jammer": "off"}))
    assert instants(trial, log.Detected, node="BANDIT-1", target="BOMBER-1")[0] == off_s
    on = (off_s + 60.0, {"flight": "BOMBER", "jammer": "on"})
    again = played(source, QUIET=(off_s, {"flight": "BOMBER", "jammer": "off"}), LOUD=on)
    assert instants(again, log.ContactLost, node="BANDIT-1", target="BOMBER-1")[0] == off_s + 60.0


def test_a_jammer_that_is_switched_off_covers_nobody_else() -> None:
    source = text(flights__BANDIT__patrol__at_nm=[110, 0])
    covered = instants(played(source), log.Detected, node="BANDIT-1", target="GUARD-1")[0]
    trial = played(source, QUIET=(10.0, {"flight": "BOMBER", "jammer": "off"}))
    assert instants(trial, log.Detected, node="BANDIT-1", target="GUARD-1")[0] < covered


# Faults.


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ({"flight": "BOMBR", "goes_home": True}, "there is no flight `BOMBR` (did you mean BOMBER?)"),
        ({"flight": "GUARD", "jammer": "off"}, "what.jammer: `GUARD` has no jammer (give the flight a jammer)"),
        ({"flight": "GUARD", "delay_s": 60}, "what.delay_s: `GUARD` is there from the beginning"),
        ({"flight": "GUARD", "weapons": "hld"}, "must be hold, tight or free, got `hld` (did you mean hold?)"),
        ({"flight": "GUARD", "jammer": "of"}, "must be on or off, got `of` (did you mean off?)"),
        ({"weapons": "hold"}, "names a weapons but no flight (add flight: NAME)"),
        (
            {"flight": "GUARD", "weapons": "hold", "doctrine": "drag"},
            "does more than one thing: flight, doctrine, weapons",
        ),
        ({"flight": "BOMBER", "delay_s": 0}, "must be above 0"),
    ],
)
def test_what_cannot_be_done_to_a_flight_is_told_with_place_and_remedy(what: dict[str, object], words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(text(injects={"X": {"at_s": 5, "what": what}}))
    assert words in " ".join(str(fault) for fault in caught.value.faults)
