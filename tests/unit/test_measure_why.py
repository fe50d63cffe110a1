"""The first failed link of the kill chain, one hand-written log for each kind of failure.

In all of them WOLF-1.1 fires missile 9 at BISON-1.1 at 500 s, and hits; so 500 s is the deadline.
"""

from dataclasses import replace

import pytest

from sim.measure import METRICS, FailedLink, Kind, attributions, kill_chains, measure
from sim.measure.attribution import MEANINGS, Attribution
from sim.measure.perspective import Perspective
from sim.measure.trails import Spans
from sim.model.links import Gateway
from sim.model.rules import Deed
from sim.scenario.schema import Scenario
from sim.trial.reasons import BreakReason, Cause, MissReason, Refusal, ReportKind, Restraint, Source
from sim.trial.records import (
    BrokeOff,
    CannotComply,
    Cleared,
    CloseShot,
    Committed,
    ElementLost,
    Eligible,
    Hit,
    InLaunchRange,
    LeftQueue,
    Missed,
    OrderReceived,
    Queued,
    Record,
    Reported,
    ServiceEnded,
    ServiceStarted,
    Tasked,
    TrackHeld,
    Withheld,
)
from tests.measure_builders import SCENARIO, leg, loss, seen, shot, trial_of

HIT = (shot(500.0, 9, "WOLF-1.1", "BISON-1.1"), Hit(550.0, 9, "BISON-1.1"), loss(550.0, "BISON-1.1", 9))

SEEN = (seen(100.0, "HAWK-1", "WOLF-1"), Reported(101.0, "COMMON", "HAWK-1", "WOLF-1", ReportKind.FIRST))
HELD = (*SEEN, TrackHeld(110.0, "WATCH", "WOLF-1", Source.LINK))
ELIGIBLE = (*HELD, Eligible(200.0, "WATCH", "WOLF-1"), Queued(200.0, "WATCH", "WOLF-1", 1.0))
IN_SERVICE = (*ELIGIBLE, ServiceStarted(230.0, "WATCH", "WOLF-1"))
SERVED = (*IN_SERVICE, ServiceEnded(270.0, "WATCH", "WOLF-1"))
TASKED = (*SERVED, Tasked(275.0, "WATCH", "HAWK-1", "WOLF-1"))
RECEIVED = (*TASKED, OrderReceived(281.0, "HAWK-1", "WOLF-1"))
COMMITTED = (*RECEIVED, Committed(281.0, "HAWK-1", "WOLF-1", Cause.ORDER))
IN_LAUNCH_RANGE = (*COMMITTED, InLaunchRange(400.0, "HAWK-1", "WOLF-1"))
SHOT = (*IN_LAUNCH_RANGE, shot(402.0, 1, "HAWK-1.1", "WOLF-1.1"))

UNLED = replace(
    SCENARIO, controllers={}, links={"COMMON": replace(SCENARIO.links["COMMON"], members=("BISON", "HAWK"))}
)
"""Nobody tasks HAWK: its elements task themselves, within 150 km of BISON."""


def why(*records: Record, scenario: Scenario = SCENARIO) -> Attribution:
    """The attribution of the one loss or leaker in a log, whose records may be given in any order."""
    (one,) = attributions(scenario, trial_of(*sorted(records, key=lambda record: record.at_s)))
    return one


