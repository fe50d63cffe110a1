"""Injects through YAML and `run_trial`: what each does, what it leaves alone, and that it is off until switched on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest

from sim.base.errors import UsageError
from sim.measure import check_invariants
from sim.model.command import Doctrine
from sim.scenario import canonical_text, identity_text, inject_overrides, load_text
from sim.trial import records as log
from sim.trial.play import run_trial
from sim.trial.reasons import BreakReason, Cause, Purpose, ReportKind
from sim.trial.records import Record, Trial
from tests.golden.log import HERE
from tests.golden.log import lines as lines_of

R = TypeVar("R")
PACKAGE = (HERE / "package.yaml").read_text(encoding="utf-8")
MELEE = (HERE / "melee.yaml").read_text(encoding="utf-8")
SEED = 20


def played(text: str, number: int = 0, **injects: tuple[float, dict[str, str]]) -> Trial:
    """Return a trial of a scenario with these injects: the name, the minute, and what happens."""
    wanted = {
        name.replace("_", "-"): {"at_min": minute, "what": what, "enabled": True}
        for name, (minute, what) in injects.items()
    }
    scenario = load_text(text, overrides={"injects": wanted} if wanted else ()).scenario
    trial = run_trial(scenario, SEED, number)
    assert check_invariants(scenario, trial) == []
    return trial


def of(trial: Trial, kind: type[R]) -> Iterator[R]:
    """Yield the records of a kind."""
    return (record for record in trial.records if isinstance(record, kind))


def line(trial: Trial) -> list[str]:
    """Return the log of a trial."""
    return list(lines_of(trial))


# One watcher and one shooter: everything that happens is known by hand.

POST = canonical_text(
    {
        "format": 1,
        "name": "post",
        "ends_at_s": 1000,
        "routes": {"in": {"points_m": [[100_000, 0], [0, 0]]}},
        "links": {"NET": {"side": "blue", "members": ["WATCH", "EYE", "HAWK"], "delay_s": 5, "period_s": 1}},
        "controllers": {"WATCH": {"side": "blue", "servers": 1, "service_s": 20}},
        "flights": {
            "HAWK": {
                "side": "blue",
                "aircraft": 1,
                "speed_mps": 200,
                "missile": {"speed_mps": 1000, "flyout_m": 30_000, "hit_prob": 1, "track_age_limit_s": 60},
                "missiles_each": 1,
                "patrol": {"at_m": [0, 30_000], "commit_range_m": 500_000},
            },
            "DOT": {"side": "red", "aircraft": 1, "speed_mps": 100, "route": "in"},
        },
        "sites": {"EYE": {"side": "blue", "at_m": [0, 0], "radar": {"range_m": 90_000, "certain": True}}},
    }
)
"""EYE sees DOT at 100 s; WATCH hears at 105 s, has worked on it at 125 s, and HAWK is ordered at 130 s."""


def instants(trial: Trial, record_type: type[Record], /, **fields: object) -> list[float]:
    """Return when records of a kind with these fields happened."""
    return [
        round(record.at_s, 6)
        for record in of(trial, record_type)
        if all(getattr(record, field) == value for field, value in fields.items())
    ]


def test_without_injects_the_chain_runs_as_worked_out_by_hand() -> None:
    trial = played(POST)
    assert instants(trial, log.Detected) == [100.0]
    assert instants(trial, log.Tasked) == [125.0]
    assert instants(trial, log.Committed, cause=Cause.ORDER) == [130.0]


def test_a_lost_controller_serves_and_orders_nothing() -> None:
    trial = played(POST, LOST=(2, {"lose": "WATCH"}))
    assert instants(trial, log.ThingLost, inject="LOST", thing="WATCH") == [120.0]
    assert instants(trial, log.TrackDropped, node="WATCH") == [120.0]
    assert instants(trial, log.ServiceEnded) == [120.0]  # broken off: its server is busy no more
    assert instants(trial, log.Tasked) == []
    assert instants(trial, log.Shot) == []


def test_an_order_on_its_way_from_a_lost_controller_arrives_and_is_obeyed() -> None:
    trial = played(POST, LOST=(2.1, {"lose": "WATCH"}))  # 126 s: the order left at 125 s
    assert instants(trial, log.Committed, cause=Cause.ORDER) == [130.0]


def test_a_restored_controller_hears_anew_and_works_on_it_from_the_beginning() -> None:
    trial = played(POST, LOST=(2, {"lose": "WATCH"}), BACK=(3, {"restore": "WATCH"}))
    assert instants(trial, log.ThingRestored) == [180.0]
    assert instants(trial, log.Reported, kind=ReportKind.FIRST) == [100.0, 180.0]
    assert instants(trial, log.TrackHeld, node="WATCH") == [105.0, 185.0]
    assert instants(trial, log.ServiceStarted)[:2] == [105.0, 185.0]
    assert instants(trial, log.Tasked) == [205.0]


def test_a_controller_that_is_lost_before_anything_happens_costs_only_the_time_that_it_is_away() -> None:
    trial = played(POST, LOST=(1, {"lose": "WATCH"}), BACK=(4, {"restore": "WATCH"}))
    assert instants(trial, log.Tasked) == [265.0]


def test_a_restored_controller_knows_who_is_busy() -> None:
    trial = played(POST, LOST=(2.5, {"lose": "WATCH"}), BACK=(3, {"restore": "WATCH"}))  # HAWK is sent already
    assert instants(trial, log.Tasked) == [125.0]


def test_a_lost_link_delivers_nothing_that_is_on_its_way() -> None:
    trial = played(POST, LOST=(1.7, {"lose": "NET"}))  # 102 s: the report left at 100 s
    assert instants(trial, log.Reported) == [100.0]
    assert instants(trial, log.Delivered) == []
    assert instants(trial, log.TrackHeld, node="WATCH") == []


def test_a_restored_link_reports_anew_what_is_held() -> None:
    trial = played(POST, LOST=(1.7, {"lose": "NET"}), BACK=(5, {"restore": "NET"}))
    assert instants(trial, log.Reported, kind=ReportKind.FIRST) == [100.0, 300.0]
    assert instants(trial, log.Delivered)[0] == 305.0
    assert instants(trial, log.Tasked) == [325.0]
    assert instants(trial, log.Committed, cause=Cause.ORDER) == [330.0]


def test_an_order_lost_with_its_link_is_given_again() -> None:
    trial = played(POST, LOST=(2.1, {"lose": "NET"}), BACK=(4, {"restore": "NET"}))  # ordered at 125 s, lost at 126 s
    assert instants(trial, log.Tasked) == [125.0, 265.0]
    assert instants(trial, log.OrderReceived) == [270.0]


def test_nothing_is_sent_while_the_link_is_down() -> None:
    trial = played(POST, LOST=(1, {"lose": "NET"}), BACK=(4, {"restore": "NET"}))
    assert instants(trial, log.Detected) == [100.0]
    assert instants(trial, log.Reported)[0] == 240.0


def test_tracks_that_only_a_lost_link_made_age_and_drop() -> None:
    trial = played(POST, LOST=(1.9, {"lose": "NET"}))  # 114 s
    assert instants(trial, log.TrackDropped, node="WATCH") == [114.0]  # a controller remembers nothing by itself
    assert instants(trial, log.TrackDropped, node="HAWK-1") == [234.0]  # an element two minutes
    assert instants(trial, log.TrackDropped, node="EYE") == [1000.0]  # it sees for itself, until the end


def test_no_picture_stays_poisoned_by_an_outage() -> None:
    """Who is not a member's own contact while an outage begins, lasts and ends is not believed in; who is, is known."""
    reds = {"WOLF", "FORT", "DEN"}
    known = 0
    for number in range(6):
        trial = played(PACKAGE, number, LOST=(8, {"lose": "REDNET"}), BACK=(11, {"restore": "REDNET"}))
        held: set[str] = set()
        seen: dict[str, float] = {}  # by which a member last saw it
        contacts: dict[str, set[str]] = {}
        since: dict[str, float] = {}
        for record in trial.records:
            if record.at_s > 750.0:  # 90 s after the link is back
                break
            match record:
                case log.TrackHeld(node="DEN"):
                    held.add(record.target)
                case log.TrackDropped(node="DEN"):
                    held.discard(record.target)
                case log.Detected() if record.node.split("-")[0] in reds:
                    contacts.setdefault(record.target, set()).add(record.node)
                    since.setdefault(record.target, record.at_s)
                case log.ContactLost() if record.node.split("-")[0] in reds:
                    contacts.get(record.target, set()).discard(record.node)
                    seen[record.target] = record.at_s
                case log.ElementLost():
                    seen |= {target: record.at_s for target, nodes in contacts.items() if record.element in nodes}
                    for nodes in contacts.values():
                        nodes.discard(record.element)
                    contacts.pop(record.element, None)
            since = {target: at_s for target, at_s in since.items() if contacts.get(target)}
        now = {target for target, nodes in contacts.items() if nodes}
        assert held <= now | {target for target, at_s in seen.items() if at_s > 660.0}, number
        long_seen = {target for target in now if since[target] < 660.0}
        assert long_seen <= held, number
        known += len(long_seen)
    assert known > 0


