"""Solutions of the exercises in docs/tour.md: what each adds, and which checks a change of its kind must pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A text put behind another in one file; `after` stands there exactly once."""

    path: str
    after: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """New files by path, edits of old ones, and the tests to run beside the solution's own."""

    files: dict[str, str]
    edits: tuple[Edit, ...]
    checks: tuple[str, ...] = field(default=())


_METRIC: Final = '''

def first_shot_nm(ledger: Ledger) -> float | None:
    """Mean distance from which own elements and sites fired their first missile; undefined without shots."""
    first: dict[str, float] = {}
    for shot in ledger.own_shots:
        first.setdefault(shot.shooter, shot.range_m / NM)
    return mean(list(first.values()))
'''

METRIC: Final = Solution(
    files={
        "tests/unit/test_exercise.py": '''"""The exercise: how far off the first missiles were fired."""

from sim import load_scenario, run_trial
from sim.base.units import NM
from sim.measure import METRICS, Measurer
from sim.trial.records import Shot


def test_the_first_shot_of_each_shooter_counts() -> None:
    scenario = load_scenario("baseline-escort").scenario
    trial = run_trial(scenario, 1, 0)
    first: dict[str, float] = {}
    for record in trial.records:
        if isinstance(record, Shot) and not record.shooter.startswith(("BANDIT", "SAM")):
            first.setdefault(record.shooter, record.range_m / NM)
    assert METRICS["first_shot_nm"].unit == "nm"
    assert Measurer(scenario).measure(trial)["first_shot_nm"] == sum(first.values()) / len(first)
'''
    },
    edits=(
        Edit(
            path="sim/measure/coordination.py",
            after="from __future__ import annotations\n",
            text="\nfrom sim.base.units import NM",
        ),
        Edit(path="sim/measure/coordination.py", after="", text=_METRIC),
        Edit(
            path="sim/measure/metrics.py",
            after='    _count(coordination.shots, "missiles", _PLAIN),\n',
            text='    _number(coordination.first_shot_nm, "nm", _PLAIN),\n',
        ),
    ),
    checks=("tests/unit/test_measure_metrics.py",),
)

POLICY: Final = Solution(
    files={
        "sim/model/assignment/scarcest.py": '''"""Scarcest: the track that fewest can reach comes first."""

from __future__ import annotations

import math

from sim.model.assignment.base import Costs, Pairs, Uniform


def scarcest(costs: Costs, _uniform: Uniform) -> Pairs:
    """Pair track after track, the one with fewest possible shooters first, with its cheapest shooter still free."""
    tracks = range(len(costs[0]) if costs else 0)
    able = {track: [shooter for shooter, row in enumerate(costs) if row[track] < math.inf] for track in tracks}
    pairs: list[tuple[int, int]] = []
    taken: set[int] = set()
    for track in sorted(tracks, key=lambda track: (len(able[track]), track)):
        free = [(costs[shooter][track], shooter) for shooter in able[track] if shooter not in taken]
        if free:
            shooter = min(free)[1]
            taken.add(shooter)
            pairs.append((shooter, track))
    return tuple(pairs)
''',
        "tests/unit/test_exercise.py": '''"""The exercise: the scarcest track comes first."""

import math

from sim import load_scenario, run_trial
from sim.model.assignment.scarcest import scarcest
from sim.trial.records import Tasked


def test_the_track_that_only_one_can_reach_gets_that_one() -> None:
    costs = [[1.0, 2.0], [2.0, math.inf]]
    assert scarcest(costs, lambda: 0.0) == ((0, 1), (1, 0))


def test_a_controller_may_work_by_it() -> None:
    scenario = load_scenario("baseline-escort", overrides={"controllers.WARDEN.assignment": "scarcest"}).scenario
    assert any(isinstance(record, Tasked) for record in run_trial(scenario, 1, 0).records)
''',
    },
    edits=(
        Edit(path="sim/model/command.py", after='    OPTIMAL = "optimal"\n', text='    SCARCEST = "scarcest"\n'),
        Edit(
            path="sim/model/assignment/__init__.py",
            after="from sim.model.assignment.random import random\n",
            text="from sim.model.assignment.scarcest import scarcest\n",
        ),
        Edit(
            path="sim/model/assignment/__init__.py",
            after="    Policy.OPTIMAL: optimal,\n",
            text="    Policy.SCARCEST: scarcest,\n",
        ),
    ),
    checks=("tests/unit/test_assignment.py",),
)

