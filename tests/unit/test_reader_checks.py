"""Cross checks: each broken rule between settings is found, alone, at its place; sound scenarios pass."""

from __future__ import annotations

import pytest

from sim.base.errors import ScenarioError
from sim.scenario import load_text
from tests.builders import MISSILE, scenario_text, small

CONDITION = {"metric": "bombers_home", "at_least": 1}
TWO_LINKS = {
    "links__OTHER": {"side": "blue", "members": ["GUARD"]},
    "gateways__BRIDGE": {"side": "blue", "joins": ["BLUENET", "OTHER"]},
}

FAULTS = [
    # names
    ({"name": "Big Name"}, "name", "cannot be the name of a scenario"),
    ({"name": "con"}, "name", "cannot be the name of a scenario"),
    ({"name": "-x"}, "name", "cannot be the name of a scenario"),
    ({"flights__B.1": {}}, "flights", "`B.1` cannot be the name of a flight"),
    ({"flights__../x": {}}, "flights", "cannot be the name of a flight"),
    ({"targets__BANDIT": {"side": "red", "at_nm": [1, 1]}}, "targets.BANDIT", "also the name of a flight"),
    ({"targets__GUARD-1": {"side": "red", "at_nm": [1, 1]}}, "targets.GUARD-1", "how an element of flight GUARD"),
    ({"targets__DEPOT__side": "Red"}, "targets.DEPOT.side", "cannot be the name of a side"),
    ({"targets__DEPOT__side": "rde"}, "targets.DEPOT.side", "did you mean red?"),
    ({"flights__GUARD__package": "a b"}, "flights.GUARD.package", "cannot be the name of a package"),
    # links
    ({"links__REDNET__members": ["SAN"]}, "links.REDNET.members[0]", "did you mean SAM?"),
    ({"links__REDNET__members": ["DEPOT"]}, "links.REDNET.members[0]", "no `DEPOT` to be on the link"),
    ({"links__REDNET__members": ["GUARD"]}, "links.REDNET.members[0]", "`GUARD` is on side `blue`"),
    ({"links__REDNET__members": ["SAM", "SAM"]}, "links.REDNET.members[1]", "named twice"),
    ({"links__REDNET__members": []}, "links.REDNET.members", "a link needs members, got none"),
    ({"links__REDNET__capacity_per_s": 0}, "links.REDNET.capacity_per_s", "must be above 0"),
    ({"links__REDNET__outage_prob": 1}, "links.REDNET.outage_prob", "must be below 1"),
    ({"links__REDNET__outage_end_prob": 0}, "links.REDNET.outage_end_prob", "must be above 0"),
    (
        {"links__REDNET__outages": [{"from_min": 1, "to_min": 2}, {"from_min": 9, "to_min": 8}]},
        "links.REDNET.outages[1].to_min",
        "ends before it has begun, at 9 min",
    ),
    (
        {"links__REDNET__outages": [{"from_min": 100, "to_min": 101}]},
        "links.REDNET.outages[0].from_min",
        "before the end of the trial, 100 min",
    ),
    # gateways
    (
        {"gateways__BRIDGE": {"side": "blue", "joins": ["BLUENET", "BLUNET"]}},
        "gateways.BRIDGE.joins[1]",
        "no link `BLUNET` to join (did you mean BLUENET?)",
    ),
    (
        {"gateways__BRIDGE": {"side": "blue", "joins": ["BLUENET", "REDNET"]}},
        "gateways.BRIDGE.joins[1]",
        "link `REDNET` belongs to `red`, the gateway to `blue`",
    ),
    ({"gateways__BRIDGE": {"side": "blue", "joins": ["BLUENET"]}}, "gateways.BRIDGE.joins", "two links or more, got 1"),
    (
        {"gateways__BRIDGE": {"side": "blue", "joins": ["BLUENET", "BLUENET"]}},
        "gateways.BRIDGE.joins[1]",
        "named twice",
    ),
    ({**TWO_LINKS, "gateways__BRIDGE__aboard": "GURAD"}, "gateways.BRIDGE.aboard", "did you mean GUARD?"),
    ({**TWO_LINKS, "gateways__BRIDGE__aboard": "SAM"}, "gateways.BRIDGE.aboard", "`SAM` is on side `red`"),
    ({**TWO_LINKS, "gateways__BLUENET": {"side": "blue", "joins": []}}, "gateways.BLUENET", "also the name of a link"),
    ({"flights__GUARD__fallback": "central"}, "flights.GUARD.fallback", "central is no fallback"),
    ({"links__REDNET__members": ["SAM", None]}, "links.REDNET.members[1]", "is empty"),
    # routes
    ({"routes__north__release": 2}, "routes.north.release", "at most 1"),
    ({"routes__north__points_nm": [[0, 0], [0, 0], [90, 0]]}, "routes.north.points_nm[1]", "same point"),
    ({"routes__north__egress_nm": [[100, 0]]}, "routes.north.egress_nm[0]", "same point"),
    ({"routes__north__points_nm": [[0, 0], [90]]}, "routes.north.points_nm[1]", "two numbers, got 1"),
    ({"routes__north__points_nm": [[0, 0], 90]}, "routes.north.points_nm[1]", "must be a point"),
    # tasks
    ({"flights__BOMBER__route": None}, "flights.BOMBER", "strikes but has no route"),
    ({"flights__BOMBER__route": "nroth"}, "flights.BOMBER.route", "did you mean north?"),
    ({"flights__GUARD__escort": None}, "flights.GUARD", "has no task"),
    ({"flights__GUARD__route": "north"}, "flights.GUARD.route", "flies no route, because its task is escort"),
    ({"flights__GUARD__patrol": {"at_nm": [0, 0], "commit_range_nm": 9}}, "flights.GUARD.patrol", "2 tasks"),
    ({"flights__GUARD__start_s": 5}, "flights.GUARD.start_s", "only fly a route"),
    (
        {"flights__FERRY": {"side": "blue", "aircraft": 1, "speed_kt": 300, "route": "north", "start_min": 100}},
        "flights.FERRY.start_min",
        "before the end",
    ),
    # strike
    ({"flights__BOMBER__strike": {"target": "DEOPT", "tot_min": 30}}, "flights.BOMBER.strike.target", "mean DEPOT?"),
    ({"targets__DEPOT__side": "blue"}, "flights.BOMBER.strike.target", "belongs to its own side"),
    (
        {"flights__BOMBER__strike": {"target": "DEPOT", "tot_min": 10}},
        "flights.BOMBER.strike.tot_min",
        "cannot be met: 100 nm to the release point take 15 min at cruising speed, the time on target is 10 min",
    ),
    (
        {"flights__BOMBER__strike": {"target": "DEPOT", "tot_min": 100}},
        "flights.BOMBER.strike.tot_min",
        "before the end",
    ),
    # escort
    ({"flights__GUARD__escort": {"of": "GUARD"}}, "flights.GUARD.escort.of", "cannot escort itself"),
    ({"flights__GUARD__escort": {"of": "BOBMER"}}, "flights.GUARD.escort.of", "did you mean BOMBER?"),
    ({"flights__GUARD__escort": {"of": "BANDIT"}}, "flights.GUARD.escort.of", "is on the other side"),
    # weapons and sizes
    ({"flights__GUARD__missile": None}, "flights.GUARD.missiles_each", "no missile is described"),
    ({"sites__SAM__magazine": 4}, "sites.SAM.magazine", "no missile is described"),
    ({"flights__BOMBER__elements": [1, 2]}, "flights.BOMBER.elements", "add up to the 2 aircraft"),
    ({"flights__BOMBER__elements": [5]}, "flights.BOMBER.elements[0]", "at most 4"),
    ({"targets__DEPOT__hits_needed": 10**12}, "targets.DEPOT.hits_needed", "at most 1,000,000,000"),
    ({"lesson": {"question": "?" * 3000}}, "lesson.question", "at most 2,000 characters"),
    # what is asked
    ({"success": {"all": [{"metric": "bombers_home"}]}}, "success.all[0]", "has no bound"),
    ({"success": {"all": [{**CONDITION, "at_most": 0}]}}, "success.all[0]", "can never hold"),
    ({"success": {"all": []}}, "success.all", "at least 1"),
    ({"success": {"all": [{**CONDITION, "metric": "bomber_home"}]}}, "success.all[0].metric", "mean bombers_home?"),
    ({"value": {"leeks": 1}}, "value.leeks", "there is no metric `leeks`"),
    ({"lesson": {"watch": ["leaker"]}}, "lesson.watch[0]", "did you mean leakers?"),
    # knobs
    ({"knobs__k": {"paths": ["seed"]}}, "knobs.k", "neither a range nor choices"),
    ({"knobs__k": {"paths": ["seed"], "low": 1}}, "knobs.k", "neither a range nor choices"),
    ({"knobs__k": {"paths": ["seed"], "low": 3, "high": 1}}, "knobs.k", "low must be below high"),
    ({"knobs__k": {"paths": ["seed"], "low": 1, "high": 3, "choices": [1, 2]}}, "knobs.k", "both"),
    ({"knobs__k": {"paths": ["seed"], "choices": [1, 1]}}, "knobs.k.choices", "different values"),
    ({"knobs__k": {"paths": ["seed"], "low": 1, "high": 3, "step": 5}}, "knobs.k.step", "larger than the whole"),
    ({"knobs__k": {"paths": [], "low": 1, "high": 3}}, "knobs.k.paths", "at least 1"),
    ({"knobs__k": {"paths": ["seeds"], "low": 1, "high": 3}}, "knob k: seeds", "did you mean seed"),
    ({"knobs__k": {"paths": ["flights.X.aircraft"], "low": 1, "high": 3}}, "knob k: flights.X", "no flight `X`"),
    ({"knobs__k": {"paths": ["seed"], "low": 1.5, "high": 3}}, "knob k: seed", "whole number"),
    (
        {"knobs__k": {"paths": ["flights.BOMBER.speed_kt"], "low": 0, "high": 3}},
        "knob k: flights.BOMBER.speed_kt",
        "must be above 0",
    ),
    ({"knobs__k": {"paths": ["flights.GUARD.emission"], "choices": ["on", "slient"]}}, "knob k: ", "mean silent?"),
    # variants
    ({"variants": {"v": {"flights.BOMBER": None}}}, "variant v: flights.GUARD.escort.of", "no flight `BOMBER`"),
    ({"variants": {"v": {"flights.BOMBR.aircraft": 1}}}, "variant v: flights.BOMBR", "did you mean BOMBER?"),
    ({"variants": {"v": {"flights.BOMBER.aircrft": 1}}}, "variants.v.flights.BOMBER.aircrft", "mean aircraft?"),
    ({"variants": {"v": 3}}, "variants.v", "must be a set of changes"),
    ({"variants": {"a b": {}}}, "variants", "cannot be the name of a variant"),
]

