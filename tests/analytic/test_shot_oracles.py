"""Shots: salvo against shoot-look-shoot, layers of defence, and duels shot by shot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from scipy.stats import binom

from sim.trial.records import HomeReached, MemberLost, Shot
from tests.analytic.oracle import exact, oracle, played, records
from tests.analytic.scores import Scores

TRIALS = 2000


def spread(dist: Sequence[float]) -> tuple[float, float]:
    """Mean and standard deviation of a count."""
    values, probs = np.arange(len(dist)), np.asarray(dist)
    mean = float(values @ probs)
    return mean, math.sqrt(max(float(values**2 @ probs) - mean**2, 0.0))


def score_counts(scores: Scores, what: str, found: Sequence[int], dist: Sequence[float]) -> None:
    scores.mean(what, found, *spread(dist))
    scores.shares(what, found, dist)


def exchanges(variant: str, trials: int, changes: Mapping[str, object] | None = None) -> list[tuple[int, int]]:
    """Play, and return (losses, missiles fired) of each trial."""
    runs = played("shoot-look-shoot", variant, trials=trials, changes=changes)
    return [(len(records(trial, MemberLost)), len(records(trial, Shot))) for trial in runs]


# Shoot, look, shoot.


def rounds_dist(p: float, n: int) -> list[float]:
    """Rounds fired at one target by shoot-look-shoot with n rounds."""
    return [0.0] + [(1.0 - p) ** k * p for k in range(n - 1)] + [(1.0 - p) ** (n - 1)]


def look_dist(p: float, n: int, m: int) -> list[float]:
    """Losses among m when each of n rounds is fired at one that lives: min(m, Bin(n, p))."""
    return [float(binom.pmf(k, n, p)) for k in range(min(m, n + 1))] + (
        [float(binom.sf(m - 1, n, p))] if n >= m else []
    )


def salvo_dist(p: float, each: int, m: int) -> list[float]:
    """Losses among m when each gets the same number of rounds at once."""
    return [float(binom.pmf(k, m, 1.0 - (1.0 - p) ** each)) for k in range(m + 1)]


def test_the_formulas_of_looking_give_the_listed_values() -> None:
    inputs, value = oracle("sls.single")
    p, n = inputs["p"], inputs["n"]
    assert look_dist(p, n, 1)[1] == exact(value["p_kill"]) == exact(salvo_dist(p, n, 1)[1])
    assert spread(rounds_dist(p, n))[0] == exact(value["E_rounds_sls"])
    inputs, value = oracle("sls.multi")
    p, n, m = inputs["p"], inputs["N"], inputs["m"]
    assert spread(look_dist(p, n, m))[0] == exact(value["E_kills_sls"])
    assert look_dist(p, n, m)[-1] == exact(value["p_all_sls"])
    assert spread(salvo_dist(p, n // m, m))[0] == exact(value["E_kills_salvo"])


def score_single(scores: Scores, variants: tuple[str, str], p: float, n: int, changes: Mapping[str, object]) -> None:
    looked = exchanges(variants[0], TRIALS, changes)
    score_counts(scores, "rounds with looks", [fired for _, fired in looked], rounds_dist(p, n))
    scores.share("killed with looks", sum(lost for lost, _ in looked), TRIALS, 1.0 - (1.0 - p) ** n)
    at_once = exchanges(variants[1], TRIALS, changes)
    assert {fired for _, fired in at_once} == {n}
    scores.share("killed at once", sum(lost for lost, _ in at_once), TRIALS, 1.0 - (1.0 - p) ** n)


def test_looking_saves_rounds_and_kills_no_less(scores: Scores) -> None:
    inputs, value = oracle("sls.single")
    assert value["E_rounds_salvo"] == inputs["n"]
    score_single(scores, ("one-look", "one-salvo"), inputs["p"], inputs["n"], {})


def test_other_magazines_do_too(scores: Scores) -> None:
    changes = {"sites.BATTERY.missile.hit_prob": 0.25, "sites.BATTERY.magazine": 6}
    looked = exchanges("one-look", TRIALS, changes)
    score_counts(scores, "rounds with looks", [fired for _, fired in looked], rounds_dist(0.25, 6))
    score_counts(scores, "losses with looks", [lost for lost, _ in looked], look_dist(0.25, 6, 1))
    at_once = exchanges("one-salvo", TRIALS, changes | {"sites.BATTERY.shots.salvo": 6})
    score_counts(scores, "losses at once", [lost for lost, _ in at_once], salvo_dist(0.25, 6, 1))


def test_a_fighter_looks_as_a_site_does(scores: Scores) -> None:
    inputs, _ = oracle("sls.single")
    looked = exchanges("fighter", TRIALS)
    score_counts(scores, "rounds with looks", [fired for _, fired in looked], rounds_dist(inputs["p"], inputs["n"]))


@pytest.mark.parametrize(("variant", "setting"), [("one-look", "sites.BATTERY"), ("fighter", "flights.FIGHTER")])
def test_a_look_that_takes_no_time_sees_the_dead(variant: str, setting: str, scores: Scores) -> None:
    looked = exchanges(variant, 1000, {f"{setting}.shots.look_s": 0})
    score_counts(scores, "rounds with looks", [fired for _, fired in looked], rounds_dist(0.6, 4))


def test_looking_wastes_no_round_on_the_dead(scores: Scores) -> None:
    inputs, _ = oracle("sls.multi")
    p, n, m = inputs["p"], inputs["N"], inputs["m"]
    looked = [lost for lost, _ in exchanges("four-look", TRIALS)]
    score_counts(scores, "losses with looks", looked, look_dist(p, n, m))
    at_once = exchanges("four-salvo", TRIALS)
    assert {fired for _, fired in at_once} == {n}
    score_counts(scores, "losses at once", [lost for lost, _ in at_once], salvo_dist(p, n // m, m))


@pytest.mark.parametrize(("p", "n", "m"), [(0.3, 5, 3), (0.8, 3, 4), (0.5, 12, 4)])
def test_looking_wastes_no_round_with_other_numbers(p: float, n: int, m: int, scores: Scores) -> None:
    changes: Mapping[str, object] = {
        "sites.BATTERY.missile.hit_prob": p,
        "sites.BATTERY.magazine": n,
        "flights.GROUP.aircraft": m,
        "flights.GROUP.elements": [m],
    }
    looked = [lost for lost, _ in exchanges("four-look", 1500, changes)]
    score_counts(scores, "losses with looks", looked, look_dist(p, n, m))


# Layers.


def leaker_dist(raiders: int, layers: Sequence[tuple[int, float]]) -> list[float]:
    """Leakers when a layer with so many shots fires each at another raider that still flies."""
    dist = np.zeros(raiders + 1)
    dist[raiders] = 1.0
    for shots, p in layers:
        after = np.zeros(raiders + 1)
        for left, prob in enumerate(dist):
            for killed in range(min(left, shots) + 1):
                after[left - killed] += prob * binom.pmf(killed, min(left, shots), p)
        dist = after
    return [float(prob) for prob in dist]


def leakers(variant: str, trials: int, changes: Mapping[str, object] | None = None) -> list[int]:
    """Play a raid; who is home at the end of the route has leaked. No raider is shot at twice by one layer."""
    found = []
    for trial in played("layers", variant, trials=trials, changes=changes):
        shots = [(shot.shooter, shot.target) for shot in records(trial, Shot)]
        assert len(set(shots)) == len(shots)
        found.append(len(records(trial, HomeReached)))
    return found


def test_the_formulas_of_layers_give_the_listed_values() -> None:
    inputs, value = oracle("layer.product")
    dist = leaker_dist(inputs["N"], [(inputs["N"], p) for p in inputs["p"]])
    assert (spread(dist)[0], dist[0]) == exact((value["E_leakers"], value["p_none"]))
    assert value["leak"] == exact(math.prod(1.0 - p for p in inputs["p"]))
    inputs, value = oracle("layer.limited_shots")
    dist = leaker_dist(inputs["N"], [(layer["shots"], layer["p"]) for layer in inputs["layers"]])
    assert dist == exact(value["dist"])
    assert spread(dist)[0] == exact(value["E_leakers"])


def test_leakage_is_the_product_of_the_layers(scores: Scores) -> None:
    inputs, _ = oracle("layer.product")
    dist = leaker_dist(inputs["N"], [(inputs["N"], p) for p in inputs["p"]])
    score_counts(scores, "leakers", leakers("product", 1000), dist)


def test_leakage_of_layers_with_few_shots(scores: Scores) -> None:
    inputs, _ = oracle("layer.limited_shots")
    dist = leaker_dist(inputs["N"], [(layer["shots"], layer["p"]) for layer in inputs["layers"]])
    score_counts(scores, "leakers", leakers("limited", 1000), dist)


@pytest.mark.parametrize(
    ("raiders", "layers"), [(3, [(3, 0.7), (1, 0.2), (3, 0.1)]), (5, [(2, 0.9), (5, 0.5), (1, 1.0)])]
)
def test_leakage_of_other_layers(raiders: int, layers: list[tuple[int, float]], scores: Scores) -> None:
    changes: dict[str, object] = {"flights.RAID.aircraft": raiders, "flights.RAID.elements": [1] * raiders}
    for site, (shots, p) in zip(("OUTER", "MIDDLE", "INNER"), layers, strict=True):
        changes |= {f"sites.{site}.magazine": shots, f"sites.{site}.missile.hit_prob": p}
    score_counts(scores, "leakers", leakers("product", 800, changes), leaker_dist(raiders, layers))


# Duels.

Clocks = tuple[int, int]
"""Seconds for A and for B: until the first shot, or from one shot to the next."""


def duel_probs(p_a: float, p_b: float, first: Clocks, intervals: Clocks) -> dict[str, float]:
    """Chances that A wins, that B wins, and that both die, second by second."""
    (first_a, first_b), (every_a, every_b) = first, intervals
    alive, probs = 1.0, {"A": 0.0, "B": 0.0, "both_die": 0.0}
    for second in range(1, 2000):
        hits_b = p_a * (second >= first_a and (second - first_a) % every_a == 0)
        hits_a = p_b * (second >= first_b and (second - first_b) % every_b == 0)
        probs["A"] += alive * hits_b * (1.0 - hits_a)
        probs["B"] += alive * hits_a * (1.0 - hits_b)
        probs["both_die"] += alive * hits_a * hits_b
        alive *= (1.0 - hits_a) * (1.0 - hits_b)
    return probs


def outcomes(variant: str, trials: int, changes: Mapping[str, object] | None = None) -> dict[str, int]:
    """Play, and count who wins. Once in some 50,000 duels sixteen missiles are not enough, and nobody does."""
    found = dict.fromkeys(("A", "B", "both_die", "neither"), 0)
    for trial in played("duel", variant, trials=trials, changes=changes):
        lost = {record.flight for record in records(trial, MemberLost)}
        match "ANNA" in lost, "BORIS" in lost:
            case False, True:
                found["A"] += 1
            case True, False:
                found["B"] += 1
            case True, True:
                found["both_die"] += 1
            case _:
                found["neither"] += 1
    return found


def score_duel(scores: Scores, found: Mapping[str, int], probs: Mapping[str, float]) -> None:
    assert found["neither"] <= 1
    for who, prob in probs.items():
        scores.share(f"duel: {who}", found[who], sum(found.values()), prob)


def test_a_duel_with_coincident_shots(scores: Scores) -> None:
    inputs, value = oracle("duel.fixed_2s_3s")
    intervals = (inputs["intervalA_s"], inputs["intervalB_s"])
    probs = duel_probs(inputs["pA"], inputs["pB"], intervals, intervals)
    assert probs == exact(value)
    score_duel(scores, outcomes("fixed-2s-3s", TRIALS), probs)


def test_a_duel_in_which_both_always_fire_together(scores: Scores) -> None:
    inputs, value = oracle("duel.simultaneous")
    probs = duel_probs(inputs["pA"], inputs["pB"], (2, 2), (2, 2))
    assert probs == exact(value)
    score_duel(scores, outcomes("simultaneous", TRIALS), probs)


def test_a_duel_shot_by_shot(scores: Scores) -> None:
    inputs, value = oracle("duel.alternate")
    probs = duel_probs(inputs["pA"], inputs["pB"], (2, 4), (4, 4))
    assert (probs["A"], probs["both_die"]) == exact((value, 0.0))
    score_duel(scores, outcomes("alternate", TRIALS), probs)


def test_a_duel_at_random_times(scores: Scores) -> None:
    """No fighter draws its own intervals yet; here each shot waits for an order, and that wait is drawn."""
    inputs, value = oracle("duel.exp")
    a, b = inputs["rateA"] * inputs["pA"], inputs["rateB"] * inputs["pB"]
    assert a / (a + b) == exact(value)
    score_duel(scores, outcomes("exponential", TRIALS), {"A": value, "B": 1.0 - value, "both_die": 0.0})


def test_a_duel_with_other_clocks(scores: Scores) -> None:
    changes: Mapping[str, object] = {
        "flights.ANNA": {"reaction_s": 5, "missile": {"hit_prob": 0.8}, "shots": {"look_s": 5}},
        "flights.BORIS": {"reaction_s": 3, "missile": {"hit_prob": 0.15}, "shots": {"look_s": 3}},
    }
    score_duel(scores, outcomes("fixed-2s-3s", TRIALS, changes), duel_probs(0.8, 0.15, (5, 3), (5, 3)))
