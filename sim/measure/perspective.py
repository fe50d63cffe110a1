"""Whose eyes a trial is seen with: the studied side, who is its strike, escort and threat. Once per scenario.

The studied side is the one that the scenario names, else that of the first strike flight in name order; without a
strike flight that of the first escort, else of the first flight. No side is named here: turning a scenario round turns
the perspective with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sim.model.command import Authority
from sim.model.identity import NEUTRAL_SIDE
from sim.scenario.schema import FlightRole, Scenario
from sim.scenario.waves import start_of

_FIRST_LOOK = (FlightRole.STRIKE, FlightRole.ESCORT)

_SENT = (FlightRole.ESCORT, FlightRole.PATROL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One element as the scenario declares it, and how far and how long its missile flies when it opens fire."""

    name: str
    flight: str
    side: str
    role: FlightRole
    members: tuple[str, ...]
    missiles_each: int
    reach_m: float
    reach_s: float
    dash_mps: float
    presses_on: bool = False
    is_decoy: bool = False
    starts_later: bool = False  # than the trial

    @property
    def is_armed(self) -> bool:
        """Whether it starts with missiles, or fights close in without any."""
        return self.missiles_each > 0 or self.presses_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Perspective:
    """The constants of a scenario that metrics need. Tuples are walked, sets and mappings looked up.

    Decoys are in `units` and, those of the other side, in `decoys`, and nowhere else: they are no aircraft.
    `shooters` are the own elements that may be sent at a threat; `taskers` the own nodes that send them: central
    controllers, and shooters that task themselves (`self_taskers`).
    """

    own: str
    units: dict[str, Unit]
    own_units: tuple[Unit, ...]
    opponents: tuple[Unit, ...]
    neutrals: tuple[Unit, ...]
    decoys: tuple[Unit, ...]
    strikes: tuple[Unit, ...]
    escorts: tuple[Unit, ...]
    charges: tuple[Unit, ...]
    threats: tuple[Unit, ...]
    own_controllers: tuple[str, ...]
    opponent_controllers: tuple[str, ...]
    servers: dict[str, int]
    own_nodes: frozenset[str]
    strike_names: frozenset[str]
    strike_flights: frozenset[str]
    charge_names: frozenset[str]
    own_target_names: frozenset[str]
    shooters: tuple[Unit, ...]
    self_taskers: frozenset[str]
    taskers: frozenset[str]

    @classmethod
    def of(cls, scenario: Scenario) -> Perspective:
        """Work out the perspective of a scenario."""
        own = studied_side(scenario)
        units = {unit.name: unit for name in sorted(scenario.flights) for unit in units_of(name, scenario)}
        real = [unit for unit in units.values() if not unit.is_decoy]
        mine = tuple(unit for unit in real if unit.side == own)
        others = tuple(unit for unit in real if unit.side not in (own, NEUTRAL_SIDE))
        strikes = tuple(unit for unit in mine if unit.role is FlightRole.STRIKE)
        charges = strikes or _escorted(scenario, mine)
        controllers = sorted(scenario.controllers)
        own_controllers = tuple(name for name in controllers if scenario.controllers[name].side == own)
        shooters = tuple(unit for unit in mine if unit.is_armed and unit.role in _SENT)
        controller_of = _controllers(scenario)
        tasked_by = {unit.name: controller_of.get(unit.flight, unit.name) for unit in shooters}
        return cls(
            own=own,
            units=units,
            own_units=mine,
            opponents=others,
            neutrals=tuple(unit for unit in units.values() if unit.side == NEUTRAL_SIDE),
            decoys=tuple(unit for unit in units.values() if unit.is_decoy and unit.side != own),
            strikes=strikes,
            escorts=tuple(unit for unit in mine if unit.role is FlightRole.ESCORT),
            charges=charges,
            threats=tuple(unit for unit in others if unit.is_armed),
            own_controllers=own_controllers,
            opponent_controllers=tuple(name for name in controllers if name not in own_controllers),
            servers={name: scenario.controllers[name].servers for name in controllers},
            own_nodes=frozenset(_own_nodes(scenario, own, units)),
            strike_names=_names(strikes),
            strike_flights=frozenset(unit.flight for unit in strikes),
            charge_names=_names(charges),
            own_target_names=frozenset(name for name, target in scenario.targets.items() if target.side == own),
            shooters=shooters,
            self_taskers=frozenset(name for name, tasker in tasked_by.items() if name == tasker),
            taskers=frozenset(tasked_by.values()),
        )


