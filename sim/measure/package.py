"""The package: what kept sites down while the strike was within their reach, how long it held, how far it spread.

A site's reach is that of its launch: within `open_at_share` of its missile's fly-out is where the target will be when
the missile arrives. 'Exposed' is a strike element within that reach of a site of the other side.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from sim.base.units import MIN
from sim.measure.ledger import Ledger
from sim.measure.metric import Better, Measure
from sim.measure.outcome import mean
from sim.measure.paths import Interval, Piece, covered_s
from sim.model.geometry import time_in_range
from sim.scenario.schema import Site, window_of
from sim.trial import records as log
from sim.trial.records import Trial


def suppression_cover(ledger: Ledger) -> float | None:
    """Share of the time that own strike elements were within a site's launch range during which that site was
    suppressed; undefined when none ever was.
    """
    exposed_s, uncovered_s = ledger.once(_exposure)
    return 1.0 - uncovered_s / exposed_s if exposed_s > 0.0 else None


def uncovered_exposure_min(ledger: Ledger) -> float | None:
    """Minutes that an own strike element was within launch range of sites that nobody suppressed, mean over elements
    and added over sites; undefined without a strike element or an armed site of the other side.
    """
    strikes = ledger.seen_by.strikes
    if not strikes or not _sites(ledger):
        return None
    return ledger.once(_exposure)[1] / len(strikes) / MIN


def releases_suppressed(ledger: Ledger) -> float | None:
    """Share of own releases within launch range of a site at which every such site was suppressed; undefined without
    such a release.
    """
    down = ledger.once(suppressed)
    shares = []
    for release in ledger.of(log.Released):
        if release.element not in ledger.seen_by.strike_names:
            continue
        reaching = [name for name, site in _sites(ledger) if _is_reached(ledger, site, release)]
        if reaching:
            shares.append(float(all(_is_within(release.at_s, down.get(name, [])) for name in reaching)))
    return mean(shares)


def opponent_site_shots(ledger: Ledger) -> int:
    """Missiles that sites of the other side fired."""
    sites = ledger.terms.scenario.sites
    return sum(1 for shot in ledger.opponent_shots if shot.shooter in sites)


def site_shots_in_window(ledger: Ledger) -> int:
    """Missiles that sites of the other side fired while a suppression window on them was planned to be open."""
    planned = _planned(ledger)
    return sum(1 for shot in ledger.opponent_shots if _is_within(shot.at_s, planned.get(shot.shooter, [])))


def no_gos(ledger: Ledger) -> int:
    """Own strike flights that went home from their hold point, because too few were there."""
    return sum(1 for record in ledger.of(log.NoGo) if record.flight in ledger.seen_by.strike_flights)


def hold_s(ledger: Ledger) -> float | None:
    """Mean time that own strike flights held, from their first element's arrival to the push or the way home;
    undefined when none ever did.
    """
    began: dict[str, float] = {}
    for record in ledger.of(log.Holding):
        began.setdefault(log.element_flight(record.element), record.at_s)
    own = ledger.seen_by.strike_flights
    ends = [(push.flight, push.at_s) for push in ledger.of(log.Pushed)]
    ends += [(no_go.flight, no_go.at_s) for no_go in ledger.of(log.NoGo)]
    return mean([at_s - began[flight] for flight, at_s in ends if flight in own])


def push_late_s(ledger: Ledger) -> float | None:
    """Mean time by which own strike flights pushed later than planned; undefined when none pushed from a hold point."""
    own = ledger.seen_by.strike_flights
    return mean([record.late_s for record in ledger.of(log.Pushed) if record.flight in own])


def release_spread_s(ledger: Ledger) -> float | None:
    """Time from the first to the last own release; undefined with fewer than two."""
    own = ledger.seen_by.own_nodes
    instants = [record.at_s for record in ledger.of(log.Released) if record.element in own]
    return instants[-1] - instants[0] if len(instants) > 1 else None


COUNTS: Final[tuple[tuple[Measure, str, Better], ...]] = (
    (opponent_site_shots, "missiles", Better.LOWER),
    (site_shots_in_window, "missiles", Better.LOWER),
    (no_gos, "flights", Better.LOWER),
)
"""Metrics that count, each with its unit and which way is better."""

NUMBERS: Final[tuple[tuple[Measure, str, Better], ...]] = (
    (suppression_cover, "share", Better.HIGHER),
    (uncovered_exposure_min, "min", Better.LOWER),
    (releases_suppressed, "share", Better.HIGHER),
    (hold_s, "s", Better.LOWER),
    (push_late_s, "s", Better.LOWER),
    (release_spread_s, "s", Better.LOWER),
)
"""The other metrics, each with its unit and which way is better."""


def suppressed(ledger: Ledger) -> dict[str, list[Interval]]:
    """Return when each site was kept down, as intervals in order; what never ended ends with the trial."""
    down: defaultdict[str, list[Interval]] = defaultdict(list)
    if not ledger.of(log.SiteSuppressed):
        return down
    since_s: dict[str, float] = {}
    for record in ledger.trial.records:
        if isinstance(record, log.SiteSuppressed):
            since_s.setdefault(record.site, record.at_s)
        elif isinstance(record, log.SiteFreed):
            down[record.site].append((since_s.pop(record.site), record.at_s))
    for site, from_s in since_s.items():
        down[site].append((from_s, ledger.end_s))
    return down


def _sites(ledger: Ledger) -> list[tuple[str, Site]]:
    """Return the sites of the other side that have missiles, by name."""
    seen_by, sites = ledger.seen_by, ledger.terms.scenario.sites
    return [
        (name, site)
        for name, site in sorted(sites.items())
        if name not in seen_by.own_nodes and site.missile is not None and site.magazine
    ]


def _exposure(ledger: Ledger) -> tuple[float, float]:
    """Return for how long own strike elements were exposed, added over sites, and how much of it was uncovered."""
    down = ledger.once(suppressed)
    exposed_s = uncovered_s = 0.0
    for name, site in _sites(ledger):
        for unit in ledger.seen_by.strikes:
            for within in _within_launch_range(site, ledger.path(unit.name)):
                exposed_s += within[1] - within[0]
                uncovered_s += within[1] - within[0] - covered_s(down.get(name, ()), within)
    return exposed_s, uncovered_s


def _within_launch_range(site: Site, path: list[Piece]) -> Iterator[Interval]:
    """Yield when something on a path was within a site's launch range, piece by piece."""
    missile = site.missile
    assert missile is not None, "a site without missiles has no launch range"
    reach_m = missile.flyout_m * site.shots.open_at_share
    lead_s = reach_m / missile.speed_mps
    for from_s, to_s, x, y, vx, vy in path:
        offset = (x + vx * lead_s - site.at_m[0], y + vy * lead_s - site.at_m[1])
        inside = time_in_range(offset, (vx, vy), reach_m)
        if inside is not None and inside[0] < to_s - from_s:
            yield from_s + inside[0], min(from_s + inside[1], to_s)


