"""Sensing through YAML and `run_trial`: eyes, jammers, radars switched on late, scans, sites that only watch."""

from __future__ import annotations

import copy
import math
from typing import Any

import pytest

from sim.base.chance import Chance
from sim.base.errors import ScenarioError
from sim.measure import check_invariants, measure
from sim.model.sensors import SENSORS, Seen
from sim.model.sensors.jamming import Jammer, Jamming, jammed_by, jammed_range_m
from sim.model.sensors.scan import Scan, ScanPass, Sweep, first_scan_s
from sim.scenario import canonical_text, load_text
from sim.trial.play import run_trial
from sim.trial.records import ContactLost, Detected, Shot, SwitchedOn, TrackHeld, Trial
from tests.analytic.oracle import instants, records
from tests.builders import small

Draft = dict[str, Any]
JAMMER = Jammer(cover_m=1e4, range_factor=0.5, burn_through_m=2e4)
TRANSIT = {"side": "red", "aircraft": 1, "route": "pass", "speed_mps": 400}


def passing(**changes: object) -> Draft:
    """Return a scenario in which a flight flies past a site; each change is a path with __ for its dots.

    The site stands at 0, 0, reaches 10 km and detects at once. The target goes east at 0.4 km/s from 20 km west of it:
    it is x km east of the site after (x + 20) / 0.4 s.
    """
    draft: Draft = {
        "format": 1,
        "name": "passing",
        "ends_at_min": 10,
        "routes": {"pass": {"points_km": [[-20, 0], [40, 0]]}},
        "flights": {"TARGET": copy.deepcopy(TRANSIT)},
        "sites": {"POST": {"side": "blue", "at_km": [0, 0], "radar": {"range_km": 10, "certain": True}}},
    }
    for path, value in changes.items():
        *way, last = path.split("__")
        place = draft
        for word in way:
            place = place.setdefault(word, {})
        place[last] = copy.deepcopy(value)
    return draft


def passes(**changes: object) -> Trial:
    """Return one trial of such a scenario, in which every invariant holds."""
    scenario = load_text(canonical_text(passing(**changes))).scenario
    trial = run_trial(scenario, 1, 0)
    assert check_invariants(scenario, trial) == []
    return trial


def held(trial: Trial, node: str = "POST", target: str = "TARGET-1") -> list[float]:
    """Return when a node detected a target and lost it again, in seconds, in turn."""
    found = instants(trial, Detected, node=node, target=target) + instants(trial, ContactLost, node=node, target=target)
    return sorted(found)


# Laws.


def test_each_sensor_is_listed_by_the_setting_that_declares_it() -> None:
    assert list(SENSORS)[:3] == ["radar", "receiver", "visual"]  # the order in which they look


@pytest.mark.parametrize(
    ("sensor", "reaches_m"),
    [("radar", (500.0, 500.0, 250.0)), ("receiver", (None, 1000.0, None)), ("visual", (1000.0, 1000.0, 1000.0))],
)
def test_what_each_sensor_minds(sensor: str, reaches_m: tuple[float | None, ...]) -> None:
    """A target of a sixteenth: silent, emitting, and silent behind a jammer that halves ranges."""
    seen = [Seen(1 / 16, False), Seen(1 / 16, True), Seen(1 / 16, False, Jamming(0.5, 0.0))]
    assert tuple(SENSORS[sensor](range_m=1000.0).reach_m(one) for one in seen) == reaches_m


def test_jamming_shortens_a_range_down_to_burn_through_and_never_lengthens_it() -> None:
    assert jammed_range_m(1e5, None) == 1e5
    assert jammed_range_m(1e5, Jamming(0.5, 2e4)) == 5e4
    assert jammed_range_m(3e4, Jamming(0.5, 2e4)) == 2e4
    assert jammed_range_m(1e4, Jamming(0.5, 2e4)) == 1e4


def test_noise_of_several_jammers_adds_up_and_one_more_never_helps_the_radar() -> None:
    assert jammed_by([]) is None
    one, two = jammed_by([JAMMER]), jammed_by([JAMMER, JAMMER])
    assert one is not None
    assert two is not None
    assert one.range_factor == pytest.approx(0.5)
    assert two.range_factor == pytest.approx((2 * 16 - 1) ** -0.25)
    weak = Jammer(cover_m=0.0, range_factor=1.0, burn_through_m=3e4)
    assert jammed_by([JAMMER, weak]) == one


