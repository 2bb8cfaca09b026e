"""The whole dashboard as one workbook: 说明 first, then one sheet a page, its tables under one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import queries
from queries import catalogue
from queries.database import Database
from queries.definitions import parameters
from queries.filter_words import filter_words
from queries.parameters import Filters, read_filters
from queries.question import Codes
from queries.reports.facts import Facts
from queries.reports.rows.answers import Answer
from queries.reports.rows.book import Book, ToSheet, pieces, write_explanation
from queries.reports.rows.sheets import Table
from queries.sitemap import pages

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# Asked more than once, from the larger areas to the smaller.
_LEVELS: Mapping[str, tuple[str, ...]] = {"league_table": ("unit", "street", "community")}
_APART = catalogue.ROW_BY_ROW | {"contributions"}  # too long for a sheet beside others, or of one area
_GAP = 2  # empty rows between tables


@dataclass(frozen=True)
class Block:
    """One table of the workbook."""

    name: str
    filters: Filters
    heading: str


class Tally:
    """How many rows have been written so far; what :class:`Answer` is to one question."""

    def __init__(self) -> None:
        self.rows = 0


def blocks(database: Database, filters: Filters) -> dict[str, list[Block]]:
    """The tables by page, in the order of the navigation; what is about one community or too long is left out."""
    found: dict[str, list[Block]] = {page.title: [] for page in pages().values()}
    for name in catalogue.EXPORTS:
        if name not in _APART and not catalogue.EXPORTS[name].takes("community"):
            found[catalogue.page_title(name)].extend(_blocks_of(database, name, filters))
    return {page: tables for page, tables in found.items() if tables}


def whole_workbook(database: Database, filters: Filters, facts: Facts, tally: Tally) -> Iterator[bytes]:
    """The bytes of the workbook."""
    found = blocks(database, filters)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "x.xlsx"
        with Book(file, facts) as book:
            # Sheets stand in the order they are made; 说明 comes first but counts the rows, so it is filled in last.
            lines: list[tuple[str, str]] = []
            first = book.sheet("说明")
            for page, tables in found.items():
                lines += _write_page(book, page, tables, database, tally)
            about = [
                *facts.lines(),
                ("行数", f"{tally.rows:,} 行"),
                ("未收入", f"{_left_out()}：请在各页单独导出"),
                ("怎样核对", "各表的摘要是同一版本、同样筛选导出的 CSV 文件的 SHA-256；数值与 CSV 相同，已四舍五入。"),
                ("看板页面", facts.link),
                *lines,
            ]
            write_explanation(book, about, sheet=first)
        yield from pieces(file)


def _left_out() -> str:
    """What the workbook does not hold."""
    return "、".join(
        question.title for name, question in catalogue.EXPORTS.items() if name in _APART or question.takes("community")
    )


def _write_page(
    book: Book, page: str, tables: Sequence[Block], database: Database, tally: Tally
) -> list[tuple[str, str]]:
    """A sheet, and what 说明 says of its tables."""
    sheet = book.sheet(page, heading=page)
    sheet.set_row(0, 28)
    sheet.write_string(0, 0, f"{page}　{book.facts.period_words}", book.format(bold=True, font_size=14))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    widths: dict[int, float] = {}
    row = 1
    lines: list[tuple[str, str]] = [(page, ToSheet(page))]

    def same(_number: int) -> Worksheet:
        return sheet

    for block in tables:
        answer = Answer(database, block.name, block.filters)
        sheet.set_row(row + 1, 22)
        sheet.write_string(row + 1, 0, block.heading, book.format(bold=True, font_size=11, font_color="#01665E"))
        table = Table(book, answer, same, top=row + 2)
        digest = table.write(widths)
        row = table.bottom + _GAP - 1
        tally.rows += answer.rows
        lines.append(("", f"{block.heading}：{answer.rows:,} 行，摘要 SHA-256 {digest}"))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{row + 1}"})
    return lines


def _blocks_of(database: Database, name: str, filters: Filters) -> Iterator[Block]:
    """A question with its defaults, within the units of the workbook."""
    question = catalogue.EXPORTS[name]
    parts = question.parameters
    units: Codes = filters["units"]
    given = {part: [filters[part]] for part in ("period", "standard") if part in parts}
    asked = read_filters(database, question, given)
    variants = [asked]
    if "units" in parts:
        asked["units"] = units
    if "among" in parts:
        asked["among"] = units
    if "areas" in parts:
        codes = tuple(queries.units(database)["unit_code"]) if units is None else units
        asked["areas"] = _standing(
            database, filters, (*(() if units else ("city:city",)), *(f"unit:{code}" for code in codes))
        )
    if "area_code" in parts and units:
        standing = _standing(database, filters, tuple(f"unit:{code}" for code in units))
        variants = [{**asked, "area_kind": "unit", "area_code": area.partition(":")[2]} for area in standing]
    if name in _LEVELS:
        variants = [{**asked, "area_kind": level} for level in _LEVELS[name]]
    for variant in variants:
        yield Block(name, variant, _heading(database, name, variant, units))


def _standing(database: Database, filters: Filters, areas: tuple[str, ...]) -> tuple[str, ...]:
    """Those areas that have a total in the period; others cannot be asked for."""
    chosen = {name: filters[name] for name in ("period", "standard")}
    rows = queries.dimension_profile(database, **chosen, areas=areas)
    found = set(rows["area_kind"] + ":" + rows["area_code"])
    return tuple(area for area in areas if area in found)


def _heading(database: Database, name: str, filters: Filters, units: Codes) -> str:
    words = catalogue.EXPORTS[name].title
    if "area_code" in filters and units:
        names = queries.units(database).set_index("unit_code")["unit_name"]
        return f"{words} · {names[filters['area_code']]}"
    if name in _LEVELS:
        level = parameters()["area_kind"].words[filters["area_kind"]]
        return f"{words} · {level}"
    if "measure" in filters:
        return f"{words} · {filter_words(database, catalogue.EXPORTS[name], {**filters, 'units': None})[0]}"
    return words
