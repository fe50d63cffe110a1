"""The package: sites kept down in a window, strikes that wait for one another, who takes over, who goes home."""

from __future__ import annotations

import pytest

from sim.measure import Measurer, check_invariants
from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import AbortReason, LetGoReason, Purpose
from sim.trial.records import Trial
from tests.builders import small

SHOOTS = {"speed_mps": 1000, "flyout_km": 60, "hit_prob": 0}
"""A missile that never hits: the site shoots for ever and nobody is lost."""

SITE = {
    "side": "red",
    "at_nm": [110, 0],
    "radar": {"range_nm": 300, "certain": True},
    "missile": SHOOTS,
    "magazine": 500,
    "channels": 8,
    "reaction_s": 0,
}


def dog(**suppress: object) -> dict[str, object]:
    """Return a flight that keeps the site down from 54 nm away, beyond the reach of its missiles."""
    task = {"site": "SAM", "of": "BOMBER", "before_s": 120, "lasts_s": 300, "range_nm": 60} | suppress
    return {"side": "blue", "aircraft": 1, "speed_mps": 250, "route": "side", "suppress": task}


def raid(**changes: object) -> Scenario:
    """Return a bomber with time on target at 1800 s, a site at the target, and DOG that keeps it down."""
    parts: dict[str, object] = {
        "links": None,
        "controllers": None,
        "flights__GUARD": None,
        "flights__BANDIT": None,
        "flights__BOMBER__aircraft": 1,
        "routes__side": {"points_nm": [[20, 40], [70, 36]], "egress_nm": [[20, 30]]},
        "sites__SAM": SITE,
        "flights__DOG": dog(),
    }
    return small(**parts | changes).scenario


def played(scenario: Scenario, number: int = 0) -> Trial:
    trial = run_trial(scenario, 1, number)
    assert check_invariants(scenario, trial) == []
    return trial


def found(trial: Trial, kind: type) -> list:
    return [record for record in trial.records if isinstance(record, kind)]


def shots_s(trial: Trial, shooter: str = "SAM") -> list[float]:
    return [shot.at_s for shot in found(trial, log.Shot) if shot.shooter == shooter]


# Suppression.


def test_a_site_is_down_exactly_in_the_window() -> None:
    trial = played(raid())
    (seized,), (freed,) = found(trial, log.SiteSuppressed), found(trial, log.SiteFreed)
    assert (seized.at_s, freed.at_s) == (1680.0, 1980.0)
    assert freed.reason is LetGoReason.WINDOW_CLOSED
    times = shots_s(trial)
    assert any(at_s < 1680.0 for at_s in times)
    assert not any(1680.0 <= at_s <= 1980.0 for at_s in times)


def test_its_missiles_in_the_air_fly_on() -> None:
    trial = played(raid())
    last = max((shot for shot in found(trial, log.Shot) if shot.at_s < 1680.0), key=lambda shot: shot.at_s)
    (end,) = [miss for miss in found(trial, log.Missed) if miss.missile == last.missile]
    assert end.at_s > 1680.0


def test_with_its_radar_off_it_sees_nobody_and_must_detect_anew() -> None:
    trial = played(raid())
    off, on = found(trial, log.SwitchedOff), found(trial, log.SwitchedOn)
    assert [(record.at_s, record.node) for record in off + on] == [(1680.0, "SAM"), (1980.0, "SAM")]
    lost = [record.at_s for record in found(trial, log.ContactLost) if record.node == "SAM"]
    assert lost.count(1680.0) == 2  # the bomber and the suppressor
    again = [record.at_s for record in found(trial, log.Detected) if record.node == "SAM" and record.at_s > 1600.0]
    assert again == [1980.0, 1980.0]


def test_with_its_radar_on_it_only_holds_its_fire() -> None:
    trial = played(raid(flights__DOG=dog(radar_off=False, lasts_s=100)))
    assert not found(trial, log.SwitchedOff)
    assert not any(1680.0 <= at_s < 1780.0 for at_s in shots_s(trial))
    assert 1780.0 in shots_s(trial)  # the bomber was watched all the time


