"""Links and gateways through YAML and `run_trial`: every instant is worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from sim.measure import check_invariants
from sim.scenario import canonical_text, load_text
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import Cause, ReportKind
from sim.trial.records import Record, Trial

SEED = 20


def scenario_parts() -> dict[str, Any]:
    """EYE sees DOT at 100 s and reports on LOW; BRIDGE passes on to HIGH, where WATCH commands HAWK.

    On LOW a message takes 5 s, in the gateway 8 s, on HIGH 3 s; WATCH works 20 s on a track.
    """
    return {
        "format": 1,
        "name": "gap",
        "ends_at_s": 1000,
        "routes": {"in": {"points_m": [[100_000, 0], [0, 0]]}},
        "links": {
            "LOW": {"side": "blue", "members": ["EYE"], "delay_s": 5, "period_s": 1},
            "HIGH": {"side": "blue", "members": ["WATCH", "HAWK"], "delay_s": 3, "period_s": 1},
        },
        "gateways": {"BRIDGE": {"side": "blue", "joins": ["LOW", "HIGH"], "delay_s": 8}},
        "controllers": {"WATCH": {"side": "blue", "servers": 1, "service_s": 20}},
        "flights": {
            "HAWK": {
                "side": "blue",
                "aircraft": 1,
                "speed_mps": 200,
                "missile": {"speed_mps": 1000, "flyout_m": 30_000, "hit_prob": 1, "track_age_limit_s": 60},
                "missiles_each": 1,
                "memory_s": 30,
                "patrol": {"at_m": [0, 30_000], "commit_range_m": 500_000},
            },
            "DOT": {"side": "red", "aircraft": 1, "speed_mps": 100, "route": "in"},
        },
        "sites": {"EYE": {"side": "blue", "at_m": [0, 0], "radar": {"range_m": 90_000, "certain": True}}},
    }


def played(number: int = 0, /, **changes: object) -> Trial:
    """Return a trial of the scenario with changes; each is a path with __ for its dots, None takes the part out."""
    overrides = {path.replace("__", "."): value for path, value in changes.items()}
    scenario = load_text(canonical_text(scenario_parts()), overrides=list(overrides.items())).scenario
    trial = run_trial(scenario, SEED, number)
    assert check_invariants(scenario, trial) == []
    return trial


def instants(trial: Trial, record_type: type[Record], /, **fields: object) -> list[float]:
    """Return when records of a kind with these fields happened."""
    return [
        round(record.at_s, 6)
        for record in trial.records
        if isinstance(record, record_type) and all(getattr(record, name) == value for name, value in fields.items())
    ]


def inject(minute: float, **what: str) -> dict[str, object]:
    return {"at_min": minute, "what": what, "enabled": True}


# Gateways.


def test_a_report_crosses_a_gateway_after_both_delays_and_its_own() -> None:
    trial = played()
    assert instants(trial, log.Detected) == [100.0]
    assert instants(trial, log.Reported, link="LOW", kind=ReportKind.FIRST) == [100.0]
    assert instants(trial, log.Reported, link="HIGH", reporter="BRIDGE", kind=ReportKind.FIRST) == [113.0]
    assert instants(trial, log.TrackHeld, node="WATCH") == [116.0]
    assert instants(trial, log.Committed, cause=Cause.ORDER) == [139.0]  # served in 20 s, ordered in 3 s


def test_without_the_gateway_nobody_off_the_link_knows() -> None:
    trial = played(gateways__BRIDGE=None)
    assert instants(trial, log.Detected) == [100.0]
    assert instants(trial, log.TrackHeld, node="WATCH") == []
    assert instants(trial, log.TrackHeld, node="HAWK-1") == []
    assert instants(trial, log.Shot) == []


@pytest.mark.parametrize(("delay_s", "held_s"), [(0, 108.0), (8, 116.0), (50, 158.0)])
def test_the_delay_of_the_gateway_moves_when_the_track_is_held(delay_s: float, held_s: float) -> None:
    assert instants(played(gateways__BRIDGE__delay_s=delay_s), log.TrackHeld, node="WATCH") == [held_s]


def test_orders_and_answers_cross_gateways_too() -> None:
    """WATCH moves to the link of EYE: the track comes in 5 s, the order takes 5 s, 8 s and 3 s."""
    trial = played(links__LOW__members=["EYE", "WATCH"], links__HIGH__members=["HAWK"])
    assert instants(trial, log.TrackHeld, node="WATCH") == [105.0]
    assert instants(trial, log.Tasked, element="HAWK-1") == [125.0]
    assert instants(trial, log.OrderReceived, element="HAWK-1") == [141.0]


def test_a_ring_of_links_carries_a_report_once_over_each() -> None:
    third = {"side": "blue", "members": ["HAWK"], "delay_s": 2, "period_s": 1}
    gate = {"side": "blue", "delay_s": 1}
    trial = played(
        links__THIRD=third,
        gateways__BRIDGE2={**gate, "joins": ["HIGH", "THIRD"]},
        gateways__BRIDGE3={**gate, "joins": ["THIRD", "LOW"]},
        gateways__DOUBLE={**gate, "joins": ["LOW", "HIGH"]},
    )
    firsts = [r for r in trial.records if isinstance(r, log.Reported) and r.kind is ReportKind.FIRST]
    assert [(r.link, r.reporter, r.at_s) for r in firsts] == [
        ("LOW", "EYE", 100.0),
        ("THIRD", "BRIDGE3", 106.0),
        ("HIGH", "DOUBLE", 106.0),
    ]


def test_a_lost_gateway_passes_nothing_on_and_what_it_told_begins_to_age() -> None:
    trial = played(injects__GONE=inject(2, lose="BRIDGE"))
    assert instants(trial, log.ThingLost, thing="BRIDGE") == [120.0]
    assert instants(trial, log.Delivered, link="HIGH", kind=ReportKind.LOST_CONTACT) == [123.0]
    assert instants(trial, log.TrackDropped, node="WATCH") == [123.0]
    assert instants(trial, log.TrackDropped, node="HAWK-1") == [153.0]  # it remembers for 30 s
    assert instants(trial, log.Tasked) == []


def test_what_a_gateway_was_about_to_pass_on_is_lost_with_it() -> None:
    assert instants(played(injects__GONE=inject(1.8, lose="BRIDGE")), log.TrackHeld, node="WATCH") == []  # 108 s


def test_a_restored_gateway_is_told_anew() -> None:
    trial = played(injects__GONE=inject(2, lose="BRIDGE"), injects__BACK=inject(4, restore="BRIDGE"))
    assert instants(trial, log.TrackHeld, node="WATCH") == [116.0, 256.0]  # restored at 240 s


def test_a_gateway_is_lost_with_the_site_that_carries_it_and_comes_back_with_it() -> None:
    changes = {"injects__GONE": inject(2, lose="POST"), "injects__BACK": inject(4, restore="POST")}
    post = {"side": "blue", "at_m": [0, 90_000], "radar": {"range_m": 1}}
    trial = played(sites__POST=post, gateways__BRIDGE__aboard="POST", **changes)
    assert instants(trial, log.ThingLost, inject="POST", thing="BRIDGE") == [120.0]
    assert instants(trial, log.ThingRestored, inject="POST", thing="BRIDGE") == [240.0]
    assert instants(trial, log.TrackHeld, node="WATCH") == [116.0, 256.0]
    assert instants(played(sites__POST=post, **changes), log.TrackDropped, node="WATCH")[:1] != [123.0]


def shot_down(aboard: str | None) -> Trial:
    """DOT is led past a red site's target: MULE, a blue transport that is shot down at once."""
    mule = {"side": "blue", "aircraft": 2, "elements": [1, 1], "speed_mps": 100, "route": "back"}
    fort = {
        "side": "red",
        "at_m": [0, 200_000],
        "radar": {"range_m": 60_000, "certain": True},
        "missile": {"speed_mps": 1000, "flyout_m": 40_000, "hit_prob": 1},
        "magazine": 1,
        "reaction_s": 150,
    }
    return played(
        routes__back={"points_m": [[0, 190_000], [90_000, 190_000]]},
        flights__MULE=mule,
        sites__FORT=fort,
        gateways__BRIDGE__aboard=aboard,
    )


