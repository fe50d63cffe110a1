"""Witnesses of rules: weapons, identities, caveats, authorities, of flights and of sites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sim.trial import records as log
from tests.witness.line import Line, Overrides


def _identification(thing: str, given: Overrides) -> Iterator[Line]:
    """Yield the lines of rules and of who can identify."""
    yield Line("rules", f"{thing}.identification.range_km", 40, "detect_to_identity_s", given)
    yield Line("rules", f"{thing}.identification.identify_mean_s", 5, "detect_to_identity_s", given)
    yield Line("rules", f"{thing}.identification.error_prob", 1, "wrong_identities", given)
    yield Line("rules", f"{thing}.identification.suspect_after_s", 5, "detect_to_identity_s", given)
    yield Line("rules", f"{thing}.rules.weapons", "free", "shots", given)
    yield Line("rules", f"{thing}.rules.identity", "suspect", "engagement_delay_s", given)


LINES: Final = (
    *_identification("flights.GUARD", {"sites.CAMP.identification": None}),
    *_identification("sites.CAMP", {"flights.GUARD.identification": None, "flights.GUARD.patrol.commit_range_km": 1}),
    Line("rules", "flights.GUARD.rules.self_defence", "never", "engagement_delay_s"),
    Line("rules", "authorities.RELEASE.servers", 3, "authority_wait_s"),
    Line("rules", "authorities.RELEASE.answer", "exponential", "authority_wait_s"),
    Line("rules", "authorities.RELEASE.grant_prob", 0, "shots"),
    Line("rules", "authorities.RELEASE.above", "CAPITAL", log.Asked),
    Line("rules", "caveats.ASKS.who.partner", "c", "shots"),
    Line("rules", "caveats.ASKS.may_not", "share", "reports_withheld"),
    Line("rules", "caveats.ASKS.unless", "hostile_act", "engagements_delayed"),
    Line("rules", "caveats.ASKS.then.ask", "CAPITAL", "shots", given={"authorities.CAPITAL.grant_prob": 0}),
    Line("rules", "caveats.ASKS.then.answer_s", 200, "authority_wait_s"),
    Line("rules", "caveats.ASKS.enabled", False, log.Asked),
    Line("rules", "caveats.ASKS.who.flight", "LOOKOUT", log.Asked, given={"caveats.ASKS.who": {"flight": "GUARD"}}),
    Line("rules", "caveats.ASKS.side", "red", "shots", {"caveats.ASKS.then": None, "flights.RAIDER.partner": "b"}),
    Line(
        "rules",
        "authorities.RELEASE.side",
        "red",
        log.Asked,
        given={"flights.RAIDER.partner": "b"},
        also={"caveats.ASKS.side": "red"},
    ),
)
