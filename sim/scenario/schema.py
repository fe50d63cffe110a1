"""The scenario as the program sees it: frozen, SI, complete. The reader makes it; nothing changes it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import Ge, Gt, Le, Len, MinLen

from sim.base.declare import Role, Says
from sim.base.members import quick
from sim.model.bases import Alert, Base
from sim.model.close_in import CloseIn
from sim.model.command import Authority, Controller, Doctrine
from sim.model.decoys import Decoy
from sim.model.fuel import Fuel, Refuel, Tanker
from sim.model.identity import Identification
from sim.model.kinds import NotNegative, Point, Positive, Probability
from sim.model.links import Gateway, Link
from sim.model.package import Suppress
from sim.model.routes import Route
from sim.model.rules import Caveat, FlightRules, ReleaseAuthority, Rules, Weapons
from sim.model.sensors import Emission, Radar, Receiver, Visual
from sim.model.sensors.jamming import Jammer, Switch
from sim.model.stations import Escort, Patrol
from sim.model.strike import Strike, Target, Timing
from sim.model.waves import Starts
from sim.model.weapons import Defence, Missile, Shots, Sorting

MAX_AIRCRAFT = 24
"""Most aircraft in one flight."""

MAX_ELEMENT = 4
"""Most aircraft in one element."""


@quick
class FlightRole(enum.Enum):
    """What a flight is for; follows from the one task it declares."""

    STRIKE = "strike"
    ESCORT = "escort"
    SUPPRESS = "suppress"
    PATROL = "patrol"
    TANKER = "tanker"
    TRANSIT = "transit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flight:
    """Aircraft of one kind with one task: strike, escort a flight, suppress a site, patrol, give fuel, fly a route."""

    side: Annotated[str, Says("The side it fights for.")]
    aircraft: Annotated[int, Ge(1), Le(MAX_AIRCRAFT), Says("Number of aircraft.")]
    elements: Annotated[
        tuple[Annotated[int, Ge(1), Le(MAX_ELEMENT)], ...] | None,
        Says("Aircraft of each element. Default: pairs, and a single when odd."),
    ] = None
    partner: Annotated[str | None, Says("The partner nation it belongs to, such as a or b.", role=Role.LABEL)] = None
    label: Annotated[str | None, Len(1, 64), Says("A type name to show; no rule reads it.", role=Role.LABEL)] = None
    package: Annotated[
        str | None, Says("Flights of one package share a timing error. Default: the flight it escorts, else itself.")
    ] = None
    speed_mps: Annotated[Positive, Says("Cruising speed, on the route and on station.", (50, 700))]
    dash_mps: Annotated[Positive | None, Says("Speed when engaging or rejoining. Default: cruise.", (50, 900))] = None
    signature: Annotated[Positive, Says("Radar signature relative to a large bomber, which is 1.", (1e-4, 10))] = 1.0
    radar: Annotated[Radar | None, Says("Its radar. Default: none.")] = None
    receiver: Annotated[Receiver | None, Says("Its passive receiver. Default: none.")] = None
    visual: Annotated[Visual | None, Says("Its eyes. Default: none.")] = None
    jammer: Annotated[Jammer | None, Says("Its jammer. Default: none.")] = None
    emission: Annotated[
        Emission,
        Says(
            "on: radar and jammer work. silent: they neither work nor are heard. "
            "silent_until_committed: they work from its first commit on."
        ),
    ] = Emission.ON
    missile: Annotated[Missile | None, Says("Its missiles. Default: unarmed.")] = None
    missiles_each: Annotated[int, Ge(0), Le(16), Says("Missiles on each aircraft.")] = 0
    shots: Annotated[Shots, Says("Shot doctrine.")] = field(default_factory=Shots)
    close_in: Annotated[CloseIn | None, Says("How it fights close in. Default: it cannot.")] = None
    sorting: Annotated[
        Sorting, Says("Who shoots which member: agreed over the link, by place in the formation, or at random.")
    ] = Sorting.CONTRACT
    doctrine: Annotated[Doctrine, Says("Which targets come first.")] = Doctrine.NEAREST
    self_defence_m: Annotated[
        NotNegative, Says("Engages without a task what its own sensor sees this near itself or its charge.", (0, 2e5))
    ] = 0.0
    defence: Annotated[Defence, Says("What it does about missiles fired at it.")] = field(default_factory=Defence)
    reaction_s: Annotated[NotNegative, Says("Time to react to a turn of the target or to news.", (0, 120))] = 5.0
    memory_s: Annotated[NotNegative, Says("A track that nobody sees any more is kept this long.", (0, 1800))] = 120.0
    lost_comms_s: Annotated[
        NotNegative | None,
        Says(
            "Out of contact with its controller for this long, it goes by its fallback authority. Default: never.",
            (0, 1800),
        ),
    ] = None
    fallback: Annotated[
        Authority, Says("Who tasks its elements while it is out of contact: delegated or autonomous.")
    ] = Authority.AUTONOMOUS
    rules: Annotated[FlightRules, Says("Its rules of engagement.")] = field(default_factory=FlightRules)
    identification: Annotated[
        Identification | None, Says("How it identifies what its own sensors hold. Default: it cannot.")
    ] = None
    timing: Annotated[Timing, Says("Errors of the start time.")] = field(default_factory=Timing)
    start_s: Annotated[
        NotNegative | None,
        Says(
            "When a transit flight starts its route, or a patrol or escort wants to leave its base. Default: at once."
        ),
    ] = None
    base: Annotated[
        str | None, Says("Name of the base where it starts on the ground and lands. Default: it starts in the air.")
    ] = None
    stovl: Annotated[bool, Says("It takes off short and lands upright, so that it can use strips.")] = False
    alert: Annotated[
        Alert | None, Says("It waits on the ground until it is scrambled. Default: it takes off as planned.")
    ] = None
    ground_abort_prob: Annotated[Probability, Says("Chance that an aircraft fails to start from its base.")] = 0.0
    route: Annotated[str | None, Says("Name of the route that a strike, suppression or transit flight takes.")] = None
    starts: Annotated[
        Starts | None,
        Says(
            "When it starts, if it is not there from the beginning: in the air, or at its base, which it then wants "
            "to leave. Its escorts start with it."
        ),
    ] = None
    decoy: Annotated[
        Decoy | None,
        Says("It only looks like aircraft: it carries nothing, and its loss is none. Default: it is real."),
    ] = None
    strike: Annotated[Strike | None, Says("Task: strike a target.")] = None
    escort: Annotated[Escort | None, Says("Task: escort a flight.")] = None
    suppress: Annotated[Suppress | None, Says("Task: keep a site down during a window.")] = None
    patrol: Annotated[Patrol | None, Says("Task: patrol a point.")] = None
    tanker: Annotated[Tanker | None, Says("Task: give fuel at a point.")] = None
    fuel: Annotated[Fuel | None, Says("Its fuel. Default: it never runs short.")] = None
    refuel: Annotated[Refuel | None, Says("When and where it takes fuel. Default: never.")] = None

    @property
    def role(self) -> FlightRole:
        """The flight's one task."""
        if self.strike is not None:
            return FlightRole.STRIKE
        if self.escort is not None:
            return FlightRole.ESCORT
        if self.tanker is not None:
            return FlightRole.TANKER
        if self.suppress is not None:
            return FlightRole.SUPPRESS
        return FlightRole.TRANSIT if self.patrol is None else FlightRole.PATROL

    @property
    def shown_role(self) -> FlightRole:
        """What others take it for."""
        return self.role if self.decoy is None else FlightRole(self.decoy.looks_like.value)

    @property
    def element_sizes(self) -> tuple[int, ...]:
        """Aircraft of each element, in order."""
        if self.elements is not None:
            return self.elements
        return (2,) * (self.aircraft // 2) + (1,) * (self.aircraft % 2)

    @property
    def is_armed(self) -> bool:
        """Whether it starts with missiles, or fights close in without any."""
        if self.close_in is not None and self.close_in.presses_on:
            return True
        return self.missile is not None and self.missiles_each > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A surface site: a radar, missiles, and channels to guide them. Without missiles it only watches and reports."""

    side: Annotated[str, Says("The side it fights for.")]
    at_m: Annotated[Point, Says("Where it is.")]
    label: Annotated[str | None, Len(1, 64), Says("A type name to show; no rule reads it.", role=Role.LABEL)] = None
    radar: Annotated[Radar, Says("Its radar.")]
    visual: Annotated[Visual | None, Says("Its eyes. Default: none.")] = None
    emission: Annotated[
        Emission,
        Says(
            "on: the radar works. silent: it neither sees nor is heard. "
            "silent_until_committed: it works once the link brings a target into launch range."
        ),
    ] = Emission.ON
    missile: Annotated[Missile | None, Says("Its missiles. Default: none, it only watches.")] = None
    magazine: Annotated[int, Ge(0), Le(1000), Says("Missiles it has.")] = 0
    channels: Annotated[int, Ge(1), Le(64), Says("Groups it can engage at the same time.")] = 1
    reaction_s: Annotated[NotNegative, Says("Time from the track to the first shot.", (0, 600))] = 10.0
    self_defence_m: Annotated[
        NotNegative,
        Says("Fires, whatever identity its rules need, at what its own radar sees this near.", (0, 2e5)),
    ] = 0.0
    shots: Annotated[Shots, Says("Shot doctrine.")] = field(default_factory=Shots)
    sorting: Annotated[Sorting, Says("Which members of a group it shoots at; contract spreads its shots evenly.")] = (
        Sorting.CONTRACT
    )
    rules: Annotated[Rules, Says("Its rules of engagement.")] = field(default_factory=Rules)
    identification: Annotated[
        Identification | None, Says("How it identifies what its own radar holds. Default: it cannot.")
    ] = None
    memory_s: Annotated[NotNegative, Says("A track that nobody sees any more is kept this long.", (0, 1800))] = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One plain condition on a metric."""

    metric: Annotated[str, Says("Name of the metric.")]
    at_least: Annotated[float | None, Says("Holds when the metric is at least this.")] = None
    at_most: Annotated[float | None, Says("Holds when the metric is at most this.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Success:
    """Mission success: all of these conditions."""

    all: Annotated[tuple[Condition, ...], MinLen(1), Says("Conditions that must all hold.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a class is asked, before and after."""

    number: Annotated[int | None, Ge(1), Says("Number of the lesson.", role=Role.LABEL)] = None
    question: Annotated[str, Says("The question that the lesson asks.", role=Role.LABEL)] = ""
    predict: Annotated[str, Says("What to predict before anything is shown.", role=Role.LABEL)] = ""
    watch: Annotated[tuple[str, ...], Says("Metrics to watch.", role=Role.LABEL)] = ()
    look_for: Annotated[str, Says("What to look for in the figures.", role=Role.LABEL)] = ""
    discuss: Annotated[tuple[str, ...], Says("Questions for the discussion.", role=Role.LABEL)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """One or more settings that are turned together."""

    paths: Annotated[tuple[str, ...], MinLen(1), Says("Settings that it turns, each as a path.", role=Role.LABEL)]
    low: Annotated[float | None, Says("Lowest value, in the unit of the path.", role=Role.LABEL)] = None
    high: Annotated[float | None, Says("Highest value, in the unit of the path.", role=Role.LABEL)] = None
    step: Annotated[float | None, Gt(0), Says("Step between values.", role=Role.LABEL)] = None
    choices: Annotated[tuple[str | float | bool, ...] | None, Says("Values to choose from.", role=Role.LABEL)] = None
    says: Annotated[str, Says("What it does, in one sentence.", role=Role.LABEL)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """What an inject does: lose or restore a thing, let a flight do one thing otherwise, or make a tanker late."""

    lose: Annotated[str | None, Says("A controller, gateway, link or site that fails, or a base that is hit.")] = None
    restore: Annotated[str | None, Says("A controller, gateway, link, site or base that works again.")] = None
    flight: Annotated[
        str | None,
        Says("A flight that does something otherwise; it needs doctrine, weapons, delay, goes_home or jammer."),
    ] = None
    doctrine: Annotated[Doctrine | None, Says("The doctrine of that flight from then on.")] = None
    weapons: Annotated[Weapons | None, Says("How freely that flight uses its weapons from then on.")] = None
    delay_s: Annotated[
        Positive | None, Says("That flight, which has not started yet, starts so much later.", (0, 7200))
    ] = None
    goes_home: Annotated[bool, Says("That flight goes home; if it has not started yet, it never does.")] = False
    jammer: Annotated[Switch | None, Says("The jammers of that flight are switched on or off.")] = None
    late: Annotated[str | None, Says("A tanker flight that leaves later; it needs `by` beside it.")] = None
    by_s: Annotated[Positive | None, Says("How much later that tanker leaves.", (1, 7200))] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """One timed event that an instructor can switch on."""

    at_s: Annotated[NotNegative, Says("When it happens, from the start of the trial.")]
    what: Annotated[
        What,
        Says(
            "What happens: {lose: NAME}, {restore: NAME}, {flight: NAME, doctrine: WORD} and the like, "
            "or {late: NAME, by_min: 10}."
        ),
    ]
    enabled: Annotated[bool, Says("Whether it happens; off until somebody switches it on.")] = False
    says: Annotated[str, Says("What it is about, in one sentence.", role=Role.LABEL)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanBudget:
    """The most that a side may have when its plan is laid on the scenario. A word that is left out is no limit."""

    aircraft: Annotated[int | None, Ge(0), Says("Aircraft of all its flights.", role=Role.LABEL)] = None
    missiles: Annotated[int | None, Ge(0), Says("Missiles on its aircraft and in its sites.", role=Role.LABEL)] = None
    bombs: Annotated[int | None, Ge(0), Says("Bombs on its strike aircraft.", role=Role.LABEL)] = None
    servers: Annotated[int | None, Ge(0), Says("Servers of all its controllers.", role=Role.LABEL)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRules:
    """What a plan for one side may do."""

    may_set: Annotated[
        tuple[str, ...] | None,
        Says(
            "Paths that a plan may set, each with everything below it; * is any one name. "
            "Default: what the knobs turn of its own side.",
            role=Role.LABEL,
        ),
    ] = None
    budget: Annotated[PlanBudget, Says("The most it may have in all.", role=Role.LABEL)] = field(
        default_factory=PlanBudget
    )
    says: Annotated[str, Says("What the side is asked to plan.", role=Role.LABEL)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Limits on the computation of one trial."""

    events: Annotated[
        int, Ge(100), Says("A trial that needs more events than this is stopped as aborted.", role=Role.BUDGET)
    ] = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario with one choice of variant, plan and overrides, resolved."""

    format: Annotated[int, Ge(1), Le(1), Says("Version of this grammar.", role=Role.LABEL)] = 1
    name: Annotated[str, Says("Short name; also the name of the results folder.", role=Role.LABEL)]
    title: Annotated[str, Len(0, 120), Says("Title for figures and reports.", role=Role.LABEL)] = ""
    lesson: Annotated[Lesson | None, Says("What a class is asked.", role=Role.LABEL)] = None
    ends_at_s: Annotated[Positive, Says("A trial ends here at the latest.", (60, 86_400))]
    trials: Annotated[int, Ge(1), Le(10_000_000), Says("Trials when none are asked for.", role=Role.BUDGET)] = 400
    seed: Annotated[int, Ge(0), Le(2**53), Says("Root seed when none is asked for.", role=Role.BUDGET)] = 1
    studied_side: Annotated[
        str | None,
        Says("The side that metrics call own. Default: that of the first strike flight, else of the first escort."),
    ] = None
    success: Annotated[Success | None, Says("What counts as mission success.")] = None
    value: Annotated[dict[str, float], Says("Weights of metrics in the expected value.")] = field(default_factory=dict)
    routes: Annotated[dict[str, Route], Says("Routes, by name.")] = field(default_factory=dict)
    targets: Annotated[dict[str, Target], Says("Targets on the ground, by name.")] = field(default_factory=dict)
    links: Annotated[dict[str, Link], Says("Datalinks, by name.")] = field(default_factory=dict)
    gateways: Annotated[dict[str, Gateway], Says("Gateways between links, by name.")] = field(default_factory=dict)
    controllers: Annotated[dict[str, Controller], Says("Controllers, by name.")] = field(default_factory=dict)
    flights: Annotated[dict[str, Flight], Says("Flights, by name.")]
    sites: Annotated[dict[str, Site], Says("Surface sites, by name.")] = field(default_factory=dict)
    bases: Annotated[dict[str, Base], Says("Bases on the ground, by name.")] = field(default_factory=dict)
    authorities: Annotated[dict[str, ReleaseAuthority], Says("Who must be asked for leave, by name.")] = field(
        default_factory=dict
    )
    caveats: Annotated[dict[str, Caveat], Says("What nations forbid their own flights, by name.")] = field(
        default_factory=dict
    )
    injects: Annotated[dict[str, Inject], Says("Timed events that can be switched on, by name.")] = field(
        default_factory=dict
    )
    plans: Annotated[dict[str, PlanRules], Says("What a plan for each side may do, by side.", role=Role.LABEL)] = field(
        default_factory=dict
    )
    knobs: Annotated[dict[str, Knob], Says("Settings that sweeps and sliders turn.", role=Role.LABEL)] = field(
        default_factory=dict
    )
    variants: Annotated[
        dict[str, dict[str, object]], Says("Named sets of overrides, path: value.", role=Role.LABEL)
    ] = field(default_factory=dict)
    budget: Annotated[Budget, Says("Limits on the computation of one trial.", role=Role.BUDGET)] = field(
        default_factory=Budget
    )


def window_of(suppress: Suppress, scenario: Scenario) -> tuple[float, float]:
    """Return when a suppression window is to open and to close, in seconds, before any timing error."""
    strike = scenario.flights[suppress.of].strike if suppress.of is not None else None
    return suppress.window_s(None if strike is None else strike.tot_s)
