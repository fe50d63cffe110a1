"""Paths of settings, such as `flights.RAVEN.escort.leash_nm`: what they mean, and which of them cover which.

A path is written in any unit; its words are those of the declarations, with SI names. `*` stands for any one name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sim.scenario.canonical import canonical_overrides, match_setting
from sim.scenario.faults import Faults
from sim.scenario.nodes import Broken, Entry, Leaf, Mark, Node, Table
from sim.scenario.shapes import GroupShape, NamedShape, Setting, Shape, root

Words = tuple[str, ...]

_ANY: Final = "ANY-NAME"  # stands in for * while the path is checked


@dataclass(frozen=True, slots=True)
class Change:
    """One setting that a layer changes: its words, the path as it was written, and where it stands."""

    words: Words
    path: str
    mark: Mark


def words_of(path: str, mark: Mark, faults: Faults) -> Words | None:
    """Return the words of a path; None, with a fault noted, when it leads to no setting."""
    written = path.strip().replace("*", _ANY)
    own = Faults()
    entry = Entry(written, mark, Leaf(None, "null", mark))
    node: Node = canonical_overrides(Table({written: entry}, mark), own)
    for fault in own.found:
        said = fault.path.replace(_ANY, "*").removeprefix(f"{mark.layer}: ")
        faults.add(mark, said, fault.rule.replace(_ANY, "*"), fault.hint)
    words: list[str] = []
    while isinstance(node, Table) and node.entries:
        word, entry = next(iter(node.entries.items()))
        words.append("*" if word == _ANY else word)
        node = entry.node
    return tuple(words) if words and not own.found else None


def covers(pattern: Words, words: Words) -> bool:
    """Tell whether a path is what a pattern names, or lies below it."""
    return len(pattern) <= len(words) and all(one in ("*", word) for one, word in zip(pattern, words, strict=False))


def changes_of(layer: Table) -> Iterator[Change]:
    """Yield every setting that a layer changes, in order of writing; an empty mapping, or what is broken, is none."""
    for key, entry in layer.entries.items():
        if isinstance(entry.node, Table):
            for inner in changes_of(entry.node):
                yield Change((key, *inner.words), f"{entry.written}.{inner.path}", inner.mark)
        elif not isinstance(entry.node, Broken):
            yield Change((key,), entry.written, entry.mark)


def without_changes(layer: Table, refused: Collection[Words], above: Words = ()) -> Table:
    """Return a layer without some of its changes."""
    entries: dict[str, Entry] = {}
    for key, entry in layer.entries.items():
        words = (*above, key)
        if isinstance(entry.node, Table):
            entries[key] = replace(entry, node=without_changes(entry.node, refused, words))
        elif words not in refused:
            entries[key] = entry
    return replace(layer, entries=entries)


def setting_of(path: str) -> Setting | None:
    """Return the declared setting that a dotted path in any unit leads to; None when there is none."""
    shape: Shape = root()
    setting: Setting | None = None
    for word in path.split("."):
        match shape:
            case GroupShape():
                setting = match_setting(shape, word)
                if setting is None:
                    return None
                shape = setting.shape
            case NamedShape():
                setting, shape = None, shape.item
            case _:
                return None
    return setting