@pytest.mark.parametrize(("entered_s", "first_s"), [(0.0, 0.0), (20.0, 20.0), (20.000001, 30.0), (19.9999999999, 20.0)])
def test_scans_of_fixed_phase_fall_on_whole_periods(entered_s: float, first_s: float) -> None:
    scan = Scan(period_s=10.0, glimpse_prob=0.5, phase=Sweep.FIXED)
    assert first_scan_s(scan, entered_s, lambda: math.nan) == pytest.approx(first_s)
    assert first_scan_s(scan, entered_s, lambda: math.nan) >= entered_s


@pytest.mark.parametrize(
    ("misses", "confirmed"),
    [([0, 0], 1), ([2, 0], 3), ([0, 1, 0], 3), ([0, 2, 3, 0], 8), ([0, 90], None)],
)
def test_the_confirming_scan_is_the_second_hit_in_a_row(misses: list[int], confirmed: int | None) -> None:
    drawn = iter(misses)
    scans = ScanPass(Scan(period_s=2.0, glimpse_prob=0.5, confirm_hits=2), 100.0, 0.5)
    found = scans.confirms_s(200.0, lambda _: next(drawn))
    assert found == (None if confirmed is None else 100.0 + 2.0 * confirmed)


def test_a_change_of_those_who_look_leaves_the_hits_there_were_and_draws_the_rest_anew() -> None:
    drawn = iter([0, 1, 90])
    scans = ScanPass(Scan(period_s=1.0, glimpse_prob=0.5, confirm_hits=3, confirm_scans=5), 0.0, 0.5)
    assert scans.confirms_s(50.0, lambda _: next(drawn)) is None
    assert scans.hits == [0, 2]
    drawn = iter([1, 0])
    assert scans.again_s(1.0, 50.0, lambda _: next(drawn)) == 4.0  # hits at 0, 3 and 4: the one at 2 s never was
    assert scans.hits == [0, 3, 4]


# Eyes.


def test_eyes_see_who_is_small_and_silent_at_their_own_range() -> None:
    eyes = {"range_km": 4, "certain": True}
    trial = passes(sites__POST__emission="silent", sites__POST__visual=eyes, flights__TARGET__signature=0.001)
    assert held(trial) == pytest.approx([40.0, 60.0])


# Jamming.


def test_a_jammer_covers_itself_and_shortens_the_range_of_a_radar() -> None:
    trial = passes(flights__TARGET__jammer={"cover_km": 0, "range_factor": 0.5})
    assert held(trial) == pytest.approx([37.5, 62.5])


def test_a_radar_burns_through() -> None:
    trial = passes(flights__TARGET__jammer={"cover_km": 0, "range_factor": 0.1, "burn_through_km": 6})
    assert held(trial) == pytest.approx([35.0, 65.0])


def test_a_jammer_covers_those_near_it_only_while_they_are_near_it() -> None:
    """A jammer that follows 2 km behind covers at 3 km and not at 1 km."""
    jammer = {"cover_km": 3, "range_factor": 0.5}
    for cover_km, stay in ((3, [37.5, 62.5]), (1, [25.0, 75.0])):
        trial = passes(flights__JAMMER=TRANSIT | {"start_s": 5, "jammer": jammer | {"cover_km": cover_km}})
        assert held(trial) == pytest.approx(stay)
        assert held(trial, target="JAMMER-1") == pytest.approx([42.5, 67.5])


def test_nobody_is_seen_at_the_first_instant_from_behind_a_jammer() -> None:
    """The target starts 20 km off, within 25 km; the jammer flies 1 km beside it."""
    jammer = TRANSIT | {"route": "beside", "jammer": {"cover_km": 2, "range_factor": 0.4}}
    beside = {"points_km": [[-20, 1], [40, 1]]}
    trial = passes(sites__POST__radar__range_km=25, routes__beside=beside, flights__JAMMER=jammer)
    assert held(trial) == pytest.approx([25.0, 75.0])
    assert held(passes(sites__POST__radar__range_km=25))[0] == 0.0


