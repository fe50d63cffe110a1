"""Write the golden logs anew: `python -m tests.golden.update`. Whoever does it says why in CHANGELOG.md."""

from __future__ import annotations

from tests.golden.log import GOLDEN, RULE, lines, path_of, played


def main() -> None:
    """Play every golden trial and keep its log."""
    for name, number in GOLDEN:
        path = path_of(name, number)
        text = "".join(f"{line}\n" for line in lines(played(name, number)))
        changed = not path.exists() or path.read_text(encoding="utf-8") != text
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{path.name}: {'changed' if changed else 'as before'}")  # noqa: T201
    print(RULE)  # noqa: T201


if __name__ == "__main__":
    main()
