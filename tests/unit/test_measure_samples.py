"""What figures take from one trial."""

from sim.measure.samples import Activity, Loss, Place, activities, losses, paths
from sim.trial.reasons import Purpose
from sim.trial.records import ElementLost, Unresolved
from tests.measure_builders import home, leg, loss, trial_of


def test_losses_are_listed_in_order_with_their_flight() -> None:
    trial = trial_of(loss(5.0, "WOLF-2.1"), loss(7.0, "HAWK-2.1", 2))
    assert losses(trial) == [Loss(5.0, "WOLF", "WOLF-2.1"), Loss(7.0, "HAWK", "HAWK-2.1")]


def test_activities_join_legs_of_one_purpose_and_end_with_the_element() -> None:
    trial = trial_of(
        leg(0.0, "HAWK-1", purpose=Purpose.STATION),
        leg(0.0, "BISON-1", purpose=Purpose.HOLD),
        leg(0.0, "BISON-1", number=2, purpose=Purpose.ROUTE),
        leg(50.0, "HAWK-1", number=2, purpose=Purpose.STATION),
        leg(90.0, "HAWK-1", number=3, purpose=Purpose.INTERCEPT),
        leg(95.0, "HAWK-1", number=4, purpose=Purpose.STATION),
        ElementLost(100.0, "HAWK-1"),
        home(800.0, "BISON-1"),
    )
    assert activities(trial) == [
        Activity("BISON", "BISON-1", Purpose.ROUTE, 0.0, 800.0),
        Activity("HAWK", "HAWK-1", Purpose.STATION, 0.0, 90.0),
        Activity("HAWK", "HAWK-1", Purpose.INTERCEPT, 90.0, 95.0),
        Activity("HAWK", "HAWK-1", Purpose.STATION, 95.0, 100.0),
    ]


def test_paths_give_corners_and_the_last_place() -> None:
    trial = trial_of(
        leg(0.0, "WOLF-1", v_mps=(10.0, 0.0)),
        leg(20.0, "WOLF-1", number=2, at_m=(200.0, 0.0), v_mps=(0.0, 5.0)),
        Unresolved(30.0, "WOLF-1", ("WOLF-1.1",)),
        end_s=30.0,
    )
    assert paths(trial) == {"WOLF-1": [Place(0.0, 0.0, 0.0), Place(20.0, 200.0, 0.0), Place(30.0, 200.0, 50.0)]}


def test_an_element_that_never_ends_is_followed_to_the_end_of_the_trial() -> None:
    assert paths(trial_of(leg(0.0, "WOLF-1"), end_s=40.0))["WOLF-1"][-1].at_s == 40.0
