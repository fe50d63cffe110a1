"""The door for experiment files: strict, with places, and all faults at once, like the reader of scenarios.

A bare name is found in scenarios/experiments; everything else is a path. Every factor is tried out at its ends, so
that a sweep does not fail at its hundredth point.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from math import prod
from pathlib import Path
from typing import Final

from sim.base.errors import ScenarioError
from sim.scenario import names, places
from sim.scenario.canonical import canonical_part
from sim.scenario.experiment import Design, Experiment, ExperimentSheet, FactorSheet
from sim.scenario.factor_rules import Asked, RefusedError, Value
from sim.scenario.factors import Factor, made_factor, overlaps
from sim.scenario.faults import Faults, number, shown
from sim.scenario.load import Loaded, load_scenario
from sim.scenario.nodes import Found, Mark, Table, find
from sim.scenario.reader import read_bytes
from sim.scenario.shapes import group_of
from sim.scenario.validate import sound

MOST_POINTS: Final = 10_000
"""Points that one experiment may have."""

MOST_TRIED: Final = 60
"""Values of factors that are tried out when an experiment is loaded."""

MOST_FACTORS: Final = 30

_STAND_INS: Final[dict[str, object]] = {"name": "x", "scenario": "", "factors": {}, "design": "grid"}


def experiments_folder() -> Path:
    """Return the folder of experiments that ship with the program."""
    return places.scenarios_folder() / "experiments"


def experiment_names() -> tuple[str, ...]:
    """Return the names of all experiments that ship with the program, in order."""
    return tuple(sorted(path.stem for path in experiments_folder().glob("*.yaml")))


def is_experiment(source: str | Path) -> bool:
    """Tell whether a bare name or a path means an experiment and not a scenario: by its `factors`."""
    text = str(source)
    if places.is_bare(text) and not isinstance(source, Path):
        return text in experiment_names()
    faults = Faults()
    content = places.read_file(Path(source), text, faults) if "\0" not in text else None
    table = read_bytes(content, text, faults) if content is not None else None
    return table is not None and "factors" in table.entries


def load_experiment(source: str | Path, *, metric_names: Collection[str] | None = None) -> Experiment:
    """Return the experiment that a bare name or a path means, with its scenario loaded.

    metric_names: what a precision may name; not checked when None.

    Raises: ScenarioError with every fault.
    """
    faults = Faults()
    path = _path_of(source, faults)
    place = places.place_of(path) if path is not None else ""
    content = places.read_file(path, place, faults) if path is not None else None
    table = read_bytes(content, place, faults) if content is not None else None
    if table is None or content is None or path is None:
        faults.raise_if_any()
        raise AssertionError("a file that cannot be read has a fault")
    reading = _Reading(canonical_part(table, group_of(ExperimentSheet), faults), path, metric_names, faults)
    return reading.experiment(content.decode("utf-8-sig"))


def _path_of(source: str | Path, faults: Faults) -> Path | None:
    text = str(source)
    if not places.is_bare(text) or isinstance(source, Path):
        return places.path_of(source, faults)
    shipped = experiments_folder() / f"{text}.yaml"
    if shipped.is_file():
        return shipped
    hint = faults.near(text, experiment_names()) or f"there are: {', '.join(experiment_names()[:8]) or 'none'}"
    faults.add(Mark(text), "", "there is no such experiment", hint)
    return None


@dataclass(slots=True)
class _Reading:
    """One experiment file while it is checked."""

    tree: Table
    path: Path
    metric_names: Collection[str] | None
    faults: Faults

    def experiment(self, text: str) -> Experiment:
        """Return the experiment.

        Raises: ScenarioError with every fault.
        """
        sheet, _ = sound(self.tree, ExperimentSheet, self.faults, _STAND_INS)
        self._check_sheet(sheet)
        loaded = self._scenario(sheet)
        factors = self._factors(sheet, loaded) if loaded is not None else ()
        self._check_design(sheet, factors)
        if loaded is not None and loaded.path is not None and not self.faults.found:
            self._try_out(loaded.path, sheet, factors)
        self.faults.raise_if_any()
        assert loaded is not None, "an experiment without a scenario has a fault"
        scenario = loaded.scenario
        return Experiment(
            name=sheet.name,
            title=sheet.title,
            says=sheet.says,
            loaded=loaded,
            variant=sheet.variant,
            injects=sheet.injects,
            factors=factors,
            design=sheet.design,
            points=sheet.points,
            trials=None if sheet.precision else sheet.trials or scenario.trials,
            precision=sheet.precision,
            seed=scenario.seed if sheet.seed is None else sheet.seed,
            path=self.path,
            text=text,
            warnings=(*self.faults.warnings, *loaded.warnings),
        )

    def at(self, *path: str | int) -> Found:
        """Return what stands at a path of the file."""
        return find(self.tree, path)

    def _check_sheet(self, sheet: ExperimentSheet) -> None:
        faults = self.faults
        if not names.is_scenario(sheet.name):
            hint = "a name is up to 64 small letters, digits and -, such as my-first-sweep"
            faults.at(self.at("name"), f"{shown(sheet.name)} cannot be the name of an experiment", hint)
        if sheet.trials is not None and sheet.precision:
            faults.at(self.at("precision"), "asks for a precision and for a number of trials", "keep one of them")
        for metric in sheet.precision:
            if self.metric_names is not None and metric not in self.metric_names:
                known = sorted(self.metric_names)
                hint = faults.near(metric, known) or f"such as {', '.join(known[:8])}"
                faults.at(self.at("precision", metric), f"there is no metric {shown(metric)}", hint)
        if not sheet.factors and "factors" in self.tree.entries and not faults.found:
            faults.at(self.at("factors"), "names nothing to vary", "such as leash: {knob: leash, levels: [10, 40]}")
        if len(sheet.factors) > MOST_FACTORS:
            rule = f"at most {MOST_FACTORS} factors, got {len(sheet.factors)}"
            faults.at(self.at("factors"), rule, "vary fewer things at a time")

    # The scenario.

    def _scenario(self, sheet: ExperimentSheet) -> Loaded | None:
        """Return the scenario with variant and injects; None, with faults noted, when it cannot be used."""
        if not sheet.scenario:
            return None
        at = self.at("scenario")
        path = places.extended_path(sheet.scenario, self.path.parent, at.mark, self.faults, key="scenario")
        if path is None:
            return None
        plain = self._loaded(path)
        if plain is None:
            return None
        knows_all = self._knows("variant", (sheet.variant,) if sheet.variant else (), plain.scenario.variants)
        knows_all &= self._knows("injects", sheet.injects, plain.scenario.injects)
        is_changed = bool(sheet.variant or sheet.injects)
        return self._loaded(path, sheet) if knows_all and is_changed else plain

    def _knows(self, key: str, asked: Collection[str], known: Collection[str]) -> bool:
        """Tell whether the scenario has what is asked for; what it has not is noted."""
        kind = key.removesuffix("s")
        for index, name in enumerate(asked):
            if name not in known:
                at = self.at(key, index) if key == "injects" else self.at(key)
                hint = self.faults.near(name, known) or f"it has: {', '.join(list(known)[:8]) or 'none'}"
                self.faults.at(at, f"the scenario has no {kind} {shown(name)}", hint)
        return all(name in known for name in asked)

    def _loaded(
        self, path: Path, sheet: ExperimentSheet | None = None, changes: list[tuple[str, Value]] | None = None
    ) -> Loaded | None:
        """Return the scenario, or with a sheet as it asks for it; None, with its faults noted, when it has any."""
        overrides: list[tuple[str, object]] = list(changes or [])
        variant = None
        if sheet is not None:
            overrides[:0] = [(f"injects.{name}.enabled", True) for name in sheet.injects]
            variant = sheet.variant
        try:
            return load_scenario(path, variant=variant, overrides=overrides, metric_names=self.metric_names)
        except ScenarioError as error:
            for fault in error.faults:
                self.faults.add(Mark(fault.place, fault.line, fault.column), fault.path, fault.rule, fault.hint)
            return None

    # The factors.

    def _factors(self, sheet: ExperimentSheet, loaded: Loaded) -> tuple[Factor, ...]:
        factors = []
        for name, asked in sheet.factors.items():
            try:
                factor = made_factor(_asked(name, asked), loaded.scenario, needs_levels=not sheet.design.fills_space)
            except RefusedError as refused:
                key = refused.key if refused.key in ("knob", "paths", "levels", "low", "high", "steps") else ""
                at = self.at("factors", name, key) if key else self.at("factors", name)
                self.faults.at(at, refused.rule, refused.hint)
            else:
                factors.append(factor)
        for one, other, path in overlaps(factors):
            rule = f"turns {shown(path)}, and so does {shown(other)}"
            self.faults.at(self.at("factors", one), rule, "let one factor turn it")
        return tuple(factors)

    def _check_design(self, sheet: ExperimentSheet, factors: tuple[Factor, ...]) -> None:
        """Note a design that does not fit its factors."""
        at, faults = self.at("points"), self.faults
        if sheet.design.fills_space:
            if sheet.points is None and at.node is None:
                faults.at(self.at("design"), f"{sheet.design.value} needs to know how many points", "add points: 33")
            elif sheet.points is not None and sheet.points <= len(sheet.factors):
                rule = f"{sheet.points} points are too few for {len(sheet.factors)} factors"
                faults.at(at, rule, f"at least {len(sheet.factors) + 1}, better {10 * len(sheet.factors)}")
            return
        if sheet.points is not None:
            rule = f"a design {sheet.design.value} has as many points as its levels make"
            faults.at(at, rule, "remove points, or choose lhs or nolh")
        made = prod(len(factor.values) for factor in factors)
        if sheet.design is Design.GRID and made > MOST_POINTS:
            rule = f"the grid has {number(made)} points; at most {number(MOST_POINTS)} can be swept"
            faults.at(self.at("design"), rule, "take fewer levels, or the design lhs")

    def _try_out(self, path: Path, sheet: ExperimentSheet, factors: tuple[Factor, ...]) -> None:
        """Note what breaks when one factor alone is at an end of its range, or at one of its levels."""
        for factor, value in islice(_tried(factors), MOST_TRIED):
            tried = Faults()
            _Reading(self.tree, self.path, self.metric_names, tried)._loaded(path, sheet, factor.overrides(value))
            for fault in tried.found[:1]:
                rule = f"breaks the scenario at {value}: {fault.path}: {fault.rule}"
                self.faults.at(self.at("factors", factor.name), rule, fault.hint)


def _tried(factors: tuple[Factor, ...]) -> Iterator[tuple[Factor, Value]]:
    for factor in factors:
        values = (factor.values[0], factor.values[-1]) if factor.is_continuous else factor.values
        for value in values:
            yield factor, value


def _asked(name: str, sheet: FactorSheet) -> Asked:
    if sheet.knob is not None and sheet.paths:
        raise RefusedError("paths", "names both a knob and paths", "keep one of them")
    return Asked(
        name=name,
        knob=sheet.knob,
        paths=sheet.paths or (),
        levels=sheet.levels,
        low=sheet.low,
        high=sheet.high,
        steps=sheet.steps,
        says=sheet.says,
    )
