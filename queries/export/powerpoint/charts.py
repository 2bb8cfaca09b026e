"""Native charts: their data lie in a workbook inside the deck, so that PowerPoint and WPS can edit them."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
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
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt
from xlsxwriter import Workbook

from queries import formats
from queries.briefing.model import Bands, Dimensions, Radar, Trend
from queries.export.powerpoint.drawing import (
    ABOVE,
    BANDS,
    BELOW,
    EDGE,
    INK,
    MUTED,
    NOTHING,
    OTHER,
    PAST,
    SURFACE,
    Box,
    Colour,
    Run,
    describe,
    fill,
    largest_size,
    outline,
    paint,
    style,
    text_box,
)
from queries.reports.texts import clean

LINE_NAME = "达标线"
GOAL_NAME = "目标"
SCORE_NAME = "得分率"
DISTANCE_NAME = "距达标线"
_TWO_DIGITS = '0.00;"−"0.00'
_SIGNED = '"+"0.00;"−"0.00;0.00'
_HEADING = 0.36  # height of the words above a chart, in inches
_LABEL_ROOM = 0.6  # of the longest bar
_WORTH_A_LABEL = 0.05  # of the whole, below which a part of a bar has no room for its number
_PERIOD = re.compile(r"(\d{4})年第([一二三四])季度")
_QUARTERS = "一二三四"


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


def draw_bands(slide: Any, body: Bands, box: Box) -> None:
    """One stacked bar, a band a part, and the bands in words and symbols below it."""
    whole = sum(band.count for band in body.items)
    data = _Data(number_format="0")
    data.categories = ["社区"]
    for band in body.items:
        data.add_series(clean(band.name), [band.count])
    _heading(slide, f"{whole} 个社区按等次", box)
    place = Box(box.left, box.top + _HEADING, box.width, min(0.9, box.height * 0.3))
    frame, chart = _add(slide, XL_CHART_TYPE.BAR_STACKED, data, place)
    chart.has_legend = False
    _hide_axes(chart)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, max(whole, 1)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 30, 100
    for band, series in zip(body.items, plot.series, strict=True):
        colour = NOTHING if band.position == 0 else BANDS[min(band.position, len(BANDS)) - 1]
        fill(series.format, colour)
        outline(series.format, SURFACE, 1.5)
        if whole and band.count / whole >= _WORTH_A_LABEL:
            _number_labels(series, 16, SURFACE if colour in {ABOVE, BELOW} else INK, "0", is_bold=True)
    words = "，".join(f"{band.name} {band.count} 个" for band in body.items)
    describe(frame, "各等次社区数", f"堆积条形图：{words}")
    top = place.top + place.height + 0.12
    lines = [
        [Run(f"{band.symbol} {band.name}　", 17, INK), Run(f"{band.count} 个", 17, INK, is_bold=True)]
        for band in body.items
    ]
    text_box(slide, Box(box.left + 0.1, top, box.width - 0.2, box.top + box.height - top), lines, space=4)


def draw_dimensions(slide: Any, body: Dimensions, box: Box) -> None:
    """A bar a dimension from the line to its score: to the left below it, to the right above it."""
    data = _Data(number_format=_SIGNED)
    data.categories = [clean(f"{item.name} {item.value}\n较上季 {item.change}") for item in body.items]
    distances = [_distance(item.score, body.line) for item in body.items]
    data.add_series(DISTANCE_NAME, distances)
    line = formats.number(body.line, 0)
    _heading(slide, f"各维度得分与距达标线 {line} 的分数", box)
    place = Box(box.left, box.top + _HEADING, box.width, box.height - _HEADING)
    frame, chart = _add(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, place)
    chart.has_legend = False
    known = [distance for distance in distances if distance is not None]
    furthest = max([abs(distance) for distance in known] or [1.0])
    below, above = max([0.0, *(-distance for distance in known)]), max([0.0, *known])
    room = furthest * _LABEL_ROOM  # beyond the longest bar on its side, for its number
    values, names = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale = -(below + room), above + room
    values.visible = False
    values.has_major_gridlines = False
    names.reverse_order = True
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.has_major_gridlines = False
    style(names.tick_labels.font, 13, INK)
    skip = parse_xml(f'<c:tickLblSkip {nsdecls("c")} val="1"/>')
    names._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)
    _line(names.format.line, MUTED, 1.5, MSO_LINE.DASH)
    series = chart.plots[0].series[0]
    chart.plots[0].gap_width = 70
    series.invert_if_negative = False
    fill(series.format, ABOVE)
    for number, distance in enumerate(distances):
        fill(series.points[number].format, BELOW if distance is not None and distance < 0 else ABOVE)
    _number_labels(series, 14, INK, _SIGNED, is_bold=True, position=XL_LABEL_POSITION.OUTSIDE_END)
    words = "；".join(f"{item.name} {item.value}，较上季 {item.change}" for item in body.items)
    describe(frame, "五个维度", f"条形图，以达标线 {line} 为中线：{words}")


def draw_radar(slide: Any, body: Radar, box: Box) -> None:
    """The dimensions of one area beside others; the line is a series of its own."""
    data = _Data(number_format=_TWO_DIGITS)
    data.categories = [clean(axis) for axis in body.axes]
    for series in body.series:
        data.add_series(clean(series.name), [_printed(score) for score in series.scores])
    data.add_series(f"{LINE_NAME} {formats.number(body.line, 0)}", [body.line] * len(body.axes))
    frame, chart = _add(slide, XL_CHART_TYPE.RADAR_MARKERS, data, box)
    _legend(chart)
    values = chart.value_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = 0, 100, 20
    values.has_major_gridlines = True
    _line(values.major_gridlines.format.line, EDGE, 0.75)
    _line(values.format.line, EDGE, 0.75)
    values.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    style(chart.category_axis.tick_labels.font, 14, INK)
    colours = (ABOVE, MUTED, PAST, OTHER)
    *shapes, line = list(chart.plots[0].series)
    for number, series in enumerate(shapes):
        colour = colours[min(number, len(colours) - 1)]
        _line(series.format.line, colour, 3 if number == 0 else 1.75, None if number == 0 else MSO_LINE.DASH)
        _marker(series, colour if number == 0 else None)
    _line(line.format.line, BELOW, 1.5, MSO_LINE.ROUND_DOT)
    _marker(line, None)
    if shapes:
        _number_labels(shapes[0], 13, INK, _TWO_DIGITS, is_bold=True)
    words = "；".join(
        f"{series.name}：{'，'.join(f'{axis} {value}' for axis, value in zip(body.axes, series.values, strict=True))}"
        for series in body.series
    )
    describe(frame, "五维雷达图", f"雷达图，{LINE_NAME} {formats.number(body.line, 0)}。{words}")


def draw_trend(slide: Any, body: Trend, box: Box) -> None:
    """The total over the periods; the line and the way to the goal are series of their own, real changes marked."""
    ahead = body.goal.quarters if body.goal else 0
    names = [*body.periods, *(_later(body.periods[-1], step) for step in range(1, ahead + 1))]
    scores = [_printed(score) for score in body.scores]
    data = _Data(number_format=_TWO_DIGITS)
    data.categories = [clean(name.replace("年", "年\n", 1)) for name in names]
    data.add_series(SCORE_NAME, [*scores, *[None] * ahead])
    data.add_series(f"{LINE_NAME} {formats.number(body.line, 0)}", [body.line] * len(names))
    if body.goal:
        way = [scores[-1], *[None] * (ahead - 1), body.goal.value] if ahead else [body.goal.value]
        data.add_series(GOAL_NAME, [*[None] * (len(names) - len(way)), *way])
    frame, chart = _add(slide, XL_CHART_TYPE.LINE_MARKERS, data, box)
    _legend(chart)
    _span_gaps(chart)
    known = [score for score in (*scores, body.line, body.goal.value if body.goal else None) if score is not None]
    values = chart.value_axis
    room = max((max(known) - min(known)) * 0.25, 1.0)
    values.minimum_scale = max(0, math.floor(min(known) - room))
    values.maximum_scale = min(100, math.ceil(max(known) + room))
    values.has_major_gridlines = False
    values.visible = False
    style(chart.category_axis.tick_labels.font, 12, MUTED)
    _line(chart.category_axis.format.line, EDGE, 1)
    series = list(chart.plots[0].series)
    for shape, colour, width, dash in zip(
        series, (ABOVE, MUTED, BELOW), (3, 1.5, 2), (None, MSO_LINE.DASH, MSO_LINE.ROUND_DOT), strict=False
    ):
        shape.smooth = False
        _line(shape.format.line, colour, width, dash)
        _marker(shape, None if shape is series[1] else colour)
    _number_labels(series[0], 14, INK, _TWO_DIGITS, position=XL_LABEL_POSITION.ABOVE)
    for number, (mark, value) in enumerate(zip(body.marks, body.values, strict=True)):
        if mark:
            _own_label(series[0], number, f"{value} {mark}", ABOVE if mark in "▲△" else BELOW, XL_LABEL_POSITION.ABOVE)
    if body.goal:
        _own_label(series[2], len(names) - 1, body.goal.name, BELOW, XL_LABEL_POSITION.ABOVE)
    words = "，".join(
        f"{name} {value}{mark}" for name, value, mark in zip(body.periods, body.values, body.marks, strict=True)
    )
    goal = f"；{body.goal.name}" if body.goal else ""
    describe(frame, "得分率走势", f"折线图，{LINE_NAME} {formats.number(body.line, 0)}：{words}{goal}")


def _printed(score: float | None) -> float | None:
    """A number as it is printed, so that a chart's own labels say the same."""
    return None if score is None else formats.rounded(score)


