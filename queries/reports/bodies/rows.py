"""A short list: a row a thing, its facts in columns, each row opening what it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from queries.reports.bodies import svg
from queries.reports.bodies.body import Picture, Place, Tone

_ROW, _GAP = 44.0, 28.0

Cell = tuple[str, Tone]


@dataclass(frozen=True)
class Row:
    """Texts with their tones, the most telling first; those that do not fit are left out from the end."""

    cells: tuple[Cell, ...]
    code: str = ""

    @property
    def said(self) -> str:
        """The row for those who hear it, or point at it."""
        return " ".join(text for text, _ in self.cells if text)


@dataclass(frozen=True)
class Rows(Picture):
    """Rows whose columns are as wide as their longest text; what is left over is shared between them."""

    items: tuple[Row, ...]
    widths: ClassVar[Sequence[float]] = (560.0, 780.0, 1120.0)

    @property
    def words(self) -> str:
        """Every row."""
        return "；".join(item.said for item in self.items)

    def height_at(self, width: float) -> float:  # noqa: ARG002 - a row is a row
        """Its rows."""
        return _ROW * len(self.items)

    def svg(self, place: Place) -> str:
        """The rows, the first column strong."""
        texts = zip(*(item.cells for item in self.items), strict=True)
        wide = [max(svg.width_of(text, svg.SMALLEST) for text, _ in column) for column in texts]
        shown = 1
        while shown < len(wide) and sum(wide[: shown + 1]) + _GAP * shown <= place.width:
            shown += 1
        gap = (place.width - sum(wide[:shown])) / max(shown - 1, 1)
        rows = []
        for number, item in enumerate(self.items):
            x, top = 0.0, _ROW * number
            parts = [f'<rect x="0" y="{top:.0f}" width="{place.width:.0f}" height="{_ROW:.0f}" class="row"/>']
            for at, (text, tone) in enumerate(item.cells[:shown]):
                kind = "strong" if not at else {"muted": "quiet", "plain": ""}.get(tone, str(tone))
                is_last = at == shown - 1 and at > 0
                x_of = place.width if is_last else x
                parts.append(svg.label(x_of, top + _ROW / 2, text, svg.SMALLEST, kind, "end" if is_last else "start"))
                x += wide[at] + gap
            rows.append(svg.part("".join(parts), "line", item.said, code=item.code))
        return "".join(rows)