def test_a_site_that_two_keep_down_is_free_when_the_last_lets_go() -> None:
    changes = {"flights__FOX": dog(before_s=60, lasts_s=400), "flights__DOG": dog(lasts_s=200)}
    trial = played(raid(**changes))
    assert [(record.at_s, record.element) for record in found(trial, log.LetGo)] == [
        (1880.0, "DOG-1"),
        (2140.0, "FOX-1"),
    ]
    assert [(record.at_s, record.element) for record in found(trial, log.SiteFreed)] == [(2140.0, "FOX-1")]


def test_an_effort_that_does_not_work_changes_nothing() -> None:
    trial = played(raid(flights__DOG=dog(works_prob=0)))
    assert [record.element for record in found(trial, log.EffortFailed)] == ["DOG-1"]
    assert not found(trial, log.SiteSuppressed)
    assert any(1680.0 <= at_s <= 1980.0 for at_s in shots_s(trial))


def test_beyond_its_range_it_keeps_nothing_down() -> None:
    assert not found(played(raid(flights__DOG=dog(range_nm=50))), log.SiteSuppressed)


@pytest.mark.parametrize(("losses", "reason"), [(None, LetGoReason.LOST), (1, LetGoReason.BROKE_OFF)])
def test_a_suppressor_that_is_shot_down_or_breaks_off_lets_go(losses: int | None, reason: LetGoReason) -> None:
    """FORT reaches the station and nobody keeps it down; DOG flies as a pair when it is to break off after one loss."""
    hunter = SITE | {"at_nm": [80, 45], "missile": SHOOTS | {"hit_prob": 1}, "magazine": 1, "reaction_s": 300}
    flight = dog() if losses is None else dog(abort_after_losses=losses) | {"aircraft": 2}
    scenario = raid(flights__DOG=flight | {"signature": 1e-4}, sites__FORT=hunter)
    trial = played(scenario)
    loss = next(record for record in found(trial, log.MemberLost) if record.flight == "DOG")
    (freed,) = found(trial, log.SiteFreed)
    assert (freed.reason, freed.at_s) == (reason, loss.at_s)


def test_a_suppressor_stays_at_its_station_until_its_window_closes_and_goes_home() -> None:
    legs = [leg for leg in found(played(raid()), log.LegStarted) if leg.element == "DOG-1"]
    assert [(leg.purpose, leg.at_s, leg.until_s) for leg in legs][2] == (Purpose.SUPPRESS, 1680.0, 1980.0)
    assert legs[3].purpose is Purpose.ROUTE


def test_the_measures_tell_how_much_was_covered() -> None:
    without = Measurer(raid(flights__DOG=None)).measure(played(raid(flights__DOG=None)))
    whole = dog(before_s=1200, lasts_s=3000)
    covered = Measurer(raid(flights__DOG=whole)).measure(played(raid(flights__DOG=whole)))
    assert without["suppression_cover"] == 0.0
    assert covered["suppression_cover"] == pytest.approx(1.0)
    assert covered["uncovered_exposure_min"] == pytest.approx(0.0)
    assert (without["releases_suppressed"], covered["releases_suppressed"]) == (0.0, 1.0)
    exposure_min = without["uncovered_exposure_min"]
    assert exposure_min is not None
    partly = Measurer(raid()).measure(played(raid()))
    assert partly["suppression_cover"] == pytest.approx(1.0 - (partly["uncovered_exposure_min"] or 0.0) / exposure_min)


def test_a_lost_site_that_is_restored_in_the_window_stays_down() -> None:
    injects = {
        "OUT": {"at_s": 1600, "what": {"lose": "SAM"}, "enabled": True},
        "BACK": {"at_s": 1750, "what": {"restore": "SAM"}, "enabled": True},
    }
    trial = played(raid(injects=injects))
    assert not any(1600.0 <= at_s <= 1980.0 for at_s in shots_s(trial))
    seen = [record.at_s for record in found(trial, log.Detected) if record.node == "SAM" and record.at_s >= 1600.0]
    assert seen == [1980.0, 1980.0]


