"""How a setting is declared: once, beside its type, with its bounds and one sentence.

    range_m: Annotated[float, Gt(0), Says("How far it sees a target of signature 1.", plausible=(5e3, 5e5))]

The unit is the suffix of the name. Bounds are those of `annotated_types`. From this one line come the key
in YAML, the text of an error, the JSON Schema, the reference page, and `sortie explain`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Role(enum.Enum):
    """What a setting is for: part of the modelled world, a mere label, or a limit on the computation."""

    PHYSICAL = "physical"
    LABEL = "label"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Says:
    """What a setting means, in one plain sentence, and the band (SI) outside which the reader warns."""

    sentence: str
    plausible: tuple[float, float] | None = None
    role: Role = Role.PHYSICAL
    source: str = "notional"
