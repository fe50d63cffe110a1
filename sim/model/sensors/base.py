"""What sensors share: their range, how a wait or a scan decides when they detect, and what they look at."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import NotNegative, Positive
from sim.model.sensors.jamming import Jamming
from sim.model.sensors.scan import Scan


@quick
class Emission(enum.Enum):
    """Emission control of radar and jammer. Who is silent sees nothing by radar, jams nobody and is heard by nobody."""

    ON = "on"
    SILENT = "silent"
    SILENT_UNTIL_COMMITTED = "silent_until_committed"


class Seen(NamedTuple):
    """What a sensor may notice of a target: its signature, whether it emits, and what jamming covers it."""

    signature: float
    is_emitting: bool
    jamming: Jamming | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensor:
    """What every sensor declares. Inside its range it detects after an exponential wait, by scans, or at once."""

    emits: ClassVar[bool] = False
    """Whether it can be heard, and does not work where emission control keeps it silent."""

    range_m: Annotated[Positive, Says("How far it reaches against a target of signature 1.", (5e3, 7.5e5))]
    detect_mean_s: Annotated[
        NotNegative, Says("Mean time in range before one aircraft detects the group; 0 is at once.", (0, 600))
    ] = 0.0
    certain: Annotated[bool, Says("Detects at the moment of entering range; no chance in it.")] = False
    per_member: Annotated[
        bool, Says("The chance of detection grows with the number of aircraft that look, by wait or by scan.")
    ] = True
    scan: Annotated[Scan | None, Says("Looks once a scan, instead of waiting detect_mean_s. Default: it waits.")] = None

    def reach_m(self, seen: Seen) -> float | None:
        """Return how far it reaches against a target, in metres; None when it cannot notice it at all."""
        raise NotImplementedError


def detection_rate_per_s(sensor: Sensor, members: int) -> float:
    """Return the rate of detection in range, per second; infinite when detection is at once."""
    if sensor.certain or sensor.detect_mean_s == 0.0:
        return float("inf")
    looking = members if sensor.per_member else 1
    return looking / sensor.detect_mean_s