# Holding.

HOLD_POINTS = {"points_nm": [[0, 0], [50, 0], [100, 0]], "egress_nm": [[0, 10]]}


def holding(late_s: float = 0.0, **hold: object) -> Scenario:
    """Return BOMBER, which holds at point 1 for MATE; MATE flies the same way and comes there `late_s` late."""
    changes = {
        "routes__north": HOLD_POINTS,
        "routes__twin": {"points_nm": [[0, 5], [50, 5], [100, 5]], "egress_nm": [[0, 20]]},
        "sites": None,
        "flights__DOG": None,
        "flights__BOMBER__strike__hold_until_ready": {"point": 1, "max_hold_s": 300, "within_nm": 6, **hold},
        "flights__MATE": {
            "side": "blue",
            "aircraft": 2,
            "speed_kt": 400,
            "route": "twin",
            "strike": {"target": "DEPOT", "tot_s": 1800 + late_s},
        },
    }
    return raid(**changes)


def test_who_is_on_time_and_complete_pushes_at_once() -> None:
    (push,) = found(played(holding(needs=["MATE"])), log.Pushed)
    assert (push.late_s, push.strikers) == (pytest.approx(0.0, abs=1e-6), 3)


def test_it_waits_until_the_last_arrives_and_the_time_on_target_slips() -> None:
    trial = played(holding(late_s=200, needs=["MATE"]))
    (push,) = found(trial, log.Pushed)
    arrives_s = 200.0 - (6.0**2 - 5.0**2) ** 0.5 * 3600.0 / 400.0  # 6 nm before the hold point, 5 nm to its side
    assert push.late_s == pytest.approx(arrives_s)
    release = next(record for record in found(trial, log.Released) if record.element == "BOMBER-1")
    assert release.error_s == pytest.approx(arrives_s)
    assert not release.in_window


def test_it_waits_no_longer_than_it_may() -> None:
    (push,) = found(played(holding(late_s=600, needs=["MATE"])), log.Pushed)
    assert (push.late_s, push.strikers) == (pytest.approx(300.0), 1)


def test_who_is_there_early_pushes_on_time() -> None:
    trial = played(holding(late_s=50, needs=["MATE"], early_s=100))
    (held,), (push,) = found(trial, log.Holding), found(trial, log.Pushed)
    assert held.at_s == pytest.approx(held.push_s - 100.0)
    assert push.late_s == pytest.approx(max(50.0 - 29.85, 0.0), abs=0.01)


def test_with_too_few_it_goes_home_and_calls_its_suppressors_off() -> None:
    scenario = holding(late_s=600, needs=["MATE"], least_strikers=2, max_hold_s=60)
    trial = played(scenario)
    (no_go,) = found(trial, log.NoGo)
    assert (no_go.flight, no_go.strikers) == ("BOMBER", 1)
    assert [(one.element, one.reason) for one in found(trial, log.StrikeAborted)] == [("BOMBER-1", AbortReason.NO_GO)]
    assert {one.element for one in found(trial, log.Released)} == {"MATE-1"}
    metrics = Measurer(scenario).measure(trial)
    assert (metrics["no_gos"], metrics["hold_s"]) == (1.0, pytest.approx(60.0))


def test_a_no_go_calls_the_suppressors_off() -> None:
    changes = {
        "routes__north": HOLD_POINTS,
        "flights__BOMBER__strike__hold_until_ready": {
            "point": 1,
            "max_hold_s": 0,
            "needs": ["DOG"],
            "least_suppressors": 1,
            "within_nm": 1,
        },
    }
    trial = played(raid(**changes))
    assert found(trial, log.NoGo)
    assert not found(trial, log.SiteSuppressed)


