"""Stage times, each with an exact value from a hand-written log."""

import pytest

from sim.measure import Measurer
from sim.measure.samples import StageTimes, stage_times
from sim.trial.reasons import Cause, Refusal, Source
from sim.trial.records import (
    CannotComply,
    Committed,
    Eligible,
    LeftQueue,
    OrderReceived,
    Queued,
    Record,
    ServiceEnded,
    ServiceStarted,
    Tasked,
    TrackHeld,
)
from tests.measure_builders import SCENARIO, got, seen, shot, trial_of

# WOLF-1 goes straight through; WOLF-2 queues twice, because it left the queue the first time.
DAY: tuple[Record, ...] = (
    seen(90.0, "WOLF-1", "BISON-1"),
    seen(100.0, "HAWK-1", "WOLF-1"),
    seen(105.0, "BISON-1", "WOLF-1"),
    TrackHeld(104.0, "WATCH", "WOLF-1", Source.LINK),
    TrackHeld(104.0, "BISON-1", "WOLF-1", Source.LINK),
    seen(110.0, "HAWK-2", "WOLF-2"),
    TrackHeld(120.0, "WATCH", "WOLF-2", Source.LINK),
    Eligible(130.0, "WATCH", "WOLF-1"),
    Queued(130.0, "WATCH", "WOLF-1", 1.0),
    ServiceStarted(137.0, "WATCH", "WOLF-1"),
    Eligible(140.0, "WATCH", "WOLF-2"),
    Queued(140.0, "WATCH", "WOLF-2", 1.0),
    LeftQueue(145.0, "WATCH", "WOLF-2"),
    ServiceEnded(157.0, "WATCH", "WOLF-1"),
    Tasked(157.0, "WATCH", "HAWK-1", "WOLF-1"),
    Tasked(157.0, "WATCH", "HAWK-2", "WOLF-1"),
    OrderReceived(160.0, "HAWK-1", "WOLF-1"),
    Committed(165.0, "HAWK-1", "WOLF-1", Cause.ORDER),
    OrderReceived(168.0, "HAWK-2", "WOLF-1"),
    Queued(171.0, "WATCH", "WOLF-2", 1.0),
    ServiceStarted(180.0, "WATCH", "WOLF-2"),
    ServiceEnded(204.0, "WATCH", "WOLF-2"),
    Committed(205.0, "HAWK-2", "WOLF-2", Cause.SELF_DEFENCE),
    Tasked(210.0, "WATCH", "HAWK-2", "WOLF-2"),
    Tasked(290.0, "WATCH", "HAWK-1", "WOLF-2"),
    shot(265.0, 1, "HAWK-1.1", "WOLF-1.1"),
    shot(275.0, 2, "HAWK-1.2", "WOLF-1.2"),
    shot(345.0, 3, "HAWK-2.1", "WOLF-2.1"),
)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("detect_to_picture_s", (4 + 10) / 2),
        ("detect_to_eligible_s", (30 + 61) / 2),
        ("eligible_to_service_s", (7 + 9) / 2),
        ("service_s", (20 + 24) / 2),
        ("service_to_task_s", (0 + 6) / 2),
        ("detect_to_task_s", (57 + 100) / 2),
        ("order_link_s", (3 + 11) / 2),
        ("task_to_commit_s", 8.0),
        ("detect_to_commit_s", (65 + 95) / 2),
        ("commit_to_shot_s", (100 + 140) / 2),
        ("controller_wait_s", (7 + 9) / 2),
        ("orders", 4.0),
        ("untasked_commits", 1.0),
    ],
)
def test_each_stage_has_its_length(metric: str, expected: float) -> None:
    assert got(metric, *DAY) == expected


@pytest.mark.parametrize(
    "metric",
    [
        "detect_to_picture_s",
        "detect_to_eligible_s",
        "eligible_to_service_s",
        "service_s",
        "service_to_task_s",
        "detect_to_task_s",
        "order_link_s",
        "task_to_commit_s",
        "detect_to_commit_s",
        "commit_to_shot_s",
        "controller_wait_s",
        "controller_utilisation",
    ],
)
def test_without_a_case_a_stage_is_undefined(metric: str) -> None:
    assert got(metric) is None


