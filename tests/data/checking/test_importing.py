"""The way in, file by file: what is read, what is refused, and where the fault is said to be."""

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data.checking.one_table import find_file, stage
from data.checking.staging import prepare
from data.reading.problems import SHOWN, Problem, Refused
from data.settings import PROJECT
from data.tables import FOLDERS, ledgers, read_definition
from data.versions.schema import create_schema
from tests.data.small_city import LEVELS, as_csv, communities

type_of_schema = {
    "text": {"VARCHAR"},
    "integer": {"INTEGER"},
    "number": {"DOUBLE"},
    "boolean": {"BOOLEAN"},
    "date": {"DATE"},
    "timestamp": {"TIMESTAMP"},
    "period": {"VARCHAR"},
}
TEXT = as_csv([*communities()])


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def read(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Callable[..., list[Problem]]:
    """Stage a text as a table's CSV and return what is wrong with it."""

    def stage_text(text: str | bytes, table: str = "communities", encoding: str = "utf-8") -> list[Problem]:
        file = tmp_path / f"{table}.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return stage(connection, table, file)

    return stage_text


def staged(connection: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    return connection.execute(
        "select community_code, community_name, households, share_60_plus, established_on from staged_communities "
        "order by row"
    ).fetchall()


def with_cell(column: str, value: str, row: int = 3) -> str:
    rows = [*communities()]
    rows[row - 2][column] = value
    return as_csv(rows)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(TEXT.encode("utf-8-sig"), id="byte order mark"),
        pytest.param(TEXT.encode("gb18030"), id="GB18030"),
        pytest.param(TEXT.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(TEXT.replace("\n", "\r\n").encode("utf-8-sig"), id="CRLF and byte order mark"),
        pytest.param(TEXT.replace("\n", "\r"), id="CR"),
        pytest.param(TEXT.rstrip("\n"), id="no newline at the end"),
        pytest.param(TEXT + "\n\n", id="blank lines at the end"),
        pytest.param(TEXT.replace(",", " , "), id="spaces"),
        pytest.param(
            "\r\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in TEXT.splitlines()),
            id="all quoted",
        ),
    ],
)
def test_a_file_as_excel_and_wps_write_it_reads_the_same(
    text: str | bytes, read: Callable[..., list[Problem]], connection: duckdb.DuckDBPyConnection
) -> None:
    assert read(TEXT) == []
    plain = staged(connection)
    assert len(plain) == len(LEVELS)
    assert plain[0][1] == "甲社区居委会"
    assert read(text) == []
    assert staged(connection) == plain


def test_quotes_commas_and_a_hash_inside_a_cell_are_text(
    read: Callable[..., list[Problem]], connection: duckdb.DuckDBPyConnection
) -> None:
    assert read(with_cell("community_name", '#1"甲",社区')) == []
    assert staged(connection)[1][1] == '#1"甲",社区'


@pytest.mark.parametrize(
    "value",
    [
        "-5",
        "0",
        "12.5",
        "1,2,00",
        "12户",
        "=1+1",
        "NaN",
        "inf",
        "1e400",
        "1e300",
        "3000000000",
        "99999999",
        "1_000",
        "0x10",
        "12%",
        "#N/A",
        "",
    ],
)
def test_a_number_of_households_that_is_none_is_refused(value: str, read: Callable[..., list[Problem]]) -> None:
    (problem,) = read(with_cell("households", value))
    assert (problem.file, problem.row, problem.column) == ("communities.csv", 3, "households")
    assert problem.value == (value or None)
    assert problem.rule
    assert problem.remedy == "填大于 0 的整数"


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("1000.0", 1000),
        (" 1000 ", 1000),
        ("1e3", 1000),
        ("+1000", 1000),
        ("1,000", 1000),
        ("1，000", 1000),
        ("１０００", 1000),
        ("1,000.0", 1000),
    ],
)
def test_a_whole_number_may_be_written_in_several_ways(
    value: str, number: int, read: Callable[..., list[Problem]], connection: duckdb.DuckDBPyConnection
) -> None:
    assert read(with_cell("households", value)) == []
    assert staged(connection)[1][2] == number


@pytest.mark.parametrize("value", ["-1", "100.1", "NaN", "inf", "1e400", "101%", "25%%", "二十五", "=A1", "1_0"])
def test_a_percentage_that_is_none_is_refused(value: str, read: Callable[..., list[Problem]]) -> None:
    (problem,) = read(with_cell("share_60_plus", value))
    assert (problem.row, problem.column, problem.value) == (3, "share_60_plus", value)


@pytest.mark.parametrize(
    "value",
    [
        "30/09/2026",
        "9月30日",
        "20261330",
        "460",
        "2026-02-30",
        "2026年2月30日",
        "infinity",
        "epoch",
        "today",
        "290000-01-01",
        "2026-09-30 19:00",
    ],
)
def test_what_is_no_date_is_refused_with_the_right_form(value: str, read: Callable[..., list[Problem]]) -> None:
    (problem,) = read(with_cell("established_on", value))
    assert (problem.row, problem.column) == (3, "established_on")
    assert "2026-09-30" in problem.rule