def test_who_is_lost_is_waited_for_no_more() -> None:
    hunter = SITE | {"at_nm": [30, 30], "missile": {"speed_mps": 1000, "flyout_nm": 27, "hit_prob": 1}, "magazine": 2}
    changes = {
        "routes__north": HOLD_POINTS,
        "routes__twin": {"points_nm": [[0, 5], [50, 5], [100, 5]], "egress_nm": [[0, 20]]},
        "sites": {"FORT": hunter | {"radar": {"range_nm": 60, "certain": True}}},
        "flights__DOG": None,
        "flights__BOMBER__signature": 1e-4,
        "flights__BOMBER__strike__hold_until_ready": {"point": 1, "max_hold_s": 900, "within_nm": 6, "needs": ["MATE"]},
        "flights__MATE": {
            "side": "blue",
            "aircraft": 2,
            "speed_kt": 400,
            "route": "twin",
            "strike": {"target": "DEPOT", "tot_s": 2400},
        },
    }
    trial = played(raid(**changes))
    gone = next(record for record in found(trial, log.ElementLost) if record.element == "MATE-1")
    (push,) = found(trial, log.Pushed)
    assert push.at_s == gone.at_s
    assert push.late_s > 0.0


def test_escorts_stand_still_while_their_charge_holds_and_fly_on_with_it() -> None:
    """GUARD keeps its station to the metre, before, during and after the hold."""
    escort = {"side": "blue", "aircraft": 1, "speed_kt": 450, "escort": {"of": "BOMBER", "ahead_nm": 10, "abeam_nm": 4}}
    changes = {
        "routes__north": HOLD_POINTS,
        "flights__BOMBER__strike__hold_until_ready": {"point": 1, "max_hold_s": 200, "early_s": 120},
        "flights__GUARD": escort,
        "sites": None,
        "flights__DOG": None,
    }
    trial = played(raid(**changes))
    legs = [leg for leg in found(trial, log.LegStarted) if leg.element == "GUARD-1"]
    (push,), (held,) = found(trial, log.Pushed), found(trial, log.Holding)
    assert push.at_s - held.at_s == pytest.approx(120.0)
    still = [leg for leg in legs if leg.at_s == held.at_s]
    assert {(leg.purpose, leg.vx_mps, leg.vy_mps) for leg in still} == {(Purpose.STATION, 0.0, 0.0)}
    on = next(leg for leg in legs if leg.at_s == push.at_s)
    assert (on.purpose, on.x_m) == (Purpose.STATION, still[0].x_m)


# Several axes, and the lead.


def test_two_strikes_on_two_axes_are_measured_together() -> None:
    scenario = holding(late_s=200)
    trial = played(scenario)
    metrics = Measurer(scenario).measure(trial)
    assert metrics["release_spread_s"] == pytest.approx(200.0)
    assert metrics["bombers_home"] == 3.0
    assert metrics["released_in_window"] == 1.0  # each has a time on target of its own


def test_when_the_lead_is_lost_the_next_takes_over_and_who_follows_is_told() -> None:
    """The first of two single bombers is shot down; the escort's station and commit zone are those of the second."""
    hunter = SITE | {"at_nm": [60, 20], "missile": {"speed_mps": 3000, "flyout_nm": 25, "hit_prob": 1}, "magazine": 1}
    scenario = small(
        flights__BOMBER__elements=[1, 1],
        flights__GUARD__signature=1e-8,
        flights__GUARD__escort={"of": "BOMBER", "ahead_nm": 5, "abeam_nm": 2, "commit_range_nm": 30},
        flights__BANDIT__patrol={"at_nm": [60, 60], "commit_range_nm": 10},
        sites__SAM=hunter,
    ).scenario
    trial = played(scenario)
    (change,) = found(trial, log.LeadChanged)
    assert change.element == "BOMBER-2"
    escort = [leg for leg in found(trial, log.LegStarted) if leg.element == "GUARD-1" and leg.at_s >= change.at_s]
    assert escort[0].at_s == change.at_s  # told at once
    station = next(leg for leg in escort if leg.purpose is Purpose.STATION)
    lead = [leg for leg in found(trial, log.LegStarted) if leg.element == "BOMBER-2" and leg.at_s <= station.at_s][-1]
    ahead_m = station.x_m - (lead.x_m + lead.vx_mps * (station.at_s - lead.at_s))
    assert ahead_m == pytest.approx(5 * 1852.0, abs=1.0)
    assert [one.element for one in found(trial, log.Released)] == ["BOMBER-2"]
    assert "BOMBER-2" in {one.element for one in found(trial, log.HomeReached)}


