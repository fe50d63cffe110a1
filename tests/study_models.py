"""Models that a study can play instead of a sortie: cheap, or misbehaving at one trial. For tests of the machinery.

They are importable by name, because they travel to worker processes.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sim.base.chance import Chance
from sim.base.errors import TrialError
from sim.measure import Kind
from sim.scenario import Loaded, load_text
from sim.scenario.schema import Scenario
from sim.study import Ask, Column, Model, Point
from sim.trial.reasons import Status
from sim.trial.records import Trial

COLUMNS = (
    Column("success", "share", Kind.YES_NO),
    Column("leakers", "aircraft", Kind.COUNT),
    Column("wait_s", "s", Kind.NUMBER),
    Column("own_aircraft_lost", "aircraft", Kind.COUNT),
    Column("opponent_aircraft_lost", "aircraft", Kind.COUNT),
    Column("unresolved_aircraft", "aircraft", Kind.COUNT),
)

TEXT = """\
format: 1
name: coin
title: A coin
ends_at_min: 60
trials: 40
seed: 3
routes: {north: {points_nm: [[0, 0], [100, 0]]}}
flights: {LONE: {side: blue, aircraft: 1, route: north, speed_kt: 400, start_min: 0}}
"""

BAD_TRIAL = 13
"""The trial at which a misbehaving model misbehaves."""

STUBBORN_FILE = "SORTIE_TEST_DIED_ONCE"
"""Environment variable: the file by which a worker that dies once remembers that it did."""


class Toss:
    """Measures a coin: what it needs stands in the trial's records."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def measure(self, trial: Trial) -> dict[str, float | None]:
        """Return every metric."""
        u, wait_s, lost = (float(value) for value in trial.records)  # type: ignore[arg-type]
        return {
            "success": float(u < 0.4),
            "leakers": float(int(u * 5)),
            "wait_s": wait_s if u < 0.8 else None,
            "own_aircraft_lost": lost,
            "opponent_aircraft_lost": float(int(u * 3)),
            "unresolved_aircraft": 0.0,
        }


def toss(scenario: Scenario, seed: int, number: int, chance: Chance | None = None) -> Trial:
    """Play a coin; its numbers come from named streams, like those of a sortie."""
    luck = (chance or Chance(seed, number)).trial(number)
    records: Any = (luck.uniform("coin"), luck.exponential("wait", 30.0), float(luck.index("lost", 3)))
    return Trial(number, seed, Status.FINISHED, records, 1)


def toss_or_abort(scenario: Scenario, seed: int, number: int, chance: Chance | None = None) -> Trial:
    """Abort every fifth trial."""
    trial = toss(scenario, seed, number, chance)
    return trial._replace(status=Status.ABORTED) if number % 5 == 0 else trial


def toss_or_die(scenario: Scenario, seed: int, number: int, chance: Chance | None = None) -> Trial:
    """Take the worker down at the bad trial, always."""
    if number == BAD_TRIAL:
        os._exit(9)
    return toss(scenario, seed, number, chance)


def toss_or_die_once(scenario: Scenario, seed: int, number: int, chance: Chance | None = None) -> Trial:
    """Take the worker down at the bad trial, the first time only."""
    remembered = Path(os.environ[STUBBORN_FILE])
    if number == BAD_TRIAL and not remembered.exists():
        remembered.touch()
        os._exit(9)
    return toss(scenario, seed, number, chance)


def die(scenario: Scenario, seed: int, number: int, chance: Chance | None = None) -> Trial:
    """Take the worker down at every trial."""
    os._exit(9)


def toss_or_hang(scenario: Scenario, seed: int, number: int, chance: Chance | None = None) -> Trial:
    """Never come back from the bad trial."""
    while number == BAD_TRIAL:
        time.sleep(0.05)
    return toss(scenario, seed, number, chance)


def toss_or_fail(scenario: Scenario, seed: int, number: int, chance: Chance | None = None) -> Trial:
    """Ask for something impossible at the bad trial."""
    if number == BAD_TRIAL:
        raise TrialError("the delay is nan")
    return toss(scenario, seed, number, chance)


def toss_slowly(scenario: Scenario, seed: int, number: int, chance: Chance | None = None) -> Trial:
    """Take 20 ms."""
    time.sleep(0.02)
    return toss(scenario, seed, number, chance)


def model(play: Callable[[Scenario, int, int, Chance | None], Trial] = toss) -> Model:
    """Return a model that plays one of these."""
    return Model(play=play, measurer=Toss, columns=COLUMNS)


def coin() -> Loaded:
    """Return the coin's scenario, which any model here ignores."""
    return load_text(TEXT)


def ask(out: Path, trials: int = 40, seed: int = 3, variant: str = "") -> Ask:
    """Return a question about the coin."""
    return Ask(points=(Point(loaded=coin(), name=variant),), trials=trials, seed=seed, out=out)


def digest(folder: Path) -> dict[str, str]:
    """Return the digest of each file that must have the same bytes however a run came about."""
    names = ("trials.csv", "summary.csv", "summary.json", "points.csv")
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