def test_a_lost_site_sees_and_shoots_nothing() -> None:
    trial = played(PACKAGE, LOST=(5, {"lose": "FORT"}))
    assert instants(played(PACKAGE), log.Detected, node="FORT") != []
    assert [at_s for at_s in instants(trial, log.Detected, node="FORT") if at_s >= 300.0] == []
    assert instants(trial, log.Shot, shooter="FORT") == []


GUN = POST.replace("hit_prob: 1", "hit_prob: 0").replace(
    "EYE:",
    "EYE:\n    channels: 1\n    magazine: 3\n    missile: {flyout_m: 60000, hit_prob: 0, speed_mps: 1000}\n"
    "    reaction_s: 10",
)
"""EYE shoots as well: its first missile flies when DOT comes within reach, and never hits."""


def test_missiles_of_a_lost_site_fly_on_and_nobody_looks() -> None:
    first_s = instants(played(GUN), log.Shot, shooter="EYE")[0]
    assert len(instants(played(GUN), log.Shot, shooter="EYE")) == 3
    trial = played(GUN, LOST=((first_s + 1) / 60, {"lose": "EYE"}))
    assert len(instants(trial, log.Shot, shooter="EYE")) == 1
    (shot,) = (record for record in of(trial, log.Shot) if record.shooter == "EYE")
    assert instants(trial, log.Missed, missile=shot.missile)[0] > first_s + 1


