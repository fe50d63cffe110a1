"""Flights on simple ways at 200 m/s, for the tests of fuel and tankers: every instant can be worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from sim.measure import check_invariants
from sim.scenario import canonical_text, load_text
from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import FuelMark
from sim.trial.records import Trial

R = TypeVar("R")

ROUTES = {
    "out": {"points_km": [[0, 0], [600, 0]]},
    "short": {"points_km": [[0, 0], [120, 0]]},
    "back": {"points_km": [[0, 0], [300, 0]], "egress_km": [[900, 0]]},
    "away": {"points_km": [[250, 0], [9000, 0]]},
    "in": {"points_km": [[250, 0], [0, 0]]},
    "bent": {"points_km": [[0, 0], [120, 0], [240, 0]], "egress_km": [[240, 60], [0, 60]]},
}

FIGHTER = {
    "dash_mps": 300,
    "radar": {"range_km": 400, "certain": True},
    "missile": {"speed_mps": 1000, "flyout_km": 20, "hit_prob": 1},
    "missiles_each": 2,
    "reaction_s": 0,
}

TANK = {"tanker": {"at_km": [60, 0], "booms": 1, "transfer_rate": 10, "give_min": 1000}}
"""A tanker 300 s away from where flights begin."""


def text_of(**things: object) -> str:
    """Return a scenario: names in capitals are flights, all others its parts."""
    common = {"side": "blue", "aircraft": 1, "speed_mps": 200}
    flights = {name: common | thing for name, thing in things.items() if name.isupper() and isinstance(thing, dict)}
    parts = {name: thing for name, thing in things.items() if not name.isupper()}
    whole: dict[str, object] = {
        "format": 1,
        "name": "fuel",
        "ends_at_min": 120,
        "routes": ROUTES,
        "targets": {"DEPOT": {"side": "red", "at_km": [310, 0]}},
        "flights": flights,
    }
    return canonical_text(whole | parts)


def scenario(**things: object) -> Scenario:
    """Return the scenario, loaded."""
    return load_text(text_of(**things)).scenario


def played(**things: object) -> Trial:
    """Return a trial of it that keeps every invariant."""
    loaded = scenario(**things)
    trial = run_trial(loaded, 1, 0)
    assert check_invariants(loaded, trial) == []
    return trial


def of(trial: Trial, kind: type[R], who: str = "") -> Iterator[R]:
    """Yield the records of a kind, of one element where it is named."""
    for record in trial.records:
        if isinstance(record, kind) and (not who or getattr(record, "element", None) == who):
            yield record


def first(trial: Trial, kind: type[R], who: str = "") -> R:
    """Return the first record of a kind."""
    return next(of(trial, kind, who))


def marks(trial: Trial, element: str) -> list[tuple[float, FuelMark, float]]:
    """Return the levels of an element's fuel that were written down, in order."""
    return [(one.at_s, one.mark, one.fuel_s) for one in of(trial, log.FuelState, element)]
