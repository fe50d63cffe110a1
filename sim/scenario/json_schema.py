"""The JSON Schema of a scenario file, for editors: made from the same declarations that the reader checks."""

from __future__ import annotations

import json
from typing import Any

from sim.scenario.canonical import READER_KEYS
from sim.scenario.describe import READER_SENTENCES, UNITS, default_text
from sim.scenario.shapes import (
    Bounds,
    GroupShape,
    Kind,
    LayerShape,
    ListShape,
    NamedShape,
    ScalarShape,
    Setting,
    Shape,
    factor_of,
    root,
)

_TYPES = {Kind.NUMBER: "number", Kind.WHOLE: "integer", Kind.TRUTH: "boolean", Kind.TEXT: "string"}


def scenario_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file. Any setting may be null, which removes what lies beneath."""
    groups: dict[str, Any] = {}
    whole = _group(root(), groups)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Sortie Lab scenario",
        "description": "All numbers of a scenario are notional.",
        **whole,
        "required": ["name"],
        "$defs": dict(sorted(groups.items())),
    }


def schema_text() -> str:
    """Return the JSON Schema as the text that is kept with the scenarios."""
    return json.dumps(scenario_schema(), indent=1, ensure_ascii=False) + "\n"


def _group(shape: GroupShape, groups: dict[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    if (key := READER_KEYS.get(shape.of)) is not None:
        properties[key] = {"description": READER_SENTENCES[key], "type": ["string", "null"]}
    for setting in shape.settings.values():
        for written in setting.spellings:
            properties[written] = _property(setting, written, shape, groups)
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _property(setting: Setting, written: str, holder: GroupShape, groups: dict[str, Any]) -> dict[str, Any]:
    factor = factor_of(written) if setting.dimension else 1.0
    words = [setting.says.sentence]
    if setting.dimension:
        words.append(f"In {UNITS[written.rpartition('_')[2]]}.")
    default = default_text(setting, holder, factor)
    if default not in ("none", "needed"):
        words.append(f"Default: {default}.")
    return {"description": " ".join(words), **_or_null(_content(setting.shape, factor, groups))}


def _or_null(content: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in content:
        return {"anyOf": [content, {"type": "null"}]}
    if "enum" in content:
        return {"enum": [*content["enum"], None]}
    types = content["type"]
    return {**content, "type": [*(types if isinstance(types, list) else [types]), "null"]}


def _content(shape: Shape, factor: float, groups: dict[str, Any]) -> dict[str, Any]:
    match shape:
        case ScalarShape(choices=choices) if choices:
            return {"enum": list(choices)}
        case ScalarShape():
            types = [_TYPES[kind] for kind in shape.kinds]
            return {"type": types if len(types) > 1 else types[0], **_limits(shape.bounds, factor)}
        case ListShape():
            size = {"minItems": shape.size, "maxItems": shape.size} if shape.size is not None else {}
            least = {"minItems": shape.bounds.shortest} if shape.bounds.shortest else {}
            return {"type": "array", "items": _content(shape.item, factor, groups), **size, **least}
        case NamedShape():
            return {"type": "object", "additionalProperties": _or_null(_content(shape.item, 1.0, groups))}
        case LayerShape():
            return {"type": "object", "description": "Changes, each `path: value`, such as flights.RAVEN.aircraft: 4"}
        case GroupShape():
            name = shape.of.__name__
            if name not in groups:
                groups[name] = {}
                groups[name] = _group(shape, groups)
            return {"$ref": f"#/$defs/{name}"}


def _limits(bounds: Bounds, factor: float) -> dict[str, Any]:
    pairs = {
        "exclusiveMinimum": bounds.above,
        "minimum": bounds.at_least,
        "exclusiveMaximum": bounds.below,
        "maximum": bounds.at_most,
    }
    limits: dict[str, Any] = {key: value / factor for key, value in pairs.items() if value is not None}
    if bounds.shortest:
        limits["minLength"] = bounds.shortest
    if bounds.longest is not None:
        limits["maxLength"] = bounds.longest
    return {key: int(value) if value == int(value) else value for key, value in limits.items()}
