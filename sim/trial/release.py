"""A release authority: a finite server of questions. An answer takes time, and questions wait for one another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sim.model.command import Service
from sim.model.rules import ReleaseAuthority
from sim.trial.clock import Phase
from sim.trial.desk import Desk
from sim.trial.inbox import Inbox, Steps
from sim.trial.messages import Granted, Served
from sim.trial.records import Answered, Asked

if TYPE_CHECKING:
    from sim.trial.element import Element
    from sim.trial.world import World


class Question:
    """One question: may this flight or site do at this target what a caveat forbids?"""

    __slots__ = ("answer", "answer_s", "asker", "caveat", "target")

    def __init__(self, caveat: str, asker: str, target: Element, answer_s: float) -> None:
        self.caveat = caveat
        self.asker = asker
        self.target = target
        self.answer_s = answer_s
        self.answer: bool | None = None


class Release:
    """One authority at work. It is on no link: what a question and its answer take is in `answer_s`."""

    __slots__ = ("_answered", "_desk", "_inbox", "_world", "above", "name", "spec")

    def __init__(self, world: World, name: str, spec: ReleaseAuthority, answered: Callable[[Question], None]) -> None:
        self._world = world
        self.name = name
        self.spec = spec
        self.above: Release | None = None
        self._answered = answered
        self._inbox = Inbox(world.clock)
        self._desk: Any = Desk(world.clock, spec.servers, self._inbox)  # questions queue here, not targets

    def ask(self, question: Question) -> None:
        """Put a question in the queue."""
        now = self._world.clock.now
        self._world.record(Asked(now, self.name, question.asker, question.target.name, question.caveat))
        self._desk.ask(question, 0.0)

    def work(self) -> Steps:
        """Deal with question after question."""
        while True:
            message: Any = yield from self._inbox.wait()
            match message:
                case Granted():
                    self._consider(message.target)
                case Served():
                    self._decide(message.target)

    def close(self) -> None:
        """Work no more, because the trial is over."""
        self._inbox.close()

    def _consider(self, question: Any) -> None:
        if question.target.is_gone:
            self._desk.leave(question)
            return
        clock = self._world.clock
        answer_s = question.answer_s
        if self.spec.answer is Service.EXPONENTIAL:
            stream = f"answer/{self.name}/{question.asker}/{question.target.name}"
            answer_s = self._world.luck.exponential(stream, answer_s)
        clock.at(clock.now + answer_s, Phase.DECIDE, self._inbox.post, Served(question))

    def _decide(self, question: Any) -> None:
        self._desk.leave(question)
        prob, target = self.spec.grant_prob, question.target.name
        grants = prob >= 1.0 or self._world.luck.happens(f"grant/{self.name}/{question.asker}/{target}", prob)
        self._world.record(Answered(self._world.clock.now, self.name, question.asker, target, question.caveat, grants))
        if grants and self.above is not None:
            self.above.ask(question)
        else:
            question.answer = grants
            self._answered(question)
