"""The plan before any chance."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from sim.base.units import KT, MIN, NM
from sim.measure.paths import place_at
from sim.model.stations import Patrol
from sim.scenario import load_scenario
from sim.scenario.schema import Flight
from sim.show.context import Context
from sim.show.doing import Doing
from sim.show.figures.plan_timeline import exposures_of
from sim.show.plan import flights_in_order, places_of, sides_of, spans_of, way_of
from sim.show.story import paths_of
from tests.show_builders import baseline, only_patrol, play, without_side


def test_the_studied_side_comes_first() -> None:
    assert sides_of(baseline()) == ("blue", "red")


def test_flights_are_listed_by_side_then_task_then_name() -> None:
    assert flights_in_order(baseline()) == ["HAMMER", "EAGLE", "RAVEN", "BANDIT"]


def test_a_strike_pushes_so_that_it_releases_on_time() -> None:
    way = way_of(baseline(), "HAMMER")
    strike = baseline().flights["HAMMER"].strike
    assert way is not None
    assert strike is not None
    assert way.release is not None
    assert way.at_s[way.release] == pytest.approx(strike.tot_s)


def test_a_flight_without_a_route_has_no_way() -> None:
    assert way_of(baseline(), "BANDIT") is None


@pytest.mark.parametrize("at_s", [0.0, 600.0, 1500.0, 2400.0])
def test_the_plan_is_where_trials_fly_when_nobody_disturbs_them(at_s: float) -> None:
    scenario = without_side(baseline(), "red")
    paths = paths_of(play(scenario, 1)[0])
    for flight in ("HAMMER", "EAGLE", "RAVEN"):
        for number, planned in enumerate(places_of(scenario, flight, at_s), start=1):
            flown = place_at(paths[f"{flight}-{number}"], at_s)
            assert flown == pytest.approx(planned, abs=20.0)


def test_planned_spans_follow_each_other_without_gap() -> None:
    for name in baseline().flights:
        spans = spans_of(baseline(), name)
        assert spans[0].from_s == 0.0
        for before, after in itertools.pairwise(spans):
            assert before.until_s == after.from_s


def test_an_escort_is_planned_on_station_until_its_charge_is_home() -> None:
    way = way_of(baseline(), "HAMMER")
    assert way is not None
    assert [(span.doing, span.until_s) for span in spans_of(baseline(), "RAVEN")] == [(Doing.STATION, way.home_s)]


def test_a_patrol_with_an_end_is_planned_to_go_home() -> None:
    patrol = Patrol(at_m=(0.0, 0.0), commit_range_m=1e5, home_m=(100 * NM, 0.0), until_s=600.0)
    flight = Flight(side="red", aircraft=1, speed_mps=600 * KT, patrol=patrol)
    scenario = replace(only_patrol(baseline()), flights={"LONE": flight})
    assert [span.doing for span in spans_of(scenario, "LONE")] == [Doing.WAITS, Doing.GOES_HOME]
    assert spans_of(scenario, "LONE")[-1].until_s == pytest.approx(600.0 + 10 * MIN)


def test_a_route_through_a_threat_is_exposed_from_entry_to_exit() -> None:
    exposures = {(flight, threat): span for flight, threat, span in exposures_of(Context(scenario=baseline()))}
    entered_s, left_s = exposures["HAMMER", "BANDIT"]
    way = way_of(baseline(), "HAMMER")
    assert way is not None
    assert way.push_s < entered_s < left_s < way.home_s


def test_nobody_is_exposed_to_its_own_side() -> None:
    assert list(exposures_of(Context(scenario=without_side(baseline(), "red")))) == []


def test_threats_of_ones_own_side_threaten_nobody() -> None:
    base = baseline()
    friendly = replace(
        base,
        flights={name: replace(flight, side="blue") for name, flight in base.flights.items()},
        sites={name: replace(site, side="blue", at_m=(0.0, 0.0)) for name, site in base.sites.items()},
    )
    assert list(exposures_of(Context(scenario=friendly))) == []


def test_neutrals_come_last_so_that_the_opponent_looks_like_one() -> None:
    scenario = load_scenario("whole-exercise").scenario
    assert sides_of(scenario) == ("blue", "red", "neutral")
