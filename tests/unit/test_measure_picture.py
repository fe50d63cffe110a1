"""Pictures over time and at each shot, dual tracks and jammed links: each an exact value from a hand-written log.

Own nodes are BISON-1, HAWK-1, HAWK-2 and WATCH; the groups to be held are WOLF-1, WOLF-2 and GOOSE-1.
"""

from __future__ import annotations

import pytest

from sim.model.identity import Identity
from sim.trial.reasons import BreakReason, Cause, ReportKind, Source
from sim.trial.records import (
    BrokeOff,
    Committed,
    ContactLost,
    Delivered,
    DualTrackHeld,
    DualTrackResolved,
    ElementLost,
    HomeReached,
    Identified,
    LinkCleared,
    LinkJammed,
    Record,
    Tasked,
    TrackDropped,
    TrackHeld,
)
from tests.measure_builders import got, home, seen, shot

END_S = 1100.0

BEGIN = (
    seen(100.0, "HAWK-1", "WOLF-1"),
    TrackHeld(100.0, "HAWK-1", "WOLF-1", Source.OWN),
    TrackHeld(600.0, "WATCH", "WOLF-1", Source.LINK),
)
"""One node holds WOLF-1 for 1,000 s, another for 500 s, of four that could hold three groups for 1,000 s each."""


def value(metric: str, *records: Record) -> float | None:
    """Return a metric of these records after BEGIN, in a trial of 1,100 s."""
    return got(metric, *BEGIN, *records, end_s=END_S)


def test_completeness_is_the_share_of_what_all_nodes_could_hold() -> None:
    assert value("picture_completeness") == pytest.approx(1500 / 12_000)


def test_who_is_gone_neither_holds_nor_is_to_be_held() -> None:
    assert value("picture_completeness", ElementLost(850.0, "WOLF-2")) == pytest.approx(1500 / 11_000)
    assert value("picture_completeness", home(850.0, "BISON-1")) == pytest.approx(1500 / 11_250)
    assert value("picture_completeness", ElementLost(850.0, "HAWK-1")) == pytest.approx(1250 / 11_250)


def test_ambiguity_counts_each_group_that_is_held_twice_as_two_tracks() -> None:
    assert value("picture_ambiguity") == 1.0
    twice = (DualTrackHeld(700.0, "HAWK-1", "WOLF-1", Source.LINK), DualTrackResolved(800.0, "HAWK-1", "WOLF-1"))
    assert value("picture_ambiguity", *twice) == pytest.approx(1600 / 1500)
    assert value("picture_ambiguity", twice[0]) == pytest.approx(1900 / 1500)  # to the end


def test_spuriousness_is_the_share_of_track_time_on_what_is_gone() -> None:
    gone = (
        ElementLost(900.0, "WOLF-1"),
        TrackDropped(900.0, "HAWK-1", "WOLF-1"),
        TrackDropped(950.0, "WATCH", "WOLF-1"),
    )
    assert value("picture_spuriousness") == 0.0
    assert value("picture_spuriousness", *gone) == pytest.approx(50 / 1150)


def test_news_ages_from_the_last_word_and_not_while_own_sensors_hold_the_target() -> None:
    records = (
        seen(100.0, "HAWK-1", "WOLF-1"),
        TrackHeld(100.0, "HAWK-1", "WOLF-1", Source.OWN),
        Delivered(110.0, "COMMON", "WOLF-1", ReportKind.FIRST, 100.0, ("WATCH", "HAWK-2")),
        TrackHeld(110.0, "WATCH", "WOLF-1", Source.LINK),  # 10 to 110 s old, then again
        Delivered(210.0, "COMMON", "WOLF-1", ReportKind.MOVED, 200.0, ("WATCH", "HAWK-1")),
        Delivered(250.0, "COMMON", "WOLF-1", ReportKind.MOVED, 150.0, ("WATCH",)),  # overtaken
        ContactLost(300.0, "HAWK-1", "WOLF-1"),
        TrackDropped(310.0, "WATCH", "WOLF-1"),
        TrackDropped(400.0, "HAWK-1", "WOLF-1"),  # 0 to 100 s old
    )
    assert got("picture_news_age_s", *records) == pytest.approx((6000 + 6000 + 5000) / (200 + 300))
    again = seen(350.0, "HAWK-1", "WOLF-1")
    seen_again = (*records[:-1], again, records[-1])
    assert got("picture_news_age_s", *seen_again) == pytest.approx((6000 + 6000 + 1250) / (200 + 300))


def test_clarity_is_the_share_of_held_time_after_anybody_of_the_side_found_out() -> None:
    assert value("picture_clarity") is None
    suspected = Identified(300.0, "HAWK-2", "WOLF-1", Identity.SUSPECT)
    known = Identified(700.0, "HAWK-2", "WOLF-1", Identity.HOSTILE)
    assert value("picture_clarity", suspected, known) == pytest.approx((400 + 400) / 1500)
    assert value("picture_clarity", Identified(700.0, "GCI", "WOLF-1", Identity.HOSTILE)) is None


