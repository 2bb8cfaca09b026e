"""From a briefing to the bytes of its deck."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn

from queries.briefing.model import (
    Bands,
    Body,
    Briefing,
    CityMap,
    Dimensions,
    Figures,
    Points,
    Radar,
    Slide,
    Table,
    Trend,
)
from queries.export.powerpoint import bodies, charts, citymap
from queries.export.powerpoint.drawing import (
    INK,
    MUTED,
    Box,
    Run,
    describe,
    largest_size,
    style,
    text_box,
)
from queries.export.powerpoint.frame import (
    BODY,
    COVER_SUBTITLE,
    COVER_TITLE,
    HEIGHT,
    INNER,
    SUBTITLE,
    TITLE,
    TITLE_SIZES,
    WIDTH,
    footer_and_number,
    new_deck,
    set_notes_theme,
)
from queries.reports.settled import settled
from queries.reports.texts import clean

_GAP = 0.4
_FIGURES_HEIGHT = 1.5
_COVER_SIZES: tuple[float, ...] = (44.0, 40.0, 36.0, 32.0, 28.0, 24.0)
_COVER_SUBTITLE_SIZES: tuple[float, ...] = (24.0, 20.0, 16.0)
_SUBTITLE_SIZES: tuple[float, ...] = (15.0, 14.0, 13.0, 12.0, 11.0)
_WATERMARK_ANGLE = -24
_TRANSPARENCY = "12000"  # thousandths of a percent that stay visible
_AUTHOR = "宁波市文明典范社区创建看板"

_BESIDE: Mapping[type[Any], Callable[[Any, Any, Box], None]] = {
    Bands: charts.draw_bands,
    Dimensions: charts.draw_dimensions,
    CityMap: citymap.draw_map,
    Radar: charts.draw_radar,
    Trend: charts.draw_trend,
    Points: bodies.draw_points,
}


def powerpoint(briefing: Briefing, published_at: datetime) -> bytes:
    """The deck of a briefing, 16:9, one slide each; the same briefing gives the same bytes.

    Args:
        briefing: What it says.
        published_at: When the version was published: the only time in the file.
    """
    deck = new_deck()
    for number, slide in enumerate(briefing.slides, start=1):
        _add_slide(deck, briefing, slide, number)
    if any(slide.talk for slide in briefing.slides):
        set_notes_theme(deck)
    _set_properties(deck, briefing, published_at)
    file = io.BytesIO()
    deck.save(file)
    return settled(file.getvalue(), published_at)


def _add_slide(deck: Any, briefing: Briefing, content: Slide, number: int) -> None:
    is_cover = content.section == "cover"
    slide = deck.slides.add_slide(deck.slide_layouts.get_by_name("封面" if is_cover else "标题与内容"))
    title, subtitle = list(slide.placeholders)[:2]
    box, sizes = (COVER_TITLE, _COVER_SIZES) if is_cover else (TITLE, TITLE_SIZES)
    size = largest_size(content.title, box.width, sizes, 2)
    _fill_placeholder(title, content.title, size, is_bold=True)
    if content.subtitle:
        place, sizes = (COVER_SUBTITLE, _COVER_SUBTITLE_SIZES) if is_cover else (SUBTITLE, _SUBTITLE_SIZES)
        _fill_placeholder(subtitle, content.subtitle, largest_size(content.subtitle, place.width, sizes), colour=MUTED)
    else:
        subtitle._element.getparent().remove(subtitle._element)
    if is_cover:
        _draw_cover(slide, briefing)
    _draw_bodies(slide, content)
    footer_and_number(slide, _footer(briefing), number)
    if briefing.is_demonstration:
        _draw_watermark(slide, briefing.nature)
    if content.talk:
        slide.notes_slide.notes_text_frame.text = clean("\n".join(content.talk))


def _fill_placeholder(shape: Any, text: str, size: float, *, colour: Any = INK, is_bold: bool = False) -> None:
    run = shape.text_frame.paragraphs[0].add_run()
    run.text = clean(text)
    style(run.font, size, colour, is_bold=is_bold)


def _draw_bodies(slide: Any, content: Slide) -> None:
    """Figures across the top; what else there is side by side below them, in order."""
    top = BODY.top
    beside: list[Body] = []
    for body in content.bodies:
        if isinstance(body, Figures):
            bodies.draw_figures(slide, body, Box(BODY.left, top, BODY.width, _FIGURES_HEIGHT))
            top += _FIGURES_HEIGHT + 0.25
        else:
            beside.append(body)
    width = (INNER - _GAP * (len(beside) - 1)) / max(len(beside), 1)
    for number, body in enumerate(beside):
        box = Box(BODY.left + number * (width + _GAP), top, width, BODY.top + BODY.height - top)
        if isinstance(body, Table):
            bodies.draw_table(slide, body, box, content.title)
        else:
            _BESIDE[type(body)](slide, body, box)


def _draw_cover(slide: Any, briefing: Briefing) -> None:
    """What every reader must know of where it comes from."""
    facts = [
        f"{briefing.nature} · 数据截至 {briefing.data_until} · 第 {briefing.version} 版",
        f"{briefing.standard}　{briefing.notice}",
        f"社区口径：{briefing.register_note}",
    ]
    box = Box(COVER_TITLE.left, 5.1, COVER_TITLE.width, 1.6)
    text_box(slide, box, [[Run(fact, largest_size(fact, box.width, (14, 12), 2), MUTED)] for fact in facts], space=6)


def _footer(briefing: Briefing) -> str:
    """Area · period · the notice of the standard · the version, as long as it fits on one line."""
    notice = briefing.notice.split("。")[0]
    parts = (briefing.area, briefing.period, f"第 {briefing.version} 版", notice or briefing.standard)
    return " · ".join(filter(None, parts))


def _draw_watermark(slide: Any, text: str) -> None:
    """Pale, across the slide, above everything."""
    height = 1.2
    box = Box(WIDTH * 0.08, (HEIGHT - height) / 2, WIDTH * 0.84, height)
    shape = text_box(
        slide, box, [[Run(text, 66, MUTED, is_bold=True)]], align=PP_ALIGN.CENTER, anchor=MSO_ANCHOR.MIDDLE, wraps=False
    )
    shape.rotation = _WATERMARK_ANGLE
    for colour in shape._element.xpath(".//a:rPr//a:schemeClr"):
        colour.append(colour.makeelement(qn("a:alpha"), {"val": _TRANSPARENCY}))
    describe(shape, "水印", text)


def _set_properties(deck: Any, briefing: Briefing, published_at: datetime) -> None:
    properties = deck.core_properties
    moment = published_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    mark = "（演示数据）" if briefing.is_demonstration else ""
    properties.title = clean(f"{briefing.area}{briefing.period}{briefing.title}{mark}")[:200]
    properties.author = properties.last_modified_by = _AUTHOR
    properties.subject = clean(briefing.standard)[:200]
    properties.comments = clean(briefing.notice)[:200]
    properties.keywords = briefing.nature
    properties.language = "zh-CN"
    properties.revision = 1
    properties.created = properties.modified = moment
