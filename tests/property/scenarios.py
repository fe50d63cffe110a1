"""Random valid scenarios, as hypothesis strategies.

A draft is the mapping that a YAML file would hold. All of it comes from one seed that hypothesis draws: hypothesis
itself loves round and equal numbers, and those tie: two things at one instant, one place, one range. A draft has no
ties. What that costs, shrinking to a small example, `reduced` does instead: it takes whole things out of a draft.
"""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any, Final

import yaml
from hypothesis import strategies as st

from sim.scenario import load_text
from sim.scenario.schema import Scenario

Draft = dict[str, Any]

SIDES: Final = ("blue", "red")
ENDS_AT_S: Final = 5_400.0
EVENTS: Final = 60_000
"""Budget of a draft; a trial that needs more is told by its status."""

_AUTHORITIES: Final = ("central", "delegated", "autonomous")
_POLICIES: Final = ("nearest", "random", "greedy", "optimal")
_SHOT_DOCTRINES: Final = ("single", "salvo", "shoot_look_shoot")
_SORTINGS: Final = ("contract", "by_position", "random")
_DOCTRINES: Final = ("bombers_first", "escorts_first", "nearest", "drag")
_DETECTIONS: Final = ("certain", "at_once", "exponential")


def text_of(draft: Draft) -> str:
    """Return the draft as a scenario file."""
    return yaml.safe_dump(draft, sort_keys=False, allow_unicode=True)


def scenario_of(draft: Draft) -> Scenario:
    """Return the scenario that the reader makes of a draft."""
    return load_text(text_of(draft)).scenario


def changed(draft: Draft, path: str, value: object) -> Draft:
    """Return a copy of a draft with one setting changed, named by its path."""
    other = copy.deepcopy(draft)
    *above, last = path.split(".")
    place = other
    for key in above:
        place = place.setdefault(key, {})
    place[last] = value
    return other


def untied(draft: Draft) -> Draft:
    """Return a copy in which each escort and each patrol is one element.

    Two elements of one flight may do the same at one instant, and rounding alone decides which of them comes first:
    escorts left and right of their way are home together, patrols go out and come back side by side.
    """
    other = copy.deepcopy(draft)
    for flight in other["flights"].values():
        if flight.keys() & {"escort", "patrol"}:
            flight["elements"] = [flight["aircraft"]]
    return other


def hasty(draft: Draft) -> Draft:
    """Return a copy in which nothing takes time that can take none, and nobody is ever barred or remembered."""
    other = copy.deepcopy(draft)
    for thing in (*other["flights"].values(), *other["sites"].values()):
        thing |= {"reaction_s": 0.0, "memory_s": 0.0}
        thing.setdefault("shots", {})["look_s"] = 0.0
        for sensor in {"radar", "receiver"} & thing.keys():
            thing[sensor] = {"range_m": thing[sensor]["range_m"], "certain": True}
    for controller in other["controllers"].values():
        controller |= {"service_s": 0.0, "barred_s": 0.0}
    for link in other["links"].values():
        link |= {"delay_s": 0.0, "delay_random_mean_s": 0.0, "loss_prob": 0.0, "period_s": 1e-3}
    return other


