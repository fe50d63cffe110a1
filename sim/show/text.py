"""Words and numbers for readers: clean names, nautical units, percentages with their intervals.

Light on purpose: no matplotlib is loaded until a text is about to be drawn.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from sim import __version__
from sim.base.units import KT, MIN, NM

ELLIPSIS: Final = "…"
MISSING: Final = "□"  # drawn for a sign that the font lacks
_NOTHING: Final = 1e-9  # a rounding error, not a finding
NOTICE: Final = "notional, for teaching"


PROGRAM: Final = f"Sortie Lab {__version__}"


def clean(text: str) -> str:
    """Return the text without control, bidirectional and other invisible signs, on one line."""
    spaced = (" " if sign.isspace() else sign for sign in text)
    return " ".join("".join(sign for sign in spaced if unicodedata.category(sign)[0] != "C").split())


def shorten(text: str, limit: int) -> str:
    """Return the cleaned text cut to `limit` signs, the last of them an ellipsis when something is missing."""
    whole = clean(text)
    return whole if len(whole) <= limit else whole[: max(limit - 1, 1)].rstrip() + ELLIPSIS


def drawable(text: str) -> str:
    """Return the text cleaned, line by line, with signs the font lacks replaced by a box."""
    lines = (clean(line) for line in text.split("\n"))
    return "\n".join("".join(sign if sign in " \n" or _has_glyph(sign) else MISSING for sign in line) for line in lines)


@cache
def _font() -> Any:
    from matplotlib.font_manager import findfont, get_font

    return get_font(findfont("DejaVu Sans"))


@cache
def _has_glyph(sign: str) -> bool:
    return bool(_font().get_char_index(ord(sign)))


def percent(share: float) -> str:
    """Return a share as a whole percentage, never rounding a possible event to 0 or a doubt away to 100."""
    value = 100.0 * share
    if 0.0 < value < 2.0:
        return f"{max(value, 0.1):.1f}".removesuffix(".0") + " %"
    if 98.0 < value < 100.0:
        return f"{min(value, 99.9):.1f}".removesuffix(".0") + " %"
    return f"{value:.0f} %"


def percent_range(low: float, high: float) -> str:
    """Return an interval of shares, such as `49 to 59 %`."""
    return f"{percent(low).removesuffix(' %')} to {percent(high)}"


def about(value: float) -> str:
    """Return a number with two significant digits: enough to read off a distribution."""
    if abs(value) < _NOTHING or not math.isfinite(value):
        return number(value)
    digits = 1 - math.floor(math.log10(abs(value)))
    return number(round(value, digits) if abs(value) < 100.0 else round(value))


def number(value: float) -> str:
    """Return a number with about three significant digits, without exponent where a reader expects none."""
    if not math.isfinite(value):
        return "undefined"
    size = abs(value)
    if size < _NOTHING:
        return "0"
    if size >= 1e6 or size < 1e-3:
        return f"{value:.2g}"
    if size >= 100.0:
        return f"{value:,.0f}"
    text = f"{value:.{2 if size < 10.0 else 1}f}" if size >= 0.1 else f"{value:.3f}"
    return text.rstrip("0").rstrip(".")


def with_interval(value: float, low: float, high: float) -> tuple[str, str]:
    """Return a value and its interval, both with the decimals that the interval's width makes worth reading.

    An interval that ends at the value itself has one side only: `at most`, `at least`.
    """
    width = high - low
    if not math.isfinite(width) or width <= 0.0:
        return number(value), "the same in all"
    if value == low:
        return number(value), f"at most {number(high)}"
    if value == high:
        return number(value), f"at least {number(low)}"
    decimals = min(max(round(1.0 - math.log10(width)), 0), 4)
    return f"{value:,.{decimals}f}", f"{low:,.{decimals}f} to {high:,.{decimals}f}"


def minutes(at_s: float) -> str:
    """Return an instant in minutes."""
    return f"{at_s / MIN:.0f} min" if at_s % MIN < 0.5 else f"{at_s / MIN:.1f} min"


def counted(count: int, what: str) -> str:
    """Return `1 trial`, `400 trials`."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def listed(names: Iterable[str], most: int = 6) -> str:
    """Return names as `A, B and 3 more`."""
    all_names = list(names)
    if len(all_names) <= most:
        return ", ".join(all_names)
    return f"{', '.join(all_names[:most])} and {len(all_names) - most} more"


READER_UNITS: Final[dict[str, tuple[str, float]]] = {
    "m": ("nm", NM),
    "mps": ("kt", KT),
    "s": ("s", 1.0),
    "min": ("min", 1.0),
}


def reader_unit(unit: str, typical: float = 0.0) -> tuple[str, float]:
    """Return the unit that a reader expects for an SI unit, and how many SI units one of it is.

    Seconds become minutes when the typical value passes five minutes.
    """
    if unit == "s" and abs(typical) > 5 * MIN:
        return "min", MIN
    return READER_UNITS.get(unit, (unit, 1.0))
