"""What a file offers besides itself: variants, and knobs turned to their ends. Each is resolved and checked in full.

So a lesson cannot fail in class at the moment when somebody chooses its second variant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from sim.scenario.canonical import canonical_overrides
from sim.scenario.checks import check_things
from sim.scenario.command_checks import check_command
from sim.scenario.decoy_checks import check_decoys
from sim.scenario.faults import MOST_FAULTS, Faults, shown
from sim.scenario.fight_checks import check_fights
from sim.scenario.fuel_checks import check_fuel
from sim.scenario.inject_checks import check_injects
from sim.scenario.jamming_checks import check_jamming
from sim.scenario.layers import labelled
from sim.scenario.lesson_checks import check_knob_ranges, check_questions
from sim.scenario.names import ENTITY_KINDS
from sim.scenario.nodes import Entry, Items, Leaf, Mark, Node, Table, child, is_null
from sim.scenario.package_checks import check_package
from sim.scenario.plan_checks import check_plan_rules
from sim.scenario.resolve import Library, resolved_tree
from sim.scenario.rule_checks import check_rules
from sim.scenario.sensing_checks import check_sensing
from sim.scenario.shapes import OVERRIDES
from sim.scenario.validate import Checked, validated
from sim.scenario.waves import check_waves

MOST_TRIED: Final = 60
"""Variants that are tried out when a file is loaded, and as many settings of knobs."""

MOST_WORK: Final = 2_000
"""Things times tries: of a very large scenario fewer alternatives are tried, so that loading stays under a second."""


def checked_tree(base: Table, layers: list[Table], library: Library, metric_names: Collection[str] | None) -> Checked:
    """Return the scenario that a file and layers of overrides make, with all checks done."""
    checked = validated(resolved_tree(base, layers, library), library.faults)
    check_things(checked)
    check_injects(checked)
    check_waves(checked)
    check_decoys(checked)
    check_sensing(checked)
    check_jamming(checked)
    check_fuel(checked)
    check_package(checked)
    check_fights(checked)
    check_rules(checked)
    check_command(checked)
    check_plan_rules(checked)
    check_questions(checked, metric_names)
    check_knob_ranges(checked)
    return checked


def variant_layer(base: Table, variant: str, faults: Faults) -> list[Table]:
    """Return the overrides of a variant; none, with a fault noted, when the file has no such variant."""
    variants = child(base, OVERRIDES)
    known = variants.entries if isinstance(variants, Table) else {}
    entry = known.get(variant)
    if entry is not None and isinstance(entry.node, Table):
        layer = labelled(entry.node, f"variant {variant}")
        return [layer] if isinstance(layer, Table) else []
    if entry is None or is_null(entry.node):
        names = [name for name, one in known.items() if not is_null(one.node)]
        hint = faults.near(variant, names) or f"its variants: {', '.join(names[:8]) or 'none'}"
        faults.add(Mark(base.mark.place), "", f"there is no variant {shown(variant)}", hint)
    return []


def check_variants(base: Table, library: Library, metric_names: Collection[str] | None) -> None:
    """Note what breaks in each variant and does not break without it."""
    variants = child(base, OVERRIDES)
    known = variants.entries if isinstance(variants, Table) else {}
    names = [name for name, one in known.items() if not is_null(one.node)]  # a layer may take a variant away
    for name in names[: _tries(base, library.faults)]:
        own = Faults()
        layers = variant_layer(base, name, own)
        _try(base, layers, Library(own, library.read), metric_names)
        _take_over(own, f"variant {name}", library.faults)


def check_knobs(checked: Checked, base: Table, library: Library, metric_names: Collection[str] | None) -> None:
    """Note what breaks when a knob is turned to an end, or to one of its choices; only in a file without faults."""
    left = _tries(base, checked.faults) if not checked.faults.found else 0
    for name in checked.scenario.knobs:
        for value in _values(child(checked.tree, "knobs", name)):
            left -= 1
            if left < 0:
                return
            own = Faults()
            paths = checked.at("knobs", name, "paths").node
            layer = canonical_overrides(_turned(paths, value), own)
            _try(base, [layer], Library(own, library.read), metric_names)
            _take_over(own, f"knob {name}", checked.faults)


def _tries(base: Table, faults: Faults) -> int:
    """Return how many alternatives are tried out; none when there are too many faults already to tell."""
    things = sum(len(held.entries) for kind in ENTITY_KINDS if isinstance(held := child(base, kind), Table))
    return 0 if len(faults.found) >= MOST_FAULTS else min(MOST_TRIED, max(2, MOST_WORK // max(things, 1)))


def _try(base: Table, layers: list[Table], library: Library, metric_names: Collection[str] | None) -> None:
    if not library.faults.found:
        checked_tree(base, layers, library, metric_names)


def _take_over(own: Faults, layer: str, faults: Faults) -> None:
    """Note faults of a trial under its name, unless the same place breaks the same rule already."""
    known = {(fault.place, fault.line, fault.column, fault.rule) for fault in faults.found}
    for fault in own.found:
        if (fault.place, fault.line, fault.column, fault.rule) not in known:
            faults.include(fault, layer)


def _values(knob: Node | None) -> Iterator[Leaf]:
    """Yield the ends of a knob's range, or its choices, as they were written."""
    for key in ("low", "high"):
        if isinstance(end := child(knob, key), Leaf) and not is_null(end):
            yield end
    choices = child(knob, "choices")
    if isinstance(choices, Items):
        yield from (choice for choice in choices.nodes if isinstance(choice, Leaf))


def _turned(paths: Node | None, value: Leaf) -> Table:
    """Return the overrides that turn a knob; a whole number may be written as 4 or 4.0."""
    number = value.value
    whole = int(number) if isinstance(number, float) and number == int(number) else number
    entries = {}
    for path in paths.nodes if isinstance(paths, Items) else ():
        if isinstance(path, Leaf):
            key = str(path.value)
            entries[key] = Entry(key, path.mark, Leaf(whole, value.text, value.mark))
    return Table(entries, paths.mark if paths is not None else value.mark)
