"""Every setting of fuel is read and matters: changing it alone changes the records and moves its metric."""

from __future__ import annotations

import pytest

from sim.measure import measure
from sim.scenario import load_text
from sim.trial.play import run_trial
from tests.fuel_builders import FIGHTER, text_of

TEXT = text_of(
    TANK={
        "timing": {"own_sd_s": 0},
        "tanker": {
            "at_km": [60, 0],
            "home_km": [60, 60],
            "on_station_min": 10,
            "until_min": 90,
            "booms": 1,
            "transfer_rate": 10,
            "give_min": 300,
            "contact_s": 20,
        },
    },
    OTHER={"tanker": {"at_km": [-60, 0], "booms": 1, "transfer_rate": 5, "give_min": 1000}},
    LONE={
        "route": "bent",
        "fuel": {"capacity_min": 60, "bingo_min": 10},
        "refuel": {"at": "TANK", "when": "point", "point": 1},
    },
    CAP=FIGHTER
    | {
        "aircraft": 3,
        "elements": [2, 1],
        "patrol": {"at_km": [0, 0], "home_km": [0, -20], "commit_range_km": 200, "until_min": 80},
        "fuel": {"capacity_min": 60, "start_share": 0.6, "joker_min": 30, "bingo_min": 10, "hold_burn": 0.8},
        "refuel": {"at": "TANK", "to_share": 0.9},
    },
    RABBIT={"side": "red", "speed_mps": 290, "route": "in", "start_min": 0},
    injects={"LATE": {"at_min": 1, "what": {"late": "TANK", "by_min": 10}}},
)

NUMBER = 7
"""A trial in which the tanker, where it errs, is late."""

WITNESSES: dict[str, tuple[object, str]] = {
    "flights.CAP.fuel.capacity_min": (70, "tanker_wait_s"),
    "flights.CAP.fuel.start_share": (0.8, "tanker_wait_s"),
    "flights.CAP.fuel.dash_burn": (5, "fuel_given_min"),
    "flights.CAP.fuel.hold_burn": (0.5, "fuel_given_min"),
    "flights.CAP.fuel.joker_min": (15, "tanker_wait_s"),
    "flights.CAP.fuel.bingo_min": (28, "fuel_dropouts"),
    "flights.CAP.refuel.at": ("OTHER", "fuel_given_min"),
    "flights.CAP.refuel.when": ("start", "tanker_wait_s"),
    "flights.CAP.refuel.to_share": (0.6, "fuel_given_min"),
    "flights.LONE.refuel.point": (2, "fuel_given_min"),
    "flights.TANK.tanker.at_km": ([60, 20], "fuel_given_min"),
    "flights.TANK.tanker.home_km": ([60, 500], "unresolved_aircraft"),
    "flights.TANK.tanker.on_station_min": (30, "tanker_wait_s"),
    "flights.TANK.tanker.until_min": (15, "fuel_given_min"),
    "flights.TANK.tanker.booms": (2, "tanker_wait_s"),
    "flights.TANK.tanker.transfer_rate": (3, "tanker_wait_s"),
    "flights.TANK.tanker.give_min": (60, "fuel_given_min"),
    "flights.TANK.tanker.contact_s": (200, "tanker_wait_s"),
    "flights.TANK.tanker.contact": ("exponential", "tanker_wait_s"),
    "flights.TANK.timing.own_sd_s": (300, "tanker_wait_s"),
    "injects.LATE.enabled": (True, "tanker_wait_s"),
}
"""Setting -> another value, and a metric that it moves."""


def metrics_with(changes: dict[str, object]) -> tuple[dict[str, float | None], tuple[object, ...]]:
    scenario = load_text(TEXT, overrides=changes).scenario
    trial = run_trial(scenario, 1, NUMBER)
    return measure(scenario, trial), trial.records


@pytest.mark.parametrize(("path", "value", "metric"), [(path, *rest) for path, rest in WITNESSES.items()])
def test_a_setting_of_fuel_matters(path: str, value: object, metric: str) -> None:
    before, records = metrics_with({})
    after, others = metrics_with({path: value})
    assert records != others, f"{path} changes nothing"
    assert before[metric] != after[metric], f"{path} does not move {metric}: {before[metric]}"


def test_by_how_much_the_inject_delays_matters() -> None:
    less, more = (
        metrics_with({"injects.LATE.enabled": True, "injects.LATE.what.by_min": minutes})[0]["tanker_wait_s"]
        for minutes in (10, 15)
    )
    assert less is not None
    assert more is not None
    assert less < more
