"""Queues: the desk that controllers and sites use against queueing theory, and the controller through its event log.

The desk is driven by an arrival process on the trial's own clock and inbox. Its waits must equal a plain recursion to
the last digits, customer by customer; and because a busy period forgets what was before it, sums over busy periods
are independent and give a z-score against the steady state without any warm-up.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import simpy

from sim.trial.clock import Clock, Phase
from sim.trial.desk import Desk
from sim.trial.inbox import Inbox, Steps
from sim.trial.messages import Granted, Served
from sim.trial.records import LeftQueue, Queued, ServiceEnded, ServiceStarted, Trial
from sim.verify.queues import batch_waits_s, waits_s
from tests.analytic.oracle import exact, held, instants, oracle, played
from tests.analytic.scores import Scores

CUSTOMERS = 30_000
Draw = Callable[[np.random.Generator, int], np.ndarray]


@dataclass(frozen=True)
class Flow:
    """Customers in order of arrival: when they came, how long they waited, how long they were served."""

    arrivals: np.ndarray
    waits: np.ndarray
    services: np.ndarray


class Shop:
    """A process that serves customers over a desk, in the way that a controller serves tracks."""

    def __init__(self, servers: int, arrivals: Sequence[float], services: Sequence[float]) -> None:
        self.env = simpy.Environment()
        self.clock = Clock(self.env, budget=20 * len(arrivals))
        self.inbox = Inbox(self.clock)
        self.desk: Any = Desk(self.clock, servers, self.inbox)
        self.arrivals, self.services = arrivals, services
        self.waits = [math.nan] * len(arrivals)
        self.env.process(self.work())
        self.clock.at(arrivals[0], Phase.DETECT, self.come, 0)

    def come(self, customer: int) -> None:
        self.desk.ask(customer, 0.0)  # all alike: first come, first served
        if customer + 1 < len(self.arrivals):
            self.clock.at(self.arrivals[customer + 1], Phase.DETECT, self.come, customer + 1)

    def work(self) -> Steps:
        while True:
            match (yield from self.inbox.wait()):
                case Granted(customer):
                    self.serve(customer)
                case Served(customer):
                    self.desk.leave(customer)

    def serve(self, customer: Any) -> None:
        now = self.clock.now
        self.waits[customer] = now - self.arrivals[customer]
        self.clock.at(now + self.services[customer], Phase.DECIDE, self.inbox.post, Served(customer))


def simulated(servers: int, rate: float, draw: Draw, customers: int = CUSTOMERS) -> Flow:
    generator = np.random.default_rng(20_261_123)
    arrivals = np.cumsum(generator.exponential(1.0 / rate, customers))
    services = draw(generator, customers)
    shop = Shop(servers, arrivals.tolist(), services.tolist())
    shop.clock.run()
    return Flow(arrivals, np.array(shop.waits), services)


def recursive_waits(servers: int, flow: Flow) -> np.ndarray:
    """Waits of first come, first served, by the times at which servers become free (Kiefer and Wolfowitz, 1955)."""
    free = [0.0] * servers
    waits = []
    for arrival, service in zip(flow.arrivals.tolist(), flow.services.tolist(), strict=True):
        starts = max(free[0], arrival)
        heapq.heapreplace(free, starts + service)
        waits.append(starts - arrival)
    return np.array(waits)


class Cycles:
    """Busy periods: each begins with a customer who finds everybody idle. The last, unfinished one is left out."""

    def __init__(self, flow: Flow) -> None:
        ends = np.maximum.accumulate(flow.arrivals + flow.waits + flow.services)
        begins = np.flatnonzero(np.r_[True, flow.arrivals[1:] > ends[:-1]])
        self.begins, self.lasts = begins, np.diff(flow.arrivals[begins])
        self.customers = np.diff(begins).astype(float)

    def sums(self, values: np.ndarray) -> np.ndarray:
        return np.add.reduceat(values, self.begins)[:-1]


def score_ratio(scores: Scores, what: str, sums: np.ndarray, weights: np.ndarray, expected: float) -> None:
    """Score a ratio of means over busy periods: sums - expected * weights has mean zero."""
    gaps = sums - expected * weights
    found = sums.sum() / weights.sum()
    scores.score(f"{what}: {found:.5g} against {expected:.5g}", float(gaps.sum() / math.sqrt((gaps**2).sum())))


def erlang_c(rate: float, mu: float, servers: int) -> dict[str, float]:
    """Steady state of M/M/c; with one server it is M/M/1."""
    offered, rho = rate / mu, rate / (servers * mu)
    last = offered**servers / math.factorial(servers) / (1.0 - rho)
    wait_prob = last / (sum(offered**n / math.factorial(n) for n in range(servers)) + last)
    wait = wait_prob / (servers * mu - rate)
    return {
        "rho": rho,
        "p_wait": wait_prob,
        "Wq": wait,
        "W": wait + 1.0 / mu,
        "Lq": rate * wait,
        "L": rate * (wait + 1.0 / mu),
    }


def score_markov(scores: Scores, rate: float, mu: float, servers: int, t: float) -> None:
    """Score everything that the listed answers name."""
    theory = erlang_c(rate, mu, servers)
    flow = simulated(servers, rate, lambda generator, n: generator.exponential(1.0 / mu, n))
    assert flow.waits == pytest.approx(recursive_waits(servers, flow), rel=1e-9, abs=1e-9)
    cycles = Cycles(flow)
    waited = cycles.sums((flow.waits > 1e-9).astype(float))
    longer = cycles.sums((flow.waits > t).astype(float))
    score_ratio(scores, "p_wait", waited, cycles.customers, theory["p_wait"])
    score_ratio(scores, "P(Wq > t)", longer, cycles.customers, wait_longer_prob(rate, mu, servers, t))
    score_ratio(scores, "Wq", cycles.sums(flow.waits), cycles.customers, theory["Wq"])
    score_ratio(scores, "W", cycles.sums(flow.waits + flow.services), cycles.customers, theory["W"])
    score_ratio(scores, "Lq", cycles.sums(flow.waits), cycles.lasts, theory["Lq"])
    score_ratio(scores, "L", cycles.sums(flow.waits + flow.services), cycles.lasts, theory["L"])
    score_ratio(scores, "rho", cycles.sums(flow.services), servers * cycles.lasts, theory["rho"])


def wait_longer_prob(rate: float, mu: float, servers: int, t: float) -> float:
    return erlang_c(rate, mu, servers)["p_wait"] * math.exp(-(servers * mu - rate) * t)


@pytest.mark.parametrize("name", ["queue.mm1", "queue.mm2"])
def test_the_formulas_give_the_listed_values(name: str) -> None:
    inputs, value = oracle(name)
    theory = erlang_c(inputs["lambda"], inputs["mu"], inputs["c"])
    assert theory == exact({key: value[key] for key in theory})
    late = value["p_Wq_gt_t"]
    assert wait_longer_prob(inputs["lambda"], inputs["mu"], inputs["c"], late["t"]) == exact(late["p"])


@pytest.mark.parametrize("name", ["queue.mm1", "queue.mm2"])
def test_the_desk_is_the_listed_queue(name: str, scores: Scores) -> None:
    inputs, value = oracle(name)
    score_markov(scores, inputs["lambda"], inputs["mu"], inputs["c"], value["p_Wq_gt_t"]["t"])


@pytest.mark.parametrize(("rate", "mu", "servers", "t"), [(0.5, 1.0, 1, 1.0), (2.4, 1.0, 4, 0.7)])
def test_the_desk_is_other_queues_too(rate: float, mu: float, servers: int, t: float, scores: Scores) -> None:
    score_markov(scores, rate, mu, servers, t)


def mean_wait(rate: float, low: float, high: float) -> float:
    """Pollaczek and Khinchine: lambda E[S^2] / (2 (1 - rho)), for a uniform service."""
    mean, square = (low + high) / 2.0, (low * low + low * high + high * high) / 3.0
    return rate * square / (2.0 * (1.0 - rate * mean))


@pytest.mark.parametrize(("rate", "low", "high"), [(0.5, 0.5, 2.0), (0.3, 0.0, 4.0), (0.8, 1.0, 1.0)])
def test_the_desk_waits_as_pollaczek_and_khinchine_say(rate: float, low: float, high: float, scores: Scores) -> None:
    inputs, value = oracle("queue.mg1")
    expected = mean_wait(rate, low, high)
    if (rate, low, high) == (0.5, 0.5, 2.0):
        assert (inputs["lambda"], inputs["service"]) == (0.5, "uniform(0.5,2.0)")
        assert expected == exact(value)
    flow = simulated(1, rate, lambda generator, n: low + (high - low) * generator.random(n))
    assert flow.waits == pytest.approx(recursive_waits(1, flow), rel=1e-9, abs=1e-9)
    cycles = Cycles(flow)
    score_ratio(scores, "Wq", cycles.sums(flow.waits), cycles.customers, expected)


# The controller, through the event log.


def test_seven_tracks_at_once_wait_for_two_servers() -> None:
    inputs, value = oracle("queue.batch_det")
    (trial,) = played("queue", "batch")
    found_s = waits_s(trial)
    assert (len(found_s), inputs["s"] * 60.0) == (inputs["N"], 300.0)
    assert found_s == exact([wait * 60.0 for wait in value["waits"]])
    assert sum(found_s) == exact(value["total_wait"] * 60.0)
    assert max(instants(trial, ServiceEnded)) - min(instants(trial, Queued)) == exact(value["makespan"] * 60.0)


@pytest.mark.parametrize(("tracks", "servers", "service_s"), [(5, 1, 7.5), (24, 5, 0.1), (3, 4, 20.0)])
def test_other_batches_wait_too(tracks: int, servers: int, service_s: float, scores: Scores) -> None:
    changes: Mapping[str, object] = {
        "flights.RAIDER": {"aircraft": tracks, "elements": [1] * tracks},
        "controllers.DESK": {"servers": servers, "service_s": service_s},
    }
    (trial,) = played("queue", "batch", changes=changes)
    assert waits_s(trial) == exact(batch_waits_s(tracks, servers, service_s))
    held(scores, "queue-batch", changes=changes)


def spell(trial: Trial, begins: type, ends: tuple[type, ...]) -> tuple[list[tuple[float, int]], float]:
    """Return (instant, +1 or -1) for each who comes and goes, and the sum of all stays, matched by target."""
    open_s: dict[str, float] = {}
    steps, stays_s = [], 0.0
    for record in trial.records:
        if not isinstance(record, Queued | ServiceStarted | ServiceEnded | LeftQueue):
            continue
        if isinstance(record, begins):
            assert record.target not in open_s, "a track is in the queue once"
            open_s[record.target] = record.at_s
            steps.append((record.at_s, 1))
        elif isinstance(record, ends) and record.target in open_s:
            stays_s += record.at_s - open_s.pop(record.target)
            steps.append((record.at_s, -1))
    assert not open_s, "everybody who came has gone"
    return steps, stays_s


def integral(steps: Sequence[tuple[float, int]]) -> float:
    total, number, before_s = 0.0, 0, 0.0
    for at_s, change in steps:
        total += number * (at_s - before_s)
        number, before_s = number + change, at_s
    assert number == 0
    return total


def test_the_number_in_the_system_integrates_to_the_sum_of_stays() -> None:
    """Little's law on each sample path that starts and ends empty, for the queue, the servers, and both."""
    _, value = oracle("queue.littles_law")
    served = 0
    for trial in played("queue", "random", trials=200):
        for begins, ends in (
            (Queued, (ServiceStarted, LeftQueue)),
            (ServiceStarted, (ServiceEnded,)),
            (Queued, (ServiceEnded, LeftQueue)),
        ):
            steps, stays_s = spell(trial, begins, ends)
            served += len(steps)
            assert integral(steps) - stays_s == pytest.approx(value, abs=1e-9 * max(stays_s, 1.0))
    assert served > 1000


def test_no_server_idles_while_a_track_waits_and_no_more_work_than_there_are() -> None:
    for trial in played("queue", "random", trials=200):
        waiting, busy = 0, 0
        changes: dict[float, Counter[str]] = {}
        for record in trial.records:
            if isinstance(record, Queued | ServiceStarted | ServiceEnded | LeftQueue):
                changes.setdefault(record.at_s, Counter())[type(record).__name__] += 1
        for at_s in sorted(changes):
            at = changes[at_s]
            waiting += at["Queued"] - at["ServiceStarted"] - at["LeftQueue"]
            busy += at["ServiceStarted"] - at["ServiceEnded"]
            assert busy <= 2
            assert waiting == 0 or busy == 2
