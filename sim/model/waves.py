"""Waves: when a flight that is not there from the beginning starts, at an instant or because of what another does."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Annotated, Final

from sim.base.declare import Says
from sim.base.members import quick
from sim.model.kinds import NotNegative


@quick
class Trigger(enum.Enum):
    """What must happen to another flight first; the value is the setting that names that flight."""

    COMMITTED = "when_committed"
    ENGAGED = "when_engaged"
    LOST = "when_lost"


TRIGGERS: Final = tuple(Trigger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """When a flight starts: exactly one of an instant or a trigger. Until then it is nowhere; it may never start.

    After a trigger the times of its task count from its start: time on target, and until when it patrols. A trigger
    goes by the truth; `delay_s` is what the news of it and the order to start take.
    """

    at_s: Annotated[NotNegative | None, Says("It starts at this instant of the trial.")] = None
    when_committed: Annotated[
        str | None, Says("A flight of either side: this one starts when the first of that one commits on a target.")
    ] = None
    when_engaged: Annotated[
        str | None, Says("A flight of either side: this one starts when somebody first commits on that one.")
    ] = None
    when_lost: Annotated[
        str | None, Says("A flight of either side: this one starts when the last aircraft of that one is lost.")
    ] = None
    delay_s: Annotated[NotNegative, Says("Time from the trigger to the start.", (0, 3600))] = 0.0

    @property
    def triggers(self) -> dict[Trigger, str]:
        """The triggers that are named, each with its flight; a sound scenario names at most one."""
        named = {trigger: getattr(self, trigger.value) for trigger in TRIGGERS}
        return {trigger: str(flight) for trigger, flight in named.items() if flight is not None}
