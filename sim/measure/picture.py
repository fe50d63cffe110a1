"""How good the pictures of a side were, by the measures of a single integrated air picture: over time and at each shot.

Every node of a side has a picture: its elements, sites and controllers. Each measure is a ratio of two times summed
over all nodes and all groups of the other side, so a mean that weighs every second of every track alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.measure.perspective import Unit
from sim.measure.tracks import Key, Stretch, stretches
from sim.model.identity import NEUTRAL_SIDE, Identity
from sim.trial import records as log


@dataclass(slots=True, kw_only=True)
class Pictures:
    """Times summed over the nodes of a side and the groups of the other side, in seconds.

    possible: both in the air, from the side's first detection on. held: a track of a group in the air. twice: two of
    it. tracks: all tracks, also of groups that are gone. age: the age of the last word, summed over the time of all
    tracks, in square seconds. clear: a track of a group in the air that the side had identified.
    """

    possible_s: float = 0.0
    held_s: float = 0.0
    twice_s: float = 0.0
    tracks_s: float = 0.0
    age_s2: float = 0.0
    clear_s: float = 0.0
    identifies: bool = False


def own_pictures(ledger: Ledger) -> Pictures:
    """Return the sums of the own side."""
    seen_by = ledger.seen_by
    nodes = [unit.name for unit in seen_by.own_units] + list(seen_by.own_controllers)
    return _pictures(ledger, [*nodes, *_sites(ledger, is_own=True)], seen_by.opponents, 0)


def opponent_pictures(ledger: Ledger) -> Pictures:
    """Return the sums of the other side."""
    seen_by = ledger.seen_by
    nodes = [unit.name for unit in seen_by.opponents] + list(seen_by.opponent_controllers)
    return _pictures(ledger, [*nodes, *_sites(ledger, is_own=False)], seen_by.own_units, 1)


def _sites(ledger: Ledger, *, is_own: bool) -> list[str]:
    sites = ledger.terms.scenario.sites
    own = ledger.seen_by.own
    return [name for name, site in sites.items() if site.side != NEUTRAL_SIDE and (site.side == own) is is_own]


def _pictures(ledger: Ledger, nodes: Sequence[str], groups: Iterable[Unit], looker: int) -> Pictures:
    """Sum up what some nodes held of some groups. looker: 0 for the own side's first detections, 1 for the other's."""
    sums = Pictures()
    looks = [look.at_s for look in ledger.first_looks[looker].values()]
    if not looks:
        return sums
    from_s = min(looks)
    tracks, twice, known_s = ledger.once(stretches), ledger.once(_twice), _known_s(ledger, nodes)
    sums.identifies = bool(known_s)
    for unit in groups:
        gone_s, clear_s = ledger.gone_at_s(unit.name), known_s.get(unit.name)
        for node in nodes:
            until_s = min(gone_s, ledger.gone_at_s(node))
            sums.possible_s += max(until_s - from_s, 0.0)
            for stretch in tracks.get((node, unit.name), ()):
                sums.tracks_s += stretch.to_s - stretch.from_s
                sums.age_s2 += stretch.age_integral()
                real = stretch.until(gone_s)
                if real is not None:
                    sums.held_s += real.to_s - real.from_s
                    if clear_s is not None:
                        sums.clear_s += max(real.to_s - max(real.from_s, clear_s), 0.0)
            for stretch in twice.get((node, unit.name), ()):
                real = stretch.until(until_s)
                sums.twice_s += 0.0 if real is None else real.to_s - real.from_s
    return sums


def _twice(ledger: Ledger) -> dict[Key, list[Stretch]]:
    """Return when each node had two tracks of a group."""
    found: dict[Key, list[Stretch]] = {}
    ends: dict[Key, list[float]] = {}
    for end in ledger.of(log.DualTrackResolved):
        ends.setdefault((end.node, end.target), []).append(end.at_s)
    for begin in ledger.of(log.DualTrackHeld):
        key = begin.node, begin.target
        spans = found.setdefault(key, [])
        over = ends.get(key, ())
        spans.append(Stretch(begin.at_s, over[len(spans)] if len(spans) < len(over) else ledger.end_s, None))
    return found


def _known_s(ledger: Ledger, nodes: Sequence[str]) -> dict[str, float]:
    """Return when one of some nodes first found out what each element is, in seconds."""
    found: dict[str, float] = {}
    names = frozenset(nodes)
    for record in ledger.of(log.Identified):
        if record.node in names and record.identity not in (Identity.UNKNOWN, Identity.SUSPECT):
            found.setdefault(record.target, record.at_s)
    return found


# Over time.


def picture_completeness(ledger: Ledger) -> float | None:
    """Share of the other side's groups in the air that an own node's picture held, over all own nodes and all time from
    the first own detection on.
    """
    return _completeness(ledger.once(own_pictures))


def picture_ambiguity(ledger: Ledger) -> float | None:
    """Tracks for each group in the air that an own node held: 1 when nothing is held twice."""
    return _ambiguity(ledger.once(own_pictures))


def picture_spuriousness(ledger: Ledger) -> float | None:
    """Share of the tracks that own nodes held, over time, that were of groups lost or home by then."""
    return _spuriousness(ledger.once(own_pictures))


def picture_news_age_s(ledger: Ledger) -> float | None:
    """Mean age of the last word on a track of own nodes, over all tracks and time: own sensors 0, else since the last
    report that is on record saw it, or own sensors lost it.
    """
    return _news_age_s(ledger.once(own_pictures))


def picture_clarity(ledger: Ledger) -> float | None:
    """Share of the time that own nodes held groups in the air during which the own side had identified them; undefined
    where it identified none.
    """
    return _clarity(ledger.once(own_pictures))


def opponent_picture_completeness(ledger: Ledger) -> float | None:
    """Share of own groups in the air that a node of the other side held, as picture_completeness."""
    return _completeness(ledger.once(opponent_pictures))


def opponent_picture_ambiguity(ledger: Ledger) -> float | None:
    """Tracks for each own group in the air that a node of the other side held."""
    return _ambiguity(ledger.once(opponent_pictures))


def opponent_picture_spuriousness(ledger: Ledger) -> float | None:
    """Share of the other side's tracks, over time, that were of groups lost or home by then."""
    return _spuriousness(ledger.once(opponent_pictures))


