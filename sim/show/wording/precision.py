"""What playing to a precision did, in sentences: the pilot, what it called for, what was played, what was reached."""

from __future__ import annotations

from sim.show.scale import Scale, scale_of
from sim.show.text import counted
from sim.study.precision import Reached


def precision_words(r: Reached) -> list[str]:
    """Return what the two stages did: the pilot, what it called for, what was played, what was reached."""
    scale = scale_of(r.wanted.metric)
    wanted = _width(scale, r.wanted.half_width)
    lines = [
        f"A pilot of {r.pilot:,} trials said how much {scale.label} scatters: a half-width of {wanted} takes "
        f"{counted(r.needed, 'trial')}."
    ]
    if r.is_capped:
        lines.append(f"The ceiling allows {counted(r.wanted.ceiling, 'trial')}, so only {r.played:,} were played.")
    elif r.played > r.pilot:
        lines.append(f"So {r.played:,} were played, the pilot's among them; nothing was looked at in between.")
    else:
        lines.append("The pilot was enough.")
    if r.half_width is None:
        lines.append("The half-width reached is undefined: the metric is nowhere known well enough.")
    else:
        reached = _width(scale, r.half_width)
        is_met = r.half_width <= r.wanted.half_width
        tail = "as wanted" if is_met else f"wider than the {wanted} wanted"
        lines.append(f"The widest half-width reached is {reached}, {tail}.")
    return lines


def _width(scale: Scale, width: float) -> str:
    unit = scale.apart_unit
    value = width / scale.size
    return f"{value:.2g} {unit}" if value < 10.0 else f"{value:.0f} {unit}"
