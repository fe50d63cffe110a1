"""Cross checks of decoys: they carry nothing, and what finds them out is there."""

from __future__ import annotations

from sim.scenario.carriers import carried_by
from sim.scenario.faults import shown
from sim.scenario.validate import Checked


def check_decoys(checked: Checked) -> None:
    """Note decoys that carry something, and chances that nobody can use."""
    flights = checked.scenario.flights
    seers = {one.side for one in flights.values() if one.identification is not None}
    seers |= {one.side for one in checked.scenario.sites.values() if one.identification is not None}
    for name, flight in flights.items():
        if flight.decoy is None:
            continue
        for word, carried in (
            ("missiles_each", flight.missiles_each),
            ("strike", flight.strike),
            ("jammer", flight.jammer),
            ("suppress", flight.suppress),
            ("tanker", flight.tanker),
        ):
            if carried:
                rule = f"a decoy carries nothing, and this one has {word}"
                hint = "set missiles_each: 0" if word == "missiles_each" else f"remove {word}, or the decoy"
                checked.faults.at(checked.at("flights", name, word), rule, hint)
        for kind, thing in carried_by(checked.scenario, name):
            at = checked.at(kind, thing, "aboard")
            checked.faults.at(at, f"{shown(name)} is a decoy, and carries nothing", "name another flight")
        if flight.decoy.found_prob and not seers - {flight.side}:
            at = checked.at("flights", name, "decoy", "found_prob")
            checked.faults.warn(
                at.mark, at.path, "nobody of the other side identifies", "give somebody `identification`"
            )
