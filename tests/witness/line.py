"""One line of the table of witnesses: a setting, the scenario that shows it matters, a second value, and what it moves.

To add a setting, add one line to the table of its part (sensing.py, flying.py, fighting.py, command.py, links.py,
rules.py, play.py; a new part gets a module and a line in `tables.py`):

    Line("lookouts", "sites.POST.radar.range_km", 30, "first_detection_nm"),

- the scenario is a file in `scenarios/` here; take one that is there, and give it what you need;
- the path is concrete, with the unit you like; which declared setting it is follows from it;
- the value is a second one, which differs from the scenario's;
- what moves is the name of a metric (sim.measure.METRICS), or a kind of record, whose number then moves.

Where that is not enough: `given` is laid on the scenario for both values, such as a doctrine that alone reads the
setting; `also` goes with the second value, because a file would be refused without it (a link that changes sides with
its members); `of` names the declared setting where the path is that of a whole list of settings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from sim.base.chance import Chance
from sim.base.declare import Role
from sim.measure import METRICS, Measurer
from sim.scenario import load_text
from sim.scenario.shapes import GroupShape, ListShape, NamedShape, Shape, root
from sim.trial.play import run_trial
from sim.trial.reasons import Status
from sim.trial.records import Trial

FOLDER: Final = Path(__file__).with_name("scenarios")
SEED: Final = 7
TRIALS: Final = 8

Overrides = Mapping[str, object]
Numbers = tuple[float | None, ...]
"""One number of each trial."""


@dataclass(frozen=True, slots=True)
class Line:
    """A witness: with this value at this path, this metric or this number of records is another in some trial."""

    scenario: str
    path: str
    value: object
    moves: str | type
    given: Overrides = field(default_factory=dict)
    also: Overrides = field(default_factory=dict)
    of: str = ""

    @property
    def declared(self) -> str:
        """The declared setting, with NAME for names that a scenario gives, and its SI unit."""
        return self.of or declared_path(self.path)

    def __str__(self) -> str:
        return self.declared


def declared_settings() -> list[str]:
    """Return every physical setting that holds a value, as it is declared."""
    return list(_leaves(root(), ""))


def _leaves(shape: Shape, path: str) -> Iterator[str]:
    match shape:
        case GroupShape():
            for setting in shape.settings.values():
                if setting.says.role is Role.PHYSICAL:
                    yield from _leaves(setting.shape, f"{path}.{setting.name}".lstrip("."))
        case NamedShape():
            yield from _leaves(shape.item, f"{path}.NAME")
        case ListShape(item=GroupShape()):
            yield from _leaves(shape.item, path)
        case _:
            yield path


def declared_path(path: str) -> str:
    """Return the declared setting that a concrete path leads to.

    Raises: KeyError when it leads nowhere.
    """
    shape: Shape = root()
    words = []
    for word in path.split("."):
        match shape:
            case GroupShape():
                spelled = {key: setting for setting in shape.settings.values() for key in setting.spellings}
                words.append(spelled[word].name)
                shape = spelled[word].shape
            case NamedShape():
                words.append("NAME")
                shape = shape.item
            case _:
                raise KeyError(path)
    return ".".join(words)


def before(line: Line) -> Numbers:
    """Return what a line looks at, trial by trial, with the scenario's own value."""
    return _looked_at(line, {})


def after(line: Line) -> Numbers:
    """Return the same, on the same luck, with the second value."""
    return _looked_at(line, {line.path: line.value, **line.also})


def _looked_at(line: Line, overrides: Overrides) -> Numbers:
    given, changed = (json.dumps(layer, sort_keys=True) for layer in (line.given, overrides))
    trials, measurer = _played(line.scenario, given, changed)
    if isinstance(line.moves, str):
        of = METRICS[line.moves].of
        return tuple(of(measurer.ledger(trial)) for trial in trials)
    return tuple(sum(isinstance(record, line.moves) for record in trial.records) for trial in trials)


@cache
def _played(scenario: str, given: str, overrides: str) -> tuple[tuple[Trial, ...], Measurer]:
    """Play the trials of a witness scenario, once for all lines that look at it with the same changes."""
    whole = yaml.safe_load((FOLDER / f"{scenario}.yaml").read_text(encoding="utf-8"))
    for path, value in json.loads(given).items():
        _lay(whole, path, value)
    loaded = load_text(json.dumps(whole), overrides=json.loads(overrides)).scenario
    chance = Chance(SEED, 0, TRIALS)
    trials = tuple(run_trial(loaded, SEED, number, chance) for number in range(TRIALS))
    assert all(trial.status is Status.FINISHED for trial in trials)
    return trials, Measurer(loaded)


def _lay(whole: dict[str, Any], path: str, value: object) -> None:
    """Put a value at a path of the mapping that a file holds."""
    *way, last = path.split(".")
    for word in way:
        whole = whole.setdefault(word, {})
    whole[last] = value
