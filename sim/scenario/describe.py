"""Every setting of a scenario in plain words, for `sortie explain`, the reference page and sliders."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from sim.base.declare import Role
from sim.model.stations import PRESETS, Escort
from sim.scenario.canonical import READER_KEYS
from sim.scenario.faults import band_text, number, one_of
from sim.scenario.shapes import (
    Bounds,
    GroupShape,
    LayerShape,
    ListShape,
    NamedShape,
    ScalarShape,
    Setting,
    Shape,
    factor_of,
    root,
)

UNITS: Final = {
    "m": "metres",
    "km": "kilometres",
    "nm": "nautical miles",
    "s": "seconds",
    "min": "minutes",
    "mps": "metres per second",
    "kt": "knots",
    "rad": "radians",
    "deg": "degrees",
}

READER_SENTENCES: Final = {
    "archetype": "Name of an archetype in the library: it brings every setting that is not given here.",
    "extends": "The scenario this one starts from: a bare name, or ./x.yaml for a file in the same folder.",
}
PRESET: Final = frozenset(key for numbers in PRESETS.values() for key in numbers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One setting. `path` has NAME where a scenario gives names of its own, and the preferred unit at its end."""

    path: str
    spellings: tuple[str, ...]
    unit: str
    kind: str
    bounds: str
    usual: str
    choices: tuple[str, ...]
    default: str
    sentence: str
    role: Role
    source: str


@cache
def describe_settings() -> tuple[Described, ...]:
    """Return every setting that a scenario may have, in the order of declaration."""
    return tuple(_settings(root(), ""))


def _settings(shape: Shape, path: str) -> Iterator[Described]:
    match shape:
        case GroupShape():
            if (key := READER_KEYS.get(shape.of)) is not None:
                yield _reader_key(f"{path}{key}", key)
            for setting in shape.settings.values():
                where = f"{path}{setting.spellings[0]}"
                yield _described(where, setting, shape)
                yield from _settings(setting.shape, f"{where}.")
        case NamedShape(item=GroupShape()):
            yield from _settings(shape.item, f"{path}NAME.")
        case ListShape(item=GroupShape()):
            yield from _settings(shape.item, path)


def _reader_key(path: str, key: str) -> Described:
    return Described(
        path=path,
        spellings=(key,),
        unit="",
        kind="text",
        bounds="",
        usual="",
        choices=(),
        default="none",
        sentence=READER_SENTENCES[key],
        role=Role.PHYSICAL,
        source="",
    )


def _described(path: str, setting: Setting, holder: GroupShape) -> Described:
    first = setting.spellings[0]
    factor = factor_of(first) if setting.dimension else 1.0
    band = setting.says.plausible
    return Described(
        path=path,
        spellings=setting.spellings,
        unit=UNITS[first.rpartition("_")[2]] if setting.dimension else "",
        kind=kind_of(setting.shape),
        bounds=bounds_text(_bounds_of(setting.shape), factor),
        usual=band_text(band[0] / factor, band[1] / factor) if band is not None else "",
        choices=setting.shape.choices if isinstance(setting.shape, ScalarShape) else (),
        default=default_text(setting, holder, factor),
        sentence=setting.says.sentence,
        role=setting.says.role,
        source=setting.says.source,
    )


def kind_of(shape: Shape) -> str:
    """Return what may stand at a place, in words."""
    match shape:
        case ScalarShape():
            return one_of(shape.choices or [kind.value for kind in shape.kinds])
        case ListShape(size=2):
            return "a point [east, north]"
        case ListShape():
            return f"a list, each {kind_of(shape.item)}"
        case NamedShape(item=LayerShape()):
            return "a mapping by name, each a set of changes `path: value`"
        case NamedShape():
            return f"a mapping by name, each {kind_of(shape.item)}"
        case GroupShape():
            return "settings"
        case LayerShape():
            return "a set of changes `path: value`"


def _bounds_of(shape: Shape) -> Bounds:
    return shape.bounds if isinstance(shape, ScalarShape | ListShape) else Bounds()


def bounds_text(bounds: Bounds, factor: float) -> str:
    """Return bounds in words, in a unit of `factor` SI units: `above 0, at most 1`."""
    words = [
        f"{word} {number(value / factor)}"
        for word, value in (
            ("above", bounds.above),
            ("at least", bounds.at_least),
            ("below", bounds.below),
            ("at most", bounds.at_most),
        )
        if value is not None
    ]
    if bounds.shortest > 1 or (bounds.shortest and bounds.longest is None):
        words.append(f"at least {bounds.shortest} of them")
    if bounds.longest is not None:
        words.append(f"at most {bounds.longest} characters")
    return ", ".join(words)


def default_text(setting: Setting, holder: GroupShape, factor: float) -> str:
    """Return the default in words, in a unit of `factor` SI units."""
    value = setting.default
    if setting.required:
        return "from the posture" if holder.of is Escort and setting.name in PRESET else "needed"
    if isinstance(value, enum.Enum):
        return str(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return number(value / factor)
    return "none" if not value or not isinstance(value, str) else value
