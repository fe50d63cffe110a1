"""How every figure looks: canvas, fonts, colours, sides, footer, and how a figure becomes stable bytes.

Nothing here knows what a figure shows. Text that a user wrote passes through `sim.show.text` first.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from sim.base.errors import UsageError
from sim.show.text import PROGRAM, drawable, shorten

WIDTH_IN: Final = 12.8
HEIGHT_IN: Final = 7.2
DPI: Final = 100  # 1280 x 720, the canvas of a projector

BLUE: Final = "#0072B2"
RED: Final = "#D55E00"
INK: Final = "#1A1A1A"
MUTED: Final = "#595959"  # contrast 7:1 on white
GRID: Final = "#DDDDDD"
PALE: Final = "#BFBFBF"

TITLE_PT: Final = 20
SUBTITLE_PT: Final = 14
TEXT_PT: Final = 14
TICK_PT: Final = 13
SMALL_PT: Final = 12
FOOTER_PT: Final = 11

_RC: Final[dict[str, Any]] = {
    "font.family": ["DejaVu Sans"],
    "font.size": TEXT_PT,
    "axes.titlesize": TEXT_PT,
    "axes.labelsize": TEXT_PT,
    "xtick.labelsize": TICK_PT,
    "ytick.labelsize": TICK_PT,
    "legend.fontsize": TICK_PT,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "hatch.linewidth": 1.0,
    "text.parse_math": False,  # a name is text, whatever signs it holds
    "axes.formatter.useoffset": False,
    "svg.fonttype": "path",  # the same picture on a machine without these fonts
    "svg.hashsalt": "sortie-lab",
}
_NOT_STYLE: Final = ("backend", "backend_fallback", "date.epoch", "interactive", "toolbar", "timezone")


Dash = Literal["-", "--", "-.", ":"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one side is told apart: by colour, shape, hatch and dash, never by colour alone."""

    colour: str
    marker: str
    hatch: str
    dash: Dash


_LOOKS: Final = (
    Look(colour=BLUE, marker="o", hatch="", dash="-"),
    Look(colour=RED, marker="^", hatch="///", dash="--"),
    Look(colour="#4D4D4D", marker="s", hatch="...", dash=":"),
    Look(colour="#8C8C8C", marker="D", hatch="xx", dash="-."),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One drawn figure, the title it carries, and what it says in words for those who cannot see it."""

    name: str
    figure: Figure
    title: str
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One figure as written: its name, title, words, and files by format."""

    name: str
    title: str
    alt: str
    paths: Mapping[str, Path]


def looks(sides: Sequence[str]) -> dict[str, Look]:
    """Return the look of each side, by order: the studied side first. Further sides share the last look."""
    return {side: _LOOKS[min(order, len(_LOOKS) - 1)] for order, side in enumerate(sides)}


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and save inside this: the house's settings, whatever the user's matplotlibrc says."""
    settings: dict[Any, Any] = {key: value for key, value in mpl.rcParamsDefault.items() if key not in _NOT_STYLE}
    with mpl.rc_context(settings | _RC):
        yield


def sheet(title: str, subtitle: str, footer: str) -> Figure:
    """Return an empty figure of 1280 x 720 with title, subtitle and footer; axes belong between 0.07 and 0.87."""
    figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN), dpi=DPI)
    FigureCanvasAgg(figure)
    for text, y, size, weight, colour in (
        (title, 0.965, TITLE_PT, "bold", INK),
        (subtitle, 0.908, SUBTITLE_PT, "normal", MUTED),
        (footer, 0.018, FOOTER_PT, "normal", MUTED),
    ):
        put(figure, 0.02, y, text, size=size, weight=weight, colour=colour, width=0.96, bottom=y < 0.5)
    return figure


def put(
    figure: Figure,
    x: float,
    y: float,
    text: str,
    *,
    size: float = TEXT_PT,
    weight: str = "normal",
    colour: str = INK,
    width: float = 1.0,
    bottom: bool = False,
) -> None:
    """Write one line on the sheet at figure fractions (x, y), shortened to `width` of the sheet."""
    artist = figure.text(
        x, y, drawable(text), fontsize=size, fontweight=weight, color=colour, va="bottom" if bottom else "top"
    )
    limit = len(text)
    while limit > 8 and width_of(figure, artist) > width:
        limit = int(limit * 0.95)
        artist.set_text(drawable(shorten(text, limit)))


def width_of(figure: Figure, artist: Any) -> float:
    """Return the width of a text or other artist as a share of the sheet's width."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    return float(artist.get_window_extent(renderer).width) / (WIDTH_IN * DPI)


def widest(figure: Figure, texts: Sequence[str], size: float = TICK_PT) -> float:
    """Return the width of the widest of some texts as a share of the sheet's width."""
    artists = [figure.text(0, 0, drawable(text), fontsize=size) for text in texts]
    width = max((width_of(figure, artist) for artist in artists), default=0.0)
    for artist in artists:
        artist.remove()
    return width


def fitted(figure: Figure, text: str, width: float, size: float = TICK_PT, *, weight: str = "normal") -> str:
    """Return the text, ready to draw, shortened until it is at most `width` of the sheet wide."""
    artist = figure.text(0, 0, drawable(text), fontsize=size, fontweight=weight)
    limit = len(text)
    while limit > 2 and width_of(figure, artist) > width:
        limit = min(limit - 1, int(limit * 0.95))
        artist.set_text(drawable(shorten(text, limit)))
    found = artist.get_text()
    artist.remove()
    return found


def say_instead(axes: Axes, text: str) -> None:
    """Empty the axes and say in words why there is nothing to draw."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, drawable(text), ha="center", va="center", color=MUTED, transform=axes.transAxes)


def as_bytes(picture: Picture, kind: str) -> bytes:
    """Return a picture as `png` or `svg`: the same bytes for the same picture, in any process.

    The canvases are asked directly: `savefig` would draw everything twice.
    """
    buffer = io.BytesIO()
    words = {"Title": picture.title, "Description": picture.alt}
    canvas: Any = picture.figure.canvas
    if kind == "svg":
        drawn: Any = FigureCanvasSVG(picture.figure)
        drawn.print_svg(buffer, metadata={"Creator": PROGRAM, "Date": None, **words})
        picture.figure.set_canvas(canvas)
    elif kind == "png":
        canvas.print_png(buffer, metadata={"Software": PROGRAM, **words}, pil_kwargs={"compress_level": 4})
    else:
        raise UsageError(f"figures are written as png or svg, not as {kind!r}")
    return buffer.getvalue()


def save(picture: Picture, folder: Path, formats: Sequence[str]) -> Saved:
    """Write a picture into the folder in each format, each file whole or not at all."""
    paths = {kind: folder / f"{picture.name}.{kind}" for kind in formats}
    for kind, path in paths.items():
        write_whole(path, as_bytes(picture, kind))
    return Saved(name=picture.name, title=picture.title, alt=picture.alt, paths=paths)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no reader ever sees half of it."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    os.replace(part, path)