def test_the_stages_of_a_track_add_up() -> None:
    samples = stage_times(Measurer(SCENARIO), trial_of(*DAY))
    assert samples == [
        StageTimes("WATCH", "WOLF-1", 30.0, 7.0, 20.0, 0.0, 57.0),
        StageTimes("WATCH", "WOLF-2", 61.0, 9.0, 24.0, 6.0, 100.0),
    ]


def test_a_repeated_order_is_matched_with_its_own_receipt() -> None:
    log = (
        Tasked(10.0, "WATCH", "HAWK-1", "WOLF-1"),
        OrderReceived(12.0, "HAWK-1", "WOLF-1"),
        Tasked(50.0, "WATCH", "HAWK-1", "WOLF-1"),
        OrderReceived(58.0, "HAWK-1", "WOLF-1"),
        Committed(60.0, "HAWK-1", "WOLF-1", Cause.ORDER),
    )
    assert got("order_link_s", *log) == (2 + 8) / 2
    assert got("orders", *log) == 2.0


def test_an_order_that_was_refused_is_not_obeyed_by_a_later_commit() -> None:
    log = (
        Tasked(10.0, "WATCH", "HAWK-1", "WOLF-1"),
        OrderReceived(12.0, "HAWK-1", "WOLF-1"),
        CannotComply(12.0, "HAWK-1", "WOLF-1", Refusal.BUSY),
        Tasked(50.0, "WATCH", "HAWK-1", "WOLF-1"),
        OrderReceived(53.0, "HAWK-1", "WOLF-1"),
        Committed(53.0, "HAWK-1", "WOLF-1", Cause.ORDER),
    )
    assert got("task_to_commit_s", *log) == 3.0
    assert got("task_to_commit_s", *log[:3]) is None


def test_each_commit_counts_its_own_first_shot() -> None:
    log = (
        Committed(10.0, "HAWK-1", "WOLF-1", Cause.AUTONOMOUS),
        shot(40.0, 1, "HAWK-1.1", "WOLF-1.1"),
        Committed(100.0, "HAWK-1", "WOLF-1", Cause.AUTONOMOUS),
        shot(110.0, 2, "HAWK-1.1", "WOLF-1.1"),
        Committed(200.0, "HAWK-1", "WOLF-2", Cause.AUTONOMOUS),
    )
    assert got("commit_to_shot_s", *log) == (30 + 10) / 2


def test_utilisation_is_busy_time_over_server_time_from_first_eligible_to_last_order() -> None:
    # WATCH has two servers and 130 .. 290 to fill; it served 20 s and 24 s.
    assert got("controller_utilisation", *DAY) == (20 + 24) / (2 * 160)


def test_utilisation_clips_services_to_its_span_and_counts_one_still_under_way() -> None:
    log = (
        Eligible(100.0, "GCI", "BISON-1"),
        ServiceStarted(100.0, "GCI", "BISON-1"),
        ServiceEnded(125.0, "GCI", "BISON-1"),
        ServiceStarted(180.0, "GCI", "HAWK-1"),
        Tasked(200.0, "GCI", "WOLF-1", "BISON-1"),
    )
    assert got("opponent_controller_utilisation", *log) == (25 + 20) / 100
    late = (*log, ServiceEnded(230.0, "GCI", "HAWK-1"))
    assert got("opponent_controller_utilisation", *late) == (25 + 20) / 100
    assert got("controller_utilisation", *log) is None
    assert got("orders", *log) == 0.0


def test_utilisation_of_a_controller_without_an_order_is_undefined() -> None:
    log = (Eligible(1.0, "WATCH", "WOLF-1"), ServiceStarted(1.0, "WATCH", "WOLF-1"))
    assert got("controller_utilisation", *log) is None
