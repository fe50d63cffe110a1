"""Comparing and sweeping: on the same luck, in the right direction, with the right trials named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.base.errors import UsageError
from sim.scenario import Design, Factor, Loaded, load_scenario
from sim.study import Ask, Point, Series, StudyKind, play_series, run_series, serial
from sim.study.aligned import aligned
from sim.study.compare import Comparison, comparison
from sim.study.design_points import sweep_points
from sim.study.precision import PILOT, Precision, play_to_precision
from sim.study.reproduce import Verdict, reproduce
from sim.study.sweep import sweep_results
from sim.study.tournament import pairings, tournament
from sim.study.worker import standard_model

TRIALS = 60


def series(out: Path, points: list[Point], kind: StudyKind = StudyKind.COMPARE, trials: int = TRIALS) -> Series:
    return run_series(Ask(points=tuple(points), trials=trials, seed=5, out=out, kind=kind), jobs=1)


def variant(name: str | None) -> Point:
    return Point(loaded=load_scenario("baseline-escort", variant=name), name=name or "as written")


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    points = [variant(None), variant("no-escorts"), variant("twice-the-escorts")]
    return comparison(series(tmp_path_factory.mktemp("compared"), points))


def test_a_compared_with_a_is_exactly_zero_in_every_trial(tmp_path: Path) -> None:
    result = comparison(series(tmp_path, [variant(None), replace(variant(None), name="again")]))
    (match,) = result.matches
    for contrast in match.contrasts.values():
        assert contrast.up == contrast.down == 0
        assert contrast.difference.value in (0.0, None)
        assert contrast.p_value == 1.0
        assert contrast.paired.variance_ratio.value in (0.0, None)
    assert not match.told_apart
    assert result.rivals == {1: None}


def test_flips_name_the_trials_that_flipped(compared: Comparison) -> None:
    match = compared.match(0, 1)
    flips = match.contrasts["success"].flips
    assert flips is not None
    first, second = (compared.series.studies[place].table["success"] for place in (0, 1))
    assert list(flips.to_no) == [k for k in range(TRIALS) if first[k] > second[k]]
    assert list(flips.to_yes) == [k for k in range(TRIALS) if first[k] < second[k]]
    assert flips.test.second_only == len(flips.to_no)
    assert match.contrasts["success"].difference.value == pytest.approx(second.mean() - first.mean())


def test_the_best_is_named_and_the_worse_are_told_apart(compared: Comparison) -> None:
    assert compared.names == ("as written", "no-escorts", "twice-the-escorts")
    assert compared.best == 2
    assert compared.rivals == {}
    assert all(match.told_apart for match in compared.matches)


def test_a_difference_is_what_the_second_has_more(compared: Comparison) -> None:
    lost = compared.match(0, 1).contrasts["own_aircraft_lost"]
    first, second = (compared.series.studies[place].table["own_aircraft_lost"] for place in (0, 1))
    assert lost.paired.difference.value == pytest.approx(float((second - first).mean()))
    assert (lost.up, lost.down) == (int((second > first).sum()), int((second < first).sum()))


def test_only_trials_that_finished_everywhere_are_compared(compared: Comparison) -> None:
    one, other, _ = compared.series.studies
    status = one.table["status"].copy()
    status[[3, 7]] = "aborted"
    maimed = replace(one, table={**one.table, "status": status})
    same = aligned([maimed, other])
    assert same.trials.tolist() == [k for k in range(TRIALS) if k not in (3, 7)]
    np.testing.assert_array_equal(same.values("success")[1], np.delete(other.table["success"], [3, 7]))


def test_alternatives_must_be_two_to_twelve(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2 to 12 alternatives, got 1"):
        comparison(series(tmp_path, [variant(None)], trials=1))


DELAY = Factor(name="delay", paths=("links.COMMON.delay_s",), values=(2, 4, 8), unit="s", low=2.0, high=8.0)
MISSILES = Factor(name="missiles", paths=("flights.EAGLE.missiles_each",), values=(1, 2, 4))
POSTURE = Factor(name="posture", paths=("flights.EAGLE.escort.posture",), values=("close", "sweep"))


def load(overrides: object) -> Loaded:
    return load_scenario("baseline-escort", overrides=overrides)  # type: ignore[arg-type]


def test_a_grid_has_every_pair_of_levels_and_one_at_a_time_begins_as_written() -> None:
    grid = sweep_points(load, [DELAY, POSTURE], Design.GRID)
    assert [point.levels for point in grid[:3]] == [
        {"delay": 2, "posture": "close"},
        {"delay": 2, "posture": "sweep"},
        {"delay": 4, "posture": "close"},
    ]
    assert grid[0].loaded.scenario.links["COMMON"].delay_s == 2.0
    single = sweep_points(load, [DELAY, POSTURE], Design.ONE_AT_A_TIME)
    assert [point.levels for point in single] == [
        {},
        {"delay": 2},
        {"delay": 4},
        {"delay": 8},
        {"posture": "close"},
        {"posture": "sweep"},
    ]


def test_a_hypercube_needs_points_and_keeps_to_what_a_factor_can_be() -> None:
    with pytest.raises(UsageError, match="needs --points"):
        sweep_points(load, [DELAY], Design.LHS)
    with pytest.raises(UsageError, match="belongs to lhs and nolh"):
        sweep_points(load, [DELAY], Design.GRID, points=5)
    points = sweep_points(load, [DELAY, POSTURE], Design.NOLH, points=17)
    delays = [float(point.levels["delay"]) for point in points]
    assert sorted(delays) == pytest.approx([2 + 6 * k / 16 for k in range(17)])
    assert {point.levels["posture"] for point in points} == {"close", "sweep"}


def test_a_sweep_gives_curves_effects_interactions_and_a_surface(tmp_path: Path) -> None:
    factors = [DELAY, MISSILES]
    played = series(tmp_path, list(sweep_points(load, factors, Design.GRID)), StudyKind.SWEEP, trials=40)
    result = sweep_results(played, factors, Design.GRID, metric="bombers_home")
    values = np.array([study.table["bombers_home"] for study in played])
    few, _, many = result.curves[1].means
    assert few.value == pytest.approx(values[0::3].mean())
    assert many.value == pytest.approx(values[2::3].mean())
    effect = result.effects[1]
    assert (effect.low, effect.high) == (1, 4)
    assert effect.effect.estimate.value == pytest.approx(values[2::3].mean() - values[0::3].mean())
    (interaction,) = result.interactions
    corners = values[8].mean() - values[6].mean() - values[2].mean() + values[0].mean()
    assert interaction.effect.estimate.value == pytest.approx(corners)
    assert result.surface is not None
    assert [term.name for term in result.surface.terms][:3] == ["1", "delay", "missiles"]
    assert result.best == int(np.argmax(values.mean(axis=1)))
    assert result.optimism is not None
    assert result.n == 40


def test_choices_have_no_surface_and_it_is_said_why(tmp_path: Path) -> None:
    played = series(tmp_path, list(sweep_points(load, [POSTURE], Design.GRID)), StudyKind.SWEEP, trials=4)
    result = sweep_results(played, [POSTURE], Design.GRID, metric="success")
    assert result.surface is None
    assert result.no_surface is not None
    assert "choices" in result.no_surface


def test_plans_meet_each_other_and_are_ranked(tmp_path: Path) -> None:
    blue, red = ("few", "many"), ("slow", "fast")
    sets = {"few": ("flights.EAGLE.missiles_each", "1"), "many": ("flights.EAGLE.missiles_each", "6")}
    sets |= {"slow": ("controllers.GCI.service_s", "60"), "fast": ("controllers.GCI.service_s", "10")}
    loaded = {(i, j): load([sets[one], sets[other]]) for i, one in enumerate(blue) for j, other in enumerate(red)}
    played = series(tmp_path, list(pairings(("blue", "red"), (blue, red), loaded)), StudyKind.PLAY)
    result = tournament(played, ("blue", "red"), metric="bombers_home")
    assert result.plans == (blue, red)
    means = [[result.cells[i][j].mean.value for j in (0, 1)] for i in (0, 1)]
    assert means[1][0] == played.studies[2].estimates["bombers_home"].value
    assert [ranked.plan for ranked in result.rankings[0]] == ["many", "few"]
    assert result.rankings[0][0].p_value == 1.0
    best_red = min(red, key=lambda name: sum(row[red.index(name)] or 0.0 for row in means))
    assert result.rankings[1][0].plan == best_red


def test_a_pilot_says_how_many_trials_are_played(tmp_path: Path) -> None:
    asked: list[int] = []

    def play(ask: Ask) -> Series:
        asked.append(ask.trials)
        return run_series(ask, jobs=1)

    question = Ask(points=(variant(None),), trials=1, seed=5, out=tmp_path)
    played, reached = play_to_precision(question, Precision(metric="success", half_width=0.06), play)
    assert asked == [PILOT, reached.needed]
    assert 250 < reached.needed < 300  # 0.5 * 0.5 * (1.96 / 0.06)^2 = 267, at most
    assert reached.half_width == played.studies[0].estimates["success"].half_width
    assert not reached.is_capped
    _, capped = play_to_precision(question, Precision(metric="success", half_width=0.001, ceiling=PILOT), play)
    assert (capped.played, capped.is_capped) == (PILOT, True)


def test_a_reproduced_run_is_the_same_and_a_changed_line_is_found(tmp_path: Path) -> None:
    points = (variant(None), variant("no-escorts"))
    ask = Ask(points=points, trials=6, seed=5, out=tmp_path, kind=StudyKind.COMPARE)
    played = play_series(ask, standard_model(), workers=serial(chunk=6))
    again = reproduce(played.folder, trials=12)
    assert again.verdict is Verdict.SAME
    assert len(again.replayed) == 12
    assert again.notes == ()
    (chunk,) = (played.folder / "chunks" / "1").glob("*.csv")
    from sim.study.chunkfile import encoded
    from sim.study.jobs import Chunk

    lines = chunk.read_text().splitlines()[1:-1]
    lines[2] = lines[2].replace("finished", "aborted", 1)
    chunk.write_bytes(encoded(played.manifest.id, Chunk(0, 6, 1), "".join(f"{line}\n" for line in lines)))
    found = reproduce(played.folder, trials=12)
    assert found.verdict is Verdict.DIFFERENT
    assert [(one.point, one.trial) for one in found.differing] == [(1, 2)]


def test_worlds_count_where_the_second_is_better_and_name_what_it_hangs_on(tmp_path: Path) -> None:
    from sim.study.worlds import world_points, worlds_results

    def make(name: str | None) -> object:
        def in_world(number: int) -> Loaded:
            return load_scenario("baseline-escort", variant=name, overrides={"controllers.GCI.service_s": 5.0 * number})

        return in_world

    points = world_points({"none": make("no-escorts"), "all": make(None)}, 6)  # type: ignore[dict-item]
    assert [point.name for point in points[:2]] == ["world 1: none", "world 1: all"]
    (result,) = worlds_results(series(tmp_path, list(points), StudyKind.WORLDS, trials=20), metric="bombers_home")
    assert (result.first, result.second, result.better, result.same) == ("none", "all", 6, 0)
    assert result.agree.value == 1.0
    gains = [world.difference.value for world in result.worlds]
    assert gains[0] == pytest.approx(
        float(np.mean(result.series.studies[1].table["bombers_home"] - result.series.studies[0].table["bombers_home"]))
    )
    (hinge,) = result.hinges
    assert hinge.path == "controllers.GCI.service_s"


def test_an_unknown_metric_is_refused_with_the_nearest_name(compared: Comparison) -> None:
    with pytest.raises(UsageError, match=r"no metric 'sucess' \(did you mean success\?\)"):
        comparison(compared.series, metric="sucess")
    with pytest.raises(UsageError, match="no metric"):
        Precision(metric="leaker", half_width=0.1)


def test_a_metric_of_which_neither_more_nor_less_is_better_has_no_best(compared: Comparison) -> None:
    assert comparison(compared.series, metric="controller_utilisation").best is None