def test_who_was_seen_is_lost_when_a_jammer_comes_and_seen_again_when_it_goes() -> None:
    """The jammer crosses the target's way at its 32nd second, far off the site's own reach of it."""
    route = {"points_km": [[-7.2, 32], [-7.2, -32]]}
    jammer = TRANSIT | {"route": "across", "speed_mps": 1000, "jammer": {"cover_km": 2, "range_factor": 0.3}}
    trial = passes(routes__across=route, flights__JAMMER=jammer)
    near_s = 2.0 / math.hypot(0.4, 1.0)
    assert held(trial) == pytest.approx([25.0, 32.0 - near_s, 32.0 + near_s, 75.0])


def test_a_jammer_that_is_home_covers_nobody() -> None:
    route = {"points_km": [[-20, 1], [-4, 1]]}  # beside the target until 40 s
    jammer = TRANSIT | {"route": "short", "jammer": {"cover_km": 2, "range_factor": 0.1}}
    trial = passes(routes__short=route, flights__JAMMER=jammer)
    assert held(trial) == pytest.approx([40.0, 75.0])


def test_two_jammers_shorten_more_than_one() -> None:
    def second(factor: float) -> dict[str, Any]:
        return TRANSIT | {"jammer": {"cover_km": 1, "range_factor": factor}}

    jammer = {"cover_km": 1, "range_factor": 0.5}
    trial = passes(flights__TARGET__jammer=jammer, flights__SECOND=second(0.5))
    half_s = 10.0 * 31**-0.25 / 0.4
    assert held(trial) == pytest.approx([50.0 - half_s, 50.0 + half_s])


def test_a_silent_jammer_jams_nobody_and_a_working_one_is_heard() -> None:
    listener = {"side": "blue", "aircraft": 1, "route": "pass", "start_s": 200, "speed_mps": 400}
    listener |= {"receiver": {"range_km": 15, "certain": True}}
    jammer = {"cover_km": 1, "range_factor": 0.5}
    loud = passes(flights__TARGET__jammer=jammer, flights__LISTENER=listener)
    quiet = passes(flights__TARGET__jammer=jammer, flights__TARGET__emission="silent", flights__LISTENER=listener)
    assert held(loud, "LISTENER-1") == pytest.approx([0.0, 37.5])
    assert held(quiet, "LISTENER-1") == []
    assert held(quiet) == pytest.approx([25.0, 75.0])


# Radars that are switched on late.

FIGHTER: dict[str, Any] = {
    "side": "blue",
    "aircraft": 1,
    "speed_mps": 200,
    "dash_mps": 300,
    "reaction_s": 0,
    "visual": {"range_km": 30, "certain": True},
    "radar": {"range_km": 100, "certain": True},
    "missile": {"speed_mps": 1000, "flyout_km": 1, "hit_prob": 0.5},
    "missiles_each": 1,
    "emission": "silent_until_committed",
    "patrol": {"at_km": [10, 0], "home_km": [60, 0], "commit_range_km": 25},
}


def test_a_radar_is_silent_until_its_element_commits_and_heard_from_then_on() -> None:
    """The patrol sees the target with its eyes at once, and commits when it comes within 25 km of it: after 12.5 s."""
    listens = {"range_km": 200, "certain": True}
    trial = passes(sites={}, flights__FIGHTER=FIGHTER, flights__TARGET__receiver=listens)
    (switched_s,) = instants(trial, SwitchedOn, node="FIGHTER-1")
    assert switched_s == pytest.approx(12.5)
    assert [(seen.at_s, seen.sensor.value) for seen in records(trial, Detected, node="FIGHTER-1")] == [
        (0.0, "visual"),
        (switched_s, "radar"),
    ]
    assert instants(trial, Detected, node="TARGET-1") == [switched_s]


@pytest.mark.parametrize(("emission", "heard"), [("on", [0.0]), ("silent", [])])
def test_radars_that_are_on_or_silent_are_never_switched(emission: str, heard: list[float]) -> None:
    listens = {"range_km": 200, "certain": True}
    fighter = FIGHTER | {"emission": emission}
    trial = passes(sites={}, flights__FIGHTER=fighter, flights__TARGET__receiver=listens)
    assert records(trial, SwitchedOn) == []
    assert instants(trial, Detected, node="TARGET-1") == heard


