"""Other worlds of fuel: levels stay in their order, and a tanker comes before it goes."""

from __future__ import annotations

from typing import Final

from sim.scenario.schema import Scenario

_JUST: Final = 1.0 - 1e-9  # a bound is kept clear of by this share


def keep_fuel_order(scenario: Scenario, values: dict[str, float]) -> None:
    """Keep joker below what tanks are filled up to, bingo below joker, and tankers at their points for a while.

    values: those of another world by path, in SI; changed in place.
    """
    for name, flight in scenario.flights.items():
        fuel, refuel, tanker = flight.fuel, flight.refuel, flight.tanker
        if fuel is not None:
            at = f"flights.{name}.fuel"
            share = values.get(f"{at}.start_share", fuel.start_share)
            if refuel is not None:
                share = min(share, values.get(f"flights.{name}.refuel.to_share", refuel.to_share))
            most_s = values.get(f"{at}.capacity_s", fuel.capacity_s) * share
            for word, given_s in (("joker_s", fuel.joker_s), ("bingo_s", fuel.bingo_s)):
                path = f"{at}.{word}"
                if path in values:
                    values[path] = min(values[path], most_s * _JUST)
                if given_s is not None:
                    most_s = values.get(path, given_s)
        if tanker is not None:
            comes, goes = f"flights.{name}.tanker.on_station_s", f"flights.{name}.tanker.until_s"
            latest_s = scenario.ends_at_s
            if goes in values:
                latest_s = min(values[goes], latest_s)
            if comes in values:
                values[comes] = min(values[comes], latest_s * _JUST)
            if goes in values:
                values[goes] = max(values[goes], values.get(comes, tanker.on_station_s) / _JUST)