def test_a_gateway_is_lost_with_the_first_aircraft_of_its_flight() -> None:
    trial = shot_down("MULE")
    (lost_s,) = instants(trial, log.MemberLost, member="MULE-1.1")
    assert 150.0 < lost_s < 200.0
    assert instants(trial, log.ThingLost, inject="MULE-1.1", thing="BRIDGE") == [lost_s]
    assert instants(trial, log.TrackDropped, node="WATCH") == [round(lost_s + 3.0, 6)]


def test_a_gateway_that_nothing_carries_outlives_everybody() -> None:
    trial = shot_down(None)
    assert instants(trial, log.MemberLost, member="MULE-1.1")
    assert instants(trial, log.ThingLost) == []


def test_a_shot_on_a_track_through_a_gateway_knows_how_old_it_is() -> None:
    """Each update is 16 s on its way, so no track is younger; updates follow every second."""
    ages = [record.track_age_s for record in played().records if isinstance(record, log.Shot)]
    assert len(ages) == 1
    assert 16.0 <= ages[0] < 17.0 + 1e-9


# Several links.


def test_a_member_of_two_links_reports_on_both_but_passes_nothing_on() -> None:
    both = played(gateways__BRIDGE=None, links__HIGH__members=["WATCH", "HAWK", "EYE"])
    assert instants(both, log.Reported, link="LOW", kind=ReportKind.FIRST) == [100.0]
    assert instants(both, log.Reported, link="HIGH", kind=ReportKind.FIRST) == [100.0]
    assert instants(both, log.TrackHeld, node="WATCH") == [103.0]
    hears = played(gateways__BRIDGE=None, links__LOW__members=["EYE", "HAWK"])
    assert instants(hears, log.TrackHeld, node="HAWK-1") == [105.0]
    assert instants(hears, log.TrackHeld, node="WATCH") == []


