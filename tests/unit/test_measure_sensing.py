"""First detections and the picture at the shot, each with an exact value from a hand-written log."""

from __future__ import annotations

import pytest

from sim.base.units import NM
from sim.trial.reasons import Source
from sim.trial.records import ElementLost, TrackDropped, TrackHeld
from tests.measure_builders import got, seen, shot

LOOKS = (
    seen(10.0, "HAWK-1", "WOLF-1", 100.0 * NM),
    seen(11.0, "WOLF-2", "BISON-1", 90.0 * NM),
    seen(12.0, "BISON-1", "WOLF-1", 80.0 * NM),  # the second look at WOLF-1 counts no more
    seen(20.0, "BISON-1", "WOLF-2", 60.0 * NM),
    seen(30.0, "FORT", "HAWK-1", 30.0 * NM),
)


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("first_detection_s", 10.0),
        ("first_detection_nm", 80.0),  # of 100 and 60
        ("detected_share", 2 / 3),  # GOOSE was never seen
        ("opponent_first_detection_s", 11.0),
        ("opponent_first_detection_nm", 60.0),  # of 90 and 30
        ("opponent_detected_share", 2 / 3),  # HAWK-2 was never seen
    ],
)
def test_first_detections_are_counted_for_each_side(metric: str, value: float) -> None:
    assert got(metric, *LOOKS) == pytest.approx(value)


def test_without_any_detection_its_time_and_range_are_undefined_and_its_share_is_none_of_them() -> None:
    assert got("first_detection_s") is None
    assert got("opponent_first_detection_nm") is None
    assert got("detected_share") == 0.0


def test_the_picture_at_a_shot_is_the_share_of_those_in_the_air_that_the_shooter_held() -> None:
    held = (TrackHeld(5.0, "HAWK-1", "WOLF-1", Source.OWN), TrackHeld(5.0, "HAWK-2", "GOOSE-1", Source.OWN))
    first = shot(6.0, 1, "HAWK-1.1", "WOLF-1.1")  # it holds one of three
    gone = (ElementLost(7.0, "WOLF-2"), TrackHeld(7.0, "HAWK-1", "GOOSE-1", Source.LINK))
    second = shot(8.0, 2, "HAWK-1.1", "WOLF-1.1")  # both of two
    dropped = TrackDropped(9.0, "HAWK-1", "GOOSE-1")
    third = shot(10.0, 3, "HAWK-1.2", "WOLF-1.2")  # one of two
    other = shot(11.0, 4, "WOLF-1.1", "HAWK-1.1")  # the other side's shots are no matter
    records = (*held, first, *gone, second, dropped, third, other)
    assert got("completeness_at_shot", *records) == pytest.approx((1 / 3 + 1.0 + 1 / 2) / 3)
    assert got("completeness_at_shot", *held) is None
