from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data.settings import PROJECT
from data.versions.store import Store
from queries.__main__ import main
from queries.reports.opening import open_export


def _expected(store: Store, question: str, given: dict[str, list[str]]) -> bytes:
    return b"".join(open_export(store, question, given, who="测试").chunks)


def test_a_file_is_written_under_the_name_given(city_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    options = [
        "--unit",
        "330212",
        "--unit",
        "330203",
        "--period",
        "2026Q3",
        "--weak-dimension",
        "O",
        "--status",
        "参评",
    ]
    assert main(["export", "league_table", *options, "-o", str(file)]) == 0
    given = {"units": ["330212", "330203"], "weak_dimensions": ["O"], "statuses": ["参评"]}
    assert file.read_bytes() == _expected(city_store, "league_table", given)


def test_without_a_name_the_file_gets_its_chinese_one(
    city_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "area_measure", "--measure", "change"]) == 0
    assert capsys.readouterr().out == "地图_演示_2026Q3_较上季变化.csv\n"
    file = tmp_path / "地图_演示_2026Q3_较上季变化.csv"
    assert file.read_bytes() == _expected(city_store, "area_measure", {"measure": ["change"]})


def test_the_whole_dashboard_without_a_name_gets_its_chinese_one(
    city_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert city_store.current() == 1
    assert main(["export", "workbook", "--unit", "330212"]) == 0
    assert capsys.readouterr().out == "整套看板_演示_2026Q3_鄞州区.xlsx\n"
    assert (tmp_path / "整套看板_演示_2026Q3_鄞州区.xlsx").read_bytes().startswith(b"PK")


def test_the_program_writes_to_standard_output_and_nothing_else(city_store: Store) -> None:
    command = [sys.executable, "-m", "queries", "export", "band_counts", "--unit", "330203", "-o", "-"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    assert done.stderr == b""
    assert done.returncode == 0
    assert done.stdout == _expected(city_store, "band_counts", {"units": ["330203"]})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "nothing"], "没有可导出的“nothing”，可选：area_score、"),
        (["export", "league_table", "--period", "2020Q1"], "参数“period”的值“2020Q1”不存在，可选：2026Q3、2026Q2"),
        (["export", "league_table", "--measure", "index"], "没有参数“measure”"),
        (["export", "league_table", "--version", "9"], "没有第 9 版"),
        (["export", "league_table", "--version", "x"], "不是版本号"),
        (["export", "league_table", "-o", "x.docx"], "不能导出为 .docx，可选：.csv、.xlsx、.parquet、.geojson"),
        (["export", "league_table", "-o", "/no/such/folder/x.csv"], "无法写入 /no/such/folder/x.csv"),
    ],
)
@pytest.mark.usefixtures("city_store")
def test_a_mistake_is_said_in_chinese(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert message in output.err
    assert output.out == ""


def test_an_empty_store_says_that_nothing_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "league_table"]) == 2
    assert "尚未发布任何版本" in capsys.readouterr().err


def test_an_unknown_option_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["export", "league_table", "--nothing"])
    assert ended.value.code == 2
    assert "命令有误" in capsys.readouterr().err


def test_help_does_not_wait_for_pandas_or_duckdb() -> None:
    program = "import sys, queries.__main__; print({'pandas', 'duckdb', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
