"""The radar: an active sensor. Its range grows with the fourth root of the target's signature; jammers shorten it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.model.sensors.base import Seen, Sensor
from sim.model.sensors.jamming import jammed_range_m


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar(Sensor):
    """An active sensor: its range grows with the fourth root of the target's signature, and it can be heard."""

    emits: ClassVar[bool] = True

    def reach_m(self, seen: Seen) -> float | None:
        """Return how far it reaches against a target, in metres."""
        reach_m = radar_range_m(self.range_m, seen.signature)
        return reach_m if seen.jamming is None else jammed_range_m(reach_m, seen.jamming)


def radar_range_m(reference_range_m: float, signature: float) -> float:
    """Return how far a radar reaches against a target of the given relative signature (bomber = 1), in metres.

    Source: the radar equation's fourth-root law.
    """
    return reference_range_m * float(signature**0.25)
