"""Witnesses of sensing: every sensor of flights and sites, jammers, emission, signatures, memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tests.witness.line import Line

FIRST: Final = "first_detection_nm"
WATCH: Final = (
    "flights.HAWK.radar",
    "flights.EARS.receiver",
    "flights.EYES.visual",
    "sites.DISH.radar",
    "sites.POST.visual",
)
SCAN: Final = {"period_s": 10, "glimpse_prob": 0.4, "confirm_hits": 2, "confirm_scans": 4}


def _sensor(sensor: str) -> Iterator[Line]:
    """Yield the lines that every sensor has."""
    scans = {f"{sensor}.scan": SCAN}
    yield Line("lookouts", f"{sensor}.range_km", 60 if "visual" not in sensor else 20, FIRST)
    yield Line("lookouts", f"{sensor}.detect_mean_s", 20, FIRST)
    yield Line("lookouts", f"{sensor}.certain", True, FIRST)
    if sensor.startswith("flights"):
        yield Line("lookouts", f"{sensor}.per_member", False, FIRST)
    yield Line("lookouts", f"{sensor}.scan.period_s", 25, FIRST, given=scans)
    yield Line("lookouts", f"{sensor}.scan.glimpse_prob", 0.9, FIRST, given=scans)
    yield Line("lookouts", f"{sensor}.scan.confirm_hits", 3, FIRST, given=scans)
    yield Line("lookouts", f"{sensor}.scan.confirm_scans", 2, FIRST, given=scans)
    yield Line("lookouts", f"{sensor}.scan.phase", "fixed", FIRST, given=scans)


JAMMER: Final = {"flights.TANGO.jammer": {"cover_km": 0, "range_factor": 0.5, "burn_through_km": 30}}

LINES: Final = (
    *(line for sensor in WATCH for line in _sensor(sensor)),
    Line("lookouts", "flights.TANGO.jammer.range_factor", 0.9, FIRST, given=JAMMER),
    Line("lookouts", "flights.TANGO.jammer.burn_through_km", 100, FIRST, given=JAMMER),
    Line(
        "lookouts",
        "flights.TANGO.jammer.cover_km",
        200,
        FIRST,
        given=JAMMER
        | {"flights.WHISKY": {"side": "red", "aircraft": 1, "speed_mps": 250, "route": "d2"}}
        | {"routes.d2": {"points_km": [[-200, 60], [200, 60]]}},
    ),
    Line("lookouts", "flights.TANGO.signature", 0.1, FIRST),
    Line("lookouts", "flights.UNIFORM.emission", "silent", "detected_share"),
    Line("lookouts", "sites.DISH.emission", "silent", "detected_share"),
)
