"""Figures as cards, sentences as bullets, rows as a real table."""

from __future__ import annotations

from typing import Any

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt

from queries.briefing.model import Figures, Points, Table
from queries.export.powerpoint.drawing import (
    EDGE,
    GROUND,
    MUTED,
    SURFACE,
    TONES,
    Box,
    Run,
    describe,
    fill,
    largest_size,
    lines_of,
    outline,
    plain,
    text_box,
    write,
)

_GAP = 0.18
_PADDING = 0.16
_VALUE_SIZES = (32.0, 28.0, 24.0, 20.0, 16.0, 12.0)
_POINT_SIZES = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 11.0, 10.0)
_CELL_SIZES = (16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
_CELL_SIDE, _CELL_TOP = 0.13, 0.05  # margins of a cell, in inches
_LINE = 1.25 / 72  # height of a line per point, in inches
_TALLEST_ROW = 0.46


def draw_figures(slide: Any, body: Figures, box: Box) -> None:
    """One card a figure: what it is, the number, what it says."""
    width = (box.width - _GAP * (len(body.items) - 1)) / max(len(body.items), 1)
    for number, figure in enumerate(body.items):
        place = Box(box.left + number * (width + _GAP), box.top, width, box.height)
        card = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *place.emu)
        card.adjustments[0] = 0.06
        fill(card, SURFACE)
        outline(card, EDGE)
        plain(card)
        inner = width - 2 * _PADDING
        value_size = largest_size(figure.value, inner, _VALUE_SIZES)
        write(
            card.text_frame,
            [
                [Run(figure.label, largest_size(figure.label, inner, (14, 12, 10)), MUTED)],
                [Run(figure.value, value_size, TONES[figure.tone], is_bold=True)],
                [Run(figure.note, largest_size(figure.note, inner, (13, 12, 11, 10), 2), MUTED)],
            ],
            anchor=MSO_ANCHOR.MIDDLE, margin=_PADDING,
        )  # fmt: skip
        describe(card, figure.label, " ".join(filter(None, (figure.label, figure.value, figure.note))))


def draw_points(slide: Any, body: Points, box: Box) -> None:
    """Sentences as bullets, as large as they fit."""
    indent = 0.32
    room = box.width - indent

    def height(size: float) -> float:
        return sum(lines_of(item, size, room) * size * _LINE + size * 0.6 / 72 for item in body.items)

    size = next((size for size in _POINT_SIZES if height(size) <= box.height), _POINT_SIZES[-1])
    shape = text_box(slide, box, [[Run(item, size)] for item in body.items], space=size * 0.6)
    for paragraph in shape.text_frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(int(Inches(indent))))
        properties.set("indent", str(-int(Inches(indent))))
        for part in (
            '<a:buClr %s><a:schemeClr val="accent1"/></a:buClr>',
            '<a:buFont %s typeface="Arial"/>',
            '<a:buChar %s char="•"/>',
        ):
            properties.append(parse_xml(part % nsdecls("a")))
    describe(shape, "要点", "；".join(body.items))


def draw_table(slide: Any, body: Table, box: Box, title: str) -> None:
    """A real table: the header in bold over a line, numbers to the right, tones as the colour of their text."""
    whole = sum(column.share for column in body.columns)
    widths = [box.width * column.share / whole for column in body.columns]
    size = _cell_size(body, widths, box.height)
    frame = slide.shapes.add_table(len(body.rows) + 1, len(body.columns), *box.emu)
    table = frame.table
    _set_plain_style(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Inches(width)
    row_height = min(_TALLEST_ROW, box.height / (len(body.rows) + 1))
    for row in table.rows:
        row.height = Inches(row_height)
    for number, column in enumerate(body.columns):
        align = PP_ALIGN.RIGHT if column.is_number else PP_ALIGN.LEFT
        _write_cell(table.cell(0, number), Run(column.name, min(size, 14), MUTED, is_bold=True), align, is_header=True)
        for line, (texts, tones) in enumerate(zip(body.rows, body.tones, strict=True), start=1):
            colour = TONES[tones[number]]
            is_bold = tones[number] in {"above", "below"}
            _write_cell(table.cell(line, number), Run(texts[number], size, colour, is_bold=is_bold), align)
    part = f"，第 {body.part} 部分，共 {body.parts} 部分" if body.parts > 1 else ""
    names = "、".join(column.name for column in body.columns)
    describe(frame, "表格", f"{title}：{len(body.rows)} 行{part}；列：{names}")


def _cell_size(body: Table, widths: list[float], height: float) -> float:
    """The largest size at which all rows fit: a long name makes its row taller."""

    def needed(size: float) -> float:
        rows = [tuple(column.name for column in body.columns), *body.rows]
        return sum(
            max(lines_of(text, size, width - 2 * _CELL_SIDE) for text, width in zip(row, widths, strict=True))
            * size * _LINE + 2 * _CELL_TOP
            for row in rows
        )  # fmt: skip

    return next((size for size in _CELL_SIZES if needed(size) <= height), _CELL_SIZES[-1])


def _write_cell(cell: Any, run: Run, align: Any, *, is_header: bool = False) -> None:
    write(cell.text_frame, [[run]], align=align)
    colour, width = ("accent1", Pt(1.5)) if is_header else ("bg2", Pt(0.75))
    darker = "" if is_header else '<a:lumMod val="90000"/>'
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    below = (
        f'<a:lnB w="{int(width)}"><a:solidFill><a:schemeClr val="{colour}">{darker}</a:schemeClr></a:solidFill></a:lnB>'
    )
    ground = f"<a:solidFill>{GROUND.xml}</a:solidFill>" if is_header else "<a:noFill/>"
    side, top = int(Inches(_CELL_SIDE)), int(Inches(_CELL_TOP))
    element = cell._tc
    for old in element.findall(qn("a:tcPr")):
        element.remove(old)
    element.append(
        parse_xml(
            f'<a:tcPr {nsdecls("a")} marL="{side}" marR="{side}" marT="{top}" marB="{top}" anchor="ctr">'
            f"{none}{below}{ground}</a:tcPr>"
        )
    )


def _set_plain_style(table: Any) -> None:
    """No style of the program: neither bands nor its colours."""
    properties = table._tbl.tblPr
    identity = properties.find(qn("a:tableStyleId"))
    identity.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # 无样式，无网格
    table.horz_banding = False
    table.first_row = True