def test_a_restored_site_detects_anew_and_has_what_was_left() -> None:
    first_s = instants(played(GUN), log.Shot, shooter="EYE")[0]
    lost_s, back_s = first_s + 1, first_s + 100
    trial = played(GUN, LOST=(lost_s / 60, {"lose": "EYE"}), BACK=(back_s / 60, {"restore": "EYE"}))
    assert instants(trial, log.Detected, node="EYE") == [100.0, round(back_s, 6)]
    assert instants(trial, log.ContactLost, node="EYE")[0] == round(lost_s, 6)
    shots = instants(trial, log.Shot, shooter="EYE")
    assert len(shots) == 3
    assert shots[1] == pytest.approx(back_s + 10)  # its reaction time begins anew


def test_a_site_that_is_lost_falls_silent_on_its_link() -> None:
    trial = played(POST, LOST=(5, {"lose": "EYE"}), BACK=(6, {"restore": "EYE"}))
    told = [(round(record.at_s, 6), record.kind) for record in of(trial, log.Reported)][:3]
    assert told == [(100.0, ReportKind.FIRST), (300.0, ReportKind.LOST_CONTACT), (360.0, ReportKind.FIRST)]


def test_a_changed_doctrine_rules_from_then_on() -> None:
    trial = played(PACKAGE, RUN=(7, {"flight": "WOLF", "doctrine": "drag"}))
    assert list(of(trial, log.DoctrineChanged)) == [log.DoctrineChanged(420.0, "RUN", "WOLF", Doctrine.DRAG)]
    runs = [record.at_s for record in of(trial, log.LegStarted) if record.purpose is Purpose.DRAG]
    assert runs
    assert min(runs) >= 420.0
    assert not [record for record in of(played(PACKAGE), log.LegStarted) if record.purpose is Purpose.DRAG]