CASES: dict[FailedLink, tuple[Record, ...]] = {
    FailedLink.UNDETECTED: (),
    FailedLink.UNSHARED: SEEN,
    FailedLink.INELIGIBLE: HELD,
    FailedLink.UNTASKED: ELIGIBLE,
    FailedLink.NO_SHOOTER: SERVED,
    FailedLink.ORDER_LATE: TASKED,
    FailedLink.REFUSED: (*RECEIVED, CannotComply(281.0, "HAWK-1", "WOLF-1", Refusal.BUSY)),
    FailedLink.SHOOTER_LOST: (*COMMITTED, ElementLost(450.0, "HAWK-1")),
    FailedLink.BROKE_OFF: (*COMMITTED, BrokeOff(450.0, "HAWK-1", "WOLF-1", BreakReason.LEASH)),
    FailedLink.OUT_OF_REACH: COMMITTED,
    FailedLink.HELD_FIRE: IN_LAUNCH_RANGE,
    FailedLink.FORBIDDEN: (
        *IN_LAUNCH_RANGE,
        Withheld(400.0, "HAWK-1", "WOLF-1", Deed.FIRE, Restraint.IDENTITY, ""),
    ),
    FailedLink.UNSHOT: (*IN_LAUNCH_RANGE, shot(402.0, 1, "HAWK-1.1", "WOLF-1.2")),
    FailedLink.IN_FLIGHT: (*SHOT, Missed(501.0, 1, "WOLF-1.1", MissReason.CHANCE)),
    FailedLink.MISSED: (*SHOT, Missed(460.0, 1, "WOLF-1.1", MissReason.CHANCE)),
    FailedLink.CLOSE_IN: (*COMMITTED, CloseShot(450.0, 88, "HAWK-1", "HAWK-1.1", "WOLF-1", "WOLF-1.1", hit=False)),
}


@pytest.mark.parametrize("link", CASES, ids=lambda link: link.value)
def test_the_first_failed_link_of_a_loss_is_found(link: FailedLink) -> None:
    log = sorted((*CASES[link], *HIT), key=lambda record: record.at_s)
    one = why(*log)
    assert (one.link, one.threat, one.aircraft, one.victim, one.at_s) == (link, "WOLF-1", "WOLF-1.1", "BISON-1.1", 500)
    values = measure(SCENARIO, trial_of(*log))
    assert {name for name in METRICS if name.startswith("losses_") and values[name]} == {f"losses_{link.value}"}


@pytest.mark.parametrize("link", CASES, ids=lambda link: link.value)
def test_the_first_failed_link_of_a_leaker_is_found(link: FailedLink) -> None:
    """WOLF-1.2 is lost before its element is in launch range, so only WOLF-1.1 leaks; its deadline is 500 s, too."""
    leak = (InLaunchRange(500.0, "WOLF-1", "BISON-1"), loss(300.0, "WOLF-1.2", 77))
    log = sorted((*CASES[link], *leak), key=lambda record: record.at_s)
    one = why(*log)
    assert (one.link, one.threat, one.aircraft, one.victim, one.at_s) == (link, "WOLF-1", "WOLF-1.1", None, 500)
    values = measure(SCENARIO, trial_of(*log))
    assert {name for name in METRICS if name.startswith("leakers_") and values[name]} == {f"leakers_{link.value}"}


def test_every_kind_of_failure_has_a_log_here() -> None:
    assert set(FailedLink) == {*CASES, FailedLink.SITE, FailedLink.OWN_FIRE} == set(MEANINGS)


def test_a_loss_to_a_site_failed_no_link_that_a_shooter_could_mend() -> None:
    one = why(shot(500.0, 9, "FORT", "BISON-1.1"), loss(550.0, "BISON-1.1", 9))
    assert (one.link, one.threat, one.aircraft, one.spans) == (FailedLink.SITE, "FORT", "FORT", Spans())


def test_a_loss_to_an_own_missile_is_own_fire() -> None:
    assert why(shot(500.0, 9, "HAWK-1.1", "BISON-1.1"), loss(550.0, "BISON-1.1", 9)).link is FailedLink.OWN_FIRE


def test_the_threat_is_the_one_whose_missile_hit() -> None:
    other = (shot(480.0, 8, "WOLF-2.2", "BISON-1.1"), Missed(530.0, 8, "BISON-1.1", MissReason.CHANCE))
    assert why(*other, *HIT, *HELD).threat == "WOLF-1"


WITHHELD = Withheld(400.0, "HAWK-1", "WOLF-1", Deed.FIRE, Restraint.CAVEAT, "ONLY_ASKED")


def test_what_a_rule_withheld_is_forbidden_for_that_reason() -> None:
    one = why(*IN_LAUNCH_RANGE, WITHHELD, *HIT)
    assert (one.link, one.reason) == (FailedLink.FORBIDDEN, Restraint.CAVEAT)


