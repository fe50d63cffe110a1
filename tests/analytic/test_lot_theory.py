"""Faulty lots: hits come from a mixture, wider than chance shot by shot would have it.

Each missile has a target of its own, so that hits are losses. Where a lot is faulty, with probability f, none of its
missiles hits; else each hits with probability p. So k missiles of one lot hit k p (1 - f) times in the mean, with
variance k p (1 - p) (1 - f) + (k p)^2 f (1 - f): that within lots, and that between them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest

from sim.trial.records import Hit, LotFaulty, Shot
from sim.verify.shots import binomial
from tests.analytic.oracle import exact, played, records
from tests.analytic.scores import Scores

TRIALS = 3000
MISSILES = 4

AWAY_KM = 500
"""How far off the second site and its group are; neither site reaches the other's group."""


def mixture(k: int, p: float, f: float) -> list[float]:
    """Return the chances of 0 to k hits by k missiles of one lot: none where it is faulty."""
    sound = [(1.0 - f) * chance for chance in binomial(k, p)]
    return [sound[0] + f, *sound[1:]]


def central(dist: Sequence[float], power: int) -> float:
    """Return a central moment of a distribution over 0, 1, 2 ..."""
    mean = math.fsum(value * prob for value, prob in enumerate(dist))
    return math.fsum((value - mean) ** power * prob for value, prob in enumerate(dist))


def hold(scores: Scores, what: str, hits: Sequence[int], dist: Sequence[float]) -> None:
    """Score mean, variance and every share of hits.

    Source: the variance of the sample variance, (m4 - m2^2 (n - 3) / (n - 1)) / n; Wilks, Mathematical Statistics
    (1962), ch. 8.
    """
    n, m2 = len(hits), central(dist, 2)
    mean = math.fsum(value * prob for value, prob in enumerate(dist))
    scores.mean(f"{what}: mean", hits, mean, math.sqrt(m2))
    error = math.sqrt((central(dist, 4) - m2**2 * (n - 3) / (n - 1)) / n)
    found = float(np.var(hits, ddof=1))
    scores.score(f"{what}: variance {found:.4f} for {m2:.4f}", (found - m2) / error)
    scores.shares(what, hits, dist)


def one_lot(p: float, f: float) -> dict[str, object]:
    """Return the changes by which a site fires one missile at each aircraft of a group."""
    return {
        "flights.GROUP": {"aircraft": MISSILES, "elements": [MISSILES]},
        "sites.BATTERY": {"magazine": MISSILES, "shots": {"doctrine": "single"}},
        "sites.BATTERY.missile": {"hit_prob": p, "faulty_prob": f, "faulty_factor": 0},
    }


@pytest.mark.parametrize(("k", "p", "f"), [(4, 0.6, 0.3), (8, 0.9, 0.05), (3, 0.2, 0.5), (5, 0.5, 0.0)])
def test_the_mixture_has_the_mean_and_the_variance_of_the_formula(k: int, p: float, f: float) -> None:
    dist = mixture(k, p, f)
    assert math.fsum(value * prob for value, prob in enumerate(dist)) == exact(k * p * (1.0 - f))
    assert central(dist, 2) == exact(k * p * (1.0 - p) * (1.0 - f) + (k * p) ** 2 * f * (1.0 - f))


@pytest.mark.parametrize(("p", "f"), [(0.6, 0.3), (0.9, 0.1), (0.3, 0.5), (0.5, 0.0), (1.0, 0.2)])
def test_missiles_of_one_lot_hit_as_the_mixture_does(p: float, f: float, scores: Scores) -> None:
    hits = []
    for trial in played("shoot-look-shoot", "one-salvo", trials=TRIALS, changes=one_lot(p, f)):
        assert len(records(trial, Shot)) == MISSILES
        hits.append(len(records(trial, Hit)))
        assert len(records(trial, LotFaulty)) <= 1
        assert not (hits[-1] and records(trial, LotFaulty))
    hold(scores, f"p {p}, f {f}", hits, mixture(MISSILES, p, f))


def two_sites(p: float, f: float, lots: Sequence[str]) -> dict[str, object]:
    """Return the changes by which two sites far from each other do so, with missiles of these lots."""
    site = {"side": "blue", "radar": {"range_km": 180, "certain": True}, "reaction_s": 0, "magazine": MISSILES}
    missile = {"speed_mps": 1000, "flyout_km": 100, "hit_prob": p, "faulty_prob": f, "faulty_factor": 0}
    patrol = {"at_km": [50, AWAY_KM], "commit_range_km": 1}
    return one_lot(p, f) | {
        "sites.BATTERY.missile.lot": lots[0],
        "sites.SECOND": site | {"at_km": [0, AWAY_KM], "missile": missile | {"lot": lots[1]}},
        "sites.SECOND.shots.doctrine": "single",
        "flights.OTHERS": {"side": "red", "aircraft": MISSILES, "elements": [MISSILES], "speed_mps": 100},
        "flights.OTHERS.patrol": patrol,
    }


@pytest.mark.parametrize("lots", [("SAME", "SAME"), ("ONE", "OTHER")])
def test_two_sites_hit_together_only_with_missiles_of_one_lot(lots: Sequence[str], scores: Scores) -> None:
    """With one lot they hit as one site does with twice the missiles; with two their hits are independent."""
    p, f = 0.6, 0.3
    trials = list(played("shoot-look-shoot", "one-salvo", trials=TRIALS, changes=two_sites(p, f, lots)))
    assert {len(records(trial, Shot)) for trial in trials} == {2 * MISSILES}
    one = mixture(MISSILES, p, f)
    dist = mixture(2 * MISSILES, p, f) if len(set(lots)) == 1 else np.convolve(one, one).tolist()
    hold(scores, "/".join(lots), [len(records(trial, Hit)) for trial in trials], dist)
