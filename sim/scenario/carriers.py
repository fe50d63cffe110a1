"""Which flights carry what others hang on: a controller or a gateway aboard."""

from __future__ import annotations

from sim.scenario.schema import Scenario


def support_flights(scenario: Scenario) -> frozenset[str]:
    """Return the flights whose loss takes a controller or a gateway along."""
    aboard = [controller.aboard for controller in scenario.controllers.values()]
    aboard += [gateway.aboard for gateway in scenario.gateways.values()]
    return frozenset(name for name in aboard if name in scenario.flights)
