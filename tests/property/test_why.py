"""Every loss and every leaker has exactly one first failed link; a link that was made to fail is the one found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple
from functools import cache

import pytest
from hypothesis import given

from sim.measure import METRICS, FailedLink, attributions, kill_chains, measure
from sim.measure.attribution import Attribution
from sim.scenario import load_scenario
from sim.scenario.schema import Scenario
from sim.trial.play import run_trial
from sim.trial.records import MemberLost, Shot, Trial
from tests.property.holding import examples, must_hold
from tests.property.scenarios import SEEDS, Draft, scenario_of

HAIR_S = 1e-6


def offences(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """What is wrong with the attributions of a trial."""
    found, values = attributions(scenario, trial), measure(scenario, trial)
    victims = [one.victim for one in found if one.victim is not None]
    leakers = [one.aircraft for one in found if one.victim is None]
    if len(set(victims)) != len(victims) or len(victims) != values["own_aircraft_lost"]:
        yield f"losses: {victims}, not {values['own_aircraft_lost']}"
    if len(set(leakers)) != len(leakers) or len(leakers) != values["leakers"]:
        yield f"leakers: {leakers}, not {values['leakers']}"
    for kind, number in (("losses_", len(victims)), ("leakers_", len(leakers))):
        if sum(values[name] or 0 for name in METRICS if name.startswith(kind)) != number:
            yield f"counts of {kind} do not add up to {number}"
    fired = {record.missile: record for record in trial.records if isinstance(record, Shot)}
    hit = {r.member: fired[r.missile] for r in trial.records if isinstance(r, MemberLost)}
    for one in found:
        if one.victim is not None and (hit[one.victim].by, hit[one.victim].at_s) != (one.aircraft, one.at_s):
            yield f"{one.victim} was hit by {hit[one.victim].by}, not {one.aircraft}"
        yield from _unsound(one)


def _unsound(one: Attribution) -> Iterator[str]:
    """What is wrong with the times of one attribution."""
    first_s = min((at_s for at_s in one.instants if at_s is not None), default=one.at_s)
    lengths = [length_s for length_s in astuple(one.spans) if length_s is not None]
    if any(length_s < 0.0 for length_s in lengths) or abs(sum(lengths) - (one.at_s - first_s)) > HAIR_S:
        yield f"spans of {one} do not add up"
    if any(at_s is not None and at_s > one.at_s for at_s in one.instants):
        yield f"{one} uses what came after its deadline"
    if one.instants.detected_s is None and one.link not in UNSEEN:
        yield f"{one} was never detected"


UNSEEN = (FailedLink.UNDETECTED, FailedLink.SITE)
"""Links that may fail when nothing was detected."""


def _broken(draft: Draft) -> list[str]:
    scenario = scenario_of(draft)
    return [breach for number in range(2) for breach in offences(scenario, run_trial(scenario, 7, number))]


@examples(60)
@given(SEEDS)
def test_every_loss_and_leaker_of_a_random_scenario_has_one_attribution(seed: int) -> None:
    must_hold(seed, _broken)


BASELINE = "scenarios/baseline-escort.yaml"


def test_every_loss_and_leaker_of_the_baseline_has_one_attribution() -> None:
    scenario = load_scenario(BASELINE).scenario
    trials = [run_trial(scenario, 1, number) for number in range(40)]
    assert [offence for trial in trials for offence in offences(scenario, trial)] == []
    found = Counter(one.link for trial in trials for one in attributions(scenario, trial))
    assert found.total() > 100
    assert len(found) >= 6  # many things fail in the baseline, not one


def test_a_kill_chain_of_the_baseline_adds_up_to_the_loss_of_its_aircraft() -> None:
    scenario = load_scenario(BASELINE).scenario
    for number in range(10):
        chains = kill_chains(scenario, run_trial(scenario, 1, number))
        assert len(chains) == 8
        for chain in chains:
            if chain.lost_s is not None:
                first_s = min(at_s for at_s in chain.instants if at_s is not None)
                lengths = [length_s for length_s in astuple(chain.spans) if length_s is not None]
                assert sum(lengths) == pytest.approx(chain.lost_s - first_s, abs=HAIR_S)
                assert chain.instants.shot_s is not None


# One cause each. Self-defence is off, because who defends himself needs none of the links before the commit.

ESCORTS = ("RAVEN", "EAGLE")
ALL = (*ESCORTS, "HAMMER")


def each(flights: tuple[str, ...], **changes: object) -> dict[str, object]:
    """The same changes for several flights; `__` stands for a dot."""
    return {f"flights.{name}.{key.replace('__', '.')}": value for name in flights for key, value in changes.items()}


CAUSES: dict[str, tuple[FailedLink, dict[str, object]]] = {
    "no sensors": (FailedLink.UNDETECTED, each(ALL, emission="silent") | each(ALL, receiver=None)),
    "a link that takes an hour": (FailedLink.UNSHARED, {"links.COMMON.delay_s": 3600}),
    "a link that takes five minutes": (FailedLink.ORDER_LATE, {"links.COMMON.delay_s": 300}),
    "a commit range of ten miles": (FailedLink.INELIGIBLE, each(ESCORTS, escort__commit_range_nm=10)),
    "ten minutes of service": (FailedLink.UNTASKED, {"controllers.WARDEN.service_s": 600}),
    "no missiles": (FailedLink.NO_SHOOTER, each(ESCORTS, missiles_each=0)),
    "a leash shorter than the station is far": (FailedLink.REFUSED, each(ESCORTS, escort__leash_nm=6)),
    "missiles that fly one mile": (FailedLink.OUT_OF_REACH, each(ESCORTS, missile__flyout_nm=1)),
    "missiles that never hit": (FailedLink.MISSED, each(ESCORTS, missile__hit_prob=0, missile__hit_prob_far=0)),
}


@cache
def usual() -> Counter[FailedLink]:
    """What fails in the baseline as it is."""
    scenario = load_scenario(BASELINE).scenario
    return Counter(one.link for n in range(8) for one in attributions(scenario, run_trial(scenario, 1, n)))


@pytest.mark.parametrize("cause", CAUSES)
def test_the_link_that_was_made_to_fail_is_the_one_that_most_failures_are_put_down_to(cause: str) -> None:
    """Directions for one fixed seed: the same numbers each time, so there is no false alarm."""
    link, changes = CAUSES[cause]
    scenario = load_scenario(BASELINE, overrides=changes | each(ESCORTS, self_defence_nm=0)).scenario
    trials = [run_trial(scenario, 1, number) for number in range(8)]
    assert [offence for trial in trials for offence in offences(scenario, trial)] == []
    found = Counter(one.link for trial in trials for one in attributions(scenario, trial))
    assert found.most_common(1)[0][0] is link, found
    assert found[link] / found.total() > usual()[link] / usual().total()
