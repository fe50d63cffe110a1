"""Witnesses of fuel: what burns it, when it is short, who takes it from which tanker, a tanker that is late."""

from __future__ import annotations

from typing import Final

from sim.trial import records as log
from tests.witness.line import Line

TANK: Final = "flights.TANK.tanker"
FUEL: Final = "flights.GUARD.fuel"

LINES: Final = (
    Line("booms", f"{TANK}.at_km", [-60, 0], "tanker_wait_s"),
    Line("booms", f"{TANK}.home_km", [-400, 0], "unresolved_aircraft"),
    Line("booms", f"{TANK}.on_station_min", 20, "tanker_wait_greatest_s"),
    Line("booms", f"{TANK}.until_min", 18, "refuelled_share"),
    Line("booms", f"{TANK}.booms", 2, "tanker_wait_s"),
    Line("booms", f"{TANK}.transfer_rate", 5, "tanker_wait_s"),
    Line("booms", f"{TANK}.give_min", 30, "fuel_given_min"),
    Line("booms", f"{TANK}.contact_s", 0, "tanker_wait_s"),
    Line("booms", f"{TANK}.contact", "exponential", "tanker_wait_s"),
    Line("booms", f"{FUEL}.capacity_min", 100, "fuel_given_min"),
    Line("booms", f"{FUEL}.start_share", 0.6, "fuel_given_min"),
    Line("booms", f"{FUEL}.dash_burn", 6, "fuel_dropouts"),
    Line("booms", f"{FUEL}.hold_burn", 1.5, "fuel_dropouts"),
    Line("booms", f"{FUEL}.joker_min", 50, log.TankerJoined, given={"flights.GUARD.refuel.when": "joker"}),
    Line("booms", f"{FUEL}.bingo_min", 5, "fuel_dropouts"),
    Line("booms", "flights.GUARD.refuel.at", "SPARE", "tanker_wait_s"),
    Line("booms", "flights.GUARD.refuel.when", "joker", "fuel_given_min"),
    Line("booms", "flights.SCOUT.refuel.point", 0, "tanker_wait_greatest_s", given={"flights.GUARD.refuel": None}),
    Line("booms", "flights.GUARD.refuel.to_share", 0.9, "fuel_given_min"),
    Line("booms", "injects.LATE.what.late", "SPARE", "tanker_wait_greatest_s"),
    Line("booms", "injects.LATE.what.by_s", 60, "tanker_wait_greatest_s"),
)
