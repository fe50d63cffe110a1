"""Jamming of links through YAML and `run_trial`: whom a jammer covers, what that costs, and what cannot be."""

from __future__ import annotations

from typing import Any

import pytest

from sim.base.chance import Chance
from sim.base.errors import ScenarioError
from sim.measure import check_invariants, measure
from sim.model.link_jamming import jammed_loss_prob
from sim.scenario import canonical_text, load_text
from sim.scenario.schema import Scenario
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import ReportKind
from sim.trial.records import Trial
from sim.trial.setting import set_stage
from tests.builders import small

SEED = 20
TRIALS = 400


def parts() -> dict[str, Any]:
    """EYE sees TARGET at 50 s and says so on NET; the message takes 4 s to LISTENER, 100 km east of EYE.

    NOISE flies past LISTENER on the line 10 km north of it: within 26 km from 76 s to 124 s.
    """
    return {
        "format": 1,
        "name": "noise",
        "ends_at_s": 300,
        "routes": {
            "in": {"points_m": [[0, 100_000], [0, 0]]},
            "past": {"points_m": [[0, 10_000], [200_000, 10_000]]},
        },
        "links": {
            "NET": {
                "side": "blue",
                "members": ["EYE", "LISTENER"],
                "delay_s": 4,
                "period_s": 10,
                "jamming": {"delay_factor": 3},
            }
        },
        "flights": {
            "AAA": {"side": "blue", "aircraft": 1, "speed_mps": 100, "route": "in", "start_s": 290},
            "NOISE": {
                "side": "red",
                "aircraft": 1,
                "speed_mps": 1000,
                "route": "past",
                "jammer": {"cover_m": 0, "range_factor": 1, "links": {"range_m": 26_000}},
            },
            "TARGET": {"side": "red", "aircraft": 1, "speed_mps": 200, "route": "in"},
        },
        "sites": {
            "EYE": {"side": "blue", "at_m": [0, 0], "radar": {"range_m": 90_000, "certain": True}},
            "LISTENER": {"side": "blue", "at_m": [100_000, 0], "radar": {"range_m": 1}},
        },
    }


def scenario(**changes: object) -> Scenario:
    """Return the scenario with changes; each is a path with __ for its dots, None takes the part out."""
    overrides = [(path.replace("__", "."), value) for path, value in changes.items()]
    return load_text(canonical_text(parts()), overrides=overrides).scenario


def played(number: int = 0, /, **changes: object) -> Trial:
    """Return a sound trial of the scenario with changes."""
    whole = scenario(**changes)
    trial = run_trial(whole, SEED, number)
    assert check_invariants(whole, trial) == []
    return trial


def instants(trial: Trial, record_type: type, /, **fields: object) -> list[float]:
    """Return when records of a kind with these fields happened."""
    return [
        round(record.at_s, 6)
        for record in trial.records
        if isinstance(record, record_type) and all(getattr(record, name) == value for name, value in fields.items())
    ]


def heard(**changes: object) -> list[float]:
    """Return when LISTENER held a track of TARGET."""
    return instants(played(**changes), log.TrackHeld, node="LISTENER", target="TARGET-1")


SEEN_AT_100_S = {"sites__EYE__radar__range_m": 80_000}  # TARGET is that near at 100 s, when NOISE is over LISTENER


def test_a_receiver_is_covered_from_when_the_jammer_comes_near_until_it_leaves() -> None:
    trial = played()
    assert instants(trial, log.LinkJammed, link="NET", receiver="LISTENER") == [76.0]
    assert instants(trial, log.LinkCleared, link="NET", receiver="LISTENER") == [124.0]
    assert instants(trial, log.LinkJammed, link="NET", receiver="EYE") == [0.0]  # it starts 10 km from EYE
    assert instants(trial, log.LinkCleared, link="NET", receiver="EYE") == [24.0]
    assert measure(scenario(), trial)["link_jammed_s"] == pytest.approx((48.0 + 24.0) / 2)


def test_under_cover_a_message_takes_longer_and_out_of_it_not() -> None:
    assert heard() == [54.0]  # sent at 50 s, before cover
    assert heard(**SEEN_AT_100_S) == [112.0]  # three times 4 s
    assert heard(**SEEN_AT_100_S, flights__NOISE__jammer=None) == [104.0]
    assert heard(**SEEN_AT_100_S, links__NET__jamming=None) == [104.0]


def test_a_jammer_that_keeps_silent_or_is_gone_troubles_nobody() -> None:
    assert heard(**SEEN_AT_100_S, flights__NOISE__emission="silent") == [104.0]
    short = {"points_m": [[0, 10_000], [90_000, 10_000]]}
    trial = played(**SEEN_AT_100_S, routes__past=short)
    assert instants(trial, log.LinkCleared, receiver="LISTENER") == [90.0]
    assert instants(trial, log.TrackHeld, node="LISTENER", target="TARGET-1") == [104.0]


