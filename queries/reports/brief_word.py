"""The brief as a Word document that the office can go on editing.

How it looks is files/brief.docx, opened and restyled like any document: its page, its named styles, their fonts and
colours. Here is only the order of the paragraphs, and how large they can be.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.shared import Pt

from queries.reports.bodies.body import Tone
from queries.reports.bodies.figures import Figure
from queries.reports.brief import Brief
from queries.reports.pages import FILES
from queries.reports.settled import describe, settled
from queries.reports.texts import clean

_TONES: dict[Tone, str] = {"above": "达标线以上", "below": "达标线以下"}
_BEFORE_SOURCES = 8.0  # points


def brief_word(brief: Brief, published_at: datetime) -> bytes:
    """The document; the same brief gives the same bytes.

    Args:
        brief: What it says.
        published_at: When the version was published: the only time in the file.
    """
    document = docx.Document(str(FILES / "brief.docx"))
    _set_sizes(document, brief)
    _write(document, "Title", brief.title)
    _write(document, "期号", f"{brief.period}　{brief.edition}")
    _write(document, "正文", brief.lead)
    _write_figures(document, brief.figures)
    for said in brief.numbered:
        paragraph = document.add_paragraph(style="正文")
        paragraph.add_run(clean(said.heading), "小标题")
        paragraph.add_run(clean(said.text))
    for at, source in enumerate(brief.sources):
        paragraph = _write(document, "来源", source)
        paragraph.paragraph_format.space_before = None if at else Pt(_BEFORE_SOURCES)
    section = document.sections[0]
    section.header.paragraphs[0].text = clean(brief.mark)
    section.footer.paragraphs[0].text = clean(f"{brief.area} · {brief.period}")
    describe(document.core_properties, f"{brief.title} {brief.period}", brief.mark, published_at)
    document.core_properties.comments, document.core_properties.keywords = "", brief.mark
    file = io.BytesIO()
    document.save(file)
    return settled(file.getvalue(), published_at)


def _set_sizes(document: Any, brief: Brief) -> None:
    """The styles as large as the page allows: type and distance of the lines in points."""
    sizes = brief.sizes
    for name, size, line in (
        ("Title", sizes.title, sizes.title * 1.4),
        ("期号", sizes.small + 1, sizes.small * 1.6),
        ("正文", sizes.text, sizes.line),
        ("数字标签", sizes.small, sizes.small_line),
        ("数字", sizes.value, sizes.value * 1.3),
        ("数字说明", sizes.small, sizes.small_line),
        ("来源", sizes.small, sizes.small_line),
    ):
        style = document.styles[name]
        style.font.size, style.paragraph_format.line_spacing = Pt(size), Pt(line)


def _write(document: Any, style: str, text: str) -> Any:
    return document.add_paragraph(clean(text), style)


def _write_figures(document: Any, figures: tuple[Figure, ...]) -> None:
    """One row: what it is, the number, what it says."""
    table = document.add_table(1, len(figures), "数字表")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER  # not every program takes it from the style
    for cell, figure in zip(table.rows[0].cells, figures, strict=True):
        cell.paragraphs[0].style = "数字标签"
        cell.paragraphs[0].add_run(clean(figure.label))
        cell.add_paragraph(style="数字").add_run(clean(figure.value), _TONES.get(figure.tone))
        cell.add_paragraph(clean(figure.note), "数字说明")