def test_a_track_over_two_links_lives_until_both_have_lost_it() -> None:
    post = {"side": "blue", "at_m": [0, 0], "radar": {"range_m": 80_000, "certain": True}}
    changes = {
        "gateways__BRIDGE": None,
        "controllers__WATCH": None,
        "sites__POST": post,
        "links__LOW__members": ["EYE", "HAWK"],
        "links__HIGH__members": ["POST", "HAWK"],
        "flights__HAWK__missiles_each": 0,
        "flights__HAWK__missile": None,
    }
    one = played(**changes, injects__A=inject(5, lose="LOW"))
    assert instants(one, log.TrackDropped, node="HAWK-1") == []
    both = played(**changes, injects__A=inject(5, lose="LOW"), injects__B=inject(6, lose="HIGH"))
    assert instants(both, log.TrackDropped, node="HAWK-1") == [390.0]  # 30 s after the second


def test_a_controller_orders_over_the_link_that_it_shares_with_the_element() -> None:
    trial = played(gateways__BRIDGE=None, links__LOW__members=["EYE", "WATCH"])
    assert instants(trial, log.OrderReceived)[:1] == [128.0]  # 105 + 20 over HIGH, in 3 s


# Outages.


def test_nothing_passes_in_an_outage_and_all_is_told_anew_after_it() -> None:
    trial = played(links__HIGH__outages=[{"from_s": 90, "to_s": 200}])
    assert instants(trial, log.ThingLost, inject="outage", thing="HIGH") == [90.0]
    assert instants(trial, log.ThingRestored, inject="outage", thing="HIGH") == [200.0]
    assert instants(trial, log.TrackHeld, node="WATCH") == [203.0]


def test_what_is_on_its_way_when_an_outage_begins_is_lost() -> None:
    trial = played(links__HIGH__outages=[{"from_s": 114, "to_s": 130}])
    assert instants(trial, log.TrackHeld, node="WATCH") == [133.0]


def test_outages_that_overlap_end_with_the_last_and_an_inject_counts_as_one() -> None:
    outages = [{"from_s": 90, "to_s": 200}, {"from_s": 150, "to_s": 240}]
    assert instants(played(links__HIGH__outages=outages), log.TrackHeld, node="WATCH") == [243.0]
    injects = {"injects__L": inject(2, lose="HIGH"), "injects__R": inject(5, restore="HIGH")}
    assert instants(played(links__HIGH__outages=outages, **injects), log.TrackHeld, node="WATCH") == [116.0, 303.0][1:]


def test_an_outage_of_the_link_behind_a_gateway_is_told_on_the_other() -> None:
    trial = played(links__LOW__outages=[{"from_s": 150, "to_s": 300}], controllers__WATCH__service_s=60)
    assert instants(trial, log.Reported, link="HIGH", kind=ReportKind.LOST_CONTACT) == [158.0]
    assert instants(trial, log.Tasked) == [376.0]  # told anew at 316 s, served in 60 s


# Capacity.


def test_messages_wait_for_a_link_that_carries_one_at_a_time() -> None:
    """Each takes 4 s to send: HAWK's order waits for nobody, two tracks at once wait for one another."""
    assert instants(played(links__HIGH__capacity_per_s=0.25), log.TrackHeld, node="WATCH") == [120.0]
    two = played(
        links__HIGH__capacity_per_s=0.25, flights__DASH={"side": "red", "aircraft": 1, "speed_mps": 100, "route": "in"}
    )
    assert instants(two, log.TrackHeld, node="WATCH") == [120.0, 124.0]


# Lost communications.

CUT = {"flights__HAWK__lost_comms_s": 40, "links__LOW__members": ["EYE", "HAWK"], "controllers__WATCH__service_s": 500}
"""HAWK hears EYE itself, and waits for an order that takes long."""


def test_who_has_lost_his_controller_takes_his_own_targets_after_a_time() -> None:
    trial = played(**CUT, injects__GONE=inject(2, lose="WATCH"))
    assert instants(trial, log.CommsLost, flight="HAWK") == [160.0]
    assert instants(trial, log.Committed, cause=Cause.AUTONOMOUS) == [165.0]  # after its reaction time