def test_who_joins_a_link_that_is_being_jammed_is_covered_too() -> None:
    post = {"side": "blue", "at_m": [0, 5_000], "radar": {"range_m": 1}}
    world = set_stage(scenario(sites__POST=post), Chance(SEED, 0).trial(0))
    world.sites["POST"].join(world.datalinks["NET"])
    world.clock.run()
    jammed = [record for record in world.records if isinstance(record, log.LinkJammed)]
    assert [(r.at_s, r.jammer) for r in jammed if r.receiver == "POST"] == [(0.0, "NOISE-1")]


def test_only_the_links_that_it_names_are_troubled() -> None:
    other = {"side": "blue", "members": ["EYE"], "jamming": {"delay_factor": 3}}
    assert heard(**SEEN_AT_100_S, links__OTHER=other, flights__NOISE__jammer__links__only=["OTHER"]) == [104.0]
    assert heard(**SEEN_AT_100_S, links__OTHER=other, flights__NOISE__jammer__links__only=["NET"]) == [112.0]


def test_whoever_sends_from_near_is_heard_in_spite_of_a_jammer() -> None:
    """EYE is 100 km from LISTENER."""
    assert heard(**SEEN_AT_100_S, flights__NOISE__jammer__links__burn_through_m=99_000) == [112.0]
    assert heard(**SEEN_AT_100_S, flights__NOISE__jammer__links__burn_through_m=100_000) == [104.0]


def test_a_jammer_that_reaches_no_farther_than_itself_troubles_nobody() -> None:
    assert heard(**SEEN_AT_100_S, flights__NOISE__jammer__links__range_m=0) == [104.0]


def test_orders_and_gateways_are_jammed_where_they_are_received() -> None:
    """The gateway stands at LISTENER, where nothing is received in time while NOISE is there."""
    changes: dict[str, object] = {
        "links__FAR": {"side": "blue", "members": ["LISTENER"], "delay_s": 1},
        "links__NET__members": ["EYE"],
        "gateways__BRIDGE": {"side": "blue", "joins": ["NET", "FAR"], "aboard": "LISTENER", "delay_s": 2},
    }
    assert heard(**SEEN_AT_100_S, **changes) == [115.0]
    assert heard(**SEEN_AT_100_S, **changes, flights__NOISE__jammer=None) == [107.0]


def test_losses_of_several_jammers_are_independent_of_one_another() -> None:
    assert jammed_loss_prob(0.2, 0.5, 0) == pytest.approx(0.2)
    assert jammed_loss_prob(0.2, 0.5, 1) == pytest.approx(0.6)
    assert jammed_loss_prob(0.2, 0.5, 2) == pytest.approx(0.8)
    assert jammed_loss_prob(0.2, 0.0, 3) == pytest.approx(0.2)


def delays_in_periods(count: int, **changes: object) -> list[float]:
    """Return how many periods late LISTENER heard of TARGET in each trial."""
    whole, chance, found = scenario(**SEEN_AT_100_S, **changes), Chance(SEED, 0, count), []
    for number in range(count):
        trial = run_trial(whole, SEED, number, chance)
        (held_s,) = instants(trial, log.TrackHeld, node="LISTENER", target="TARGET-1")
        found.append(round((held_s - 104.0) / 10.0, 9))
    return found


@pytest.mark.parametrize(("base", "added", "jammers"), [(0.0, 0.5, 1), (0.2, 0.5, 1), (0.1, 0.0, 1), (0.1, 0.4, 2)])
def test_loss_under_cover_delays_by_as_many_periods_as_theory_says(base: float, added: float, jammers: int) -> None:
    """Mean p / (1 - p) with the raised loss p, variance p / (1 - p)^2. Fails by bad luck once in 10,000 (z = 3.9)."""
    raised = 1.0 - (1.0 - base) * (1.0 - added) ** jammers
    changes = {"links__NET__loss_prob": base, "links__NET__jamming": {"added_loss_prob": added, "delay_factor": 1}}
    changes |= {"flights__NOISE__aircraft": jammers, "flights__NOISE__elements": [1] * jammers}
    found = delays_in_periods(TRIALS, ends_at_s=3000, flights__AAA__start_s=2900, **changes)
    mean, spread = sum(found) / TRIALS, raised**0.5 / (1.0 - raised)
    assert all(delay == int(delay) for delay in found)
    assert abs(mean - raised / (1.0 - raised)) < 3.9 * spread / TRIALS**0.5


