"""Small scenarios for tests, as text: one valid scenario, of which a test changes what it is about."""

from __future__ import annotations

from pathlib import Path

from sim.scenario import Loaded, canonical_text, load_text

MISSILE = {"speed_mps": 1000, "flyout_nm": 30, "hit_prob": 0.5}


def parts() -> dict[str, object]:
    """Return the parts of a small valid scenario: one bomber, one escort, one interceptor, each side on a link."""
    return {
        "format": 1,
        "name": "small",
        "ends_at_min": 100,
        "routes": {"north": {"points_nm": [[0, 0], [100, 0]], "egress_nm": [[0, 10]]}},
        "targets": {"DEPOT": {"side": "red", "at_nm": [110, 0]}},
        "links": {
            "BLUENET": {"side": "blue", "members": ["BOMBER", "GUARD", "TOWER"]},
            "REDNET": {"side": "red", "members": ["BANDIT", "SAM"]},
        },
        "controllers": {"TOWER": {"side": "blue"}},
        "flights": {
            "BOMBER": {
                "side": "blue",
                "aircraft": 2,
                "speed_kt": 400,
                "route": "north",
                "strike": {"target": "DEPOT", "tot_min": 30},
            },
            "GUARD": {
                "side": "blue",
                "aircraft": 2,
                "speed_kt": 450,
                "radar": {"range_nm": 100},
                "missile": dict(MISSILE),
                "missiles_each": 4,
                "escort": {"of": "BOMBER"},
            },
            "BANDIT": {
                "side": "red",
                "aircraft": 2,
                "speed_kt": 450,
                "radar": {"range_nm": 100},
                "missile": dict(MISSILE),
                "missiles_each": 4,
                "patrol": {"at_nm": [100, 0], "commit_range_nm": 80},
            },
        },
        "sites": {"SAM": {"side": "red", "at_nm": [120, 0], "radar": {"range_nm": 60}}},
    }


def scenario_text(**changes: object) -> str:
    """Return the small scenario as YAML; each change is a path with __ for its dots, and None takes the part out.

    scenario_text(flights__BOMBER__aircraft=3, sites=None)
    """
    whole = parts()
    for path, value in changes.items():
        *way, last = path.split("__")
        place = whole
        for word in way:
            inner = place.setdefault(word, {})
            assert isinstance(inner, dict)
            place = inner
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return canonical_text(whole)


def small(**changes: object) -> Loaded:
    """Return the small scenario, loaded."""
    return load_text(scenario_text(**changes))


def written(folder: Path, name: str, text: str) -> Path:
    """Return the path of a new file with this text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
