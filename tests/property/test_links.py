"""Who is off a link does not know what is said there, and gateways keep no rumour alive, whatever they join."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import pairwise

from hypothesis import example, given

from sim.measure import check_invariants
from sim.trial.play import run_trial
from sim.trial.reasons import Source
from sim.trial.records import (
    ContactLost,
    Delivered,
    Detected,
    ElementLost,
    HomeReached,
    Reported,
    TrackDropped,
    TrackHeld,
    Trial,
    element_flight,
)
from tests.property.holding import examples, must_hold
from tests.property.scenarios import SEEDS, Draft, scenario_of

SETTLED_S = 400.0
"""By then all news has been everywhere, over links that lose nothing."""


def parted(draft: Draft) -> Draft:
    """Return the draft with the members of each link on three links, and one of them on two."""
    other = copy.deepcopy(draft)
    other["links"] = {}
    for name, link in draft["links"].items():
        members = link["members"]
        parts = [members[number::3] for number in range(3)]
        parts[1] = [*parts[1], *members[:1]]
        for number, part in enumerate(parts):
            if part:
                other["links"][f"{name}{'ABC'[number]}"] = link | {"members": part}
    return other


def bridged(draft: Draft) -> Draft:
    """Return the parted draft with gateways in a ring, one pair of links joined twice, and perhaps a hub."""
    other = parted(draft)
    other["gateways"] = {}
    for side in ("blue", "red"):
        links = [name for name, link in other["links"].items() if link["side"] == side]
        ring = [*pairwise(links), *([(links[-1], links[0])] if len(links) > 2 else []), *pairwise(links[:2])]
        hub = [tuple(links)] if len(links) > 2 and len(draft["flights"]) % 2 else []
        for number, joins in enumerate(ring + hub):
            gateway = {"side": side, "joins": list(joins), "delay_s": 3.3 * number}
            other["gateways"][f"GATE-{side}{'PQRSTU'[number]}"] = gateway
    return other


def sure(draft: Draft) -> Draft:
    """Return the draft with links that lose nothing."""
    other = copy.deepcopy(draft)
    for link in other["links"].values():
        link.pop("loss_prob", None)
        link.pop("delay_random_mean_s", None)
    return other


def breaking(draft: Draft) -> Draft:
    """Return the bridged draft with every link and gateway lost and restored once, outages beside, and few messages."""
    other = bridged(draft)
    other["injects"] = {}
    for number, name in enumerate([*other["links"], *other["gateways"]]):
        lost_s = 97.3 + 211.7 * number % 900.0
        for word, at_s in (("lose", lost_s), ("restore", lost_s + 83.9 + 7.1 * number)):
            inject = {"at_s": at_s, "what": {word: name}, "enabled": True}
            other["injects"][f"{word}-{number}"] = inject
    for number, link in enumerate(other["links"].values()):
        link |= {"outages": [{"from_s": 150.1 * (number + 1), "to_s": 150.1 * (number + 1) + 120.0}]}
        link |= {"capacity_per_s": 2.0 + number}
    return other


class Sightings:
    """Who held what with own sensors, and when."""

    def __init__(self, trial: Trial) -> None:
        self.since_s: dict[tuple[str, str], float] = {}
        self.until_s: dict[str, float] = {}
        self.held: dict[tuple[str, str], None] = {}
        self.gone: set[str] = set()
        self.ends_s = trial.records[-1].at_s
        for record in trial.records:
            match record:
                case Detected():
                    self.since_s.setdefault((record.node, record.target), record.at_s)
                case ContactLost():
                    if self.since_s.pop((record.node, record.target), None) is not None:
                        self.until_s[record.target] = record.at_s
                case TrackHeld():
                    self.held[record.node, record.target] = None
                case TrackDropped():
                    self.held.pop((record.node, record.target), None)
                case ElementLost() | HomeReached():
                    self.gone.add(record.element)
                    for node, target in [pair for pair in self.since_s if record.element in pair]:
                        del self.since_s[node, target]
                        self.until_s[target] = record.at_s
        for _, target in self.since_s:
            self.until_s[target] = self.ends_s


def _thing(draft: Draft, node: str) -> str:
    return element_flight(node) if element_flight(node) in draft["flights"] else node


def _links_of(draft: Draft, node: str) -> set[str]:
    return {name for name, link in draft["links"].items() if _thing(draft, node) in link["members"]}


def _told_by_nobody(draft: Draft) -> Iterator[str]:
    """Yield tracks from a link about what nobody on a link of the holder had seen before."""
    seen: dict[str, set[str]] = {}  # target -> links on which somebody has seen it
    for record in run_trial(scenario_of(draft), 3, 1).records:
        if isinstance(record, Detected):
            seen.setdefault(record.target, set()).update(_links_of(draft, record.node))
        elif isinstance(record, TrackHeld) and record.source is Source.LINK:
            told = seen.get(record.target, set()) & _links_of(draft, record.node)
            if not told:
                yield f"{record}: nobody on its links has seen it"


@examples(60)
@given(SEEDS)
def test_nobody_knows_what_was_seen_only_off_his_links(seed: int) -> None:
    must_hold(seed, lambda draft: list(_told_by_nobody(parted(draft))))


def _out_of_the_air(draft: Draft) -> Iterator[str]:
    """Yield what was known or passed on without having been heard before, and what else broke."""
    scenario = scenario_of(draft)
    trial = run_trial(scenario, 3, 1)
    yield from check_invariants(scenario, trial)
    heard: dict[tuple[str, str], dict[str, float]] = {}  # who heard of what, on which link, when first
    for record in trial.records:
        if isinstance(record, Delivered):
            for node in record.receivers:
                heard.setdefault((node, record.target), {}).setdefault(record.link, record.at_s)
        elif isinstance(record, TrackHeld) and record.source is Source.LINK:
            if (record.node, record.target) not in heard:
                yield f"{record}: it heard nothing of it"
        elif isinstance(record, Reported) and record.reporter in draft["gateways"]:
            delay_s = draft["gateways"][record.reporter]["delay_s"]
            others = {link: at_s for link, at_s in heard[record.reporter, record.target].items() if link != record.link}
            if not others or min(others.values()) + delay_s > record.at_s + 1e-9:
                yield f"{record}: passed on before it was heard on another link"


@examples(60)
@given(SEEDS)
def test_a_gateway_says_only_what_it_heard_on_another_link(seed: int) -> None:
    must_hold(seed, lambda draft: list(_out_of_the_air(bridged(draft))))


def _rumours(draft: Draft) -> Iterator[str]:
    """Yield tracks held at the end of what nobody has seen for so long that all must have heard of its loss."""
    seen = Sightings(run_trial(scenario_of(draft), 3, 1))
    things = draft["flights"] | draft["sites"]
    for node, target in seen.held:
        memory_s = things.get(_thing(draft, node), {}).get("memory_s", 0.0)
        if node not in seen.gone and seen.ends_s > seen.until_s.get(target, 0.0) + memory_s + SETTLED_S:
            yield f"{node} still holds {target} at {seen.ends_s} s, last seen at {seen.until_s.get(target)} s"


@examples(80)
@given(SEEDS)
@example(68112)  # a target that is destroyed, told by another gateway than the one that speaks
def test_gateways_in_a_ring_keep_no_rumour_alive(seed: int) -> None:
    must_hold(seed, lambda draft: list(_rumours(sure(bridged(draft)))))


@examples(40)
@given(SEEDS)
def test_no_rumour_outlives_lossy_links(seed: int) -> None:
    def lossy(draft: Draft) -> Draft:
        other = bridged(draft)
        for link in other["links"].values():
            link |= {"loss_prob": 0.4, "delay_random_mean_s": 5.0, "period_s": 4.0}
        return other

    must_hold(seed, lambda draft: list(_rumours(lossy(draft))))


def _unheard(draft: Draft, quiet_s: float = 0.0) -> Iterator[str]:
    """Yield who does not hold at the end what somebody that gateways join to him has seen for long."""
    scenario = scenario_of(draft)
    trial = run_trial(scenario, 3, 1)
    seen = Sightings(trial)
    sides = {name: link["side"] for name, link in draft["links"].items()}
    nodes = [*draft["sites"], *draft["controllers"]]
    nodes += [element for element, _ in {r.element: None for r in trial.records if hasattr(r, "members")}.items()]
    for (seer, target), since_s in seen.since_s.items():
        if seen.ends_s < max(since_s, quiet_s) + SETTLED_S or not _links_of(draft, seer):
            continue
        side = sides[next(iter(_links_of(draft, seer)))]
        for node in nodes:
            joined = {sides[link] for link in _links_of(draft, node)}
            if side in joined and node not in seen.gone and (node, target) not in seen.held:
                yield f"{node} does not hold {target}, which {seer} sees since {since_s} s"


@examples(60)
@given(SEEDS)
def test_gateways_tell_everybody_what_is_seen_anywhere(seed: int) -> None:
    must_hold(seed, lambda draft: list(_unheard(sure(bridged(draft)))))


@examples(15)
@given(SEEDS)
def test_sides_and_order_of_links_and_gateways_mean_nothing(seed: int) -> None:
    def breach(draft: Draft) -> list[str]:
        draft = bridged(draft)
        swapped = copy.deepcopy(draft)
        for kind in ("targets", "links", "gateways", "controllers", "flights", "sites"):
            swapped[kind] = dict(reversed(swapped[kind].items()))
            for thing in swapped[kind].values():
                thing["side"] = {"blue": "red", "red": "blue"}[thing["side"]]
        for gateway in swapped["gateways"].values():
            gateway["joins"].reverse()
        one, other = (repr(run_trial(scenario_of(each), 3, 1)) for each in (draft, swapped))
        return [] if one == other else ["the trials differ"]

    must_hold(seed, breach)


BREAKS_UNTIL_S = 1_400.0
"""By then everything that breaks in a breaking draft works again."""


@examples(60)
@given(SEEDS)
def test_after_everything_broke_all_is_told_again_and_no_rumour_lives(seed: int) -> None:
    def breach(draft: Draft) -> list[str]:
        draft = sure(breaking(draft))
        return [*_out_of_the_air(draft), *_rumours(draft), *_unheard(draft, BREAKS_UNTIL_S)]

    must_hold(seed, breach)
