"""What a sweep says in sentences: what each factor does, and every guard against reading too much into it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from sim.scenario import Design
from sim.show.scale import Scale, known, scale_of, typical_of, written
from sim.show.text import counted, listed
from sim.show.wording.common import MOST, SMALL_N, mean_of, name_of, turned
from sim.stats import Estimate, Surface
from sim.study.ask import Level
from sim.study.sweep import FactorEffect, Interaction, Sweep

_GOOD_FIT: Final = 0.8


def sweep_words(s: Sweep) -> list[str]:
    """Return what a sweep says."""
    scale = sweep_scale(s)
    lines = list(_guards(s))
    if s.n:
        lines += _effects(s, scale)
        lines += _interactions(s, scale)
        lines += _silent(s, scale)
        lines += _best(s, scale)
        lines.append(surface_words(s, scale))
    return lines


def sweep_scale(s: Sweep) -> Scale:
    """Return how a sweep's metric is written."""
    return scale_of(s.metric, typical_of(s.values[~np.isnan(s.values)].tolist()))


def level_text(level: Level) -> str:
    """Return a level as text."""
    if isinstance(level, bool):
        return "yes" if level else "no"
    return f"{level:.6g}" if isinstance(level, float) else name_of(str(level), 32)


def with_unit(level: Level, unit: str) -> str:
    """Return a level with its unit."""
    return f"{level_text(level)} {unit}" if unit and not isinstance(level, str | bool) else level_text(level)


def unit_of(s: Sweep, factor: str) -> str:
    """Return the unit of a factor's levels."""
    return next((one.unit for one in s.factors if one.name == factor), "")


def is_clear(effect: FactorEffect) -> bool:
    """Tell whether luck does not explain an effect."""
    return effect.effect.significant


def clear_interactions(s: Sweep, factor: str) -> list[Interaction]:
    """Return the clear interactions that a factor takes part in."""
    return [one for one in s.interactions if one.is_clear and factor in (one.first, one.second)]


def _guards(s: Sweep) -> Iterable[str]:
    if not s.series.verdict_allowed:
        yield "More than one trial in a hundred gave no result, so no verdict is given; what follows are numbers only."
    if s.n == 0:
        yield "No trial finished at every point, so there is nothing to compare."
    elif s.n < SMALL_N:
        yield f"n = {s.n} at each point is small: intervals are wide, and luck alone can look like an effect."
    if s.n and np.isnan(s.values).all():
        yield f"{scale_of(s.metric).title} is defined in no trial."


def _effects(s: Sweep, scale: Scale) -> Iterable[str]:
    ranked = sorted(s.effects, key=lambda one: -abs(one.effect.estimate.value or 0.0))
    for one in ranked[:MOST]:
        yield effect_words(s, one, scale)
    if len(ranked) > MOST:
        yield f"{len(ranked) - MOST} more factors do less; see the table."


def effect_words(s: Sweep, one: FactorEffect, scale: Scale) -> str:
    """Return one sentence about one factor; its effect alone is not to be read where it changes with another."""
    estimate, unit = one.effect.estimate, unit_of(s, one.factor)
    change = f"{name_of(one.factor, 32)} from {with_unit(one.low, unit)} to {with_unit(one.high, unit)}"
    n = f"n = {counted(estimate.n, 'trial')} at each point"
    if not known(estimate.value):
        return f"{change}: {scale.label} is undefined there."
    if not is_clear(one):
        told = (
            "exactly nothing in any trial"
            if not estimate.value and estimate.low is None
            else "nothing that luck could not explain"
        )
        return f"{change} does {told} to {scale.label}: {scale.difference_in_full(estimate)}, {n}."
    verb = "raises" if (estimate.value or 0.0) > 0.0 else "lowers"
    with_what = [
        other.second if other.first == one.factor else other.first for other in clear_interactions(s, one.factor)
    ]
    caution = ""
    if with_what:
        names = listed(name_of(name, 32) for name in with_what)
        caution = f" Do not read the effect of {name_of(one.factor, 32)} alone: it changes with {names}."
    mean = how_averaged(s)
    return (
        f"{change} {verb} {scale.label} by {scale.difference_in_full(absolute(estimate))}{mean}, {n}.{caution}".replace(
            "by +", "by "
        )
    )


