"""What rules and identities did, each metric with an exact value from a hand-written log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.model.identity import Identity
from sim.model.rules import Deed
from sim.model.strike import Strike
from sim.scenario.schema import Flight
from sim.trial.reasons import BreakReason, Refusal, Restraint
from sim.trial.records import (
    Answered,
    Asked,
    BrokeOff,
    CannotComply,
    Cleared,
    Identified,
    InLaunchRange,
    Record,
    Released,
    Withheld,
)
from tests.measure_builders import SCENARIO, got, loss, seen, shot

LINER = Flight(side="neutral", aircraft=1, speed_mps=200.0, route="way")
WITH_LINER = replace(SCENARIO, flights={**SCENARIO.flights, "LINER": LINER})


def held(at_s: float, node: str, target: str, deed: Deed = Deed.FIRE) -> Withheld:
    return Withheld(at_s, node, target, deed, Restraint.CAVEAT, "NO")


def test_a_neutral_lost_to_an_own_missile_is_no_opponent_lost() -> None:
    day = (shot(90.0, 1, "HAWK-1.1", "LINER-1.1"), loss(100.0, "LINER-1.1", 1))
    assert got("neutrals_lost", *day, scenario=WITH_LINER) == 1.0
    assert got("opponent_aircraft_lost", *day, scenario=WITH_LINER) == 0.0


def test_a_neutral_lost_to_the_other_side_is_not_counted() -> None:
    day = (shot(90.0, 1, "WOLF-1.1", "LINER-1.1"), loss(100.0, "LINER-1.1", 1))
    assert got("neutrals_lost", *day, scenario=WITH_LINER) == 0.0


def test_friends_lost_are_own_aircraft_that_own_missiles_shot_down() -> None:
    day = (shot(90.0, 1, "HAWK-1.1", "BISON-1.1"), shot(91.0, 2, "WOLF-1.1", "BISON-1.2"))
    assert got("friends_lost", *day, loss(100.0, "BISON-1.1", 1), loss(101.0, "BISON-1.2", 2)) == 1.0


def test_identities_are_timed_from_detection_and_checked_against_the_truth() -> None:
    day: tuple[Record, ...] = (
        seen(10.0, "HAWK-1", "WOLF-1"),
        seen(20.0, "HAWK-1", "WOLF-2"),
        Identified(40.0, "HAWK-1", "WOLF-1", Identity.HOSTILE),
        Identified(50.0, "HAWK-1", "WOLF-2", Identity.SUSPECT),
        Identified(60.0, "HAWK-2", "WOLF-2", Identity.NEUTRAL),
        Identified(70.0, "WOLF-1", "HAWK-1", Identity.NEUTRAL),
    )
    assert got("detect_to_identity_s", *day) == 30.0
    assert got("wrong_identities", *day) == 1.0
    assert got("detect_to_identity_s") is None


def test_an_engagement_is_refused_or_delayed() -> None:
    day: tuple[Record, ...] = (
        held(100.0, "HAWK-1", "WOLF-1"),
        held(105.0, "HAWK-2", "WOLF-1"),
        held(110.0, "HAWK-1", "WOLF-1"),
        held(120.0, "WOLF-1", "HAWK-1"),
        Cleared(130.0, "HAWK-1", "WOLF-1", Deed.FIRE),
        BrokeOff(140.0, "HAWK-2", "WOLF-2", BreakReason.IDENTITY),
        CannotComply(150.0, "HAWK-1", "GOOSE-1", Refusal.IDENTITY),
        BrokeOff(160.0, "HAWK-1", "WOLF-2", BreakReason.LEASH),
    )
    assert got("engagements_refused", *day) == 3.0
    assert got("engagements_delayed", *day) == 1.0
    assert got("engagement_delay_s", *day) == 30.0
    assert got("engagement_delay_s") is None


def test_who_fires_after_a_break_off_was_only_delayed() -> None:
    day: tuple[Record, ...] = (
        shot(100.0, 1, "HAWK-1.1", "WOLF-1.1"),
        BrokeOff(140.0, "HAWK-1", "WOLF-1", BreakReason.IDENTITY),
        shot(180.0, 2, "HAWK-1.1", "WOLF-1.1"),
    )
    assert got("engagements_refused", *day) == 0.0
    assert got("engagement_delay_s", *day) == 40.0


def test_reports_withheld_are_counted_apart() -> None:
    day = (held(100.0, "HAWK-1", "WOLF-1", Deed.SHARE), held(120.0, "HAWK-1", "WOLF-1", Deed.SHARE))
    assert got("reports_withheld", *day) == 1.0
    assert got("engagements_refused", *day) == 0.0


def test_the_wait_for_an_authority_is_from_question_to_answer() -> None:
    day: tuple[Record, ...] = (
        Asked(100.0, "TOP", "HAWK", "WOLF-1", "NO"),
        Asked(100.0, "TOP", "HAWK", "WOLF-2", "NO"),
        Asked(100.0, "GENERAL", "WOLF", "HAWK-1", "NO"),
        Answered(130.0, "TOP", "HAWK", "WOLF-1", "NO", True),
        Answered(150.0, "TOP", "HAWK", "WOLF-2", "NO", False),
        Answered(190.0, "GENERAL", "WOLF", "HAWK-1", "NO", True),
    )
    assert got("authority_wait_s", *day) == 40.0


@pytest.mark.parametrize(
    ("after", "fate"),
    [
        ((InLaunchRange(200.0, "WOLF-1", "BISON-1"), shot(210.0, 1, "WOLF-1.1", "BISON-1.1")), "spared_that_leaked"),
        ((shot(210.0, 1, "WOLF-1.1", "HAWK-1.1"), loss(220.0, "WOLF-1.1", 2)), "spared_that_shot"),
        ((loss(220.0, "WOLF-1.1", 2),), "spared_that_fell"),
        ((InLaunchRange(200.0, "WOLF-2", "BISON-1"),), "spared_that_left"),
        ((), "spared_that_left"),
    ],
)
def test_a_spared_threat_did_one_thing_next(after: tuple[Record, ...], fate: str) -> None:
    before = (InLaunchRange(50.0, "WOLF-1", "BISON-1"), shot(60.0, 9, "WOLF-1.1", "HAWK-1.1"))
    day = (*before, held(100.0, "HAWK-1", "WOLF-1"), held(101.0, "HAWK-2", "WOLF-1"), *after)
    fates = ("spared_that_leaked", "spared_that_shot", "spared_that_fell", "spared_that_left")
    assert {name: got(name, *day) for name in fates} == {name: float(name == fate) for name in fates}


def test_a_spared_bomber_that_released_is_kept_in_the_ledger() -> None:
    bomber = replace(SCENARIO.flights["GOOSE"], strike=Strike(target="PORT", tot_s=500.0))
    scenario = replace(SCENARIO, flights={**SCENARIO.flights, "GOOSE": bomber})
    day = (held(100.0, "HAWK-1", "GOOSE-1"), Released(150.0, "GOOSE-1", "PORT", 1, 0, 0.0, True))
    assert got("spared_that_released", *day, scenario=scenario) == 1.0
    assert got("spared_that_left", day[0], scenario=scenario) == 1.0


def test_an_engagement_that_a_line_stops_is_withheld_like_any_other() -> None:
    stopped = Withheld(100.0, "HAWK-1", "WOLF-1", Deed.CROSS, Restraint.CAVEAT, "border")
    assert got("engagements_refused", stopped) == 1.0
    assert got("spared_that_leaked", stopped, InLaunchRange(200.0, "WOLF-1", "BISON-1")) == 1.0
    crossed = Cleared(140.0, "HAWK-1", "WOLF-1", Deed.CROSS)
    assert got("engagements_refused", stopped, crossed) == 0.0
    assert got("engagement_delay_s", stopped, crossed) == 40.0
