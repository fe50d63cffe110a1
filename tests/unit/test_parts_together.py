"""Parts of the coordination model together: identities and caveats over links and gateways, rules and silent radars.

Most play the scenario of test_links.py: EYE sees DOT at 100 s and reports on LOW; BRIDGE passes on to HIGH. On LOW a
message takes 5 s, in the gateway 8 s, on HIGH 3 s. DOT flies in with 100 m/s from 100 km away.
"""

from __future__ import annotations

from typing import Any, Final

import pytest

from sim.measure import kill_chains
from sim.scenario import load_text
from sim.trial import records as log
from sim.trial.reasons import ReportKind
from tests.unit.test_links import instants, played
from tests.unit.test_rules import BASE, LINER
from tests.unit.test_rules import played as played_rules
from tests.unit.test_sensing import held, passes

IDENTIFIES: Final[dict[str, Any]] = {"sites__EYE__identification": {"range_km": 85}}
"""EYE identifies DOT at 150 s, 85 km away."""

TIGHT: Final[dict[str, Any]] = {"flights__HAWK__rules": {"weapons": "tight"}}
"""HAWK has no means of its own to identify."""


# Identities over gateways.


def test_an_identity_crosses_a_gateway_like_a_report() -> None:
    trial = played(**IDENTIFIES)
    assert instants(trial, log.Identified, node="EYE") == [150.0]
    assert instants(trial, log.Reported, link="LOW", kind=ReportKind.IDENTIFIED) == [150.0]
    assert instants(trial, log.Reported, link="HIGH", reporter="BRIDGE", kind=ReportKind.IDENTIFIED) == [163.0]


def test_tight_weapons_behind_a_gateway_fire_at_what_was_identified_before_it() -> None:
    assert instants(played(**TIGHT, **IDENTIFIES), log.Shot) == instants(played(), log.Shot) != []
    blind = played(**TIGHT)
    assert instants(blind, log.Shot) == []
    assert instants(blind, log.Withheld, node="HAWK-1") == instants(played(), log.Shot)


def test_a_late_joiner_behind_a_gateway_learns_the_identity_with_the_track() -> None:
    away = {"at_min": 1, "what": {"lose": "BRIDGE"}, "enabled": True}
    back = {"at_min": 3, "what": {"restore": "BRIDGE"}, "enabled": True}
    trial = played(**TIGHT, **IDENTIFIES, injects__AWAY=away, injects__BACK=back)
    assert instants(trial, log.Reported, link="HIGH", kind=ReportKind.IDENTIFIED) == []
    assert instants(trial, log.TrackHeld, node="HAWK-1") == [180 + 5 + 8 + 3]
    assert len(instants(trial, log.Shot)) == 1


def test_a_ring_of_links_carries_an_identity_and_comes_to_rest() -> None:
    third = {"side": "blue", "members": ["HAWK"], "delay_s": 2, "period_s": 1}
    gate = {"side": "blue", "delay_s": 1}
    trial = played(
        **IDENTIFIES,
        links__THIRD=third,
        gateways__NORTH={**gate, "joins": ["LOW", "THIRD"]},
        gateways__SOUTH={**gate, "joins": ["HIGH", "THIRD"]},
    )
    said = [one for one in trial.records if isinstance(one, log.Reported) and one.kind is ReportKind.IDENTIFIED]
    assert len([one for one in said if one.link == "LOW"]) == 1
    assert {one.link for one in said} == {"LOW", "HIGH", "THIRD"}
    assert len(said) <= 5  # each gateway says it at most once on each link that the news has not crossed


def test_who_is_behind_a_gateway_is_known_for_a_friend() -> None:
    """HAWK patrols 30 km from EYE, which identifies: on a link that BRIDGE reaches it is never shown to EYE."""
    assert instants(played(**IDENTIFIES), log.Detected, target="HAWK-1") == []
    assert instants(played(**IDENTIFIES, gateways__BRIDGE=None), log.Detected, target="HAWK-1") != []


# Caveats on several links.


