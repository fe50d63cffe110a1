"""At the ends of a setting's range the outcome is known without any theory."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from sim.trial.play import run_trial
from sim.trial.reasons import MissReason, Status
from sim.trial.records import (
    Committed,
    ContactLost,
    Delivered,
    Detected,
    ElementLost,
    Hit,
    HomeReached,
    MemberLost,
    Missed,
    Record,
    Reported,
    Shot,
    Started,
    Trial,
    Warned,
)
from tests.property.holding import examples
from tests.property.scenarios import SEEDS, Draft, changed, draft_of, scenario_of


def _trial(draft: Draft) -> Trial:
    trial = run_trial(scenario_of(draft), 5, 0)
    assert trial.status is Status.FINISHED
    return trial


def _with_missiles(draft: Draft, **settings: Any) -> Draft:
    """Return the draft with some settings of every missile changed; None removes a setting."""
    for kind in ("flights", "sites"):
        for name, thing in draft[kind].items():
            if "missile" in thing:
                draft = changed(draft, f"{kind}.{name}.missile", thing["missile"] | settings)
    return draft


def _of(kind: type[Any], trial: Trial) -> list[Any]:
    return [record for record in trial.records if isinstance(record, kind)]


def _same(one: Trial, other: Trial) -> bool:
    return one.records == other.records


@examples(25)
@given(SEEDS)
def test_missiles_that_never_hit_cost_nobody(seed: int) -> None:
    trial = _trial(_with_missiles(draft_of(seed), hit_prob=0.0, hit_prob_far=0.0))
    assert not _of(MemberLost, trial)
    assert not _of(Hit, trial)


@examples(25)
@given(SEEDS)
def test_missiles_that_always_hit_miss_only_the_gone_and_the_far(seed: int) -> None:
    trial = _trial(_with_missiles(draft_of(seed), hit_prob=1.0, hit_prob_far=1.0, defended_factor=1.0))
    reasons = {record.reason for record in _of(Missed, trial)}
    assert MissReason.CHANCE not in reasons
    assert len(_of(MemberLost, trial)) == len({record.member for record in _of(Hit, trial)})


@examples(15)
@given(SEEDS)
def test_radars_without_limit_see_everybody_at_the_start_and_lose_nobody_alive(seed: int) -> None:
    draft = draft_of(seed) | {"sites": {}, "links": {}}
    for flight in draft["flights"].values():
        flight.pop("receiver", None)
    for name in draft["flights"]:
        draft = changed(draft, f"flights.{name}.emission", "on")
        draft = changed(draft, f"flights.{name}.radar", {"range_m": 9e8, "certain": True})
    trial = _trial(draft)
    sides = {record.element: draft["flights"][record.flight]["side"] for record in _of(Started, trial)}
    seen = {(record.node, record.target) for record in _of(Detected, trial) if record.at_s == 0.0}
    assert seen == {(node, target) for node in sides for target in sides if sides[node] != sides[target]}
    assert len(seen) == len(_of(Detected, trial))
    gone_s = {record.element: record.at_s for record in _of(ElementLost, trial) + _of(HomeReached, trial)}
    assert all(record.at_s == gone_s[record.target] for record in _of(ContactLost, trial))


@examples(25)
@given(SEEDS)
def test_over_a_perfect_link_every_report_arrives_at_the_instant_it_is_sent(seed: int) -> None:
    draft = draft_of(seed)
    for name, link in draft["links"].items():
        perfect = {"side": link["side"], "members": link["members"]}
        draft = changed(draft, f"links.{name}", perfect)
    trial = _trial(draft)
    assert all(record.at_s == record.as_of_s for record in _of(Delivered, trial))
    sent = [(record.at_s, record.link, record.target, record.kind) for record in _of(Reported, trial)]
    for record in _of(Delivered, trial):
        assert (record.at_s, record.link, record.target, record.kind) in sent


@examples(20)
@given(SEEDS)
def test_who_is_blind_and_alone_fires_at_nobody(seed: int) -> None:
    draft = draft_of(seed) | {"links": {}}
    for kind in ("flights", "sites"):
        for name, thing in draft[kind].items():
            thing.pop("receiver", None)
            draft = changed(draft, f"{kind}.{name}.emission", "silent")
    trial = _trial(draft)
    forbidden: tuple[type[Record], ...] = (Detected, Committed, Shot, Warned, MemberLost)
    assert not [record for record in trial.records if isinstance(record, forbidden)]


@examples(15)
@given(SEEDS)
def test_nobody_is_warned_where_nobody_can_be(seed: int) -> None:
    draft = draft_of(seed)
    for name in draft["flights"]:
        draft = changed(draft, f"flights.{name}.defence.warned_prob", 0.0)
    pressed = draft
    for name in draft["flights"]:
        pressed = changed(pressed, f"flights.{name}.defence.manoeuvre", "press")
    trial = _trial(draft)
    assert not _of(Warned, trial)
    assert _same(trial, _trial(pressed))


@examples(15)
@given(SEEDS)
def test_a_certain_radar_is_one_that_needs_no_time(seed: int) -> None:
    at_once, certain = draft_of(seed), draft_of(seed)
    for name, flight in draft_of(seed)["flights"].items():
        for sensor in {"radar", "receiver"} & flight.keys():
            range_m = flight[sensor]["range_m"]
            at_once = changed(at_once, f"flights.{name}.{sensor}", {"range_m": range_m, "detect_mean_s": 0.0})
            certain = changed(certain, f"flights.{name}.{sensor}", {"range_m": range_m, "certain": True})
    assert _same(_trial(at_once), _trial(certain))
