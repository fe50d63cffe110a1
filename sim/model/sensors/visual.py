"""The eye: sees whoever is near, whatever he emits, however small his signature; nobody can jam or hear it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.sensors.base import Seen, Sensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Visual(Sensor):
    """A visual sensor: sees all within its range; signature, emission and jamming do not matter."""

    def reach_m(self, seen: Seen) -> float | None:  # noqa: ARG002  # it sees them all alike
        """Return how far it sees a target, in metres."""
        return self.range_m
