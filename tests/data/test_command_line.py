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
from openpyxl import load_workbook

from data.__main__ import main
from data.collecting.collection import Collection
from data.collecting.decisions import State
from data.settings import PROJECT, REFERENCE
from data.versions import building
from data.versions.store import DATABASE, Store, default_store
from tests.data.small_city import Folder, snapshot
from tests.data.submissions import measurement_file


def test_an_empty_store_has_no_history(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "history") == "还没有发布过任何版本\n"


@pytest.mark.usefixtures("in_force")
def test_publish_history_and_rollback(folder: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    published = told(capsys, "publish", str(folder.path), "--by", "张三", "--reason", "季度数据")
    assert published == "已发布第 2 版：6 个社区，3 期\n"
    assert told(capsys, "rollback", "1").endswith("现在使用第 1 版\n")
    second, *_, first = [line for line in told(capsys, "history").splitlines() if "版  " in line]
    assert first.startswith("▶ 第 1 版")
    assert re.fullmatch(r"  第 2 版  \d{4}-\d\d-\d\d \d\d:\d\d  正式  6 个社区  2026Q1–2026Q3  张三  季度数据", second)


def test_the_demonstration_written_by_one_command_is_published_by_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sample", str(tmp_path / "city"), "--scale", "0.02", "--seed", "3"]) == 0
    assert main(["publish", str(tmp_path / "city")]) == 0
    assert "已发布第 1 版（演示数据）" in capsys.readouterr().out
    assert default_store().manifest(1).is_demonstration


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command that succeeds prints."""
    code = main([*arguments])
    output = capsys.readouterr()
    assert code == 0, output.err
    return output.out


@pytest.mark.usefixtures("in_force")
def test_import_status_publish_diff_and_rollback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(measurement_file(tmp_path / "海曙"))
    assert told(capsys, "import", file, "--dry-run").endswith("体检通过，没有保存\n")
    assert told(capsys, "check", file).endswith("体检通过\n")
    assert Collection(default_store()).batches() == []
    taken = told(capsys, "import", file, "--by", "李四", "--reason", "四季度")
    assert re.search(r"海曙区 2026年第四季度：已报 3/3 个社区", taken)
    assert re.search(r"已收下：第 1 批  已报  2026Q4  海曙区  指标数据  \d+ 行.*李四  四季度\n\Z", taken)
    assert told(capsys, "import", file).endswith("与第 1 批（已报）完全相同，没有任何改变\n")
    status = told(capsys, "status", "--period", "2026Q4")
    assert status.startswith("2026年第四季度报送进度\n14 个单位：待报 13、已报 1")
    assert "  海曙区  已报  3/3 个社区  第 1 批" in status
    assert "尚未发布的批次\n  第 1 批  已报" in status
    assert told(capsys, "return", "1", "--reason", "核对 E1") == "第 1 批已退回：核对 E1\n"
    assert told(capsys, "review", "1", "--by", "市") == "第 1 批已审，可以发布\n"
    published = told(capsys, "publish", "--by", "市")
    assert "将有以下变化：\n  社区：6 → 6（新增 0，减少 0）" in published
    assert "  新增时期：2026Q4" in published
    assert published.endswith("已发布第 2 版：6 个社区，4 期\n")
    history = told(capsys, "history")
    assert re.match(r"▶ 第 2 版 .* 市  四季度\n      measurements.csv  [0-9a-f]{8}  \d+ 行  第 1 批  .*李四", history)
    assert told(capsys, "diff", "1", "2").startswith("第 1 版 → 第 2 版\n社区：6 → 6")
    assert told(capsys, "rollback", "1") == "现在使用第 1 版\n"
    assert Collection(default_store()).states() == {1: State.REVIEWED}


@pytest.mark.usefixtures("in_force")
def test_publishing_what_nobody_reviewed_says_who_reviews_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "import", str(measurement_file(tmp_path / "海曙")), "--by", "李四")
    assert "（由市文明办在发布时一并审核）" in told(capsys, "publish", "--by", "市文明办")


def test_refused_files_are_reported_on_stderr_and_handed_back_marked(
    in_force: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = measurement_file(tmp_path / "海曙", E1=101)
    before = snapshot(in_force.root)
    marked = tmp_path / "标注.xlsx"
    assert main(["check", str(file), "-o", str(marked)]) == 2
    output = capsys.readouterr()
    assert "measurements.csv 第 2 行" in output.err
    assert load_workbook(marked).sheetnames[0] == "问题"
    assert main(["import", str(file)]) == 2
    assert "measurements.csv 第 2 行" in capsys.readouterr().err
    assert snapshot(in_force.root) == before


@pytest.mark.usefixtures("in_force")
def test_a_template_is_written_where_it_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "模板.xlsx"
    assert told(capsys, "template", "measurements", "-o", str(out), "--unit", "海曙区") == f"模板已写到 {out}\n"
    assert "填写说明" in load_workbook(out).sheetnames
    assert main(["template", "nothing", "-o", str(out)]) == 2
    assert "nothing" in capsys.readouterr().err


def test_everything_can_be_taken_away(in_force: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "全部"
    assert told(capsys, "export-all", str(out)) == f"第 1 版已导出到 {out}\n"
    assert sorted(path.name for path in out.iterdir()) == [
        "csv",
        "districts.geojson",
        "manifest.json",
        "parquet",
        "schema.sql",
        "standard",
    ]
    tables = re.findall(r"create table (\w+)", (out / "schema.sql").read_text(encoding="utf-8"))
    for kind in ("csv", "parquet"):
        assert sorted(path.stem for path in (out / kind).iterdir()) == sorted(tables)
    version = str(in_force.folder(1) / DATABASE)
    with duckdb.connect(version, read_only=True) as connection:
        for table in tables:
            rows = connection.execute(f"from {table} order by all").fetchall()
            assert duckdb.sql(f"from '{out}/parquet/{table}.parquet' order by all").fetchall() == rows, table
    assert main(["export-all", str(out)]) == 2
    assert "里已有内容" in capsys.readouterr().err


def test_texts_that_would_be_formulas_leave_guarded_and_numbers_as_they_are(
    folder: Folder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.tables["communities"][0]["community_name"] = "=1+1"
    folder.tables["communities"][1]["community_name"] = "＠sum社区"
    told(capsys, "publish", str(folder.write()))
    told(capsys, "export-all", str(tmp_path / "全部"))
    text = (tmp_path / "全部" / "csv" / "community.csv").read_text(encoding="utf-8")
    rows = [line.split(",") for line in text.splitlines()]
    assert [row[1] for row in rows[1:3]] == ["'=1+1", "'＠sum社区"]
    assert not [row for row in rows if row[rows[0].index("longitude")].startswith("'")]
    kept = duckdb.sql(f"select community_name from '{tmp_path}/全部/parquet/community.parquet' order by community_code")
    assert kept.fetchall()[0] == ("=1+1",)


@pytest.mark.parametrize("table", ["communities", "measurements", "activities"])
def test_bad_rows_end_with_code_2_and_name_the_place(
    table: str, folder: Folder, in_force: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(in_force.root)
    folder.tables[table][1]["community_code"] = "990203001001"
    assert main(["publish", str(folder.write())]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    place = (
        "measurements.csv 第 " if table == "communities" else f"{table}.csv 第 3 行 community_code 列「990203001001」"
    )
    assert output.err.startswith(place)  # a register without the community shows where it is needed
    assert snapshot(in_force.root) == before


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


def nothing_to_export(_folder: Folder) -> list[str]:
    return ["export-all", "out"]


def nothing_to_make_anew(_folder: Folder) -> list[str]:
    return ["rebuild"]


def no_such_batch(_folder: Folder) -> list[str]:
    return ["review", "7"]


def no_such_unit(folder: Folder) -> list[str]:
    return ["check", str(folder.path / "communities.csv"), "--unit", "火星"]


def folder_of_a_period(folder: Folder) -> list[str]:
    return ["publish", str(folder.path), "--period", "2026Q3"]


def unknown_version(_folder: Folder) -> list[str]:
    return ["rollback", "7"]


def store_that_is_a_file(folder: Folder) -> list[str]:
    default_store().root.write_text("")
    return ["publish", str(folder.path)]


def no_place_for_scores(folder: Folder) -> list[str]:
    standard = REFERENCE / "standard" / "example-2026.toml"
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
        (nothing_to_export, "还没有发布过任何版本"),
        (nothing_to_make_anew, "还没有发布过任何版本"),
        (no_such_batch, "没有第 7 批报送"),
        (no_such_unit, "没有报送单位「火星」"),
        (folder_of_a_period, "不能再用 --period"),
        (unknown_version, "没有第 7 版"),
        (store_that_is_a_file, "store：无法读写"),
        (no_place_for_scores, "无法读写"),
    ],
)
def test_every_mistake_is_answered_in_chinese_with_code_2(
    mistake: Callable[[Folder], list[str]], says: str, folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    require_refused(capsys, mistake(folder), says)


def require_refused(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    assert main(arguments) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert says in output.err


def nothing_to_publish(_store: Store, _folder: Path) -> list[str]:
    return ["publish"]


def correction_without_a_reason(_store: Store, folder: Path) -> list[str]:
    return ["import", str(measurement_file(folder / "更正", period="2026Q3", E1=70))]


def lost_pointer(store: Store, _folder: Path) -> list[str]:
    store.pointer.unlink()
    return ["history"]


def truncated_database(store: Store, _folder: Path) -> list[str]:
    database = store.folder(1) / DATABASE
    database.chmod(0o644)
    with database.open("rb+") as file:
        file.truncate(4096)
    return ["rollback", "1"]


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (nothing_to_publish, "没有可以发布的报送"),
        (correction_without_a_reason, "海曙区2026年第三季度已经发布过，更正须写明原因"),
        (lost_pointer, "发布指针丢失（current）。请在项目文件夹中运行 uv run python -m data rollback 1"),
        (truncated_database, "第 1 版的数据库不完整（应为"),
    ],
)
def test_every_mistake_with_a_published_store_is_too(
    mistake: Callable[[Store, Path], list[str]],
    says: str,
    in_force: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    require_refused(capsys, mistake(in_force, tmp_path), says)


def test_a_failure_of_the_database_is_no_traceback(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> None:
        raise duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate")

    monkeypatch.setattr(building, "score_city", fails)
    assert main(["publish", str(folder.path)]) == 2
    assert "数据库出错，没有发布任何内容" in capsys.readouterr().err
    assert default_store().current() is None


def test_the_real_command_prints_the_fault_and_nothing_else(folder: Folder) -> None:
    folder.tables["communities"][0]["unit_code"] = "330204"
    done = subprocess.run(
        [sys.executable, "-m", "data", "publish", str(folder.write())],
        cwd=PROJECT,
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
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
