"""Scenario files: the strict reader, layers of overrides, and the resolved `Scenario` that everything else takes."""

from sim.scenario.catalogue import Listing, list_scenarios, starter_text
from sim.scenario.describe import Described, describe_settings
from sim.scenario.experiment import Design, Experiment
from sim.scenario.experiments import experiment_names, is_experiment, load_experiment
from sim.scenario.factors import Factor, overlaps, parse_vary
from sim.scenario.injects import inject_overrides
from sim.scenario.json_schema import scenario_schema
from sim.scenario.knobs import knob_overrides
from sim.scenario.load import Loaded, load_scenario, load_text
from sim.scenario.resolved import canonical_text, identity_text
from sim.scenario.worlds import PhysicalSetting, physical_settings, world_overrides

__all__ = [
    "Described",
    "Design",
    "Experiment",
    "Factor",
    "Listing",
    "Loaded",
    "PhysicalSetting",
    "canonical_text",
    "describe_settings",
    "experiment_names",
    "identity_text",
    "inject_overrides",
    "is_experiment",
    "knob_overrides",
    "list_scenarios",
    "load_experiment",
    "load_scenario",
    "load_text",
    "overlaps",
    "parse_vary",
    "physical_settings",
    "scenario_schema",
    "starter_text",
    "world_overrides",
]
