"""Coverage gap, closest approach and completeness, each with an exact value from a hand-written log."""

from dataclasses import replace

import pytest

from sim.base.units import NM
from sim.trial.reasons import BreakReason, Cause, MissReason, Source
from sim.trial.records import (
    BrokeOff,
    Committed,
    ElementLost,
    InLaunchRange,
    LeadChanged,
    Missed,
    TrackDropped,
    TrackHeld,
)
from tests.measure_builders import SCENARIO, got, home, leg, loss, seen, shot, without

# WOLF-1 comes down the east axis from 200 km at 250 m/s and is 100 km out when it may launch, at 400 s.
RAID = (
    leg(0.0, "WOLF-1", at_m=(200_000.0, 0.0), v_mps=(-250.0, 0.0)),
    Committed(0.0, "WOLF-1", "BISON-1", Cause.ORDER),
    InLaunchRange(400.0, "WOLF-1", "BISON-1"),
)
# HAWK fires at 40 km (0.8 of 50), which its missile flies in 40 s, and dashes at 300 m/s. From the origin it must
# have dashed 60 km by 360 s: it is in time until 160 s.
AT_ORIGIN = leg(0.0, "HAWK-1")
NOBODY = without(SCENARIO, "HAWK")


def test_the_gap_is_the_time_when_no_escort_could_still_stop_the_threat() -> None:
    assert got("coverage_gap_s", *RAID, AT_ORIGIN) == pytest.approx(400 - 160, abs=1e-9)


def test_an_escort_that_flies_away_opens_the_gap_sooner() -> None:
    # 100 km + 100 t = 40 km + 300 (360 - t) at t = 120.
    away = leg(0.0, "HAWK-1", v_mps=(-100.0, 0.0))
    assert got("coverage_gap_s", *RAID, away) == pytest.approx(400 - 120, abs=1e-9)


def test_an_escort_near_by_covers_until_its_missile_would_come_too_late() -> None:
    near = leg(0.0, "HAWK-2", at_m=(90_000.0, 0.0))
    assert got("coverage_gap_s", *RAID, near) == pytest.approx(10_000 / 1000, abs=1e-9)
    # Flying past: 300 t - 100 km = 1000 (400 - t).
    past = leg(0.0, "HAWK-1", v_mps=(300.0, 0.0))
    assert got("coverage_gap_s", *RAID, past) == pytest.approx(400 - 500 / 1.3, abs=1e-9)


def test_an_escort_too_far_off_covers_nothing_and_no_escort_neither() -> None:
    far = leg(0.0, "HAWK-1", at_m=(-49_000.0, 0.0))
    assert got("coverage_gap_s", *RAID, far) == 400.0
    assert got("coverage_gap_s", *RAID, scenario=NOBODY) == 400.0


def test_the_better_of_two_escorts_counts() -> None:
    near = leg(0.0, "HAWK-2", at_m=(90_000.0, 0.0))
    assert got("coverage_gap_s", *RAID, AT_ORIGIN, near) == pytest.approx(10.0, abs=1e-9)


def test_an_escort_covers_while_it_has_a_missile_or_one_on_the_way() -> None:
    last = [shot(100.0, k, f"HAWK-1.{1 + k % 2}", "WOLF-2.1") for k in range(4)]
    assert got("coverage_gap_s", *RAID, AT_ORIGIN, *last) == pytest.approx(300.0)
    at_it = shot(100.0, 3, "HAWK-1.2", "WOLF-1.1")
    missed = Missed(130.0, 3, "WOLF-1.1", MissReason.CHANCE)
    assert got("coverage_gap_s", *RAID, AT_ORIGIN, *last[:3], at_it, missed) == pytest.approx(270.0)


def test_an_escort_that_is_lost_covers_no_more() -> None:
    lost = (loss(100.0, "HAWK-1.1"), loss(50.0, "HAWK-1.2", 2), ElementLost(100.0, "HAWK-1"))
    assert got("coverage_gap_s", *RAID, AT_ORIGIN, *lost) == pytest.approx(300.0)


def test_a_threat_that_breaks_off_or_is_lost_first_had_no_gap() -> None:
    broke = (*RAID[:2], BrokeOff(400.0, "WOLF-1", "BISON-1", BreakReason.LEASH))
    lost = (*RAID[:2], loss(400.0, "WOLF-1.1"), loss(400.0, "WOLF-1.2", 2), ElementLost(400.0, "WOLF-1"))
    assert got("coverage_gap_s", *broke, scenario=NOBODY) == 0.0
    assert got("coverage_gap_s", *lost, scenario=NOBODY) == 0.0


