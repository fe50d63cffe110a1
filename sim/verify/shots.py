"""Shots at targets that do not shoot back: salvo against shoot-look-shoot, and layers of defence."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.model.weapons import ShotDoctrine
from sim.scenario.schema import Scenario
from sim.trial.records import HomeReached, MemberLost, Shot, Trial
from sim.verify.case import Answer, Case, Family, count_answers, given
from sim.verify.evidence import count


def binomial(n: int, p: float) -> list[float]:
    """Return the chances of 0 to n hits in n shots."""
    return [math.comb(n, k) * p**k * (1.0 - p) ** (n - k) for k in range(n + 1)]


def rounds_dist(p: float, n: int) -> list[float]:
    """Return the chances of 0 to n rounds fired at one target by shoot-look-shoot with n rounds.

    Source: geometric distribution, cut off where the magazine is empty.
    """
    return [0.0] + [(1.0 - p) ** k * p for k in range(n - 1)] + [(1.0 - p) ** (n - 1)]


def look_dist(p: float, n: int, m: int) -> list[float]:
    """Return the chances of 0 to min(n, m) losses among m when each of n rounds goes to one that lives.

    Source: min(m, Bin(n, p)); Washburn and Kress, Combat Modeling (2009), ch. 2.
    """
    hits = binomial(n, p)
    return hits if n < m else [*hits[:m], math.fsum(hits[m:])]


def salvo_dist(p: float, each: int, m: int) -> list[float]:
    """Return the chances of 0 to m losses among m when each gets the same number of rounds at once."""
    return binomial(m, 1.0 - (1.0 - p) ** each)


def leaker_dist(raiders: int, layers: Sequence[tuple[int, float]]) -> list[float]:
    """Return the chances of 0 to all leakers; a layer (shots, p) fires each shot at another raider that still flies.

    Source: convolution layer by layer; with shots for everybody the product of the layers' leakages (Wilkening 2000).
    """
    dist = [0.0] * raiders + [1.0]
    for shots, p in layers:
        after = [0.0] * (raiders + 1)
        for left, prob in enumerate(dist):
            for killed, chance in enumerate(binomial(min(left, shots), p)):
                after[left - killed] += prob * chance
        dist = after
    return dist


def _losses(trial: Trial) -> float:
    return float(count(trial, MemberLost))


def _exchange_answers(scenario: Scenario) -> tuple[Answer, ...]:
    """Losses and, against one target, rounds; read off whoever shoots."""
    site, fighter = scenario.sites.get("BATTERY"), scenario.flights.get("FIGHTER")
    missile = given(site.missile if site else given(fighter).missile)
    shots = site.shots if site else given(fighter).shots
    n = site.magazine if site else given(fighter).missiles_each
    m, p = scenario.flights["GROUP"].aircraft, missile.hit_prob
    if shots.doctrine is ShotDoctrine.SALVO:
        formula = "targets x (1 - (1 - p)^rounds each)"
        return count_answers("losses", formula, salvo_dist(p, n // m, m), _losses)
    losses = count_answers("losses", "mean of min(targets, binomial(rounds, p))", look_dist(p, n, m), _losses)
    if m > 1:
        return losses
    rounds = count_answers(
        "rounds", "(1 - (1 - p)^rounds) / p", rounds_dist(p, n), lambda trial: float(count(trial, Shot))
    )
    return *rounds, *losses


def _leaker_answers(scenario: Scenario) -> tuple[Answer, ...]:
    raiders = scenario.flights["RAID"].aircraft
    working = (site for name in ("OUTER", "MIDDLE", "INNER") if (site := scenario.sites[name]).emission.value == "on")
    layers = [(site.magazine, given(site.missile).hit_prob) for site in working]
    is_full = all(shots >= raiders for shots, _ in layers)
    formula = "raiders x product of (1 - p)" if is_full else "binomial losses, layer after layer"
    return count_answers(
        "leakers", formula, leaker_dist(raiders, layers), lambda trial: float(count(trial, HomeReached))
    )


def exchange(variant: str) -> Case:
    """What a look between shots saves."""
    return Case(
        family=Family.SHOTS,
        file="shoot-look-shoot",
        variant=variant,
        asks="What does a look between shots save?",
        source="Washburn and Kress, Combat Modeling (2009), ch. 2; Glazebrook and Washburn, Oper. Res. 52 (2004)",
        answers=_exchange_answers,
    )


def layers(variant: str) -> Case:
    """How many raiders leak through layers of defence."""
    return Case(
        family=Family.LAYERS,
        file="layers",
        variant=variant,
        asks="How many raiders leak through layers of defence?",
        source="own convolution; Wilkening, Science and Global Security 8 (2000)",
        answers=_leaker_answers,
    )