def test_a_jammer_that_was_silent_jams_from_the_commit_on() -> None:
    jammer = {"cover_km": 0, "range_factor": 0.1}
    watcher = {"side": "red", "at_km": [40, 0], "radar": {"range_km": 50, "certain": True}}
    trial = passes(sites__POST=watcher, flights__FIGHTER=FIGHTER | {"jammer": jammer})
    assert held(trial, target="FIGHTER-1")[:2] == pytest.approx([0.0, 12.5])


def test_a_silent_site_switches_on_for_what_the_link_brings_into_launch_range() -> None:
    sam = {"side": "blue", "at_km": [0, 1], "radar": {"range_km": 30, "certain": True}, "magazine": 1}
    sam |= {"emission": "silent_until_committed", "reaction_s": 0}
    sam |= {"missile": {"speed_mps": 2000, "flyout_km": 5, "hit_prob": 1}}
    link = {"side": "blue", "members": ["SAM", "POST"], "delay_s": 1}
    trial = passes(sites__SAM=sam, links__NET=link)
    (switched_s,) = instants(trial, SwitchedOn, node="SAM")
    assert 26.0 < switched_s < 50.0
    assert instants(trial, Detected, node="SAM") == [switched_s]
    alone = passes(sites__SAM=sam)
    assert records(alone, SwitchedOn) == []


@pytest.mark.parametrize(("reaction_s", "after_s"), [(0, 0.0), (30, 30.0)])
def test_a_site_that_switched_on_shoots_once_its_radar_has_found_the_target_and_it_is_ready(
    reaction_s: float, after_s: float
) -> None:
    """Its missile wants a track of its own; on the link the next update is a long time away."""
    sam = {"side": "blue", "at_km": [0, 1], "magazine": 1, "reaction_s": reaction_s}
    sam |= {"emission": "silent_until_committed", "missile": {"speed_mps": 2000, "flyout_km": 9, "hit_prob": 1}}
    sam |= {"radar": {"range_km": 30, "scan": {"period_s": 7, "glimpse_prob": 1, "phase": "fixed"}}}
    link = {"side": "blue", "members": ["SAM", "POST"], "delay_s": 1, "period_s": 300}
    trial = passes(sites__SAM=sam, links__NET=link, flights__TARGET__speed_mps=300)
    (switched_s,), (seen_s,) = instants(trial, SwitchedOn, node="SAM"), instants(trial, Detected, node="SAM")
    (told_s,) = instants(trial, TrackHeld, node="SAM")
    assert switched_s < seen_s < told_s + 30.0
    assert instants(trial, Shot) == [max(seen_s, told_s + after_s)]


# A site that only watches.


def test_a_surveillance_site_tells_its_link_what_it_sees() -> None:
    post = {"archetype": "site_surveillance", "side": "blue", "at_km": [0, 0]}
    link = {"side": "blue", "members": ["POST", "DESK"], "delay_s": 2}
    desk = {"side": "blue"}
    trial = passes(sites__POST=post, controllers__DESK=desk, links__NET=link)
    (seen_s,) = instants(trial, Detected, node="POST")
    assert seen_s % 10.0 == pytest.approx(records(trial, Detected)[0].at_s % 10.0)
    assert instants(trial, TrackHeld, node="DESK") == [seen_s + 2.0]
    assert records(trial, Shot) == []


# What is told of settings that cannot work.

FAULTS: list[tuple[dict[str, object], str]] = [
    ({"radar__scan": {"period_s": 5, "glimpse_prob": 0.5, "confirm_hits": 4, "confirm_scans": 3}}, "never happens"),
    (
        {"radar": {"range_nm": 5, "certain": True, "scan": {"period_s": 5, "glimpse_prob": 0.5}}},
        "cannot wait for scans",
    ),
    ({"radar__scan": {"period_s": 5, "glimpse_prob": 1.5}}, "must be at most 1"),
    ({"radar__scan": {"period_s": 0, "glimpse_prob": 0.5}}, "must be at least 0.1"),
    ({"jammer": {"cover_nm": 5, "range_factor": 0}}, "must be above 0"),
    ({"jammer": {"cover_nm": -5, "range_factor": 1}}, "must be at least 0"),
    ({"emission": "silent_until_comitted"}, "did you mean silent_until_committed"),
]

