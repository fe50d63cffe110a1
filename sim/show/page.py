"""What every page has: one self-contained document without scripts, escaped text, figures, facts, limits."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from sim.show.page_text import LIMITS, STYLE
from sim.show.style import Saved
from sim.show.text import clean

_TYPES: Final = {"svg": "image/svg+xml", "png": "image/png"}
_LONG: Final = 24  # signs of a cell that may break into lines
NOTIONAL: Final = "Notional, for teaching. No number here is that of a real system."


def document(title: str, body: Iterable[str]) -> str:
    """Return a page whose policy allows its own style and images and nothing else."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{text(title)} · Sortie Lab</title><style>{STYLE}</style></head><body><main>",
        *body,
        "</main></body></html>\n",
    ]
    return "\n".join(parts)


def text(words: str) -> str:
    """Return words for HTML: cleaned of invisible signs, and escaped."""
    return escape(clean(words), quote=True)


def facts(pairs: Iterable[tuple[str, str]]) -> Iterable[str]:
    """Give a list of facts."""
    yield "<dl>"
    yield from (f"<div><dt>{text(name)}</dt><dd>{text(value)}</dd></div>" for name, value in pairs)
    yield "</dl>"


def sentences(words: Iterable[str]) -> Iterable[str]:
    """Give sentences as a list."""
    yield "<ul>"
    yield from (f"<li>{text(sentence)}</li>" for sentence in words)
    yield "</ul>"


def warnings(words: Sequence[str]) -> Iterable[str]:
    """Give what must be minded, in a box; nothing when there is nothing."""
    if words:
        yield '<section class=warnings role="note"><h2>Mind this</h2>'
        yield from sentences(words)
        yield "</section>"


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    """Give a table of plain texts, the first of each row its name; a wide one scrolls by itself."""
    yield f"<div class=wide><table class=many><caption>{text(caption)}</caption><thead><tr>"
    yield "".join(f"<th scope=col>{text(name)}</th>" for name in head)
    yield "</tr></thead><tbody>"
    for first, *rest in rows:
        cells = "".join(f"<td{' class=long' if len(cell) > _LONG else ''}>{text(cell)}</td>" for cell in rest)
        yield f"<tr><th scope=row>{text(first)}</th>{cells}</tr>"
    yield "</tbody></table></div>"


def folded(summary: str, body: Iterable[str]) -> Iterable[str]:
    """Give something that opens when asked."""
    yield f"<details><summary>{text(summary)}</summary>"
    yield from body
    yield "</details>"


def figure(picture: Saved) -> Iterable[str]:
    """Give one figure with its words."""
    kind = "svg" if "svg" in picture.paths else next(iter(picture.paths))
    image = base64.b64encode(picture.paths[kind].read_bytes()).decode()
    words = text(picture.alt)
    yield f'<figure id="{text(picture.name)}">'
    yield f'<img width=1280 height=720 alt="{words}" src="data:{_TYPES[kind]};base64,{image}">'
    yield f"<figcaption><details><summary>{text(picture.title)}: in words</summary>"
    yield f"<p>{words}</p></details></figcaption></figure>"


def limits(ends: Iterable[str]) -> Iterable[str]:
    """Give what this cannot tell, and the last line of the page."""
    yield "<section><h2>What this cannot tell</h2><ul>"
    yield from (f"<li>{text(limit)}</li>" for limit in LIMITS)
    yield f"</ul></section><footer><p>{text(' · '.join(ends))}</p></footer>"
