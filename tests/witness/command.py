"""Witnesses of command and of links: controllers, links, gateways, outages, lost communications."""

from __future__ import annotations

from typing import Final

from sim.trial import records as log
from tests.witness.line import Line

OUT: Final = {"links.HIGH.outages": [{"from_s": 200, "to_s": 600}]}
BREAKS: Final = {"links.HIGH.outage_prob": 0.1}
ALONE: Final = {
    "injects.BREAK.at_min": 5,
    "injects.MEND": None,
    "flights.RAVEN.lost_comms_s": 10,
    "flights.EAGLE.lost_comms_s": 10,
    "flights.EAGLE.fallback": "delegated",
    "flights.RAVEN.reaction_s": 60,
}
RED_LINKS: Final = {
    "links.NORTH": {"side": "red", "members": ["ROGUE"]},
    "links.SOUTH": {"side": "red", "members": ["ROGUE"]},
}

LINES: Final = (
    Line("sortie", "controllers.TOWER.servers", 3, "eligible_to_service_s"),
    Line("sortie", "controllers.TOWER.service_s", 60, "detect_to_task_s"),
    Line("sortie", "controllers.TOWER.service", "exponential", "detect_to_task_s"),
    Line("sortie", "controllers.TOWER.authority", "autonomous", "orders"),
    Line("sortie", "controllers.TOWER.assignment", "random", "orders"),
    Line("sortie", "controllers.TOWER.outnumber", False, "orders"),
    Line("sortie", "controllers.TOWER.barred_s", 600, "orders", {"flights.RAVEN.escort.leash_km": 45}),
    Line("gap", "links.LOW.members", ["EYE", "HAWK"], log.Delivered),
    Line("gap", "links.HIGH.delay_s", 30, "order_link_s"),
    Line("gap", "links.HIGH.delay_random_mean_s", 30, "order_link_s"),
    Line("gap", "links.LOW.loss_prob", 0.7, "detect_to_picture_s"),
    Line("gap", "links.LOW.period_s", 60, "detect_to_picture_s"),
    Line("gap", "links.LOW.capacity_per_s", 0.02, "detect_to_picture_s"),
    Line("gap", "links.HIGH.outages", [{"from_s": 100, "to_s": 600}], "orders", OUT, of="links.NAME.outages.from_s"),
    Line("gap", "links.HIGH.outages", [{"from_s": 200, "to_s": 210}], "orders", OUT, of="links.NAME.outages.to_s"),
    Line("gap", "links.HIGH.outage_prob", 0.3, log.ThingLost, given=BREAKS),
    Line("gap", "links.HIGH.outage_end_prob", 0.9, log.ThingRestored, given=BREAKS),
    Line("gap", "gateways.BRIDGE.delay_s", 60, "detect_to_picture_s"),
    Line(
        "gap",
        "gateways.BRIDGE.joins",
        ["LOW", "SIDE"],
        "orders",
        given={"links.SIDE": {"side": "blue", "members": ["SCOUT"]}},
    ),
    Line("gap", "gateways.BRIDGE.aboard", "SCOUT", "orders", given={"flights.SCOUT.speed_mps": 1000}),
    Line("gap", "flights.HAWK.lost_comms_s", 10, log.CommsLost, given=OUT),
    Line("sortie", "flights.RAVEN.fallback", "delegated", "coverage_gap_s", ALONE),
    Line("gap", "links.HIGH.side", "red", "orders", also={"links.HIGH.members": ["ROGUE"], "gateways.BRIDGE": None}),
    Line("gap", "gateways.BRIDGE.side", "red", "orders", RED_LINKS, also={"gateways.BRIDGE.joins": ["NORTH", "SOUTH"]}),
    Line("gap", "controllers.WATCH.side", "red", "orders", also={"links.HIGH.members": ["HAWK"]}),
)
