"""Labels that do not cover each other: each is tried at several places around its point."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.transforms import Bbox

from sim.show.style import INK, TICK_PT
from sim.show.text import drawable

Offset = tuple[float, float]
Place = tuple[Offset, Literal["left", "center", "right"], Literal["bottom", "center", "top"]]

_STEP_PX: Final = 6.0  # between the points at which a line is looked at
_MOST_STEPS: Final = 400
_DISTANCE_COST: Final = 4  # of one ring further out, in crossed points: near and crossing a line beats clear but far

# Offsets in points from the anchor, with the alignment that keeps the text clear of it; best first.
_AROUND: Final[tuple[Place, ...]] = (
    ((1.0, 0.0), "left", "center"),
    ((-1.0, 0.0), "right", "center"),
    ((0.0, 1.0), "center", "bottom"),
    ((0.0, -1.0), "center", "top"),
    ((0.8, 0.8), "left", "bottom"),
    ((0.8, -0.8), "left", "top"),
    ((-0.8, 0.8), "right", "bottom"),
    ((-0.8, -0.8), "right", "top"),
)
_PLACES: Final[tuple[Place, ...]] = tuple(
    ((east * gap, north * gap), horizontal, vertical)
    for gap in (9.0, 18.0, 30.0, 44.0)
    for (east, north), horizontal, vertical in _AROUND
)


class Labels:
    """The labels of one map, and the room they take."""

    def __init__(self, axes: Axes) -> None:
        self._axes = axes
        self._renderer = axes.figure.canvas.get_renderer()  # type: ignore[attr-defined]
        self._taken: list[Bbox] = []
        self._crossed = np.empty((0, 2))

    def keep_clear(self, x: float, y: float, radius_pt: float = 7.0) -> None:
        """Keep labels off a symbol at data point (x, y)."""
        at_x, at_y = self._axes.transData.transform((x, y))
        reach = radius_pt * self._axes.figure.dpi / 72.0
        self._taken.append(Bbox.from_extents(at_x - reach, at_y - reach, at_x + reach, at_y + reach))

    def avoid_line(self, points: Sequence[Offset]) -> None:
        """Prefer places off a line through these data points."""
        places = self._axes.transData.transform(np.array(points, dtype=float))
        for start, end in pairwise(places):
            steps = min(max(int(np.hypot(*(end - start)) / _STEP_PX), 1), _MOST_STEPS)
            self._crossed = np.concatenate((self._crossed, np.linspace(start, end, steps + 1)))

    def put(self, x: float, y: float, text: str, *, colour: str = INK, size: float = TICK_PT) -> bool:
        """Write a label near a data point; leave it out, and say so, when there is no free place in the axes."""
        room = self._axes.get_window_extent(self._renderer)
        at_x, at_y = self._axes.transData.transform((x, y))
        if not room.contains(at_x, at_y):
            return False
        artist = self._axes.annotate(
            drawable(text), (x, y), xytext=(0, 0), textcoords="offset points", color=colour, fontsize=size, zorder=9
        )
        artist.set_path_effects([withStroke(linewidth=3, foreground="white")])
        best: tuple[int, int] | None = None
        boxes: list[Bbox] = []
        for order, place in enumerate(_PLACES):
            box = self._try(artist, place)
            boxes.append(box)
            if _within(room, box) and not any(box.overlaps(other) for other in self._taken):
                cost = self._crossings(box) + _DISTANCE_COST * (order // len(_AROUND))
                best = min(best or (cost, order), (cost, order))
                if not cost:
                    break
        if best is None:
            artist.remove()
            return False
        self._try(artist, _PLACES[best[1]])
        self._taken.append(boxes[best[1]])
        return True

    def _crossings(self, box: Bbox) -> int:
        x, y = self._crossed.T
        inside = (x > box.x0 - 2) & (x < box.x1 + 2) & (y > box.y0 - 2) & (y < box.y1 + 2)
        return int(np.count_nonzero(inside))

    def _try(self, artist: Annotation, place: Place) -> Bbox:
        offset, horizontal, vertical = place
        artist.set_position(offset)
        artist.set_horizontalalignment(horizontal)
        artist.set_verticalalignment(vertical)
        return artist.get_window_extent(self._renderer)


def _within(room: Bbox, box: Bbox) -> bool:
    return bool(room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1)