def test_a_rule_that_gave_way_in_time_forbids_no_more() -> None:
    steps = (*IN_LAUNCH_RANGE, WITHHELD)
    assert why(*steps, Cleared(450.0, "HAWK-1", "WOLF-1", Deed.FIRE), *HIT).link is FailedLink.HELD_FIRE
    assert why(*steps, Cleared(501.0, "HAWK-1", "WOLF-1", Deed.FIRE), *HIT).link is FailedLink.FORBIDDEN


def test_a_rule_that_binds_another_shooter_forbids_nothing() -> None:
    assert why(*IN_LAUNCH_RANGE, WITHHELD._replace(node="HAWK-2"), *HIT).link is FailedLink.HELD_FIRE


def test_a_track_that_a_caveat_kept_back_is_unshared_for_that_reason() -> None:
    one = why(SEEN[0], WITHHELD._replace(at_s=100.0, deed=Deed.SHARE), *HIT)
    assert (one.link, one.reason) == (FailedLink.UNSHARED, Restraint.CAVEAT)


def test_a_controller_behind_a_gateway_is_whoever_tasks() -> None:
    common = SCENARIO.links["COMMON"]
    links = {"FAR": replace(common, members=("WATCH",)), "NEAR": replace(common, members=("BISON", "HAWK"))}
    behind = replace(SCENARIO, links=links, gateways={"RELAY": Gateway(side="blue", joins=("FAR", "NEAR"))})
    assert Perspective.of(behind).taskers == {"WATCH"}
    assert "WATCH" not in Perspective.of(replace(behind, gateways={})).taskers


def test_losses_of_the_other_side_are_not_explained() -> None:
    assert attributions(SCENARIO, trial_of(shot(1.0, 1, "HAWK-1.1", "WOLF-1.1"), loss(9.0, "WOLF-1.1", 1))) == ()


# In time.


@pytest.mark.parametrize(
    ("steps", "late"),
    [
        (SEEN[:1], FailedLink.UNDETECTED),
        (HELD[2:], FailedLink.UNSHARED),
        (ELIGIBLE[3:], FailedLink.INELIGIBLE),
        (SERVED[5:], FailedLink.UNTASKED),
        (TASKED[7:], FailedLink.NO_SHOOTER),
        (RECEIVED[8:], FailedLink.ORDER_LATE),
        (IN_LAUNCH_RANGE[10:], FailedLink.OUT_OF_REACH),
        (SHOT[11:], FailedLink.HELD_FIRE),
    ],
    ids=lambda of: of.value if isinstance(of, FailedLink) else "",
)
def test_what_comes_after_the_deadline_does_not_count_and_what_comes_at_it_does(
    steps: tuple[Record, ...], late: FailedLink
) -> None:
    before = SHOT[: SHOT.index(steps[0])]
    at = tuple(record._replace(at_s=500.0) for record in steps)
    after = tuple(record._replace(at_s=500.5) for record in steps)
    assert why(*before, *after, *HIT).link is late
    assert why(*before, *at, *HIT).link is not late


def test_a_missile_that_hits_at_the_deadline_was_still_in_flight() -> None:
    assert why(*SHOT, Hit(500.0, 1, "WOLF-1.1"), loss(500.0, "WOLF-1.1", 1), *HIT).link is FailedLink.IN_FLIGHT


def test_one_miss_in_time_is_a_miss_though_another_missile_is_in_flight() -> None:
    second = shot(490.0, 2, "HAWK-1.2", "WOLF-1.1")
    one = why(*CASES[FailedLink.MISSED], second, *HIT)
    assert (one.link, one.reason) == (FailedLink.MISSED, MissReason.CHANCE)


# Links that a later one passes, and errands that end in different ways.


def test_who_commits_in_self_defence_needs_no_order_and_no_controller() -> None:
    one = why(*SEEN, Committed(300.0, "HAWK-1", "WOLF-1", Cause.SELF_DEFENCE), *HIT)
    assert one.link is FailedLink.OUT_OF_REACH


