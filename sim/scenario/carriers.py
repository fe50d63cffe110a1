"""Which flights carry what others hang on: a controller or a gateway aboard, or fuel."""

from __future__ import annotations

from sim.scenario.schema import Scenario


def support_flights(scenario: Scenario) -> frozenset[str]:
    """Return the flights whose loss takes a controller, a gateway or fuel along."""
    aboard = [controller.aboard for controller in scenario.controllers.values()]
    aboard += [gateway.aboard for gateway in scenario.gateways.values()]
    aboard += [name for name, flight in scenario.flights.items() if flight.tanker is not None]
    return frozenset(name for name in aboard if name in scenario.flights)
