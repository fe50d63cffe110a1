"""Rules, identities and caveats in random scenarios: what must hold whatever is declared."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from hypothesis import given

from sim.measure import check_invariants, measure
from sim.model.identity import Identity
from sim.model.rules import Deed, SelfDefence, Weapons
from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.trial.records import Trial, element_flight
from tests.property.holding import examples, must_hold
from tests.property.scenarios import SEEDS, SIDES, Draft, scenario_of, text_of


def ruled(draft: Draft) -> Draft:
    """Return a copy of a draft with rules, identification, caveats, authorities and two neutral aircraft."""
    random = Random(text_of(draft))
    other = copy.deepcopy(draft)
    for flight in other["flights"].values():
        flight["partner"] = random.choice("ab")
        flight |= _rules(random, ("identity", "self_defence"))
        if random.random() < 0.5:
            flight.setdefault("defence", {})["warned_prob"] = 1.0
    for site in other["sites"].values():
        site |= _rules(random, ("identity",))
    other["authorities"] = {
        f"{place}-{side}": {"side": side, "grant_prob": 0.7} | ({"above": f"TOP-{side}"} if place == "LOW" else {})
        for side in SIDES
        for place in ("LOW", "TOP")
    }
    other["caveats"] = {
        f"C-{partner}-{side}": _caveat(random, side, partner)
        for partner in "ab"
        for side in SIDES
        if any(flight["side"] == side and flight["partner"] == partner for flight in other["flights"].values())
    }
    ends = [[random.uniform(-2e5, 2e5), random.uniform(-2e5, 2e5)] for _ in range(2)]
    other["routes"]["lane"] = {"points_m": ends}
    other["flights"]["LINER"] = {"side": "neutral", "aircraft": 2, "speed_mps": 230.0, "route": "lane"}
    return other


_WORDS = {
    "weapons": ("hold", "tight", "free"),
    "identity": ("hostile", "suspect", "any"),
    "self_defence": ("always", "hostile_act", "never"),
}


def _rules(random: Random, words: tuple[str, ...]) -> Draft:
    """Return rules and identification of one flight or site."""
    thing: dict[str, Any] = {"rules": {word: random.choice(_WORDS[word]) for word in ("weapons", *words)}}
    if random.random() < 0.6:
        thing["identification"] = {
            "range_m": random.uniform(5e3, 3e5),
            "identify_mean_s": random.choice((0.0, random.uniform(1.0, 200.0))),
            "error_prob": random.choice((0.0, 0.3, 1.0)),
            "suspect_after_s": random.uniform(0.0, 60.0),
        }
    return thing


def _caveat(random: Random, side: str, partner: str) -> Draft:
    caveat: dict[str, Any] = {"side": side, "who": {"partner": partner}, "may_not": random.choice(("fire", "share"))}
    if random.random() < 0.5:
        caveat["unless"] = "hostile_act"
    if random.random() < 0.6:
        caveat["then"] = {"ask": f"LOW-{side}", "answer_s": random.uniform(0.0, 100.0)}
    return caveat


def forbidden(scenario: Scenario, trial: Trial) -> Iterator[str]:
    """Yield every shot that was withheld, that a rule forbids, or that hits a known friend."""
    withheld: set[tuple[str, str]] = set()
    friends: set[tuple[str, str]] = set()
    provoked: set[str] = set()
    for record in trial.records:
        match record:
            case log.Withheld(node=node, target=target, deed=Deed.FIRE):
                withheld.add((node, target))
            case log.Cleared(node=node, target=target, deed=Deed.FIRE):
                withheld.discard((node, target))
            case log.Identified(node=node, target=target, identity=identity):
                (friends.add if identity is Identity.FRIEND else friends.discard)((node, target))
            case log.TrackDropped(node=node, target=target):
                friends.discard((node, target))
            case log.HostileAct(element=element):
                provoked.add(element)
                friends = {pair for pair in friends if pair[1] != element}
            case log.Shot(shooter=shooter, target=target):
                if (shooter, target) in withheld or (shooter, target) in friends:
                    yield f"{record} was withheld, or is at a known friend"
                if shooter in scenario.sites:
                    holds, defends = scenario.sites[shooter].rules.weapons is Weapons.HOLD, SelfDefence.NEVER
                else:
                    rules = scenario.flights[element_flight(shooter)].rules
                    holds, defends = rules.weapons is Weapons.HOLD, rules.self_defence
                if holds and defends is SelfDefence.NEVER:
                    yield f"{record} by one who never fires"
                if holds and defends is SelfDefence.HOSTILE_ACT and target not in provoked:
                    yield f"{record} before any hostile act"


def _broken(draft: Draft) -> list[str]:
    scenario = scenario_of(ruled(draft))
    found: list[str] = []
    for number in range(2):
        trial = run_trial(scenario, 7, number)
        found += check_invariants(scenario, trial)
        found += forbidden(scenario, trial)
        if trial.status is not Status.FINISHED:
            found.append(f"{trial.events} events by {trial.records[-1].at_s} s")
        if measure(scenario, trial)["neutrals_lost"] not in (0.0, 1.0, 2.0):
            found.append("there are two neutral aircraft")
    return found


def swapped(draft: Draft) -> Draft:
    """Return a ruled draft with the names of the two sides exchanged; who is neutral stays so."""
    other = copy.deepcopy(draft)
    for kind in ("targets", "links", "controllers", "flights", "sites", "authorities", "caveats"):
        for thing in other[kind].values():
            if thing["side"] in SIDES:
                thing["side"] = SIDES[thing["side"] == SIDES[0]]
    return other


def _sided(draft: Draft) -> list[str]:
    draft = ruled(draft)
    one, other = run_trial(scenario_of(draft), 3, 1), run_trial(scenario_of(swapped(draft)), 3, 1)
    return [f"{a} and {b}" for a, b in zip(one.records, other.records, strict=False) if a != b]


@examples(60)
@given(SEEDS)
def test_no_rule_is_broken_in_random_scenarios(seed: int) -> None:
    must_hold(seed, _broken)


@examples(20)
@given(SEEDS)
def test_rules_know_no_side(seed: int) -> None:
    must_hold(seed, _sided)
