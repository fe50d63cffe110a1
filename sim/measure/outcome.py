"""What came of it: who came home, what was hit, who was lost, who leaked, and whether that is success.

'Own' is the studied side and 'bombers' are the aircraft of its strike flights: see perspective.py.
"""

from __future__ import annotations

from collections.abc import Iterable

from sim.measure.ledger import Ledger
from sim.measure.perspective import Unit
from sim.trial import records as log


def success(ledger: Ledger) -> float | None:
    """Whether all success conditions of the scenario hold, where an undefined metric fails; undefined without any."""
    if not ledger.terms.success:
        return None
    for bound in ledger.terms.success:
        got = bound.of(ledger)
        if got is None or (bound.at_least is not None and got < bound.at_least):
            return 0.0
        if bound.at_most is not None and got > bound.at_most:
            return 0.0
    return 1.0


def value(ledger: Ledger) -> float | None:
    """Sum of the scenario's weights times their metrics, where an undefined one adds nothing; undefined without any."""
    if not ledger.terms.value:
        return None
    return sum(weight.worth * (weight.of(ledger) or 0.0) for weight in ledger.terms.value)


def _home(ledger: Ledger, units: Iterable[Unit]) -> int:
    return sum(1 for unit in units for member in unit.members if member in ledger.home)


def _lost(ledger: Ledger, units: Iterable[Unit]) -> int:
    return sum(1 for unit in units for member in unit.members if member in ledger.lost_s)


def bombers_home(ledger: Ledger) -> int:
    """Aircraft of own strike flights that recovered."""
    return _home(ledger, ledger.seen_by.strikes)


def bombers_lost(ledger: Ledger) -> int:
    """Aircraft of own strike flights that were lost."""
    return _lost(ledger, ledger.seen_by.strikes)


def escorts_home(ledger: Ledger) -> int:
    """Aircraft of own escort flights that recovered."""
    return _home(ledger, ledger.seen_by.escorts)


def escorts_lost(ledger: Ledger) -> int:
    """Aircraft of own escort flights that were lost."""
    return _lost(ledger, ledger.seen_by.escorts)


def own_aircraft_lost(ledger: Ledger) -> int:
    """All own aircraft that were lost."""
    return _lost(ledger, ledger.seen_by.own_units)


def opponent_aircraft_lost(ledger: Ledger) -> int:
    """All aircraft of the other side that were lost."""
    return _lost(ledger, ledger.seen_by.opponents)


def unresolved_aircraft(ledger: Ledger) -> int:
    """Own aircraft still in the air when the trial ended."""
    return _unresolved(ledger, ledger.seen_by.own_units)


def opponent_unresolved_aircraft(ledger: Ledger) -> int:
    """Aircraft of the other side still in the air when the trial ended."""
    return _unresolved(ledger, ledger.seen_by.opponents)


def _unresolved(ledger: Ledger, units: Iterable[Unit]) -> int:
    airborne = frozenset(member for record in ledger.of(log.Unresolved) for member in record.members)
    return sum(1 for unit in units for member in unit.members if member in airborne)


def _own_releases(ledger: Ledger) -> list[log.Released]:
    return [record for record in ledger.of(log.Released) if record.element in ledger.seen_by.own_nodes]


def bombs_released(ledger: Ledger) -> int:
    """Bombs that own aircraft released."""
    return sum(record.bombs for record in _own_releases(ledger))


def bombs_hit(ledger: Ledger) -> int:
    """Bombs of own aircraft that hit their target."""
    return sum(record.hits for record in _own_releases(ledger))


def targets_destroyed(ledger: Ledger) -> int:
    """Targets of the other side that were destroyed."""
    own = ledger.seen_by.own_target_names
    return sum(1 for record in ledger.of(log.TargetDestroyed) if record.target not in own)


def targets_destroyed_in_window(ledger: Ledger) -> int:
    """Targets of the other side that took the last needed hit inside their window."""
    own = ledger.seen_by.own_target_names
    return sum(1 for record in ledger.of(log.TargetDestroyed) if record.target not in own and record.in_window)


def strike_aborts(ledger: Ledger) -> int:
    """Own strike elements that turned home before release."""
    return sum(1 for record in ledger.of(log.StrikeAborted) if record.element in ledger.seen_by.own_nodes)


def tot_error_s(ledger: Ledger) -> float | None:
    """Mean over own releases of release time minus time on target; undefined without a release."""
    return mean([record.error_s for record in _own_releases(ledger)])


def released_in_window(ledger: Ledger) -> float | None:
    """Share of own releases that fell inside the window; undefined without a release."""
    return mean([float(record.in_window) for record in _own_releases(ledger)])


def threats(ledger: Ledger) -> int:
    """Armed aircraft of the other side at the start."""
    return sum(len(unit.members) for unit in ledger.seen_by.threats)


def leakers(ledger: Ledger) -> int:
    """Aircraft alive in threats, each element once, when they reached launch range of a charge with a missile left."""
    return sum(ledger.alive(unit, at_s) for unit, at_s in ledger.once(leaks))


def leaks(ledger: Ledger) -> list[tuple[Unit, float]]:
    """Return the threats that reached launch range of a charge with a missile left, and when they first did, in s."""
    seen_by = ledger.seen_by
    first_s: dict[str, float] = {}
    for record in ledger.of(log.InLaunchRange):
        if record.target in seen_by.charge_names:
            first_s.setdefault(record.shooter, record.at_s)
    return [
        (unit, first_s[unit.name])
        for unit in seen_by.threats
        if unit.name in first_s and ledger.armed_until_s(unit) >= first_s[unit.name]
    ]


def mean(numbers: list[float]) -> float | None:
    """Return the mean; None of nothing."""
    return sum(numbers) / len(numbers) if numbers else None
