"""The brief as a Word document that the office can go on editing: A4, the fonts and margins of an official document."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from queries.briefing.brief import Brief
from queries.briefing.model import Tone
from queries.export.brief_fit import BOTTOM, LEFT, PAGE_HEIGHT, PAGE_WIDTH, RIGHT, TOP, Sizes, fitting, numbered
from queries.reports.settled import settled
from queries.reports.texts import clean
from queries.scale import BROWN, DEEP_TEAL

_TEXT_FONT, _HEADING_FONT, _TITLE_FONT, _LATIN_FONT = "仿宋", "黑体", "宋体", "Times New Roman"
# What a program takes where a font is missing.
_ALTERNATIVES = {"仿宋": "FangSong,仿宋_GB2312,STFangsong", "黑体": "SimHei,Microsoft YaHei", "宋体": "SimSun,STSong"}
_MUTED = "#595F69"
_TONES: dict[Tone, str] = {"above": DEEP_TEAL, "below": BROWN, "plain": "#000000", "muted": _MUTED}
_AUTHOR = "宁波市文明典范社区创建看板"


def brief_word(brief: Brief, published_at: datetime) -> bytes:
    """The document; the same brief gives the same bytes.

    Args:
        brief: What it says.
        published_at: When the version was published: the only time in the file.
    """
    document = docx.Document()
    sizes = fitting(brief)
    _set_page(document)
    _set_fonts(document, sizes)
    _write_title(document, brief, sizes)
    _write_text(document, "", brief.lead, sizes)
    _write_figures(document, brief, sizes)
    for heading, text in numbered(brief):
        _write_text(document, heading, text, sizes)
    _write_sources(document, brief, sizes)
    _write_head_and_foot(document, brief)
    _set_properties(document, brief, published_at)
    file = io.BytesIO()
    document.save(file)
    return settled(file.getvalue(), published_at)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(20), Mm(20)


def _set_fonts(document: Any, sizes: Sizes) -> None:
    """The body style in 仿宋, Chinese, and what to take where a font is missing."""
    style = document.styles["Normal"]
    _set_font(style, _TEXT_FONT, sizes.text)
    language = style.element.get_or_add_rPr()
    language.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))
    part = document.part.part_related_by(RT.FONT_TABLE)
    table = etree.fromstring(part.blob)
    for name, alternatives in _ALTERNATIVES.items():
        table.append(parse_xml(f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{alternatives}"/></w:font>'))
    part._blob = etree.tostring(table, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_font(holder: Any, name: str, size: float, *, is_bold: bool = False, colour: str = "#000000") -> None:
    """Font and size of a run or a style, for Latin and Chinese."""
    font = holder.font
    font.name, font.size, font.bold = _LATIN_FONT, Pt(size), is_bold
    font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
    fonts = holder.element.get_or_add_rPr().find(qn("w:rFonts"))
    fonts.set(qn("w:eastAsia"), name)


def _space(paragraph: Any, line: float, *, before: float = 0, after: float = 0) -> None:
    shape = paragraph.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)


def _run(paragraph: Any, text: str, name: str, size: float, **options: Any) -> None:
    _set_font(paragraph.add_run(clean(text)), name, size, **options)


def _write_title(document: Any, brief: Brief, sizes: Sizes) -> None:
    title = document.add_paragraph(style="Title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for old in title.style.element.xpath(".//w:pBdr | .//w:rFonts"):
        old.getparent().remove(old)
    _space(title, sizes.title * 1.4)
    _run(title, brief.title, _TITLE_FONT, sizes.title, is_bold=True)
    issue = document.add_paragraph()
    issue.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _space(issue, sizes.small * 1.6, after=sizes.small * 0.8)
    _run(issue, f"{brief.period}　{brief.edition}", _TEXT_FONT, sizes.small + 1)
    issue._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="4" w:color="{DEEP_TEAL[1:]}"/></w:pBdr>'
        )
    )
    _order(issue)


def _order(paragraph: Any) -> None:
    """Borders come before spacing in a paragraph's properties."""
    properties = paragraph._p.get_or_add_pPr()
    border, spacing = properties.find(qn("w:pBdr")), properties.find(qn("w:spacing"))
    if border is not None and spacing is not None:
        spacing.addprevious(border)


def _write_text(document: Any, heading: str, text: str, sizes: Sizes) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _space(paragraph, sizes.line)
    paragraph.paragraph_format.first_line_indent = Pt(sizes.text * 2)
    if heading:
        _run(paragraph, heading, _HEADING_FONT, sizes.text)
    _run(paragraph, text, _TEXT_FONT, sizes.text)


def _write_figures(document: Any, brief: Brief, sizes: Sizes) -> None:
    """One row: what it is, the number, what it says."""
    table = document.add_table(rows=1, cols=len(brief.figures))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="9AA3AE"/>' for side in ("top", "bottom", "insideV"))
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    properties = table._tbl.tblPr
    after = next(
        (part for name in ("w:tblLayout", "w:tblLook") if (part := properties.find(qn(name))) is not None), None
    )
    if after is None:
        properties.append(borders)
    else:
        after.addprevious(borders)
    for cell, figure in zip(table.rows[0].cells, brief.figures, strict=True):
        lines = (
            (figure.label, _HEADING_FONT, sizes.small, "#000000", sizes.small_line, False),
            (figure.value, _HEADING_FONT, sizes.value, _TONES[figure.tone], sizes.value * 1.3, True),
            (figure.note, _TEXT_FONT, sizes.small, _MUTED, sizes.small_line, False),
        )
        for number, (text, name, size, colour, line, is_bold) in enumerate(lines):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _space(paragraph, line, before=3 if number == 0 else 0, after=3 if number == len(lines) - 1 else 0)
            _run(paragraph, text, name, size, is_bold=is_bold, colour=colour)


def _write_sources(document: Any, brief: Brief, sizes: Sizes) -> None:
    for number, source in enumerate(brief.sources):
        paragraph = document.add_paragraph()
        _space(paragraph, sizes.small_line, before=8 if number == 0 else 0)
        _run(paragraph, source, _TEXT_FONT, sizes.small, colour=_MUTED)


def _write_head_and_foot(document: Any, brief: Brief) -> None:
    section = document.sections[0]
    if brief.mark:
        head = section.header.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(head, brief.mark, _HEADING_FONT, 14, colour=BROWN)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, f"{brief.area} · {brief.period}", _TEXT_FONT, 9, colour=_MUTED)


def _set_properties(document: Any, brief: Brief, published_at: datetime) -> None:
    moment = published_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = document.core_properties
    mark = "（演示数据）" if brief.mark else ""
    properties.title = clean(f"{brief.title} {brief.period}{mark}")[:200]
    properties.author = properties.last_modified_by = _AUTHOR
    properties.comments, properties.keywords, properties.language = "", brief.mark, "zh-CN"
    properties.revision = 1
    properties.created = properties.modified = moment