@pytest.mark.parametrize(
    "value",
    [
        "2026-09-03",
        "2026/9/3",
        "2026-9-3",
        "2026-09-03 00:00:00",
        "2026.9.3",
        "2026年9月3日",
        "２０２６．９．３",
        "20260903",
        "46268",
    ],
)
def test_a_date_may_be_written_as_offices_do(
    value: str, read: Callable[..., list[Problem]], connection: duckdb.DuckDBPyConnection
) -> None:
    assert read(with_cell("established_on", value)) == []
    assert str(staged(connection)[1][4]) == "2026-09-03"


@pytest.mark.parametrize(
    ("value", "is_good"),
    [
        ("2026-09-30 19:00", True),
        ("2026/9/3 7:05", True),
        ("2026-09-30T19:00:00", True),
        ("2026-09-30", True),
        ("2026年9月30日 19:00", True),
        ("2026年9月30日19时30分", True),
        ("2026.9.30 19：00", True),
        ("46295.75", True),
        ("2026-09-30T19:00:00Z", False),
        ("2026-09-30 19:00+08", False),
        ("2026-09-30 25:00", False),
        ("晚上七点", False),
        ("infinity", False),
        ("now", False),
    ],
)
def test_a_time_is_local_and_complete(value: str, is_good: bool, read: Callable[..., list[Problem]]) -> None:  # noqa: FBT001
    head = "activity_code,community_code,held_at,dimension_code,category,kind,participants,households"
    problems = read(f"{head}\nH1,330203001001,{value},A,文化活动,演出,30,20\n", "activities")
    assert [problem.column for problem in problems] == ([] if is_good else ["held_at"])


@pytest.mark.parametrize(
    ("text", "row", "column", "says"),
    [
        pytest.param("", None, None, "空的", id="empty file"),
        pytest.param("\n\n", None, None, "空的", id="only blank lines"),
        pytest.param(TEXT.replace("kind", "households"), 1, "households", "重名", id="a column twice"),
        pytest.param(TEXT.replace(",share_60_plus", ","), 2, None, "空列名", id="a column without a name"),
        pytest.param(TEXT.replace("kind", "rowid"), 1, "rowid", "无法识别的列", id="a column of no meaning"),
        pytest.param('"' + TEXT, 1, None, "引号", id="an open quote in the header"),
        pytest.param('"' + TEXT * 1000, 1, None, "引号", id="an open quote in the header of a long file"),
        pytest.param(TEXT.replace("households", "houshold"), 1, "houshold", "无法识别的列", id="a misspelt column"),
        pytest.param(TEXT.replace("share_60_plus", "绿化"), 1, "绿化", "无法识别的列", id="a column too many"),
        pytest.param(TEXT.replace("乙社区,", ""), 3, "households", "整数", id="a row too short"),
        pytest.param(TEXT.replace("乙社区", '"乙社区'), 3, None, "引号", id="an open quote"),
        pytest.param(TEXT.encode("gb18030") + b"\xff\xff", 8, None, "编码", id="broken GB18030"),
        pytest.param(b"PK\x03\x04" + bytes(range(256)), None, None, "损坏", id="a broken workbook called .csv"),
        pytest.param(with_cell("community_name", "长" * 100_000), 3, "community_name", "200", id="very long"),
        pytest.param(with_cell("community_name", "长" * 1_000_000), 3, None, "过长", id="longer than a line may be"),
        pytest.param(with_cell("community_name", "甲\n社区"), 3, "community_name", "控制字符", id="a line break"),
        pytest.param(with_cell("kind", "a\0b"), None, None, "不是能识别的表格", id="a NUL"),
        pytest.param(with_cell("community_code", "=330203001002"), 3, "community_code", "格式", id="formula"),
        pytest.param(with_cell("community_code", "3.30203E+11"), 3, "community_code", "格式", id="rounded by Excel"),
        pytest.param(with_cell("community_code", ""), 3, "community_code", "不能为空", id="no code"),
        pytest.param(with_cell("position_quality", "准"), 3, "position_quality", "实测（surveyed）", id="not a choice"),
        pytest.param(with_cell("longitude", "29.87"), 3, "longitude", "120", id="longitude and latitude swapped"),
        pytest.param(TEXT + TEXT.splitlines()[1], 8, "community_code", "与第 2 行重复", id="duplicate key"),
    ],
)
def test_a_fault_is_named_with_file_row_column_and_rule(
    text: str | bytes, row: int | None, column: str | None, says: str, read: Callable[..., list[Problem]]
) -> None:
    first = Refused(read(text)).problems[0]
    assert (first.file, first.row, first.column) == ("communities.csv", row, column)
    assert says in first.rule
    assert len(str(first)) < 300
    assert "\n" not in str(first)


