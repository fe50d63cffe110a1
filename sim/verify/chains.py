"""Chains of delays: detect, report, decide, order; alone, in a race against a release line, and without any chance."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.scenario.schema import Scenario
from sim.trial.records import Committed, Detected, Hit, Reached, Shot, Tasked, Trial
from sim.verify.case import Answer, Case, Family, Kind, given
from sim.verify.evidence import first_s

WITHIN_S = 90.0
"""The time that the chains are asked about."""


def in_time_prob(means_s: Sequence[float], available_s: float) -> float:
    """Return the chance that exponential delays one after the other take no longer than a time, in seconds.

    Source: the distribution of a sum of exponentials as the matrix exponential of the chain of states (Neuts 1981),
    which has no trouble with equal means, where the usual sum of exponentials divides by nought.
    """
    import numpy as np
    from scipy.linalg import expm

    stages = len(means_s)
    rates = np.zeros((stages + 1, stages + 1))
    for stage, mean_s in enumerate(means_s):
        rates[stage, stage], rates[stage, stage + 1] = -1.0 / mean_s, 1.0 / mean_s
    return float(expm(rates * available_s)[0, stages])


def chain_moments_s(means_s: Sequence[float]) -> tuple[float, float, float]:
    """Return mean and variance of a sum of exponentials, and the standard deviation of a squared gap from the mean.

    Source: the cumulants of an exponential are m, m^2, 2 m^3, 6 m^4, and those of a sum add.
    """
    variance = sum(m**2 for m in means_s)
    fourth = 6.0 * sum(m**4 for m in means_s) + 3.0 * variance**2
    return sum(means_s), variance, math.sqrt(fourth - variance**2)


def _means_s(scenario: Scenario) -> tuple[float, float, float]:
    """Return the means of detection, report and service."""
    radar, link, desk = scenario.sites["POST"].radar, scenario.links["NET"], scenario.controllers["DESK"]
    return radar.detect_mean_s, link.delay_random_mean_s, desk.service_s


def _ordered_s(trial: Trial) -> float:
    return first_s(trial, Tasked)


def _chain_answers(scenario: Scenario) -> tuple[Answer, ...]:
    means_s = _means_s(scenario)
    mean, variance, spread = chain_moments_s(means_s)
    return (
        Answer(
            what=f"order within {WITHIN_S:g} s",
            formula="distribution of a sum of 3 exponentials",
            exact=in_time_prob(means_s, WITHIN_S),
            kind=Kind.SHARE,
            of=lambda trial: float(_ordered_s(trial) <= WITHIN_S),
        ),
        Answer(
            what="instant of the order",
            unit="s",
            formula="sum of the three means",
            exact=mean,
            kind=Kind.MEAN,
            of=_ordered_s,
            deviation=math.sqrt(variance),
        ),
        Answer(
            what="variance of that instant",
            unit="s2",
            formula="sum of the squared means",
            exact=variance,
            kind=Kind.MEAN,
            of=lambda trial: (_ordered_s(trial) - mean) ** 2,
            deviation=spread,
            is_detail=True,
        ),
    )


def _race_answers(scenario: Scenario) -> tuple[Answer, ...]:
    raider, radar = scenario.flights["RAIDER"], scenario.sites["POST"].radar
    line_m = scenario.routes[given(raider.route)].points_m[1][0]
    available_s = (radar.range_m - line_m) / raider.speed_mps
    return (
        Answer(
            what="order before the last launch",
            formula="chain of 3 delays within (range - line) / speed",
            exact=in_time_prob(_means_s(scenario), available_s),
            kind=Kind.SHARE,
            of=lambda trial: float(_ordered_s(trial) < first_s(trial, Reached, point=1)),
        ),
    )


def _stopped_answers(scenario: Scenario) -> tuple[Answer, ...]:
    """The shooter flies abreast of the raider, so its missile always needs the same time."""
    raider, post = scenario.flights["RAIDER"], scenario.sites["POST"]
    missile, escort = given(scenario.flights["FIGHTER"].missile), given(scenario.flights["FIGHTER"].escort)
    (_, abeam_m), *_ = scenario.routes[given(scenario.flights["LEAD"].route)].points_m
    across_m = abeam_m + escort.abeam_m  # it flies west, so its right is north
    flight_s = abs(across_m) / math.sqrt(missile.speed_mps**2 - raider.speed_mps**2)
    release_m = scenario.routes[given(raider.route)].points_m[1][0]
    available_s = (post.radar.range_m - release_m) / raider.speed_mps - flight_s
    delays_s = (*_means_s(scenario), scenario.links["NET"].delay_random_mean_s)
    return (
        Answer(
            what="raider hit before its release",
            formula="chain of 4 delays within time in range - missile's flight",
            exact=in_time_prob(delays_s, available_s),
            kind=Kind.SHARE,
            of=lambda trial: float(first_s(trial, Hit) < first_s(trial, Reached, element="RAIDER-1", point=1)),
        ),
    )


def _timeline_answers(scenario: Scenario) -> tuple[Answer, ...]:
    raider, fighter = scenario.flights["RAIDER"], scenario.flights["FIGHTER"]
    missile = given(fighter.missile)
    (begin_m, _), *_ = scenario.routes[given(raider.route)].points_m
    v, u, s = raider.speed_mps, fighter.speed_mps, missile.speed_mps
    reach_m = missile.flyout_m * fighter.shots.open_at_share
    detects = (begin_m - scenario.sites["POST"].radar.range_m) / v
    commits = detects + scenario.controllers["DESK"].service_s
    apart_m = reach_m * (s + v) / s  # head-on: the raider comes nearer while the missile flies its reach
    launches = commits + (begin_m - v * commits - apart_m) / (v + u)

    def at(what: str, formula: str, exact: float, kind: type) -> Answer:
        def read(trial: Trial) -> float:
            return first_s(trial, kind)

        return Answer(what=what, unit="s", formula=formula, exact=exact, kind=Kind.EVERY, of=read)

    return (
        at("missile hits at", "launch + reach / missile speed", launches + reach_m / s, Hit),
        at("raider detected at", "(start - radar range) / speed", detects, Detected),
        at("fighter commits at", "detection + service", commits, Committed),
        at("missile leaves at", "commit + (distance - launch range) / closing speed", launches, Shot),
    )


def command_chain(variant: str) -> Case:
    """How long it takes from the first possible look to the order."""
    return Case(
        family=Family.CHAIN,
        file="command-chain",
        variant=variant,
        asks="How long from the first possible look to the order?",
        source="hypoexponential distribution; Ross, Introduction to Probability Models, sec. 5.2",
        answers=_chain_answers,
    )


def race() -> Case:
    """Whether the order beats the last useful launch."""
    return Case(
        family=Family.CHAIN,
        file="command-chain",
        variant="race",
        asks="Is the order out before the last useful launch?",
        source="own composition of a crossing and a hypoexponential distribution",
        answers=_race_answers,
    )


def race_to_impact() -> Case:
    """Whether the raider is hit before it can release."""
    return Case(
        family=Family.CHAIN,
        file="race-to-impact",
        asks="Is a raider stopped before it can release?",
        source="own composition of a crossing, an intercept and a hypoexponential distribution",
        answers=_stopped_answers,
    )


def timeline() -> Case:
    """One engagement on one line, traced by hand."""
    return Case(
        family=Family.CHAIN,
        file="timeline",
        asks="At which instants does one engagement go, from detection to impact?",
        source="elementary kinematics on a line",
        answers=_timeline_answers,
        has_chance=False,
    )