def test_the_gap_begins_with_the_commit_that_led_to_launch_range() -> None:
    again = (
        *RAID[:2],
        BrokeOff(100.0, "WOLF-1", "BISON-1", BreakReason.TARGET_LOST),
        Committed(300.0, "WOLF-1", "BISON-1", Cause.ORDER),
        RAID[2],
    )
    assert got("coverage_gap_s", *again, scenario=NOBODY) == 100.0


def test_the_gap_is_the_mean_over_threats_that_attacked() -> None:
    second = (Committed(10.0, "WOLF-2", "BISON-1", Cause.ORDER), InLaunchRange(210.0, "WOLF-2", "BISON-1"))
    stopped = (Committed(10.0, "WOLF-2", "BISON-1", Cause.ORDER), ElementLost(50.0, "WOLF-2"))
    assert got("coverage_gap_s", *RAID, *second, scenario=NOBODY) == (400 + 200) / 2
    assert got("coverage_gap_s", *RAID, *stopped, scenario=NOBODY) == (400 + 0) / 2


def test_the_gap_is_undefined_when_no_threat_goes_for_a_charge() -> None:
    assert got("coverage_gap_s", AT_ORIGIN, Committed(5.0, "WOLF-1", "HAWK-1", Cause.ORDER)) is None


def test_closest_approach_is_between_the_corners_too() -> None:
    bison = leg(0.0, "BISON-1", v_mps=(200.0, 0.0))
    wolf = leg(0.0, "WOLF-1", at_m=(90_000.0, 3 * NM), v_mps=(-250.0, 0.0))
    assert got("closest_approach_nm", bison, wolf) == pytest.approx(3.0)


def test_closest_approach_counts_only_armed_threats_in_the_air_with_a_charge() -> None:
    bison = leg(0.0, "BISON-1")
    wolf = leg(0.0, "WOLF-1", at_m=(100_000.0, 0.0), v_mps=(-250.0, 0.0))
    spent = [shot(200.0, k, f"WOLF-1.{1 + k % 2}", "BISON-1.1") for k in range(4)]
    assert got("closest_approach_nm", bison, wolf) == 0.0
    assert got("closest_approach_nm", bison, wolf, *spent) == pytest.approx(50_000.0 / NM)
    assert got("closest_approach_nm", bison, wolf, home(100.0, "BISON-1")) == pytest.approx(75_000.0 / NM)
    assert got("closest_approach_nm", bison, leg(0.0, "GOOSE-1")) is None


def test_completeness_is_the_share_of_opponents_flying_time_held_by_the_controller() -> None:
    log = (
        seen(100.0, "HAWK-1", "WOLF-1"),
        TrackHeld(200.0, "WATCH", "WOLF-1", Source.LINK),
        TrackHeld(200.0, "BISON-1", "WOLF-2", Source.LINK),
        TrackDropped(500.0, "WATCH", "WOLF-1"),
        TrackHeld(600.0, "WATCH", "GOOSE-1", Source.LINK),
        home(700.0, "GOOSE-1"),
        TrackHeld(900.0, "WATCH", "WOLF-1", Source.LINK),
    )
    # From 100 s on: WOLF-1 and WOLF-2 fly 1000 s each, GOOSE-1 600 s. Held: 300 + 200 and 100.
    assert got("completeness", *log, end_s=1100.0) == (500 + 100) / 2600


def test_completeness_without_a_controller_is_that_of_the_strike_lead() -> None:
    bare = replace(without(SCENARIO, "GOOSE"), controllers={})
    four = replace(bare, flights={**bare.flights, "BISON": replace(SCENARIO.flights["BISON"], elements=(1, 1))})
    log = (
        seen(0.0, "BISON-1", "WOLF-1"),
        TrackHeld(0.0, "BISON-1", "WOLF-1", Source.OWN),
        TrackHeld(0.0, "BISON-2", "WOLF-2", Source.OWN),
        ElementLost(400.0, "BISON-1"),
        LeadChanged(400.0, "BISON", "BISON-2"),
        TrackDropped(900.0, "BISON-2", "WOLF-2"),
    )
    assert got("completeness", *log, scenario=four, end_s=1000.0) == (400 + 500) / 2000


def test_completeness_is_undefined_before_anything_is_detected() -> None:
    assert got("completeness", seen(0.0, "WOLF-1", "BISON-1")) is None
