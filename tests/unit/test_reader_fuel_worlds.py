"""Other worlds of a scenario with fuel are sound: their levels stay in order, however far numbers are varied."""

from __future__ import annotations

import pytest

from sim.scenario import load_scenario
from sim.scenario.worlds import world_overrides


@pytest.mark.parametrize("variant", [None, "one-boom-less-fuel", "late"])
@pytest.mark.parametrize("spread", [0.25, 0.6])
def test_every_other_world_of_the_tanker_plan_can_be_played(variant: str | None, spread: float) -> None:
    scenario = load_scenario("tanker-plan", variant=variant).scenario
    clipped = 0
    for world in range(40):
        overrides = dict(world_overrides(scenario, world, 1, spread=spread))
        raven = load_scenario("tanker-plan", variant=variant, overrides=overrides).scenario.flights["RAVEN"]
        assert raven.fuel is not None
        assert raven.fuel.joker_s is not None
        assert raven.fuel.bingo_s is not None
        clipped += raven.fuel.bingo_s >= raven.fuel.joker_s * (1.0 - 1e-6)
    assert clipped > 0, "some would have been out of order"