@pytest.mark.parametrize("may_not", ["share", "fire"])
def test_a_caveat_on_sharing_holds_on_every_link(may_not: str) -> None:
    scout = {
        "side": "blue",
        "partner": "c",
        "aircraft": 1,
        "speed_mps": 200,
        "patrol": {"at_m": [0, 0], "commit_range_m": 1},
        "radar": {"range_m": 95_000, "certain": True},
    }
    trial = played(
        flights__SCOUT=scout,
        links__LOW__members=["EYE", "SCOUT"],
        links__HIGH__members=["WATCH", "HAWK", "SCOUT"],
        caveats__OURS={"side": "blue", "who": {"partner": "c"}, "may_not": may_not},
    )
    first = instants(trial, log.Reported, reporter="SCOUT-1", kind=ReportKind.FIRST)
    assert first == ([50.0, 50.0] if may_not == "fire" else [])
    assert instants(trial, log.Reported, reporter="EYE", kind=ReportKind.FIRST) == ([100.0] if first == [] else [])


# Rules, jammers and silent radars.


def test_a_silent_radar_stays_off_for_what_its_rules_spare() -> None:
    post: dict[str, Any] = {
        "side": "blue",
        "at_km": [0, 0],
        "radar": {"range_km": 100, "certain": True},
        "emission": "silent_until_committed",
        "missile": {"speed_mps": 1000, "flyout_km": 50, "hit_prob": 1, "track_age_limit_s": 60},
        "magazine": 4,
        "rules": {"weapons": "tight"},
    }
    eye = {"side": "blue", "at_km": [0, 0], "radar": {"range_km": 200, "certain": True}}
    link = {"links.NET": {"side": "blue", "members": ["EYE", "POST"]}}
    eye["identification"] = {"range_km": 150}
    base = {"sites.POST": post, "sites.EYE": eye, "flights.GUARD": None, **link}
    assert [one.node for one in played_rules(base).records if isinstance(one, log.SwitchedOn)] == ["POST"]
    spares = played_rules(base, {"flights.LINER": LINER, "flights.RAIDER.route": "lane", "flights.RAIDER.speed_mps": 1})
    assert [one for one in spares.records if isinstance(one, log.SwitchedOn)] == []


@pytest.mark.parametrize("side", ["red", "blue"])
def test_a_jammer_hides_its_side_from_the_other_but_not_from_its_own(side: str) -> None:
    """POST reaches 10 km, and 5 km against what is jammed for; a stranger of its own side flies by with a jammer."""
    jammer = {"cover_km": 1, "range_factor": 0.5, "burn_through_km": 0}
    trial = passes(
        flights__TARGET={"side": side, "aircraft": 1, "route": "pass", "speed_mps": 400, "jammer": jammer},
        sites__POST__identification={"range_km": 1},
    )
    reach_km = 5 if side == "red" else 10
    assert held(trial) == pytest.approx([(20 - reach_km) / 0.4, (20 + reach_km) / 0.4], abs=1e-6)


# The kill chain.


def test_a_threat_is_in_range_of_eyes_and_of_radars_once_they_work() -> None:
    """GUARD and RAIDER close at 250 m/s from 200 km: eyes reach 40 km, the radar 150 km."""

    def in_range_s(**guard: object) -> float | None:
        overrides = {f"flights.GUARD.{path}": value for path, value in guard.items()}
        overrides |= {"flights.GUARD.patrol.commit_range_km": 1}
        scenario = load_text(BASE, overrides=overrides).scenario
        trial = played_rules(overrides)
        (chain,) = kill_chains(scenario, trial)
        return chain.instants.in_range_s

    eyes = {"range_km": 40, "certain": True}
    assert in_range_s() == pytest.approx(50_000 / 250)
    assert in_range_s(visual=eyes) == pytest.approx(50_000 / 250)
    assert in_range_s(visual=eyes, radar=None) == pytest.approx(160_000 / 250)
    silent = in_range_s(visual=eyes, emission="silent_until_committed")
    assert silent == pytest.approx(160_000 / 250)
