"""Units: any suffix of a dimension, one spelling for one quantity, messages in the unit of the file."""

from __future__ import annotations

import math

import pytest

from sim.base.errors import ScenarioError
from sim.scenario import load_text
from tests.builders import MISSILE, scenario_text, small


def test_any_suffix_of_a_dimension_gives_the_same_quantity() -> None:
    ranges = [small(sites__SAM__radar=radar) for radar in ({"range_nm": 50}, {"range_km": 92.6}, {"range_m": 92_600})]
    assert {loaded.scenario.sites["SAM"].radar.range_m for loaded in ranges} == {92_600.0}


def test_minutes_knots_and_points_are_converted() -> None:
    scenario = small().scenario
    assert scenario.ends_at_s == 6_000.0
    assert scenario.flights["BOMBER"].speed_mps == pytest.approx(400 * 1852 / 3600, rel=1e-15)
    assert scenario.routes["north"].points_m == ((0.0, 0.0), (185_200.0, 0.0))


def test_a_quantity_without_unit_is_told_how_to_be_written() -> None:
    with pytest.raises(ScenarioError, match=r"\.range: needs a unit \(write `range_nm`, `range_km` or `range_m`\)"):
        small(sites__SAM__radar={"range": 50})


def test_a_unit_of_another_dimension_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"cannot be given in _kt"):
        small(sites__SAM__radar={"range_kt": 50})


def test_two_spellings_of_one_quantity_are_refused() -> None:
    with pytest.raises(ScenarioError, match=r"given twice: as `range_km` and as `range_nm`"):
        small(sites__SAM__radar={"range_km": 50, "range_nm": 50})


def test_bounds_and_warnings_speak_the_unit_of_the_file() -> None:
    with pytest.raises(ScenarioError, match=r"must be above 0, got `-5` \(usual are 2\.7 to 270\)"):
        small(flights__GUARD__escort={"of": "BOMBER", "leash_nm": -5})
    (warning,) = small(flights__GUARD__escort={"of": "BOMBER", "leash_km": 600}).warnings
    assert "`600` is unusual; usual are 5 to 500" in str(warning)


def test_a_slipped_unit_is_warned_about() -> None:
    slips = {
        "flights__BOMBER__speed_mps": 480,
        "flights__GUARD__radar": {"range_m": 100},
        "flights__GUARD__missile": {**MISSILE, "speed_mps": 30_000},
        "links__BLUENET__delay_s": 4_000,
        "flights__GUARD__memory_min": 120,
    }
    assert not small(flights__BOMBER__speed_mps=480, flights__BOMBER__speed_kt=None).warnings
    for path, value in list(slips.items())[1:]:
        assert small(**{path: value}).warnings, path


@pytest.mark.parametrize("value", [1e10, 1e-10, 1e308])
def test_numbers_that_could_overflow_a_trial_are_refused(value: float) -> None:
    with pytest.raises(ScenarioError, match="too"):
        small(flights__BOMBER__speed_kt=value)


@pytest.mark.parametrize("text", [".nan", ".inf", "-.inf"])
def test_no_number_is_ever_nan_or_infinite(text: str) -> None:
    whole = scenario_text().replace("speed_kt: 400", f"speed_kt: {text}")
    with pytest.raises(ScenarioError, match="must be a finite number"):
        load_text(whole)
    assert math.isfinite(small().scenario.ends_at_s)


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("no", "write a number such as"),
        ('"40"', "remove the quotes"),
        ("40 kt", "write the number alone"),
        ("4,5", "decimal point"),
        ("5%", "share of one"),
        ("12:30", "time as one number"),
        ("true", "write a number such as"),
        ("[40]", "must be a number, got a list"),
        ("{a: 1}", "must be a number, got a mapping"),
    ],
)
def test_text_where_a_number_is_due_gets_a_sentence_a_student_understands(text: str, remedy: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(scenario_text().replace("speed_kt: 400", f"speed_kt: {text}"))
    assert remedy in str(caught.value)
    assert len(caught.value.faults) == 1


def test_whole_numbers_and_truth_values_are_strict() -> None:
    for value, words in ((2.5, "whole number"), (2.0, "write 2"), (True, "whole number"), ("two", "text here")):
        with pytest.raises(ScenarioError, match=words):
            small(flights__BOMBER__aircraft=value)
    with pytest.raises(ScenarioError, match="true or false, got `yes`"):
        small(flights__GUARD__radar={"range_nm": 100, "certain": "yes"})


def test_text_that_looks_like_a_number_must_be_quoted() -> None:
    with pytest.raises(ScenarioError, match="put it in quotes"):
        load_text(scenario_text(title="x").replace("title: x", "title: 16"))
    assert load_text(scenario_text(title="16")).scenario.title == "16"


@pytest.mark.parametrize("label", ["a\u202eb", "a\x85b", "a\nb", "x" * 65, ""])
def test_labels_are_short_and_hold_no_control_or_direction_characters(label: str) -> None:
    with pytest.raises(ScenarioError, match=r"flights\.BOMBER\.label: must"):
        load_text(scenario_text(), overrides={"flights.BOMBER.label": label})


def test_labels_are_otherwise_free_text() -> None:
    label = "B-52H \N{AIRPLANE} <b>$x^$"
    assert small(flights__BOMBER__label=label).scenario.flights["BOMBER"].label == label
