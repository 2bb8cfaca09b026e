"""A few sentences, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from queries.reports.bodies.body import Body, Box, Place
from queries.reports.texts import largest, wrapped

_SIZES = (40, 36, 32, 28, 24)
_TYPE = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 11.0, 10.0)
_INDENT = 0.32


@dataclass(frozen=True)
class Points(Body):
    """A few sentences."""

    items: tuple[str, ...]

    @property
    def title(self) -> str:
        """How many points."""
        return f"{len(self.items)} 条要点"

    @property
    def words(self) -> str:
        """All of them."""
        return "；".join(self.items)

    def markup(self, place: Place) -> Markup:
        """A list, as large as it fits."""
        size = largest(_SIZES, lambda size: self._height(size, place.width) <= place.height)
        items = Markup().join(Markup("<li>{}</li>").format(item) for item in self.items)
        return Markup('<ul class="points" style="--size:{}">{}</ul>').format(size, items)

    def pieces(self, place: Place) -> Sequence[Points]:
        """Lists that fit, of one sentence at least; where one does not, in a type that is read with ease."""
        if self._height(_SIZES[-1], place.width) <= place.height:
            return (self,)
        found: list[list[str]] = [[]]
        for item in self.items:
            longer = Points((*found[-1], item))
            if found[-1] and longer._height(_SIZES[-2], place.width) > place.height:
                found.append([])
            found[-1].append(item)
        return [Points(tuple(items)) for items in found]

    def _height(self, size: float, width: float) -> float:
        """How high the sentences stand, estimated."""
        room = (width / size - 1.6) * 0.97
        return sum(len(wrapped(item, room)) * 1.45 + 0.75 for item in self.items) * size

    def add_to(self, slide: Any, box: Box) -> None:
        """Bullets, as large as they fit."""
        from queries.reports.bodies import native

        def height(size: float) -> float:
            lines = sum(native.lines_of(item, size, box.width - _INDENT) for item in self.items)
            return (lines * 1.25 + len(self.items) * 0.6) * size / native.POINTS_PER_INCH

        size = largest(_TYPE, lambda size: height(size) <= box.height)
        shape = native.text_box(slide, box, [[native.Run(item, size)] for item in self.items], space=size * 0.6)
        native.bullets(shape, _INDENT)
        native.describe(shape, "要点", self.words)
