"""Plans: what a scenario lets a plan of each side set, and how much it may use in all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.errors import ScenarioError
from sim.scenario import Loaded, load_scenario, load_text
from tests.builders import scenario_text, written

KNOBS = {
    "leash": {"paths": ["flights.GUARD.escort.leash_nm"], "low": 10, "high": 60},
    "speeds": {"paths": ["flights.GUARD.speed_kt", "flights.BANDIT.speed_kt"], "low": 300, "high": 500},
}


def planned(
    folder: Path, plan: str, *, side: str = "blue", sets: tuple[tuple[str, str], ...] = (), **parts: object
) -> Loaded:
    """Return the small scenario with these parts and this plan of one side laid on it."""
    base = written(folder, "s.yaml", scenario_text(**parts))
    return load_scenario(base, plans={side: written(folder, "plan.yaml", plan)}, overrides=sets)


def fault_of(folder: Path, plan: str, *, side: str = "blue", **parts: object) -> str:
    """Return the one fault of a plan."""
    with pytest.raises(ScenarioError) as caught:
        planned(folder, plan, side=side, **parts)
    (fault,) = caught.value.faults
    return str(fault)


def may(*paths: str, **budget: int) -> dict[str, object]:
    """Return rules for blue."""
    return {"blue": {"may_set": list(paths), "budget": budget}}


def test_without_a_list_a_plan_sets_what_the_knobs_turn_of_its_own_side(tmp_path: Path) -> None:
    loaded = planned(tmp_path, "flights.GUARD.escort.leash_km: 40\nflights.GUARD.speed_kt: 440\n", knobs=KNOBS)
    escort = loaded.scenario.flights["GUARD"].escort
    assert escort is not None
    assert escort.leash_m == 40_000


def test_without_a_list_nothing_else_is_allowed(tmp_path: Path) -> None:
    told = fault_of(tmp_path, "# mine\nflights.GUARD.escort.abeam_nm: 4\n", knobs={"leash": KNOBS["leash"]})
    assert told == (
        f"{tmp_path / 'plan.yaml'}:2:1: plan blue: flights.GUARD.escort.abeam_nm: a plan for `blue` may not set this: "
        "no knob turns it (did you mean flights.GUARD.escort.leash_nm? It may set: flights.GUARD.escort.leash_nm)"
    )


def test_a_knob_that_turns_both_sides_gives_each_its_own_part(tmp_path: Path) -> None:
    assert planned(tmp_path, "flights.BANDIT.speed_kt: 400\n", side="red", knobs=KNOBS).scenario.name == "small"
    told = fault_of(tmp_path, "flights.BANDIT.speed_kt: 400\n", knobs=KNOBS)
    assert "belongs to side `red`, this plan is for `blue` (a plan changes only its own side)" in told


def test_a_list_is_all_that_a_plan_may_set(tmp_path: Path) -> None:
    rules = may("flights.GUARD.aircraft")
    assert (
        planned(tmp_path, "flights.GUARD.aircraft: 3\n", plans=rules, knobs=KNOBS).scenario.flights["GUARD"].aircraft
        == 3
    )
    told = fault_of(tmp_path, "flights.GUARD.escort.leash_nm: 20\n", plans=rules, knobs=KNOBS)
    assert "`plans.blue.may_set` does not list it (remove this; it may set: flights.GUARD.aircraft)" in told


def test_the_nearest_allowed_setting_is_named(tmp_path: Path) -> None:
    told = fault_of(tmp_path, "flights.BOMBER.aircraft: 1\n", plans=may("flights.GUARD.aircraft"))
    assert "(did you mean flights.GUARD.aircraft? It may set: flights.GUARD.aircraft)" in told


def test_a_path_allows_all_that_lies_below_it_in_any_unit(tmp_path: Path) -> None:
    rules = may("flights.GUARD.escort")
    plan = "flights: {GUARD: {escort: {leash_km: 30, abeam_m: 5000, posture: close}}}\n"
    assert planned(tmp_path, plan, plans=rules).scenario.flights["GUARD"].escort is not None
    assert "`flights.GUARD.speed_kt`" not in fault_of(tmp_path, "flights.GUARD.speed_kt: 9\n", plans=rules)


def test_a_path_does_not_allow_what_lies_above_it(tmp_path: Path) -> None:
    told = fault_of(tmp_path, "flights.GUARD: null\n", plans=may("flights.GUARD.escort"))
    assert "flights.GUARD: a plan for `blue` may not set this" in told


def test_a_star_is_any_name_of_the_side(tmp_path: Path) -> None:
    rules = may("flights.*.aircraft")
    loaded = planned(tmp_path, "flights: {GUARD: {aircraft: 4}, BOMBER: {aircraft: 1}}\n", plans=rules)
    assert loaded.scenario.flights["BOMBER"].aircraft == 1
    assert "belongs to side `red`" in fault_of(tmp_path, "flights.BANDIT.aircraft: 1\n", plans=rules)


def test_an_empty_list_allows_nothing(tmp_path: Path) -> None:
    told = fault_of(tmp_path, "flights.GUARD.escort.leash_nm: 20\n", plans=may(), knobs=KNOBS)
    assert "it may set nothing; remove this" in told


def test_a_plan_that_leaves_everything_as_it_is_is_a_plan(tmp_path: Path) -> None:
    for plan in ("{}\n", "flights: {}\n", "flights: {GUARD: {}}\n"):
        assert planned(tmp_path, plan).scenario == load_text(scenario_text()).scenario


@pytest.mark.parametrize("plan", ["", "\n  \n"])
def test_an_empty_plan_file_is_told_with_what_to_write(tmp_path: Path, plan: str) -> None:
    assert fault_of(tmp_path, plan).endswith(
        "plan.yaml:1:1: the plan is empty ({} is a plan that leaves everything as it is)"
    )


def test_every_broken_rule_of_every_plan_is_told_at_once(tmp_path: Path) -> None:
    base = written(tmp_path, "s.yaml", scenario_text(plans=may("flights.GUARD")))
    blue = written(tmp_path, "b.yaml", "flights.BOMBER.aircraft: 1\nflights.BANDIT.aircraft: 1\nseed: 3\n")
    red = written(tmp_path, "r.yaml", "flights.BANDIT.aircraft: 1\nflights.BANDIT.speeed_kt: 1\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(base, plans={"red": red, "blue": blue})
    places = [(Path(fault.place).name, fault.line) for fault in caught.value.faults]
    assert places == [("b.yaml", 1), ("b.yaml", 2), ("b.yaml", 3), ("r.yaml", 1), ("r.yaml", 2)]


def test_over_budget_says_how_much_is_used_by_whom_and_where(tmp_path: Path) -> None:
    plan = "flights:\n  GUARD:\n    aircraft: 9\n  BOMBER: {aircraft: 3}\n"
    told = fault_of(tmp_path, plan, plans=may("flights.*.aircraft", aircraft=6))
    assert told.endswith(
        "plan.yaml:4:12: plan blue: flights.BOMBER.aircraft: uses 12 aircraft, 6 are allowed to `blue`: "
        "GUARD 9, BOMBER 3 (take away 6)"
    )


@pytest.mark.parametrize(
    ("budget", "words"),
    [
        ({"aircraft": 3}, "uses 4 aircraft, 3 are allowed to `blue`: BOMBER 2, GUARD 2"),
        ({"missiles": 7}, "uses 8 missiles, 7 are allowed to `blue`: GUARD 8"),
        ({"bombs": 0}, "bombs, 0 are allowed to `blue`: BOMBER"),
        ({"servers": 0}, "uses 1 servers, 0 are allowed to `blue`: TOWER 1"),
    ],
)
def test_a_budget_counts_what_the_side_has_with_its_plan(tmp_path: Path, budget: dict[str, int], words: str) -> None:
    assert words in fault_of(tmp_path, "{}", plans=may("flights", **budget))


def test_a_budget_that_is_just_kept_is_kept(tmp_path: Path) -> None:
    rules = may("flights", aircraft=4, missiles=8, bombs=100, servers=1)
    assert (
        planned(tmp_path, "flights.GUARD.escort.leash_nm: 20\n", plans=rules).scenario.plans["blue"].budget.aircraft
        == 4
    )


def test_what_lies_on_a_plan_does_not_count_against_it(tmp_path: Path) -> None:
    more = (("flights.GUARD.aircraft", "9"),)
    assert planned(tmp_path, "{}", sets=more, plans=may("flights", aircraft=4)).scenario.flights["GUARD"].aircraft == 9


@pytest.mark.parametrize(
    ("plans", "words"),
    [
        ({"bleu": {}}, "plans.bleu: there is no side `bleu` (did you mean blue?)"),
        (may("flights.GUARD.escort.leesh_nm"), "unknown setting `leesh_nm` (did you mean leash_nm,"),
        (may("flights.GARD.escort"), "there is no flight `GARD` (did you mean GUARD?)"),
        (may("flights.BANDIT.speed_kt"), "`BANDIT` belongs to side `red` (a plan changes its own side only)"),
        (may("ends_at_min"), "no plan can set `ends_at_min` (a plan changes flights,"),
        (may("flights.*.side"), "no plan can set `flights.*.side` (a plan cannot change sides)"),
        (may("flights..x"), "is not a path"),
        ({"blue": {"budget": {"aircrafts": 3}}}, "unknown setting `aircrafts` (did you mean aircraft?)"),
        ({"blue": {"budget": {"aircraft": -1}}}, "must be at least 0, got `-1`"),
        ({"blue": {"may_set": "flights"}}, "must be a list, got `flights` (put it in brackets: [ ... ])"),
        ({"blue": 3}, "must be a mapping of settings"),
    ],
)
def test_rules_for_plans_are_checked_with_the_scenario(plans: dict[str, object], words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(scenario_text(plans=plans))
    (fault,) = caught.value.faults
    assert words in str(fault)
    assert fault.line > 0


def test_a_variant_that_takes_a_listed_thing_away_is_no_fault() -> None:
    variants = {"alone": {"flights.GUARD": None, "links.BLUENET.members": ["BOMBER"]}}
    assert load_text(scenario_text(plans=may("flights.GUARD.aircraft"), variants=variants)).warnings == ()


def test_no_layer_changes_the_rules_for_plans(tmp_path: Path) -> None:
    assert "`plans` cannot be overridden" in fault_of(tmp_path, "plans.blue.may_set: [flights]\n")
    with pytest.raises(ScenarioError, match="cannot be overridden"):
        load_text(scenario_text(), overrides={"plans.blue.may_set": ["flights"]})


def test_rules_for_plans_change_no_identity() -> None:
    from sim.scenario import identity_text

    with_rules = load_text(scenario_text(plans=may("flights", aircraft=6))).scenario
    assert identity_text(with_rules) == identity_text(load_text(scenario_text()).scenario)