WARNINGS: list[tuple[dict[str, object], str]] = [
    ({"flights__GUARD__radar__scan": {"period_s": 5, "glimpse_prob": 0}}, "never detects anybody"),
    ({"flights__BANDIT__jammer": {"cover_nm": 5, "range_factor": 0.5}}, "nobody of its side to cover but itself"),
    ({"flights__BOMBER__jammer": {"cover_nm": 5, "range_factor": 0.5, "burn_through_nm": 100}}, "hides nobody"),
    ({"flights__BOMBER": {"jammer": {"cover_nm": 5, "range_factor": 0.5}, "emission": "silent"}}, "jams nobody"),
    ({"flights__BOMBER__emission": "silent_until_committed"}, "neither radar nor jammer"),
    ({"flights__BOMBER": {"radar": {"range_nm": 9}, "emission": "silent_until_committed"}}, "no escort or patrol"),
    ({"flights__GUARD": {"missile": None, "missiles_each": 0, "emission": "silent_until_committed"}}, "is not armed"),
    ({"links__REDNET__members": ["BANDIT"]}, "helps nobody"),
    ({"sites__SAM__emission": "silent_until_committed"}, "no missiles to commit"),
]


@pytest.mark.parametrize(("changes", "words"), FAULTS)
def test_what_cannot_be_is_a_fault(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        small(**{f"flights__GUARD__{path}": value for path, value in changes.items()})
    assert any(words in f"{fault.rule} {fault.hint}" for fault in caught.value.faults), str(caught.value)


@pytest.mark.parametrize(("changes", "words"), WARNINGS)
def test_what_has_no_effect_is_a_warning(changes: dict[str, object], words: str) -> None:
    assert not any(words in warning.rule for warning in small().warnings)
    flat: dict[str, object] = {}
    for path, value in changes.items():
        inner = value if isinstance(value, dict) and path.count("__") == 1 else {"": value}
        flat |= {f"{path}__{key}".removesuffix("__"): one for key, one in inner.items()}
    assert any(words in warning.rule for warning in small(**flat).warnings), small(**flat).warnings


# Every setting matters to a metric.

SCAN = {"period_s": 10, "glimpse_prob": 0.3, "confirm_hits": 2, "confirm_scans": 4}
WITNESSES: list[tuple[str, object, str]] = [
    ("sites.POST.radar.scan.period_s", 5, "first_detection_s"),
    ("sites.POST.radar.scan.glimpse_prob", 0.6, "first_detection_s"),
    ("sites.POST.radar.scan.confirm_hits", 1, "first_detection_s"),
    ("sites.POST.radar.scan.confirm_scans", 2, "detected_share"),
    ("sites.POST.radar.scan.phase", "fixed", "first_detection_s"),
    ("sites.POST.radar.scan", None, "first_detection_s"),
    ("sites.POST.visual", {"range_km": 12, "certain": True}, "first_detection_nm"),
    ("flights.TARGET.jammer.range_factor", 0.5, "first_detection_nm"),
    ("flights.OTHER.jammer.burn_through_km", 9.5, "first_detection_nm"),
    ("flights.OTHER.jammer.cover_km", 1, "first_detection_nm"),
    ("flights.TARGET.jammer", None, "first_detection_nm"),
]


@pytest.mark.parametrize(("path", "value", "metric"), WITNESSES)
def test_each_setting_of_sensing_moves_a_metric(path: str, value: object, metric: str) -> None:
    """Who is studied is the side of AAA, which has not started when the others have passed the site."""
    jammer = {"cover_km": 0, "range_factor": 0.8}
    late = TRANSIT | {"side": "blue", "start_s": 290}
    changes: dict[str, object] = {"sites__POST__radar": {"range_km": 10, "scan": SCAN}, "flights__AAA": late}
    changes |= {"flights__TARGET__jammer": jammer}
    changes |= {"flights__OTHER": TRANSIT | {"start_s": 4, "jammer": jammer | {"cover_km": 3}}}
    before, after = passing(**changes), passing(**{**changes, path.replace(".", "__"): value})
    worth = []
    for draft in (before, after):
        scenario = load_text(canonical_text(draft)).scenario
        chance = Chance(1, 0, 40)
        worth.append([measure(scenario, run_trial(scenario, 1, number, chance))[metric] for number in range(40)])
    assert worth[0] != worth[1]