@dataclass
class _Author:
    """Writes one draft; every choice and number comes from `numbers`."""

    numbers: Random

    def choose(self, *values: Any) -> Any:
        return self.numbers.choice(values)

    def count(self, low: int, high: int) -> int:
        return self.numbers.randint(low, high)

    def flip(self) -> bool:
        return self.numbers.random() < 0.5

    def between(self, low: float, high: float) -> float:
        return self.numbers.uniform(low, high)

    def near(self, place: tuple[float, float], within_m: float) -> list[float]:
        """Return a point within a square around a place."""
        return [centre + self.between(-within_m, within_m) for centre in place]

    # Things that several kinds of entities have.

    def sensor(self, low_m: float, high_m: float) -> Draft:
        sensor: Draft = {"range_m": self.between(low_m, high_m), "per_member": self.flip()}
        match self.choose(*_DETECTIONS):
            case "certain":
                sensor["certain"] = True
            case "exponential":
                sensor["detect_mean_s"] = self.between(2.0, 60.0)
        return sensor

    def missile(self) -> Draft:
        missile = {
            "speed_mps": self.between(800.0, 1_300.0),
            "flyout_m": self.between(20e3, 80e3),
            "hit_prob": self.between(0.2, 0.95),
            "defended_factor": self.between(0.3, 1.0),
        }
        if self.flip():
            missile["hit_prob_far"] = self.between(0.1, 0.4)
        if self.flip():
            missile["track_age_limit_s"] = self.between(3.0, 30.0)
        return missile

    def shots(self) -> Draft:
        return {
            "doctrine": self.choose(*_SHOT_DOCTRINES),
            "salvo": self.count(1, 3),
            "look_s": self.between(0.5, 20.0),
            "open_at_share": self.between(0.4, 1.0),
        }

    # Flights.

    def flight(self, side: str, *, most_aircraft: int) -> Draft:
        """Return what every flight has, whatever its task."""
        speed = self.between(180.0, 260.0)
        flight: Draft = {
            "side": side,
            "aircraft": self.count(1, most_aircraft),
            "speed_mps": speed,
            "signature": self.between(0.01, 2.0),
            "emission": self.choose("on", "on", "silent"),
            "reaction_s": self.between(0.0, 15.0),
            "memory_s": self.between(0.0, 200.0),
            "defence": {"warned_prob": self.between(0.0, 1.0), "manoeuvre": self.choose("press", "beam")},
            "timing": {"own_sd_s": self.between(0.0, 20.0), "shared_sd_s": self.between(0.0, 20.0)},
        }
        if self.flip():
            flight["radar"] = self.sensor(80e3, 250e3)
        if self.flip():
            flight["receiver"] = self.sensor(80e3, 300e3)
        return flight

    def fighter(self, side: str) -> Draft:
        """Return a flight that can fight."""
        flight = self.flight(side, most_aircraft=3)
        flight["radar"] = self.sensor(80e3, 250e3)
        flight["emission"] = "on"
        flight["dash_mps"] = self.between(270.0, 360.0)
        flight["missile"] = self.missile()
        flight["missiles_each"] = self.count(1, 4)
        flight["shots"] = self.shots()
        flight["sorting"] = self.choose(*_SORTINGS)
        flight["doctrine"] = self.choose(*_DOCTRINES)
        if self.flip():
            flight["self_defence_m"] = self.between(20e3, 60e3)
        return flight

    def strike(self, side: str, target: str, way_m: float) -> Draft:
        flight = self.flight(side, most_aircraft=3)
        strike: Draft = {
            "target": target,
            "tot_s": way_m / flight["speed_mps"] + self.between(60.0, 600.0),
            "window_s": self.between(30.0, 300.0),
            "bombs_each": self.count(0, 4),
            "hit_prob": self.between(0.2, 1.0),
            "late_hit_prob": self.between(0.0, 0.5),
            "abort_if_uncovered": self.flip(),
        }
        if self.flip():
            strike["abort_after_losses"] = self.count(1, 2)
        return flight | {"strike": strike}

    def escort(self, side: str, charge: str) -> Draft:
        escort: Draft = {"of": charge, "posture": self.choose("close", "detached", "sweep")}
        escort["ahead_m"] = self.between(-20e3, 60e3)
        escort["abeam_m"] = self.choose(-1.0, 1.0) * self.between(2e3, 20e3)
        if self.flip():
            escort["commit_range_m"] = self.between(60e3, 250e3)
        if self.flip():
            escort["leash_m"] = self.between(70e3, 200e3)
        if self.flip():
            escort["keep_on_station"] = self.count(0, 1)
        return self.fighter(side) | {"escort": escort}

    def patrol(self, side: str, place: tuple[float, float]) -> Draft:
        at_m = self.near(place, 50e3)
        patrol: Draft = {
            "at_m": at_m,
            "home_m": self.near((at_m[0], at_m[1] + 30e3), 20e3),
            "commit_range_m": self.between(80e3, 350e3),
        }
        if self.flip():
            patrol["leash_m"] = self.between(60e3, 300e3)
        if self.flip():
            patrol["until_s"] = self.between(1_200.0, 4_000.0)
        return self.fighter(side) | {"patrol": patrol}

    def transit(self, side: str, route: str) -> Draft:
        flight = self.flight(side, most_aircraft=2)
        return flight | {"route": route, "start_s": self.between(0.0, 400.0)}

    # Everything else.

    def site(self, side: str, place: tuple[float, float]) -> Draft:
        site: Draft = {"side": side, "at_m": self.near(place, 60e3), "radar": self.sensor(60e3, 250e3)}
        site["emission"] = self.choose("on", "on", "silent")
        site["reaction_s"] = self.between(0.0, 40.0)
        site["memory_s"] = self.between(0.0, 200.0)
        if self.flip():
            site |= {"missile": self.missile(), "magazine": self.count(1, 8), "channels": self.count(1, 3)}
            site |= {"shots": self.shots(), "sorting": self.choose(*_SORTINGS)}
        return site

    def route(self, start: tuple[float, float], end: tuple[float, float]) -> Draft:
        """Return a route with one or two corners on the way in, and up to two points home."""
        corners = self.count(0, 2)
        inward = [self.near(start, 20e3)]
        for corner in range(1, corners + 1):
            share = corner / (corners + 1)
            middle = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
            inward.append(self.near(middle, 25e3))
        inward.append(self.near(end, 20e3))
        route: Draft = {"points_m": inward}
        homeward = self.count(0, 2)
        if homeward:
            route["egress_m"] = [self.near((start[0], start[1] + 50e3), 40e3) for _ in range(homeward)]
        return route

    def link(self, side: str, members: list[str]) -> Draft:
        link: Draft = {"side": side, "members": members, "period_s": self.between(2.0, 20.0)}
        if self.flip():
            link["delay_s"] = self.between(0.1, 20.0)
        if self.flip():
            link["delay_random_mean_s"] = self.between(0.1, 10.0)
        if self.flip():
            link["loss_prob"] = self.between(0.01, 0.6)
        return link

    def controller(self, side: str) -> Draft:
        return {
            "side": side,
            "servers": self.count(1, 2),
            "service_s": self.between(1.0, 40.0),
            "service": self.choose("fixed", "exponential"),
            "authority": self.choose(*_AUTHORITIES),
            "assignment": self.choose(*_POLICIES),
            "outnumber": self.flip(),
            "barred_s": self.between(5.0, 120.0),
        }


