"""Experiment files: read as strictly as scenarios, all faults at once, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.base.errors import ScenarioError
from sim.scenario import Design, Experiment, canonical_text, experiment_names, is_experiment, load_experiment
from tests.builders import scenario_text, written

PARTS: dict[str, object] = {
    "knobs": {
        "leash": {"paths": ["flights.GUARD.escort.leash_nm"], "low": 10, "high": 100, "step": 10},
        "posture": {"paths": ["flights.GUARD.escort.posture"], "choices": ["close", "sweep"]},
    },
    "variants": {"more": {"flights.GUARD.aircraft": 4}},
    "injects": {"DEAF": {"at_min": 10, "what": {"lose": "BLUENET"}}},
    "trials": 50,
    "seed": 7,
}


def sheet(**changes: object) -> str:
    """Return an experiment file; None takes a part out."""
    whole: dict[str, object] = {
        "format": 1,
        "name": "sheet",
        "scenario": "./s.yaml",
        "factors": {"leash": {"knob": "leash", "low": 10, "high": 100, "steps": 4}},
        "design": "grid",
    }
    whole |= changes
    return canonical_text({key: value for key, value in whole.items() if value is not None})


def experiment(folder: Path, text: str) -> Experiment:
    """Return the experiment that a file beside the small scenario holds."""
    written(folder, "s.yaml", scenario_text(**PARTS))
    return load_experiment(written(folder, "e.yaml", text), metric_names={"bombers_home", "leakers"})


def faults_of(folder: Path, text: str) -> list[str]:
    """Return the faults of an experiment file, without the folder."""
    with pytest.raises(ScenarioError) as caught:
        experiment(folder, text)
    return [str(fault).replace(f"{folder}/", "") for fault in caught.value.faults]


@pytest.mark.parametrize("name", experiment_names())
def test_every_experiment_that_ships_can_be_run(name: str) -> None:
    found = load_experiment(name)
    assert found.name == name
    assert found.warnings == ()
    assert is_experiment(name)
    for factor in found.factors:
        found.load_point(factor.overrides(factor.values[0]))


def test_what_is_not_said_is_taken_from_the_scenario(tmp_path: Path) -> None:
    found = experiment(tmp_path, sheet())
    assert (found.trials, found.seed, found.design, found.points) == (50, 7, Design.GRID, None)
    assert found.factors[0].values == (10.0, 40.0, 70.0, 100.0)


def test_a_point_has_variant_and_injects_beneath_its_overrides(tmp_path: Path) -> None:
    found = experiment(tmp_path, sheet(variant="more", injects=["DEAF"], trials=9, seed=3))
    assert (found.trials, found.seed) == (9, 3)
    for scenario in (found.loaded.scenario, found.load_point([("flights.GUARD.escort.leash_nm", 30.0)]).scenario):
        assert scenario.flights["GUARD"].aircraft == 4
        assert scenario.injects["DEAF"].enabled
    escort = found.load_point([("flights.GUARD.escort.leash_km", 30.0)]).scenario.flights["GUARD"].escort
    assert escort is not None
    assert escort.leash_m == 30_000


def test_a_precision_takes_the_place_of_trials(tmp_path: Path) -> None:
    found = experiment(tmp_path, sheet(precision={"bombers_home": 0.05}))
    assert found.trials is None
    assert found.precision == {"bombers_home": 0.05}


def test_a_design_that_fills_space_needs_points_and_no_steps(tmp_path: Path) -> None:
    factors = {
        "leash": {"knob": "leash", "low": 10, "high": 90},
        "p": {"knob": "posture", "levels": ["close", "sweep"]},
    }
    found = experiment(tmp_path, sheet(design="nolh", points=17, factors=factors))
    assert found.points == 17
    assert [factor.value_at(1.0) for factor in found.factors] == [90.0, "sweep"]


def test_factors_may_name_paths_in_place_of_a_knob(tmp_path: Path) -> None:
    factors = {"reach": {"paths": ["flights.GUARD.radar.range_km"], "levels": [50, 150], "says": "How far they see."}}
    (factor,) = experiment(tmp_path, sheet(factors=factors, design="one_at_a_time")).factors
    assert (factor.unit, factor.says, factor.values) == ("km", "How far they see.", (50.0, 150.0))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": None}, "e.yaml:1:1: name: is missing"),
        ({"scenario": None}, "e.yaml:1:1: scenario: is missing"),
        ({"factors": None}, "e.yaml:1:1: factors: is missing"),
        ({"design": None}, "e.yaml:1:1: design: is missing"),
        ({"name": "../x"}, "cannot be the name of an experiment"),
        ({"scenario": "./t.yaml"}, "scenario: there is no file `./t.yaml` beside this one"),
        ({"scenario": "../s.yaml"}, "scenario: cannot use `../s.yaml` (write the bare name of a scenario"),
        ({"scenario": "basline-escort"}, "there is no scenario `basline-escort` (did you mean baseline-escort?)"),
        ({"variant": "mor"}, "variant: the scenario has no variant `mor` (did you mean more?)"),
        ({"injects": ["DEEF"]}, "injects[0]: the scenario has no inject `DEEF` (did you mean DEAF?)"),
        ({"factors": {}}, "factors: names nothing to vary"),
        ({"desing": "grid"}, "desing: unknown setting `desing` (did you mean design?)"),
        ({"design": "gird"}, "design: must be grid, one_at_a_time, lhs or nolh, got `gird` (did you mean grid?)"),
        ({"design": "lhs"}, "design: lhs needs to know how many points"),
        ({"design": "lhs", "points": 1}, "points: must be at least 2, got `1`"),
        ({"points": 5}, "points: a design grid has as many points as its levels make"),
        ({"trials": 0}, "trials: must be at least 1, got `0`"),
        ({"trials": 9, "precision": {"leakers": 1}}, "precision: asks for a precision and for a number of trials"),
        ({"precision": {"leaker": 1}}, "precision.leaker: there is no metric `leaker` (did you mean leakers?)"),
        ({"precision": {"leakers": 0}}, "precision.leakers: must be above 0, got `0`"),
        ({"factors": {"leash": {"knob": "leash"}}}, "factors.leash: says no values, and none are taken silently"),
        ({"factors": {"leash": {"knob": "lesh", "levels": [1, 2]}}}, "factors.leash.knob: there is no knob `lesh`"),
        ({"factors": {"x": {"levels": [1, 2]}}}, "factors.x.paths: names no setting to vary"),
        (
            {"factors": {"x": {"knob": "leash", "paths": ["flights.GUARD.speed_kt"], "levels": [1, 2]}}},
            "factors.x.paths: names both a knob and paths",
        ),
        ({"factors": {"x": {"knob": "leash", "low": 10, "high": 20}}}, "factors.x: has a range but no steps"),
        ({"factors": {"x": {"knob": "leash", "low": 30, "high": 20}}}, "factors.x.low: the range is reversed"),
        ({"factors": {"x": {"knob": "leash", "levels": [10]}}}, "factors.x.levels: must be 2 to 100 levels, got 1"),
        (
            {"factors": {"x": {"knob": "leash", "levels": [10, 20], "steps": 2}}},
            "factors.x.levels: has both levels and a range",
        ),
        (
            {"factors": {"a": {"knob": "leash", "levels": [10, 20]}, "b": {"knob": "leash", "levels": [30, 40]}}},
            "factors.b: turns `flights.GUARD.escort.leash_nm`, and so does `a`",
        ),
        (
            {"factors": {"x": {"paths": ["flights.BOMBER.speed_kt"], "levels": [100, 500]}}},
            "factors.x: breaks the scenario at 100.0: ",
        ),
    ],
)
def test_a_broken_rule_is_told_with_its_place(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    (told,) = faults_of(tmp_path, sheet(**changes))
    assert words in told
    assert told.startswith("e.yaml:")
    assert told.isprintable()


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    factors = {
        "a": {"knob": "lesh", "levels": [1, 2]},
        "b": {"knob": "posture", "levels": ["close", "swep"]},
        "c": {"knbo": "leash"},
        "d": {"knob": "leash", "low": "ten", "high": 20, "steps": 2},
    }
    told = faults_of(tmp_path, sheet(factors=factors, variant="mor", trials="many", seed=-1))
    for words in ("lesh", "swep", "knbo", "factors.d.low", "mor", "trials", "seed"):
        assert any(words in one for one in told), words


def test_a_grid_of_too_many_points_is_refused(tmp_path: Path) -> None:
    paths = [f"flights.{name}.speed_mps" for name in ("GUARD", "BANDIT", "BOMBER")]
    factors = {f"f{n}": {"paths": [path], "low": 200, "high": 300, "steps": 100} for n, path in enumerate(paths)}
    (told,) = faults_of(tmp_path, sheet(factors=factors))
    assert "the grid has 1,000,000 points; at most 10,000 can be swept" in told


def test_too_few_points_for_the_factors_are_refused(tmp_path: Path) -> None:
    paths = [f"flights.{name}.speed_mps" for name in ("GUARD", "BANDIT", "BOMBER")]
    factors = {f"f{n}": {"paths": [path], "low": 200, "high": 300} for n, path in enumerate(paths)}
    (told,) = faults_of(tmp_path, sheet(factors=factors, design="lhs", points=3))
    assert "points: 3 points are too few for 3 factors (at least 4, better 30)" in told


def test_a_fault_of_the_scenario_is_told_where_the_scenario_has_it(tmp_path: Path) -> None:
    written(tmp_path, "bad.yaml", scenario_text(flights__GUARD__aircraft=99))
    (told,) = faults_of(tmp_path, sheet(scenario="./bad.yaml", factors={"x": {"paths": ["seed"], "levels": [1, 2]}}))
    assert told.startswith("bad.yaml:")


def test_an_experiment_is_told_from_a_scenario_by_its_factors(tmp_path: Path) -> None:
    assert is_experiment(written(tmp_path, "e.yaml", sheet()))
    assert not is_experiment(written(tmp_path, "s.yaml", scenario_text()))
    assert not is_experiment(tmp_path / "none.yaml")
    assert not is_experiment("baseline-escort")


def test_an_unknown_experiment_is_told_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"there is no such experiment .did you mean baseline-commit"):
        load_experiment("baseline-comit")