def test_each_side_is_measured_alike() -> None:
    """Red nodes are WOLF-1, WOLF-2, GOOSE-1, GCI and FORT; own groups BISON-1, HAWK-1 and HAWK-2."""
    records = (
        seen(100.0, "FORT", "BISON-1"),
        TrackHeld(100.0, "FORT", "BISON-1", Source.OWN),
        DualTrackHeld(100.0, "FORT", "BISON-1", Source.LINK),
        ContactLost(900.0, "FORT", "BISON-1"),
        Identified(600.0, "FORT", "BISON-1", Identity.HOSTILE),
        HomeReached(1000.0, "BISON-1", ("BISON-1.1", "BISON-1.2")),
    )
    assert got("opponent_picture_completeness", *records, end_s=END_S) == pytest.approx(900 / (5 * 2900))
    assert got("opponent_picture_ambiguity", *records, end_s=END_S) == pytest.approx(2.0)
    assert got("opponent_picture_spuriousness", *records, end_s=END_S) == pytest.approx(100 / 1000)
    assert got("opponent_picture_news_age_s", *records, end_s=END_S) == pytest.approx(200 * 100 / 1000)
    assert got("opponent_picture_clarity", *records, end_s=END_S) == pytest.approx(400 / 900)
    assert got("picture_completeness", *records, end_s=END_S) is None


def test_at_a_shot_the_shooters_own_picture_counts() -> None:
    records = (
        DualTrackHeld(200.0, "HAWK-1", "WOLF-1", Source.LINK),
        TrackHeld(200.0, "HAWK-1", "GOOSE-1", Source.LINK),
        shot(300.0, 1, "HAWK-1.1", "WOLF-1.1"),  # two groups in three tracks
        DualTrackResolved(400.0, "HAWK-1", "WOLF-1"),
        ElementLost(400.0, "GOOSE-1"),
        shot(500.0, 2, "HAWK-1.1", "WOLF-1.1"),  # one group, and one that is gone
        shot(600.0, 3, "WOLF-2.1", "HAWK-1.1"),  # not its own
    )
    assert value("ambiguity_at_shot", *records) == pytest.approx((1.5 + 1.0) / 2)
    assert value("spuriousness_at_shot", *records) == pytest.approx((0.0 + 0.5) / 2)
    assert value("completeness_at_shot", *records) == pytest.approx((2 / 3 + 1 / 2) / 2)
    assert value("clarity_at_shot", *records) is None
    known = Identified(400.0, "HAWK-2", "WOLF-1", Identity.HOSTILE)
    assert value("clarity_at_shot", *records, known) == pytest.approx(0.5)
    assert value("ambiguity_at_shot") is None


# Dual tracks.

TWICE = DualTrackHeld(600.0, "WATCH", "WOLF-1", Source.LINK)


def test_an_element_that_a_second_track_sends_is_counted_with_its_shots() -> None:
    records = (
        Tasked(610.0, "WATCH", "HAWK-1", "WOLF-1"),
        Committed(611.0, "HAWK-1", "WOLF-1", Cause.ORDER),
        Tasked(620.0, "WATCH", "HAWK-2", "WOLF-1"),
        Committed(621.0, "HAWK-2", "WOLF-1", Cause.ORDER),
        shot(630.0, 1, "HAWK-1.1", "WOLF-1.1"),
        shot(640.0, 2, "HAWK-2.1", "WOLF-1.1"),
        BrokeOff(641.0, "HAWK-2", "WOLF-1", BreakReason.SHOTS_SPENT),
        shot(650.0, 3, "HAWK-2.1", "WOLF-1.1"),  # in self-defence
    )
    assert value("dual_tracks", TWICE, *records) == 1
    assert value("tasks_on_dual_tracks", TWICE, *records) == 1
    assert value("shots_on_dual_tracks", TWICE, *records) == 1
    over = (TWICE, DualTrackResolved(605.0, "WATCH", "WOLF-1"))
    assert value("tasks_on_dual_tracks", *over, *records) == 0
    assert value("tasks_on_dual_tracks", *records) == 0


def test_an_element_that_does_not_heed_a_claim_is_counted() -> None:
    twice = DualTrackHeld(600.0, "HAWK-1", "WOLF-1", Source.LINK)
    first = Committed(611.0, "HAWK-2", "WOLF-1", Cause.DELEGATED)
    second = Committed(621.0, "HAWK-1", "WOLF-1", Cause.DELEGATED)
    assert value("tasks_on_dual_tracks", twice, first, second) == 1
    assert value("tasks_on_dual_tracks", twice, second, first) == 0  # HAWK-2 holds it once
    ended = BrokeOff(615.0, "HAWK-2", "WOLF-1", BreakReason.LEASH)
    assert value("tasks_on_dual_tracks", twice, first, ended, second) == 0


# Jammed links.


def test_cover_by_several_jammers_counts_once() -> None:
    records = (
        LinkJammed(100.0, "WOLF-1", "COMMON", "HAWK-1"),
        LinkJammed(200.0, "WOLF-2", "COMMON", "HAWK-1"),
        LinkCleared(300.0, "WOLF-1", "COMMON", "HAWK-1"),
        LinkCleared(400.0, "WOLF-2", "COMMON", "HAWK-1"),
        LinkJammed(1000.0, "WOLF-2", "COMMON", "WATCH"),  # to the end
        LinkJammed(0.0, "HAWK-1", "RNET", "GCI"),  # not its own
    )
    assert value("link_jammed_s", *records) == pytest.approx((300 + 100) / 2)
    assert value("link_jammed_s") is None
