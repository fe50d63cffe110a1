"""From what was written to what is declared: SI names and values, one layer at a time.

A layer that leaves here has only declared keys, each under its SI name, each value of the declared kind. What
breaks a rule is noted and left behind as `Broken`, so that one slip does not cause a second fault.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sim.base.units import SUFFIXES, dimension_of, split_suffix
from sim.model.bases import Base
from sim.scenario import names
from sim.scenario.faults import Faults, one_of, shown
from sim.scenario.leaves import checked_leaf
from sim.scenario.nodes import Broken, Entry, Items, Leaf, Mark, Node, Table, is_null
from sim.scenario.schema import Flight, Scenario, Site
from sim.scenario.shapes import (
    OVERRIDES,
    GroupShape,
    Kind,
    LayerShape,
    ListShape,
    NamedShape,
    ScalarShape,
    Setting,
    Shape,
    root,
)

READER_KEYS: Final[dict[type, str]] = {Flight: "archetype", Site: "archetype", Base: "archetype", Scenario: "extends"}
"""Keys that the reader itself obeys; they are no settings of the scenario."""

FIXED: Final = ("format", "name", "extends", "knobs", "plans", OVERRIDES)
"""Keys that no set of overrides may touch."""

DEEPEST: Final = 10
"""Words that a path may have."""

_TEXT: Final = ScalarShape(kinds=(Kind.TEXT,))


def canonical_file(table: Table, faults: Faults) -> Table:
    """Return a scenario file as a layer."""
    return _Canonical(faults).group(table, root(), "")


def canonical_overrides(table: Table, faults: Faults, *, path: str = "") -> Table:
    """Return a set of overrides, `path: value`, as a layer."""
    return _Canonical(faults).overrides(table, path)


def canonical_part(table: Table, shape: GroupShape, faults: Faults) -> Table:
    """Return a file that holds one group, such as an archetype, as a layer of that group."""
    return _Canonical(faults).group(table, shape, "")


@dataclass(slots=True)
class _Canonical:
    """One walk over one layer."""

    faults: Faults

    def value(self, node: Node, shape: Shape, path: str, written: str, setting: Setting | None) -> Node:
        """Return what stands at one place; nulls pass, because they remove."""
        if isinstance(node, Broken) or (is_null(node) and not isinstance(shape, ListShape | ScalarShape)):
            return node
        match shape, node:
            case GroupShape(), Table():
                return self.group(node, shape, path)
            case NamedShape(), Table():
                return self.named(node, shape, path)
            case ListShape(), Items():
                return self.items(node, shape, path, written, setting)
            case LayerShape(), Table():
                return self.overrides(node, path)
            case ScalarShape(), Leaf():
                if is_null(node):
                    return node
                return checked_leaf(node, shape, written=written, path=path, setting=setting, faults=self.faults)
            case ListShape(), Leaf(value=None):
                return node
        return self._wrong_form(node, shape, path)

    def group(self, table: Table, shape: GroupShape, path: str) -> Table:
        """Return a group with its settings under their SI names."""
        entries: dict[str, Entry] = {}
        meant: dict[str, Entry] = {}
        extra = READER_KEYS.get(shape.of)
        for written, entry in table.entries.items():
            where = _join(path, written)
            if written == extra:
                node = self.value(entry.node, _TEXT, where, written, None)
                entries[written] = replace(entry, node=node)
            elif (setting := match_setting(shape, written)) is None:
                rule, hint, guess = self._unknown(shape, written)
                self.faults.add(entry.mark, where, rule, hint)
                meant[guess] = replace(entry, written=guess, node=Broken(entry.mark))
            elif (first := entries.get(setting.name)) is not None:
                rule = f"is given twice: as {shown(first.written)} and as {shown(written)}"
                self.faults.add(entry.mark, where, rule, "keep one of them")
            else:
                node = self.value(entry.node, setting.shape, where, written, setting)
                entries[setting.name] = replace(entry, node=node)
        meant.pop("", None)
        return replace(table, entries={**meant, **entries})

    def named(self, table: Table, shape: NamedShape, path: str) -> Table:
        """Return a mapping by name, without the things whose names break the rules."""
        entries: dict[str, Entry] = {}
        collection = path.rpartition(".")[2]
        for name, entry in table.entries.items():
            of_metrics = collection in ("value", "precision")
            fits = names.is_metric(name) if of_metrics else names.is_entity(name)
            if not fits:
                kind = names.SINGULAR.get(collection, "name")
                letters = "small letters, digits and _" if of_metrics else "letters, digits and -"
                rule = f"{shown(name)} cannot be the name of a {kind}"
                hint = f"a name is up to 64 {letters}, and begins with a letter"
                self.faults.add(entry.mark, path, rule, hint)
                continue
            entries[name] = replace(entry, node=self.value(entry.node, shape.item, _join(path, name), name, None))
        return replace(table, entries=entries)

    def items(self, items: Items, shape: ListShape, path: str, written: str, setting: Setting | None) -> Node:
        """Return a list, each item checked."""
        if shape.size is not None and len(items.nodes) != shape.size:
            what = "a point is [east, north]: two numbers" if shape.size == 2 else f"must have {shape.size} items"
            self.faults.add(items.mark, path, f"{what}, got {len(items.nodes)}")
            return Broken(items.mark)
        nodes: list[Node] = []
        for index, node in enumerate(items.nodes):
            where = f"{path}[{index}]"
            if is_null(node):
                self.faults.add(node.mark, where, "is empty", "write a value, or remove the comma")
                nodes.append(Broken(node.mark))
            else:
                nodes.append(self.value(node, shape.item, where, written, setting))
        broken = any(isinstance(node, Broken) for node in nodes)
        return Broken(items.mark) if broken else Items(tuple(nodes), items.mark)

    def overrides(self, table: Table, path: str) -> Table:
        """Return overrides as a layer: paths unfolded, keys checked."""
        unfolded = unfold(table, path, self.faults)
        for key in FIXED:
            if (entry := unfolded.entries.pop(key, None)) is not None:
                self.faults.add(entry.mark, _join(path, key), f"{shown(key)} cannot be overridden", "change the file")
        return self.group(unfolded, root(), path)

    def _wrong_form(self, node: Node, shape: Shape, path: str) -> Broken:
        got = {Table: "a mapping", Items: "a list"}.get(type(node), "")
        got = got or (shown(node.text) if isinstance(node, Leaf) else "")
        hint = ""
        match shape:
            case ListShape(size=2):
                want, hint = "a point [east, north]", "such as [150, 40]"
            case ListShape():
                want, hint = "a list", "put it in brackets: [ ... ]"
            case ScalarShape():
                want = f"one of {one_of(shape.choices)}" if shape.choices else shape.kinds[0].value
            case LayerShape():
                want, hint = "a set of changes", "such as {flights.RAVEN.aircraft: 4}; {} changes nothing"
            case NamedShape():
                want, hint = "a mapping by name", "indent `NAME: {...}` lines under it"
            case GroupShape():
                keys = [setting.spellings[0] for setting in shape.settings.values()][:3]
                want, hint = "a mapping of settings", f"such as {{{keys[0]}: ...}}"
        self.faults.add(node.mark, path, f"must be {want}, got {got}", hint)
        return Broken(node.mark)

    def _unknown(self, shape: GroupShape, written: str) -> tuple[str, str, str]:
        """Return rule and hint for a key that no declaration knows, and the name of the setting meant, if clear."""
        stem, suffix = split_suffix(written) or (written, "")
        for setting in shape.settings.values():
            if setting.dimension and stem == setting.stem:
                rule = f"cannot be given in _{suffix}" if suffix else "needs a unit"
                return rule, f"write {one_of(map(shown, setting.spellings))}", setting.name
        rule = f"unknown setting {shown(written)}"
        if "." in written:
            return rule, "in a file write it nested, key under key; dotted paths are for variants and overrides", ""
        known = [name for setting in shape.settings.values() for name in setting.spellings]
        known += [READER_KEYS[shape.of]] if shape.of in READER_KEYS else []
        for setting in shape.settings.values():
            if isinstance(setting.shape, GroupShape) and match_setting(setting.shape, written) is not None:
                return rule, f"it belongs under {shown(setting.name)}", ""
        near = self.faults.nearest(written, known)
        if near:
            first = match_setting(shape, near[0])
            return rule, f"did you mean {one_of(near)}?", first.name if first is not None else ""
        some = ", ".join(setting.spellings[0] for setting in shape.settings.values())
        return rule, f"known here: {some}", ""


def match_setting(shape: GroupShape, written: str) -> Setting | None:
    """Return the setting that a written key means, whatever unit of its dimension it carries."""
    if (setting := shape.settings.get(written)) is not None:
        return setting
    parts, dimension = split_suffix(written), dimension_of(written)
    if parts is None or dimension is None:
        return None
    setting = shape.settings.get(f"{parts[0]}_{dimension}")
    return setting if setting is not None and setting.dimension in SUFFIXES else None


def unfold(table: Table, path: str, faults: Faults) -> Table:
    """Return a table whose dotted keys are nested tables; two changes of one setting are a fault."""
    tree: dict[str, Entry] = {}
    for key, entry in table.entries.items():
        parts = key.split(".")
        if not all(parts) or len(parts) > DEEPEST:
            faults.add(entry.mark, _join(path, key), "is not a path", "such as flights.RAVEN.escort.leash_nm")
            continue
        node = entry.node
        for part in reversed(parts[1:]):
            node = Table({part: replace(entry, written=part, node=node)}, entry.mark)
        clash = _graft(tree, replace(entry, written=parts[0], node=node))
        if clash is not None:
            first = f"first in line {clash.line}" if clash.line else "once above or below it too"
            faults.add(entry.mark, _join(path, key), f"one setting is changed twice, {first}", "keep one of them")
    return replace(table, entries=tree)


def _graft(tree: dict[str, Entry], entry: Entry) -> Mark | None:
    """Add an entry to a tree of fresh tables; return where the same setting stands already, if it does."""
    old = tree.get(entry.written)
    if old is None:
        tree[entry.written] = entry
        return None
    if not (isinstance(old.node, Table) and isinstance(entry.node, Table)):
        return old.mark
    entries = dict(old.node.entries)
    clash = None
    for inner in entry.node.entries.values():
        clash = clash or _graft(entries, inner)
    tree[entry.written] = replace(old, node=replace(old.node, entries=entries))
    return clash


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
