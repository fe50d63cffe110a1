"""Rules, caveats, authorities and neutral flights as a scenario declares them: what is refused, and what it says."""

from __future__ import annotations

from typing import Any

import pytest

from sim.base.errors import ScenarioError
from sim.model.identity import Identity
from sim.model.rules import FlightRules, Needed, Rules, Weapons, is_fair_target, is_off_limits
from sim.scenario import load_text
from tests.builders import scenario_text

CAVEAT: dict[str, Any] = {"side": "blue", "who": {"flight": "GUARD"}, "may_not": "fire"}
ASK = {"ask": "CHIEF", "answer_s": 30}


def faults_of(**changes: object) -> list[str]:
    """Return the faults of the small scenario with these changes."""
    with pytest.raises(ScenarioError) as caught:
        load_text(scenario_text(**changes))
    return [str(fault) for fault in caught.value.faults]


def warnings_of(**changes: object) -> list[str]:
    """Return the warnings of the small scenario with these changes."""
    return [str(warning) for warning in load_text(scenario_text(**changes)).warnings]


def caveat(**changes: object) -> dict[str, object]:
    """Return changes that add a caveat and an authority."""
    return {"caveats": {"C": CAVEAT | changes}, "authorities": {"CHIEF": {"side": "blue"}}}


def test_rules_have_defaults_that_change_nothing() -> None:
    flight = load_text(scenario_text()).scenario.flights["GUARD"]
    assert (flight.rules, flight.identification) == (FlightRules(), None)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (caveat(who={"flight": "GARD"}), "caveats.C.who.flight: there is no flight `GARD` (did you mean GUARD?)"),
        (caveat(who={"flight": "BANDIT"}), "`BANDIT` is on side `red`, the caveat is of `blue` (a side restrains"),
        (caveat(who={"partner": "z"}), "no flight of side `blue` is of partner `z` (no flight of that side names"),
        (caveat(who={}), "caveats.C.who: binds nobody (exactly one of {partner: b} or {flight: NAME})"),
        (caveat(who={"flight": "GUARD", "partner": "b"}), "who: names a partner and a flight"),
        (caveat(then={"ask": "CHEF", "answer_s": 3}), "then.ask: there is no authority `CHEF` (did you mean CHIEF?)"),
        (caveat(then={"ask": "CHIEF"}), "caveats.C.then.answer_s: is missing"),
        (caveat(may_not="cross"), "caveats.C.may_not: forbids to cross, but there is no line (add line: {from_nm"),
        (caveat(may_not="land"), "caveats.C.may_not: must be fire, share, cross or emit, got `land`"),
        (
            {"caveats": {"C": CAVEAT | {"then": ASK}}, "authorities": {"CHIEF": {"side": "red"}}},
            "`CHIEF` decides for the other side, `red` (ask one of its own side)",
        ),
        ({"caveats": {"C": CAVEAT | {"then": ASK}}}, "there is no authority `CHIEF` (add one under `authorities`)"),
        (
            {"authorities": {"A": {"side": "blue", "above": "B"}, "B": {"side": "blue", "above": "A"}}},
            "authorities.A.above: authorities ask one another in a ring: A -> B -> A (one of them must be the last)",
        ),
        ({"authorities": {"A": {"side": "blue", "above": "A"}}}, "ask one another in a ring: A -> A"),
        ({"authorities": {"A": {"side": "blue", "above": "B"}}}, "authorities.A.above: there is no authority `B`"),
        (
            {"authorities": {"A": {"side": "blue", "above": "B"}, "B": {"side": "red"}}},
            "`B` decides for the other side, `red` (name one of its own side)",
        ),
        ({"flights__BANDIT__side": "neutral"}, "flights.BANDIT.missile: a neutral flight has no missile"),
        ({"flights__GUARD__side": "neutral"}, "flights.GUARD.escort: a neutral flight has no escort"),
        ({"sites__SAM__side": "neutral"}, "sites.SAM.side: only flights can be neutral (give it a side)"),
        ({"flights__GUARD__rules": {"weapons": "loose"}}, "flights.GUARD.rules.weapons: must be hold, tight or free"),
        ({"flights__GUARD__identification": {"range_nm": 30, "error_prob": 2}}, "error_prob: must be at most 1"),
        ({"sites__SAM__rules": {"self_defence": "never"}}, "unknown setting `self_defence`"),
    ],
)
def test_a_rule_that_cannot_be_is_told(changes: dict[str, object], words: str) -> None:
    found = faults_of(**changes)
    assert any(words in fault for fault in found), found


def test_a_third_side_is_still_a_slip_of_the_pen_and_a_neutral_flight_is_none() -> None:
    liner = {"side": "neutral", "aircraft": 1, "speed_kt": 450, "route": "north"}
    assert load_text(scenario_text(flights__LINER=liner)).scenario.flights["LINER"].side == "neutral"
    assert any("a scenario has two sides" in fault for fault in faults_of(flights__LINER=liner | {"side": "netural"}))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"flights__GUARD__rules": {"weapons": "tight"}},
            "needs a hostile identity, but nobody of its side",
        ),
        ({"sites__SAM__rules": {"weapons": "tight", "identity": "suspect"}}, "needs a suspect identity"),
        ({"flights__GUARD__rules": {"identity": "suspect"}}, "is read by tight weapons only (set weapons: tight)"),
        ({"flights__BOMBER__identification": {"range_nm": 30}}, "identifies nothing without a sensor"),
        ({"flights__GUARD__rules": {"weapons": "hold"}}, "holds fire, and its self-defence range is 0"),
        (caveat(who={"flight": "BOMBER"}), "none of those it binds has a missile"),
        (caveat(may_not="share") | {"links": None}, "none of those it binds is on a link"),
    ],
)
def test_a_rule_that_does_nothing_is_warned_of(changes: dict[str, object], words: str) -> None:
    found = warnings_of(**changes)
    assert any(words in warning for warning in found), found


@pytest.mark.parametrize(
    ("weapons", "needed", "fair", "off_limits"),
    [
        (Weapons.FREE, Needed.HOSTILE, "unknown suspect hostile neutral", "friend decoy"),
        (Weapons.TIGHT, Needed.ANY, "unknown suspect hostile", "friend neutral decoy"),
        (Weapons.TIGHT, Needed.SUSPECT, "suspect hostile", "friend neutral decoy"),
        (Weapons.TIGHT, Needed.HOSTILE, "hostile", "friend neutral decoy"),
        (Weapons.HOLD, Needed.ANY, "", "friend neutral decoy"),
    ],
)
def test_who_is_a_target_follows_from_weapons_and_identity(
    weapons: Weapons, needed: Needed, fair: str, off_limits: str
) -> None:
    rules = Rules(weapons=weapons, identity=needed)
    assert {one.value for one in Identity if is_fair_target(rules, one)} == set(fair.split())
    assert {one.value for one in Identity if is_off_limits(rules, one)} == set(off_limits.split())
