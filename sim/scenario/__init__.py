"""Scenario files: the strict reader, layers of overrides, and the resolved `Scenario` that everything else takes."""

from sim.scenario.catalogue import Listing, list_scenarios, starter_text
from sim.scenario.describe import Described, describe_settings
from sim.scenario.json_schema import scenario_schema
from sim.scenario.knobs import knob_overrides
from sim.scenario.load import Loaded, load_scenario, load_text
from sim.scenario.resolved import canonical_text, identity_text

__all__ = [
    "Described",
    "Listing",
    "Loaded",
    "canonical_text",
    "describe_settings",
    "identity_text",
    "knob_overrides",
    "list_scenarios",
    "load_scenario",
    "load_text",
    "scenario_schema",
    "starter_text",
]
