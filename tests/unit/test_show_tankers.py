"""The plan shows a tanker where and when it is there, and its guard beside it."""

from __future__ import annotations

from sim.show.doing import FILLS, OF_PURPOSE, Doing
from sim.show.plan import places_of, spans_of
from sim.trial.reasons import Purpose
from tests.fuel_builders import FIGHTER, scenario

TANK = {
    "tanker": {
        "at_km": [60, 0],
        "home_km": [0, 0],
        "on_station_min": 10,
        "until_min": 40,
        "booms": 1,
        "transfer_rate": 10,
        "give_min": 100,
    }
}
PLAN = scenario(TANK=TANK, GUARD=FIGHTER | {"escort": {"of": "TANK", "ahead_km": 10, "abeam_km": 0}})


def test_a_tanker_flies_out_stays_and_flies_back() -> None:
    spans = [(span.doing, span.from_s, span.until_s) for span in spans_of(PLAN, "TANK")]
    assert spans == [
        (Doing.WAITS, 0.0, 300.0),
        (Doing.ROUTE, 300.0, 600.0),
        (Doing.STATION, 600.0, 2400.0),
        (Doing.GOES_HOME, 2400.0, 2700.0),
    ]


def test_it_is_at_its_point_and_its_guard_ahead_of_it() -> None:
    assert places_of(PLAN, "TANK", 1200.0) == [(60_000.0, 0.0)]
    assert places_of(PLAN, "GUARD", 1200.0) == [(70_000.0, 0.0)]


def test_every_purpose_of_a_leg_is_drawn_as_some_doing() -> None:
    assert set(OF_PURPOSE) == set(Purpose)
    assert set(FILLS) == set(Doing)
