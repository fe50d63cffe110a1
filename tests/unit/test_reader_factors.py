"""Factors: what `--vary` means, and what a factor gives to a design."""

from __future__ import annotations

import pytest

from sim.base.errors import UsageError
from sim.scenario import Factor, load_text, overlaps, parse_vary
from tests.builders import scenario_text

KNOBS = {
    "leash": {"paths": ["flights.GUARD.escort.leash_nm"], "low": 10, "high": 100, "step": 5, "says": "How far."},
    "bandits": {"paths": ["flights.BANDIT.aircraft"], "low": 2, "high": 10, "step": 2},
    "posture": {"paths": ["flights.GUARD.escort.posture"], "choices": ["close", "sweep"]},
    "mixed": {"paths": ["flights.GUARD.speed_kt", "flights.BANDIT.speed_mps"], "low": 100, "high": 200},
}
SCENARIO = load_text(scenario_text(knobs=KNOBS)).scenario


def vary(text: str) -> Factor:
    """Return the factor that a text means for the small scenario."""
    return parse_vary(text, SCENARIO)


def test_a_range_of_a_knob_has_so_many_levels_from_end_to_end() -> None:
    factor = vary("leash=10:100:4")
    assert factor.values == (10.0, 40.0, 70.0, 100.0)
    assert (factor.name, factor.unit, factor.says, factor.is_continuous) == ("leash", "nm", "How far.", True)
    assert factor.overrides(40.0) == [("flights.GUARD.escort.leash_nm", 40.0)]


def test_levels_have_no_noise_of_the_last_digit() -> None:
    assert vary("links.BLUENET.loss_prob=0:0.3:4").values == (0.0, 0.1, 0.2, 0.3)


def test_a_list_gives_numbers_words_or_switches() -> None:
    assert vary("leash=10, 1e2").values == (10.0, 100.0)
    assert vary("posture=close,sweep").values == ("close", "sweep")
    assert vary("controllers.TOWER.outnumber=true,false").values == (True, False)
    assert not vary("posture=close,sweep").is_continuous


def test_whole_numbers_stay_whole() -> None:
    values = vary("bandits=2:10:5").values
    assert values == (2, 4, 6, 8, 10)
    assert all(isinstance(value, int) for value in values)
    assert vary("bandits=2,6").values == (2, 6)


def test_what_a_factor_gives_can_be_loaded() -> None:
    for text in ("leash=10:100:4", "posture=close,sweep", "bandits=2:10:5"):
        factor = vary(text)
        for value in factor.values:
            loaded = load_text(scenario_text(knobs=KNOBS), overrides=dict(factor.overrides(value)))
            assert loaded.scenario.knobs == SCENARIO.knobs


def test_a_path_may_go_where_its_knob_does_not() -> None:
    assert vary("flights.GUARD.escort.leash_nm=5:200:2").values == (5.0, 200.0)
    assert vary("flights.GUARD.escort.leash_km=5:200:2").unit == "km"


def test_a_continuous_factor_keeps_to_the_step_of_its_knob() -> None:
    factor = vary("leash=10:100:4")
    assert [factor.value_at(share) for share in (0.0, 0.03, 0.5, 1.0)] == [10.0, 15.0, 55.0, 100.0]
    uneven = vary("leash=10:98:2")
    assert [uneven.value_at(share) for share in (0.99, 1.0)] == [95.0, 95.0]
    assert vary("flights.GUARD.escort.leash_nm=10:11:2").value_at(0.25) == 10.25


def test_a_whole_factor_gives_whole_numbers_everywhere() -> None:
    assert [vary("bandits=2:10:5").value_at(share) for share in (0.0, 0.3, 1.0)] == [2, 4, 10]
    assert vary("flights.BANDIT.aircraft=1:4:4").value_at(0.5) == 3


def test_a_factor_of_levels_gives_one_of_them_everywhere() -> None:
    factor = vary("posture=close,sweep")
    assert [factor.value_at(share) for share in (0.0, 0.49, 0.5, 1.0)] == ["close", "close", "sweep", "sweep"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("leash", "expected such as leash=10:100:4"),
        ("=1,2", "expected such as"),
        ("leash=", "expected such as"),
        ("leesh=1:2:3", "there is no knob `leesh` in small (did you mean leash?)"),
        ("leash=100:10:3", "the range is reversed: 100 is above 10 (write 10 before 100)"),
        ("leash=10:10:3", "the range is empty: it begins and ends at 10"),
        ("leash=10:100:1", "must be 2 to 100 levels, got 1"),
        ("leash=10:100:0", "must be 2 to 100 levels, got 0"),
        ("leash=10:100:1000", "must be 2 to 100 levels, got 1000"),
        ("leash=10:100:2.5", "the number of levels must be whole, got `2.5`"),
        ("leash=10:100", "`10:100` is no range (write low:high:levels"),
        ("leash=10:100:4:5", "is no range"),
        ("leash=a:100:4", "`a` is not a number"),
        ("leash=.nan:100:4", "must be a finite number, got nan"),
        ("leash=10:.inf:4", "must be a finite number, got inf"),
        ("leash=10," + "9" * 40, "at most 30 digits"),
        ("leash=5:100:4", "5 is outside the knob's range, 10 to 100 (to go further give the path in place of the knob"),
        ("leash=10,far", "`far` is not a number"),
        ("leash=40", "with one level nothing is varied"),
        ("leash=40,40", "`40` stands there twice"),
        ("posture=clos,sweep", "`clos` is no choice of this knob (did you mean close?)"),
        ("posture=1:2:3", "takes no numbers, so it has no range (list some of close, detached or sweep)"),
        ("flights.GUARD.escort.posture=clos,sweep", "`clos` is not close, detached or sweep (did you mean close?)"),
        ("controllers.TOWER.outnumber=yes,no", "must be true or false, got `yes`"),
        ("bandits=2:10:4", "4 levels from 2 to 10 give 4.66667 (take other steps, or list the levels)"),
        ("bandits=2.5:10:4", "a whole number is needed, got 2.5"),
        ("mixed=100:200:3", "differ in kind or unit (one value cannot serve both; make two factors)"),
        ("links.BLUENET.loss_prob=0:1.5:3", "1.5 is out of bounds for `links.BLUENET.loss_prob`: at least 0, below 1"),
        ("flights.GARD.aircraft=1,2", "small has no `flights.GARD` (did you mean GUARD?)"),
        ("flights.BOMBER.escort.leash_nm=1,2", "small has no `flights.BOMBER.escort`"),
        ("flights.GUARD.escort.leesh_nm=1,2", "unknown setting `leesh_nm` (did you mean leash_nm"),
        ("flights.GUARD.escort=1,2", "is no single value"),
        ("flights.GUARD.label=a,b", "changes nothing in a trial"),
        ("budget.events=1000,2000", "changes nothing in a trial"),
        ("flights..x=1,2", "is not a path"),
    ],
)
def test_what_cannot_be_varied_is_told_with_a_remedy(text: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        vary(text)
    told = str(caught.value)
    assert words in told
    assert told.startswith("--vary ")
    assert told.isprintable()
    assert len(told) < 400


def test_two_factors_that_turn_one_setting_are_found() -> None:
    leash, path, other = vary("leash=10:100:4"), vary("flights.GUARD.escort.leash_km=10,20"), vary("bandits=2,4")
    assert overlaps([leash, path, other]) == [
        ("flights.GUARD.escort.leash_km", "leash", "flights.GUARD.escort.leash_km")
    ]
    assert overlaps([leash, other]) == []
