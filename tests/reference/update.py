"""Write the pages that are made from declarations anew: `make reference`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.reference.answers import with_answers
from tests.reference.page import page

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
REFERENCE: Final = DOCS / "model-reference.md"
VERIFICATION: Final = DOCS / "verification.md"


def pages() -> dict[Path, str]:
    """Return each page as it should be."""
    return {REFERENCE: page(), VERIFICATION: with_answers(VERIFICATION.read_text(encoding="utf-8"))}


def main() -> None:
    """Write every page that has changed."""
    for path, text in pages().items():
        changed = not path.exists() or path.read_text(encoding="utf-8") != text
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{path.name}: {'changed' if changed else 'as before'}")  # noqa: T201


if __name__ == "__main__":
    main()
