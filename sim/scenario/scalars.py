"""What a plain YAML scalar means: the core rules of YAML 1.2, not PyYAML's own rules of YAML 1.1.

So `1e3` is a number, `010` is ten, and `no`, `12:30` and dates are text. Quoted scalars are always text.
"""

from __future__ import annotations

import re
from typing import Final

from sim.scenario.nodes import Scalar

MOST_DIGITS: Final = 30

_NULL: Final = re.compile(r"null|Null|NULL|~|")
_TRUE: Final = re.compile(r"true|True|TRUE")
_FALSE: Final = re.compile(r"false|False|FALSE")
_WHOLE: Final = re.compile(r"[-+]?[0-9]+")
_OCTAL: Final = re.compile(r"0o[0-7]+")
_HEX: Final = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE: Final = re.compile(r"([-+]?)\.(?:inf|Inf|INF)")
_NAN: Final = re.compile(r"\.(?:nan|NaN|NAN)")


def meaning(text: str) -> Scalar:
    """Return what a plain scalar means.

    Raises: ValueError when it is a number of more than 30 digits.
    """
    if text and len(text) > MOST_DIGITS and (_WHOLE.fullmatch(text) or _FLOAT.fullmatch(text) or text[:2] == "0x"):
        raise ValueError(f"a number may have at most {MOST_DIGITS} digits")
    for pattern, value in ((_NULL, None), (_TRUE, True), (_FALSE, False)):
        if pattern.fullmatch(text):
            return value
    if _WHOLE.fullmatch(text):
        return int(text)
    for pattern, base in ((_OCTAL, 8), (_HEX, 16)):
        if pattern.fullmatch(text):
            return int(text[2:], base)
    if _FLOAT.fullmatch(text):
        return float(text)
    if match := _INFINITE.fullmatch(text):
        return float(f"{match[1]}inf")
    return float("nan") if _NAN.fullmatch(text) else text