def test_more_added_loss_never_brings_news_sooner_on_the_same_luck() -> None:
    def late(added: float) -> list[float]:
        changes = {"links__NET__loss_prob": 0.1, "links__NET__jamming": {"added_loss_prob": added, "delay_factor": 1}}
        return delays_in_periods(100, ends_at_s=3000, flights__AAA__start_s=2900, **changes)

    little, much = late(0.3), late(0.6)
    assert all(one <= other for one, other in zip(little, much, strict=True))
    assert little != much


def test_a_jammed_link_without_effect_goes_as_one_that_cannot_be_jammed() -> None:
    without = list(played(links__NET__jamming=None).records)
    harmless = played(links__NET__jamming={"added_loss_prob": 0, "delay_factor": 1}).records
    assert [r for r in harmless if not isinstance(r, log.LinkJammed | log.LinkCleared)] == without


# What cannot be, and what has no effect.

JAMMER = {"cover_nm": 0, "range_factor": 1, "links": {"range_nm": 50}}
FAULTS: list[tuple[dict[str, object], str]] = [
    ({"links__BLUENET__jamming": {"added_loss_prob": 1}}, "must be below 1"),
    ({"links__BLUENET__jamming": {"delay_factor": 0.5}}, "must be at least 1"),
    ({"flights__BANDIT__jammer": JAMMER | {"links": {"range_nm": -1}}}, "must be at least 0"),
    ({"flights__BANDIT__jammer": JAMMER | {"links": {"range_nm": 9, "only": ["BLUNET"]}}}, "did you mean BLUENET?"),
    ({"flights__BANDIT__jammer": JAMMER | {"links": {"range_nm": 9, "only": ["REDNET"]}}}, "its own side"),
    ({"flights__BANDIT__jammer": JAMMER | {"links": {"range_nm": 9, "only": []}}}, "names no link"),
    ({"links__BLUENET__correlation_prob": 1.5}, "must be at most 1"),
]


@pytest.mark.parametrize(("changes", "words"), FAULTS)
def test_what_cannot_be_is_a_fault(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        small(**changes)
    assert any(words in f"{fault.rule} {fault.hint}" for fault in caught.value.faults), str(caught.value)


WARNINGS: list[tuple[dict[str, object], str]] = [
    ({"flights__BANDIT__jammer": JAMMER}, "can be jammed"),
    ({"flights__BANDIT__jammer": JAMMER | {"links": {"range_nm": 9, "only": ["BLUENET"]}}}, "cannot be jammed"),
    ({"links__BLUENET__resolve_mean_s": 30}, "has no effect"),
]


@pytest.mark.parametrize(("changes", "words"), WARNINGS)
def test_what_has_no_effect_is_a_warning(changes: dict[str, object], words: str) -> None:
    assert not any(words in warning.rule for warning in small().warnings)
    assert any(words in warning.rule for warning in small(**changes).warnings), small(**changes).warnings


def test_a_link_that_can_be_jammed_silences_the_warning() -> None:
    changes: dict[str, object] = {"flights__BANDIT__jammer": JAMMER, "links__BLUENET__jamming": {"delay_factor": 2}}
    assert not any("jam" in warning.rule for warning in small(**changes).warnings if "cover" not in warning.rule)


# Every setting matters to a record.

WITNESSES: list[tuple[str, object]] = [
    ("links.NET.jamming.added_loss_prob", 0.9),
    ("links.NET.jamming.delay_factor", 2),
    ("flights.NOISE.jammer.links.range_m", 40_000),
    ("flights.NOISE.jammer.links.burn_through_m", 150_000),
    ("flights.NOISE.jammer.links.only", ["OTHER"]),
    ("flights.NOISE.jammer.links", None),
]


@pytest.mark.parametrize(("path", "value"), WITNESSES)
def test_each_setting_moves_when_reports_arrive_or_who_is_covered(path: str, value: object) -> None:
    changes = dict(SEEN_AT_100_S)
    changes["links__OTHER"] = {"side": "blue", "members": ["EYE"], "jamming": {"delay_factor": 3}}  # type: ignore[assignment]

    def story(**more: object) -> list[tuple[float, str]]:
        kinds = (log.Delivered, log.LinkJammed, log.LinkCleared)
        return [(r.at_s, type(r).__name__) for r in played(**changes, **more).records if isinstance(r, kinds)]

    assert story() != story(**{path.replace(".", "__"): value})


def test_a_report_that_is_lost_for_good_is_none_of_this_model() -> None:
    """However strong the jamming, a report arrives in the end; here within the trial."""
    changes = {"links__NET__jamming": {"added_loss_prob": 0.9}, "ends_at_s": 20_000, "flights__AAA__start_s": 19_000}
    trial = played(**SEEN_AT_100_S, **changes)
    assert instants(trial, log.Delivered, kind=ReportKind.FIRST, link="NET", target="TARGET-1")
