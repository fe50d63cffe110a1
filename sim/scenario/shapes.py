"""The settings a scenario may have, read off the declarations: shapes, kinds, units, bounds, sentences.

Everything that must know what a key means walks this tree: the reader, the JSON Schema, the reference page.
A shape says what may stand at a place; a setting is a named place in a group.
"""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Final

import annotated_types

from sim.base.declare import Role, Says
from sim.base.units import SUFFIXES, split_suffix
from sim.scenario.schema import Scenario

OVERRIDES: Final = "variants"
"""The one setting whose values are layers of overrides."""

PREFERRED: Final = {"m": "nm", "s": "s", "mps": "kt", "rad": "deg"}
"""By dimension, the suffix that hints use when the file gives none."""


class Kind(enum.Enum):
    """What one scalar must be."""

    NUMBER = "a number"
    WHOLE = "a whole number"
    TRUTH = "true or false"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Limits of a number, or of the length of a text or list."""

    above: float | None = None
    at_least: float | None = None
    below: float | None = None
    at_most: float | None = None
    shortest: int = 0
    longest: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScalarShape:
    """One scalar of any of these kinds; with choices, one of these words."""

    kinds: tuple[Kind, ...]
    choices: tuple[str, ...] = ()
    bounds: Bounds = Bounds()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShape:
    """A list; `size` when its length is fixed."""

    item: Shape
    size: int | None = None
    bounds: Bounds = Bounds()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedShape:
    """A mapping from names to things of one shape."""

    item: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupShape:
    """A mapping with declared settings."""

    of: type
    settings: dict[str, Setting]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerShape:
    """A set of overrides: `path: value`."""


Shape = ScalarShape | ListShape | NamedShape | GroupShape | LayerShape


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One declared setting. Its name carries the SI suffix when it is a quantity."""

    name: str
    shape: Shape
    says: Says
    required: bool
    default: object
    dimension: str | None
    """The SI suffix of its dimension, such as `m`; None when it has no unit."""
    stem: str
    """Its name without a unit."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every key that a scenario may write for it, the preferred one first."""
        if self.dimension is None:
            return (self.name,)
        family = SUFFIXES[self.dimension]
        first = PREFERRED[self.dimension]
        return tuple(f"{self.stem}_{suffix}" for suffix in sorted(family, key=lambda s: (s != first, s)))

    @property
    def is_label(self) -> bool:
        """Whether no rule of the model reads it."""
        return self.says.role is Role.LABEL


@cache
def root() -> GroupShape:
    """Return the shape of a whole scenario."""
    return group_of(Scenario)


@cache
def group_of(declared: type) -> GroupShape:
    """Return the shape of one declared parameter set."""
    hints = typing.get_type_hints(declared, include_extras=True)
    settings = {}
    for one in dataclasses.fields(declared):
        says, _ = _metadata(hints[one.name])
        required = one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
        default = None if one.default is dataclasses.MISSING else one.default
        if one.default_factory is not dataclasses.MISSING:
            default = one.default_factory()
        shape = LayerShape() if (declared, one.name) == (Scenario, OVERRIDES) else _shape(hints[one.name])
        if isinstance(shape, LayerShape):
            shape = NamedShape(item=shape)
        parts = split_suffix(one.name) if is_numeric(shape) else None
        stem, dimension = parts if parts is not None and parts[1] in SUFFIXES else (one.name, None)
        settings[one.name] = Setting(
            name=one.name,
            shape=shape,
            says=says or Says(""),
            required=required,
            default=default,
            dimension=dimension,
            stem=stem,
        )
    return GroupShape(of=declared, settings=settings)


def is_numeric(shape: Shape) -> bool:
    """Tell whether a shape holds numbers that a unit can convert: a float, a point, a list of points."""
    match shape:
        case ScalarShape():
            return shape.kinds == (Kind.NUMBER,)
        case ListShape():
            return is_numeric(shape.item)
        case _:
            return False


def factor_of(written: str) -> float:
    """Return how many SI units one unit of a written key is; 1 when the key has no unit."""
    parts = split_suffix(written)
    if parts is None:
        return 1.0
    return next((family[parts[1]] for family in SUFFIXES.values() if parts[1] in family), 1.0)


_KINDS: Final = {float: Kind.NUMBER, int: Kind.WHOLE, bool: Kind.TRUTH, str: Kind.TEXT}


def _metadata(hint: Any) -> tuple[Says | None, list[object]]:
    """Return the sentence of a hint and its bounds, those inside an optional too."""
    says, bounds = None, []
    if typing.get_origin(hint) is Annotated:
        inner, *extras = typing.get_args(hint)
        for extra in extras:
            if isinstance(extra, Says):
                says = extra
            elif isinstance(extra, annotated_types.GroupedMetadata):
                bounds += list(extra)
            else:
                bounds.append(extra)
        inner_says, inner_bounds = _metadata(inner)
        return says or inner_says, inner_bounds + bounds
    if _is_union(hint):
        for part in typing.get_args(hint):
            bounds += _metadata(part)[1]
    return says, bounds


def _bounds(found: list[object]) -> Bounds:
    names = {
        annotated_types.Gt: ("above", "gt"),
        annotated_types.Ge: ("at_least", "ge"),
        annotated_types.Lt: ("below", "lt"),
        annotated_types.Le: ("at_most", "le"),
        annotated_types.MinLen: ("shortest", "min_length"),
        annotated_types.MaxLen: ("longest", "max_length"),
    }
    values: dict[str, Any] = {}
    for bound in found:
        if (pair := names.get(type(bound))) is not None:
            values[pair[0]] = getattr(bound, pair[1])
    return Bounds(**values)


def _is_union(hint: Any) -> bool:
    return typing.get_origin(hint) in (typing.Union, types.UnionType)


def _bare(hint: Any) -> Any:
    """Return a hint without annotations and without `| None`."""
    if typing.get_origin(hint) is Annotated:
        return _bare(typing.get_args(hint)[0])
    if _is_union(hint):
        parts = [part for part in typing.get_args(hint) if part is not type(None)]
        if len(parts) == 1:
            return _bare(parts[0])
    return hint


def _shape(hint: Any) -> Shape:
    bounds = _bounds(_metadata(hint)[1])
    bare = _bare(hint)
    if bare in _KINDS:
        return ScalarShape(kinds=(_KINDS[bare],), bounds=bounds)
    if _is_union(bare):
        return ScalarShape(kinds=tuple(_KINDS[part] for part in typing.get_args(bare)), bounds=bounds)
    if isinstance(bare, type) and issubclass(bare, enum.Enum):
        return ScalarShape(kinds=(Kind.TEXT,), choices=tuple(str(member.value) for member in bare))
    if dataclasses.is_dataclass(bare):
        return group_of(typing.cast(type, bare))
    origin, parts = typing.get_origin(bare), typing.get_args(bare)
    if origin is dict:
        return NamedShape(item=_shape(parts[1]))
    if origin is tuple and parts[-1] is Ellipsis:
        return ListShape(item=_shape(parts[0]), bounds=bounds)
    if origin is tuple:
        return ListShape(item=_shape(parts[0]), size=len(parts))
    raise TypeError(f"no shape for the declaration {hint}")
