"""Scenario files: the strict reader, layers of overrides, and the resolved `Scenario` that everything else takes."""
