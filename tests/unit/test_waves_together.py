"""Flights that start later, and injects for flights, together with bases, fuel, the package and jammed links."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.base.errors import ScenarioError
from sim.measure import measure
from sim.scenario import load_text
from sim.trial import records as log
from sim.trial.plans.base import Plan
from sim.trial.plans.refuel import FuelPlan
from sim.trial.reasons import LetGoReason
from sim.trial.records import Trial
from tests import fuel_builders
from tests.builders import scenario_text, small
from tests.fuel_builders import TANK
from tests.unit import test_bases, test_link_jamming, test_package
from tests.unit.test_bases import MAIN, PATROL, island
from tests.unit.test_tankers import CAP

RAIDER: dict[str, Any] = {
    "side": "red",
    "aircraft": 1,
    "speed_kt": 450,
    "base": "MAIN",
    "patrol": dict(PATROL),
}


def inject(at_s: float, **what: object) -> dict[str, dict[str, object]]:
    """Return an inject that is on, as the injects of a scenario."""
    return {"X": {"at_s": at_s, "what": what, "enabled": True}}


def instants(trial: Trial, kind: type, **fields: object) -> list[float]:
    return [
        record.at_s
        for record in trial.records
        if isinstance(record, kind) and all(getattr(record, key) == value for key, value in fields.items())
    ]


# Bases.


def wave(**changes: object) -> Trial:
    """Return a trial with one more aircraft that comes to MAIN after ten minutes."""
    later = {**RAIDER, "starts": {"at_min": 10}}
    return test_bases.played(island(**{"flights__WAVE": later} | changes))


def test_a_wave_with_a_base_wants_to_leave_it_when_it_starts() -> None:
    trial = wave()
    (started,) = (one for one in trial.records if isinstance(one, log.Started) and one.element == "WAVE-1")
    assert (started.at_s, started.x_m, started.y_m) == (600.0, 150 * 1852.0, 0.0)
    assert instants(trial, log.Airborne, element="WAVE-1") == [600.0]
    assert instants(trial, log.HomeReached, element="WAVE-1") or instants(trial, log.ElementLost, element="WAVE-1")


def test_a_wave_waits_for_the_runway_and_counts_as_there_only_in_the_air() -> None:
    trial = wave(flights__BANDIT__start_s=580)
    assert instants(trial, log.Airborne, element="WAVE-1") == [640.0]
    seen = [one.at_s for one in trial.records if isinstance(one, log.Detected) and one.target == "WAVE-1"]
    assert all(at_s >= 640.0 for at_s in seen)


def test_who_has_not_come_to_its_base_is_not_hit_there() -> None:
    hit = inject(300, lose="MAIN")
    trial = wave(
        bases__MAIN={**MAIN, "ground_loss_prob": 1, "repair_s": 600}, injects=hit, flights__BANDIT__start_s=900
    )
    assert instants(trial, log.GroundLoss, element="BANDIT-1") == [300.0, 300.0]
    assert instants(trial, log.GroundLoss, element="WAVE-1") == []
    assert instants(trial, log.Airborne, element="WAVE-1") == [900.0]


def test_aircraft_lost_on_the_ground_call_the_wave_that_waits_for_their_loss() -> None:
    base = {**MAIN, "ground_loss_prob": 1, "repair_s": 60}
    late = {**RAIDER, "starts": {"when_lost": "BANDIT", "delay_s": 100}}
    trial = wave(bases__MAIN=base, injects=inject(300, lose="MAIN"), flights__BANDIT__start_s=900, flights__WAVE=late)
    assert instants(trial, log.Started, element="WAVE-1") == instants(trial, log.Airborne, element="WAVE-1") == [400.0]


def test_a_strike_that_starts_later_at_its_base_is_on_time() -> None:
    trial = test_bases.played(
        island(
            bases__HOME={"side": "blue", "at_nm": [-10, 0]},
            flights__BOMBER__base="HOME",
            flights__BOMBER__starts={"at_min": 5},
            flights__BANDIT=None,
            flights__GUARD=None,
            links=None,
            controllers=None,
            studied_side=None,
        )
    )
    way_s = 10 * 1852.0 / (400 * 1852.0 / 3600.0)
    flown_s = 10 * way_s
    assert instants(trial, log.Airborne, element="BOMBER-1") == [pytest.approx(1800.0 - flown_s - way_s)]
    (release,) = (one for one in trial.records if isinstance(one, log.Released))
    assert release.error_s == pytest.approx(0.0, abs=1e-6)


def test_who_is_called_home_on_the_ground_stays_there() -> None:
    call = inject(100, flight="BANDIT", goes_home=True)
    trial = test_bases.played(island(flights__BANDIT__start_s=900, injects=call))
    assert instants(trial, log.StayedDown, element="BANDIT-1", stranded=False) == [100.0]
    assert instants(trial, log.Airborne) == []


def test_who_is_called_home_in_the_air_recovers_at_its_base() -> None:
    trial = test_bases.played(island(injects=inject(300, flight="BANDIT", goes_home=True)))
    (home_s,) = instants(trial, log.HomeReached, element="BANDIT-1")
    last = [one for one in trial.records if isinstance(one, log.LegStarted) and one.element == "BANDIT-1"][-1]
    there_m = last.x_m + last.vx_mps * (home_s - last.at_s)
    assert there_m == pytest.approx(150 * 1852.0, abs=10.0)


def test_an_escort_that_is_called_off_does_not_start_with_its_charge() -> None:
    loaded = small(flights__BOMBER__starts={"at_min": 5}, injects=inject(100, flight="GUARD", goes_home=True))
    trial = test_bases.played(loaded)
    assert instants(trial, log.FlightRecalled, flight="GUARD") == [100.0]
    assert instants(trial, log.Started, element="BOMBER-1") == [300.0]
    assert instants(trial, log.Started, element="GUARD-1") == []


# Fuel and tankers.


def test_a_plan_within_the_limits_of_fuel_passes_on_whatever_a_plan_is_asked() -> None:
    asked = {name for name in vars(Plan) if not name.startswith("_")} - {"element", "fly_to"}
    assert asked <= set(vars(FuelPlan))


def test_fuel_of_a_wave_is_burnt_from_its_start_only() -> None:
    """Joker after 40 minutes of flight, bingo after 50, however late it starts."""
    trial = fuel_builders.played(CAP=CAP | {"starts": {"at_s": 600}})
    levels = {mark.value: at_s for at_s, mark, _ in fuel_builders.marks(trial, "CAP-1")}
    assert (levels["start"], levels["joker"], levels["bingo"]) == (600.0, 3000.0, 3600.0)


def test_who_is_called_home_on_the_way_to_the_tanker_turns_at_once() -> None:
    start = {"refuel": {"at": "TANK", "when": "start", "to_share": 1}}
    call = inject(100, flight="CAP", goes_home=True)
    trial = fuel_builders.played(TANK=TANK, CAP=CAP | start, injects=call)
    assert instants(trial, log.TankerJoined) == []
    assert instants(trial, log.HomeReached, element="CAP-1") == [200.0]


def test_who_is_called_home_at_a_boom_takes_his_fuel_first() -> None:
    """At joker it flies to the tanker: fuel flows from 2700 s to 2970 s, and home is 300 s away."""
    call = inject(2800, flight="CAP", goes_home=True)
    trial = fuel_builders.played(TANK=TANK, CAP=CAP | {"refuel": {"at": "TANK"}}, injects=call)
    assert instants(trial, log.RefuellingEnded, element="CAP-1", taken_s=2700.0) == [2970.0]
    assert instants(trial, log.HomeReached, element="CAP-1") == [3270.0]


def test_who_is_called_home_before_its_point_to_refuel_does_not_go_there() -> None:
    goes = {"route": "bent", "fuel": CAP["fuel"], "refuel": {"at": "TANK", "when": "point", "point": 1}}
    call = inject(100, flight="FERRY", goes_home=True)
    trial = fuel_builders.played(TANK=TANK, FERRY=goes, injects=call)
    assert instants(trial, log.TankerJoined) == []
    assert len(instants(trial, log.HomeReached, element="FERRY-1")) == 1


def test_a_tanker_that_is_called_home_sends_its_receivers_on() -> None:
    tanker = TANK | {"tanker": TANK["tanker"] | {"home_km": [60, 100]}}
    call = inject(2800, flight="TANK", goes_home=True)
    trial = fuel_builders.played(TANK=tanker, CAP=CAP | {"refuel": {"at": "TANK"}}, injects=call)
    assert instants(trial, log.TankerClosed, tanker="TANK-1") == [2800.0]
    assert instants(trial, log.RefuellingEnded, element="CAP-1") == [2800.0]
    assert instants(trial, log.HomeReached, element="TANK-1") == [2800.0 + 500.0]


# The package.


def test_who_keeps_a_site_down_lets_go_of_it_when_called_home() -> None:
    trial = test_package.played(test_package.raid(injects=inject(1700, flight="DOG", goes_home=True)))
    assert instants(trial, log.SiteFreed, reason=LetGoReason.BROKE_OFF) == [1700.0]
    (home_s,) = instants(trial, log.HomeReached, element="DOG-1")
    assert home_s < 1980.0 + 600.0


def test_a_suppressor_that_starts_later_keeps_its_window() -> None:
    later = test_package.dog() | {"starts": {"at_s": 600}}
    trial = test_package.played(test_package.raid(flights__DOG=later))
    assert instants(trial, log.SiteSuppressed) == [1680.0]
    assert instants(trial, log.SiteFreed) == [1980.0]


def test_a_suppressor_that_starts_in_its_window_keeps_the_site_down_for_the_rest_of_it() -> None:
    later = test_package.dog(lasts_s=600) | {"starts": {"at_s": 1750}}
    trial = test_package.played(test_package.raid(flights__DOG=later))
    (seized_s,) = instants(trial, log.SiteSuppressed)
    assert 1750.0 < seized_s < 2280.0
    assert instants(trial, log.SiteFreed) == [2280.0]


def test_a_hold_awaits_who_starts_after_the_wait_has_begun() -> None:
    """BOMBER is at the point at 750 s, ten minutes early; MATE sets out at 1100 s and needs 450 s to be abeam of it."""
    hold = {"point": 1, "max_hold_s": 300, "within_nm": 6, "early_s": 600, "needs": ["MATE"]}
    mate = {"side": "blue", "aircraft": 2, "speed_kt": 400, "route": "twin", "starts": {"at_s": 1100}}
    trial = test_package.played(
        test_package.raid(
            routes__north=test_package.HOLD_POINTS,
            routes__twin={"points_nm": [[0, 5], [50, 5], [100, 5]], "egress_nm": [[0, 20]]},
            sites=None,
            flights__DOG=None,
            flights__BOMBER__strike__hold_until_ready=hold,
            flights__MATE=mate | {"strike": {"target": "DEPOT", "tot_s": 1800}},
        )
    )
    (push,) = (one for one in trial.records if isinstance(one, log.Pushed))
    assert instants(trial, log.Holding, element="BOMBER-1") == [pytest.approx(750.0)]
    assert push.at_s == pytest.approx(1550.0 - math.sqrt(6.0**2 - 5.0**2) * 9.0)
    assert push.strikers == 3


HOLDS = {"point": 1, "max_hold_s": 300, "within_nm": 6, "early_s": 60, "needs": ["MATE"]}


def holding(called: str, at_s: float) -> Trial:
    """Return a trial in which BOMBER, at the point from 1290 s on, holds for MATE; one of them is called home."""
    mate = {"side": "blue", "aircraft": 1, "speed_kt": 400, "route": "twin"}
    return test_package.played(
        test_package.raid(
            routes__north=test_package.HOLD_POINTS,
            routes__twin={"points_nm": [[0, 5], [50, 5], [100, 5]], "egress_nm": [[0, 20]]},
            sites=None,
            flights__DOG=None,
            flights__BOMBER__strike__hold_until_ready=HOLDS,
            flights__MATE=mate | {"strike": {"target": "DEPOT", "tot_s": 2000}},
            injects=inject(at_s, flight=called, goes_home=True),
        )
    )


@pytest.mark.parametrize("at_s", [1000, 1300, 1400])
def test_who_is_called_home_before_or_while_it_holds_pushes_no_more(at_s: float) -> None:
    trial = holding("BOMBER", at_s)
    assert instants(trial, log.Pushed) == instants(trial, log.NoGo) == []
    assert instants(trial, log.StrikeAborted, element="BOMBER-1") == [at_s]
    assert instants(trial, log.Released, element="MATE-1") != []


def test_who_is_called_home_is_waited_for_no_more() -> None:
    (push,) = (one for one in holding("MATE", 1400).records if isinstance(one, log.Pushed))
    assert (push.at_s, push.strikers) == (1400.0, 1)


def test_a_strike_that_is_called_holds_as_long_after_its_start() -> None:
    """Called 200 s into the trial, everything comes 200 s later than it would have."""
    lone = {"side": "red", "aircraft": 1, "speed_mps": 250, "route": "side", "fuel": {"capacity_s": 200}}
    trial = test_package.played(
        test_package.raid(
            routes__north=test_package.HOLD_POINTS,
            sites=None,
            flights__DOG=None,
            flights__LONE=lone,
            flights__BOMBER__strike__hold_until_ready={"point": 1, "max_hold_s": 0, "early_s": 60},
            flights__BOMBER__starts={"when_lost": "LONE"},
        )
    )
    assert instants(trial, log.Started, element="BOMBER-1") == [200.0]
    assert instants(trial, log.Pushed) == [pytest.approx(1350.0 + 200.0)]
    (release,) = (one for one in trial.records if isinstance(one, log.Released))
    assert (release.at_s, release.error_s) == (pytest.approx(2000.0), pytest.approx(0.0, abs=1e-6))


# Jammers of links.

EAR = {"side": "blue", "aircraft": 1, "speed_mps": 100, "patrol": {"at_m": [100_000, 0], "commit_range_m": 1}}


def test_who_starts_later_under_a_jammer_of_links_is_covered_at_once() -> None:
    members = ["EYE", "LISTENER", "EAR"]
    trial = test_link_jamming.played(flights__EAR=EAR | {"starts": {"at_s": 100}}, links__NET__members=members)
    assert instants(trial, log.LinkJammed, receiver="EAR-1") == [100.0]


def test_who_takes_off_under_a_jammer_of_links_is_covered_at_once() -> None:
    members = ["EYE", "LISTENER", "EAR"]
    base = {"side": "blue", "at_m": [100_000, 0], "takeoff_interval_s": 0}
    trial = test_link_jamming.played(
        bases={"FIELD": base}, flights__EAR=EAR | {"base": "FIELD", "start_s": 90}, links__NET__members=members
    )
    assert instants(trial, log.LinkJammed, receiver="EAR-1") == [90.0]


def test_a_jammer_that_is_switched_off_troubles_no_link_until_it_is_on_again() -> None:
    changes = {"off": (90.0, "off"), "on": (110.0, "on")}
    injects = {
        name.upper(): {"at_s": at_s, "what": {"flight": "NOISE", "jammer": switch}, "enabled": True}
        for name, (at_s, switch) in changes.items()
    }
    trial = test_link_jamming.played(injects=injects)
    assert [round(at_s, 6) for at_s in instants(trial, log.LinkJammed, receiver="LISTENER")] == [76.0, 110.0]
    assert [round(at_s, 6) for at_s in instants(trial, log.LinkCleared, receiver="LISTENER")] == [90.0, 124.0]


# Metrics.


def test_who_starts_later_is_no_gap_in_the_picture_before() -> None:
    """GUARD sees everybody for certain: what is not there yet is not missing."""
    eyes = {"range_nm": 300, "certain": True}
    late = {"side": "red", "aircraft": 1, "speed_kt": 400, "patrol": {"at_nm": [90, 9], "commit_range_nm": 1}}
    loaded = small(flights__GUARD__radar=eyes, flights__LATE=late | {"starts": {"at_min": 50}})
    trial = test_bases.played(loaded)
    assert instants(trial, log.Shot)
    assert measure(loaded.scenario, trial)["completeness_at_shot"] == 1.0


# Faults.

ALERT = {"readiness_s": 60}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"flights__WAVE__alert": ALERT}, "flights.WAVE.alert: waits for a scramble, but this flight leaves its base"),
        ({"flights__WAVE__start_s": 5}, "flights.WAVE.start_s: cannot stand beside `starts`"),
        (
            {"flights__FILL": {"side": "red", "aircraft": 1, "speed_kt": 400, "starts": {"at_min": 9}} | TANK},
            "flights.FILL.starts: is not for tankers: tanker.on_station says when it is at its point",
        ),
        (
            {"controllers__POST": {"side": "red", "aboard": "WAVE"}},
            "controllers.POST.aboard: `WAVE` starts later, and what it carries works from the beginning",
        ),
        (
            {"controllers__POST": {"side": "red", "aboard": "BANDIT"}, "flights__BANDIT__decoy": {}},
            "controllers.POST.aboard: `BANDIT` is a decoy, and carries nothing",
        ),
    ],
)
def test_what_cannot_be_together_is_told_with_place_and_remedy(changes: dict[str, Any], words: str) -> None:
    parts = {"bases": {"MAIN": dict(MAIN)}, "flights__WAVE": {**RAIDER, "starts": {"at_min": 10}}} | changes
    with pytest.raises(ScenarioError) as caught:
        load_text(scenario_text(**parts))
    assert words in " ".join(str(fault) for fault in caught.value.faults)


def test_a_window_hangs_on_no_strike_that_something_calls() -> None:
    with pytest.raises(ScenarioError) as caught:
        test_package.raid(flights__BOMBER__starts={"when_lost": "DOG"})
    told = " ".join(str(fault) for fault in caught.value.faults)
    assert "flights.DOG.suppress.of: `BOMBER` starts when something calls it" in told