def test_the_controller_is_told_of_the_new_lead() -> None:
    """BANDIT waits 24 nm before where the second bomber will be lead: it is eligible by the new lead's place only."""
    hunter = SITE | {"at_nm": [60, 20], "missile": {"speed_mps": 3000, "flyout_nm": 25, "hit_prob": 1}, "magazine": 1}
    scenario = small(
        flights__BOMBER__elements=[1, 1],
        flights__GUARD__signature=1e-8,
        flights__GUARD__escort={"of": "BOMBER", "ahead_nm": 5, "abeam_nm": 2, "commit_range_nm": 30},
        flights__BANDIT={
            "side": "red",
            "aircraft": 1,
            "speed_kt": 450,
            "patrol": {"at_nm": [95, 0], "commit_range_nm": 5},
        },
        sites__SAM=hunter,
    ).scenario
    trial = played(scenario)
    (change,) = found(trial, log.LeadChanged)
    (eligible,) = [record for record in found(trial, log.Eligible) if record.node == "TOWER"]
    assert eligible.at_s > change.at_s
    legs = [leg for leg in found(trial, log.LegStarted) if leg.element == "BOMBER-2" and leg.at_s <= eligible.at_s]
    at_m = legs[-1].x_m + legs[-1].vx_mps * (eligible.at_s - legs[-1].at_s)
    assert 95 * 1852.0 - at_m == pytest.approx(30 * 1852.0, abs=1.0)


@pytest.mark.parametrize(("losses", "aborts"), [(1, 1), (2, 0)])
def test_after_too_many_losses_the_rest_of_a_strike_goes_home(losses: int, aborts: int) -> None:
    hunter = SITE | {"at_nm": [60, 20], "missile": {"speed_mps": 3000, "flyout_nm": 25, "hit_prob": 1}, "magazine": 1}
    changes = {"flights__BOMBER__elements": [1, 1], "flights__BOMBER__aircraft": 2, "sites__SAM": hunter}
    changes |= {"flights__BOMBER__strike__abort_after_losses": losses, "flights__DOG": None}
    trial = played(raid(**changes))
    assert len(found(trial, log.MemberLost)) == 1
    assert len(found(trial, log.StrikeAborted)) == aborts
    assert len(found(trial, log.Released)) == 1 - aborts


def threatened(**changes: object) -> Trial:
    """Return the trial of a bomber that sees an armed fighter ahead, and turns home when nobody can stop it."""
    parts: dict[str, object] = {
        "sites": None,
        "links": None,
        "controllers": None,
        "flights__BOMBER__radar": {"range_nm": 60, "certain": True},
        "flights__BOMBER__strike__abort_if_uncovered": True,
        "flights__BANDIT__patrol__commit_range_nm": 5,
    }
    return played(small(**parts | changes).scenario)


@pytest.mark.parametrize(
    ("changes", "aborts"),
    [
        ({}, False),
        ({"flights__GUARD": None}, True),
        ({"flights__GUARD__missiles_each": 0}, True),
        ({"flights__GUARD__escort__ahead_nm": -60}, True),
        ({"flights__GUARD": None, "flights__BANDIT__missiles_each": 0}, False),
    ],
)
def test_a_strike_turns_home_from_a_threat_that_no_armed_escort_can_stop(
    changes: dict[str, object], aborts: bool
) -> None:
    reasons = [record.reason for record in found(threatened(**changes), log.StrikeAborted)]
    assert reasons == ([AbortReason.UNCOVERED] if aborts else [])
