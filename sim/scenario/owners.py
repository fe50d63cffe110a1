"""Whose is what: the side of each thing of a tree, and what a plan of a side may set.

It reads trees and not scenarios, because a plan is laid on before anything is validated.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.identity import NEUTRAL_SIDE
from sim.scenario import names
from sim.scenario.faults import Faults
from sim.scenario.nodes import Items, Leaf, Node, Table, child, is_null
from sim.scenario.paths import Words, covers, words_of

SIDED = ("flights", "sites", "controllers", "links", "gateways", "targets", "authorities", "caveats", "bases")


@dataclass(frozen=True, slots=True)
class Permission:
    """The paths that a plan of a side may set, as words and as they were written, and who says so."""

    paths: dict[Words, str]
    is_listed: bool

    def allows(self, words: Words) -> bool:
        """Tell whether a plan may set this."""
        return any(covers(pattern, words) for pattern in self.paths)


def sides_of(tree: Node, kind: str) -> dict[str, str]:
    """Return the side of each thing of a kind; an empty text for one without a side."""
    things = child(tree, kind)
    sides = {}
    for name, entry in things.entries.items() if isinstance(things, Table) else ():
        side = child(entry.node, "side")
        if not is_null(entry.node):
            sides[name] = str(side.value) if isinstance(side, Leaf) else ""
    return sides


def all_sides(tree: Node) -> set[str]:
    """Return every side that has anything."""
    return {side for kind in SIDED for side in sides_of(tree, kind).values() if side not in ("", NEUTRAL_SIDE)}


def rival_of(route: str, side: str, tree: Node) -> str | None:
    """Return a flight of another side that flies a route."""
    for name, owner in sides_of(tree, "flights").items():
        flown = child(tree, "flights", name, "route")
        if owner != side and isinstance(flown, Leaf) and flown.value == route:
            return name
    return None


def owns(side: str, words: Words, tree: Node) -> bool:
    """Tell whether a path leads to a thing of a side, or to a route that no other side flies."""
    kind, name = (*words, "", "")[:2]
    if kind == "routes":
        return bool(name) and rival_of(name, side, tree) is None
    return kind in names.ENTITY_KINDS and sides_of(tree, kind).get(name) == side


def permission_of(side: str, tree: Node) -> Permission:
    """Return what a plan of a side may set: what the scenario lists, else what the knobs turn of its own."""
    listed = child(tree, "plans", side, "may_set")
    if isinstance(listed, Items):
        return Permission(_words(listed), is_listed=True)
    turned: dict[Words, str] = {}
    knobs = child(tree, "knobs")
    for entry in knobs.entries.values() if isinstance(knobs, Table) else ():
        turned |= _words(child(entry.node, "paths"))
    return Permission({words: path for words, path in turned.items() if owns(side, words, tree)}, is_listed=False)


def _words(listed: Node | None) -> dict[Words, str]:
    """Return the paths of a list; those that lead nowhere are told where the scenario is checked."""
    found: dict[Words, str] = {}
    for node in listed.nodes if isinstance(listed, Items) else ():
        words = words_of(str(node.value), node.mark, Faults()) if isinstance(node, Leaf) else None
        if words is not None and isinstance(node, Leaf):
            found[words] = str(node.value)
    return found
