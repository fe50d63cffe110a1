"""Cross checks of command: what controllers are aboard of, when they delegate, and who speaks on a voice channel."""

from __future__ import annotations

from typing import Final

from sim.model.command import Authority, Controller
from sim.scenario.faults import shown
from sim.scenario.validate import Checked

_CARRIERS: Final = ("flights", "sites")


def check_command(checked: Checked) -> None:
    """Note controllers that nothing can carry, and settings of delegation and voice that do nothing."""
    for name, controller in checked.scenario.controllers.items():
        _check_carrier(checked, name, controller)
        _check_delegation(checked, name, controller)
    for name, link in checked.scenario.links.items():
        if link.voice is not None and not any(member in checked.names("controllers") for member in link.members):
            speakers = [one for one in checked.scenario.controllers.values() if one.authority is not Authority.CENTRAL]
            if not speakers:
                at = checked.at("links", name, "voice")
                rule = (
                    "nobody speaks on it: no controller is on the link, and no elements tell each other what they take"
                )
                checked.faults.warn(at.mark, at.path, rule, "put a controller on it, or remove it")


def _check_carrier(checked: Checked, name: str, controller: Controller) -> None:
    carrier = controller.aboard
    if carrier is None:
        return
    at = checked.at("controllers", name, "aboard")
    if carrier in checked.names("controllers"):
        what = "itself" if carrier == name else f"another controller, {shown(carrier)}"
        checked.faults.at(at, f"a controller cannot be aboard {what}", "a flight or a site carries it; or leave it out")
        return
    kind = next((one for one in _CARRIERS if carrier in checked.names(one)), None)
    if kind is None:
        known = [one for kind in _CARRIERS for one in checked.names(kind)]
        hint = checked.faults.near(carrier, known) or "a flight or a site carries it; or leave it out"
        checked.faults.at(at, f"there is no {shown(carrier)} to carry it", hint)
        return
    thing = getattr(checked.scenario, kind).get(carrier)
    if thing is not None and thing.side != controller.side:
        rule = f"{shown(carrier)} is on side {shown(thing.side)}, the controller works for {shown(controller.side)}"
        checked.faults.at(at, rule, "let something of its own side carry it")
    if controller.at_m is not None:
        place = checked.at("controllers", name, "at_m")
        hint = f"remove it, or write {shown('at_nm: null')} when another file gives it"
        checked.faults.at(place, f"it is where {shown(carrier)} is, so it has no place of its own", hint)


def _check_delegation(checked: Checked, name: str, controller: Controller) -> None:
    when = controller.delegate_when
    if when is None:
        return
    at = checked.at("controllers", name, "delegate_when")
    if when.queue_at_least is None and when.wait_s is None:
        hint = "add queue_at_least: 3, or wait_s: 60"
        checked.faults.at(at, "says nothing about when to delegate", hint)
    if controller.authority is not Authority.CENTRAL:
        rule = f"has no effect: its authority is {controller.authority.value}, so its elements task themselves anyway"
        checked.faults.warn(at.mark, at.path, rule, "set authority: central, or remove it")
