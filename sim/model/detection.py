"""Sensing: how far a sensor reaches and how long detection takes inside that reach."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import NotNegative, Positive


@quick
class Emission(enum.Enum):
    """Emission control. A silent radar sees nothing and is heard by nobody."""

    ON = "on"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """What every sensor declares. Inside its range detection is an exponential wait, or certain at entry."""

    range_m: Annotated[Positive, Says("How far it reaches against a target of signature 1.", (5e3, 7.5e5))]
    detect_mean_s: Annotated[
        NotNegative, Says("Mean time in range before one aircraft detects the group; 0 is at once.", (0, 600))
    ] = 0.0
    certain: Annotated[bool, Says("Detects at the moment of entering range; no chance in it.")] = False
    per_member: Annotated[bool, Says("The detection rate grows with the number of aircraft that look.")] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar(Sensor):
    """An active sensor: its range grows with the fourth root of the target's signature, and it can be heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver(Sensor):
    """A passive receiver: hears targets whose radar is on; the target's signature does not matter."""


def radar_range_m(reference_range_m: float, signature: float) -> float:
    """Return how far a radar reaches against a target of the given relative signature (bomber = 1), in metres.

    Source: the radar equation's fourth-root law.
    """
    return reference_range_m * float(signature**0.25)


def detection_rate_per_s(sensor: Sensor, members: int) -> float:
    """Return the rate of detection in range, per second; infinite when detection is at once."""
    if sensor.certain or sensor.detect_mean_s == 0.0:
        return float("inf")
    looking = members if sensor.per_member else 1
    return looking / sensor.detect_mean_s