def test_a_misspelt_column_is_answered_with_the_likely_name(read: Callable[..., list[Problem]]) -> None:
    misspelt, missing = read(TEXT.replace("households", "houshold"))
    assert misspelt.remedy == "是否为 households"
    assert (missing.column, missing.rule) == ("households", "缺少必填列（户数）")


def test_all_faults_are_reported_together(read: Callable[..., list[Problem]]) -> None:
    rows = [*communities()]
    rows[0]["households"], rows[3]["latitude"], rows[5]["community_name"] = "-1", "290", ""
    assert [(problem.row, problem.column) for problem in Refused(read(as_csv(rows))).problems] == [
        (2, "households"),
        (5, "latitude"),
        (7, "community_name"),
    ]


def test_a_refusal_shows_the_first_faults_and_counts_the_rest() -> None:
    problems = [Problem("b.csv", row, "value", "x", "须为数字") for row in range(60, 0, -1)]
    refused = Refused([*problems, Problem("a.csv", 2, "value", "x", "须为数字"), problems[0]])
    lines = str(refused).splitlines()
    assert len(lines) == SHOWN + 1
    assert lines[0].startswith("b.csv 第 1 行")  # read first, so told first
    assert lines[-1] == f"……共 61 处问题，以上为前 {SHOWN} 处"


@pytest.mark.parametrize("kind", ["number", "percent", "integer", "boolean", "date", "timestamp", "occurrences"])
def test_no_formula_passes_for_a_value(kind: str, connection: duckdb.DuckDBPyConnection) -> None:
    prepare(connection)
    texts = ["", "1", "=1", "85%", "1,200", "是", "有", "true", "2026-09-30", "2026年9月30日19时", "45930", "2026Q3"]
    passed = f"select text from (select unnest($texts) as text) where as_{kind}(chr(31) || text) is not null"
    assert connection.execute(passed, {"texts": texts}).fetchall() == []


def test_an_open_table_leaves_further_columns_alone_whatever_their_name(
    read: Callable[..., list[Problem]], connection: duckdb.DuckDBPyConnection
) -> None:
    head = "street_code,street_name,unit_code,row,note"
    (problem,) = read(f"{head}\n330203001,南门街道,330203,9,x\n33020300,月湖街道,330203,9,y\n", "streets")
    assert (problem.row, problem.column) == (3, "street_code")
    assert connection.execute("select row from staged_streets order by row").fetchall() == [(2,), (3,)]


def test_a_parquet_file_is_read_by_its_types_and_its_faults_by_row(
    connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "communities.parquet"
    frame = pd.DataFrame([*communities()])
    frame["community_code"] = frame["community_code"].astype("int64")
    frame["households"] = frame["households"].astype(float)
    frame["established_on"] = pd.to_datetime(frame["established_on"].where(frame["established_on"] != ""))
    frame.to_parquet(file)
    assert stage(connection, "communities", file) == []
    assert [row[0] for row in staged(connection)] == [*LEVELS]
    frame.loc[2, "households"] = 0.5
    frame.to_parquet(file)
    (problem,) = stage(connection, "communities", file)
    assert (problem.file, problem.row, problem.column) == ("communities.parquet", 4, "households")


@pytest.mark.parametrize("share", [0.0, 0.5, 0.99])
def test_a_parquet_file_cut_short_is_refused(
    share: float, connection: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    file = tmp_path / "communities.parquet"
    pd.DataFrame([*communities()]).to_parquet(file)
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])
    (problem,) = stage(connection, "communities", file)
    assert problem.rule
    assert problem.remedy


def test_a_file_is_found_whatever_its_case_and_a_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "streets.csv").mkdir()
    assert find_file(tmp_path, "streets") is None
    (tmp_path / "Units.CSV").touch()
    assert find_file(tmp_path, "units") == tmp_path / "Units.CSV"


def test_of_two_files_of_a_table_none_wins_unsaid(tmp_path: Path) -> None:
    (tmp_path / "units.csv").touch()
    (tmp_path / "units.parquet").touch()
    with pytest.raises(Refused, match=r"有 2 个文件：units\.csv、units\.parquet；只留下最新的一个"):
        find_file(tmp_path, "units")


@pytest.mark.parametrize("table", ["communities", "measurements", "activities", "streets", "units"])
def test_a_definition_has_the_columns_and_types_of_the_schema(table: str) -> None:
    names = {"communities": "community", "measurements": "measurement", "activities": "activity"}
    with duckdb.connect() as connection:
        create_schema(connection)
        columns = {
            name: kind for name, kind, *_ in connection.execute(f"describe {names.get(table, table[:-1])}").fetchall()
        }
    for column in read_definition(table).column:
        assert columns[column.name] in type_of_schema[column.type], column.name


def test_the_readme_names_every_column_of_every_table() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    for table in ("communities", "streets", "measurements", *ledgers()):
        assert (FOLDERS[0] / f"{table}.toml").is_file()
        for column in read_definition(table).column:
            mark = "**" if column.is_required else ""
            assert f"{mark}`{column.name}`{mark} {column.title}" in readme, (table, column.name)
