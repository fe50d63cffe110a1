"""Witnesses of what comes later and of what is not what it seems: waves, decoys, injects for flights and rules."""

from __future__ import annotations

from typing import Final

from sim.trial import records as log
from tests.witness.line import Line, Overrides

LATE: Final = {
    "side": "red",
    "aircraft": 2,
    "speed_mps": 240,
    "signature": 0.2,
    "radar": {"range_km": 200, "detect_mean_s": 20},
    "jammer": {"cover_km": 20, "range_factor": 0.3, "burn_through_km": 10},
    "missile": {"speed_mps": 1000, "flyout_km": 50, "hit_prob": 0.6},
    "missiles_each": 4,
    "shots": {"look_s": 10},
    "patrol": {"at_km": [300, 100], "commit_range_km": 200, "home_km": [420, 120]},
}
LURE: Final = {
    "side": "red",
    "aircraft": 2,
    "speed_mps": 240,
    "route": "lane",
    "decoy": {"looks_like": "strike"},
}
DAY: Final = {"injects.BREAK": None, "injects.MEND": None, "injects.TURN": None}


def _wave(starts: dict[str, object]) -> Overrides:
    """Return what lays a second wave on the sortie."""
    members = {"links.RNET.members": ["BANDIT", "WOLF", "GCI", "SAM", "LATE"]}
    return {"flights.LATE": LATE | {"starts": starts}, **members, **DAY}


def _event(what: dict[str, object], at_min: float = 5) -> Overrides:
    return {"injects.EVENT": {"at_min": at_min, "what": what, "enabled": True}}


BY_HAND: Final = {"at_min": 20}
KNOWS: Final = {"flights.RAVEN.identification": {"range_km": 150, "identify_mean_s": 5}, "flights.LURE": LURE}

LINES: Final = (
    Line("sortie", "flights.LATE.starts.at_min", 40, "shots", given=_wave({"at_min": 1})),
    Line(
        "sortie",
        "flights.LATE.starts.when_committed",
        "HAMMER",
        log.WaveCalled,
        given=_wave({"when_committed": "RAVEN"}),
    ),
    Line("sortie", "flights.LATE.starts.when_engaged", "LINER", "shots", given=_wave({"when_engaged": "HAMMER"})),
    Line("sortie", "flights.LATE.starts.when_lost", "LINER", "shots", given=_wave({"when_lost": "WOLF"})),
    Line(
        "sortie", "flights.LATE.starts.delay_min", 20, "shots", given=_wave({"when_committed": "RAVEN", "delay_min": 1})
    ),
    Line(
        "sortie",
        "flights.LURE.decoy.looks_like",
        "transit",
        "decoy_commits",
        given={"flights.LURE": LURE, "flights.RAVEN.doctrine": "bombers_first"},
    ),
    Line("sortie", "flights.LURE.decoy.found_prob", 1, "decoys_found", given=KNOWS),
    Line(
        "sortie",
        "injects.EVENT.what.weapons",
        "free",
        "opponent_shots",
        given=DAY | _event({"flight": "BANDIT", "weapons": "hold"}),
    ),
    Line(
        "sortie",
        "injects.EVENT.what.delay_min",
        30,
        "shots",
        given=_wave(BY_HAND) | _event({"flight": "LATE", "delay_min": 1}),
    ),
    Line(
        "sortie",
        "injects.EVENT.what.goes_home",
        True,
        "opponent_shots",
        given=DAY | _event({"flight": "BANDIT", "doctrine": "nearest"}),
        also={"injects.EVENT.what.doctrine": None},
    ),
    Line(
        "sortie",
        "injects.EVENT.what.jammer",
        "off",
        "picture_completeness",
        given=_wave({"at_min": 1}) | DAY | _event({"flight": "LATE", "jammer": "on"}, at_min=2),
    ),
)
