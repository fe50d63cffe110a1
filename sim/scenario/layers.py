"""Laying layers on one another: mappings merge, lists and scalars replace, null removes.

A null stays in the tree, so that it also removes what a still lower layer, such as an archetype, would bring.
"""

from __future__ import annotations

from dataclasses import replace

from sim.model.stations import PRESETS, Posture
from sim.scenario.nodes import Entry, Items, Leaf, Mark, Node, Table, child, is_null


def merge(lower: Node, upper: Node) -> Node:
    """Return the upper layer laid on the lower one."""
    if not isinstance(upper, Table) or upper.cut:
        return upper
    if is_null(lower):
        return replace(upper, cut=True)
    if not isinstance(lower, Table):
        return upper
    return merge_tables(lower, upper)


def merge_tables(lower: Table, upper: Table) -> Table:
    """Return the upper table laid on the lower one; its place is where a file has it, not an override."""
    entries = dict(lower.entries)
    for key, entry in upper.entries.items():
        below = entries.get(key)
        entries[key] = entry if below is None else replace(entry, node=merge(below.node, entry.node))
    is_file = upper.mark.line > 0 and not upper.mark.layer
    return Table(entries, upper.mark if is_file else lower.mark, lower.cut)


def without(table: Table, *keys: str) -> Table:
    """Return a table without some keys."""
    return replace(table, entries={key: entry for key, entry in table.entries.items() if key not in keys})


def with_entry(table: Table, key: str, entry: Entry) -> Table:
    """Return a table with one entry added or replaced."""
    return replace(table, entries={**table.entries, key: entry})


def labelled(node: Node, layer: str) -> Node:
    """Return a node whose every place names the layer that it belongs to."""
    match node:
        case Table():
            entries = {
                key: Entry(entry.written, _named(entry.mark, layer), labelled(entry.node, layer))
                for key, entry in node.entries.items()
            }
            return Table(entries, _named(node.mark, layer), node.cut)
        case Items():
            return Items(tuple(labelled(item, layer) for item in node.nodes), _named(node.mark, layer))
        case _:
            return replace(node, mark=_named(node.mark, layer))


def _named(mark: Mark, layer: str) -> Mark:
    return replace(mark, layer=layer)


def with_presets(tree: Table) -> Table:
    """Return the tree with the numbers that a posture presets, wherever no layer gives one."""
    flights = child(tree, "flights")
    if not isinstance(flights, Table):
        return tree
    entries = dict(flights.entries)
    for name, entry in flights.entries.items():
        escort = child(entry.node, "escort")
        if isinstance(escort, Table) and isinstance(entry.node, Table):
            preset = _with_preset(escort)
            kept = replace(entry.node.entries["escort"], node=preset)
            entries[name] = replace(entry, node=with_entry(entry.node, "escort", kept))
    whole = replace(flights, entries=entries)
    return with_entry(tree, "flights", replace(tree.entries["flights"], node=whole))


def _with_preset(escort: Table) -> Table:
    posture = child(escort, "posture")
    given = posture.value if isinstance(posture, Leaf) else None
    mark = posture.mark if posture is not None else escort.mark
    numbers = PRESETS[Posture(given) if given else Posture.DETACHED]
    entries = dict(escort.entries)
    for key, value in numbers.items():
        if key not in entries or is_null(entries[key].node):
            entries[key] = Entry(key, mark, Leaf(float(value), f"{value:g}", mark))
    return replace(escort, entries=entries)
