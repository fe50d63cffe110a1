"""`sortie explain`: a setting, a metric or a word of the field, in plain words."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import click

from sim.base.errors import UsageError
from sim.cli.command import SortieCommand
from sim.cli.nearby import hint
from sim.cli.options import format_option
from sim.cli.output import PLAIN, Format, emit, emit_rows

if TYPE_CHECKING:
    from sim.scenario import Described

ANY_NAME: Final = "NAME"
WIDTH: Final = 100
"""Columns of a line of explanation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that can be explained: what kind of thing, its name, what it means, and facts about it."""

    kind: str
    name: str
    says: str
    facts: tuple[str, ...] = ()


@click.command("explain", cls=SortieCommand)
@click.argument("words", nargs=-1, required=True, metavar="TERM")
@format_option(*PLAIN)
def command(words: tuple[str, ...], form: Format) -> None:
    """Explain TERM in plain words.

    TERM is a setting's path or a part of it (flights.RAVEN.escort.leash_nm, leash), a metric (leakers), or a word of
    the field (posture, time on target).
    """
    term = " ".join(words)
    found = [entry for entry in _words() if _folded(entry.name) in _forms(term)]
    found += [entry for entry in _metrics() if _folded(entry.name) in _forms(term)]
    found += [_entry(setting) for setting in _settings() if _names(setting, term)]
    if not found:
        raise UsageError(f"nothing is called {term!r}{hint(_folded(term), _known())}")
    if form is Format.TEXT:
        emit("\n\n".join(_text(entry) for entry in found))
    else:
        emit_rows([{"kind": e.kind, "name": e.name, "says": e.says, "facts": "; ".join(e.facts)} for e in found], form)


def _text(entry: Entry) -> str:
    body = [
        textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ") for line in (entry.says, *entry.facts)
    ]
    return "\n".join([f"{entry.name}  ({entry.kind})", *body])


def _folded(text: str) -> str:
    """Return a word in one form: `Time-on-target`, `time_on_target` and `time on target` are the same."""
    return " ".join(text.lower().replace("_", " ").replace("-", " ").split())


def _forms(term: str) -> tuple[str, ...]:
    """Return the word and, where it looks like a plural, its singular."""
    word = _folded(term)
    return (word, word.removesuffix("s"))


def _words() -> list[Entry]:
    from sim.cli.glossary import GLOSSARY

    return [Entry(kind="word", name=name, says=says) for name, says in GLOSSARY.items()]


def _metrics() -> list[Entry]:
    from sim.measure import METRICS

    return [
        Entry(
            kind="metric",
            name=metric.name,
            says=metric.definition,
            facts=(f"unit: {metric.unit}", f"better: {metric.better.value}"),
        )
        for metric in METRICS.values()
    ]


def _settings() -> tuple[Described, ...]:
    from sim.scenario import describe_settings

    return describe_settings()


def _entry(setting: Described) -> Entry:
    named = {
        "unit": setting.unit,
        "also written": ", ".join(setting.spellings[1:]),
        "value": "" if setting.kind == "settings" else setting.kind,
        "bounds": setting.bounds,
        "usual": setting.usual,
        "default": setting.default,
        "holds": ", ".join(_inside(setting.path)),
    }
    facts = tuple(f"{what}: {fact}" for what, fact in named.items() if fact)
    return Entry(kind="setting", name=setting.path, says=setting.sentence, facts=facts)


def _inside(path: str) -> list[str]:
    """Return the settings that a group holds, such as range_nm for flights.NAME.radar."""
    starts = (f"{path}.", f"{path}.{ANY_NAME}.")
    inner = [one.path.removeprefix(start) for one in _settings() for start in starts if one.path.startswith(start)]
    return [name for name in inner if "." not in name]


def _names(setting: Described, term: str) -> bool:
    """Tell whether a term means this setting: its path, the end of its path, or its last word without the unit.

    The path may have a scenario's own names, and any unit: flights.RAVEN.escort.leash_km.
    """
    asked = term.replace(" ", "_").split(".")
    path = setting.path.split(".")
    if len(asked) > len(path):
        return False
    *groups, last = path[-len(asked) :]
    same_groups = all(pattern in (ANY_NAME, word.lower()) for pattern, word in zip(groups, asked[:-1], strict=True))
    return same_groups and asked[-1].lower() in {last, *setting.spellings, _stem(setting)}


def _stem(setting: Described) -> str:
    """Return the setting's last word without its unit."""
    last = setting.spellings[0]
    return last.rpartition("_")[0] if setting.unit else last


def _known() -> list[str]:
    """Return every word that can be asked for."""
    settings = [_folded(_stem(setting)) for setting in _settings()]
    return sorted({*(_folded(entry.name) for entry in (*_words(), *_metrics())), *settings})
