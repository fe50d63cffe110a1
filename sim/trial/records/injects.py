"""Records of what an instructor switched on: things lost and restored, doctrines changed."""

from __future__ import annotations

from typing import NamedTuple

from sim.model.command import Doctrine
from sim.model.rules import Weapons
from sim.model.sensors.jamming import Switch


class ThingLost(NamedTuple):
    """An inject took a controller, gateway, link, site or base out of action.

    An outage of a link has `outage` in place of the inject, what is lost with its carrier has the carrier.
    """

    at_s: float
    inject: str
    thing: str


class ThingRestored(NamedTuple):
    """An inject, or the end of an outage, put a controller, gateway, link or site into action again."""

    at_s: float
    inject: str
    thing: str


class DoctrineChanged(NamedTuple):
    """An inject gave a flight another doctrine."""

    at_s: float
    inject: str
    flight: str
    doctrine: Doctrine


class RulesChanged(NamedTuple):
    """An inject let a flight use its weapons more or less freely."""

    at_s: float
    inject: str
    flight: str
    weapons: Weapons


class FlightDelayed(NamedTuple):
    """An inject let a flight that has not started start later."""

    at_s: float
    inject: str
    flight: str
    delay_s: float


class FlightRecalled(NamedTuple):
    """An inject sent a flight home, or called it off before it started."""

    at_s: float
    inject: str
    flight: str


class JammerSwitched(NamedTuple):
    """An inject switched the jammers of a flight on or off."""

    at_s: float
    inject: str
    flight: str
    jammer: Switch
