"""A few numbers to be read from the back row, as cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from queries.reports.bodies.body import Body, Box, Place, Tone
from queries.reports.texts import ems, largest

_GAP, _PADDING = 28.0, 64.0  # between cards and inside one, on a page
_SPACE, _MARGIN = 0.18, 0.16  # the same on a slide
_SIZES = (80, 68, 56, 44, 34)
_TYPE = (32.0, 28.0, 24.0, 20.0, 16.0, 12.0)
_LOW = 240.0  # the height of cards above other bodies, at most

_CARD = Markup('<div class="card figure"><h2>{}</h2><b class="{}" style="--size:{}">{}</b>{}</div>')
_NOTE = Markup("<p>{}</p>")


@dataclass(frozen=True)
class Figure:
    """One number, and what it says."""

    label: str
    value: str
    note: str = ""
    tone: Tone = "plain"

    @property
    def words(self) -> str:
        """Label, number and note."""
        return " ".join(filter(None, (self.label, self.value, self.note)))


@dataclass(frozen=True)
class Figures(Body):
    """A few figures side by side."""

    items: tuple[Figure, ...]
    is_row: ClassVar[bool] = True

    @property
    def title(self) -> str:
        """How many figures."""
        return f"{len(self.items)} 个数字"

    @property
    def words(self) -> str:
        """All of them."""
        return "；".join(item.words for item in self.items)

    def markup(self, place: Place) -> Markup:
        """One card a figure, their numbers of one size."""
        width = (place.width - _GAP * (len(self.items) - 1)) / max(len(self.items), 1) - _PADDING
        widest = max((ems(item.value) for item in self.items), default=0)
        size = largest(_SIZES, lambda size: widest * size <= width)
        cards = (
            _CARD.format(item.label, item.tone, size, item.value, _NOTE.format(item.note) if item.note else "")
            for item in self.items
        )
        kind = "figures" if place.height < _LOW else "figures alone"
        return Markup('<div class="{}" style="--h:{:.0f}">{}</div>').format(kind, place.height, Markup().join(cards))

    def add_to(self, slide: Any, box: Box) -> None:
        """One card a figure: what it is, the number, what it says."""
        from queries.reports.bodies import native

        width = (box.width - _SPACE * (len(self.items) - 1)) / max(len(self.items), 1)
        inner = width - 2 * _MARGIN
        for number, figure in enumerate(self.items):
            place = Box(box.left + number * (width + _SPACE), box.top, width, box.height)
            card = native.rounded(slide, place, 0.06)
            native.fill(card, native.SURFACE)
            native.outline(card, native.EDGE)
            lines = (
                native.Run(figure.label, native.largest_size(figure.label, inner, (14, 12, 10)), native.MUTED),
                native.Run(
                    figure.value,
                    native.largest_size(figure.value, inner, _TYPE),
                    native.TONES[figure.tone],
                    is_bold=True,
                ),
                native.Run(figure.note, native.largest_size(figure.note, inner, (13, 12, 11, 10), 2), native.MUTED),
            )
            native.write(card.text_frame, [[line] for line in lines], anchor="MIDDLE", margin=_MARGIN)
            native.describe(card, figure.label, figure.words)
