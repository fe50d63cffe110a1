"""Names a scenario may give: what they look like, and which are reserved."""

from __future__ import annotations

import re
from typing import Final

ENTITY_KINDS: Final = (
    "flights",
    "sites",
    "controllers",
    "links",
    "gateways",
    "targets",
    "routes",
    "authorities",
    "caveats",
    "bases",
)
"""Collections whose names must differ from one another."""

COLLECTIONS: Final = (*ENTITY_KINDS, "injects", "plans", "knobs")
"""All mappings by name whose things are checked one by one: a fault in one leaves the others sound."""

WITH_ARCHETYPE: Final = ("flights", "sites", "bases")

SINGULAR: Final = {
    "flights": "flight",
    "sites": "site",
    "controllers": "controller",
    "links": "link",
    "gateways": "gateway",
    "targets": "target",
    "routes": "route",
    "authorities": "authority",
    "caveats": "caveat",
    "bases": "base",
    "injects": "inject",
    "plans": "side",
    "knobs": "knob",
    "variants": "variant",
    "value": "metric",
    "precision": "metric",
    "factors": "factor",
}

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,63}")
_METRIC: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SCENARIO: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_SIDE: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
_ARCHETYPE: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_DERIVED: Final = re.compile(r"(.+)-[0-9]+")
_DEVICES: Final = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")  # names that Windows keeps for itself


def is_entity(name: str) -> bool:
    """Tell whether an entity, a knob or a variant may have this name."""
    return _NAME.fullmatch(name) is not None


def is_metric(name: str) -> bool:
    """Tell whether this looks like the name of a metric."""
    return _METRIC.fullmatch(name) is not None


def is_scenario(name: str) -> bool:
    """Tell whether a scenario, and so a results folder, may have this name."""
    return _SCENARIO.fullmatch(name) is not None and _DEVICES.fullmatch(name) is None


def is_side(name: str) -> bool:
    """Tell whether a side may have this name."""
    return _SIDE.fullmatch(name) is not None


def is_archetype(name: str) -> bool:
    """Tell whether an archetype may have this name."""
    return _ARCHETYPE.fullmatch(name) is not None


def owner_of(name: str) -> str | None:
    """Return the flight whose element would have this name: `RAVEN` for `RAVEN-1`; None when none could."""
    match = _DERIVED.fullmatch(name)
    return match[1] if match else None


def a(kind: str) -> str:
    """Return a collection's kind of thing with its article: `a flight`."""
    return f"a {SINGULAR.get(kind, kind)}"
