"""Shots: salvo against shoot-look-shoot, layers of defence, and duels shot by shot."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from sim.trial.records import MemberLost, Shot
from sim.verify.case import moments
from sim.verify.duels import Shooter, duel
from sim.verify.shots import leaker_dist, look_dist, rounds_dist, salvo_dist
from tests.analytic.oracle import exact, held, oracle, played, records
from tests.analytic.scores import Scores

TRIALS = 2000


def test_the_formulas_of_looking_give_the_listed_values() -> None:
    inputs, value = oracle("sls.single")
    p, n = inputs["p"], inputs["n"]
    assert look_dist(p, n, 1)[1] == exact(value["p_kill"]) == exact(salvo_dist(p, n, 1)[1])
    assert moments(rounds_dist(p, n))[0] == exact(value["E_rounds_sls"])
    inputs, value = oracle("sls.multi")
    p, n, m = inputs["p"], inputs["N"], inputs["m"]
    assert moments(look_dist(p, n, m))[0] == exact(value["E_kills_sls"])
    assert look_dist(p, n, m)[-1] == exact(value["p_all_sls"])
    assert moments(salvo_dist(p, n // m, m))[0] == exact(value["E_kills_salvo"])


def test_looking_saves_rounds_and_kills_no_less(scores: Scores) -> None:
    inputs, value = oracle("sls.single")
    looked, at_once = held(scores, "look-one", trials=TRIALS), held(scores, "salvo-one", trials=TRIALS)
    assert looked["rounds"] == exact(value["E_rounds_sls"])
    assert looked["losses"] == exact(value["p_kill"]) == exact(at_once["losses"])
    assert value["E_rounds_salvo"] == inputs["n"]
    assert {len(records(trial, Shot)) for trial in played("shoot-look-shoot", "one-salvo", trials=100)} == {inputs["n"]}


def test_other_magazines_do_too(scores: Scores) -> None:
    changes: dict[str, object] = {"sites.BATTERY.missile.hit_prob": 0.25, "sites.BATTERY.magazine": 6}
    held(scores, "look-one", trials=TRIALS, changes=changes)
    held(scores, "salvo-one", trials=TRIALS, changes=changes | {"sites.BATTERY.shots.salvo": 6})


def test_a_fighter_looks_as_a_site_does(scores: Scores) -> None:
    assert held(scores, "look-fighter", trials=TRIALS)["rounds"] == exact(oracle("sls.single")[1]["E_rounds_sls"])


@pytest.mark.parametrize(("case", "setting"), [("look-one", "sites.BATTERY"), ("look-fighter", "flights.FIGHTER")])
def test_a_look_that_takes_no_time_sees_the_dead(case: str, setting: str, scores: Scores) -> None:
    held(scores, case, trials=1000, changes={f"{setting}.shots.look_s": 0})


def test_looking_wastes_no_round_on_the_dead(scores: Scores) -> None:
    inputs, value = oracle("sls.multi")
    looked, at_once = held(scores, "look-four", trials=TRIALS), held(scores, "salvo-four", trials=TRIALS)
    assert looked["losses"] == exact(value["E_kills_sls"])
    assert looked["losses = 4"] == exact(value["p_all_sls"])
    assert at_once["losses"] == exact(value["E_kills_salvo"])
    fired = {len(records(trial, Shot)) for trial in played("shoot-look-shoot", "four-salvo", trials=100)}
    assert fired == {inputs["N"]}


@pytest.mark.parametrize(("p", "n", "m"), [(0.3, 5, 3), (0.8, 3, 4), (0.5, 12, 4)])
def test_looking_wastes_no_round_with_other_numbers(p: float, n: int, m: int, scores: Scores) -> None:
    changes: Mapping[str, object] = {
        "sites.BATTERY.missile.hit_prob": p,
        "sites.BATTERY.magazine": n,
        "flights.GROUP.aircraft": m,
        "flights.GROUP.elements": [m],
    }
    held(scores, "look-four", trials=1500, changes=changes)


# Layers.


@pytest.mark.parametrize("variant", ["product", "limited"])
def test_no_raider_is_shot_at_twice_by_one_layer(variant: str) -> None:
    for trial in played("layers", variant, trials=200):
        shots = [(shot.shooter, shot.target) for shot in records(trial, Shot)]
        assert len(set(shots)) == len(shots)


def test_the_formulas_of_layers_give_the_listed_values() -> None:
    inputs, value = oracle("layer.product")
    dist = leaker_dist(inputs["N"], [(inputs["N"], p) for p in inputs["p"]])
    assert (moments(dist)[0], dist[0]) == exact((value["E_leakers"], value["p_none"]))
    assert value["leak"] == exact(math.prod(1.0 - p for p in inputs["p"]))
    inputs, value = oracle("layer.limited_shots")
    dist = leaker_dist(inputs["N"], [(layer["shots"], layer["p"]) for layer in inputs["layers"]])
    assert dist == exact(value["dist"])
    assert moments(dist)[0] == exact(value["E_leakers"])


def test_leakage_is_the_product_of_the_layers(scores: Scores) -> None:
    _, value = oracle("layer.product")
    found = held(scores, "layers-product", trials=1000)
    assert (found["leakers"], found["leakers = 0"]) == exact((value["E_leakers"], value["p_none"]))


def test_leakage_of_layers_with_few_shots(scores: Scores) -> None:
    _, value = oracle("layer.limited_shots")
    found = held(scores, "layers-limited", trials=1000)
    assert [found[f"leakers = {count}"] for count in range(7)] == exact(value["dist"])


@pytest.mark.parametrize(
    ("raiders", "layers"), [(3, [(3, 0.7), (1, 0.2), (3, 0.1)]), (5, [(2, 0.9), (5, 0.5), (1, 1.0)])]
)
def test_leakage_of_other_layers(raiders: int, layers: list[tuple[int, float]], scores: Scores) -> None:
    changes: dict[str, object] = {"flights.RAID.aircraft": raiders, "flights.RAID.elements": [1] * raiders}
    for site, (shots, p) in zip(("OUTER", "MIDDLE", "INNER"), layers, strict=True):
        changes |= {f"sites.{site}.magazine": shots, f"sites.{site}.missile.hit_prob": p}
    held(scores, "layers-product", trials=800, changes=changes)


# Duels.


def wins(found: Mapping[str, float]) -> dict[str, float]:
    return {"A": found["first wins"], "B": found["second wins"], "both_die": found["both die"]}


def test_a_duel_nearly_always_ends() -> None:
    """Once in some 50,000 duels sixteen missiles are not enough, and nobody is lost."""
    unfinished = sum(not records(trial, MemberLost) for trial in played("duel", "fixed-2s-3s", trials=TRIALS))
    assert unfinished <= 1


def test_a_duel_with_coincident_shots(scores: Scores) -> None:
    inputs, value = oracle("duel.fixed_2s_3s")
    every_a, every_b = inputs["intervalA_s"], inputs["intervalB_s"]
    outcome = duel(Shooter(inputs["pA"], every_a, every_a), Shooter(inputs["pB"], every_b, every_b))
    assert tuple(outcome) == exact(tuple(value.values()))
    assert wins(held(scores, "duel-fixed", trials=TRIALS)) == exact(value)


def test_a_duel_in_which_both_always_fire_together(scores: Scores) -> None:
    _, value = oracle("duel.simultaneous")
    assert wins(held(scores, "duel-simultaneous", trials=TRIALS)) == exact(value)


def test_a_duel_shot_by_shot(scores: Scores) -> None:
    _, value = oracle("duel.alternate")
    assert wins(held(scores, "duel-alternate", trials=TRIALS)) == exact({"A": value, "B": 1.0 - value, "both_die": 0.0})


def test_a_duel_at_random_times(scores: Scores) -> None:
    """No fighter draws its own intervals yet; here each shot waits for an order, and that wait is drawn."""
    _, value = oracle("duel.exp")
    assert wins(held(scores, "duel-random", trials=2 * TRIALS)) == exact(
        {"A": value, "B": 1.0 - value, "both_die": 0.0}
    )


def test_a_duel_with_other_clocks(scores: Scores) -> None:
    changes: Mapping[str, object] = {
        "flights.ANNA": {"reaction_s": 5, "missile": {"hit_prob": 0.8}, "shots": {"look_s": 5}},
        "flights.BORIS": {"reaction_s": 3, "missile": {"hit_prob": 0.15}, "shots": {"look_s": 3}},
    }
    found = held(scores, "duel-fixed", trials=TRIALS, changes=changes)
    assert wins(found) == exact(
        dict(zip(("A", "B", "both_die"), duel(Shooter(0.8, 5, 5), Shooter(0.15, 3, 3)), strict=True))
    )
