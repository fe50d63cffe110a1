"""From text to nodes: one pass over YAML's parse events, with limits, and nothing that a scenario does not need.

Anchors, aliases, tags, a second document, keys that are no text and duplicate keys are refused. PyYAML's own
construction of objects is never used: nested deeply it crashes the interpreter, and it reads `no` as false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from sim.scenario.faults import Faults, shown
from sim.scenario.nodes import Entry, Items, Leaf, Mark, Node, Table
from sim.scenario.scalars import meaning

MOST_BYTES: Final = 256 * 1024
MOST_DEPTH: Final = 20
MOST_NODES: Final = 10_000

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_FAST: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StopReadingError(Exception):
    """A limit is reached: nothing after it is read."""


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read."""

    mark: Mark
    is_table: bool
    entries: dict[str, Entry] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    key: tuple[str, Mark] | None = None


def read_bytes(content: bytes, place: str, faults: Faults) -> Table | None:
    """Return the table that a file holds; None, with faults noted, when it holds none."""
    if len(content) > MOST_BYTES:
        faults.add(Mark(place), "", f"the file is larger than {MOST_BYTES // 1024} KiB", "a scenario is a few KiB")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        faults.add(Mark(place, line, 1), "", "this is not a text file in UTF-8", "save it as plain text, UTF-8")
        return None
    return read_text(text, place, faults)


def read_text(text: str, place: str, faults: Faults, *, loader: Any = _FAST) -> Table | None:
    """Return the table that YAML text holds; None, with faults noted, when it holds none."""
    node = read_node(text, Mark(place, 1, 1), faults, loader=loader)
    if node is None or isinstance(node, Table):
        return node
    if isinstance(node, Leaf) and node.value is None:
        faults.add(Mark(place, 1, 1), "", "the file is empty", "`sortie new` writes a scenario to start from")
    else:
        faults.add(node.mark, "", "a scenario is a mapping of `key: value` lines", "begin with `format: 1`")
    return None


def read_node(text: str, start: Mark, faults: Faults, *, loader: Any = _FAST) -> Node | None:
    """Return what YAML text holds, an empty text as null; None, with faults noted, when it cannot be read.

    When `start` has line 0, no place inside the text is told.
    """
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        faults.add(start, "", f"the text is larger than {MOST_BYTES // 1024} KiB", "a scenario is a few KiB")
        return None
    if match := _FORBIDDEN.search(text):
        before = text[: match.start()]
        mark = _within(start, before.count("\n"), len(before) - before.rfind("\n") - 1)
        faults.add(mark, "", f"character U+{ord(match[0]):04X} is not allowed", "save the file as plain text, UTF-8")
        return None
    reading = _Reading(start, faults)
    try:
        for event in yaml.parse(text, Loader=loader):
            reading.take(event)
    except _StopReadingError:
        return None
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = _within(start, at.line, at.column) if at else start
        problem = " ".join(part for part in (error.problem, error.context) if part)
        faults.add(mark, "", f"this cannot be read as YAML: {problem}", _yaml_hint(text, at, problem))
        return None
    except yaml.YAMLError:
        faults.add(start, "", "this cannot be read as YAML", "save the file as plain text, UTF-8")
        return None
    return reading.root if reading.root is not None else Leaf(None, "", start)


def _within(start: Mark, line: int, column: int) -> Mark:
    return Mark(start.place, line + 1, column + 1, start.layer) if start.line else start


def _yaml_hint(text: str, at: Any, problem: str) -> str:
    """Return a remedy for the mistakes that beginners make most."""
    if at is None:
        return ""
    lines = text.splitlines()
    near = lines[max(0, at.line - 1) : at.line + 1]
    if any("\t" in line for line in near):
        return "indent with spaces, never with a tab"
    if "mapping values" in problem or any(re.search(r":[^\s\]}\"',]", line) for line in near):
        return "a colon needs a space after it, text with a colon needs quotes, and keys are indented evenly"
    return "look for a missing quote, bracket or colon, or for lines that are indented unevenly, here or just above"


class _Reading:
    """The tree so far, built without recursion so that nesting cannot exhaust the stack."""

    __slots__ = ("_documents", "_faults", "_nodes", "_open", "_start", "root")

    def __init__(self, start: Mark, faults: Faults) -> None:
        self.root: Node | None = None
        self._start = start
        self._faults = faults
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        """Add one event to the tree."""
        mark = _within(self._start, event.start_mark.line, event.start_mark.column)
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._stop(mark, "a second document begins here", "keep one scenario in one file; remove the `---`")
        if not isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.CollectionEndEvent):
                self._close()
            return
        self._refuse_extras(event, mark)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(mark, f"more than {MOST_NODES:,} keys and values", "split the scenario")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, mark)
            return
        if self._open and self._open[-1].is_table and self._open[-1].key is None:
            self._stop(mark, "a key must be text, not a list or mapping", "put quotes around it")
        if len(self._open) >= MOST_DEPTH:
            self._stop(mark, f"nested more than {MOST_DEPTH} levels deep", "look for a missing closing bracket")
        self._open.append(_Open(mark, isinstance(event, yaml.MappingStartEvent)))

    def _refuse_extras(self, event: Any, mark: Mark) -> None:
        if isinstance(event, yaml.AliasEvent):
            rule = f"aliases are not allowed, got {shown(f'*{event.anchor}')}"
            self._stop(mark, rule, "write the value out, or use `extends`; text that starts with * needs quotes")
        if event.anchor is not None:
            rule = f"anchors are not allowed, got {shown('&' + event.anchor)}"
            self._stop(mark, rule, "write the value out, or use `extends`; text that starts with & needs quotes")
        if event.tag is not None:
            rule = f"tags are not allowed, got {shown(event.tag)}"
            self._stop(mark, rule, "remove it; text that starts with ! needs quotes")

    def _scalar(self, event: Any, mark: Mark) -> None:
        opened = self._open[-1] if self._open else None
        if opened is not None and opened.is_table and opened.key is None:
            opened.key = (event.value, mark)
            return
        value = event.value
        if event.implicit[0]:
            try:
                value = meaning(event.value)
            except ValueError as error:
                self._stop(mark, f"{error}, got {shown(event.value)}", "write it shorter")
        self._place(Leaf(value, event.value, mark))

    def _close(self) -> None:
        closed = self._open.pop()
        self._place(Table(closed.entries, closed.mark) if closed.is_table else Items(tuple(closed.nodes), closed.mark))

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        opened = self._open[-1]
        if not opened.is_table:
            opened.nodes.append(node)
            return
        assert opened.key is not None
        (key, mark), opened.key = opened.key, None
        first = opened.entries.get(key)
        if first is None:
            opened.entries[key] = Entry(key, mark, node)
            return
        where = f"line {first.mark.line}" if first.mark.line else "the same text"
        path = ".".join([str(o.key[0]) for o in self._open[:-1] if o.key is not None] + [key])
        self._faults.add(mark, path, f"{shown(key)} stands here twice, first in {where}", "keep one of them")

    def _stop(self, mark: Mark, rule: str, hint: str) -> None:
        self._faults.add(mark, "", rule, hint)
        raise _StopReadingError
