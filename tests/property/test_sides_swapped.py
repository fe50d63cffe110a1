"""Sides are names: exchanged in any shipped scenario, the same things happen to the same flights, line by line."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from sim.scenario import load_scenario, load_text
from sim.scenario.catalogue import list_scenarios
from sim.trial.play import run_trial

SEEDS: Final = (3, 17, 40)
OTHER: Final = {"blue": "red", "red": "blue"}


def swapped(part: Any) -> Any:
    """Return a resolved scenario with the names of the two sides exchanged; its neutral flights stay so."""
    if isinstance(part, dict):
        return {key: OTHER.get(value, value) if key == "side" else swapped(value) for key, value in part.items()}
    return [swapped(value) for value in part] if isinstance(part, list) else part


@pytest.mark.parametrize("name", [one.name for one in list_scenarios()])
def test_exchanged_sides_give_the_same_records(name: str) -> None:
    loaded = load_scenario(name)
    turned = load_text(json.dumps(swapped(loaded.resolved))).scenario
    assert turned != loaded.scenario
    for seed in SEEDS:
        assert repr(run_trial(turned, seed, 0).records) == repr(run_trial(loaded.scenario, seed, 0).records)