def _distance(score: float | None, line: float) -> float | None:
    return None if score is None else formats.rounded(formats.rounded(score) - line)


def _later(period: str, quarters: int) -> str:
    """The quarter so many after 2026年第三季度, in the same words."""
    found = _PERIOD.fullmatch(period)
    if not found:
        return f"{quarters} 季后"
    number = int(found[1]) * 4 + _QUARTERS.index(found[2]) + quarters
    return f"{number // 4}年第{_QUARTERS[number % 4]}季度"


def _heading(slide: Any, text: str, box: Box) -> None:
    size = largest_size(text, box.width, (16, 15, 14, 12))
    text_box(slide, Box(box.left + 0.1, box.top, box.width - 0.1, _HEADING), [[Run(text, size, INK, is_bold=True)]])


def _add(slide: Any, kind: Any, data: _Data, box: Box) -> tuple[Any, Any]:
    frame = slide.shapes.add_chart(kind, *box.emu, data)
    chart = frame.chart
    style(chart.font, 13, INK)
    chart.has_title = False
    space = chart._chartSpace
    language = space.find(qn("c:lang"))
    if language is not None:
        language.set("val", "zh-CN")
    return frame, chart


def _legend(chart: Any) -> None:
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    style(chart.legend.font, 13, INK)


def _hide_axes(chart: Any) -> None:
    for axis in (chart.value_axis, chart.category_axis):
        axis.visible = False
        axis.has_major_gridlines = False


