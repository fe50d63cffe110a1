"""Every verification case by name, in the order of the table."""

from __future__ import annotations

from typing import Final

from sim.verify.case import Case
from sim.verify.chains import command_chain, race, race_to_impact, timeline
from sim.verify.detection import lateral_range
from sim.verify.duels import exponential_duel, fixed_duel
from sim.verify.geometry import crossing, intercept
from sim.verify.links import jammed, repeats, track_age
from sim.verify.merges import many_on_many
from sim.verify.queues import batch, little
from sim.verify.shots import exchange, layers
from sim.verify.sorting import sorting
from sim.verify.tankers import burst, endurance, returning
from sim.verify.timing import one_bomb, time_on_target
from sim.verify.windows import suppression_window

CASES: Final[dict[str, Case]] = {
    "crossing-head-on": crossing("head-on"),
    "crossing-oblique": crossing("oblique"),
    "crossing-inside": crossing("inside"),
    "crossing-graze": crossing("graze"),
    "crossing-tangent": crossing("tangent"),
    "crossing-miss": crossing("miss"),
    "crossing-on-rim-out": crossing("on-rim-out"),
    "crossing-same-velocity-in": crossing("same-velocity-in"),
    "crossing-same-velocity-out": crossing("same-velocity-out"),
    "intercept-head-on": intercept("head-on"),
    "intercept-crossing": intercept("crossing"),
    "intercept-equal-speed": intercept("equal-speed"),
    "intercept-tail-chase": intercept("tail-chase-slow"),
    "timeline": timeline(),
    "lateral-range": lateral_range(),
    "repeats": repeats(),
    "track-age": track_age(),
    "link-jammed": jammed(),
    "chain-distinct": command_chain("distinct"),
    "chain-equal": command_chain("equal"),
    "chain-race": race(),
    "race-to-impact": race_to_impact(),
    "queue-batch": batch(),
    "queue-little": little(),
    "look-one": exchange("one-look"),
    "salvo-one": exchange("one-salvo"),
    "look-four": exchange("four-look"),
    "salvo-four": exchange("four-salvo"),
    "look-fighter": exchange("fighter"),
    "layers-product": layers("product"),
    "layers-limited": layers("limited"),
    "duel-fixed": fixed_duel("fixed-2s-3s"),
    "duel-simultaneous": fixed_duel("simultaneous"),
    "duel-alternate": fixed_duel("alternate"),
    "duel-random": exponential_duel(),
    "square-law-five-on-five": many_on_many("five-on-five"),
    "square-law-five-on-eight": many_on_many("five-on-eight"),
    "square-law-thirty-on-twenty": many_on_many("thirty-on-twenty"),
    "sorting-agreed-1-on-1": sorting("agreed-1-on-1"),
    "sorting-agreed-6-on-4": sorting("agreed-6-on-4"),
    "sorting-agreed-8-on-4": sorting("agreed-8-on-4"),
    "sorting-random-1-on-1": sorting("random-1-on-1"),
    "sorting-random-6-on-4": sorting("random-6-on-4"),
    "sorting-random-8-on-4": sorting("random-8-on-4"),
    "time-own-errors": time_on_target("own"),
    "time-shared-error": time_on_target("shared"),
    "window-own-errors": suppression_window("own"),
    "window-shared-error": suppression_window("shared"),
    "window-apart": suppression_window("apart"),
    "one-bomb": one_bomb(),
    "endurance": endurance(),
    "tanker-burst": burst(),
    "tanker-returning": returning(),
}