def _way_m(route: Draft) -> float:
    points = route["points_m"]
    return sum(math.dist(here, there) for here, there in pairwise(points))


def _add_strikes(author: _Author, draft: Draft) -> None:
    """Add strikes with their targets, routes and escorts; the second may come from the other side."""
    places = {"blue": (0.0, 0.0), "red": (350e3, 40e3)}
    for number in range(1 + author.count(0, 1)):
        side = "blue" if number == 0 else author.choose(*SIDES)
        other = SIDES[side == "blue"]
        strike, target, route = f"STRIKE{number}", f"TARGET{number}", f"way{number}"
        draft["routes"][route] = author.route(places[side], places[other])
        draft["targets"][target] = {"side": other, "at_m": author.near(places[other], 10e3)}
        draft["targets"][target]["hits_needed"] = author.count(1, 4)
        draft["flights"][strike] = author.strike(side, target, _way_m(draft["routes"][route])) | {"route": route}
        for escort in range(author.count(0, 3 - number)):
            draft["flights"][f"ESCORT{number}{escort}"] = author.escort(side, strike)
        if author.count(0, 1):
            draft["flights"][f"PASSER{number}"] = author.transit(side, route)


def _add_defences(author: _Author, draft: Draft) -> None:
    for side, place in (("blue", (60e3, -20e3)), ("red", (290e3, 60e3))):
        for number in range(author.count(0, 2)):
            draft["flights"][f"PATROL-{side}{number}"] = author.patrol(side, place)
    for number in range(author.count(0, 2)):
        side = author.choose(*SIDES)
        draft["sites"][f"SITE{number}"] = author.site(side, (300e3, 40e3) if side == "red" else (50e3, 0.0))


def _add_command(author: _Author, draft: Draft) -> None:
    """Put most things on a link of their side, with or without a controller."""
    for side in SIDES:
        members = [
            name for kind in ("flights", "sites") for name, thing in draft[kind].items() if thing["side"] == side
        ]
        members = [name for name in members if author.count(0, 7)]
        if author.count(0, 3):
            draft["controllers"][f"C2-{side}"] = author.controller(side)
            members.append(f"C2-{side}")
        if members and author.count(0, 7):
            draft["links"][f"NET-{side}"] = author.link(side, members)


def draft_of(seed: int) -> Draft:
    """Return the draft that a seed makes: always a strike, and mostly a fight about it."""
    author = _Author(Random(seed))
    things: Draft = {kind: {} for kind in ("routes", "targets", "links", "controllers", "flights", "sites")}
    draft = {"format": 1, "name": "drawn", "ends_at_s": ENDS_AT_S, "budget": {"events": EVENTS}} | things
    _add_strikes(author, draft)
    _add_defences(author, draft)
    _add_command(author, draft)
    return draft


SEEDS: Final = st.integers(0, 2**32 - 1)
"""Seeds of drafts, for `draft_of`."""
