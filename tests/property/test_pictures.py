"""A picture holds what sensors and links keep alive, and nothing else, however late and mixed up the reports come."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

from hypothesis import example, given

from sim.trial.play import run_trial
from sim.trial.records import (
    ContactLost,
    Delivered,
    Detected,
    ElementLost,
    HomeReached,
    Reported,
    Started,
    TrackDropped,
    TrackHeld,
    Trial,
    element_flight,
)
from tests.property.holding import examples, must_hold
from tests.property.scenarios import SEEDS, Draft, changed, scenario_of

Held = tuple[str, str]
"""A node and a target."""


def over_bad_links(draft: Draft) -> Draft:
    """Return the draft with links that lose half of all messages and delay the others as they like."""
    for name in draft["links"]:
        for setting, value in (("loss_prob", 0.5), ("delay_random_mean_s", 8.0)):
            draft = changed(draft, f"links.{name}.{setting}", value)
    return draft


class Log:
    """What one trial's records say of pictures at its end."""

    def __init__(self, draft: Draft, trial: Trial) -> None:
        self._draft = draft
        self.ends_s = trial.records[-1].at_s
        self._nodes = [*draft["sites"], *draft["controllers"]]
        self.gone: set[str] = set()
        self.held: dict[Held, float] = {}
        self.contact_until_s: dict[Held, float] = {}
        self.heard_s: dict[Held, float] = {}
        self._reported: Counter[Held] = Counter()
        self._heard: Counter[Held] = Counter()
        for record in trial.records:
            self._read(record)

    def _read(self, record: object) -> None:
        match record:
            case Started():
                self._nodes.append(record.element)
            case TrackHeld():
                self.held[record.node, record.target] = record.at_s
            case TrackDropped():
                self.held.pop((record.node, record.target), None)
            case Detected():
                self.contact_until_s[record.node, record.target] = math.inf
            case ContactLost():
                self.contact_until_s[record.node, record.target] = record.at_s
            case ElementLost() | HomeReached():
                self.gone.add(record.element)
                for held in [held for held in self.contact_until_s if held[0] == record.element]:
                    self.contact_until_s[held] = min(self.contact_until_s[held], record.at_s)
            case Reported():
                self._reported[record.link, record.target] += 1
                self._heard[record.reporter, record.target] += 1  # who says it need not hear it
            case Delivered():
                for node in record.receivers:
                    self._heard[node, record.target] += 1
                    self.heard_s[node, record.target] = record.at_s

    def link_of(self, node: str) -> str | None:
        """Return the link that a node is on."""
        return next((name for name, link in self._draft["links"].items() if self._thing(node) in link["members"]), None)

    def nodes_on(self, link: str) -> list[str]:
        """Return the nodes that were on a link at the start."""
        return [node for node in self._nodes if self.link_of(node) == link]

    def memory_s(self, node: str) -> float:
        """Return how long a node keeps what nobody makes any more."""
        things = self._draft["flights"] | self._draft["sites"]
        return float(things[self._thing(node)]["memory_s"]) if self._thing(node) in things else 0.0

    def waits_for_news(self, node: str, target: str) -> bool:
        """Tell whether a report about the target is still on its way to the node."""
        link = self.link_of(node)
        return link is not None and self._heard[node, target] < self._reported[link, target]

    def seen_until_s(self, node: str, target: str) -> float:
        """Return when the target was last seen by the node itself, or by anybody on its link."""
        link = self.link_of(node)
        return max(
            (
                until_s
                for (other, seen), until_s in self.contact_until_s.items()
                if seen == target and (other == node or (link is not None and self.link_of(other) == link))
            ),
            default=0.0,
        )

    def _thing(self, node: str) -> str:
        return element_flight(node) if element_flight(node) in self._draft["flights"] else node


def _undead(draft: Draft) -> list[str]:
    return list(undead(draft, run_trial(scenario_of(draft), 3, 1)))


def undead(draft: Draft, trial: Trial) -> Iterator[str]:
    """Yield the tracks that are held at the end, though all news has come and nobody has seen the target for long."""
    log = Log(draft, trial)
    for node, target in log.held:
        if node in log.gone or log.waits_for_news(node, target):
            continue
        last_s = max(log.seen_until_s(node, target), log.heard_s.get((node, target), 0.0))
        if log.ends_s > last_s + log.memory_s(node) + 1e-6:
            yield f"{node} still holds {target} at {log.ends_s} s, last seen or heard of at {last_s} s"


def blind(draft: Draft, trial: Trial) -> Iterator[str]:
    """Yield who holds no track at the end of what it or somebody on its link sees, though all news has come."""
    log = Log(draft, trial)
    now_seen = {held for held, until_s in log.contact_until_s.items() if until_s > log.ends_s}
    for seer, target in sorted(now_seen):
        link = log.link_of(seer)
        for node in [seer, *(log.nodes_on(link) if link else [])]:
            if (node, target) not in log.held and node not in log.gone and not log.waits_for_news(node, target):
                yield f"{node} does not hold {target}, which {seer} sees"


def _blind(draft: Draft) -> list[str]:
    return list(blind(draft, run_trial(scenario_of(draft), 3, 1)))


@examples(80)
@given(SEEDS)
@example(2785807185)  # seen and lost at one instant
def test_no_track_outlives_its_makers(seed: int) -> None:
    must_hold(seed, _undead)


@examples(80)
@given(SEEDS)
def test_no_track_outlives_its_makers_over_bad_links(seed: int) -> None:
    must_hold(seed, lambda draft: _undead(over_bad_links(draft)))


@examples(80)
@given(SEEDS)
def test_everybody_on_a_link_holds_what_one_of_them_sees(seed: int) -> None:
    must_hold(seed, _blind)


@examples(80)
@given(SEEDS)
def test_everybody_on_a_bad_link_holds_what_one_of_them_sees(seed: int) -> None:
    must_hold(seed, lambda draft: _blind(over_bad_links(draft)))
