"""From one tree to a `Scenario`: pydantic checks what is declared, and its findings are told in the file's own words.

Bounds in messages are in the unit that the file uses. When a thing is faulty the others are still checked against
one another, so that all faults come at once.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from sim.scenario import names
from sim.scenario.faults import Faults, band_text, number, shown
from sim.scenario.nodes import Broken, Found, Items, Leaf, Node, Path, Table, child, find, is_null, plain
from sim.scenario.schema import Scenario
from sim.scenario.shapes import (
    OVERRIDES,
    GroupShape,
    LayerShape,
    ListShape,
    NamedShape,
    ScalarShape,
    Setting,
    Shape,
    factor_of,
    group_of,
    root,
)

_NEVER_IN_ARCHETYPES = ("side", "aircraft", "at_m")

STAND_INS: Final[dict[str, object]] = {"ends_at_s": 86_400.0, "name": "x", "flights": {}}
"""Used in place of faulty settings of the scenario itself, only to go on checking."""


T = TypeVar("T")


@cache
def _adapter(declared: Any) -> TypeAdapter[Any]:
    return TypeAdapter(declared)


@dataclass(slots=True)
class Checked:
    """What validation leaves: a scenario without the faulty things, the tree it came from, and what is missing in it.

    `doubtful` holds the collections and settings of the scenario that had faults: nothing is to be said about them.
    """

    scenario: Scenario
    tree: Table
    faults: Faults
    doubtful: set[Path] = field(default_factory=set)

    def at(self, *path: str | int) -> Found:
        """Return what stands at a path of the tree."""
        return find(self.tree, path)

    def names(self, kind: str) -> tuple[str, ...]:
        """Return the names in a collection, also those of things that have faults."""
        things = child(self.tree, kind)
        if not isinstance(things, Table):
            return ()
        return tuple(name for name, entry in things.entries.items() if not is_null(entry.node))

    def is_sound(self, *path: str) -> bool:
        """Tell whether no fault is known of a thing or setting."""
        return path not in self.doubtful


def validated(tree: Table, faults: Faults) -> Checked:
    """Return the scenario that a resolved tree means, with every broken declaration noted."""
    scenario, doubtful = sound(tree, Scenario, faults, STAND_INS)
    return Checked(scenario, tree, faults, doubtful)


def sound(tree: Table, declared: type[T], faults: Faults, stand_ins: Mapping[str, object]) -> tuple[T, set[Path]]:
    """Return what a tree declares without what is faulty in it, and the places of that; every fault is noted.

    stand_ins: used in place of faulty settings that are needed, only to go on checking.
    """
    content = _content(tree)
    doubtful = {_owner(path) for path in _broken_paths(tree)}
    told = _told(content, tree, declared, faults)
    while told:
        doubtful |= told
        told = _told(_trimmed(content, doubtful, stand_ins), tree, declared, Faults()) - doubtful
    left: T = _adapter(cast("Hashable", declared)).validate_python(_trimmed(content, doubtful, stand_ins))
    return left, doubtful


def _told(content: dict[str, Any], tree: Table, declared: type, faults: Faults) -> set[Path]:
    """Note what pydantic finds, and return the things and settings that it is about."""
    try:
        _adapter(declared).validate_python(content)
    except ValidationError as error:
        _tell(error, tree, group_of(declared), faults)
        return {_owner(tuple(one["loc"])) for one in error.errors(include_url=False)}
    return set()


def _owner(path: Path) -> Path:
    """Return the thing that a path belongs to: `flights.RAVEN`, or a setting of the scenario itself."""
    return path[:2] if path[0] in (*names.COLLECTIONS, "factors") else path[:1]


def _broken_paths(node: Node, path: Path = ()) -> list[Path]:
    match node:
        case Broken():
            return [path]
        case Table():
            return [found for key, entry in node.entries.items() for found in _broken_paths(entry.node, (*path, key))]
        case Items():
            return [found for item in node.nodes for found in _broken_paths(item, path)]
        case Leaf():
            return []


def _content(tree: Table) -> dict[str, Any]:
    """Return the tree as plain data; variants become flat `path: value` mappings in which nulls stay."""
    content = plain(tree)
    assert isinstance(content, dict)
    variants = child(tree, OVERRIDES)
    if isinstance(variants, Table):
        content[OVERRIDES] = {
            name: flat(entry.node) for name, entry in variants.entries.items() if isinstance(entry.node, Table)
        }
    return content


def flat(layer: Table, path: str = "") -> dict[str, object]:
    """Return a layer of overrides as `path: value`, in SI."""
    changes: dict[str, object] = {}
    for key, entry in layer.entries.items():
        where = f"{path}.{key}" if path else key
        if isinstance(entry.node, Table) and entry.node.entries:
            changes |= flat(entry.node, where)
        else:
            changes[where] = plain(entry.node)
    return changes


def _trimmed(content: dict[str, Any], doubtful: set[Path], stand_ins: Mapping[str, object]) -> dict[str, Any]:
    """Return plain data without what is doubtful."""
    trimmed: dict[str, Any] = {}
    for key, value in content.items():
        if (key,) in doubtful:
            continue
        if isinstance(value, dict):
            value = {name: inner for name, inner in value.items() if (key, name) not in doubtful}
        trimmed[key] = value
    return trimmed | {key: stand_in for key, stand_in in stand_ins.items() if (key,) in doubtful}


def _tell(error: ValidationError, tree: Table, whole: GroupShape, faults: Faults) -> None:
    found = error.errors(include_url=False)
    missing_side = {one["loc"][:2] for one in found if one["type"] == "missing" and one["loc"][2:] == ("side",)}
    for one in found:
        path = tuple(one["loc"])
        if one["type"] == "missing":
            follows = path[:2] in missing_side and len(path) == 3 and path[2] != "side"
            if not follows and not _is_accounted_for(tree, path):
                _tell_missing(path, tree, whole, faults)
        else:
            at = find(tree, path)
            setting = setting_at(path, whole)
            faults.at(at, _rule(one["type"], one.get("ctx", {}), at, setting), _remedy(one["type"], at, setting))


def _is_accounted_for(tree: Table, path: Path) -> bool:
    """Tell whether a missing setting follows from a fault that is already told: of its own, or of the archetype."""
    archetype = find(tree, (*path[:2], "archetype")).node if len(path) > 2 else None
    return isinstance(archetype, Broken) or isinstance(find(tree, path).node, Broken)


def _tell_missing(path: Path, tree: Table, whole: GroupShape, faults: Faults) -> None:
    setting = setting_at(path, whole)
    holder = find(tree, path[:-1])
    at = find(tree, path)
    if setting is None:
        faults.at(at, "is missing")
        return
    name = setting.spellings[0]
    where = f"{holder.path}.{name}" if holder.path else name
    removed = isinstance(at.node, Leaf)
    hint = f"{setting.says.sentence.rstrip('.')}; add {shown(f'{name}: ...')}"
    if len(path) == 3 and path[0] in names.WITH_ARCHETYPE and setting.name not in _NEVER_IN_ARCHETYPES:
        hint += ", or an archetype that has it"
    faults.add(at.mark, where, "is needed but was removed here" if removed else "is missing", hint)


_COMPARISONS = {
    "greater_than": ("gt", "above"),
    "greater_than_equal": ("ge", "at least"),
    "less_than": ("lt", "below"),
    "less_than_equal": ("le", "at most"),
}


def _rule(kind: str, context: dict[str, Any], at: Found, setting: Setting | None) -> str:
    """Return what pydantic found, in plain words and in the unit of the file."""
    got = f", got {shown(at.node.text)}" if isinstance(at.node, Leaf) else ""
    if kind in _COMPARISONS:
        key, words = _COMPARISONS[kind]
        factor = factor_of(at.written) if setting is not None and setting.dimension else 1.0
        return f"must be {words} {number(context[key] / factor)}{got}"
    match kind:
        case "too_short":
            return f"must have at least {context['min_length']} items, got {context['actual_length']}"
        case "too_long":
            return f"must have at most {context['max_length']} items, got {context['actual_length']}"
        case "string_too_short":
            return "must not be empty"
        case "string_too_long":
            return f"must have at most {context['max_length']} characters{got}"
        case _:
            return f"does not fit what is declared ({kind.replace('_', ' ')}){got}"


def _remedy(kind: str, at: Found, setting: Setting | None) -> str:
    if kind == "too_short" and at.written.startswith("points"):
        return "a route needs a start and at least one further point"
    if kind in _COMPARISONS and at.written.endswith(("_prob", "_share", "_factor")):
        return "a share of one: 0.05 means 5 %"
    if kind in _COMPARISONS and setting is not None and setting.says.plausible is not None:
        return f"usual are {_band(setting, at.written)}"
    return setting.says.sentence.rstrip(".") if setting is not None else ""


def _band(setting: Setting, written: str) -> str:
    """Return the plausible band of a number in the unit of the file."""
    low, high = setting.says.plausible or (0.0, 0.0)
    factor = factor_of(written) if setting.dimension else 1.0
    return band_text(low / factor, high / factor)


def setting_at(path: Path, whole: GroupShape) -> Setting | None:
    """Return the declared setting that a path of the tree leads to, or that the item at its end belongs to."""
    shape: Shape = whole
    setting: Setting | None = None
    for step in path:
        match shape:
            case GroupShape():
                setting = shape.settings.get(str(step))
                if setting is None:
                    return None
                shape = setting.shape
            case NamedShape() | ListShape():
                shape = shape.item
            case ScalarShape() | LayerShape():
                return None
    return setting


def warn_implausible(tree: Table, faults: Faults) -> None:
    """Note a warning for every number outside the band in which it is plausible."""
    _warn(tree, root(), "", faults)


def _warn(node: Node, shape: Shape, path: str, faults: Faults) -> None:
    if not isinstance(node, Table):
        return
    if isinstance(shape, NamedShape) and not isinstance(shape.item, LayerShape):
        for key, entry in node.entries.items():
            _warn(entry.node, shape.item, f"{path}{key}.", faults)
    if not isinstance(shape, GroupShape):
        return
    for key, entry in node.entries.items():
        setting = shape.settings.get(key)
        if setting is None:
            continue
        _warn(entry.node, setting.shape, f"{path}{entry.written}.", faults)
        band, leaf = setting.says.plausible, entry.node
        if band is None or not isinstance(leaf, Leaf) or isinstance(leaf.value, str | bool | None):
            continue
        if not band[0] <= leaf.value <= band[1]:
            rule = f"{shown(leaf.text)} is unusual; usual are {_band(setting, entry.written)}"
            faults.warn(leaf.mark, f"{path}{entry.written}", rule, "check the unit")
