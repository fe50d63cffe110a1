"""The text of docs/model-reference.md, made from the declarations alone: settings, metrics, records, archetypes."""

from __future__ import annotations

import enum
import importlib
import itertools
import typing
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from sim.measure import METRICS
from sim.measure.metric import Metric
from sim.measure.metrics import CONDITION_NAMES, VALUE_NAMES
from sim.model.stations import PRESETS
from sim.scenario import Described, describe_settings
from sim.scenario.faults import Faults
from sim.scenario.nodes import Items, Leaf, Node, Table
from sim.scenario.places import archetype_names, library_folder
from sim.scenario.reader import read_text
from sim.scenario.shapes import GroupShape, ListShape, NamedShape, Shape, root
from sim.trial import reasons, records

NOTIONAL: Final = "notional"
NONE: Final = "-"

INTRO: Final = Path(__file__).with_name("intro.md").read_text(encoding="utf-8")


def page() -> str:
    """Return the whole page."""
    parts = [INTRO, *_settings(), _postures(), *_metrics(), *_records(), _archetypes()]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(text) for text in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|") or NONE


def holders() -> dict[type, list[str]]:
    """Return, for each declared group of settings, the paths at which it stands; the root's path is empty."""
    found: dict[type, list[str]] = {}
    for group, path in _groups(root(), ""):
        found.setdefault(group.of, []).append(path)
    return found


def _groups(shape: Shape, path: str) -> Iterator[tuple[GroupShape, str]]:
    match shape:
        case GroupShape():
            yield shape, path
            for setting in shape.settings.values():
                yield from _groups(setting.shape, f"{path}.{setting.name}".lstrip("."))
        case NamedShape():
            yield from _groups(shape.item, f"{path}.NAME")
        case ListShape():
            yield from _groups(shape.item, path)
        case _:
            return


def _settings() -> Iterator[str]:
    by_parent: dict[str, list[Described]] = {}
    for one in describe_settings():
        by_parent.setdefault(one.path.rpartition(".")[0], []).append(one)
    for group, paths in holders().items():
        rows = by_parent.get(paths[0], [])
        yield f"### {_title(group, paths)}\n"
        yield f"{_summary(group)}\n"
        if paths != [""]:
            yield f"Stands at: {', '.join(f'`{path}`' for path in paths)}.\n"
        heads = ("Setting", "Unit", "Value", "Default", "Usual", "Role", "Meaning")
        yield table(heads, [_setting_row(one) for one in rows]) + "\n"


def _title(group: type, paths: list[str]) -> str:
    return "The scenario" if paths == [""] else group.__name__


def _summary(thing: object) -> str:
    """Return the documentation of something on one line."""
    return " ".join((thing.__doc__ or "").split())


def _setting_row(one: Described) -> tuple[str, ...]:
    named_source = f" Source: {one.source}." if one.source not in (NOTIONAL, "") else ""
    words = ", ".join(f"`{word}`" for word in one.choices)
    value = words or ("more settings" if one.kind == "settings" else one.kind)
    return (
        f"`{one.path.rpartition('.')[2]}`",
        one.unit,
        f"{value}; {one.bounds}" if one.bounds else value,
        "" if one.default == "none" else one.default,
        one.usual,
        one.role.value,
        f"{one.sentence}{named_source}",
    )


def _postures() -> str:
    keys = sorted({key for numbers in PRESETS.values() for key in numbers})
    rows = [(f"`{posture.value}`", *(f"{numbers[key]:g}" for key in keys)) for posture, numbers in PRESETS.items()]
    intro = (
        "An escort's posture brings these numbers (SI units, as the ends of the names say); each can be set by itself."
    )
    return f"## Postures\n\n{intro}\n\n" + table(("Posture", *(f"`{key}`" for key in keys)), rows)


