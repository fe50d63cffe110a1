"""Other worlds: every physical number varies, within bounds, by its own luck, and the scenario stays sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.errors import UsageError
from sim.scenario import load_scenario, load_text, physical_settings, world_overrides
from sim.scenario.places import scenarios_folder
from tests.builders import scenario_text
from tests.property.scenarios import draft_of, text_of

BASELINE = load_scenario("baseline-escort").scenario
VERIFICATION = sorted((scenarios_folder() / "verification").glob("*.yaml"))


def test_numbers_of_the_modelled_world_vary_and_others_do_not() -> None:
    found = {one.path: one for one in physical_settings(BASELINE)}
    leash = found["flights.RAVEN.escort.leash_m"]
    assert (leash.value, leash.unit, leash.bounds.above) == (92_600.0, "m", 0.0)
    assert found["links.COMMON.loss_prob"].unit == ""
    assert "flights.RAVEN.missile.hit_prob" in found
    for fixed in ("flights.RAVEN.aircraft", "flights.RAVEN.missiles_each", "sites.SAM.magazine", "ends_at_s"):
        assert fixed not in found
    assert not [path for path in found if "at_m" in path or "points_m" in path or path.startswith(("knobs", "value"))]


def test_two_hundred_worlds_of_the_baseline_load_and_keep_their_bounds() -> None:
    settings = {one.path: one for one in physical_settings(BASELINE)}
    clipped = 0
    for world in range(200):
        overrides = world_overrides(BASELINE, world, 1)
        load_scenario("baseline-escort", overrides=overrides)
        for path, value in overrides:
            one = settings[path]
            share = value / one.value
            clipped += value == one.bounds.at_most
            assert 0.75 - 1e-6 <= share <= 1.25 + 1e-6, path
            assert one.bounds.at_most is None or value <= one.bounds.at_most
    assert clipped > 0  # a share of one that would be above one


def test_what_a_world_gives_is_what_the_scenario_then_has() -> None:
    overrides = world_overrides(BASELINE, 3, 1)
    loaded = load_scenario("baseline-escort", overrides=overrides).scenario
    now = {one.path: one.value for one in physical_settings(loaded)}
    assert {path: now[path] for path, _ in overrides} == dict(overrides)


@pytest.mark.parametrize("path", VERIFICATION, ids=lambda path: path.stem)
def test_worlds_of_every_scenario_load(path: Path) -> None:
    scenario = load_scenario(path).scenario
    for world in range(10):
        load_scenario(path, overrides=world_overrides(scenario, world, 5))


def test_worlds_of_random_scenarios_load() -> None:
    for seed in range(40):
        text = text_of(draft_of(seed))
        scenario = load_text(text).scenario
        for spread in (0.25, 0.9):
            load_text(text, overrides=world_overrides(scenario, seed, 2, spread=spread))


def test_a_tight_time_on_target_stays_reachable_within_the_spread() -> None:
    tight = scenario_text(ends_at_min=32, flights__BOMBER__strike={"target": "DEPOT", "tot_min": 15.1})
    scenario = load_text(tight).scenario
    for world in range(100):
        changed = dict(world_overrides(scenario, world, 1))
        load_text(tight, overrides=changed)
        assert 0.75 <= changed["flights.BOMBER.strike.tot_s"] / (15.1 * 60) <= 1.25 + 1e-6
        held = dict(world_overrides(scenario, world, 1, except_paths=["flights.BOMBER.strike"]))
        assert "flights.BOMBER.strike.tot_s" not in held
        load_text(tight, overrides=held)


def test_a_world_is_the_same_again_and_another_is_another() -> None:
    one = world_overrides(BASELINE, 7, 1)
    assert world_overrides(BASELINE, 7, 1) == one
    assert world_overrides(BASELINE, 8, 1) != one
    assert world_overrides(BASELINE, 7, 2) != one


def test_a_number_that_is_added_moves_no_other() -> None:
    more = load_scenario("baseline-escort", overrides={"flights.HAMMER.radar": {"range_nm": 50}}).scenario
    before, after = dict(world_overrides(BASELINE, 7, 1)), dict(world_overrides(more, 7, 1))
    assert after.keys() - before.keys() == {"flights.HAMMER.radar.range_m"}
    assert {path: after[path] for path in before} == before


def test_two_variants_share_their_worlds() -> None:
    twice = load_scenario("baseline-escort", variant="twice-the-escorts").scenario
    assert world_overrides(twice, 7, 1) == world_overrides(BASELINE, 7, 1)


def test_what_is_excepted_stays_in_any_unit_and_below() -> None:
    left = dict(
        world_overrides(BASELINE, 0, 1, except_paths=["flights.RAVEN.escort.leash_nm", "links", "flights.*.radar"])
    )
    assert "flights.RAVEN.escort.leash_m" not in left
    assert "flights.EAGLE.escort.leash_m" in left
    assert not [path for path in left if path.startswith("links") or (path.startswith("flights") and ".radar." in path)]


def test_no_spread_is_the_world_as_it_is() -> None:
    overrides = dict(world_overrides(BASELINE, 0, 1, spread=0.0))
    now = {one.path: one.value for one in physical_settings(BASELINE)}
    assert overrides == pytest.approx({path: now[path] for path in overrides}, rel=1e-12)


def test_a_dash_stays_a_dash() -> None:
    for world in range(50):
        changed = dict(world_overrides(BASELINE, world, 1))
        for name in ("RAVEN", "EAGLE", "BANDIT"):
            assert changed[f"flights.{name}.dash_mps"] >= changed[f"flights.{name}.speed_mps"]
            assert changed[f"flights.{name}.missile.hit_prob_far"] <= changed[f"flights.{name}.missile.hit_prob"]


@pytest.mark.parametrize("spread", [-0.1, 1.0, float("nan")])
def test_a_spread_out_of_bounds_is_refused(spread: float) -> None:
    with pytest.raises(UsageError, match="the spread of worlds must be at least 0 and below 1"):
        world_overrides(BASELINE, 0, 1, spread=spread)


def test_an_exception_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown setting `leesh_nm`"):
        world_overrides(BASELINE, 0, 1, except_paths=["flights.RAVEN.escort.leesh_nm"])
