"""Which flights carry what others hang on: a controller or a gateway aboard, or fuel."""

from __future__ import annotations

from sim.scenario.schema import Scenario


def carried_by(scenario: Scenario, flight: str) -> list[tuple[str, str]]:
    """Return what is aboard a flight: the kind of each thing, in the words of a scenario, and its name."""
    things = [("controllers", name) for name, one in scenario.controllers.items() if one.aboard == flight]
    return things + [("gateways", name) for name, one in scenario.gateways.items() if one.aboard == flight]


def support_flights(scenario: Scenario) -> frozenset[str]:
    """Return the flights whose loss takes a controller, a gateway or fuel along."""
    aboard = [controller.aboard for controller in scenario.controllers.values()]
    aboard += [gateway.aboard for gateway in scenario.gateways.values()]
    aboard += [name for name, flight in scenario.flights.items() if flight.tanker is not None]
    return frozenset(name for name in aboard if name in scenario.flights)