def opponent_picture_news_age_s(ledger: Ledger) -> float | None:
    """Mean age of the last word on a track of the other side's nodes, as picture_news_age_s."""
    return _news_age_s(ledger.once(opponent_pictures))


def opponent_picture_clarity(ledger: Ledger) -> float | None:
    """Share of the time that nodes of the other side held own groups during which it had identified them."""
    return _clarity(ledger.once(opponent_pictures))


def _completeness(sums: Pictures) -> float | None:
    return sums.held_s / sums.possible_s if sums.possible_s > 0.0 else None


def _ambiguity(sums: Pictures) -> float | None:
    return (sums.held_s + sums.twice_s) / sums.held_s if sums.held_s > 0.0 else None


def _spuriousness(sums: Pictures) -> float | None:
    return (sums.tracks_s - sums.held_s) / sums.tracks_s if sums.tracks_s > 0.0 else None


def _news_age_s(sums: Pictures) -> float | None:
    return sums.age_s2 / sums.tracks_s if sums.tracks_s > 0.0 else None


def _clarity(sums: Pictures) -> float | None:
    return sums.clear_s / sums.held_s if sums.identifies and sums.held_s > 0.0 else None


# At each shot.


def ambiguity_at_shot(ledger: Ledger) -> float | None:
    """Mean over own missiles fired of the tracks that the shooter had for each group in the air that it held."""
    twice, found = ledger.once(_twice), []
    for shot in ledger.own_shots:
        held = [key for key in _held_at(ledger, shot) if ledger.gone_at_s(key[1]) > shot.at_s]
        doubles = sum(1 for key in held if _at(twice.get(key, ()), shot.at_s))
        if held:
            found.append((len(held) + doubles) / len(held))
    return mean(found)


def spuriousness_at_shot(ledger: Ledger) -> float | None:
    """Mean over own missiles fired of the share of the shooter's tracks that were of groups lost or home by then."""
    found = []
    for shot in ledger.own_shots:
        held = _held_at(ledger, shot)
        if held:
            found.append(sum(1 for _, group in held if ledger.gone_at_s(group) <= shot.at_s) / len(held))
    return mean(found)


def clarity_at_shot(ledger: Ledger) -> float | None:
    """Share of own missiles fired at a group that the own side had identified by then; undefined where it identified
    none.
    """
    known_s = _known_s(ledger, sorted(ledger.seen_by.own_nodes))
    if not known_s:
        return None
    return mean([1.0 if known_s.get(shot.target, ledger.end_s) <= shot.at_s else 0.0 for shot in ledger.own_shots])


def _held_at(ledger: Ledger, shot: log.Shot) -> list[Key]:
    """Return the tracks of the other side's groups that a shooter held at a shot."""
    tracks = ledger.once(stretches)
    keys = [(shot.shooter, unit.name) for unit in ledger.seen_by.opponents]
    return [key for key in keys if _at(tracks.get(key, ()), shot.at_s)]


def _at(spans: Sequence[Stretch], at_s: float) -> bool:
    return any(span.from_s <= at_s < span.to_s for span in spans)
