"""Every setting of the package is read: another value changes what happens, in the scenario that witnesses it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from sim.model.package import HoldUntilReady, Suppress
from sim.scenario import load_scenario
from sim.trial.play import run_trial

FILE = Path(__file__).parents[1] / "golden" / "window.yaml"

SUPPRESS: dict[str, dict[str, Any]] = {
    "site": {"sites.FORT-B": {"side": "red", "at_nm": [112, 6], "radar": {"range_nm": 100}}, "site": "FORT-B"},
    "range_m": {"range_nm": 40},
    "of": {"of": "OX"},
    "before_s": {"before_s": 60},
    "from_s": {"of": None, "before_s": None, "from_s": 1000},
    "lasts_s": {"lasts_s": 100},
    "radar_off": {"radar_off": False},
    "works_prob": {"works_prob": 0},
    "abort_after_losses": {"abort_after_losses": 1},
}
"""Another value of each setting of ADDER's suppression; what has a dot is another setting that it needs."""

HOLD: dict[str, dict[str, Any]] = {
    "point": {"point": 1, "routes.north.points_nm": [[0, 40], [35, 40], [70, 40], [110, 12]]},
    "max_hold_s": {"max_hold_s": 0, "within_nm": 1},
    "early_s": {"early_s": 100},
    "needs": {"needs": [], "within_nm": 1},
    "within_m": {"within_nm": 1},
    "least_strikers": {"least_strikers": 4, "within_nm": 1, "needs": ["OX"]},
    "least_escorts": {"least_escorts": 2, "within_nm": 1},
    "least_suppressors": {"least_suppressors": 2, "within_nm": 1},
}
"""Another value of each setting of MULE's hold, and what makes it matter there."""

COMPARED_WITH: dict[str, dict[str, Any]] = {
    "point": {"point": 2, "routes.north.points_nm": [[0, 40], [35, 40], [70, 40], [110, 12]]},
    "max_hold_s": {"within_nm": 1},
    "needs": {"within_nm": 1},
    "least_strikers": {"within_nm": 1, "needs": ["OX"]},
    "least_escorts": {"within_nm": 1},
    "least_suppressors": {"within_nm": 1},
}


def told(where: str, changes: dict[str, Any]) -> list[Any]:
    """Return what happens in ten trials with these changes."""
    overrides: dict[str, Any] = {
        path if "." in path else f"{where}.{path}": value for path, value in changes.items()
    } | {"sites.FORT.missile.hit_prob": 0.9, "flights.ADDER.signature": 1}
    scenario = load_scenario(FILE, overrides=overrides).scenario
    return [run_trial(scenario, 3, number).records for number in range(10)]


def test_no_setting_is_left_out() -> None:
    assert set(SUPPRESS) == {field.name for field in fields(Suppress)}
    assert set(HOLD) == {field.name for field in fields(HoldUntilReady)}


@pytest.mark.parametrize("name", SUPPRESS)
def test_each_setting_of_suppression_matters(name: str) -> None:
    where = "flights.ADDER.suppress"
    assert told(where, SUPPRESS[name]) != told(where, {})


@pytest.mark.parametrize("name", HOLD)
def test_each_setting_of_a_hold_matters(name: str) -> None:
    where = "flights.MULE.strike.hold_until_ready"
    assert told(where, HOLD[name]) != told(where, COMPARED_WITH.get(name, {}))