_LOOKOUTS: Final = "tests/witness/scenarios/lookouts.yaml"

_NOSE: Final = """  NOSE:
    side: blue
    aircraft: 2
    speed_mps: 100
    infrared: {range_km: 100, detect_mean_s: 60}
    patrol: {at_km: [0, 5000], commit_range_km: 1}
  FOX: {side: red, aircraft: 1, speed_mps: 250, route: f, radar: {range_km: 1}}
"""

SENSOR: Final = Solution(
    files={
        "sim/model/sensors/infrared.py": '''"""The infrared sensor: passive, hard to hide from, jammed by nobody."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.sensors.base import Seen, Sensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Infrared(Sensor):
    """An infrared sensor: its reach falls with the eighth root of the signature."""

    def reach_m(self, seen: Seen) -> float | None:
        """Return how far it reaches against a target, in metres."""
        return float(self.range_m * seen.signature**0.125)
''',
        "tests/unit/test_exercise.py": '''"""The exercise: an infrared sensor."""

from sim import load_scenario, run_trial
from sim.model.sensors import Seen
from sim.model.sensors.infrared import Infrared
from sim.trial.reasons import SensorKind
from sim.trial.records import Detected


def test_its_reach_falls_with_the_eighth_root_of_the_signature() -> None:
    sensor = Infrared(range_m=8e4)
    assert sensor.reach_m(Seen(1.0, is_emitting=False)) == 8e4
    assert sensor.reach_m(Seen(2.0**-8, is_emitting=False)) == 4e4


def test_interceptors_detect_with_it() -> None:
    overrides = {"flights.BANDIT.infrared": {"range_nm": 80}}
    trial = run_trial(load_scenario("baseline-escort", overrides=overrides).scenario, 1, 0)
    assert any(isinstance(record, Detected) and record.sensor is SensorKind.INFRARED for record in trial.records)
''',
    },
    edits=(
        Edit(
            path="sim/model/sensors/__init__.py",
            after="from sim.model.sensors.base import Emission, Seen, Sensor, detection_rate_per_s\n",
            text="from sim.model.sensors.infrared import Infrared\n",
        ),
        Edit(path="sim/model/sensors/__init__.py", after='"visual": Visual', text=', "infrared": Infrared'),
        Edit(path="sim/model/sensors/__init__.py", after='    "Emission",\n', text='    "Infrared",\n'),
        Edit(path="sim/scenario/schema.py", after="import Emission, ", text="Infrared, "),
        Edit(
            path="sim/scenario/schema.py",
            after='    receiver: Annotated[Receiver | None, Says("Its passive receiver. Default: none.")] = None\n',
            text='    infrared: Annotated[Infrared | None, Says("Its infrared sensor. Default: none.")] = None\n',
        ),
        Edit(path="sim/trial/reasons.py", after='    VISUAL = "visual"\n', text='    INFRARED = "infrared"\n'),
        Edit(path="sim/trial/sensing.py", after="import SENSORS, ", text="Infrared, "),
        Edit(path="sim/trial/sensing.py", after='Visual: "see"', text=', Infrared: "feel"'),
        # Every setting needs a witness that it matters: one more lookout, with a target of its own.
        Edit(
            path="tests/witness/sensing.py",
            after='    "flights.EARS.receiver",\n',
            text='    "flights.NOSE.infrared",\n',
        ),
        Edit(path=_LOOKOUTS, after="routes:\n", text="  f: {points_km: [[-200, 5010], [200, 5010]]}\n"),
        Edit(path=_LOOKOUTS, after="flights:\n", text=_NOSE),
    ),
    checks=("tests/unit/test_sensing.py", "tests/witness"),
)

SOLUTIONS: Final = {"metric": METRIC, "policy": POLICY, "sensor": SENSOR}