def test_who_no_longer_drags_takes_up_the_fight() -> None:
    trial = played(MELEE, STAND=(1, {"flight": "HARE", "doctrine": "nearest"}))
    assert [record for record in of(played(MELEE), log.BrokeOff) if record.reason is BreakReason.DRAG]
    assert not [record for record in of(trial, log.BrokeOff) if record.reason is BreakReason.DRAG and record.at_s > 60]


def test_a_restored_controller_does_not_go_on_with_what_it_was_working_on() -> None:
    trial = played(POST, LOST=(110 / 60, {"lose": "WATCH"}), BACK=(112 / 60, {"restore": "WATCH"}))
    assert instants(trial, log.ServiceStarted)[:2] == [105.0, 117.0]
    assert instants(trial, log.Tasked)[0] == 137.0  # not at 125 s, when the work that was broken off would have ended


def test_a_site_that_loses_contact_while_its_link_is_down_does_not_believe_in_others() -> None:
    """NEAR sees the first 20 km: DOT leaves it at 200 s, when EYE still sees it and cannot say so."""
    near = "  NEAR: {side: blue, at_m: [100000, 0], radar: {range_m: 20000, certain: true}}\n"
    text = POST.replace("sites:\n", "sites:\n" + near).replace("[WATCH, EYE, HAWK]", "[WATCH, EYE, HAWK, NEAR]")
    assert 320.0 not in instants(played(text), log.TrackDropped, node="NEAR")
    trial = played(text, LOST=(2.5, {"lose": "NET"}))
    assert instants(trial, log.TrackDropped, node="NEAR") == [320.0]


def test_a_restored_site_does_not_see_those_who_are_gone() -> None:
    trial = played(POST, LOST=(6, {"lose": "EYE"}), BACK=(370 / 60, {"restore": "EYE"}))
    assert 360.0 < instants(trial, log.ElementLost)[0] < 370.0
    assert instants(trial, log.ThingRestored) == [370.0]
    assert instants(trial, log.Detected) == [100.0]


def test_a_new_doctrine_is_about_what_is_close_already() -> None:
    """Unarmed HAWK has DOT within 60 km from before 300 s on, and minds it only when it is told to run."""
    hawk = "HAWK:\n    radar: {range_m: 200000, certain: true}\n    self_defence_m: 70000"
    text = POST.replace("HAWK:", hawk).replace("missiles_each: 1", "missiles_each: 0")
    assert not [record for record in of(played(text), log.LegStarted) if record.purpose is Purpose.DRAG]
    trial = played(text, RUN=(7, {"flight": "HAWK", "doctrine": "drag"}))
    runs = [record.at_s for record in of(trial, log.LegStarted) if record.purpose is Purpose.DRAG]
    assert runs[0] == 420.0


def test_who_chooses_for_himself_forgets_claims_that_a_lost_link_cannot_take_back() -> None:
    """HAWK takes DOT and says so; KITE, who takes a minute to choose, leaves it alone until the link is lost."""
    hawk = POST[POST.index("  HAWK:\n") : POST.index("format:")].replace("HAWK:", "HAWK:\n    radar: {range_m: 200000}")
    kite = hawk.replace("HAWK", "KITE") + "    reaction_s: 60\n"
    text = POST.replace(POST[POST.index("  HAWK:\n") : POST.index("format:")], hawk + kite)
    text = text.replace("[WATCH, EYE, HAWK]", "[WATCH, EYE, HAWK, KITE]").replace(
        "WATCH:", "WATCH:\n    authority: delegated"
    )
    assert [record.element for record in of(played(text), log.Committed) if record.at_s < 200.0] == ["HAWK-1"]
    trial = played(text, LOST=(70 / 60, {"lose": "NET"}))
    commits = [(record.element, record.at_s) for record in of(trial, log.Committed) if record.at_s < 200.0]
    assert commits == [("HAWK-1", 5.0), ("KITE-1", 130.0)]