def _is_reached(ledger: Ledger, site: Site, release: log.Released) -> bool:
    within = list(_within_launch_range(site, ledger.path(release.element)))
    return _is_within(release.at_s, within)


def _is_within(at_s: float, intervals: list[Interval]) -> bool:
    return any(from_s <= at_s <= to_s for from_s, to_s in intervals)


def _planned(ledger: Ledger) -> dict[str, list[Interval]]:
    """Return the windows that own flights plan on each site."""
    windows: defaultdict[str, list[Interval]] = defaultdict(list)
    scenario = ledger.terms.scenario
    for flight in scenario.flights.values():
        if flight.suppress is not None and flight.side == ledger.seen_by.own:
            windows[flight.suppress.site].append(window_of(flight.suppress, scenario))
    return windows


def the_suppressed_hold_fire(trial: Trial) -> Iterator[str]:
    """A site fires nothing while it is kept down, and is free exactly when the last has let go."""
    by: defaultdict[str, set[str]] = defaultdict(set)
    for record in trial.records:
        match record:
            case log.SiteSuppressed():
                if record.element in by[record.site]:
                    yield f"{record}: it does so already"
                by[record.site].add(record.element)
            case log.LetGo():
                if record.element not in by[record.site]:
                    yield f"{record}: it did not keep it down"
                by[record.site].discard(record.element)
            case log.SiteFreed():
                if by[record.site]:
                    yield f"{record}: {sorted(by[record.site])} still keep it down"
            case log.Shot():
                if by.get(record.shooter):
                    yield f"{record}: {record.shooter} is kept down"


def holds_end_once(trial: Trial) -> Iterator[str]:
    """A flight pushes or goes home from its hold point once, after it held there."""
    holding: set[str] = set()
    over: set[str] = set()
    for record in trial.records:
        if isinstance(record, log.Holding):
            holding.add(log.element_flight(record.element))
        elif isinstance(record, log.Pushed | log.NoGo):
            if record.flight in over or record.flight not in holding:
                yield f"{record}: it did not hold, or has ended that before"
            over.add(record.flight)
