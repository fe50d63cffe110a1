"""Witnesses of flying: sides, sizes, speeds, routes, stations, strikes, timing."""

from __future__ import annotations

from typing import Final

from sim.trial import records as log
from tests.witness.line import Line

LINES: Final = (
    Line("sortie", "routes.north.points_km", [[0, 0], [200, -30], [400, 30]], "package_integrity_at_push"),
    Line("sortie", "routes.north.release", 1, "tot_error_s"),
    Line("sortie", "routes.north.egress_km", [[200, 80], [0, 1500]], "unresolved_aircraft"),
    Line("sortie", "targets.DEPOT.hits_needed", 1, "targets_destroyed"),
    Line("sortie", "flights.LINER.side", "red", "opponent_first_detection_s"),
    Line("sortie", "flights.HAMMER.aircraft", 4, "bombs_released"),
    Line("sortie", "flights.HAMMER.elements", [1, 1], log.Released),
    Line("sortie", "flights.HAMMER.package", "OTHER", "tot_error_s"),
    Line("sortie", "flights.HAMMER.speed_mps", 260, "coverage_gap_s"),
    Line("sortie", "flights.RAVEN.dash_mps", 250, "commit_to_shot_s"),
    Line("sortie", "flights.HAMMER.timing.own_sd_s", 60, "tot_error_s"),
    Line("sortie", "flights.HAMMER.timing.shared_sd_s", 60, "tot_error_s"),
    Line("sortie", "flights.LINER.route", "north", log.Reached),
    Line("gap", "flights.ROGUE.start_s", 100, "first_detection_s"),
    Line(
        "sortie",
        "flights.HAMMER.strike.target",
        "SHED",
        "targets_destroyed",
        given={"targets.SHED": {"side": "red", "at_km": [450, 40], "hits_needed": 1}},
    ),
    Line("sortie", "flights.HAMMER.strike.tot_min", 40, log.InLaunchRange),
    Line("sortie", "flights.HAMMER.strike.window_s", 300, "released_in_window"),
    Line("sortie", "flights.HAMMER.strike.bombs_each", 4, "bombs_released"),
    Line("sortie", "flights.HAMMER.strike.hit_prob", 0.1, "bombs_hit"),
    Line("sortie", "flights.HAMMER.strike.late_hit_prob", 0.9, "bombs_hit"),
    Line("sortie", "flights.HAMMER.strike.abort_after_losses", 1, "strike_aborts"),
    Line("sortie", "flights.HAMMER.strike.abort_if_uncovered", True, "strike_aborts"),
    Line("sortie", "flights.RAVEN.escort.of", "LINER", "leakers"),
    Line(
        "sortie",
        "flights.RAVEN.escort.posture",
        "sweep",
        "first_detection_s",
        given={"flights.RAVEN.escort": {"of": "HAMMER", "ahead_km": None}},
    ),
    Line("sortie", "flights.RAVEN.escort.ahead_km", 60, "first_detection_s"),
    Line("sortie", "flights.RAVEN.escort.abeam_km", 30, "first_detection_nm"),
    Line("sortie", "flights.RAVEN.escort.commit_range_km", 80, "detect_to_task_s"),
    Line("sortie", "flights.RAVEN.escort.leash_km", 45, log.BrokeOff),
    Line("sortie", "flights.RAVEN.escort.keep_on_station", 2, "orders"),
    Line("sortie", "flights.BANDIT.patrol.at_km", [380, 0], "first_detection_s"),
    Line("sortie", "flights.BANDIT.patrol.commit_range_km", 120, "opponent_shots"),
    Line("sortie", "flights.BANDIT.patrol.leash_km", 100, log.BrokeOff),
    Line("sortie", "flights.BANDIT.patrol.home_km", [1500, 0], "opponent_unresolved_aircraft"),
    Line("sortie", "flights.BANDIT.patrol.until_min", 15, "opponent_shots"),
    Line(
        "sortie",
        "targets.TOWN.side",
        "red",
        "targets_destroyed",
        given={
            "targets.TOWN": {"side": "blue", "at_km": [450, 60]},
            "flights.VANDAL": {
                "side": "red",
                "aircraft": 2,
                "speed_mps": 220,
                "route": "north",
                "strike": {"target": "TOWN", "tot_min": 40},
            },
        },
        also={"flights.VANDAL.side": "blue"},
    ),
)