def test_losing_what_is_lost_and_restoring_what_works_is_nothing() -> None:
    once = played(POST, LOST=(2, {"lose": "WATCH"}), BACK=(3, {"restore": "WATCH"}))
    more = played(
        POST,
        LOST=(2, {"lose": "WATCH"}),
        LOST_AGAIN=(2.5, {"lose": "WATCH"}),
        BACK=(3, {"restore": "WATCH"}),
        BACK_AGAIN=(4, {"restore": "WATCH"}),
    )
    assert line(once) == line(more)


def test_an_inject_that_is_off_changes_no_byte() -> None:
    off = {"DEAF": {"at_min": 6, "what": {"lose": "REDNET"}}, "RUN": {"at_min": 6, "what": {"lose": "DEN"}}}
    for number in range(3):
        with_them = load_text(PACKAGE, overrides={"injects": off}).scenario
        trial, plain = run_trial(with_them, SEED, number), played(PACKAGE, number)
        assert trial.records == plain.records
        assert trial.events == plain.events
    assert identity_text(with_them) == identity_text(load_text(PACKAGE).scenario)


def test_an_inject_that_is_on_is_part_of_what_was_asked() -> None:
    on = {"injects": {"DEAF": {"at_min": 6, "what": {"lose": "REDNET"}, "enabled": True}}}
    assert identity_text(load_text(PACKAGE, overrides=on).scenario) != identity_text(load_text(PACKAGE).scenario)


WHATS = [
    {"lose": "DEN"},
    {"lose": "TOWER"},
    {"lose": "BLUENET"},
    {"lose": "REDNET"},
    {"lose": "FORT"},
    {"flight": "WOLF", "doctrine": "drag"},
    {"flight": "HOUND", "doctrine": "escorts_first"},
]


@pytest.mark.parametrize("what", WHATS, ids=lambda what: " ".join(what.values()))
def test_nothing_is_different_before_an_inject(what: dict[str, str]) -> None:
    """The records before the instant are the same, and the first of the instant may be the inject's own."""
    for number, minute in ((0, 0.0), (0, 7.3), (1, 9.0), (1, 14.5), (2, 20.0)):
        plain, trial = played(PACKAGE, number), played(PACKAGE, number, X=(minute, what))
        at_s = minute * 60
        before = [record for record in trial.records if record.at_s < at_s]
        assert before == [record for record in plain.records if record.at_s < at_s]
        own = [r for r in trial.records if isinstance(r, log.ThingLost | log.DoctrineChanged)]
        assert [record.at_s for record in own] == [at_s]


def test_the_invariants_hold_with_everything_failing_and_coming_back() -> None:
    names = ("DEN", "TOWER", "BLUENET", "REDNET", "FORT")
    injects: dict[str, tuple[float, dict[str, str]]] = {}
    for place, name in enumerate(names):
        for turn in range(3):
            injects[f"L{place}{turn}"] = (5 + place * 0.7 + turn * 4, {"lose": name})
            injects[f"R{place}{turn}"] = (7 + place * 0.7 + turn * 4, {"restore": name})
    for number in range(8):
        trial = played(PACKAGE, number, **injects)  # checks the invariants
        assert len(list(of(trial, log.ThingLost))) >= 10


def test_delegated_elements_go_on_without_link_and_controller() -> None:
    trial = played(MELEE, A=(0.1, {"lose": "POST"}), B=(0.2, {"lose": "BLUENET"}), C=(12, {"restore": "BLUENET"}))
    assert [r for r in of(trial, log.Committed) if r.cause is Cause.DELEGATED and r.at_s > 12]


def test_inject_overrides_switch_on_by_name() -> None:
    text = POST + canonical_text({"injects": {"DEAF": {"at_min": 2, "what": {"lose": "NET"}}}})
    scenario = load_text(text).scenario
    assert inject_overrides(scenario, ["DEAF"]) == [("injects.DEAF.enabled", True)]
    loaded = load_text(text, overrides=inject_overrides(scenario, ["DEAF"])).scenario
    assert instants(run_trial(loaded, 1, 0), log.ThingLost) == [120.0]
    with pytest.raises(UsageError, match=r"there is no inject `DEEF` in post \(did you mean DEAF\?\)"):
        inject_overrides(scenario, ["DEEF"])
