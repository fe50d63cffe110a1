"""Comparing and sweeping in one call each, for Python: `from sim import compare, sweep`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from sim.measure import CONDITION_NAMES
from sim.scenario import Design, Factor, Loaded, load_scenario, parse_vary
from sim.study.ask import Level, Point, StudyKind
from sim.study.compare import DEFAULT_METRIC, Comparison, comparison
from sim.study.design_points import Load, sweep_points
from sim.study.run import RESULTS, asked, run_series
from sim.study.sweep import Sweep, sweep_results

Vary = Mapping[str, Sequence[Level] | str]
"""By knob or path: the levels, or text as `--vary` has it, such as "10:100:4"."""


def compare(
    scenarios: Mapping[str, Loaded] | Sequence[Loaded],
    *,
    trials: int | None = None,
    seed: int | None = None,
    metric: str = DEFAULT_METRIC,
    jobs: int | None = None,
    out: Path | str = RESULTS,
) -> Comparison:
    """Return how alternatives compare on the same luck; the first one's scenario says how many trials, else.

    A mapping gives each a name; in a sequence each has its scenario's name, numbered when there are several.

    Raises: UsageError when there are too few or too many, or a metric is unknown; ResultsError when nothing can be
    written under `out`.
    """
    named = scenarios if isinstance(scenarios, Mapping) else _named(scenarios)
    points = [Point(loaded=loaded, name=name) for name, loaded in named.items()]
    ask = asked(points, kind=StudyKind.COMPARE, trials=trials, seed=seed, out=Path(out))
    return comparison(run_series(ask, jobs=jobs), metric=metric)


def sweep(
    source: str | Path | Load,
    vary: Vary,
    *,
    design: str = "grid",
    points: int | None = None,
    trials: int | None = None,
    seed: int | None = None,
    metric: str = DEFAULT_METRIC,
    jobs: int | None = None,
    out: Path | str = RESULTS,
) -> Sweep:
    """Return what varying some factors does, every design point on the same luck.

    source: a scenario's name or file, or a function from (path, value) overrides to a loaded scenario. design: grid,
    one_at_a_time, or with a number of points lhs or nolh.

    Raises: UsageError when a factor or the design cannot be; ScenarioError when a point's scenario is no scenario.
    """
    load = source if callable(source) else _loader(source)
    scenario = load(()).scenario
    factors: list[Factor] = [parse_vary(f"{name}={_text(levels)}", scenario) for name, levels in vary.items()]
    chosen = Design(design)
    made = sweep_points(load, factors, chosen, points=points)
    ask = asked(made, kind=StudyKind.SWEEP, trials=trials, seed=seed, out=Path(out))
    return sweep_results(run_series(ask, jobs=jobs), factors, chosen, metric=metric)


def _named(scenarios: Sequence[Loaded]) -> dict[str, Loaded]:
    names = [loaded.scenario.name for loaded in scenarios]
    return {
        name if names.count(name) == 1 else f"{name} {number}": loaded
        for number, (name, loaded) in enumerate(zip(names, scenarios, strict=True), start=1)
    }


def _loader(source: str | Path) -> Callable[[Sequence[tuple[str, object]]], Loaded]:
    return lambda overrides: load_scenario(source, overrides=overrides, metric_names=CONDITION_NAMES)


def _text(levels: Sequence[Level] | str) -> str:
    """Return levels as `--vary` has them."""
    if isinstance(levels, str):
        return levels
    return ",".join(str(level).lower() if isinstance(level, bool) else str(level) for level in levels)