def studied_side(scenario: Scenario) -> str:
    """Return the side through whose eyes metrics are seen."""
    if scenario.studied_side is not None:
        return scenario.studied_side
    names = sorted(name for name, flight in scenario.flights.items() if flight.side != NEUTRAL_SIDE)
    for role in _FIRST_LOOK:
        for name in names:
            if scenario.flights[name].role is role:
                return scenario.flights[name].side
    return next((scenario.flights[name].side for name in names), "")


def fighting_sides(scenario: Scenario) -> list[str]:
    """Return the sides that have flights, by name; neutral flights are of none."""
    return sorted({flight.side for flight in scenario.flights.values()} - {NEUTRAL_SIDE})


def units_of(name: str, scenario: Scenario) -> list[Unit]:
    """Return the elements of one flight, in order."""
    flight = scenario.flights[name]
    reach_m = 0.0 if flight.missile is None else flight.missile.flyout_m * flight.shots.open_at_share
    return [
        Unit(
            name=f"{name}-{number}",
            flight=name,
            side=flight.side,
            role=flight.role,
            members=tuple(f"{name}-{number}.{place}" for place in range(1, size + 1)),
            missiles_each=flight.missiles_each if flight.missile is not None else 0,
            reach_m=reach_m,
            reach_s=reach_m / flight.missile.speed_mps if flight.missile is not None else 0.0,
            dash_mps=flight.speed_mps if flight.dash_mps is None else flight.dash_mps,
            presses_on=flight.close_in is not None and flight.close_in.presses_on,
            is_decoy=flight.decoy is not None,
            starts_later=start_of(scenario.flights, name) is not None,
        )
        for number, size in enumerate(flight.element_sizes, start=1)
    ]


def _escorted(scenario: Scenario, mine: tuple[Unit, ...]) -> tuple[Unit, ...]:
    escorted = frozenset(flight.escort.of for flight in scenario.flights.values() if flight.escort is not None)
    return tuple(unit for unit in mine if unit.flight in escorted and unit.role is not FlightRole.ESCORT)


def _controllers(scenario: Scenario) -> dict[str, str]:
    """Return the central controller of each flight that is under one: the first on the nearest link that has any."""
    found: dict[str, str] = {}
    for flight in scenario.flights:
        for link in _links_of(flight, scenario):
            commands = sorted(name for name in scenario.links[link].members if name in scenario.controllers)
            if commands:
                found[flight] = commands[0]
                break
    return {flight: name for flight, name in found.items() if scenario.controllers[name].authority is Authority.CENTRAL}


def _links_of(flight: str, scenario: Scenario) -> list[str]:
    """Return the links of a flight by name, then those that gateways let it reach, nearest first."""
    found = [name for name, link in sorted(scenario.links.items()) if flight in link.members]
    for link in found:  # grows on the way
        for _, gateway in sorted(scenario.gateways.items()):
            if link in gateway.joins:
                found += [name for name in sorted(gateway.joins) if name not in found]
    return found


def _own_nodes(scenario: Scenario, own: str, units: dict[str, Unit]) -> Iterable[str]:
    """Yield the names of everybody of the own side that sees or decides, decoys too."""
    yield from (unit.name for unit in units.values() if unit.side == own)
    yield from (name for name, controller in scenario.controllers.items() if controller.side == own)
    yield from (name for name, site in scenario.sites.items() if site.side == own)


def _names(units: tuple[Unit, ...]) -> frozenset[str]:
    return frozenset(unit.name for unit in units)
