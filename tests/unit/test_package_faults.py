"""What the reader says about suppression that cannot work, and about hold points where nobody can wait."""

from __future__ import annotations

from copy import deepcopy

import pytest

from sim.base.errors import ScenarioError
from tests.builders import small

DOG = {
    "side": "blue",
    "aircraft": 2,
    "speed_kt": 480,
    "route": "side",
    "suppress": {"site": "SAM", "of": "BOMBER", "before_min": 2, "lasts_min": 4, "range_nm": 60},
}
HOLD = {"point": 1, "max_hold_s": 60}
WAYS = {
    "routes__side": {"points_nm": [[20, 40], [80, 30]]},
    "routes__north": {"points_nm": [[0, 0], [50, 0], [100, 0]], "egress_nm": [[0, 10]]},
}


def faults(**changes: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        small(**deepcopy(WAYS | {"flights__DOG": DOG} | changes))
    return str(caught.value)


def suppressing(**changes: object) -> str:
    return faults(**{f"flights__DOG__suppress__{name}": value for name, value in changes.items()})


def holding(**changes: object) -> str:
    return faults(flights__BOMBER__strike__hold_until_ready=HOLD | changes)


def test_the_flight_itself_has_no_fault() -> None:
    loaded = small(**WAYS, flights__DOG=DOG, flights__BOMBER__strike__hold_until_ready=HOLD | {"needs": ["GUARD"]})
    assert loaded.scenario.flights["DOG"].suppress is not None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"site": "SAMM"}, "flights.DOG.suppress.site: there is no site `SAMM` (did you mean SAM?)"),
        ({"of": "BOMBR"}, "flights.DOG.suppress.of: there is no flight `BOMBR` (did you mean BOMBER?)"),
        ({"of": "BANDIT"}, "`BANDIT` is on the other side, `red` (choose a strike flight of its own side)"),
        ({"of": "GUARD"}, "`GUARD` has no time on target: it is no strike (choose a strike flight, or give from_min)"),
        ({"from_min": 20}, "says twice when its window opens (give `of: FLIGHT, before_min: 2`, or `from_min: 40`)"),
        ({"of": None, "before_min": None}, "says nowhere when its window opens"),
        ({"of": None}, "needs both `of` and `before` to say when its window opens"),
        (
            {"of": None, "before_min": None, "from_min": 200},
            "its window, 200 to 204 min, lies outside the trial (the trial ends at 100 min)",
        ),
        (
            {"before_min": -50},
            "suppression outside any window: its window, 80 to 84 min, meets no strike of its side "
            "(they fly 15 to 45.1 min; see before, from and lasts)",
        ),
    ],
)
def test_suppression_that_cannot_work_is_refused(changes: dict[str, object], said: str) -> None:
    assert said in suppressing(**changes)


def test_a_site_of_its_own_side_is_refused() -> None:
    assert "`SAM` belongs to its own side (choose one of the other side)" in faults(sites__SAM__side="blue", links=None)


def test_suppression_for_nobody_is_refused() -> None:
    own = {name: value for name, value in DOG["suppress"].items() if name not in ("of", "before_min")}
    flight = DOG | {"suppress": own | {"from_min": 20}}
    said = faults(flights__BOMBER__strike=None, flights__DOG=flight)
    assert "suppression outside any window: its side has no strike flight" in said


def test_it_needs_a_route_and_has_one_task() -> None:
    assert "suppresses a site but has no route" in faults(flights__DOG__route=None)
    assert "has 2 tasks: suppress and patrol" in faults(flights__DOG__patrol={"at_nm": [0, 0], "commit_range_nm": 20})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"suppress__range_nm": 20}, "is less than the 50 nm from its station to the site"),
        ({"speed_kt": 120}, "comes late: 30.4 min to its station, the window opens at 28 min"),
    ],
)
def test_a_suppressor_that_has_no_effect_for_a_while_is_warned_of(changes: dict[str, object], said: str) -> None:
    loaded = small(**WAYS, flights__DOG=deepcopy(DOG), **{f"flights__DOG__{key}": one for key, one in changes.items()})
    assert any(said in str(warning) for warning in loaded.warnings)


@pytest.mark.parametrize(
    ("hold", "said"),
    [
        ({"point": 2}, "hold_until_ready.point: must be before the release point, 2, got 2"),
        ({"needs": ["GARD"]}, "there is no flight `GARD` to wait for (did you mean GUARD?)"),
        ({"needs": ["BOMBER"]}, "a flight waits for its own elements anyway (remove it)"),
        ({"needs": ["BANDIT"]}, "`BANDIT` is on the other side, `red` (wait for its own side)"),
        ({"least_escorts": 1}, "asks for 1 aircraft, but 0 of that kind belong to it and to the flights it needs"),
        ({"needs": ["DOG"], "least_suppressors": 3}, "asks for 3 aircraft, but 2 of that kind"),
    ],
)
def test_a_hold_that_cannot_end_well_is_refused(hold: dict[str, object], said: str) -> None:
    assert said in holding(**hold)
