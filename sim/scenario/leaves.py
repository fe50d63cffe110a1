"""One scalar against what is declared for it: its kind, its words, its unit. Messages are for people new to YAML."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final

from sim.scenario.faults import Faults, one_of, shown
from sim.scenario.nodes import Broken, Leaf
from sim.scenario.shapes import Kind, ScalarShape, Setting, factor_of

MOST: Final = 1e9
"""No number of a scenario may be larger than this in SI units."""

LEAST: Final = 1e-9
"""No number of a scenario may be nearer to zero than this, except zero."""

LONGEST_TEXT: Final = 2_000

_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_SEPARATORS: Final = frozenset("\u2028\u2029")


def checked_leaf(
    leaf: Leaf, shape: ScalarShape, *, written: str, path: str, setting: Setting | None, faults: Faults
) -> Leaf | Broken:
    """Return the scalar in SI units; a broken value, with its fault noted, when it is not what is declared."""
    rule, hint = _kind_fault(leaf, shape, written, setting, faults)
    factor = factor_of(written) if setting is not None and setting.dimension else 1.0
    value = leaf.value
    if not rule and isinstance(value, int | float) and not isinstance(value, bool):
        if Kind.NUMBER in shape.kinds:
            value = value * factor
            rule, hint = _size_fault(value, leaf, written, setting)
            value = float(value) if not rule else value
        elif shape.bounds.at_most is None and abs(value) > MOST:
            rule, hint = f"must be at most {MOST:,.0f}, got {shown(leaf.text)}", ""
    if not rule and isinstance(value, str):
        rule, hint = _text_fault(value, path)
    if rule:
        faults.add(leaf.mark, path, rule, hint)
        return Broken(leaf.mark)
    return Leaf(value, leaf.text, leaf.mark)


def _kind_fault(
    leaf: Leaf, shape: ScalarShape, written: str, setting: Setting | None, faults: Faults
) -> tuple[str, str]:
    """Return the rule that the kind of value breaks, and a hint; both empty when it breaks none."""
    got = shown(leaf.text)
    if shape.choices:
        if isinstance(leaf.value, str) and leaf.value in shape.choices:
            return "", ""
        return f"must be {one_of(shape.choices)}, got {got}", faults.near(leaf.text, shape.choices)
    value = leaf.value
    for kind in shape.kinds:
        if _is(kind, value):
            return "", ""
    wanted = shape.kinds[0]
    if len(shape.kinds) > 1:
        return f"must be {one_of(kind.value for kind in shape.kinds)}, got {got}", ""
    if wanted is Kind.TEXT:
        what = "true or false" if isinstance(value, bool) else "a number"
        return f"must be text, but {got} is {what} here", f'put it in quotes: "{leaf.text[:20]}"'
    if wanted is Kind.TRUTH:
        return f"must be true or false, got {got}", "write true or false, without quotes"
    if isinstance(value, bool):
        return f"must be {wanted.value}, got {got}", f"write {wanted.value} such as {_example(written, setting)}"
    if isinstance(value, float):
        hint = f"write {value:.0f}" if math.isfinite(value) and value == int(value) else ""
        return f"must be a whole number, got {got}", hint
    return f"must be {wanted.value}, but {got} is text here", _number_hint(str(value), written, setting)


def _is(kind: Kind, value: object) -> bool:
    if isinstance(value, bool):
        return kind is Kind.TRUTH
    match kind:
        case Kind.NUMBER:
            return isinstance(value, int | float)
        case Kind.WHOLE:
            return isinstance(value, int)
        case _:
            return kind is Kind.TEXT and isinstance(value, str)


def _number_hint(text: str, written: str, setting: Setting | None) -> str:
    if re.fullmatch(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?", text):
        return "remove the quotes" if text.count(".") < 2 else "a number has one decimal point"
    if re.fullmatch(r"[-+]?[0-9]+,[0-9]+", text):
        return "write a decimal point, not a comma, and no separators"
    if re.fullmatch(r"[-+]?[0-9.]+ *%", text):
        return "write a share of one, such as 0.05 for 5 %"
    if re.fullmatch(r"[0-9]+(:[0-9]+)+", text):
        return "write a time as one number, such as 45 with the unit _min, or 2700 with _s"
    if re.match(r"[-+]?[0-9.]+ *[A-Za-z]+$", text):
        return "write the number alone: the unit is the end of the key, such as `range_nm`"
    return f"write a number such as {_example(written, setting)}"


def _example(written: str, setting: Setting | None) -> str:
    """Return a number of the usual size in the unit of the key, for a hint."""
    if setting is None or setting.says.plausible is None:
        bounds = setting.shape.bounds if setting is not None and isinstance(setting.shape, ScalarShape) else None
        return "0.5" if bounds is not None and 1 in (bounds.at_most, bounds.below) else "2"
    low, high = setting.says.plausible
    middle = math.sqrt(max(low, high / 1e3) * high) / factor_of(written) if high > 0 else low
    digits = 1 - math.floor(math.log10(abs(middle))) - 1
    return f"{round(middle, digits):g}"


def _size_fault(value: float, leaf: Leaf, written: str, setting: Setting | None) -> tuple[str, str]:
    got = shown(leaf.text)
    if not math.isfinite(value) and not math.isfinite(float(leaf.value or 0)):
        return f"must be a finite number, got {got}", f"write a number such as {_example(written, setting)}"
    if abs(value) > MOST:
        return f"is too large, got {got}", "check the unit at the end of the key"
    if 0 < abs(value) < LEAST:
        return f"is too near to zero, got {got}", "write 0, or check the unit at the end of the key"
    return "", ""


def _text_fault(text: str, path: str) -> tuple[str, str]:
    if len(text) > LONGEST_TEXT:
        return f"must have at most {LONGEST_TEXT:,} characters, got {len(text):,}", "write less"
    for letter in text:
        if letter == "\n" and path.startswith("lesson."):
            continue
        if letter in _BIDI or letter in _SEPARATORS or unicodedata.category(letter) == "Cc":
            what = "a line break" if letter == "\n" else f"U+{ord(letter):04X}"
            return f"must not contain {what}, got {shown(text)}", "write it on one line, without control characters"
    return "", ""
