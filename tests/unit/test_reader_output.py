"""What the reader gives besides the scenario: canonical text, schema, descriptions, lists, starter, knobs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.base.errors import ScenarioError, UsageError
from sim.base.units import SUFFIXES
from sim.scenario import (
    describe_settings,
    identity_text,
    knob_overrides,
    list_scenarios,
    load_scenario,
    load_text,
    scenario_schema,
    starter_text,
)
from sim.scenario.faults import Faults
from sim.scenario.json_schema import schema_text
from sim.scenario.nodes import plain
from sim.scenario.places import scenarios_folder
from sim.scenario.reader import read_text
from sim.scenario.shapes import root
from tests.builders import scenario_text, small, written


def test_resolved_text_reads_back_as_the_same_scenario() -> None:
    for name in ("baseline-escort",):
        loaded = load_scenario(name)
        again = load_text(loaded.resolved_text)
        assert again.scenario == loaded.scenario
        assert again.resolved_text == loaded.resolved_text


def test_text_is_the_file_as_it_was(tmp_path: Path) -> None:
    text = "# a comment\n" + scenario_text()
    assert load_scenario(written(tmp_path, "s.yaml", text)).text == text
    assert load_scenario(written(tmp_path, "marked.yaml", "\ufeff" + text)).text == text


def test_the_same_scenario_in_other_units_has_the_same_resolved_text() -> None:
    one = small(sites__SAM__radar={"range_km": 1.852}, ends_at_min=100)
    two = small(sites__SAM__radar={"range_nm": 1}, ends_at_min=None, ends_at_s=6000)
    assert one.resolved_text == two.resolved_text


def test_identity_changes_with_the_model_only() -> None:
    base = identity_text(small().scenario)
    labels = small(
        name="other",
        title="Other",
        trials=7,
        seed=9,
        lesson={"question": "?"},
        flights__BOMBER__label="B-52H",
        flights__BOMBER__partner="a",
        variants={"v": {"seed": 3}},
        knobs={"k": {"paths": ["links.BLUENET.delay_s"], "low": 0, "high": 5}},
    )
    assert identity_text(labels.scenario) == base
    for change in ({"flights__BOMBER__aircraft": 3}, {"ends_at_min": 90}, {"value": {"x": 1}}):
        assert identity_text(small(**change).scenario) != base


def test_things_come_in_order_of_name() -> None:
    assert list(small().scenario.flights) == ["BANDIT", "BOMBER", "GUARD"]


def test_the_committed_schema_is_current() -> None:
    committed = scenarios_folder() / "schema" / "scenario.schema.json"
    assert committed.read_text(encoding="utf-8") == schema_text()


def test_the_schema_knows_every_key_of_every_scenario() -> None:
    schema = scenario_schema()
    for listing in list_scenarios():
        table = read_text(listing.path.read_text(encoding="utf-8"), listing.name, Faults())
        assert table is not None
        assert _unknown_keys(plain(table), schema, schema["$defs"]) == [], listing.name


def _unknown_keys(content: Any, schema: dict[str, Any], groups: dict[str, Any]) -> list[str]:
    for part in [schema, *schema.get("anyOf", [])]:
        if "$ref" in part:
            return _unknown_keys(content, groups[part["$ref"].removeprefix("#/$defs/")], groups)
    found: list[str] = []
    if isinstance(content, dict):
        for key, inner in content.items():
            known = schema.get("properties", {}).get(key, schema.get("additionalProperties", {}))
            found += [key] if known is False else _unknown_keys(inner, known, groups)
    if isinstance(content, list):
        for inner in content:
            found += _unknown_keys(inner, schema.get("items", {}), groups)
    return found


def test_the_schema_offers_every_spelling_with_its_unit_and_bounds() -> None:
    link = scenario_schema()["$defs"]["Link"]["properties"]
    assert link["delay_min"]["minimum"] == 0
    assert "In minutes." in link["delay_min"]["description"]
    assert link["delay_min"]["type"] == ["number", "null"]
    assert "archetype" in scenario_schema()["$defs"]["Flight"]["properties"]
    assert "extends" in scenario_schema()["properties"]
    json.dumps(scenario_schema(), allow_nan=False)


def test_every_setting_is_described_in_a_sentence() -> None:
    settings = describe_settings()
    assert len({one.path for one in settings}) == len(settings)
    for one in settings:
        assert one.sentence.endswith("."), one.path
        assert one.kind, one.path
    leash = next(one for one in settings if one.path == "flights.NAME.escort.leash_nm")
    assert (leash.unit, leash.bounds, leash.default) == ("nautical miles", "above 0", "from the posture")


def test_every_float_with_a_unit_can_be_written_in_every_unit() -> None:
    for one in describe_settings():
        last = one.path.rpartition(".")[2]
        if one.unit:
            family = next(family for family in SUFFIXES.values() if last.rpartition("_")[2] in family)
            assert len(one.spellings) == len(family)
    assert root().settings["ends_at_s"].dimension == "s"


def test_scenarios_are_listed_with_their_questions() -> None:
    first = list_scenarios()[0]
    assert first.name == "baseline-escort"
    assert first.number == 1
    assert first.question


def test_a_new_scenario_loads_and_changes_one_thing(tmp_path: Path) -> None:
    text = starter_text("my-first-sortie", 'Mine: "a: b" # {x}')
    path = written(tmp_path, "my-first-sortie.yaml", text)
    loaded = load_scenario(path)
    base = load_scenario("baseline-escort")
    assert loaded.scenario.title == 'Mine: "a: b" # {x}'
    assert not loaded.warnings
    assert loaded.scenario.flights["RAVEN"] != base.scenario.flights["RAVEN"]
    assert loaded.scenario.flights["EAGLE"] == base.scenario.flights["EAGLE"]
    assert load_scenario(path, variant="more-escorts").scenario.flights["RAVEN"].aircraft == 6


def test_a_knob_turns_all_its_settings() -> None:
    knob = {"paths": ["flights.BOMBER.aircraft", "flights.GUARD.aircraft"], "low": 1, "high": 4}
    text = scenario_text(knobs={"size": knob})
    overrides = knob_overrides(load_text(text).scenario, "size", 3.0)
    assert overrides == {"flights.BOMBER.aircraft": 3, "flights.GUARD.aircraft": 3}
    assert load_text(text, overrides=overrides).scenario.flights["GUARD"].aircraft == 3
    with pytest.raises(UsageError, match="did you mean size"):
        knob_overrides(load_text(text).scenario, "sizes", 3)


def test_a_bare_name_is_a_scenario_of_the_library_and_anything_else_a_path(tmp_path: Path) -> None:
    assert load_scenario("baseline-escort").path == scenarios_folder() / "baseline-escort.yaml"
    with pytest.raises(ScenarioError, match="did you mean baseline-escort"):
        load_scenario("baseline-escrot")
    path = written(tmp_path, "mine.yaml", scenario_text())
    with pytest.raises(ScenarioError, match=r"did you mean mine\.yaml?"):
        load_scenario(tmp_path / "mne.yaml")
    assert load_scenario(str(path)).scenario.name == "small"


def test_loading_a_scenario_loads_neither_numpy_nor_matplotlib() -> None:
    code = (
        "import sys; from sim.scenario import load_scenario; load_scenario('baseline-escort');"
        "print(sorted({'numpy', 'scipy', 'matplotlib', 'simpy'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert result.stdout.strip() == "[]"
