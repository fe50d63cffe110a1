"""The door of the reader: a scenario file, a variant, plans and overrides in; a resolved `Scenario` out, or all faults.

A file that is loaded without a variant has every variant, and every knob at its ends, resolved and checked too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from sim.base.errors import Fault
from sim.scenario import places
from sim.scenario.alternatives import check_knobs, check_variants, checked_tree, variant_layer
from sim.scenario.canonical import canonical_overrides
from sim.scenario.faults import Faults
from sim.scenario.nodes import Entry, Leaf, Mark, Node, Table, node_of
from sim.scenario.plan_checks import check_budgets
from sim.scenario.plans import plan_layers
from sim.scenario.reader import read_bytes, read_node, read_text
from sim.scenario.resolve import Library, merged_file, resolved_tree
from sim.scenario.resolved import canonical_text, content_of
from sim.scenario.schema import Scenario
from sim.scenario.validate import warn_implausible

Overrides = Sequence[tuple[str, object]] | Mapping[str, object]
_NO_PLANS: Final[Mapping[str, Path]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A scenario with one choice of variant, plans and overrides.

    `text` is the file as it was; `resolved` and `resolved_text` are the scenario in SI with every default filled in.
    """

    scenario: Scenario
    warnings: tuple[Fault, ...]
    text: str
    resolved: dict[str, Any]
    resolved_text: str
    path: Path | None


def load_scenario(
    source: str | Path,
    *,
    variant: str | None = None,
    plans: Mapping[str, Path] = _NO_PLANS,
    overrides: Overrides = (),
    metric_names: Collection[str] | None = None,
) -> Loaded:
    """Return the scenario that a bare name or a path means.

    plans: by side, a file of overrides. overrides: (path, value) pairs, each laid on those before it, text read
    as YAML; or a mapping from path to value. metric_names: what conditions may name; not checked when None.

    Raises: ScenarioError with every fault.
    """
    faults = Faults()
    path = places.path_of(source, faults)
    place = places.place_of(path) if path is not None else ""
    content = places.read_file(path, place, faults) if path is not None else None
    table = read_bytes(content, place, faults) if content is not None else None
    if table is None or content is None:
        faults.raise_if_any()
        raise AssertionError("a file that cannot be read has a fault")
    text = content.decode("utf-8-sig")
    return _load(table, path, text, _Choice(variant, plans, overrides, metric_names), faults)


def load_text(
    text: str,
    *,
    place: str = "scenario",
    variant: str | None = None,
    overrides: Overrides = (),
    metric_names: Collection[str] | None = None,
) -> Loaded:
    """Return the scenario that text means which is not a file; it may not extend a file.

    Raises: ScenarioError with every fault.
    """
    faults = Faults()
    table = read_text(text, place, faults)
    if table is None:
        faults.raise_if_any()
        raise AssertionError("text that cannot be read has a fault")
    return _load(table, None, text, _Choice(variant, _NO_PLANS, overrides, metric_names), faults)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What is chosen besides the file."""

    variant: str | None
    plans: Mapping[str, Path]
    overrides: Overrides
    metric_names: Collection[str] | None

    @property
    def is_file_alone(self) -> bool:
        return self.variant is None and not self.plans and not self.overrides


def _load(table: Table, path: Path | None, text: str, choice: _Choice, faults: Faults) -> Loaded:
    base = merged_file(table, path, faults)
    library = Library(faults)
    plans, layers = _layers(base, choice, library, faults)
    above = _override_layers(choice.overrides, faults)
    checked = checked_tree(base, layers + above, library, choice.metric_names)
    if plans and not faults.found:
        planned = checked if not above else checked_tree(base, layers, Library(Faults(), library.read), None)
        check_budgets(plans, planned.scenario, faults)
    if choice.is_file_alone:
        check_variants(base, library, choice.metric_names)
        check_knobs(checked, base, library, choice.metric_names)
    faults.raise_if_any()
    warn_implausible(checked.tree, faults)
    content = content_of(checked.scenario)
    return Loaded(
        scenario=checked.scenario,
        warnings=tuple(faults.warnings),
        text=text,
        resolved=content,
        resolved_text=canonical_text(content),
        path=path,
    )


def _layers(base: Table, choice: _Choice, library: Library, faults: Faults) -> tuple[dict[str, Table], list[Table]]:
    """Return the plan of each side, and the layers of variant and plans that lie on the file, the lowest first."""
    layers = variant_layer(base, choice.variant, faults) if choice.variant is not None else []
    if not choice.plans:
        return {}, layers
    plans = plan_layers(choice.plans, resolved_tree(base, layers, library), faults)
    return plans, [*layers, *plans.values()]


def _override_layers(overrides: Overrides, faults: Faults) -> list[Table]:
    layers = []
    if isinstance(overrides, Mapping):
        mark = Mark("override")
        node = node_of(dict(overrides), mark)
        layers = [node] if isinstance(node, Table) and node.entries else []
    else:
        for path, given in overrides:
            mark = Mark("--set") if isinstance(given, str) else Mark("override")
            value = read_node(given, mark, faults) if isinstance(given, str) else node_of(given, mark)
            if value is not None:
                node = _with_text(value, given) if isinstance(given, str) else value
                layers.append(Table({path.strip(): Entry(path.strip(), mark, node)}, mark))
    return [canonical_overrides(layer, faults) for layer in layers]


def _with_text(value: Node, text: str) -> Node:
    """Return an empty text as what was written, so that a message can show it."""
    return Leaf(value.value, text, value.mark) if isinstance(value, Leaf) else value
