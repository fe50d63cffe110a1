"""Records of fuel: levels passed, refuelling from queue to end, plans given up for fuel, tanks run dry.

Amounts of fuel are times at cruise, in seconds. `fuel_s` is what each aircraft of the element has.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.trial.reasons import FuelMark


class FuelState(NamedTuple):
    """An element's fuel stood at one of the marks: at the start, down to joker or bingo, or at home."""

    at_s: float
    element: str
    mark: FuelMark
    fuel_s: float


class TurnedHome(NamedTuple):
    """An element gave up its plan and went home for want of fuel."""

    at_s: float
    element: str
    fuel_s: float


class FuelExhausted(NamedTuple):
    """An element ran out of fuel in the air; all its aircraft are lost by that, and by no missile."""

    at_s: float
    element: str


class TankerJoined(NamedTuple):
    """An element is at its tanker's point and waits for a boom, or for the tanker."""

    at_s: float
    tanker: str
    element: str


class BoomGranted(NamedTuple):
    """An element goes to a boom that is free."""

    at_s: float
    tanker: str
    element: str


class RefuellingBegan(NamedTuple):
    """Fuel begins to flow."""

    at_s: float
    tanker: str
    element: str
    fuel_s: float


class RefuellingEnded(NamedTuple):
    """Fuel no longer flows; `taken_s` is what all aircraft of the element took together."""

    at_s: float
    tanker: str
    element: str
    taken_s: float
    fuel_s: float


class TankerLeft(NamedTuple):
    """An element left its tanker, or was lost there, without having taken fuel on this visit."""

    at_s: float
    tanker: str
    element: str


class TankerClosed(NamedTuple):
    """A tanker gives no more fuel: it is lost, empty, or on its way home. `left_s` is what it had left to give."""

    at_s: float
    tanker: str
    left_s: float


class TankerDelayed(NamedTuple):
    """An inject makes a tanker late."""

    at_s: float
    inject: str
    flight: str
    by_s: float
