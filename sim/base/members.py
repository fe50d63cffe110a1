"""Members of enumerations that are found at once.

CPython 3.11 finds `Purpose.ROUTE` through a descriptor, ten times as slowly as any other attribute of a class; a trial
looks up a thousand of them. Later versions keep members as plain attributes, and so does this.
"""

from __future__ import annotations

import enum
from typing import TypeVar

Kind = TypeVar("Kind", bound=type[enum.Enum])


def quick(kind: Kind) -> Kind:
    """Let the members of an enumeration be plain attributes of its class. A decorator."""
    for name, member in kind.__members__.items():
        type.__setattr__(kind, name, member)
    return kind