def test_the_shooter_that_came_farthest_counts() -> None:
    second = (Committed(290.0, "HAWK-2", "WOLF-1", Cause.ORDER), ElementLost(300.0, "HAWK-2"))
    assert why(*COMMITTED, *second, *HIT).link is FailedLink.OUT_OF_REACH
    assert why(*CASES[FailedLink.BROKE_OFF], *second, *HIT).link is FailedLink.BROKE_OFF


def test_who_breaks_off_because_it_cannot_reach_the_threat_is_out_of_reach() -> None:
    one = why(*COMMITTED, BrokeOff(450.0, "HAWK-1", "WOLF-1", BreakReason.OUT_OF_REACH), *HIT)
    assert (one.link, one.reason) == (FailedLink.OUT_OF_REACH, BreakReason.OUT_OF_REACH)


def test_refusals_and_break_offs_say_why() -> None:
    assert why(*CASES[FailedLink.REFUSED], *HIT).reason is Refusal.BUSY
    assert why(*CASES[FailedLink.BROKE_OFF], *HIT).reason is BreakReason.LEASH


def test_a_refused_threat_that_is_worked_on_again_is_still_refused() -> None:
    again = Tasked(495.0, "WATCH", "HAWK-2", "WOLF-1")
    assert why(*CASES[FailedLink.REFUSED], again, *HIT).link is FailedLink.REFUSED


def test_a_threat_that_left_the_queue_unserved_was_not_tasked_in_time() -> None:
    assert why(*ELIGIBLE, LeftQueue(240.0, "WATCH", "WOLF-1"), *HIT).link is FailedLink.UNTASKED


def test_a_threat_that_queues_a_second_time_waits_for_its_second_service() -> None:
    assert why(*SERVED, Queued(300.0, "WATCH", "WOLF-1", 1.0), *HIT).link is FailedLink.UNTASKED


def test_when_nobody_armed_is_left_there_is_no_shooter_however_far_the_track_came() -> None:
    lost = (loss(20.0, "HAWK-1.1", 71), loss(20.0, "HAWK-1.2", 72), loss(20.0, "HAWK-2.1", 73))
    for log in (SEEN, HELD):
        found = attributions(SCENARIO, trial_of(*lost, *log, *HIT))
        assert [one.link for one in found] == [FailedLink.NO_SHOOTER]
    (one,) = attributions(SCENARIO, trial_of(*lost, *HIT))
    assert one.link is FailedLink.UNDETECTED


# Elements that task themselves.


def test_who_tasks_itself_needs_the_track_in_its_own_picture() -> None:
    other = TrackHeld(100.0, "BISON-1", "WOLF-1", Source.OWN)
    assert why(*SEEN, other, *HIT, scenario=UNLED).link is FailedLink.UNSHARED


@pytest.mark.parametrize(
    ("away_m", "link"), [(160_000.0, FailedLink.INELIGIBLE), (140_000.0, FailedLink.NO_SHOOTER)], ids=["far", "near"]
)
def test_a_threat_that_was_within_commit_range_of_who_tasks_itself_lacked_a_shooter(
    away_m: float, link: FailedLink
) -> None:
    held = TrackHeld(110.0, "HAWK-1", "WOLF-1", Source.OWN)
    paths = (leg(0.0, "BISON-1"), leg(0.0, "WOLF-1", at_m=(away_m, 0.0)))
    assert why(*SEEN, held, *paths, *HIT, scenario=UNLED).link is link


# How long it took.


def test_the_spans_of_a_failed_chain_add_up_to_its_deadline() -> None:
    one = why(*CASES[FailedLink.MISSED], *HIT)
    assert one.spans == Spans(
        detecting_s=0.0,
        sharing_s=10.0,
        range_s=90.0,
        queue_s=30.0,
        service_s=40.0,
        shooter_s=5.0,
        order_s=6.0,
        approach_s=119.0,
        fire_s=2.0,
        flight_s=98.0,
    )


def test_the_stage_that_failed_is_cut_at_the_deadline() -> None:
    assert why(*IN_SERVICE, *HIT).spans.service_s == 500.0 - 230.0
    assert why(*ELIGIBLE, *HIT).spans == Spans(detecting_s=0.0, sharing_s=10.0, range_s=90.0, queue_s=300.0)


