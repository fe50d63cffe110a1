"""Plans: files of overrides for one side. A plan sets what the scenario lets it, and never another side's things."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.scenario import names, places
from sim.scenario.canonical import canonical_overrides
from sim.scenario.faults import Faults, one_of, shown
from sim.scenario.layers import labelled, without
from sim.scenario.nodes import Entry, Mark, Table, child
from sim.scenario.owners import Permission, all_sides, permission_of, rival_of, sides_of
from sim.scenario.paths import changes_of, without_changes
from sim.scenario.reader import read_bytes

_MOST_TOLD = 8  # paths that a message lists


def plan_layers(plans: Mapping[str, Path], beneath: Table, faults: Faults) -> dict[str, Table]:
    """Return the plan of each side as a layer, sides in order of name."""
    sides = all_sides(beneath)
    layers = {}
    for side in sorted(plans):
        if side not in sides:
            hint = faults.near(side, sides) or f"sides: {', '.join(sorted(sides))}"
            faults.add(Mark("plan"), "", f"there is no side {shown(side)} to plan for", hint)
            continue
        layer = _read(Path(plans[side]), side, faults)
        if layer is not None:
            own = _own_part(layer, side, beneath, faults)
            layers[side] = _allowed_part(own, side, permission_of(side, beneath), faults)
    return layers


def _read(path: Path, side: str, faults: Faults) -> Table | None:
    place = places.place_of(path)
    content = places.read_file(path, place, faults)
    if content is not None and not content.strip():
        faults.add(Mark(place, 1, 1), "", "the plan is empty", "{} is a plan that leaves everything as it is")
        return None
    table = read_bytes(content, place, faults) if content is not None else None
    if table is None:
        return None
    named = labelled(table, f"plan {side}")
    return canonical_overrides(named, faults) if isinstance(named, Table) else None


# What is another side's, or nobody's.


def _own_part(layer: Table, side: str, beneath: Table, faults: Faults) -> Table:
    """Return a plan without what it may not touch whatever the scenario says, each of which is noted."""
    for kind, entry in layer.entries.items():
        if kind not in names.ENTITY_KINDS:
            faults.add(entry.mark, kind, "a plan cannot change this", "a plan changes flights, links and the like")
            layer = without(layer, kind)
        elif isinstance(entry.node, Table):
            kept = {
                name: thing
                for name, thing in entry.node.entries.items()
                if _may_touch(kind, name, thing, side, beneath, faults)
            }
            table = Table(kept, entry.node.mark)
            layer = Table({**layer.entries, kind: Entry(entry.written, entry.mark, table)}, layer.mark)
        else:
            faults.add(entry.mark, kind, "a plan cannot remove or replace all of these", "name what is to change")
            layer = without(layer, kind)
    return layer


def _may_touch(kind: str, name: str, thing: Entry, side: str, beneath: Table, faults: Faults) -> bool:
    path = f"{kind}.{name}"
    if kind == "routes":
        rival = rival_of(name, side, beneath)
        if rival is not None:
            faults.add(thing.mark, path, f"{rival} of the other side flies this route", "add a route of your own")
        return rival is None
    sides = sides_of(beneath, kind)
    if name not in sides:
        own = [other for other, owner in sides.items() if owner == side]
        hint = faults.near(name, own) or f"yours are: {', '.join(own[:8]) or 'none'}"
        faults.add(thing.mark, path, f"there is no {names.SINGULAR[kind]} {shown(name)} to plan for", hint)
        return False
    if sides[name] != side:
        rule = f"{shown(name)} belongs to side {shown(sides[name])}, this plan is for {shown(side)}"
        faults.add(thing.mark, path, rule, "a plan changes only its own side")
        return False
    if child(thing.node, "side") is not None:
        faults.add(thing.mark, f"{path}.side", "a plan cannot change sides", "remove it")
        return False
    return True


# What the scenario lets it set.


def _allowed_part(layer: Table, side: str, permission: Permission, faults: Faults) -> Table:
    """Return a plan without what the scenario does not let it set, each of which is noted."""
    refused = [change for change in changes_of(layer) if not permission.allows(change.words)]
    for change in refused:
        faults.add(change.mark, change.path, _rule(side, permission), _remedy(change.path, permission, faults))
    return without_changes(layer, {change.words for change in refused})


def _rule(side: str, permission: Permission) -> str:
    listed = f"`plans.{side}.may_set` does not list it" if permission.is_listed else "no knob turns it"
    return f"a plan for {shown(side)} may not set this: {listed}"


def _remedy(path: str, permission: Permission, faults: Faults) -> str:
    allowed = list(permission.paths.values())
    if not allowed:
        return "it may set nothing; remove this"
    last = {one.rpartition(".")[2]: one for one in reversed(allowed)}  # by the whole path, all of a flight is near
    meant = [last[word] for word in faults.nearest(path.rpartition(".")[2], last)]
    some = ", ".join(allowed[:_MOST_TOLD]) + (", ..." if len(allowed) > _MOST_TOLD else "")
    return f"did you mean {one_of(meant)}? It may set: {some}" if meant else f"remove this; it may set: {some}"
