"""Cross checks of fights: factors that nothing calls for, lots, looks that are never taken, merges without a shot.

Most of it is harmless, and nearby worlds of a scenario vary each number by itself: so these are warnings. Only a lot
that is named in vain is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.model.close_in import CloseIn, FiringClock
from sim.model.weapons import Missile, Shots
from sim.scenario.faults import number, shown
from sim.scenario.nodes import child, is_null
from sim.scenario.validate import Checked

Thing = tuple[str, str]
"""A collection of the scenario, and a name in it."""

_FACTORS: Final = {
    "unsupported_factor": ("active_at_share", "its missiles need no support", "add active_at_share: 0.7"),
    "faulty_factor": ("faulty_prob", "no lot of its missiles is faulty", "add faulty_prob: 0.1"),
}
"""Settings of a missile that another one calls for: that one, what is so without it, and the remedy."""


def check_fights(checked: Checked) -> None:
    """Note what missiles, looks and fights close in declare without effect, and lots that contradict themselves."""
    for thing, missile, shots in _shooters(checked):
        if missile is not None:
            _check_factors(checked, thing, missile)
        _warn_about_looks(checked, thing, shots)
    _check_lots(checked)
    for name, flight in checked.scenario.flights.items():
        if flight.close_in is not None:
            _check_close_in(checked, name, flight.close_in)


def _shooters(checked: Checked) -> Iterator[tuple[Thing, Missile | None, Shots]]:
    for name, flight in checked.scenario.flights.items():
        yield ("flights", name), flight.missile, flight.shots
    for name, site in checked.scenario.sites.items():
        yield ("sites", name), site.missile, site.shots


def _is_given(checked: Checked, *path: str) -> bool:
    """Tell whether a setting is written down; a 0 that is written is meant, such as the end of a knob."""
    node = child(checked.tree, *path)
    return node is not None and not is_null(node)


def _warn(checked: Checked, path: tuple[str, ...], rule: str, hint: str) -> None:
    at = checked.at(*path)
    checked.faults.warn(at.mark, at.path, rule, hint)


# Missiles and looks.


def _check_factors(checked: Checked, thing: Thing, missile: Missile) -> None:
    """What multiplies a chance has an occasion to; and an occasion that changes nothing is warned of."""
    for factor, (needed, without, hint) in _FACTORS.items():
        is_given = _is_given(checked, *thing, "missile", factor)
        if is_given and not _is_given(checked, *thing, "missile", needed):
            rule = f"has no effect: {without}, because {needed} is not given"
            _warn(checked, (*thing, "missile", factor), rule, f"{hint}, or remove it")
        elif getattr(missile, needed) and not is_given:
            _warn(checked, (*thing, "missile", needed), "changes no chance of a hit", f"add {factor}: 0.5")
    if missile.lot is not None and not _is_given(checked, *thing, "missile", "faulty_prob"):
        rule = "has no effect: no lot of its missiles is faulty, because faulty_prob is not given"
        checked.faults.at(checked.at(*thing, "missile", "lot"), rule, "add faulty_prob: 0.1, or remove it")


def _check_lots(checked: Checked) -> None:
    """All missiles of a lot are faulty or none is, so they are equally likely to be."""
    first: dict[str, tuple[str, float]] = {}
    for thing, missile, _ in _shooters(checked):
        if missile is None or not _is_given(checked, *thing, "missile", "faulty_prob"):
            continue
        name = thing[1]
        other, prob = first.setdefault(missile.lot or name, (name, missile.faulty_prob))
        if prob != missile.faulty_prob:
            rule = (
                f"should be the same in a whole lot: {number(missile.faulty_prob)} here, {number(prob)} for "
                f"{shown(other)}, which has missiles of lot {shown(missile.lot or name)} too"
            )
            hint = "make them equal, or give one of them a lot of its own"
            _warn(checked, (*thing, "missile", "faulty_prob"), rule, hint)


def _warn_about_looks(checked: Checked, thing: Thing, shots: Shots) -> None:
    """Only who looks can be wrong about what it sees."""
    for setting in ("false_kill_prob", "missed_kill_prob"):
        if getattr(shots, setting) and not shots.looks_again:
            rule = f"has no effect: nobody looks with doctrine: {shots.doctrine.value}"
            _warn(checked, (*thing, "shots", setting), rule, "use doctrine: shoot_look_shoot")


# Fights close in.


def _check_close_in(checked: Checked, name: str, spec: CloseIn) -> None:
    """Who fights close in comes to shoot; who goes there without missiles can hit."""
    if spec.clock is FiringClock.FIXED and spec.longest_s <= spec.between_shots_s:
        rule = (
            f"it never shoots: its first shot comes after {number(spec.between_shots_s)} s, "
            f"and after {number(spec.longest_s)} s it disengages"
        )
        hint = "make it smaller, or longest larger, or use clock: exponential"
        _warn(checked, ("flights", name, "close_in", "between_shots_s"), rule, hint)
    if spec.presses_on and not spec.kill_prob:
        rule = "goes to fight close in, but its kill_prob is 0"
        _warn(checked, ("flights", name, "close_in", "presses_on"), rule, "make kill_prob larger")
