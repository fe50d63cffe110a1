"""What makes two studies the same study: the scenarios apart from what is only said about it, the seed, and the code.

The number of trials is not part of it, so asking for more extends a study; nor are names, titles, labels and lesson
text, so bettering a sentence loses no results.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from sim.base import chance
from sim.scenario import identity_text
from sim.study.ask import Ask

ID_DIGITS: Final = 10
MODEL_FOLDERS: Final = ("base", "model", "scenario", "trial", "measure")


def study_id(ask: Ask) -> str:
    """Return the ten hexadecimal digits that name a study."""
    whole = {
        "kind": ask.kind.value,
        "scenarios": [identity_text(point.loaded.scenario) for point in ask.points],
        "seed": str(ask.seed),
        "scheme": chance.SCHEME,
        "model": model_digest(),
    }
    return sha256(json.dumps(whole, sort_keys=True, allow_nan=False).encode())[:ID_DIGITS]


@cache
def model_digest() -> str:
    """Return the digest of the source files that decide what a trial does; the same on every platform."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for folder in MODEL_FOLDERS:
        for path in sorted((root / folder).rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
            source = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{path.relative_to(root).as_posix()}\0{len(source)}\0".encode())
            digest.update(source)
    return digest.hexdigest()


def sha256(content: bytes) -> str:
    """Return the SHA-256 digest in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
