"""What has nothing to do with one another leaves one another alone: trials, streams, and things far away."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.base.chance import Chance
from sim.trial.play import run_trial
from sim.trial.records import (
    CannotComply,
    Committed,
    Ended,
    Hit,
    Missed,
    OrderReceived,
    Record,
    Reported,
    ServiceEnded,
    ServiceStarted,
    Shot,
    Started,
    Trial,
)
from tests.property.holding import examples, must_hold
from tests.property.scenarios import SEEDS, Draft, changed, draft_of, scenario_of

SEED = 11


class NotedChance(Chance):
    """Chance that can tell what was drawn from each stream, by what is left of the blocks that it gave out."""

    def __init__(self, root_seed: int, first: int, count: int = 1) -> None:
        super().__init__(root_seed, first, count)
        self._given: dict[str, list[tuple[list[float], list[float]]]] = {}

    def block(self, name: str, number: int, trial: int) -> list[float]:
        block = super().block(name, number, trial)
        self._given.setdefault(name, []).append((block, block.copy()))
        return block

    def drawn(self) -> dict[str, list[float]]:
        """Return the uniforms drawn from each stream so far, in order. Blocks are used up from their end."""
        return {
            name: [value for left, whole in blocks for value in reversed(whole[len(left) :])]
            for name, blocks in self._given.items()
        }


def drawn(draft: Draft, number: int = 0) -> dict[str, list[float]]:
    """Return what each stream gave in one trial."""
    chance = NotedChance(SEED, number)
    run_trial(scenario_of(draft), SEED, number, chance)
    return chance.drawn()


def _parted(one: dict[str, list[float]], other: dict[str, list[float]]) -> Iterator[str]:
    """Yield the streams that do not begin alike."""
    for name in one.keys() & other.keys():
        if any(a != b for a, b in zip(one[name], other[name], strict=False)):
            yield f"{name}: {one[name][:3]} and {other[name][:3]}"


# Trials.


@examples(15)
@given(SEEDS, st.integers(0, 5), st.integers(1, 4))
def test_a_trial_alone_and_in_any_chunk_is_the_same(seed: int, first: int, count: int) -> None:
    scenario = scenario_of(draft_of(seed))
    chance = Chance(SEED, first, count)
    for number in reversed(range(first, first + count)):
        assert repr(run_trial(scenario, SEED, number, chance)) == repr(run_trial(scenario, SEED, number))


@examples(10)
@given(SEEDS)
def test_a_trial_does_not_depend_on_those_before_it(seed: int) -> None:
    scenario = scenario_of(draft_of(seed))
    fresh = repr(run_trial(scenario_of(draft_of(seed)), SEED, 3))
    for number in (2, 5, 0):
        run_trial(scenario, SEED, number)
    assert repr(run_trial(scenario, SEED, 3)) == fresh


@examples(10)
@given(SEEDS)
def test_other_trials_and_other_seeds_have_other_luck(seed: int) -> None:
    scenario = scenario_of(draft_of(seed))
    one, other = NotedChance(SEED, 0), NotedChance(SEED + 1, 0)
    run_trial(scenario, SEED, 0, one)
    run_trial(scenario, SEED + 1, 0, other)
    further = drawn(draft_of(seed), 1)
    for name, values in one.drawn().items():
        assert values[0] != other.drawn().get(name, [None])[0]
        assert values[0] != further.get(name, [None])[0]


# Streams.


@examples(20)
@given(SEEDS)
def test_a_stream_gives_what_its_name_says_and_nothing_else_does(seed: int) -> None:
    """The n-th number of a stream in a trial follows from the seed, the name, the trial and n."""
    for name, values in drawn(draft_of(seed), 4).items():
        alone = Chance(SEED, 4).trial(4)
        assert values == [alone.uniform(name) for _ in values], name


CHANGES = {
    "delay": ("links.*.delay_s", 33.0),
    "loss": ("links.*.loss_prob", 0.7),
    "period": ("links.*.period_s", 3.21),
    "service": ("controllers.*.service_s", 77.7),
    "assignment": ("controllers.*.assignment", "random"),
    "hit": ("flights.*.missile.hit_prob", 0.99),
    "warning": ("flights.*.defence.warned_prob", 0.987),
    "sorting": ("flights.*.sorting", "random"),
    "detection": ("flights.*.radar.detect_mean_s", 5.43),
    "signature": ("flights.*.signature", 0.77),
    "timing": ("flights.*.timing.own_sd_s", 12.3),
}


def everywhere(draft: Draft, path: str, value: object) -> Draft:
    """Return the draft with a setting changed in every thing of its kind that has its part."""
    kind, _, setting = path.split(".", 2)
    for name, thing in draft[kind].items():
        part, _, inner = setting.rpartition(".")
        if not part or part in thing:
            draft = changed(draft, f"{kind}.{name}.{setting}", value)
            if inner == "detect_mean_s":
                draft["flights"][name][part].pop("certain", None)
    return draft


@pytest.mark.parametrize("what", CHANGES)
@examples(8)
@given(seed=SEEDS)
def test_a_changed_setting_moves_no_stream(what: str, seed: int) -> None:
    def breach(draft: Draft) -> list[str]:
        return list(_parted(drawn(draft), drawn(everywhere(draft, *CHANGES[what]))))

    must_hold(seed, breach)


FIRST_MATTERS = {
    "delay": (Reported, OrderReceived, CannotComply, Committed),
    "loss": (Reported, OrderReceived, CannotComply, Committed),
    "service": (ServiceStarted,),
    "assignment": (ServiceEnded,),
    "hit": (Hit, Missed),
    "warning": (Shot,),
    "sorting": (Shot,),
}
"""Kinds of records that come no later than the first thing that a setting bears on."""


@pytest.mark.parametrize("what", FIRST_MATTERS)
@examples(8)
@given(seed=SEEDS)
def test_until_it_matters_a_changed_setting_changes_nothing(what: str, seed: int) -> None:
    draft = draft_of(seed)
    before = run_trial(scenario_of(draft), SEED, 0).records
    after = run_trial(scenario_of(everywhere(draft, *CHANGES[what])), SEED, 0).records
    until = next((place for place, record in enumerate(before) if isinstance(record, FIRST_MATTERS[what])), None)
    assert before[:until] == after[:until]


STREAM_NAMES = {
    "detect": ("node", "element"),
    "hear": ("node", "element"),
    "service": ("controller", "element"),
    "assign": ("controller",),
    "loss": ("link", "node"),
    "age": ("link", "node"),
    "correlate": ("node", "element"),
    "resolve": ("node", "element"),
    "outage": ("link",),
    "delay": ("link", "node"),
    "sort": ("node",),
    "warn": ("element",),
    "hit": ("member",),
    "bomb": ("target",),
    "timing": ("flight",),
    "timing/package": ("flight",),
}
"""Whose luck each kind of stream is."""


@examples(25)
@given(SEEDS)
def test_a_stream_is_named_after_whom_its_luck_happens_to(seed: int) -> None:
    """Luck that were named by a count or by an instant would move when anything else does."""
    draft = draft_of(seed)
    started = [record for record in run_trial(scenario_of(draft), SEED, 0).records if isinstance(record, Started)]
    known = {kind: set(draft[f"{kind}s"]) for kind in ("controller", "link", "target", "flight")}
    known["element"] = {record.element for record in started}
    known["member"] = {member for record in started for member in record.members}
    known["node"] = known["element"] | known["controller"] | set(draft["sites"])
    for name in drawn(draft):
        kind = max((kind for kind in STREAM_NAMES if name.startswith(f"{kind}/")), key=len)
        owners = name.removeprefix(f"{kind}/").split("/")
        for owner, wanted in zip(owners, STREAM_NAMES[kind], strict=True):
            assert owner in known[wanted], name


@examples(20)
@given(SEEDS)
def test_no_name_of_a_stream_tells_a_side(seed: int) -> None:
    draft = draft_of(seed)
    renamed = copy.deepcopy(draft)
    for kind in ("targets", "links", "controllers", "flights", "sites"):
        for thing in renamed[kind].values():
            thing["side"] = {"blue": "north", "red": "south"}[thing["side"]]
    assert drawn(draft) == drawn(renamed)


# Things far away.


def with_bystander(draft: Draft, name: str) -> Draft:
    """Return the draft with an unarmed flight that nobody can see, hear or talk to, and that soon lands."""
    other = copy.deepcopy(draft)
    other["routes"]["elsewhere"] = {"points_m": [[9e6, 9e6], [9.001e6, 9.002e6], [9.003e6, 9e6]]}
    bystander = {"side": "blue", "aircraft": 3, "speed_mps": 333.3, "signature": 1e-6, "route": "elsewhere"}
    other["flights"] = {name: bystander} | other["flights"]
    return other


def _without(name: str, trial: Trial) -> list[Record]:
    return [record for record in trial.records if not any(str(value).startswith(name) for value in record)]


@pytest.mark.parametrize("name", ["AAA", "NNN", "ZZZ"])
@examples(12)
@given(seed=SEEDS)
def test_a_bystander_changes_no_bit_of_any_other_record(name: str, seed: int) -> None:
    def breach(draft: Draft) -> list[str]:
        before = run_trial(scenario_of(draft), SEED, 0)
        after = _without(name, run_trial(scenario_of(with_bystander(draft, name)), SEED, 0))
        assert isinstance(after[-1], Ended)
        pairs = zip(before.records, after, strict=False)
        told = [f"{one}\n{other}" for one, other in pairs if repr(one) != repr(other)]
        if len(before.records) != len(after):
            told.append(f"{len(before.records)} records without, {len(after)} with the bystander")
        return told[:1]

    must_hold(seed, breach)