def _line(line: Any, colour: Colour, width: float, dash: Any = None) -> None:
    line.fill.solid()
    paint(line.fill.fore_color, colour)
    line.width = Pt(width)
    if dash is not None:
        line.dash_style = dash


def _marker(series: Any, colour: Colour | None) -> None:
    if colour is None:
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    series.marker.style = XL_MARKER_STYLE.CIRCLE
    series.marker.size = 8
    fill(series.marker.format, colour)
    outline(series.marker.format, SURFACE, 1)


def _number_labels(
    series: Any, size: float, colour: Colour, digits: str, *, is_bold: bool = False, position: Any = None
) -> None:  # fmt: skip
    labels = series.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = digits, False
    if position is not None:
        labels.position = position
    style(labels.font, size, colour, is_bold=is_bold)
    labels._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("wrap", "none")


def _own_label(series: Any, point: int, text: str, colour: Colour, position: Any) -> None:
    label = series.points[point].data_label
    paragraph = label.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text = clean(text)
    style(run.font, 14, colour, is_bold=True)
    label.position = position


def _span_gaps(chart: Any) -> None:
    """Draw a line over empty cells: the way to the goal has only its two ends."""
    element = chart._chartSpace.chart
    for old in element.findall(qn("c:dispBlanksAs")):
        element.remove(old)
    element.find(qn("c:plotVisOnly")).addnext(parse_xml(f'<c:dispBlanksAs {nsdecls("c")} val="span"/>'))
