"""What files bring to an inspection: landed, recognised, each sheet put to its table, whatever is odd about them said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from data.checking.earlier import Replacement
from data.checking.inspection import InspectedFile, InspectedSheet
from data.checking.register import load_register
from data.checking.staging import prepare
from data.checking.whole_files import TABLE_OF_SUFFIX, check_boundaries, check_standard
from data.periods import has_begun, named_period
from data.reading.appearance import hidden, left_out
from data.reading.files import sha256_of
from data.reading.items import Item, items_of, stage_items
from data.reading.landing import Sheet, land, land_pictures
from data.reading.layout import EXCERPT, Layout, is_own_sheet
from data.reading.photographs import PhotoError
from data.reading.pictures import Named, Pictured, Place, stage_of
from data.reading.problems import PERSONAL, Problem, Refused
from data.reading.sections import Section, sections_of
from data.reading.seen import as_seen, rows_of_other_units
from data.reading.sources import Source, data_rows
from data.reading.timing import Understood, understood
from data.settings import Settings
from data.standard import Standard
from data.tables import handed_in_tables, read_definition, table_of_pictures

_AS_A_PHOTO = "是照片的，移到“整改前照片”“整改后照片”“复查照片”列里那个问题的格子上"


def sheet_tables() -> tuple[str, ...]:
    """The tables whose rows people hand in, as sheets or as pictures, those first that others refer to."""
    return tuple(table for table in handed_in_tables() if read_definition(table).column)


def _tables_of(sheet: Sheet) -> list[str]:
    """Which tables a sheet may be."""
    kind = "pictures" if sheet.places else "sheet"
    return [table for table in sheet_tables() if read_definition(table).format == kind]


@dataclass
class Gathered:
    """What an inspection has gathered so far."""

    connection: duckdb.DuckDBPyConnection
    settings: Settings
    city: Path | None
    allowed: tuple[str, ...] | None
    is_prepared: bool = False
    files: list[InspectedFile] = field(default_factory=list)
    standards: list[Standard] = field(default_factory=list)
    landed: list[Sheet] = field(default_factory=list)
    sources: dict[str, list[Source]] = field(default_factory=dict)
    # In the order of the files: what a sheet became, with the number of its rows, or why it was left out.
    seen: list[tuple[Source, int, str] | InspectedSheet] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    titled: list[tuple[Source, list[str]]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    replaced: tuple[Replacement, ...] = ()
    renumbered_count: int = 0

    def prepare(self) -> None:
        """Make what checking asks; files that cannot be read are refused in a third of the time without it."""
        if not self.is_prepared:
            prepare(self.connection)
            load_register(self.connection, self.city, self.allowed)
            self.is_prepared = True

    def unit_code(self, unit: str | None) -> str | None:
        """The code of the unit that the import is said to come from."""
        if unit is None:
            return None
        self.prepare()
        found = self.connection.execute(
            "select code from vocabulary where kind = 'units' and word = $unit", {"unit": unit.strip()}
        ).fetchone()
        if found is None:
            self._refuse("报送单位", unit, "没有这个报送单位", "填报送单位的代码或名称，如 330203 或海曙区")
            return None
        return str(found[0])

    def checked_period(self, period: str | None) -> str | None:
        """The period that the import is said to be about, as 2026Q3."""
        if period is None:
            return None
        found = named_period(period)
        if found is None:
            self._refuse("时期", period, "不是季度", "写成 2026Q3 的样子")
        elif not has_begun(found):
            self._refuse("时期", period, "这个季度还没有开始，不会有数据", "核对年份和季度")
        else:
            return found
        return None

    def land(self, file: Path, number: int) -> None:
        """Read one file into temporary tables, or check it where it is no sheet."""
        if number >= self.settings.most_files:
            if number == self.settings.most_files:
                remedy = "分几次报送，或请管理员调整设置 DASHBOARD_MOST_FILES"
                self._refuse(file.name, None, f"一次最多 {self.settings.most_files} 个文件", remedy)
            return
        with ThreadPoolExecutor(1) as pool:  # of a large file the digest takes a tenth of a second
            digest = pool.submit(sha256_of, file)
            try:
                rows = self._land(file)
            except Refused as refused:
                self.problems += refused.problems
                return
            self.files.append(InspectedFile(file.name, digest.result(), file.stat().st_size, rows))

    def _land(self, file: Path) -> int:
        """The number of rows that a file brings."""
        table = TABLE_OF_SUFFIX.get(file.suffix.lower())
        if table:
            if self.allowed is not None:  # said before anything of it is read
                rule = f"{read_definition(table).title}由市级管理员提交"
                raise Refused([Problem(file.name, None, None, None, rule, "去掉这个文件，或请市级管理员提交")])
            return self._check_whole(file, table)
        sheets = land(self.connection, file, self.settings)
        self.landed += sheets
        return sum(sheet.row_count for sheet in sheets)

    def _check_whole(self, file: Path, table: str) -> int:
        if table == "standard":
            standard = check_standard(file, self.settings)
            self.standards.append(standard)
            rows = len(standard.indicator)
        else:
            self.prepare()
            codes = self.connection.execute("select unit_code from known_units where host_code is null").fetchall()
            rows = check_boundaries(file, [code for (code,) in codes], self.settings)
        self.tables.append(table)
        self.seen.append(InspectedSheet(file.name, "", table, "", rows, rows, 0))
        return rows

    def recognise(self, standards: Sequence[Standard], period: str | None) -> None:
        """Find out what every landed sheet is; those that are nothing are left out, and said so."""
        if not self.landed and not self.tables:
            return
        self.prepare()
        versions = {standard.version for standard in self.standards}
        standards = [*(standard for standard in standards if standard.version not in versions), *self.standards]
        stage_items(self.connection, standards)
        items = items_of(standards)
        for sheet in self.landed:
            unread = hidden(sheet.file, sheet.appearance)
            self._tell(problem for problem in unread if not is_own_sheet(replace(sheet, name=problem.sheet)))
            self._take(sheet, period, items)
        for file in dict.fromkeys(sheet.file for sheet in self.landed):
            if not any(isinstance(seen, tuple) and seen[0].sheet.file == file for seen in self.seen):
                self._refuse(file, None, "没有认出任何一张表的表头", "用模板填写，保留表头各列的名称")

    def _take(self, sheet: Sheet, period: str | None, items: Sequence[Item]) -> None:
        sections = sections_of(self.connection, sheet, _tables_of(sheet), items)
        if not sections:
            note = "没有认出表头，没有读入"
            self.seen.append(InspectedSheet(sheet.file, sheet.name, "", "", 0, 0, 0, note))
            if not is_own_sheet(sheet):
                remedy = "里面有要报的数据时，改用模板的表头"
                self.warnings.append(Problem(sheet.file, None, None, None, note, remedy, sheet.name, is_warning=True))
            return
        if sheet.places:
            rule = f"{PERSONAL}：照片去掉拍摄位置、设备等信息后另存，原来的文件不保留"
            self.warnings.append(Problem(sheet.file, None, None, None, rule, is_warning=True))
        self._require_whole(sheet)
        self._tell(left_out(sheet.file, sheet.name, sheet.appearance))
        for section in sections:
            self._take_section(section, period)

    def _take_section(self, section: Section, period: str | None) -> None:
        sheet, layout = section.sheet, section.layout
        self._tell(layout.problems)
        earlier = self.sources.setdefault(layout.table, [])
        offset = earlier[-1].end if earlier else 0
        about = self._about(sheet, layout, period)
        source, skipped, seen = as_seen(self.connection, section, offset=offset, period=about.period, place=about.place)
        self._tell(seen)
        rows = self._count(source)
        self.seen.append((source, rows, str(skipped) or ("" if rows else "没有数据行")))
        earlier.append(source)
        if sheet.pictures:
            self._take_pictures(source)
        self.titled.append((source, [spoken.text for spoken in layout.spoken]))

    def _take_pictures(self, source: Source) -> None:
        """Put the pictures that lie on the rows of a table to the table of its pictures."""
        sheet, layout = source.sheet, source.layout
        table = table_of_pictures(layout.table)
        owner = read_definition(table).owner if table else None
        column = layout.columns.get(str(owner.references).partition(".")[2]) if owner else None
        if column is None:
            return
        rows = f"select row, c{column} from {sheet.relation} where {data_rows(source)}"
        codes = dict(self.connection.execute(rows).fetchall())
        pictures = [one for one in sheet.pictures if layout.last_header_row < one.row <= source.length]
        found = [_named(picture, number, source, codes) for number, picture in enumerate(pictures)]
        self._tell(one for one in found if isinstance(one, Problem))
        if named := [one for one in found if isinstance(one, Named)]:
            self._take(land_pictures(self.connection, named, self.settings, sheet.file, sheet.name), None, ())

    def compare_units(self) -> None:
        """Warn of every sheet that is named after one unit and has rows of another."""
        for source, titles in self.titled:
            self._tell(rows_of_other_units(self.connection, source, titles))

    def _require_whole(self, sheet: Sheet) -> None:
        """Refuse a marked copy of ours that has only the lines with faults."""
        found = self.connection.execute(
            f"select row, c1 from {sheet.relation} where starts_with(c1, $mark) order by row limit 1", {"mark": EXCERPT}
        ).fetchone()
        if found:
            row, text = found
            rule, remedy = "是体检标注的节选，不是整份数据", "在原来的文件上改正后重新上传"
            self.problems.append(Problem(sheet.file, row, None, text, rule, remedy, sheet.name, f"A{row}"))

    def _count(self, source: Source) -> int:
        """How many rows of a sheet are data."""
        query = f"select count(*) from {source.sheet.relation} where {data_rows(source)}"
        (rows,) = self.connection.execute(query).fetchone() or (0,)
        return int(rows)

    def _about(self, sheet: Sheet, layout: Layout, period: str | None) -> Understood:
        """What is said of the quarter of a sheet, in which its rows may name their own."""
        definition = read_definition(layout.table)
        if not definition.is_past:
            return Understood(None)
        about = understood(definition, sheet, layout.spoken, period)
        if about.problem:
            self.problems.append(about.problem)
        elif definition.has_periods and "period" not in layout.columns and not about.period:
            remedy = "上传时选定时期，或在表题里写明，如“2026年第三季度”"
            self.problems.append(Problem(sheet.file, None, "时期", None, "没有写明是哪一期", remedy, sheet.name))
        return about

    def _tell(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            (self.warnings if problem.is_warning else self.problems).append(problem)

    def _refuse(self, file: str, value: str | None, rule: str, remedy: str) -> None:
        self.problems.append(Problem(file, None, None, value, rule, remedy))


def _named(picture: Pictured, number: int, source: Source, codes: Mapping[int, str | None]) -> Named | Problem:
    """Which row and stage a picture of a sheet belongs to, by the row and the column that it lies on; or why to none."""
    sheet, headings = source.sheet, source.layout.headings
    heading = headings[picture.column - 1] if picture.column <= len(headings) else ""
    place: dict[str, Any] = {
        "file": sheet.file,
        "row": picture.row,
        "column": heading or None,
        "sheet": sheet.name,
        "cell": picture.cell,
    }
    stage, code = stage_of(heading), codes.get(picture.row)
    if not code or stage is None:
        rule = "这一列看不出是整改前、整改后还是复查的照片，没有收" if code else "这张图片不在问题的行上，没有收"
        return Problem(**place, value=None, rule=rule, remedy=_AS_A_PHOTO, is_warning=True)
    if isinstance(picture.photo, PhotoError):
        return Problem(**place, value=None, rule=picture.photo.rule, remedy=picture.photo.remedy)
    return Named(Place(sheet.file, picture.row, picture.cell), code, stage, number, picture.photo)
