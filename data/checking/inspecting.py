"""数据体检: files that belong together are read, matched with the register and checked, before anything is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from data.checking.belonging import find_misplaced, find_owners
from data.checking.earlier import Earlier, Replacement, find_changed_identities, join_rows, replacements
from data.checking.findings import found_problems, in_order, refused_rows
from data.checking.inspection import DEMONSTRATION_PREFIX, InspectedFile, InspectedSheet, Inspection
from data.checking.register import add_import_to_register, load_register
from data.checking.staging import check_rules, check_warnings, prepare, stage_rows
from data.checking.whole_files import TABLE_OF_SUFFIX, check_boundaries, check_standard
from data.periods import has_begun, named_period, period_of
from data.reading.appearance import hidden, left_out
from data.reading.files import sha256_of
from data.reading.items import Item, items_of, stage_items
from data.reading.landing import Sheet, land
from data.reading.layout import EXCERPT, Layout, is_own_sheet
from data.reading.problems import Problem, Refused
from data.reading.sections import Section, sections_of
from data.reading.seen import as_seen, rows_of_other_units
from data.reading.skipping import misplaced, skip
from data.reading.sources import Source, data_rows, length_of
from data.reading.timing import CHOSEN, Understood, understood
from data.settings import Settings, current_settings
from data.standard import Standard
from data.tables import handed_in_tables, read_definition
from data.versions.upgrading import attached

Progress = Callable[[float, str], None]

HERE = Path(__file__).parent
SCOPE, COVERAGE = HERE / "scope.sql", HERE / "coverage.sql"
RENAMING = HERE / "renaming.sql"


def inspect_files(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    *,
    standards: Sequence[Standard],
    city: Path | None,
    period: str | None = None,
    unit: str | None = None,
    settings: Settings | None = None,
    earlier: Callable[[Inspection], Sequence[Earlier]] | None = None,
    allowed: tuple[str, ...] | None = None,
    is_correction: bool = False,
    progress: Progress = lambda _done, _text: None,
) -> Inspection:
    """Read and check files that belong together; nothing is stored.

    Args:
        connection: where the rows go: ``staged_<table>`` of the accepted tables, a temporary table with the columns of
            the definition, typed, codes resolved, and ``row``, which is only for finding cells.
        files: sheets (.xlsx, .csv, .parquet, archives of them), boundaries (.geojson), a standard (.toml).
        standards: by what items may be measured; one in the files comes on top.
        city: database of the version in force, for its register and its last values; None where there is none.
        period: the quarter the files are about, where they do not say; rows of another one are refused.
        unit: the code or name of the unit they come from; rows of another one are refused.
        settings: what an import may be.
        earlier: given what the files are about, what was handed in or published before about the same units.
        allowed: the units of whoever hands them in, None for the city. Rows of others are refused, and of others nothing is
            told but what the register of the project publishes.
        is_correction: whether a number that belongs to something else may be given to what stands here.
        progress: called with the fraction done and what is being done, in Chinese.

    Returns:
        What was found. Nothing is raised for what is wrong with the files.
    """
    prepare(connection)
    load_register(connection, city, allowed)
    reading = _Reading(connection, settings or current_settings(), is_of_the_city=allowed is None)
    unit_code = reading.unit_code(unit)
    period = reading.checked_period(period)
    for number, file in enumerate(files):
        progress(0.05 + 0.45 * number / len(files), f"正在读取 {file.name}")
        reading.land(file, number)
    versions = {standard.version for standard in reading.standards}
    reading.recognise(
        [*(standard for standard in standards if standard.version not in versions), *reading.standards], period
    )
    for number, table in enumerate(_sheet_tables()):
        progress(0.5 + 0.3 * number / len(_sheet_tables()), f"正在检查{read_definition(table).title}")
        stage_rows(connection, table, reading.sources.get(table, []))
        reading.find_other_periods(table)
        if table == "communities":
            add_import_to_register(connection)
        find_owners(connection, table, unit_code)
    progress(0.8, "正在核对")
    tables = [table for table in _sheet_tables() if table in reading.sources]
    check_rules(connection, tables)
    find_misplaced(connection, _sheet_tables(), unit=unit_code, period=period)
    if "communities" in tables:
        connection.execute(RENAMING.read_text(encoding="utf-8"), {"may_move": allowed is None})
    reading.compare_units()
    _set_scope(connection, period)
    names = [file.name for file in files]
    if earlier:
        reading.look_back(earlier(reading.inspection(period, names)), city, is_correction=is_correction)
        _set_scope(connection, period)
    check_warnings(connection, tables)
    progress(0.95, "正在整理结果")
    return reading.inspection(period, names)


def _sheet_tables() -> tuple[str, ...]:
    return tuple(table for table in handed_in_tables() if read_definition(table).format == "sheet")


def _set_scope(connection: duckdb.DuckDBPyConnection, period: str | None) -> None:
    connection.execute(
        "create or replace temp table inspected_period as select $period as period where $period is not null",
        {"period": period},
    )
    connection.execute(SCOPE.read_text(encoding="utf-8"))


def _blank(sheet: InspectedSheet, *, is_warning: bool) -> Problem:
    """A form that lists communities and nothing else."""
    rule = f"列了 {sheet.rows_read} 行，一个数也没有填，没有读入"
    remedy = "填上数据后再报送；没有的项写“不适用”或“未报”"
    return Problem(sheet.file, None, None, None, rule, remedy, sheet.sheet, is_warning=is_warning)


@dataclass
class _Reading:
    """What an inspection has gathered so far."""

    connection: duckdb.DuckDBPyConnection
    settings: Settings
    is_of_the_city: bool
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

    def unit_code(self, unit: str | None) -> str | None:
        """The code of the unit that the import is said to come from."""
        if unit is None:
            return None
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
            if not self.is_of_the_city:  # said before anything of it is read
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
            codes = self.connection.execute("select unit_code from known_units where host_code is null").fetchall()
            rows = check_boundaries(file, [code for (code,) in codes], self.settings)
        self.tables.append(table)
        self.seen.append(InspectedSheet(file.name, "", table, "", rows, rows, 0))
        return rows

    def recognise(self, standards: Sequence[Standard], period: str | None) -> None:
        """Find out what every landed sheet is; those that are nothing are left out, and said so."""
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
        sections = sections_of(self.connection, sheet, _sheet_tables(), items)
        if not sections:
            note = "没有认出表头，没有读入"
            self.seen.append(InspectedSheet(sheet.file, sheet.name, "", "", 0, 0, 0, note))
            if not is_own_sheet(sheet):
                remedy = "里面有要报的数据时，改用模板的表头"
                self.warnings.append(Problem(sheet.file, None, None, None, note, remedy, sheet.name, is_warning=True))
            return
        self._require_whole(sheet)
        self._tell(left_out(sheet.file, sheet.name, sheet.appearance))
        for section in sections:
            self._take_section(section, period)

    def _take_section(self, section: Section, period: str | None) -> None:
        sheet, layout = section.sheet, section.layout
        self._tell(layout.problems)
        earlier = self.sources.setdefault(layout.table, [])
        offset = earlier[-1].end if earlier else 0
        skipped = skip(self.connection, section)
        about = self._about(sheet, layout, period)
        length = length_of(self.connection, sheet)
        source = Source(sheet, layout, offset, length, about.period, about.place, is_all_data=not skipped.count)
        self._tell(as_seen(self.connection, source))
        if sheet.appearance.merges:  # a merged cell may have told rows that they are data
            skipped = skip(self.connection, section)
            source = replace(source, is_all_data=not skipped.count)
        self.problems += misplaced(self.connection, section)
        rows = self._count(source)
        self.seen.append((source, rows, str(skipped) or ("" if rows else "没有数据行")))
        earlier.append(source)
        self.titled.append((source, [spoken.text for spoken in layout.spoken]))

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

    def find_other_periods(self, table: str) -> None:
        """Add to ``found_problem`` the rows of a sheet whose own period is not the one that is said of all of them."""
        for source in self.sources.get(table, ()):
            if source.period and "period" in source.layout.columns and source.period_place != CHOSEN:
                self.connection.execute(
                    "insert into found_problem select $table, row, 'period', period, $rule, $remedy, null, false "
                    f"from staged_{table} where row >= $start and row < $end and period != $period order by row",
                    {
                        "table": table,
                        "rule": f"{source.period_place}写的是 {source.period}，与这一格矛盾",
                        "remedy": f"改正时期，或{source.period_place}",
                        "start": source.offset,
                        "end": source.end,
                        "period": source.period,
                    },
                )

    def look_back(self, earlier: Sequence[Earlier], city: Path | None, *, is_correction: bool) -> None:
        """Compare the staged rows with what was handed in or published before, and let that join which is to."""
        if not is_correction and any(read_definition(table).identity for table in self.sources):
            with attached(self.connection, city, "published"):
                self.renumbered_count = find_changed_identities(self.connection, [*self.sources], earlier)
        self.replaced = replacements(self.connection, earlier)
        join_rows(self.connection, earlier)

    def inspection(self, period: str | None, names: Sequence[str]) -> Inspection:
        """What was found in all."""
        found, problem_count = found_problems(self.connection, self.sources, is_warning=False)
        odd, warning_count = found_problems(self.connection, self.sources, is_warning=True)
        sheets = tuple(seen if isinstance(seen, InspectedSheet) else self._inspected(*seen) for seen in self.seen)
        filled = {sheet.table for sheet in sheets if sheet.rows_read > sheet.rows_blank}
        tables = [table for table in self.sources if table in filled]
        problems, warnings = [*self.problems], [*self.warnings]
        blank = [sheet for sheet in sheets if sheet.rows_read and sheet.rows_read == sheet.rows_blank]
        if problem_count or problems or tables or self.tables:
            warnings += [_blank(sheet, is_warning=True) for sheet in blank]
        elif blank:
            problems += [_blank(sheet, is_warning=False) for sheet in blank]
        else:
            file = self.files[0].name if self.files else ""
            problems.append(Problem(file, None, None, None, "没有任何数据行", "填上数据后再报送"))
        return Inspection(
            files=tuple(self.files),
            sheets=sheets,
            problems=in_order([*problems, *found], names, self.sources),
            warnings=in_order([*warnings, *odd], names, self.sources),
            problem_count=len(problems) + problem_count,
            warning_count=len(warnings) + warning_count,
            tables=tuple(table for table in handed_in_tables() if table in (*self.tables, *tables)),
            periods=self._periods(period),
            units=self._units(),
            coverage=self.connection.execute(COVERAGE.read_text(encoding="utf-8")).df(),
            is_demonstration=self._is_demonstration(tables),
            ledger_periods=self._ledger_periods(tables),
            replaced=self.replaced,
            renumbered_count=self.renumbered_count,
        )

    def _inspected(self, source: Source, rows: int, note: str) -> InspectedSheet:
        refused = refused_rows(self.connection, source)
        blank = rows - refused - self._filled_rows(source) if source.layout.is_wide else 0
        layout = "宽表" if source.layout.is_wide else "长表"
        note = "；".join(part for part in (note, f"{blank} 行没有填数，没有读入" if blank > 0 else "") if part)
        sheet = source.sheet
        return InspectedSheet(
            sheet.file, sheet.name, source.layout.table, layout, rows, rows - refused - blank, refused, note, blank
        )

    def _filled_rows(self, source: Source) -> int:
        """How many rows of a wide sheet have any value, and no fault."""
        (count,) = self.connection.execute(
            f"select count(distinct (row - $offset) // $stride) from staged_{source.layout.table} "
            "where row >= $offset and row < $end and (row - $offset) // $stride not in ("
            "select (row - $offset) // $stride from found_problem "
            "where table_name = $table and not is_warning and row >= $offset and row < $end)",
            {"table": source.layout.table, "offset": source.offset, "stride": source.stride, "end": source.end},
        ).fetchone() or (0,)
        return int(count)

    def _ledger_periods(self, tables: Sequence[str]) -> tuple[str, ...]:
        """The quarters that rows with a time of their own fall into."""
        found: set[str] = set()
        for table in tables:
            for column in read_definition(table).column:
                if column.is_past and column.type in {"date", "timestamp"}:
                    day = f"cast(date_trunc('quarter', {column.name}) as date)"
                    query = f"select distinct {day} from staged_{table} where {column.name} is not null"
                    found.update(period_of(day) for (day,) in self.connection.execute(query).fetchall())
        return tuple(sorted(found))

    def _periods(self, period: str | None) -> tuple[str, ...]:
        found = self.connection.execute("select period from quarter order by period").fetchall()
        return tuple(str(name) for (name,) in found) or ((period,) if period else ())

    def _is_demonstration(self, tables: Sequence[str]) -> bool:
        return any(
            self.connection.execute(
                f"select 1 from staged_{table} where starts_with(community_code, $prefix) limit 1",
                {"prefix": DEMONSTRATION_PREFIX},
            ).fetchone()
            for table in tables
            if any(column.name == "community_code" for column in read_definition(table).column)
        )

    def _units(self) -> tuple[str, ...]:
        found = self.connection.execute(
            "select unit_code from known_units where unit_code in (select unit_code from spoken_of) order by position"
        ).fetchall()
        return tuple(str(code) for (code,) in found)

    def _tell(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            (self.warnings if problem.is_warning else self.problems).append(problem)

    def _refuse(self, file: str, value: str | None, rule: str, remedy: str) -> None:
        self.problems.append(Problem(file, None, None, value, rule, remedy))
