"""From files to one tree: extended files, archetypes and overrides laid on one another in the one order there is.

    archetype < extended file < file < variant < plan < knob or --vary < --set, --what-if

Posture presets come last, beneath every explicit number of any layer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sim.model.bases import Base
from sim.scenario import names, places
from sim.scenario.canonical import canonical_file, canonical_part
from sim.scenario.faults import Faults, shown
from sim.scenario.layers import merge_tables, with_entry, with_presets, without
from sim.scenario.nodes import Broken, Entry, Leaf, Mark, Node, Table, child, is_null
from sim.scenario.reader import read_bytes
from sim.scenario.schema import Flight, Site
from sim.scenario.shapes import GroupShape, group_of

MOST_EXTENDED: Final = 4
"""Files that may extend one another in a row."""

OWN: Final = ("name", "title", "lesson", "extends")
"""What a file says of itself; a file that extends it does not take it over."""

_SHAPES: Final[dict[str, type]] = {"flights": Flight, "sites": Site, "bases": Base}


def merged_file(table: Table, path: Path | None, faults: Faults) -> Table:
    """Return a file laid on the files it extends; faults are noted with the file they are in."""
    chain = [table]
    seen = [path.resolve()] if path is not None else []
    layer, at = canonical_file(table, faults), path
    layers = [layer]
    while (wanted := child(layer, "extends")) is not None and not is_null(wanted):
        found = _extended(wanted, at, seen, faults)
        if found is None:
            break
        at, content = found
        seen.append(at.resolve())
        chain.append(content)
        layer = canonical_file(content, faults)
        layers.append(layer)
    tree = without(layers[-1], *OWN) if len(layers) > 1 else layers[-1]
    for above in reversed(layers[:-1]):
        check_known(above, tree, faults)
        kept = above if above is layers[0] else without(above, *OWN)
        tree = merge_tables(tree, kept)
    return tree


def _extended(wanted: Node, at: Path | None, seen: list[Path], faults: Faults) -> tuple[Path, Table] | None:
    """Return the file that a file extends and what it holds."""
    if not isinstance(wanted, Leaf) or not isinstance(wanted.value, str):
        return None
    beside = at.parent if at is not None else None
    path = places.extended_path(wanted.value, beside, wanted.mark, faults)
    if path is None:
        return None
    if path.resolve() in seen:
        ring = " -> ".join([one.name for one in seen] + [path.name])
        faults.add(wanted.mark, "extends", f"files extend one another in a ring: {ring}", "remove one `extends`")
        return None
    if len(seen) > MOST_EXTENDED:
        rule = f"more than {MOST_EXTENDED} files extend one another"
        faults.add(wanted.mark, "extends", rule, "put the settings into fewer files")
        return None
    place = places.place_of(path)
    content = places.read_file(path, place, faults)
    table = read_bytes(content, place, faults) if content is not None else None
    return (path, table) if table is not None else None


_SAYS: Final = {"routes": "points", "injects": "instant"}
"""What only a whole new thing says, by its kind; all others say their side."""


def check_known(layer: Table, beneath: Table, faults: Faults) -> None:
    """Note overrides of things that are not there; a whole new thing has a side, points or an instant."""
    for kind in (*names.ENTITY_KINDS, "injects"):
        things = child(layer, kind)
        known = child(beneath, kind)
        if not isinstance(things, Table):
            continue
        names_here = [n for n, e in known.entries.items() if not is_null(e.node)] if isinstance(known, Table) else []
        for name, entry in list(things.entries.items()):
            complete = isinstance(entry.node, Table) and entry.node.entries.keys() & {"side", "points_m", "at_s"}
            if name in names_here or complete or isinstance(entry.node, Broken):
                continue
            rule = f"there is no {names.SINGULAR[kind]} {shown(name)} to change"
            new = f"a new one says its {_SAYS.get(kind, 'side')}"
            listed = f"there are: {', '.join(names_here[:8])}; {new}" if names_here else f"there is none yet; {new}"
            faults.add(entry.mark, f"{kind}.{name}", rule, faults.near(name, names_here) or listed)
            del things.entries[name]


@dataclass(slots=True)
class Library:
    """The archetypes read so far, by kind of thing and name."""

    faults: Faults
    read: dict[tuple[str, str], Table | None] = field(default_factory=dict)

    def layer(self, kind: str, name: str, mark: Mark, path: str) -> Table | None:
        """Return an archetype as a layer; None, with a fault noted, when it cannot be used."""
        if not names.is_archetype(name) or name not in places.archetype_names():
            known = places.archetype_names()
            hint = self.faults.near(name, known) or f"there are: {', '.join(known[:8])}"
            self.faults.add(mark, path, f"there is no archetype {shown(name)}", hint)
            return None
        if (kind, name) not in self.read:
            self.read[kind, name] = self._read(kind, name, mark, path)
        return self.read[kind, name]

    def _read(self, kind: str, name: str, mark: Mark, path: str) -> Table | None:
        file = places.library_folder() / f"{name}.yaml"
        place = places.place_of(file)
        content = places.read_file(file, place, self.faults)
        table = read_bytes(content, place, self.faults) if content is not None else None
        if table is None:
            return None
        for other in sorted(_SHAPES, key=lambda shape: shape != kind):  # what fits its own kind may fit another too
            trial = Faults()
            layer = canonical_part(table, _archetype_shape(_SHAPES[other]), trial)
            if not trial.found and other == kind:
                return layer
            if not trial.found:
                rule = f"{shown(name)} is an archetype of {names.a(other)}, not of {names.a(kind)}"
                self.faults.add(mark, path, rule, "choose another archetype")
                return None
        return canonical_part(table, _archetype_shape(_SHAPES[kind]), self.faults)


def _archetype_shape(declared: type) -> GroupShape:
    return group_of(declared)


def with_archetypes(tree: Table, library: Library) -> Table:
    """Return the tree with the archetype of each flight and site beneath it."""
    for kind in names.WITH_ARCHETYPE:
        things = child(tree, kind)
        if not isinstance(things, Table):
            continue
        entries: dict[str, Entry] = {}
        for name, entry in things.entries.items():
            entries[name] = replace(entry, node=_on_archetype(entry.node, kind, name, library))
        tree = with_entry(tree, kind, replace(tree.entries[kind], node=replace(things, entries=entries)))
    return tree


def _on_archetype(thing: Node, kind: str, name: str, library: Library) -> Node:
    wanted = child(thing, "archetype")
    if not isinstance(thing, Table) or wanted is None:
        return thing
    own = without(thing, "archetype")
    if isinstance(wanted, Broken):
        return thing
    if not isinstance(wanted, Leaf) or not isinstance(wanted.value, str):
        return own
    beneath = library.layer(kind, wanted.value, wanted.mark, f"{kind}.{name}.archetype")
    if beneath is None:
        return with_entry(own, "archetype", Entry("archetype", wanted.mark, Broken(wanted.mark)))
    return merge_tables(replace(beneath, mark=own.mark), own)


def resolved_tree(base: Table, layers: list[Table], library: Library) -> Table:
    """Return the one tree that a file, its archetypes and all overrides make."""
    tree = base
    for layer in layers:
        check_known(layer, tree, library.faults)
        tree = merge_tables(tree, layer)
    return with_presets(with_archetypes(without(tree, "extends"), library))
