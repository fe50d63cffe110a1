"""Injects as a scenario declares them: one thing each, to something that is there, at an instant of the trial."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.model.command import Doctrine
from sim.scenario import load_text
from tests.builders import scenario_text

LOSE = {"at_min": 20, "what": {"lose": "TOWER"}}


def with_injects(**injects: object) -> str:
    """Return the small scenario with injects; _ in a name is -."""
    return scenario_text(injects={name.replace("_", "-"): inject for name, inject in injects.items()})


def faults_of(**injects: object) -> list[str]:
    """Return the faults of the small scenario with these injects."""
    with pytest.raises(ScenarioError) as caught:
        load_text(with_injects(**injects))
    return [str(fault) for fault in caught.value.faults]


def test_an_inject_is_off_and_has_si_units() -> None:
    inject = load_text(with_injects(DEAF=LOSE)).scenario.injects["DEAF"]
    assert (inject.at_s, inject.enabled, inject.what.lose) == (1200.0, False, "TOWER")


def test_an_inject_may_change_a_doctrine() -> None:
    inject = {"at_s": 5, "what": {"flight": "BANDIT", "doctrine": "drag"}, "says": "They run."}
    assert load_text(with_injects(RUN=inject)).scenario.injects["RUN"].what.doctrine is Doctrine.DRAG


@pytest.mark.parametrize("switch", [{"injects.DEAF.enabled": True}, [("injects.DEAF.enabled", "true")]])
def test_an_override_switches_it_on(switch: object) -> None:
    loaded = load_text(with_injects(DEAF=LOSE), overrides=switch)  # type: ignore[arg-type]
    assert loaded.scenario.injects["DEAF"].enabled


def test_an_override_of_an_unknown_inject_is_told_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"there is no inject `DEEF` to change \(did you mean DEAF\?\)"):
        load_text(with_injects(DEAF=LOSE), overrides={"injects.DEEF.enabled": True})


@pytest.mark.parametrize(
    ("inject", "words"),
    [
        ({"at_min": 20}, "what: is missing"),
        ({"what": {"lose": "TOWER"}}, "at_s: is missing"),
        ({"at_min": 20, "what": {}}, "X.what: says nothing to do (such as {lose: NAME}"),
        ({"at_min": 20, "what": "lose"}, "X.what: must be a mapping of settings"),
        ({"at_min": 20, "what": {"loose": "TOWER"}}, "unknown setting `loose` (did you mean lose?)"),
        (
            {"at_min": 20, "what": {"lose": "TOWER", "restore": "TOWER"}},
            "X.what: does more than one thing: lose, restore (write one inject for each",
        ),
        ({"at_min": 20, "what": {"flight": "BANDIT"}}, "names a flight but no doctrine (add doctrine: bombers_first,"),
        ({"at_min": 20, "what": {"doctrine": "drag"}}, "names a doctrine but no flight (add flight: NAME)"),
        (
            {"at_min": 20, "what": {"flight": "BANDIT", "doctrine": "drags"}},
            "X.what.doctrine: must be bombers_first, escorts_first, tankers_first, nearest, drag or support_first, got",
        ),
        (
            {"at_min": 20, "what": {"lose": "TOWR"}},
            "no controller, gateway, link, site or base `TOWR` (did you mean TOWER?)",
        ),
        ({"at_min": 20, "what": {"lose": "BANDIT"}}, "X.what.lose: `BANDIT` is a flight, and flights are lost to"),
        ({"at_min": 20, "what": {"flight": "BANDT", "doctrine": "drag"}}, "no flight `BANDT` (did you mean BANDIT?)"),
        ({"at_min": 20, "what": {"flight": "TOWER", "doctrine": "drag"}}, "X.what.flight: there is no flight `TOWER`"),
        ({"at_min": 100, "what": {"lose": "TOWER"}}, "X.at_min: must be before the end of the trial, 100 min"),
        ({"at_min": -1, "what": {"lose": "TOWER"}}, "X.at_min: must be at least 0, got `-1`"),
        ({"at_min": 20, "what": {"restore": "TOWER"}}, "X.what.restore: nothing loses `TOWER` before"),
        ({"at_min": 20, "what": {"lose": "TOWER"}, "enabled": "yes"}, "must be true or false, got `yes`"),
    ],
)
def test_a_broken_inject_is_told_with_place_and_remedy(inject: object, words: str) -> None:
    (told,) = faults_of(X=inject)
    assert words in told
    assert told.startswith("scenario:")


def test_what_is_restored_must_have_been_lost_before() -> None:
    back = {"at_min": 20, "what": {"restore": "TOWER"}}
    assert "nothing loses `TOWER` before" in faults_of(BACK=back, LOST={**LOSE, "at_min": 21})[0]
    assert load_text(with_injects(BACK=back, LOST={**LOSE, "at_min": 19})).warnings == ()


def test_a_restore_that_is_on_without_its_loss_is_warned_of() -> None:
    back = {"at_min": 21, "what": {"restore": "TOWER"}, "enabled": True}
    (warning,) = load_text(with_injects(BACK=back, LOST=LOSE)).warnings
    assert "no inject that is on loses `TOWER` before" in str(warning)
    assert load_text(with_injects(BACK=back, LOST={**LOSE, "enabled": True})).warnings == ()


def test_two_things_at_once_to_one_thing_are_refused() -> None:
    again = {"at_s": 1200, "what": {"lose": "TOWER"}}
    assert "happens to `TOWER` at the same instant as `DEAF`" in faults_of(DEAF=LOSE, MUTE=again)[0]
    other = {"at_s": 1200, "what": {"lose": "BLUENET"}}
    assert load_text(with_injects(DEAF=LOSE, MUTE=other)).warnings == ()


def test_every_fault_of_every_inject_is_told_at_once() -> None:
    told = faults_of(
        A={"at_min": 200, "what": {"lose": "TOWR"}}, B={"at_min": 3, "what": {}}, C={"what": {"lose": "TOWER"}}
    )
    assert len(told) == 4


def test_what_a_variant_takes_away_may_stay_in_an_inject_that_is_off() -> None:
    parts = {"injects": {"DEAF": LOSE}, "variants": {"alone": {"controllers.TOWER": None, "links.BLUENET": None}}}
    text = scenario_text(**parts)
    assert load_text(text, variant="alone").scenario.injects["DEAF"].what.lose == "TOWER"
    with pytest.raises(ScenarioError, match="there is no controller, gateway, link, site or base `TOWER`"):
        load_text(text, variant="alone", overrides={"injects.DEAF.enabled": True})
