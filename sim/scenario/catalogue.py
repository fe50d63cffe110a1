"""The scenarios that ship with the program as a list, and the text of a new one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sim.scenario import places
from sim.scenario.faults import Faults
from sim.scenario.nodes import Leaf, Table, child
from sim.scenario.reader import read_bytes

_STARTER = """\
# A scenario of your own. Check it with `sortie check FILE`, run it with `sortie run FILE`.
# Every number is notional: chosen round, for teaching.
format: 1
name: {name}                # also the name of the results folder
title: {title}
extends: baseline-escort   # everything that is not changed below is as in baseline-escort

# What you change goes here. A unit is the end of a key: leash_nm, leash_km and leash_m are the same setting.
# `sortie explain leash` tells what a setting means; `sortie check FILE --resolved` prints all of them.
flights:
  RAVEN:
    escort: {{leash_nm: 40}}   # how far an engaged escort may go from the bombers; in baseline-escort it is 50

# A variant is a named set of further changes, each written as one path:
#   sortie run FILE --variant more-escorts
variants:
  more-escorts:
    flights.RAVEN.aircraft: 6
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One scenario of the list: its bare name, its title, and its lesson's number and question where it has them."""

    name: str
    title: str
    number: int | None
    question: str
    path: Path


def list_scenarios() -> tuple[Listing, ...]:
    """Return the scenarios that ship with the program: lessons by number, then the others by name."""
    listings = [_listing(places.scenarios_folder() / f"{name}.yaml") for name in places.scenario_names()]
    return tuple(sorted(listings, key=lambda one: (one.number is None, one.number or 0, one.name)))


def _listing(path: Path) -> Listing:
    faults = Faults()
    content = places.read_file(path, path.name, faults)
    table = read_bytes(content, path.name, faults) if content is not None else None
    number = _value(table, "lesson", "number")
    return Listing(
        name=path.stem,
        title=str(_value(table, "title") or ""),
        number=number if isinstance(number, int) else None,
        question=str(_value(table, "lesson", "question") or ""),
        path=path,
    )


def _value(table: Table | None, *keys: str) -> object:
    leaf = child(table, *keys)
    return leaf.value if isinstance(leaf, Leaf) else None


def starter_text(name: str, title: str) -> str:
    """Return a commented scenario to start from: it extends baseline-escort and changes one thing."""
    return _STARTER.format(name=name, title=json.dumps(title, ensure_ascii=False))
