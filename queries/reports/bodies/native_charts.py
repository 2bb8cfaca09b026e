"""Charts of PowerPoint, which hold their data in a workbook inside, so that PowerPoint and WPS can edit them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from xlsxwriter import Workbook

from queries.reports.bodies.body import Box
from queries.reports.bodies.native import INK, MUTED, SURFACE, Colour, fill, in_emu, outline, stroke, style
from queries.reports.texts import clean


class _Writer(CategoryWorkbookWriter):  # type: ignore[misc]
    """The workbook of a chart; a name that begins with = stays a text."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: io.BytesIO) -> Iterator[tuple[Workbook, Any]]:
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(xlsx_file, options) as workbook:
            yield workbook, workbook.add_worksheet()


class _Data(CategoryChartData):  # type: ignore[misc]
    """Categories and series of a chart."""

    @property
    def _workbook_writer(self) -> _Writer:
        return _Writer(self)


def chart(
    slide: Any,
    box: Box,
    kind: str,
    categories: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    digits: str,
    *,
    has_legend: bool = False,
) -> tuple[Any, Any]:
    """A chart of a kind of ``XL_CHART_TYPE``, and the frame around it."""
    data = _Data(number_format=digits)
    data.categories = list(map(clean, categories))
    for name, values in series:
        data.add_series(clean(name), values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE[kind], *in_emu(box), data)
    made = frame.chart
    style(made.font, 13, INK)
    made.has_title = False
    made.has_legend = has_legend
    if has_legend:
        made.legend.position = XL_LEGEND_POSITION.BOTTOM
        made.legend.include_in_layout = False
        style(made.legend.font, 13, INK)
    language = made._chartSpace.find(qn("c:lang"))
    if language is not None:
        language.set("val", "zh-CN")
    return frame, made


def name_every_bar(axis: Any) -> None:
    """Names at the left of all bars, from top to bottom, none left out, and the line as the axis."""
    axis.reverse_order = True
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.has_major_gridlines = False
    style(axis.tick_labels.font, 13, INK)
    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    stroke(axis.format.line, MUTED, 1.5, "DASH")


def without_ticks(axis: Any) -> None:
    """An axis without numbers."""
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE


def marker(series: Any, colour: Colour | None) -> None:
    """A round mark at every point; ``None`` for no mark."""
    series.marker.style = XL_MARKER_STYLE.CIRCLE if colour else XL_MARKER_STYLE.NONE
    if colour:
        series.marker.size = 8
        fill(series.marker.format, colour)
        outline(series.marker.format, SURFACE, 1)


def number_labels(
    series: Any, size: float, colour: Colour, digits: str, *, is_bold: bool = False, position: str = ""
) -> None:
    """Every value at its point; ``position`` is a name of ``XL_LABEL_POSITION``."""
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = digits, False
    if position:
        labels.position = XL_LABEL_POSITION[position]
    style(labels.font, size, colour, is_bold=is_bold)
    labels._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("wrap", "none")


def own_label(series: Any, point: int, text: str, colour: Colour) -> None:
    """A text of its own above a point."""
    label = series.points[point].data_label
    run = label.text_frame.paragraphs[0].add_run()
    run.text = clean(text)
    style(run.font, 14, colour, is_bold=True)
    label.position = XL_LABEL_POSITION.ABOVE


def span_gaps(made: Any) -> None:
    """Draw a line over empty cells: the way to the goal has only its two ends."""
    element = made._chartSpace.chart
    for old in element.findall(qn("c:dispBlanksAs")):
        element.remove(old)
    element.find(qn("c:plotVisOnly")).addnext(parse_xml(f'<c:dispBlanksAs {nsdecls("c")} val="span"/>'))
