"""A document of supervision as Word has it, after GB/T 9704.

How it looks is files/supervision.docx, opened and restyled like any document: its margins, its named styles, the numbers of
its pages. Here is only the order of the paragraphs, and the list of problems.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import NamedTuple

import docx
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from markupsafe import escape

from queries import formats
from queries.reports.pages import FILES
from queries.reports.settled import describe, settled
from queries.reports.supervision import MARK, NAMING, Document, in_full
from queries.reports.texts import clean


class _Column(NamedTuple):
    head: str
    millimetres: float


_OWN = (_Column("社区、点位", 32), _Column("问题", 34), _Column("整改要求", 24))
_ALL = (_Column("责任单位", 28), _Column("社区、点位", 30), _Column("问题", 32))


def supervision_word(document: Document) -> bytes:
    """The file; the same document gives the same bytes, its day is the only time inside."""
    frame = document.frame
    file = docx.Document(str(FILES / "supervision.docx"))
    for style, text in (
        ("范围", document.range),
        ("发文机关", frame.office),
        ("文号", document.number),
        ("Title", document.title),
        ("主送", f"{document.to}："),
        *(("正文", text) for text in document.paragraphs),
        ("附件说明", f"附件：问题清单（{len(document.rows)} 个）"),
        ("署名", frame.office),
        ("日期", in_full(frame.issued_on)),
        ("附件", "附件"),
        ("Title", "问题清单"),
        ("主送", f"截至{in_full(frame.until)}（{frame.edition}）"),
    ):
        if text:
            file.add_paragraph(clean(text), style)
    _write_list(file, document)
    section = file.sections[0]
    if frame.is_demonstration:
        for header in (section.header, section.even_page_header):
            header.paragraphs[0].text = MARK
    at = datetime.combine(frame.issued_on, time(), UTC)
    describe(file.core_properties, f"{document.title} {document.number}", MARK if frame.is_demonstration else "", at)
    file.core_properties.comments = file.core_properties.keywords = ""
    content = io.BytesIO()
    file.save(content)
    return settled(content.getvalue(), at)


def _write_list(file: WordFile, document: Document) -> None:
    """The annex: one row per problem, its head on every page; as XML, for there may be thousands."""
    is_of_all = document.frame.kind == NAMING
    own_columns = _ALL if is_of_all else _OWN
    columns = (
        _Column("序号", 10),
        _Column("问题编号", 24),
        *own_columns,
        _Column("整改期限", 20),
        _Column("超期天数", 12),
    )
    rows = file.add_table(0, len(columns), "清单表")
    rows.autofit = False
    for made, column in zip(rows.columns, columns, strict=True):
        made.width = Mm(column.millimetres)
    grid = file.element.body.tbl_lst[-1]
    grid.append(_row([column.head for column in columns], columns, "表头"))
    for number, row in enumerate(document.rows.to_dict("records"), 1):
        where = " ".join(filter(None, (row["community_name"], _told(row["place"]))))
        what = "：".join(dict.fromkeys(filter(None, (_told(row["category"]), _told(row["description"])))))
        late = "" if formats.is_missing(row["overdue_days"]) else f"{row['overdue_days']:.0f}"
        own = (row["to"], where, what) if is_of_all else (where, what, _told(row["demand"]))
        cells = [str(number), row["finding_code"], *own, f"{row['limit_on']:%Y-%m-%d}", late]
        grid.append(_row(cells, columns, "表格"))


def _told(text: object) -> str:
    return "" if formats.is_missing(text) else str(text)


def _row(cells: list[str], columns: tuple[_Column, ...], style: str) -> BaseOxmlElement:
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{Mm(column.millimetres).twips}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(clean(cell))}</w:t></w:r></w:p></w:tc>'
        for column, cell in zip(columns, cells, strict=True)
    )
    head = "<w:tblHeader/>" if style == "表头" else ""
    return parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{head}</w:trPr>{written}</w:tr>")
