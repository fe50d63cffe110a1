"""What a scenario file looks like after reading: tables, lists and leaves, each with the place it was written at.

Nodes know nothing of settings or units. They are never changed: every step of the reader makes new ones.
"""

from __future__ import annotations

import enum
import math
import numbers
from collections.abc import Mapping
from dataclasses import dataclass, field

_FAR = 10**30  # whole numbers beyond this are as good as infinite

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something was written. Line and column count from 1; 0 means that no place in a file can be named.

    `layer` names the set of overrides it belongs to, such as `variant close`; empty for the file itself.
    """

    place: str
    line: int = 0
    column: int = 0
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One scalar; `text` is what was written, `value` what it means."""

    value: Scalar
    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple[Node, ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value` of a table; `written` is the key as the file has it, with its own unit."""

    written: str
    mark: Mark
    node: Node


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping. When `cut` is set, a null was here before: nothing of the layers beneath shows through."""

    entries: dict[str, Entry]
    mark: Mark
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """A value that breaks a rule; its fault is already reported."""

    mark: Mark


Node = Leaf | Items | Table | Broken
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a path of a tree: the nearest place, the path as it was written, and the node if there is one."""

    mark: Mark
    path: str
    node: Node | None
    written: str = field(default="")


def is_null(node: Node) -> bool:
    """Tell whether the node is a null, which removes what lies beneath it."""
    return isinstance(node, Leaf) and node.value is None


def child(table: Node | None, *keys: str) -> Node | None:
    """Return the node under nested keys; None when there is none."""
    for key in keys:
        entry = table.entries.get(key) if isinstance(table, Table) else None
        if entry is None:
            return None
        table = entry.node
    return table


def find(root: Node, path: Path) -> Found:
    """Return what stands at a path; where the path leaves the tree, the place of the last node on the way."""
    node: Node | None = root
    mark, written = root.mark, ""
    words: list[str] = []
    for step in path:
        written = str(step)
        if isinstance(node, Table) and (entry := node.entries.get(written)) is not None:
            node, mark, written = entry.node, entry.node.mark, entry.written
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.nodes):
            node = node.nodes[step]
            mark = node.mark
        else:
            node = None
        words += [f"[{step}]"] if isinstance(step, int) else [".", written]
    return Found(mark, "".join(words).removeprefix("."), node, written)


def plain(node: Node) -> object:
    """Return the node as plain dicts, lists and scalars; nulls and broken values in tables are left out.

    Keys are in sorted order, because the order of a mapping means nothing.
    """
    match node:
        case Leaf():
            return node.value
        case Items():
            return [plain(item) for item in node.nodes if not isinstance(item, Broken)]
        case Table():
            kept = ((key, node.entries[key].node) for key in sorted(node.entries))
            return {key: plain(inner) for key, inner in kept if not (is_null(inner) or isinstance(inner, Broken))}
        case Broken():
            return None


def node_of(value: object, mark: Mark, depth: int = 20) -> Node:
    """Return plain Python data as a node, enums by value; what no scenario can hold, or lies too deep, becomes text."""
    match value:
        case Mapping() if depth:
            inner = {str(key): node_of(item, mark, depth - 1) for key, item in value.items()}
            return Table({key: Entry(key, mark, node) for key, node in inner.items()}, mark)
        case list() | tuple() if depth:
            return Items(tuple(node_of(item, mark, depth - 1) for item in value), mark)
        case enum.Enum():
            return node_of(value.value, mark, depth)
        case None:
            return Leaf(None, "null", mark)
        case bool():
            return Leaf(value, str(value).lower(), mark)
        case numbers.Integral():
            whole = int(value)
            return Leaf(whole, str(whole), mark) if abs(whole) < _FAR else Leaf(math.inf, "a huge number", mark)
        case numbers.Real():
            return Leaf(float(value), repr(float(value)), mark)
        case _:
            return Leaf(str(value), str(value), mark)
