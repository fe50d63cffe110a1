"""Plans: files of overrides for one side. A plan may touch only what is its own side's, and the routes it flies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sim.scenario import names, places
from sim.scenario.canonical import canonical_overrides
from sim.scenario.faults import Faults, shown
from sim.scenario.layers import labelled, without
from sim.scenario.nodes import Entry, Leaf, Mark, Table, child, is_null
from sim.scenario.reader import read_bytes

SIDED = ("flights", "sites", "controllers", "links", "targets")


def plan_layers(plans: Mapping[str, Path], beneath: Table, faults: Faults) -> list[Table]:
    """Return the plan of each side as a layer, sides in order of name."""
    sides = {side for kind in SIDED for side in _sides(beneath, kind).values() if side}
    layers = []
    for side in sorted(plans):
        if side not in sides:
            hint = faults.near(side, sides) or f"sides: {', '.join(sorted(sides))}"
            faults.add(Mark("plan"), "", f"there is no side {shown(side)} to plan for", hint)
            continue
        layer = _read(Path(plans[side]), faults)
        if layer is not None:
            named = labelled(_own_part(layer, side, beneath, faults), f"plan {side}")
            layers += [named] if isinstance(named, Table) else []
    return layers


def _read(path: Path, faults: Faults) -> Table | None:
    place = places.place_of(path)
    content = places.read_file(path, place, faults)
    table = read_bytes(content, place, faults) if content is not None else None
    return canonical_overrides(table, faults) if table is not None else None


def _sides(tree: Table, kind: str) -> dict[str, str]:
    """Return the side of each thing of a kind."""
    things = child(tree, kind)
    sides = {}
    for name, entry in things.entries.items() if isinstance(things, Table) else ():
        side = child(entry.node, "side")
        if not is_null(entry.node):
            sides[name] = str(side.value) if isinstance(side, Leaf) else ""
    return sides


def _own_part(layer: Table, side: str, beneath: Table, faults: Faults) -> Table:
    """Return a plan without what it may not touch, each of which is noted."""
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
        rival = _rival(name, side, beneath)
        if rival is not None:
            faults.add(thing.mark, path, f"{rival} of the other side flies this route", "add a route of your own")
        return rival is None
    sides = _sides(beneath, kind)
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


def _rival(route: str, side: str, beneath: Table) -> str | None:
    """Return a flight of another side that flies a route."""
    for name, owner in _sides(beneath, "flights").items():
        flown = child(beneath, "flights", name, "route")
        if owner != side and isinstance(flown, Leaf) and flown.value == route:
            return name
    return None
