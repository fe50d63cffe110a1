"""Invariants: a sound log passes, and each broken one is caught by the check that is meant to."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from sim.measure import check_invariants
from sim.measure.invariants import CHECKS, SCENARIO_CHECKS
from sim.model.command import Authority
from sim.model.rules import Caveat, Deed, Line, Who
from sim.trial.reasons import (
    Cause,
    LeaveReason,
    LetGoReason,
    MissReason,
    Purpose,
    Refusal,
    ReportKind,
    SensorKind,
    Source,
    Status,
)
from sim.trial.records import (
    AuthorityDelegated,
    AuthorityTakenBack,
    CannotComply,
    ChannelTaken,
    CloseShot,
    Committed,
    Delivered,
    DualTrackHeld,
    DualTrackResolved,
    ElementLost,
    Ended,
    Hit,
    Holding,
    HomeReached,
    LeftMerge,
    LetGo,
    LinkCleared,
    LinkJammed,
    Merged,
    Missed,
    NoGo,
    OrderReceived,
    Pushed,
    Record,
    Released,
    Reported,
    SiteFreed,
    SiteSuppressed,
    Started,
    TargetDestroyed,
    Tasked,
    ThingLost,
    ThingRestored,
    TrackDropped,
    TrackHeld,
    Trial,
    Unresolved,
)
from tests.measure_builders import MEMBERS, SCENARIO, home, leg, loss, seen, shot, started
from tests.unit.test_measure_basing import BREACHES as OF_BASES

# A radar of 100 km sees a signature of 1/16 at 50 km.
SOUND: tuple[Record, ...] = (
    *(started(element, x_m=40_000.0 if element == "WOLF-1" else 0.0) for element in MEMBERS),
    leg(0.0, "HAWK-1", v_mps=(200.0, 0.0), until_s=100.0),
    leg(0.0, "WOLF-1", at_m=(40_000.0, 0.0), v_mps=(0.0, 250.0)),
    seen(0.0, "HAWK-1", "WOLF-1", 40_000.0),
    TrackHeld(0.0, "HAWK-1", "WOLF-1", Source.OWN),
    Reported(0.0, "COMMON", "HAWK-1", "WOLF-1", ReportKind.FIRST),
    Delivered(4.0, "COMMON", "WOLF-1", ReportKind.FIRST, 0.0, ("WATCH", "BISON-1")),
    TrackHeld(4.0, "WATCH", "WOLF-1", Source.LINK),
    Tasked(24.0, "WATCH", "HAWK-1", "WOLF-1"),
    OrderReceived(25.0, "HAWK-1", "WOLF-1"),
    Committed(30.0, "HAWK-1", "WOLF-1", Cause.ORDER),
    leg(30.0, "HAWK-1", number=2, at_m=(6_000.0, 0.0), v_mps=(300.0, 0.0)),
    shot(40.0, 1, "HAWK-1.1", "WOLF-1.1"),
    shot(41.0, 2, "HAWK-1.2", "WOLF-1.2"),
    shot(42.0, 3, "WOLF-1.1", "HAWK-1.1"),
    Hit(50.0, 1, "WOLF-1.1"),
    Hit(50.0, 2, "WOLF-1.2"),
    loss(50.0, "WOLF-1.1", 1),
    loss(50.0, "WOLF-1.2", 2),
    ElementLost(50.0, "WOLF-1"),
    TrackDropped(50.0, "WATCH", "WOLF-1"),
    Missed(60.0, 3, "HAWK-1.1", MissReason.CHANCE),
    Released(1000.0, "BISON-1", "DEPOT", 4, 2, 0.0, True),
    TargetDestroyed(1000.0, "DEPOT", True),
    *(home(2000.0, element) for element in ("BISON-1", "HAWK-1", "HAWK-2", "GOOSE-1")),
    shot(2500.0, 4, "FORT", "BISON-1.1"),
    Unresolved(3000.0, "WOLF-2", MEMBERS["WOLF-2"]),
    Ended(3000.0, Status.FINISHED, 1),
)

Change = Callable[[list[Record]], object]


def trial_like(records: list[Record]) -> Trial:
    return Trial(number=0, seed=1, status=Status.FINISHED, records=tuple(records), events=0)


def find(kind: type[Record], place: int = 0) -> int:
    """Where the n-th record of a type stands in SOUND."""
    return [at for at, record in enumerate(SOUND) if isinstance(record, kind)][place]


def put(*extra: Record, after: type[Record], place: int = 0) -> Change:
    """Put records behind the n-th of a type."""

    def change(records: list[Record]) -> None:
        at = find(after, place) + 1
        records[at:at] = extra

    return change


def drop(kind: type[Record], place: int = 0) -> Change:
    """Take the n-th record of a type away."""
    return lambda records: records.pop(find(kind, place))


def alter(kind: type[Record], place: int = 0, **fields: object) -> Change:
    """Change fields of the n-th record of a type."""

    def change(records: list[Record]) -> None:
        at = find(kind, place)
        records[at] = records[at]._replace(**fields)

    return change


def leg_type() -> type[Record]:
    return type(leg(0.0, "X-1"))


def comes_late(records: list[Record]) -> None:
    """Let WOLF-1 start only when somebody has committed on it."""
    start = next(one for one in records if isinstance(one, Started) and one.element == "WOLF-1")
    records.remove(start)
    place = next(place for place, one in enumerate(records) if isinstance(one, Committed))
    records.insert(place + 1, start._replace(at_s=30.0))


LEG, SEEN, SHOT, LOSS = leg_type(), type(seen(0.0, "", "")), type(shot(0.0, 1, "", "")), type(loss(0.0, "X-1.1"))

DUAL = DualTrackHeld(4.0, "WATCH", "WOLF-1", Source.LINK)
JAMMED = LinkJammed(4.0, "WOLF-1", "COMMON", "WATCH")

CLOSE = CloseShot(4.0, 9, "HAWK-1", "HAWK-1.1", "WOLF-1", "WOLF-1.1", hit=False)
MET, FOE = Merged(4.0, "HAWK-1", "WOLF-1", 1), Merged(4.0, "WOLF-1", "HAWK-1", 1)
HANDED = AuthorityDelegated(4.0, "WATCH", 2, 0.0)

BREACHES: list[tuple[str, str, Change]] = [
    ("time_never_falls", "falls", alter(OrderReceived, at_s=23.0)),
    ("time_never_falls", "no number", alter(OrderReceived, at_s=math.nan)),
    ("ended_is_last", "missing", drop(Ended)),
    ("ended_is_last", "twice", put(Ended(3000.0, Status.FINISHED, 1), after=Ended)),
    ("ended_is_last", "status", alter(Ended, status=Status.ABORTED)),
    ("everybody_starts", "missing", drop(Started)),
    ("everybody_starts", "members", alter(Started, members=("BISON-1.1",))),
    ("everybody_is_accounted_for", "missing", drop(Unresolved)),
    ("everybody_is_accounted_for", "lost and home", alter(Unresolved, members=(*MEMBERS["WOLF-2"], "WOLF-1.1"))),
    ("everybody_is_accounted_for", "never started", alter(HomeReached, members=(*MEMBERS["BISON-1"], "X-1.1"))),
    ("losses_have_one_cause", "no hit", alter(Hit, member="WOLF-1.2")),
    ("losses_have_one_cause", "one missile for two", alter(LOSS, 1, missile=1)),
    ("losses_have_one_cause", "wrong flight", alter(LOSS, flight="HAWK")),
    ("losses_have_one_cause", "too early", put(ElementLost(50.0, "WOLF-1"), after=LOSS, place=0)),
    ("the_gone_do_nothing", "lost flies", put(leg(51.0, "WOLF-1", number=2), after=ElementLost)),
    ("the_gone_do_nothing", "home detects", put(seen(2001.0, "HAWK-1", "WOLF-2"), after=HomeReached, place=3)),
    ("the_gone_do_nothing", "lost aircraft fires", put(shot(50.0, 9, "WOLF-1.1", "HAWK-2.1"), after=LOSS)),
    ("the_failed_do_nothing", "lost link", put(ThingLost(0.0, "X", "COMMON"), after=Reported)),
    ("the_failed_do_nothing", "lost controller", put(ThingLost(4.0, "X", "WATCH"), after=Delivered)),
    ("the_failed_do_nothing", "lost site", put(ThingLost(2000.0, "X", "FORT"), after=HomeReached)),
    ("who_is_not_there_does_nothing", "seen before its start", lambda records: comes_late(records)),
    ("missiles_add_up", "vanishes", drop(Missed)),
    ("missiles_add_up", "arrives twice", put(Hit(50.0, 1, "WOLF-1.1"), after=Hit)),
    ("missiles_add_up", "other aircraft", alter(Missed, member="HAWK-1.2")),
    ("missiles_add_up", "same number", alter(SHOT, 1, missile=1)),
    ("missiles_add_up", "in flight", alter(Ended, missiles_in_flight=0)),
    (
        "nobody_fires_more_than_it_has",
        "aircraft",
        put(*[shot(40.0, 10 + k, "HAWK-1.1", "") for k in (0, 1)], after=SHOT),
    ),
    ("nobody_fires_more_than_it_has", "unarmed", alter(SHOT, 0, by="BISON-1.1")),
    (
        "nobody_fires_more_than_it_has",
        "site",
        put(*[shot(2500.0, 10 + k, "FORT", "") for k in (0, 1)], after=SHOT, place=3),
    ),
    ("nobody_fires_more_than_it_has", "bombs", alter(Released, bombs=5)),
    ("nobody_fires_more_than_it_has", "hits", alter(Released, bombs=1)),
    ("targets_fall_to_hits", "too few", alter(Released, hits=1)),
    ("targets_fall_to_hits", "twice", put(TargetDestroyed(1001.0, "DEPOT", True), after=TargetDestroyed)),
    ("orders_arrive_before_they_are_obeyed", "not sent", drop(Tasked)),
    ("orders_arrive_before_they_are_obeyed", "not received", drop(OrderReceived)),
    ("orders_arrive_before_they_are_obeyed", "other target", alter(Committed, target="WOLF-2")),
    (
        "orders_arrive_before_they_are_obeyed",
        "obeyed and refused",
        put(CannotComply(31.0, "HAWK-1", "WOLF-1", Refusal.BUSY), after=Committed),
    ),
    ("links_serve_their_members", "stranger hears", alter(Delivered, receivers=("WATCH", "WOLF-2"))),
    ("links_serve_their_members", "stranger reports", alter(Reported, reporter="WOLF-1")),
    ("links_serve_their_members", "no common link", alter(Tasked, controller="GCI")),
    ("only_central_controllers_task", "unknown", alter(Tasked, controller="BISON-1")),
    ("links_serve_their_members", "future", alter(Delivered, as_of_s=5.0)),
    ("tracks_are_held_once", "twice", put(TrackHeld(5.0, "WATCH", "WOLF-1", Source.LINK), after=TrackHeld, place=1)),
    ("tracks_are_held_once", "never held", alter(TrackDropped, node="GCI")),
    ("second_tracks_follow_a_first", "no first", put(DUAL._replace(node="GCI"), after=TrackHeld, place=1)),
    ("second_tracks_follow_a_first", "a third", put(DUAL, DUAL, after=TrackHeld, place=1)),
    ("second_tracks_follow_a_first", "goes on alone", put(DUAL, after=TrackHeld, place=1)),
    (
        "second_tracks_follow_a_first",
        "never was",
        put(DualTrackResolved(4.0, "WATCH", "WOLF-1"), after=TrackHeld, place=1),
    ),
    ("covers_come_and_go", "twice", put(JAMMED, JAMMED, after=TrackHeld)),
    ("covers_come_and_go", "never", put(LinkCleared(4.0, "WOLF-1", "COMMON", "WATCH"), after=TrackHeld)),
    ("jammers_trouble_the_other_side", "no jammer", put(JAMMED, after=TrackHeld)),
    ("one_speaks_at_a_time", "no channel", put(ChannelTaken(4.0, "COMMON", "HAWK-1", 0.0), after=TrackHeld)),
    ("merges_are_fights", "in none", put(CLOSE, after=TrackHeld)),
    ("merges_are_fights", "never joined", put(LeftMerge(4.0, "HAWK-1", 1, LeaveReason.PARTED), after=TrackHeld)),
    ("merges_are_fights", "used number", put(MET, FOE, CLOSE._replace(shot=1), after=TrackHeld)),
    ("who_delegates_gives_no_orders", "orders", put(HANDED, after=TrackHeld)),
    ("who_delegates_gives_no_orders", "twice", put(HANDED, HANDED, after=ElementLost)),
    ("who_delegates_gives_no_orders", "never", put(AuthorityTakenBack(60.0, "WATCH"), after=ElementLost)),
    ("the_suppressed_hold_fire", "fires", put(SiteSuppressed(0.0, "FORT", "X-1", radar_off=True), after=Started)),
    ("the_suppressed_hold_fire", "never begun", put(LetGo(0.0, "FORT", "X-1", LetGoReason.LOST), after=Started)),
    (
        "the_suppressed_hold_fire",
        "freed too soon",
        put(
            SiteSuppressed(0.0, "FORT", "X-1", radar_off=True),
            SiteFreed(0.0, "FORT", "X-1", LetGoReason.LOST),
            after=Started,
        ),
    ),
    (
        "who_delegates_gives_no_orders",
        "tasks",
        put(AuthorityDelegated(4.0, "WATCH", 1, 0.0), after=TrackHeld, place=1),
    ),
    (
        "who_delegates_gives_no_orders",
        "had not",
        put(AuthorityTakenBack(4.0, "WATCH"), after=TrackHeld, place=1),
    ),
    (
        "one_speaks_at_a_time",
        "no channel",
        put(ChannelTaken(4.0, "COMMON", "WATCH", 0.0), after=TrackHeld, place=1),
    ),
    ("holds_end_once", "never held", put(Pushed(0.0, "BISON", 0.0, 1, 0, 0), after=Started)),
    (
        "holds_end_once",
        "twice",
        put(
            Holding(0.0, "BISON-1", 1, 0.0),
            Pushed(0.0, "BISON", 0.0, 1, 0, 0),
            NoGo(0.0, "BISON", 1, 0, 0),
            after=Started,
        ),
    ),
    ("legs_join", "jumps", alter(LEG, 2, x_m=6_002.0)),
    ("legs_join", "starts elsewhere", alter(LEG, 0, y_m=2.0)),
    ("legs_join", "negative", alter(LEG, 2, until_s=29.0)),
    ("legs_join", "number", alter(LEG, 2, leg=1)),
    ("legs_join", "gap", alter(LEG, 0, until_s=29.0)),
    ("legs_join", "never started", put(leg(1.0, "X-1"), after=LEG)),
    ("detections_are_in_range", "too far", alter(SEEN, node="FORT", range_m=180_000.0)),
    ("detections_are_in_range", "other range", alter(SEEN, range_m=39_000.0)),
    ("detections_are_in_range", "no sensor", alter(SEEN, node="GOOSE-1")),
    ("detections_are_in_range", "no receiver", alter(SEEN, node="BISON-1", sensor=SensorKind.RECEIVER)),
    ("detections_are_in_range", "nowhere", alter(SEEN, target="WOLF-9")),
]


def test_a_sound_log_breaks_nothing() -> None:
    assert check_invariants(SCENARIO, trial_like(list(SOUND))) == []


@pytest.mark.parametrize(("check", "how", "change"), BREACHES, ids=[f"{check}-{how}" for check, how, _ in BREACHES])
def test_a_broken_log_is_caught_by_its_check(check: str, how: str, change: Change) -> None:
    records = list(SOUND)
    change(records)
    breaches = check_invariants(SCENARIO, trial_like(records))
    assert [breach for breach in breaches if breach.startswith(f"{check}: ")] != []


def test_what_is_restored_works_again() -> None:
    records = list(SOUND)
    back = (ThingLost(0.0, "X", "COMMON"), ThingRestored(0.0, "Y", "COMMON"))
    put(*back, after=Reported)(records)
    assert check_invariants(SCENARIO, trial_like(records)) == []


def test_every_check_is_seen_to_fail() -> None:
    elsewhere = {"fuel_adds_up", "lines_are_kept"}  # in test_measure_fuel.py, and below
    seen = {check for check, _, _ in BREACHES} | {check for check, *_ in OF_BASES} | elsewhere
    assert seen == {check.__name__ for check in (*CHECKS, *SCENARIO_CHECKS)}


def test_a_station_beyond_a_line_is_caught_by_its_check() -> None:
    line = Line(from_m=(10_000.0, 0.0), to_m=(10_000.0, -1_000.0))  # what lies east of it is beyond
    caveat = Caveat(side="blue", who=Who(flight="HAWK"), may_not=Deed.CROSS, line=line)
    scenario = replace(SCENARIO, caveats={"EAST": caveat})
    records = list(SOUND)
    assert check_invariants(scenario, trial_like(records)) == []
    alter(LEG, 0, purpose=Purpose.STATION)(records)
    (breach,) = check_invariants(scenario, trial_like(records))
    assert breach.startswith("lines_are_kept: ")


def test_a_controller_that_delegates_may_not_task() -> None:
    watch = replace(SCENARIO.controllers["WATCH"], authority=Authority.DELEGATED)
    scenario = replace(SCENARIO, controllers={**SCENARIO.controllers, "WATCH": watch})
    assert len(check_invariants(scenario, trial_like(list(SOUND)))) == 1


def test_nobody_keeps_station_across_a_line_that_he_may_not_cross() -> None:
    line = Line(from_m=(10_000.0, 0.0), to_m=(10_000.0, -1_000.0))  # beyond it is east
    caveat = Caveat(side="blue", who=Who(flight="HAWK"), may_not=Deed.CROSS, line=line)
    scenario = replace(SCENARIO, caveats={"border": caveat})
    for purpose, breaches in ((Purpose.STATION, 1), (Purpose.INTERCEPT, 0)):
        records = list(SOUND)
        alter(LEG, 0, purpose=purpose)(records)
        there = Line(from_m=(5_000.0, 0.0), to_m=(5_000.0, -1_000.0))
        near = replace(scenario, caveats={"border": replace(caveat, line=there)})
        assert len(check_invariants(near, trial_like(records))) == breaches, purpose
        assert check_invariants(scenario, trial_like(records))[breaches:] == []


def test_a_link_may_report_that_its_reporter_fell_silent() -> None:
    records = list(SOUND)
    put(Reported(50.0, "RNET", "WOLF-1", "HAWK-1", ReportKind.LOST_CONTACT), after=ElementLost)(records)
    assert check_invariants(SCENARIO, trial_like(records)) == []
    put(Reported(50.0, "RNET", "WOLF-1", "HAWK-1", ReportKind.MOVED), after=ElementLost)(records)
    assert len(check_invariants(SCENARIO, trial_like(records))) == 1


def test_a_receiver_may_hear_what_its_radar_cannot_see() -> None:
    records = list(SOUND)
    records[find(SEEN)] = seen(0.0, "HAWK-1", "WOLF-1", 40_000.0, SensorKind.RECEIVER)
    assert check_invariants(SCENARIO, trial_like(records)) == []
