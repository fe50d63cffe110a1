"""What a scenario says of plans, checked: the paths that a plan may set, and the budget that it must keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sim.scenario import names
from sim.scenario.faults import Faults, number, shown
from sim.scenario.nodes import Found, Mark, Table, child
from sim.scenario.owners import all_sides, rival_of, sides_of
from sim.scenario.paths import changes_of, words_of
from sim.scenario.schema import PlanBudget, Scenario
from sim.scenario.validate import Checked

Counted = dict[str, int]
"""How many of something each thing of a side has, by the thing's name."""

_MOST_TOLD: Final = 6


def check_plan_rules(checked: Checked) -> None:
    """Note sides that do not exist, and paths that a plan of the side could never set."""
    sides = all_sides(checked.tree)
    for side, rules in checked.scenario.plans.items():
        if side not in sides:
            hint = checked.faults.near(side, sides) or f"sides: {', '.join(sorted(sides)) or 'none'}"
            checked.faults.at(checked.at("plans", side), f"there is no side {shown(side)}", hint)
            continue
        for index, path in enumerate(rules.may_set or ()):
            _check_path(checked, side, path, checked.at("plans", side, "may_set", index))


def _check_path(checked: Checked, side: str, path: str, at: Found) -> None:
    own = Faults()
    words = words_of(path, at.mark, own)
    for fault in own.found[:1]:
        checked.faults.at(at, f"{shown(path)}: {fault.rule}", fault.hint)
    if words is None:
        return
    kind, name = (*words, "")[:2]
    if kind not in names.ENTITY_KINDS:
        hint = f"a plan changes {', '.join(names.ENTITY_KINDS)}"
        checked.faults.at(at, f"no plan can set {shown(path)}", hint)
    elif words[2:3] == ("side",):
        checked.faults.at(at, f"no plan can set {shown(path)}", "a plan cannot change sides")
    elif name and name != "*":
        _check_thing(checked, side, (kind, name), at)


def _check_thing(checked: Checked, side: str, thing: tuple[str, str], at: Found) -> None:
    """Note a thing that is not there, or not the side's; one that a layer took away is no fault."""
    kind, name = thing
    if kind == "routes":
        rival = rival_of(name, side, checked.tree)
        if rival is not None:
            checked.faults.at(at, f"{rival} of the other side flies {shown(name)}", "a plan changes its own side only")
        return
    known = child(checked.tree, kind)
    if not isinstance(known, Table) or name not in known.entries:
        here = checked.names(kind)
        hint = checked.faults.near(name, here) or f"there are: {', '.join(here[:8]) or 'none'}"
        checked.faults.at(at, f"there is no {names.SINGULAR[kind]} {shown(name)}", hint)
        return
    owner = sides_of(checked.tree, kind).get(name, side)
    if owner != side:
        checked.faults.at(at, f"{shown(name)} belongs to side {shown(owner)}", "a plan changes its own side only")


# Budgets.


def _aircraft(scenario: Scenario, side: str) -> Counted:
    return {name: flight.aircraft for name, flight in scenario.flights.items() if flight.side == side}


def _missiles(scenario: Scenario, side: str) -> Counted:
    flown = {
        name: flight.aircraft * flight.missiles_each
        for name, flight in scenario.flights.items()
        if flight.side == side and flight.missile is not None
    }
    kept = {name: site.magazine for name, site in scenario.sites.items() if site.side == side and site.missile}
    return flown | kept


def _bombs(scenario: Scenario, side: str) -> Counted:
    return {
        name: flight.aircraft * flight.strike.bombs_each
        for name, flight in scenario.flights.items()
        if flight.side == side and flight.strike is not None
    }


def _servers(scenario: Scenario, side: str) -> Counted:
    return {name: one.servers for name, one in scenario.controllers.items() if one.side == side}


COUNTS: Final[dict[str, Callable[[Scenario, str], Counted]]] = {
    "aircraft": _aircraft,
    "missiles": _missiles,
    "bombs": _bombs,
    "servers": _servers,
}
"""What a budget may limit, each word a setting of `PlanBudget`: how it is counted, thing by thing."""


def check_budgets(plans: Mapping[str, Table], scenario: Scenario, faults: Faults) -> None:
    """Note every budget that a side exceeds with its plan; the scenario is the one that the plans make."""
    for side, layer in plans.items():
        rules = scenario.plans.get(side)
        if rules is None:
            continue
        for word, count in COUNTS.items():
            allowed = limit(rules.budget, word)
            counted = count(scenario, side)
            if allowed is not None and sum(counted.values()) > allowed:
                _tell_excess(word, allowed, counted, (side, layer), faults)


def limit(budget: PlanBudget, word: str) -> int | None:
    """Return what a budget allows of one thing; None when it does not say."""
    allowed: int | None = getattr(budget, word)
    return allowed


def _tell_excess(word: str, allowed: int, counted: Counted, plan: tuple[str, Table], faults: Faults) -> None:
    side, layer = plan
    used = sum(counted.values())
    users = sorted((name for name in counted if counted[name]), key=lambda name: -counted[name])
    by_whom = ", ".join(f"{name} {number(counted[name])}" for name in users[:_MOST_TOLD])
    by_whom += ", ..." if len(users) > _MOST_TOLD else ""
    mark, path = _place(users, layer)
    rule = f"uses {number(used)} {word}, {number(allowed)} are allowed to {shown(side)}: {by_whom}"
    faults.add(mark, path, rule, f"take away {number(used - allowed)}")


def _place(users: list[str], layer: Table) -> tuple[Mark, str]:
    """Return where a plan last changes how many someone has; where it begins, when it leaves them as they were."""
    place = layer.mark, ""
    for change in changes_of(layer):
        if change.words[1:2] and change.words[1] in users and change.words[-1] in _COUNTING:
            place = change.mark, change.path
    return place


_COUNTING: Final = ("aircraft", "missiles_each", "magazine", "bombs_each", "servers", "archetype")
