"""The passive receiver: hears whoever emits, however small, and cannot be heard itself."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.sensors.base import Seen, Sensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver(Sensor):
    """A passive receiver: hears targets whose radar or jammer is on; the target's signature does not matter."""

    def reach_m(self, seen: Seen) -> float | None:
        """Return how far it hears a target, in metres; None when the target emits nothing."""
        return self.range_m if seen.is_emitting else None
