"""Contexts to draw from: real trials of a small scenario, with whatever names and numbers a test wants."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.measure import METRICS, Kind, Measurer
from sim.scenario import load_scenario
from sim.scenario.schema import Scenario
from sim.show.context import Column, Context, Numbers, Table
from sim.stats import mean_t, share
from sim.study import Level, RunStatus, Series, Study, StudyKind
from sim.study.manifest import Manifest, Played
from sim.study.summary import summarise
from sim.study.table import Table as StudyTable
from sim.study.worker import Column as StudyColumn
from sim.trial.play import run_trial
from sim.trial.records import Trial

SEED = 1


@cache
def baseline() -> Scenario:
    """The baseline scenario."""
    return load_scenario("baseline-escort").scenario


@cache
def trials(n: int = 6) -> tuple[Trial, ...]:
    """The first trials of the baseline."""
    return play(baseline(), n)


def play(scenario: Scenario, n: int) -> tuple[Trial, ...]:
    """The first trials of any scenario."""
    return tuple(run_trial(scenario, SEED, number) for number in range(n))


def column(name: str, values: Numbers, undefined: int = 0, *, watched: bool = False) -> Column:
    """One metric with these values."""
    metric = METRICS[name]
    n = int(values.size)
    estimate = share(name, int(values.sum()), n) if metric.kind is Kind.YES_NO else mean_t(name, values)
    return Column(
        name=name,
        unit=metric.unit,
        kind=metric.kind,
        definition=metric.definition,
        values=values,
        undefined=undefined,
        estimate=estimate,
        headline=metric.headline,
        watched=watched,
    )


def context_of(scenario: Scenario, played: tuple[Trial, ...], **columns: Numbers) -> Context:
    """The context of these trials; columns given by name replace what was measured."""
    measurer = Measurer(scenario)
    rows = [measurer.measure(trial) for trial in played]
    found = {}
    for name in METRICS:
        values = np.array([row[name] for row in rows if row[name] is not None], dtype=np.float64)
        values = columns.get(name, values)
        found[name] = column(name, values, len(rows) if values.size == 0 else 0)
    table = Table(finished=len(rows), aborted=0, crashed=0, columns=found)
    return Context(scenario=scenario, seed=SEED, table=table, trials=played)


def baseline_context(**columns: Numbers) -> Context:
    """The context of six trials of the baseline."""
    return context_of(baseline(), trials(), **columns)


def renamed(scenario: Scenario, names: dict[str, str]) -> Scenario:
    """The scenario with these names replaced wherever they stand, as no reader would let them pass."""
    changed = _renamed(scenario, names)
    assert isinstance(changed, Scenario)
    return changed


def without_side(scenario: Scenario, side: str) -> Scenario:
    """The scenario without anything that can move or shoot on one side."""
    return replace(
        scenario,
        flights={name: flight for name, flight in scenario.flights.items() if flight.side != side},
        sites={name: site for name, site in scenario.sites.items() if site.side != side},
        links={name: link for name, link in scenario.links.items() if link.side != side},
        controllers={name: node for name, node in scenario.controllers.items() if node.side != side},
    )


def only_patrol(scenario: Scenario) -> Scenario:
    """The scenario with nobody but its patrol: no route, no strike, no opponent."""
    flights = {name: flight for name, flight in scenario.flights.items() if flight.patrol is not None}
    return replace(
        scenario, flights=flights, sites={}, targets={}, routes={}, links={}, controllers={}, success=None, lesson=None
    )


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, tuple):
        return tuple(_renamed(item, names) for item in value)
    if isinstance(value, dict):
        return {_renamed(key, names): _renamed(item, names) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {one.name: _renamed(getattr(value, one.name), names) for one in dataclasses.fields(value)}
        return replace(value, **fields)
    return value


# Studies of several design points, made of numbers alone: nothing is played.

SERIES_METRICS = ("success", "bombers_home", "coverage_gap_s", "value", "controller_utilisation")


@dataclass(frozen=True)
class Knob:
    """A factor: its name, levels and unit."""

    name: str
    values: tuple[Level, ...]
    unit: str = ""

    def overrides(self, value: Level) -> list[tuple[str, str]]:
        return [("knob", str(value))]

    def rounded(self, value: float) -> float:
        return value


def series_of(
    kind: StudyKind, points: dict[str, dict[str, Numbers]], levels: list[dict[str, Level]] | None = None, **changes: Any
) -> Series:
    """A finished study whose points have these names and columns; `resolved` gives each point's scenario."""
    resolved = changes.get("resolved", [{"name": "made-up"}] * len(points))
    trials = len(next(iter(next(iter(points.values())).values())))
    played = tuple(
        Played(
            name=name,
            title="A made-up study",
            levels=(levels or [{}] * len(points))[place],
            text="",
            resolved=resolved[place],
        )
        for place, name in enumerate(points)
    )
    manifest = Manifest(
        id="0123456789",
        kind=kind,
        name="made-up",
        status=RunStatus.COMPLETE,
        seed=SEED,
        scheme="philox",
        model_sha256="0" * 64,
        planned=trials,
        finished=trials * len(points),
        points=played,
        columns=tuple(StudyColumn(n, METRICS[n].unit, METRICS[n].kind) for n in SERIES_METRICS),
        program="0.1.0",
    )
    folder = Path(changes.get("folder", "made-up"))
    studies = tuple(_study_of(manifest, place, folder, columns) for place, columns in enumerate(points.values()))
    return Series(folder=folder, manifest=manifest, studies=studies, warnings=())


def _study_of(manifest: Manifest, place: int, folder: Path, given: dict[str, Numbers]) -> Study:
    n = manifest.planned
    columns: dict[str, Any] = {"trial": np.arange(n), "status": np.full(n, "finished")}
    columns |= {name: np.asarray(given.get(name, np.full(n, np.nan)), dtype=np.float64) for name in SERIES_METRICS}
    summary = summarise(StudyTable(columns=columns), manifest.columns, n)
    return Study(
        folder=folder,
        manifest=manifest,
        number=place,
        table=columns,
        counts=summary.counts,
        lines=summary.lines,
        bounds=summary.bounds,
        verdict_allowed=summary.verdict_allowed,
        warnings=summary.warnings,
    )


def columns_of(order: int, n: int, *, share: float = 0.5) -> dict[str, Numbers]:
    """Columns of one point: the same luck at every point, moved by `order` and `share`."""
    luck = np.random.default_rng(7).random((3, n))
    own = np.random.default_rng(100 + order).random(n)
    success = (0.7 * luck[0] + 0.3 * own < share).astype(np.float64)
    gap = np.where(luck[1] < 0.8, 60.0 * luck[1] + 3.0 * order + 5.0 * own, np.nan)
    return {
        "success": success,
        "bombers_home": np.floor(3.0 * luck[2]) + success,
        "coverage_gap_s": gap,
        "value": 10.0 * success + 5.0 * luck[2],
        "controller_utilisation": 0.4 + 0.3 * own,
    }


def flat_columns(n: int, value: float) -> dict[str, Numbers]:
    """Columns that are the same in every trial; nan where nothing is defined."""
    return {name: np.full(n, value) for name in SERIES_METRICS}