METRICS = ("bombers_home", "leakers", "targets_destroyed")


@pytest.mark.parametrize(("changes", "path", "words"), FAULTS)
def test_a_broken_rule_is_found_at_its_place(changes: dict[str, object], path: str, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_text(scenario_text(**changes), metric_names=METRICS)
    hits = [fault for fault in caught.value.faults if words in f"{fault.rule} ({fault.hint})"]
    assert hits, str(caught.value)
    assert any(fault.path.startswith(path) for fault in hits), [fault.path for fault in hits]
    assert all(fault.line > 0 and fault.column > 0 for fault in caught.value.faults)


def test_metric_names_are_checked_only_when_the_caller_gives_them() -> None:
    assert small(value={"anything_at_all": 1}).scenario.value == {"anything_at_all": 1.0}


def test_escorts_in_a_ring_are_shown_as_one_ring() -> None:
    flights = {f"flights__E{n}": {**_escort(), "escort": {"of": f"E{(n + 1) % 3}"}} for n in range(3)}
    with pytest.raises(ScenarioError) as caught:
        small(**flights)
    (fault,) = caught.value.faults
    assert "in a ring: E0 -> E1 -> E2 -> E0" in fault.rule


def test_an_escort_of_an_escort_or_of_a_transit_is_fine() -> None:
    transit = {"side": "blue", "aircraft": 1, "speed_kt": 300, "route": "north", "start_s": 60}
    loaded = small(
        flights__FERRY=transit,
        flights__SECOND={**_escort(), "escort": {"of": "GUARD"}},
        flights__THIRD={**_escort(), "escort": {"of": "FERRY"}},
    )
    assert len(loaded.scenario.flights) == 6


def test_an_escort_of_a_patrol_is_refused() -> None:
    with pytest.raises(ScenarioError, match="waits on patrol"):
        small(flights__RED={**_escort(), "side": "red", "escort": {"of": "BANDIT"}})


def test_too_many_aircraft_are_refused_quickly() -> None:
    many = {f"flights__M{n}x": {**_escort(), "aircraft": 24} for n in range(20)}
    with pytest.raises(ScenarioError, match="487 aircraft and sites"):
        small(**many)
    with pytest.raises(ScenarioError, match="must be at most 24, got `1000000`"):
        small(flights__BOMBER__aircraft=1_000_000)


def test_a_scenario_without_flights_is_refused() -> None:
    with pytest.raises(ScenarioError, match="at least one flight"):
        load_text("name: x\nends_at_min: 5\nflights: {}\n")
    with pytest.raises(ScenarioError, match="flights: is missing"):
        load_text("name: x\nends_at_min: 5\n")


def test_all_faults_come_at_once_and_none_follows_from_another() -> None:
    text = scenario_text(
        flights__BOMBER__aircraft="two",
        flights__BOMBER__speed_kt=-3,
        flights__GUARD__archetype="interceptr",
        flights__BANDIT__patrl={},
        links__REDNET__loss_prob=2,
        links__REDNET__members=["NOBODY"],
        targets__DEPOT__hits_needed=0,
        ends_at_min="soon",
        success={"all": [{"metric": "x"}]},
    )
    with pytest.raises(ScenarioError) as caught:
        load_text(text)
    assert sorted(fault.path for fault in caught.value.faults) == [
        "ends_at_min",
        "flights.BANDIT.patrl",
        "flights.BOMBER.aircraft",
        "flights.BOMBER.speed_kt",
        "flights.GUARD.archetype",
        "links.REDNET.loss_prob",
        "success.all[0]",
        "targets.DEPOT.hits_needed",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"flights__BOMBER__aircarft": 2, "flights__BOMBER__aircraft": None},
        {"sites__SAM__radar": {"range": 5}},
        {"flights__M": {"side": "blue", "aircraft": 2, "archetype": "intercepter", "escort": {"of": "BOMBER"}}},
        {"flights__BOMBER__speed_kt": -1, "variants": {"v": {"seed": 2}, "w": {"seed": 3}}},
        {"flights__M": {"aircraft": 2}},
    ],
)
def test_one_slip_is_one_fault(changes: dict[str, object]) -> None:
    with pytest.raises(ScenarioError) as caught:
        small(**changes)
    assert len(caught.value.faults) == 1, str(caught.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"flights__GUARD__escort": {"of": "BOMBER", "leash_nm": 5}}, "shorter than the way to its station"),
        ({"flights__GUARD__escort": {"of": "BOMBER", "keep_on_station": 2}}, "nobody is ever sent"),
        ({"flights__GUARD__dash_kt": 300}, "below the cruising speed"),
        ({"flights__GUARD__missiles_each": 0}, "it has none"),
        ({"flights__GUARD__missile": {**MISSILE, "hit_prob_far": 0.9}}, "hits better from afar"),
        ({"links__BLUENET__members": ["GUARD"]}, "is on no link"),
    ],
)
def test_what_is_odd_but_allowed_is_a_warning(changes: dict[str, object], words: str) -> None:
    assert any(words in str(warning) for warning in small(**changes).warnings)


def _escort() -> dict[str, object]:
    return {"side": "blue", "aircraft": 2, "speed_kt": 450, "escort": {"of": "BOMBER"}}