def how_averaged(s: Sweep) -> str:
    """Return what an effect in this design is taken over, as part of a sentence."""
    if len(s.factors) == 1 and not s.design.fills_space:
        return ""
    if s.design.fills_space:
        return " along a plane through all points"
    return ", all else as in the file" if s.design is Design.ONE_AT_A_TIME else ", averaged over all else"


def absolute(estimate: Estimate) -> Estimate:
    """Return an effect without its sign, the interval turned with it."""
    return turned(estimate) if (estimate.value or 0.0) < 0.0 else estimate


def _interactions(s: Sweep, scale: Scale) -> Iterable[str]:
    if not s.interactions:
        if len(s.factors) > 1 and not s.design.fills_space:
            yield "One factor at a time cannot show how factors work together; a grid can."
        elif len(s.factors) > 1:
            yield "No interaction is tested: only a grid has the four corners for it."
        return
    clear = [one for one in s.interactions if one.is_clear]
    for one in sorted(clear, key=lambda one: one.adjusted_p)[:MOST]:
        yield interaction_words(s, one, scale)
    if not clear:
        pairs = counted(len(s.interactions), "pair")
        yield f"No interaction is clear among {pairs} of factors; at this n a small one would not show."


def interaction_words(s: Sweep, one: Interaction, scale: Scale) -> str:
    """Return one sentence about one interaction."""
    first, second = name_of(one.first, 32), name_of(one.second, 32)
    levels = next(factor for factor in s.factors if factor.name == one.second).values
    unit = unit_of(s, one.second)
    ends = f"from {with_unit(levels[0], unit)} to {with_unit(levels[-1], unit)}"
    told = scale.difference_in_full(one.effect.estimate)
    if one.is_clear:
        return f"The effect of {first} changes by {told} when {second} goes {ends}."
    return f"Whether the effect of {first} changes with {second} ({ends}) cannot be told: {told}."


def _silent(s: Sweep, scale: Scale) -> Iterable[str]:
    if not s.silent:
        return
    never = [place for place in s.silent if not np.nanmax(s.values[place])]
    for places, seen in ((never, "never"), ([place for place in s.silent if place not in never], "always")):
        if places:
            names = listed(name_of(s.series.studies[place].variant, 48) for place in places[:MOST])
            more = f" and {len(places) - MOST} more" if len(places) > MOST else ""
            bound = scale.interval(mean_of(s.metric, s.values[places[0]], yes_no=True))
            yield (
                f"{scale.title} was {seen} seen at {counted(len(places), 'point')} ({names}{more}): that allows "
                f"{bound} {scale.unit} there, and tells nothing about differences between such points."
            )


def _best(s: Sweep, scale: Scale) -> Iterable[str]:
    if s.best is None or not s.series.verdict_allowed or len(s.series) < 2:
        return
    values = s.values[s.best]
    mean = mean_of(s.metric, values, yes_no=scale.is_yes_no)
    name = name_of(s.series.studies[s.best].variant)
    yield f"The best of {len(s.series)} points is {name}: {scale.label} {scale.in_full(mean)}."
    if s.optimism is not None and known(s.optimism.value) and s.optimism.value:
        size = s.optimism.value / scale.size
        unit = f" {scale.apart_unit}" if scale.apart_unit else ""
        shown = written(size, 1 if size >= 0.1 else 2)
        yield (
            f"The best of {len(s.series)} points looks better than it is: by about {shown}{unit}, because it was "
            "picked for looking best."
        )


def surface_words(s: Sweep, scale: Scale) -> str:
    """Return how well the surface fits, or why there is none."""
    if s.surface is None:
        return f"There is no fitted surface: {s.no_surface}."
    return fit_words(s.surface, scale)


def fit_words(surface: Surface, scale: Scale) -> str:
    """Return how well a surface fits, in a sentence."""
    if surface.r_squared is None:
        return "The quadratic surface is flat: the points' means do not vary."
    predicted = surface.r_squared_predicted
    told = f"{100.0 * surface.r_squared:.0f} % of the variance between {surface.points} points"
    left_out = (
        "points left out cannot be predicted at all"
        if predicted is None
        else (f"{max(100.0 * predicted, 0.0):.0f} % for points left out of the fit")
    )
    missed = f"it misses by {scale.number(surface.residual)}".replace(" %", " points")
    noise = f"luck alone by {scale.number(surface.noise)}".replace(" %", " points")
    tail = "" if predicted is not None and predicted >= _GOOD_FIT else ": read it with care"
    return f"The quadratic surface explains {told}, {left_out}; {missed}, {noise}{tail}."
