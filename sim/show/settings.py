"""What differs between scenarios: setting by setting, each by its path, in the units that a file is written in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sim.base.units import KT, NM
from sim.show.text import shorten

NONE: Final = "not set"
_WHOLE: Final = "there"
_NOT_PLAYED: Final = ("title", "lesson", "knobs", "variants", "plans", "trials", "seed", "format", "name", "injects")
_UNITS: Final = (("_mps", "_kt", KT), ("_m", "_nm", NM), ("_rad", "_deg", math.pi / 180.0))
_TEXT_SIGNS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting and what it is in each scenario, in their order."""

    path: str
    values: tuple[str, ...]

    @property
    def different(self) -> tuple[str, ...]:
        """Return its values, each once, in order of first sight."""
        return tuple(dict.fromkeys(self.values))


def settings_that_differ(scenarios: Sequence[Mapping[str, Any]]) -> list[Setting]:
    """Return the settings that are not the same in all of these resolved scenarios; texts and choices stay out."""
    played = [{key: part for key, part in one.items() if key not in _NOT_PLAYED} for one in scenarios]
    return list(_differing(played, ""))


def _differing(nodes: Sequence[Any], path: str) -> Iterator[Setting]:
    if all(node == nodes[0] for node in nodes):
        return
    branches = [isinstance(node, Mapping) for node in nodes]
    if all(branches):
        for key in dict.fromkeys(key for node in nodes for key in node):
            inner = [node.get(key) for node in nodes]
            yield from _differing(inner, f"{path}.{key}" if path else str(key))
        return
    if any(branches):
        present = [node for node in nodes if isinstance(node, Mapping)]
        gone = all(node is None or isinstance(node, Mapping) for node in nodes)
        yield Setting(path=path, values=tuple(_WHOLE if isinstance(n, Mapping) else _told(n, 1.0) for n in nodes))
        if gone and len(present) > 1:
            yield from (
                Setting(path=one.path, values=_spread_out(one.values, branches)) for one in _differing(present, path)
            )
        return
    shown, size = _in_file_units(path)
    yield Setting(path=shown, values=tuple(_told(node, size) for node in nodes))


def _spread_out(values: Sequence[str], there: Sequence[bool]) -> tuple[str, ...]:
    """Return values at the places where something is there, and that nothing is set at the others."""
    left = iter(values)
    return tuple(next(left) if is_there else NONE for is_there in there)


def _in_file_units(path: str) -> tuple[str, float]:
    for suffix, reader, size in _UNITS:
        if path.endswith(suffix):
            return path.removesuffix(suffix) + reader, size
    return path, 1.0


def _told(value: Any, size: float) -> str:
    match value:
        case None:
            return NONE
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value / size:.6g}"
        case list() | tuple():
            return shorten(", ".join(_told(item, size) for item in value), _TEXT_SIGNS)
        case _:
            return shorten(str(value), _TEXT_SIGNS)
