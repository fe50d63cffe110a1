"""Sensors, one file each. `SENSORS` lists them by the setting that declares them, in the order in which they look."""

from __future__ import annotations

from typing import Final

from sim.model.sensors.base import Emission, Seen, Sensor, detection_rate_per_s
from sim.model.sensors.radar import Radar, radar_range_m
from sim.model.sensors.receiver import Receiver
from sim.model.sensors.visual import Visual

SENSORS: Final[dict[str, type[Sensor]]] = {"radar": Radar, "receiver": Receiver, "visual": Visual}

__all__ = [
    "SENSORS",
    "Emission",
    "Radar",
    "Receiver",
    "Seen",
    "Sensor",
    "Visual",
    "detection_rate_per_s",
    "radar_range_m",
]
