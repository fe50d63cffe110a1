"""A twin that moves everybody once a second and compares distances with ranges, against the event-driven trial.

The twin knows the rules from the documents alone: routes flown at constant speed, elements that follow one another at
a nautical mile, stations kept beside a charge, ranges that grow with the fourth root of a signature.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest

from sim.base.units import NM
from sim.model.sensors import Emission
from sim.scenario import load_scenario
from sim.scenario.schema import Flight, Scenario
from sim.trial.records import ContactLost, Detected, Trial
from tests.analytic.oracle import SCENARIOS, played

Point = tuple[float, float]
Stay = tuple[str, str, float, float]
"""Node, target, and the instants of the first detection and of the loss of contact."""


@dataclass(frozen=True)
class Runner:
    """Something that flies points one after the other, and stands before and vanishes after; or only stands."""

    name: str
    points: tuple[Point, ...]
    speed_mps: float = 0.0
    departs_s: float = 0.0
    offset_m: Point = (0.0, 0.0)

    def place(self, at_s: float) -> Point | None:
        """Return where it is; None when it has landed."""
        left_m = (at_s - self.departs_s) * self.speed_mps
        if left_m <= 0.0:
            return self.points[0][0] + self.offset_m[0], self.points[0][1] + self.offset_m[1]
        for here, there in pairwise(self.points):
            length = math.dist(here, there)
            if left_m < length:
                share = left_m / length
                x, y = here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share
                return x + self.offset_m[0], y + self.offset_m[1]
            left_m -= length
        return None


def runners(scenario: Scenario, name: str, flight: Flight) -> Iterator[Runner]:
    """Yield the elements of a flight as the documents describe their motion."""
    for number in range(len(flight.element_sizes)):
        element = f"{name}-{number + 1}"
        if flight.patrol is not None:
            yield Runner(element, (flight.patrol.at_m,))
        elif flight.escort is not None:
            charge = next(runners(scenario, flight.escort.of, scenario.flights[flight.escort.of]))
            right = flight.escort.abeam_m * (1.0 if number == 0 else -1.0)
            # The charge flies due east: ahead is east, and right is south.
            yield Runner(element, charge.points, charge.speed_mps, charge.departs_s, (flight.escort.ahead_m, -right))
        else:
            route = scenario.routes[str(flight.route)]
            departs_s = flight.start_s or 0.0
            if flight.strike is not None:
                way = sum(math.dist(*leg) for leg in pairwise(route.all_points_m[: route.release_index + 1]))
                departs_s = flight.strike.tot_s - way / flight.speed_mps
            late_s = number * NM / flight.speed_mps
            yield Runner(element, route.all_points_m, flight.speed_mps, departs_s + late_s)


def reaches(scenario: Scenario, node: str, target: str) -> tuple[float, ...]:
    """Return how far each sensor of a node reaches against a target element, in metres."""
    seer = scenario.sites.get(node) or scenario.flights[node.rpartition("-")[0]]
    seen = scenario.flights[target.rpartition("-")[0]]
    if seer.side == seen.side:
        return ()
    found = []
    if seer.radar is not None and seer.emission is Emission.ON:
        found.append(seer.radar.range_m * math.sqrt(math.sqrt(seen.signature)))
    receiver = getattr(seer, "receiver", None)
    if receiver is not None and seen.radar is not None and seen.emission is Emission.ON:
        found.append(receiver.range_m)
    return tuple(found)


def twin_stays(scenario: Scenario) -> list[Stay]:
    """Step through the trial second by second; a stay that is not over when it ends is left out."""
    movers = [runner for name, flight in scenario.flights.items() for runner in runners(scenario, name, flight)]
    nodes = movers + [Runner(name, (site.at_m,)) for name, site in scenario.sites.items()]
    pairs = [
        (node, target, max(reaches(scenario, node.name, target.name), default=None))
        for node in nodes
        for target in movers
    ]
    since: dict[tuple[str, str], float] = {}
    stays = []
    for second in range(int(scenario.ends_at_s)):
        places = {runner.name: runner.place(second) for runner in nodes}
        for node, target, reach_m in pairs:
            here, there = places[node.name], places[target.name]
            key = node.name, target.name
            if reach_m is not None and here is not None and there is not None and math.dist(here, there) <= reach_m:
                since.setdefault(key, float(second))
            elif key in since:
                begins_s = since.pop(key)
                if here is not None:  # nobody notes what is lost to one who has landed
                    stays.append((*key, begins_s, float(second)))
    return sorted(stays)


def event_stays(trial: Trial) -> list[Stay]:
    """Return the same from the event log, joined and left out where the twin has no tick to tell them apart."""
    since: dict[tuple[str, str], float] = {}
    stays: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for record in trial.records:
        if isinstance(record, Detected):
            since.setdefault((record.node, record.target), record.at_s)
        elif isinstance(record, ContactLost):
            key = record.node, record.target
            begins_s, pair = since.pop(key), stays.setdefault(key, [])
            if pair and math.ceil(begins_s) == math.floor(pair[-1][1]) + 1:
                begins_s = pair.pop()[0]  # out of range between two ticks
            if math.floor(record.at_s) >= math.ceil(begins_s):
                pair.append((begins_s, record.at_s))
    return sorted((*key, begins_s, ends_s) for key, pair in stays.items() for begins_s, ends_s in pair)


def compare(changes: Mapping[str, object], at_least: int) -> None:
    scenario = load_scenario(SCENARIOS / "step-twin.yaml", overrides=changes).scenario
    (trial,) = played("step-twin", changes=changes)
    by_events = [stay for stay in event_stays(trial) if stay[3] < scenario.ends_at_s - 1.0]
    by_steps = twin_stays(scenario)
    assert [stay[:2] for stay in by_events] == [stay[:2] for stay in by_steps]
    assert len(by_events) >= at_least
    for ours, theirs in zip(by_events, by_steps, strict=True):
        assert -1e-6 <= theirs[2] - ours[2] <= 1.0 + 1e-6, (ours, theirs)
        assert -1e-6 <= theirs[3] - ours[3] <= 1.0 + 1e-6, (ours, theirs)


def test_a_twin_that_steps_sees_the_same_within_a_second() -> None:
    compare({}, at_least=15)


@pytest.mark.parametrize("number", range(20))
def test_twins_of_drawn_routes_see_the_same_within_a_second(number: int) -> None:
    drawn = np.random.default_rng([7, number])
    changes: dict[str, object] = {
        "routes.across.points_m": drawn.uniform((0.0, -5e4), (3e5, 2e5), (5, 2)).tolist(),
        "sites.EAST.at_m": drawn.uniform(0.0, 2e5, 2).tolist(),
        "flights.CROSS.speed_mps": float(drawn.uniform(150, 600)),
        "flights.CROSS.signature": float(drawn.uniform(0.05, 3)),
        "flights.PICKET.patrol.at_m": drawn.uniform(0.0, 2e5, 2).tolist(),
    }
    compare(changes, at_least=5)
