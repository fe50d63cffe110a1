"""How good the pictures of a side were, by the measures of a single integrated air picture: over time and at each shot.

Every node of a side has a picture: its elements, sites and controllers. Each measure is a ratio of two times summed
over all nodes and all groups of the other side, so a mean that weighs every second of every track alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sim.measure.ledger import Ledger
from sim.measure.outcome import mean
from sim.measure.perspective import Unit
from sim.measure.tracks import Key, held_tracks, news_ages, second_tracks
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
    from_s = min([look.at_s for look in ledger.first_looks[looker].values()], default=None)
    if from_s is None:
        return sums
    tracks, twice, ages = ledger.once(held_tracks), ledger.once(second_tracks), ledger.once(news_ages)
    known_s = _known_s(ledger, nodes)
    sums.identifies = bool(known_s)
    units = ledger.seen_by.units
    stays_s = [(node, ledger.began_s(node) if node in units else 0.0, ledger.gone_at_s(node)) for node in nodes]
    for unit in groups:
        group, gone_s = unit.name, ledger.gone_at_s(unit.name)
        there_s = max(from_s, ledger.there_from_s(group))
        clear_s = known_s.get(group, gone_s)
        for node, began_s, stay_s in stays_s:
            both_s, until_s = max(there_s, began_s), min(gone_s, stay_s)
            if until_s > both_s:
                sums.possible_s += until_s - both_s
            key = node, group
            for begin_s, end_s in tracks.get(key, ()):
                sums.tracks_s += end_s - begin_s
                if begin_s < gone_s:
                    real_s = min(end_s, gone_s)
                    sums.held_s += real_s - begin_s
                    sums.clear_s += max(real_s - max(begin_s, clear_s), 0.0)
            sums.age_s2 += ages.get(key, 0.0)
            for begin_s, end_s in twice.get(key, ()):
                sums.twice_s += max(min(end_s, gone_s) - begin_s, 0.0)
    return sums


def _known_s(ledger: Ledger, nodes: Sequence[str]) -> dict[str, float]:
    """Return when one of some nodes first found out what each element is, in seconds."""
    found: dict[str, float] = {}
    identified = ledger.of(log.Identified)
    names = frozenset(nodes) if identified else frozenset()
    for record in identified:
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


class AtShot(NamedTuple):
    """What the shooter of one missile held: groups in the air and in all, tracks of the former, groups in the air."""

    held: int
    tracks: int
    gone: int
    in_air: int


def own_shots(ledger: Ledger) -> list[AtShot]:
    """Return what the shooter of each own missile held of the other side at that shot, in order."""
    found: list[AtShot] = []
    if not ledger.own_shots:
        return found
    opponents = frozenset(unit.name for unit in ledger.seen_by.opponents)
    in_air = {unit.name for unit in ledger.seen_by.opponents if not ledger.there_from_s(unit.name)}
    held: defaultdict[str, set[str]] = defaultdict(set)
    twice: set[Key] = set()
    own, records = ledger.seen_by.own_nodes, ledger.trial.records
    for record in [record for record in records if type(record) in _NEWS]:
        match record:
            case log.TrackHeld():
                held[record.node].add(record.target)
            case log.TrackDropped():
                held[record.node].discard(record.target)
            case log.ElementLost() | log.HomeReached():
                in_air.discard(record.element)
            case log.Airborne() | log.Started() if record.element in opponents:
                if ledger.there_from_s(record.element) <= record.at_s:  # else on the ground
                    in_air.add(record.element)
            case log.DualTrackHeld():
                twice.add((record.node, record.target))
            case log.DualTrackResolved():
                twice.discard((record.node, record.target))
            case log.Shot() if record.shooter in own:
                tracks = held[record.shooter]
                real = tracks & in_air
                doubles = sum(1 for group in real if (record.shooter, group) in twice) if twice else 0
                gone = len(tracks & opponents) - len(real)
                found.append(AtShot(len(real), len(real) + doubles, gone, len(in_air)))
    return found


_NEWS = frozenset(
    (
        log.TrackHeld,
        log.TrackDropped,
        log.ElementLost,
        log.HomeReached,
        log.Airborne,
        log.Started,
        log.DualTrackHeld,
        log.DualTrackResolved,
        log.Shot,
    )
)


def completeness_at_shot(ledger: Ledger) -> float | None:
    """Mean over own missiles fired of the share of the other side's elements in the air that the shooter then held."""
    return mean([shot.held / shot.in_air for shot in ledger.once(own_shots) if shot.in_air])


def ambiguity_at_shot(ledger: Ledger) -> float | None:
    """Mean over own missiles fired of the tracks that the shooter had for each group in the air that it held."""
    return mean([shot.tracks / shot.held for shot in ledger.once(own_shots) if shot.held])


def spuriousness_at_shot(ledger: Ledger) -> float | None:
    """Mean over own missiles fired of the share of the shooter's tracks that were of groups lost or home by then."""
    shots = ledger.once(own_shots)
    return mean([shot.gone / (shot.held + shot.gone) for shot in shots if shot.held + shot.gone])


def clarity_at_shot(ledger: Ledger) -> float | None:
    """Share of own missiles fired at a group that the own side had identified by then; undefined where it identified
    none.
    """
    if not ledger.of(log.Identified):
        return None
    known_s = _known_s(ledger, sorted(ledger.seen_by.own_nodes))
    if not known_s:
        return None
    return mean([1.0 if known_s.get(shot.target, ledger.end_s) <= shot.at_s else 0.0 for shot in ledger.own_shots])