def test_without_a_fallback_he_waits_for_ever() -> None:
    waits = {**CUT, "flights__HAWK__lost_comms_s": None}
    trial = played(**waits, injects__GONE=inject(2, lose="WATCH"))
    assert instants(trial, log.CommsLost) == []
    assert instants(trial, log.Committed) == []


def test_the_fallback_may_be_delegated() -> None:
    trial = played(**CUT, flights__HAWK__fallback="delegated", injects__GONE=inject(2, lose="HIGH"))
    assert instants(trial, log.Committed, cause=Cause.DELEGATED) == [165.0]


def test_contact_that_comes_back_in_time_leaves_authority_where_it_was() -> None:
    trial = played(**CUT, injects__GONE=inject(2, lose="HIGH"), injects__BACK=inject(2.6, restore="HIGH"))
    assert instants(trial, log.CommsLost) == []
    assert instants(trial, log.Committed, cause=Cause.AUTONOMOUS) == []


def test_the_fallback_ends_when_contact_is_restored() -> None:
    far = {"flights__HAWK__patrol__commit_range_m": 70_000}  # DOT comes so near after 300 s
    lost = {"injects__GONE": inject(2, lose="WATCH")}
    alone = played(**CUT, **far, **lost)
    assert instants(alone, log.Committed, cause=Cause.AUTONOMOUS) != []
    trial = played(**CUT, **far, **lost, injects__BACK=inject(4, restore="WATCH"))
    assert instants(trial, log.CommsLost) == [160.0]
    assert instants(trial, log.CommsRestored) == [240.0]
    assert instants(trial, log.Committed, cause=Cause.AUTONOMOUS) == []
    assert instants(trial, log.Committed, cause=Cause.ORDER) != []


def test_a_lost_gateway_cuts_off_who_is_commanded_through_it() -> None:
    cut = {"links__LOW__members": ["EYE", "HAWK"], "links__HIGH__members": ["WATCH"], "flights__HAWK__lost_comms_s": 10}
    trial = played(**cut, injects__GONE=inject(2, lose="BRIDGE"), injects__BACK=inject(3, restore="BRIDGE"))
    assert instants(trial, log.CommsLost) == [130.0]
    assert instants(trial, log.CommsRestored) == [180.0]
    assert instants(trial, log.Committed, cause=Cause.AUTONOMOUS) == [135.0]


def test_who_is_reached_through_a_gateway_tells_how_he_stands_when_it_is_back() -> None:
    """HAWK destroys DOT while WATCH cannot hear it; when the gateway is back it is free for the next."""
    late = {"side": "red", "aircraft": 1, "speed_mps": 100, "route": "in", "start_s": 400}
    trial = played(
        links__LOW__members=["EYE", "HAWK"],
        links__HIGH__members=["WATCH"],
        flights__HAWK__missiles_each=2,
        flights__LATE=late,
        injects__GONE=inject(3, lose="BRIDGE"),
        injects__BACK=inject(10, restore="BRIDGE"),
    )
    (destroyed_s,) = instants(trial, log.ElementLost, element="DOT-1")
    assert 180.0 < destroyed_s < 600.0
    assert instants(trial, log.Tasked, element="HAWK-1", target="LATE-1") == [636.0]  # 600 + 5 + 8 + 3 + 20
    assert instants(trial, log.ElementLost, element="LATE-1")


def test_a_gateway_is_gone_with_an_aircraft_that_is_home() -> None:
    mule = {"side": "blue", "aircraft": 1, "speed_mps": 100, "route": "hop"}
    trial = played(
        routes__hop={"points_m": [[0, 50_000], [15_000, 50_000]]}, flights__MULE=mule, gateways__BRIDGE__aboard="MULE"
    )
    assert instants(trial, log.HomeReached, element="MULE-1") == [150.0]
    assert instants(trial, log.ThingLost, inject="MULE-1.1", thing="BRIDGE") == [150.0]
    assert instants(trial, log.TrackDropped, node="WATCH") == [153.0]


def test_what_was_given_up_unheard_is_worked_on_again_when_the_gateway_is_back() -> None:
    """HAWK breaks off at the end of its leash while WATCH cannot hear it; WATCH must not wait for it for ever."""
    trial = played(
        links__LOW__members=["EYE", "HAWK"],
        links__HIGH__members=["WATCH"],
        flights__HAWK__patrol__leash_m=5_000,
        injects__GONE=inject(2.5, lose="BRIDGE"),
        injects__BACK=inject(4, restore="BRIDGE"),
    )
    (tasked_s, *again_s) = instants(trial, log.Tasked, element="HAWK-1", target="DOT-1")
    assert tasked_s == 136.0
    assert 150.0 < instants(trial, log.BrokeOff, element="HAWK-1")[0] < 240.0
    assert again_s[:1] == [276.0]  # 240 + 5 + 8 + 3 + 20