def test_a_refused_order_goes_on_waiting_for_a_shooter() -> None:
    assert why(*CASES[FailedLink.REFUSED], *HIT).spans.shooter_s == (275 - 270) + (500 - 281)


def test_a_commit_in_self_defence_cuts_the_wait_in_the_queue_short() -> None:
    commit = Committed(220.0, "HAWK-2", "WOLF-1", Cause.SELF_DEFENCE)
    spans = why(*SERVED, commit, *HIT).spans
    assert (spans.queue_s, spans.service_s, spans.approach_s) == (20.0, None, 280.0)


def test_earlier_bouts_in_the_queue_are_waiting_for_range() -> None:
    first = (Queued(120.0, "WATCH", "WOLF-1", 1.0), LeftQueue(150.0, "WATCH", "WOLF-1"))
    later = (*HELD, Eligible(120.0, "WATCH", "WOLF-1"), *first, Queued(200.0, "WATCH", "WOLF-1", 1.0))
    assert why(*later, *HIT).spans.range_s == 90.0


def test_a_bout_in_the_queue_after_the_first_order_does_not_count() -> None:
    again = (Queued(350.0, "WATCH", "WOLF-1", 1.0), ServiceStarted(360.0, "WATCH", "WOLF-1"))
    spans = why(*TASKED, *again, *HIT).spans
    assert (spans.queue_s, spans.service_s, spans.shooter_s, spans.order_s) == (30.0, 40.0, 5.0, 225.0)


def test_the_means_of_a_trial_are_over_the_chains_that_failed() -> None:
    values = measure(SCENARIO, trial_of(*CASES[FailedLink.MISSED], *HIT))
    names = ("sharing", "range", "queue", "service", "shooter", "order", "approach", "fire", "flight")
    assert [values[f"failed_{name}_s"] for name in names] == [10, 90, 30, 40, 5, 6, 119, 2, 98]
    assert all(measure(SCENARIO, trial_of())[f"failed_{name}_s"] is None for name in names)


def test_a_kill_chain_ends_with_the_loss_of_the_aircraft() -> None:
    log = (*SHOT, Hit(460.0, 1, "WOLF-1.1"), loss(460.0, "WOLF-1.1", 1))
    chains = {chain.aircraft: chain for chain in kill_chains(SCENARIO, trial_of(*log))}
    assert list(chains) == ["WOLF-1.1", "WOLF-1.2", "WOLF-2.1", "WOLF-2.2"]
    killed, other, unseen = chains["WOLF-1.1"], chains["WOLF-1.2"], chains["WOLF-2.1"]
    assert killed.instants == (100, 100, 101, 110, 200, 200, 230, 270, 275, 281, 281, 400, 402)
    assert (killed.lost_s, killed.spans.flight_s) == (460.0, 58.0)
    assert (other.lost_s, other.instants.in_launch_range_s, other.instants.shot_s) == (None, 400.0, None)
    assert (other.spans.approach_s, other.spans.fire_s) == (119.0, None)
    assert (unseen.spans, set(unseen.instants)) == (Spans(), {None})


def test_a_threat_comes_into_range_where_a_sensor_reaches_it_unhindered() -> None:
    # Radars of 100 km see a signature of 1/16 at half of that; HAWK's receiver hears it at 300 km.
    log = (leg(0.0, "HAWK-1"), leg(0.0, "WOLF-1", at_m=(400_000.0, 0.0), v_mps=(-250.0, 0.0)))
    (first, *_) = kill_chains(SCENARIO, trial_of(*log))
    assert first.instants.in_range_s == pytest.approx(100_000 / 250, abs=1e-9)
    deaf = replace(SCENARIO, flights=SCENARIO.flights | {"HAWK": replace(SCENARIO.flights["HAWK"], receiver=None)})
    (first, *_) = kill_chains(deaf, trial_of(*log))
    assert first.instants.in_range_s == pytest.approx(350_000 / 250, abs=1e-9)
    assert first.spans == Spans()


def test_counts_of_failed_links_are_counts() -> None:
    assert all(METRICS[name].kind is Kind.COUNT for name in METRICS if name.startswith(("losses_", "leakers_")))
