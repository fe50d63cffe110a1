"""Layers: archetype < extended file < file < variant < plan < overrides; presets beneath every explicit number."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.errors import ScenarioError
from sim.base.units import NM
from sim.scenario import Loaded, load_scenario, load_text, places
from tests.builders import scenario_text, small, written


def leash_nm(loaded: Loaded) -> float:
    escort = loaded.scenario.flights["GUARD"].escort
    assert escort is not None
    return escort.leash_m / NM


def test_each_layer_wins_over_the_one_beneath(tmp_path: Path) -> None:
    knobs = {"leash": {"paths": ["flights.GUARD.escort.leash_nm"], "low": 10, "high": 60}}
    base = scenario_text(flights__GUARD__escort={"of": "BOMBER", "leash_nm": 10}, knobs=knobs)
    written(tmp_path, "base.yaml", base)
    child = written(
        tmp_path,
        "child.yaml",
        "name: child\nextends: ./base.yaml\nflights: {GUARD: {escort: {leash_km: 37.04}}}\n"
        "variants: {far: {flights.GUARD.escort.leash_nm: 30}}\n",
    )
    plan = written(tmp_path, "plan.yaml", "flights.GUARD.escort.leash_nm: 40\n")
    assert leash_nm(load_scenario(tmp_path / "base.yaml")) == 10
    assert leash_nm(load_scenario(child)) == pytest.approx(20)
    assert leash_nm(load_scenario(child, variant="far")) == 30
    assert leash_nm(load_scenario(child, variant="far", plans={"blue": plan})) == 40
    sets = [("flights.GUARD.escort.leash_nm", "50"), ("flights.GUARD.escort.leash_m", "111120")]
    assert leash_nm(load_scenario(child, variant="far", plans={"blue": plan}, overrides=sets)) == 60


def test_mappings_merge_and_lists_replace() -> None:
    text = scenario_text(value={"a": 1, "b": 2})
    loaded = load_text(text, overrides={"value": {"b": 3, "c": 4}, "links.REDNET.members": ["SAM"]})
    assert loaded.scenario.value == {"a": 1.0, "b": 3.0, "c": 4.0}
    assert loaded.scenario.links["REDNET"].members == ("SAM",)


def test_null_removes_also_what_an_archetype_brings() -> None:
    text = scenario_text(flights__BANDIT__archetype="interceptor")
    assert load_text(text).scenario.flights["BANDIT"].dash_mps is not None
    loaded = load_text(text, overrides=[("flights.BANDIT.dash_kt", "null")])
    assert loaded.scenario.flights["BANDIT"].dash_mps is None


def test_what_is_given_after_a_null_starts_afresh() -> None:
    text = scenario_text(flights__GUARD__radar={"range_nm": 100, "certain": True})
    overrides = [("flights.GUARD.radar", "null"), ("flights.GUARD.radar.range_nm", "50")]
    radar = load_text(text, overrides=overrides).scenario.flights["GUARD"].radar
    assert radar is not None
    assert not radar.certain


def test_what_is_given_after_a_null_hides_the_archetype_too() -> None:
    text = scenario_text(flights__GUARD__archetype="stealth_escort", variants={"v": {"flights.GUARD.receiver": None}})
    overrides = [("flights.GUARD.receiver.range_nm", "50")]
    plain = load_text(text, overrides=overrides).scenario.flights["GUARD"].receiver
    afresh = load_text(text, variant="v", overrides=overrides).scenario.flights["GUARD"].receiver
    assert plain is not None
    assert afresh is not None
    assert plain.detect_mean_s > 0
    assert afresh.detect_mean_s == 0


def test_a_thing_that_is_removed_and_made_anew_has_its_archetype() -> None:
    text = scenario_text(variants={"v": {"flights.BANDIT": None, "links.REDNET.members": ["SAM"]}})
    anew = "{side: red, aircraft: 1, archetype: interceptor, patrol: {at_nm: [9, 9], commit_range_nm: 50}}"
    flight = load_text(text, variant="v", overrides=[("flights.BANDIT", anew)]).scenario.flights["BANDIT"]
    assert flight.aircraft == 1
    assert flight.dash_mps is not None


def test_a_fault_of_a_thing_that_an_override_touches_is_told_where_the_thing_is() -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(scenario_text(), overrides=[("flights.GUARD.escort", "null")])
    (fault,) = caught.value.faults
    assert fault.line > 0


def test_a_file_that_changes_what_its_base_does_not_have_is_told_so_once(tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", scenario_text())
    child = written(tmp_path, "c.yaml", "name: c\nextends: ./base.yaml\nflights: {BOMBR: {aircraft: 3}}\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario(child)
    (fault,) = caught.value.faults
    assert "did you mean BOMBER?" in fault.hint
    assert fault.line == 3


def test_a_thing_that_is_not_there_to_change_is_told_what_a_new_one_says(tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", scenario_text())
    child = written(tmp_path, "child.yaml", "name: child\nextends: ./base.yaml\ncaveats: {mine: {may_not: fire}}\n")
    with pytest.raises(
        ScenarioError, match=r"no caveat `mine` to change \(there is none yet; a new one says its side\)"
    ):
        load_scenario(child)


def test_a_fault_in_an_archetype_names_the_file_of_the_archetype(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path, "jet.yaml", "speed_kt: 400\nsigature: 1\n")
    monkeypatch.setattr(places, "library_folder", lambda: tmp_path)
    with pytest.raises(ScenarioError, match=r"jet\.yaml:2:1: sigature: unknown .* \(did you mean signature\?\)"):
        load_text(scenario_text(flights__GUARD__archetype="jet"))


def test_a_posture_presets_what_no_layer_gives() -> None:
    assert leash_nm(small()) == 50
    sweep = {"variants": {"sweep": {"flights.GUARD.escort.posture": "sweep"}}}
    text = scenario_text(**sweep, flights__GUARD__escort={"of": "BOMBER", "leash_nm": 10})
    assert leash_nm(load_text(text, variant="sweep")) == 10
    back = [("flights.GUARD.escort.leash_nm", "null")]
    assert leash_nm(load_text(text, variant="sweep", overrides=back)) == 100


def test_an_archetype_can_be_changed_by_a_variant() -> None:
    text = scenario_text(
        flights__BANDIT={
            "side": "red",
            "aircraft": 2,
            "archetype": "interceptor",
            "patrol": {"at_nm": [100, 0], "commit_range_nm": 80},
        },
        variants={"stealthy": {"flights.BANDIT.archetype": "stealth_escort"}},
    )
    assert load_text(text).scenario.flights["BANDIT"].receiver is None
    assert load_text(text, variant="stealthy").scenario.flights["BANDIT"].receiver is not None


def test_variants_of_an_extended_file_are_inherited_and_merged(tmp_path: Path) -> None:
    written(
        tmp_path,
        "base.yaml",
        scenario_text(variants={"x": {"flights.BANDIT.aircraft": 3, "seed": 5}, "y": {"seed": 7}}),
    )
    child = written(tmp_path, "c.yaml", "name: c\nextends: ./base.yaml\nvariants: {x: {seed: 6}, y: null}\n")
    loaded = load_scenario(child, variant="x")
    assert (loaded.scenario.flights["BANDIT"].aircraft, loaded.scenario.seed) == (3, 6)
    with pytest.raises(ScenarioError, match="no variant `y`"):
        load_scenario(child, variant="y")


def test_a_file_says_its_own_name_title_and_lesson(tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", scenario_text(title="Base", lesson={"number": 3}))
    child = written(tmp_path, "c.yaml", "extends: ./base.yaml\n")
    with pytest.raises(ScenarioError, match="name: is missing"):
        load_scenario(child)
    child.write_text("name: c\nextends: ./base.yaml\n")
    scenario = load_scenario(child).scenario
    assert (scenario.title, scenario.lesson) == ("", None)


def test_a_fault_names_the_layer_it_is_in(tmp_path: Path) -> None:
    text = scenario_text(variants={"bad": {"flights.BOMBER.speed_kt": -1}})
    place = written(tmp_path, "s.yaml", text)
    with pytest.raises(ScenarioError, match=r"s\.yaml:\d+:\d+: variant bad: flights\.BOMBER\.speed_kt: must be above"):
        load_scenario(place, variant="bad")
    with pytest.raises(ScenarioError, match=r"s\.yaml:\d+:\d+: variant bad: flights\.BOMBER\.speed_kt: must be above"):
        load_scenario(place)
    with pytest.raises(ScenarioError, match=r"^--set: flights\.BOMBER\.speed_kt: must be above 0, got `-2`"):
        load_text(scenario_text(), overrides=[("flights.BOMBER.speed_kt", "-2")])
    with pytest.raises(ScenarioError, match=r"^override: flights\.BOMBER\.speed_kt: must be above 0, got `-2`"):
        load_text(scenario_text(), overrides={"flights.BOMBER.speed_kt": -2})


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("flights.BOMBR.aircraft", "3", "did you mean BOMBER?"),
        ("flight.BOMBER.aircraft", "3", "did you mean flights?"),
        ("flights.BOMBER.aircrafts", "3", "did you mean aircraft?"),
        ("flights.BOMBER", "3", "must be a mapping"),
        ("flights..aircraft", "3", "is not a path"),
        ("", "3", "is not a path"),
        ("a." * 50_000 + "a", "3", "is not a path"),
        ("name", "other", "cannot be overridden"),
        ("variants.x.seed", "1", "cannot be overridden"),
        ("flights.BOMBER.aircraft", "[", "YAML"),
        ("flights.BOMBER.aircraft", "", "is missing|removed"),
        ("routes.south.release", "1", "there is no route `south`"),
        ("success.all.0.at_least", "1", "must be a list"),
    ],
)
def test_an_override_that_cannot_be_is_explained(path: str, value: str, words: str) -> None:
    with pytest.raises(ScenarioError, match=words) as caught:
        load_text(scenario_text(), overrides=[(path, value)])
    assert all(len(str(fault)) < 600 for fault in caught.value.faults)


def test_one_layer_changes_one_setting_once() -> None:
    twice = {"flights.BOMBER.speed_kt": 400, "flights": {"BOMBER": {"speed_kt": 300}}}
    with pytest.raises(ScenarioError, match="changed twice"):
        load_text(scenario_text(), overrides=twice)
    both = {"flights.BOMBER.speed_kt": 400, "flights.BOMBER.speed_mps": 300}
    with pytest.raises(ScenarioError, match="given twice"):
        load_text(scenario_text(), overrides=both)


def test_overrides_from_python_may_hold_numbers_of_numpy_and_enums() -> None:
    import numpy as np

    from sim.model.stations import Posture

    overrides = {"flights.BOMBER.aircraft": np.int64(3), "flights.BOMBER.speed_kt": np.float64(410)}
    loaded = load_text(scenario_text(), overrides={**overrides, "flights.GUARD.escort.posture": Posture.SWEEP})
    assert loaded.scenario.flights["BOMBER"].aircraft == 3
    assert "np." not in loaded.resolved_text
    with pytest.raises(ScenarioError, match="must be"):
        load_text(scenario_text(), overrides={"flights.BOMBER.aircraft": 10**5000})


def test_no_lower_layer_is_changed_by_an_upper_one() -> None:
    text = scenario_text()
    before = load_text(text).resolved_text
    load_text(text, overrides={"flights.BOMBER.speed_kt": 390})
    assert load_text(text).resolved_text == before


def test_a_plan_changes_its_own_side_and_its_own_routes(tmp_path: Path) -> None:
    may = {"blue": {"may_set": ["flights.BOMBER.route", "routes.*", "controllers.TOWER"]}}
    base = written(tmp_path, "s.yaml", scenario_text(plans=may))
    plan = written(
        tmp_path,
        "p.yaml",
        "flights: {BOMBER: {route: south}}\n"
        "routes.south.points_nm: [[0, 0], [50, -10], [100, 0]]\n"
        "controllers.TOWER.servers: 2\n",
    )
    scenario = load_scenario(base, plans={"blue": plan}).scenario
    assert scenario.flights["BOMBER"].route == "south"
    assert scenario.controllers["TOWER"].servers == 2


@pytest.mark.parametrize(
    ("side", "text", "words"),
    [
        ("red", "flights.BOMBER.aircraft: 1", "belongs to side `blue`, this plan is for `red`"),
        ("red", "routes.north.points_nm: [[0, 0], [9, 9]]", "BOMBER of the other side flies this route"),
        ("blue", "flights.BOMBER.side: red", "cannot change sides"),
        ("blue", "ends_at_min: 5", "a plan cannot change this"),
        ("blue", "sites: null", "cannot remove or replace all"),
        ("blue", "flights.BOMBR.aircraft: 1", "did you mean BOMBER?"),
        ("blue", "flights.GHOST: {side: blue, aircraft: 24}", "there is no flight `GHOST`"),
        ("blue", "flights.BOMBER.speed_kt: -1", "plan blue: flights.BOMBER.speed_kt"),
        ("green", "seed: 1", "there is no side `green`"),
        ("blue", "- 1", "is a mapping"),
    ],
)
def test_a_plan_cannot_do_more(tmp_path: Path, side: str, text: str, words: str) -> None:
    may = {"blue": {"may_set": ["flights.BOMBER", "sites"]}}
    base = written(tmp_path, "s.yaml", scenario_text(plans=may))
    plan = written(tmp_path, "p.yaml", text + "\n")
    with pytest.raises(ScenarioError, match=words):
        load_scenario(base, plans={side: plan})


def test_extends_stays_in_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    written(tmp_path, "outside.yaml", scenario_text())
    (folder / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    outside = tmp_path / "outside.yaml"
    for name in ("../outside.yaml", "./../outside.yaml", str(outside), "./link.yaml", "outside.yaml", "./own/x.yaml"):
        child = written(folder, "c.yaml", f"name: c\nextends: {name}\n")
        with pytest.raises(ScenarioError, match=r"c\.yaml:2:10: extends: "):
            load_scenario(child)


def test_extends_in_a_ring_or_too_deep_is_refused(tmp_path: Path) -> None:
    for index in range(7):
        written(tmp_path, f"f{index}.yaml", f"name: f{index}\nextends: ./f{index + 1}.yaml\n")
    written(tmp_path, "f7.yaml", scenario_text())
    assert load_scenario(tmp_path / "f3.yaml").scenario.name == "f3"
    with pytest.raises(ScenarioError, match="more than 4 files extend"):
        load_scenario(tmp_path / "f2.yaml")
    written(tmp_path, "f7.yaml", "name: f7\nextends: ./f5.yaml\n")
    with pytest.raises(ScenarioError, match=r"in a ring: f5\.yaml -> f6\.yaml -> f7\.yaml -> f5\.yaml"):
        load_scenario(tmp_path / "f5.yaml")
    written(tmp_path, "self.yaml", "name: self\nextends: ./self.yaml\n")
    with pytest.raises(ScenarioError, match="ring"):
        load_scenario(tmp_path / "self.yaml")


def test_a_fault_in_an_extended_file_or_archetype_names_that_file(tmp_path: Path) -> None:
    written(tmp_path, "base.yaml", scenario_text(flights__BOMBER__speed_kt=-1))
    child = written(tmp_path, "c.yaml", "name: c\nextends: ./base.yaml\n")
    with pytest.raises(ScenarioError, match=r"base\.yaml:\d+:\d+: flights\.BOMBER\.speed_kt"):
        load_scenario(child)


def test_text_typed_into_a_page_extends_nothing() -> None:
    with pytest.raises(ScenarioError, match="cannot be used in text that is not a file"):
        load_text("name: x\nextends: baseline-escort\n")
