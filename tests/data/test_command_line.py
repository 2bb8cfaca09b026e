"""The command line does what it says, answers every mistake in Chinese, with code 2 and without a traceback."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from data import publishing
from data.__main__ import main
from data.store import DATABASE, PROJECT, default_store
from tests.data.small_city import Folder, snapshot


def test_publish_history_and_rollback(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history"]) == 0
    assert capsys.readouterr().out == "还没有发布过任何版本\n"
    assert main(["publish", str(folder.path), "--by", "张三", "--reason", "季度数据"]) == 0
    assert capsys.readouterr().out == "已发布第 1 版：6 个社区，3 期\n"
    assert main(["publish", str(folder.path)]) == 0
    assert main(["rollback", "1"]) == 0
    assert capsys.readouterr().out.endswith("现在使用第 1 版\n")
    assert main(["history"]) == 0
    second, first = capsys.readouterr().out.splitlines()
    assert second.startswith("  第 2 版")
    assert re.fullmatch(r"▶ 第 1 版  \d{4}-\d\d-\d\d \d\d:\d\d  正式  6 个社区  2026Q1–2026Q3  张三  季度数据", first)


def test_the_demonstration_written_by_one_command_is_published_by_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", str(tmp_path / "city"), "--scale", "0.05", "--seed", "3"]) == 0
    assert main(["publish", str(tmp_path / "city")]) == 0
    assert "已发布第 1 版（演示数据）" in capsys.readouterr().out
    assert default_store().manifest(1).is_demonstration


@pytest.mark.parametrize("table", ["communities", "measurements", "activities"])
def test_bad_rows_end_with_code_2_and_name_the_place(
    table: str, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["publish", str(folder.path)])
    before = snapshot(default_store().root)
    folder.tables[table][1]["community_code"] = "990203001001"
    folder.write()
    capsys.readouterr()
    assert main(["publish", str(folder.path)]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    place = (
        "measurements.csv 第 " if table == "communities" else f"{table}.csv 第 3 行 community_code 列「990203001001」"
    )
    assert output.err.startswith(place)  # a register without the community shows where it is needed
    assert snapshot(default_store().root) == before


def broken_standard(folder: Folder) -> list[str]:
    folder.write_text("standard/a.toml", "version = ")
    return ["publish", str(folder.path)]


def broken_boundaries(folder: Folder) -> list[str]:
    folder.write_text("districts.geojson", "{")
    return ["publish", str(folder.path)]


def folder_for_a_file(folder: Folder) -> list[str]:
    (folder.path / "about.toml").mkdir()
    return ["publish", str(folder.path)]


def folder_for_the_boundaries(folder: Folder) -> list[str]:
    (folder.path / "districts.geojson").mkdir()
    return ["publish", str(folder.path)]


def no_folder(folder: Folder) -> list[str]:
    return ["publish", str(folder.path / "none")]


def unknown_version(_folder: Folder) -> list[str]:
    return ["rollback", "7"]


def lost_pointer(folder: Folder) -> list[str]:
    main(["publish", str(folder.path)])
    default_store().pointer.unlink()
    return ["history"]


def truncated_database(folder: Folder) -> list[str]:
    main(["publish", str(folder.path)])
    database = default_store().folder(1) / DATABASE
    database.chmod(0o644)
    with database.open("rb+") as file:
        file.truncate(4096)
    return ["rollback", "1"]


def store_that_is_a_file(folder: Folder) -> list[str]:
    default_store().root.write_text("")
    return ["publish", str(folder.path)]


def no_place_for_scores(folder: Folder) -> list[str]:
    standard = publishing.REFERENCE / "standard" / "example-2026.toml"
    folder.write_text("values.csv", "unit,period,indicator,value\nu,2026,E1,80\n")
    out = folder.path / "none" / "out.csv"
    return ["score", "--standard", str(standard), "--values", str(folder.path / "values.csv"), "--out", str(out)]


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (broken_standard, "a.toml：不是有效的 TOML"),
        (broken_boundaries, "districts.geojson：不是有效的 GeoJSON"),
        (folder_for_a_file, "about.toml：无法读写"),
        (folder_for_the_boundaries, "districts.geojson：无法读写"),
        (no_folder, "不是文件夹"),
        (unknown_version, "没有第 7 版"),
        (lost_pointer, "发布指针丢失（current）。请在项目文件夹中运行 uv run python -m data rollback 1"),
        (truncated_database, "第 1 版的数据库不完整（应为"),
        (store_that_is_a_file, "store：无法读写"),
        (no_place_for_scores, "无法读写"),
    ],
)
def test_every_mistake_is_answered_in_chinese_with_code_2(
    mistake: Callable[[Folder], list[str]], says: str, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = mistake(folder)
    capsys.readouterr()
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert says in output.err


def test_a_failure_of_the_database_is_no_traceback(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate")

    monkeypatch.setattr(publishing, "score_city", fails)
    assert main(["publish", str(folder.path)]) == 2
    assert "数据库出错，没有发布任何内容" in capsys.readouterr().err
    assert default_store().current() is None


def test_the_real_command_prints_the_fault_and_nothing_else(folder: Folder) -> None:
    folder.tables["communities"][0]["unit_code"] = "330204"
    done = subprocess.run(
        [sys.executable, "-m", "data", "publish", str(folder.write())],
        cwd=PROJECT, capture_output=True, check=False, env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert lines[0].startswith("communities.csv 第 2 行 unit_code 列「330204」：报送单位里没有这个代码；")
    assert all(line.startswith("communities.csv 第 2 行") for line in lines)


def test_help_comes_without_loading_the_database() -> None:
    code = "import sys, data.__main__; assert not {'duckdb', 'pandas', 'pyarrow', 'shapely'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0


def test_the_readme_and_continuous_integration_run_the_same_two_tasks() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    script = (PROJECT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    hook = (PROJECT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    tasks = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["poe"]["tasks"]
    assert "pip install uv && uv run --no-dev streamlit run dashboard.py" in readme
    for command, task in (("pip install uv && uv run poe test", "test"), ("uv run poe check", "check")):
        assert command in readme
        assert command in script
        assert task in tasks
    assert "entry: uv run poe check" in hook
