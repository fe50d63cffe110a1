"""Invariants of fuel: it falls as the legs burn it, rises at a tanker only, and what is taken was given.

The fuel of each element is worked out again from its legs and the scenario, and held against every record that says
how much there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.model.fuel import Fuel, burn_rate
from sim.scenario.schema import Flight, FlightRole, Scenario
from sim.trial import records as log
from sim.trial.reasons import WAITING, burning_on
from sim.trial.records import Trial, element_flight

TOLERANCE_S: Final = 1e-6
"""Fuel may differ by this much from what its legs burnt, in seconds at cruise: rounding."""


def fuel_adds_up(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Fuel is what legs left of it, never above capacity or below zero; no tanker gives more than it has."""
    if all(flight.fuel is None and flight.tanker is None for flight in scenario.flights.values()):
        return
    gauges: dict[str, Gauge] = {}
    given_s: dict[str, float] = {}
    for record in trial.records:
        match record:
            case log.Started():
                flight = scenario.flights[record.flight]
                if flight.fuel is not None:
                    gauges[record.element] = Gauge(flight, flight.fuel, len(record.members))
            case log.MemberLost() | log.GroundAbort() | log.GroundLoss() if (element := record.element) in gauges:
                gauges[element].members -= 1
            case log.LegStarted(element=element) if element in gauges:
                gauges[element].leg_starts(record)
            case log.RefuellingBegan():
                tanker = scenario.flights[element_flight(record.tanker)].tanker
                gauge = gauges[record.element]
                yield from gauge.check(record, record.fuel_s)
                gauge.gain(record.at_s, 0.0 if tanker is None else tanker.transfer_rate)
            case log.RefuellingEnded():
                yield from gauges[record.element].check_taken(record)
                given_s[record.tanker] = given_s.get(record.tanker, 0.0) + record.taken_s
            case log.FuelState() | log.TurnedHome():
                yield from gauges[record.element].check(record, record.fuel_s)
            case log.FuelExhausted():
                yield from gauges[record.element].check(record, 0.0)
    for name, fuel_s in given_s.items():
        flight = scenario.flights[element_flight(name)]
        if flight.tanker is None or fuel_s > flight.tanker.give_s * flight.aircraft + TOLERANCE_S:
            yield f"{name} gave {fuel_s} s of fuel, more than it had"


class Gauge:
    """What each aircraft of an element should have, from its legs."""

    def __init__(self, flight: Flight, fuel: Fuel, members: int) -> None:
        self._fuel = fuel
        self._has_dash = flight.dash_mps is not None
        self._has_departed = flight.role is FlightRole.PATROL
        self.members = members
        self._level_s = self._had_s = fuel.capacity_s * fuel.start_share
        self._since_s = self._burns = self._gains = 0.0
        self._takers = 0  # above 0 while fuel flows

    def leg_starts(self, leg: log.LegStarted) -> None:
        """Burn what this leg takes from now on."""
        self._settle(leg.at_s)
        moves = leg.vx_mps != 0.0 or leg.vy_mps != 0.0
        self._has_departed = self._has_departed or moves or leg.purpose not in WAITING
        burning = burning_on(leg.purpose, moves=moves, has_departed=self._has_departed, has_dash=self._has_dash)
        self._burns = burn_rate(self._fuel, burning)

    def gain(self, at_s: float, rate: float) -> None:
        """Gain fuel from now on, each member in its turn."""
        self._settle(at_s)
        self._had_s, self._takers = self._level_s, self.members
        self._gains = rate / self.members

    def check(self, record: log.Record, fuel_s: float) -> Iterator[str]:
        """Hold what a record says against what there should be."""
        self._settle(record.at_s)
        hair_s = TOLERANCE_S * max(self._gains, 1.0)  # where fuel flows fast, an instant's rounding is much fuel
        if abs(self._level_s - fuel_s) > hair_s or not -hair_s <= fuel_s <= self._fuel.capacity_s + hair_s:
            yield f"{record}: by its legs it has {self._level_s} s of {self._fuel.capacity_s} s"
        self._level_s = fuel_s

    def check_taken(self, record: log.RefuellingEnded) -> Iterator[str]:
        """End the flow of fuel: what was taken is what was gained."""
        if not self._takers or abs(self._had_s + record.taken_s / self._takers - record.fuel_s) > TOLERANCE_S:
            yield f"{record}: it took {record.taken_s} s on top of {self._had_s} s each"
        yield from self.check(record, record.fuel_s)
        self._gains, self._takers = 0.0, 0

    def _settle(self, at_s: float) -> None:
        rate = self._gains if self._takers else -self._burns
        self._level_s += rate * (at_s - self._since_s)
        self._since_s = at_s
