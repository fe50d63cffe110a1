"""A scenario as canonical text: sorted keys, SI names, floats by repr. The same scenario always gives the same bytes.

The text can be read again as a scenario file.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import re
from collections.abc import Mapping
from typing import Any

from sim.scenario.schema import Scenario
from sim.scenario.shapes import GroupShape, NamedShape, Shape, root

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_WORDS = frozenset({"null", "true", "false", "y", "n", "yes", "no", "on", "off"})


def content_of(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as plain dicts, lists and scalars; settings without a value are left out."""
    content: dict[str, Any] = _plain(scenario)
    return content


def canonical_text(content: Mapping[str, object]) -> str:
    """Return plain data as YAML text with sorted keys."""
    return "\n".join(_lines(content, 0)) + "\n"


def identity_text(scenario: Scenario) -> str:
    """Return the canonical text of what can change a trial: no labels, no lesson, no number of trials, no seed."""
    content = _without_labels(content_of(scenario), root())
    for key in ("trials", "seed"):
        content.pop(key, None)
    enabled = {name: content["injects"][name] for name, inject in scenario.injects.items() if inject.enabled}
    content["injects"] = enabled  # one that is off changes nothing
    if not enabled:
        del content["injects"]
    return canonical_text(content)


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = ((one.name, getattr(value, one.name)) for one in dataclasses.fields(value))
        return {name: _plain(inner) for name, inner in fields if inner is not None}
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value


def _without_labels(content: dict[str, Any], shape: Shape) -> dict[str, Any]:
    if isinstance(shape, NamedShape):
        item = shape.item
        return {k: _without_labels(v, item) if isinstance(v, dict) else v for k, v in content.items()}
    if not isinstance(shape, GroupShape):
        return content
    kept = {}
    for key, value in content.items():
        setting = shape.settings[key]
        if not setting.is_label:
            kept[key] = _without_labels(value, setting.shape) if isinstance(value, dict) else value
    return kept


def _lines(content: Mapping[str, object], depth: int) -> list[str]:
    lines = []
    for key in sorted(content):
        value = content[key]
        start = f"{'  ' * depth}{_text(key)}:"
        if isinstance(value, Mapping) and value:
            lines.append(start)
            lines += _lines(value, depth + 1)
        else:
            lines.append(f"{start} {_flow(value)}")
    return lines


def _flow(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case Mapping():
            return "{" + ", ".join(f"{_text(key)}: {_flow(value[key])}" for key in sorted(value)) + "}"
        case list() | tuple():
            return "[" + ", ".join(_flow(item) for item in value) + "]"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(text, ensure_ascii=False)