def _metrics() -> Iterator[str]:
    yield "## Metrics\n"
    yield (
        "A metric is one number of one finished trial, worked out from its records alone. Where it is undefined there "
        "is none, and it does not count into the mean. A study shows each with its interval and the number of trials "
        "behind it.\n"
    )
    yield f"{_summary_of_rest('sim.measure.metrics')}\n"
    for home, metrics in itertools.groupby(_by_home(), key=lambda one: one.of.__module__):
        title = home.rpartition(".")[2].replace("_", " ").capitalize()
        yield f"### {title}\n"
        yield f"{_summary(importlib.import_module(home)).partition('. ')[0].rstrip('.')}.\n"
        rows = [
            (f"`{one.name}`", one.unit, one.kind.value.replace("_", "/"), one.better.value, one.definition)
            for one in metrics
        ]
        yield table(("Metric", "Unit", "Kind", "Better", "Definition"), rows) + "\n"
    yield "### Names that success and value may use\n"
    yield (
        f"A condition of `success` may name any metric but {_others(CONDITION_NAMES)}. The weights of `value` may name "
        f"any metric but {_others(VALUE_NAMES)}. Both are made of other metrics.\n"
    )


def _by_home() -> list[Metric]:
    homes = list(dict.fromkeys(one.of.__module__ for one in METRICS.values()))
    return sorted(METRICS.values(), key=lambda one: homes.index(one.of.__module__))


def _others(names: Iterable[str]) -> str:
    """Return the metrics that are not among these names."""
    return " and ".join(f"`{name}`" for name in METRICS if name not in set(names))


def _summary_of_rest(module: str) -> str:
    """Return the documentation of a module without its first paragraph."""
    return " ".join((importlib.import_module(module).__doc__ or "").partition("\n\n")[2].split())


def record_kinds() -> tuple[type, ...]:
    """Return every kind of record that a trial may write, in the order of declaration."""
    return typing.get_args(records.Record)


def reason_words() -> tuple[type[enum.Enum], ...]:
    """Return the enumerations whose words records use."""
    found = [one for one in vars(reasons).values() if isinstance(one, type) and issubclass(one, enum.Enum)]
    return tuple(one for one in found if one.__module__ == reasons.__name__)


def _records() -> Iterator[str]:
    yield "## Records\n"
    yield (
        "What a trial writes down, each with its exact instant `at_s`, in seconds from the start. Metrics read nothing "
        "else. An element is called `FLIGHT-1`, its aircraft `FLIGHT-1.1`, `FLIGHT-1.2` and so on; a name never "
        "changes.\n"
    )
    rows = [
        (f"`{kind.__name__}`", ", ".join(f"`{name}`" for name in kind._fields if name != "at_s"), _summary(kind))  # type: ignore[attr-defined]
        for kind in record_kinds()
    ]
    yield table(("Record", "Fields", "Meaning"), rows) + "\n"
    yield "### Words in records\n"
    told = [(one.__name__, ", ".join(f"`{member.value}`" for member in one), _summary(one)) for one in reason_words()]
    yield table(("Word", "Values", "Meaning"), told) + "\n"


def _archetypes() -> str:
    texts = {name: (library_folder() / f"{name}.yaml").read_text(encoding="utf-8") for name in archetype_names()}
    values = {name: dict(_leaves(read_text(text, name, Faults()), "")) for name, text in texts.items()}
    keys = dict.fromkeys(key for numbers in values.values() for key in numbers)
    rows = [(f"`{key}`", *(numbers.get(key, "") for numbers in values.values())) for key in keys]
    kinds = [f"- `{name}`: {archetype_sentence(text)}" for name, text in texts.items()]
    intro = (
        "A flight or site with `archetype: NAME` takes every setting that it does not give itself from the library. "
        "All numbers are invented."
    )
    listed = "\n".join(kinds)
    return f"## Archetypes\n\n{intro}\n\n{listed}\n\n" + table(("Setting", *(f"`{name}`" for name in texts)), rows)


def archetype_sentence(text: str) -> str:
    """Return what an archetype is: the first line of its file."""
    return text.partition("\n")[0].removeprefix("#").strip()


def _leaves(node: Node | None, path: str) -> Iterator[tuple[str, str]]:
    match node:
        case Table():
            for key, entry in node.entries.items():
                yield from _leaves(entry.node, f"{path}.{key}".lstrip("."))
        case Items():
            yield path, "[" + ", ".join(one.text if isinstance(one, Leaf) else "…" for one in node.nodes) + "]"
        case Leaf():
            yield path, node.text
        case _:
            return
