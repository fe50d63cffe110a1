"""One trial as places and words."""

from __future__ import annotations

import pytest

from sim.show.story import events_of, paths_of, shot_lines, typical
from sim.trial.reasons import Status
from sim.trial.records import Ended, Hit, HomeReached, Released, TargetDestroyed, Trial
from tests.measure_builders import SCENARIO, leg, loss, shot, trial_of


def numbered(number: int, trial: Trial) -> Trial:
    return trial._replace(number=number)


def test_the_typical_trial_is_nearest_to_the_median_losses() -> None:
    none, one, two = (
        numbered(number, trial_of(*(loss(5.0 + k, f"WOLF-1.{k + 1}") for k in range(number)))) for number in range(3)
    )
    assert typical([none, two, one, two, one], ["WOLF"]).number == 1


def test_of_equal_trials_the_first_is_typical() -> None:
    assert typical([numbered(7, trial_of()), numbered(3, trial_of())], ["WOLF"]).number == 7


def test_an_aborted_trial_is_not_typical_while_one_is_finished() -> None:
    aborted = Trial(0, 1, Status.ABORTED, (Ended(1.0, Status.ABORTED, 0),), 9)
    assert typical([aborted, numbered(4, trial_of())], ["WOLF"]).number == 4


def test_there_is_no_typical_trial_of_none() -> None:
    with pytest.raises(ValueError, match="none"):
        typical([], ["WOLF"])


def test_a_path_ends_where_its_element_got_home() -> None:
    trial = trial_of(leg(0.0, "BISON-1", v_mps=(100.0, 0.0)), HomeReached(50.0, "BISON-1", ("BISON-1.1",)))
    last = paths_of(trial)["BISON-1"][-1]
    assert last.at(last.to_s) == (5000.0, 0.0)


def test_a_shot_is_a_line_between_the_two_at_launch() -> None:
    trial = trial_of(
        leg(0.0, "HAWK-1", v_mps=(100.0, 0.0)),
        leg(0.0, "WOLF-1", at_m=(50_000.0, 0.0)),
        shot(10.0, 1, "HAWK-1.1", "WOLF-1.1"),
    )
    lines = list(shot_lines(SCENARIO, trial, paths_of(trial)))
    assert [(line.line, line.side) for line in lines] == [(((1000.0, 0.0), (50_000.0, 0.0)), "blue")]


def test_a_shot_of_a_site_starts_at_the_site() -> None:
    trial = trial_of(leg(0.0, "HAWK-1"), shot(10.0, 1, "FORT", "HAWK-1.1"))
    (line,) = shot_lines(SCENARIO, trial, paths_of(trial))
    assert line.line[0] == SCENARIO.sites["FORT"].at_m
    assert line.side == "red"


def test_a_loss_is_told_with_its_shooter() -> None:
    trial = trial_of(
        leg(0.0, "HAWK-1"),
        leg(0.0, "WOLF-1", at_m=(50_000.0, 0.0)),
        shot(10.0, 1, "HAWK-1.1", "WOLF-1.1"),
        Hit(20.0, 1, "WOLF-1.1"),
        loss(20.0, "WOLF-1.1", 1),
    )
    (event,) = events_of(SCENARIO, trial, paths_of(trial))
    assert (event.text, event.side, event.is_loss) == ("WOLF-1.1 lost to HAWK-1", "red", True)
    assert event.at_m == (50_000.0, 0.0)


def test_release_and_destruction_are_told_in_order() -> None:
    trial = trial_of(
        leg(0.0, "BISON-1"),
        Released(900.0, "BISON-1", "DEPOT", 4, 3, 0.0, True),
        TargetDestroyed(900.0, "DEPOT", True),
    )
    told = [event.text for event in events_of(SCENARIO, trial, paths_of(trial))]
    assert told == ["BISON-1: 3 of 4 bombs hit", "DEPOT destroyed"]
