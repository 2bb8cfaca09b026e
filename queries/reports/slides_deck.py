"""A briefing as a PowerPoint deck that the office can go on editing: real titles, charts with their data, tables, shapes.

How it looks is files/deck.pptx, opened and restyled like any deck: its layouts 封面 and 标题与内容 say where title, subtitle,
content and footer stand, its theme has the colours and fonts. Nothing but the briefing is asked.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Pt

from queries.reports.bodies import native
from queries.reports.bodies.body import Body, Box
from queries.reports.briefing import Briefing, Slide
from queries.reports.pages import FILES
from queries.reports.settled import describe, settled
from queries.reports.texts import clean

_COVER, _CONTENT = "封面", "标题与内容"
_TITLE, _SUBTITLE, _BODY = 0, 1, 2  # the placeholders of a layout that are filled, in its order
_FOOTER, _NUMBER = "ftr", "sldNum"
_EMU_PER_INCH = 914_400
_GAP, _ROW, _BELOW_ROW = 0.4, 1.5, 0.25  # between bodies, height of a row of figures and the gap below it, in inches
_STEPS = (1.0, 14 / 15, 13 / 15, 0.8, 11 / 15, 2 / 3, 0.6, 0.55)  # of the layout's type, where a text needs less
_WATERMARK_ANGLE = -24
_TRANSPARENCY = "12000"  # thousandths of a percent that stay visible


def powerpoint(briefing: Briefing, published_at: datetime) -> bytes:
    """The deck of a briefing, 16:9, one slide each; the same briefing gives the same bytes.

    Args:
        briefing: What it says.
        published_at: When the version was published: the only time in the file.
    """
    deck = Presentation(FILES / "deck.pptx")
    for number, slide in enumerate(briefing.slides, start=1):
        _add_slide(deck, briefing, slide, number)
    properties = deck.core_properties
    describe(properties, f"{briefing.area}{briefing.period}{briefing.title}", briefing.mark, published_at)
    properties.subject, properties.comments = clean(briefing.standard)[:200], clean(briefing.notice)[:200]
    properties.keywords = _nature(briefing)
    file = io.BytesIO()
    deck.save(file)
    return settled(file.getvalue(), published_at)


def _add_slide(deck: Any, briefing: Briefing, content: Slide, number: int) -> None:
    layout = deck.slide_layouts.get_by_name(_CONTENT if content.bodies else _COVER)
    slide = deck.slides.add_slide(layout)
    places = list(slide.placeholders)
    _fill(places[_TITLE], [content.title], most_lines=2)
    _fill(places[_SUBTITLE], [content.subtitle] if content.subtitle else [])
    box = _box(places[_BODY])
    _fill(places[_BODY], [] if content.bodies else _facts(briefing), most_lines=2)
    _add_bodies(slide, content.bodies, box)
    _copy_from_layout(slide, _FOOTER, _footer(briefing))
    _copy_from_layout(slide, _NUMBER, str(number))
    if briefing.mark:
        _add_watermark(slide, deck, briefing.mark)
    if content.talk:
        slide.notes_slide.notes_text_frame.text = clean("\n".join(content.talk))


def _box(shape: Any) -> Box:
    """Where a placeholder stands."""
    return Box(*(length / _EMU_PER_INCH for length in (shape.left, shape.top, shape.width, shape.height)))


def _fill(shape: Any, texts: Sequence[str], most_lines: int = 1) -> None:
    """Paragraphs in the type of the layout, smaller where they need it; without any the placeholder goes."""
    if not texts:
        shape._element.getparent().remove(shape._element)
        return
    own = int(shape._base_placeholder._element.xpath(".//a:lvl1pPr/a:defRPr/@sz")[0]) / 100
    width = _box(shape).width
    frame = shape.text_frame
    for at, text in enumerate(texts):
        run = (frame.add_paragraph() if at else frame.paragraphs[0]).add_run()
        run.text = clean(text)
        size = native.largest_size(text, width, [round(own * step, 1) for step in _STEPS], most_lines)
        if size < own:
            run.font.size = Pt(size)
        native.say_chinese(run._r.get_or_add_rPr())


def _copy_from_layout(slide: Any, kind: str, text: str) -> None:
    """The footer or the number of a slide: the library copies neither, and not every program inherits their style."""
    (own,) = slide.slide_layout.placeholders._element.xpath(f".//p:sp[.//p:ph[@type='{kind}']]")
    shape = deepcopy(own)
    tree = slide.shapes._spTree
    shape.xpath(".//p:cNvPr")[0].set("id", str(max(map(int, tree.xpath(".//p:cNvPr/@id"))) + 1))
    paragraph = shape.find(f".//{qn('a:p')}")
    field = paragraph.find(qn("a:fld"))
    run = field if field is not None else paragraph.add_r()
    run.find(qn("a:t")).text = clean(text)
    native.say_chinese(run.get_or_add_rPr())
    tree.append(shape)


def _add_bodies(slide: Any, bodies: Sequence[Body], box: Box) -> None:
    """Rows across the top; what else there is side by side below them, in order."""
    top = box.top
    for body in bodies:
        if body.is_row:
            body.add_to(slide, Box(box.left, top, box.width, _ROW))
            top += _ROW + _BELOW_ROW
    beside = [body for body in bodies if not body.is_row]
    width = (box.width - _GAP * (len(beside) - 1)) / max(len(beside), 1)
    for at, body in enumerate(beside):
        body.add_to(slide, Box(box.left + at * (width + _GAP), top, width, box.top + box.height - top))


def _facts(briefing: Briefing) -> list[str]:
    """What every reader must know of where it comes from."""
    return [
        f"{_nature(briefing)} · 数据截至 {briefing.data_until} · {briefing.edition}",
        f"{briefing.standard}　{briefing.notice}",
        f"社区口径：{briefing.register_note}",
    ]


def _nature(briefing: Briefing) -> str:
    return briefing.mark or "正式数据"


def _footer(briefing: Briefing) -> str:
    """Area · period · the version · the notice of the standard, as long as it fits on one line."""
    notice = briefing.notice.split("。")[0]
    parts = (briefing.area, briefing.period, briefing.edition, notice or briefing.standard)
    return " · ".join(filter(None, parts))


def _add_watermark(slide: Any, deck: Any, text: str) -> None:
    """Pale, across the slide, above everything."""
    width, height, tall = deck.slide_width / _EMU_PER_INCH, deck.slide_height / _EMU_PER_INCH, 1.2
    box = Box(width * 0.08, (height - tall) / 2, width * 0.84, tall)
    words = native.Run(text, 66, native.MUTED, is_bold=True)
    shape = native.text_box(slide, box, [[words]], align="CENTER", anchor="MIDDLE", wraps=False)
    shape.rotation = _WATERMARK_ANGLE
    for colour in shape._element.xpath(".//a:rPr//a:schemeClr"):
        colour.append(colour.makeelement(qn("a:alpha"), {"val": _TRANSPARENCY}))
    native.describe(shape, "水印", text)
