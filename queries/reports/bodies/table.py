"""Rows and columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, ClassVar

from markupsafe import Markup

from queries.reports.bodies.body import Body, Box, Place, Tone
from queries.reports.bodies.svg import SMALLEST
from queries.reports.texts import largest, wrapped

# Type and padding, the first that fits.
_STEPS = ((36, 17), (33, 15), (30, 15), (30, 11), (28, 9), (26, 7), (24, 6))
_PADDING, _AFTER_NUMBER = 28.0, 20.0  # of a cell, and more to the left of a text that follows a number
_TYPE = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
_SIDE, _TOP = 0.13, 0.05  # margins of a cell, in inches
_TALLEST_ROW = 0.46

_PAGE = Markup(
    '<table style="--size:{};--pad:{}"><colgroup>{}</colgroup><thead><tr>{}</tr></thead><tbody>{}</tbody></table>'
)
_WIDTH = Markup('<col style="width:{:.2%}">')
_HEAD = Markup('<th scope="col" class="{}">{}</th>')
_CELL = Markup('<td class="{} {}">{}</td>')


@dataclass(frozen=True)
class Column:
    """A column of a table; ``share`` of its width, of all columns together."""

    name: str
    share: float
    is_number: bool = False


@dataclass(frozen=True)
class Table(Body):
    """A table that fits a slide: part ``part`` of ``parts``. ``tones`` has one entry per row and column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[tuple[Tone, ...], ...]
    part: int = 1
    parts: int = 1
    share: ClassVar[float] = 4.0

    @property
    def title(self) -> str:
        """The table, and of how many rows."""
        return f"{len(self.rows)} 行的表格"

    @property
    def words(self) -> str:
        """How many rows, and which columns."""
        part = f"，第 {self.part} 部分，共 {self.parts} 部分" if self.parts > 1 else ""
        return f"{len(self.rows)} 行{part}；列：{'、'.join(self._names)}"

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def _shares(self) -> list[float]:
        whole = sum(column.share for column in self.columns) or 1.0
        return [column.share / whole for column in self.columns]

    def markup(self, place: Place) -> Markup:
        """A table in the largest type in which all rows fit."""
        size, padding = largest(_STEPS, lambda step: self._fits(place, *step))
        kinds = ["number" if column.is_number else "" for column in self.columns]
        rows = (
            Markup("<tr>{}</tr>").format(
                Markup().join(_CELL.format(*cell) for cell in zip(kinds, tones, row, strict=True))
            )
            for row, tones in zip(self.rows, self.tones, strict=True)
        )
        widths = Markup().join(map(_WIDTH.format, self._shares))
        head = Markup().join(map(_HEAD.format, kinds, self._names))
        return _PAGE.format(size, padding, widths, head, Markup().join(rows))

    def pieces(self, place: Place) -> Sequence[Table]:
        """Tables of as many rows as fit, one at least."""
        found, start = [], 0
        while start < len(self.rows):
            stop = start + 1
            while stop < len(self.rows) and self._rows(start, stop + 1)._fits(place, *_STEPS[-1]):
                stop += 1
            found.append(self._rows(start, stop))
            start = stop
        return found or (self,)

    def _rows(self, start: int, stop: int) -> Table:
        return replace(self, rows=self.rows[start:stop], tones=self.tones[start:stop])

    def _fits(self, place: Place, size: float, padding: float) -> bool:
        """Whether all rows fit, estimated: each as high as its longest cell."""
        follows = [
            before.is_number and not column.is_number for before, column in pairwise((self.columns[0], *self.columns))
        ]
        widths = [
            (place.width * share - _PADDING - _AFTER_NUMBER * after) * 0.96
            for share, after in zip(self._shares, follows, strict=True)
        ]
        head = _lines(self._names, widths, SMALLEST) * SMALLEST * 1.3 + 2 * padding + 4
        rows = sum(_lines(row, widths, size) * size * 1.3 + 2 * padding + 2 for row in self.rows)
        return head + rows <= place.height

    def add_to(self, slide: Any, box: Box) -> None:
        """A real table: the header in bold over a line, numbers to the right, tones as the colour of their text."""
        from queries.reports.bodies import native

        widths = [box.width * share for share in self._shares]
        inner = [(width - 2 * _SIDE) * native.POINTS_PER_INCH for width in widths]

        def height(size: float) -> float:
            lines = sum(_lines(row, inner, size) for row in (self._names, *self.rows))
            return lines * size * 1.25 / native.POINTS_PER_INCH + 2 * _TOP * (len(self.rows) + 1)

        size = largest(_TYPE, lambda size: height(size) <= box.height)
        tall = min(_TALLEST_ROW, box.height / (len(self.rows) + 1))
        frame, table = native.table(slide, box, widths, [tall] * (len(self.rows) + 1))
        for number, column in enumerate(self.columns):
            align = "RIGHT" if column.is_number else "LEFT"
            head = native.Run(column.name, min(size, 14), native.MUTED, is_bold=True)
            native.cell(table.cell(0, number), head, align, (_SIDE, _TOP), is_header=True)
            for line, (texts, tones) in enumerate(zip(self.rows, self.tones, strict=True), start=1):
                is_bold = tones[number] in {"above", "below"}
                run = native.Run(texts[number], size, native.TONES[tones[number]], is_bold=is_bold)
                native.cell(table.cell(line, number), run, align, (_SIDE, _TOP))
        native.describe(frame, "表格", f"{slide.shapes.title.text_frame.text}：{self.words}")


def _lines(cells: Sequence[str], widths: Sequence[float], size: float) -> int:
    """How many lines the longest cell of a row takes."""
    return max((len(wrapped(cell, width / size)) for cell, width in zip(cells, widths, strict=True)), default=1)
