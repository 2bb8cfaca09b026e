"""A folder to publish: every file of rows in it is read or named, and what is left out of one is told."""

import pytest

from data.reading.problems import Problem, Refused
from data.versions.publishing import publish_folder
from data.versions.store import Store
from tests.data import files_to_read as files
from tests.data.small_city import Folder


@pytest.mark.parametrize(
    "name", ["activities (1).csv", "活动台账.xlsx", "Activities.txt", "units.csv", "activities.xls"]
)
def test_a_file_that_would_not_be_read_is_named(name: str, folder: Folder, store: Store) -> None:
    (folder.write() / name).write_text("activity_code\n", encoding="utf-8")
    with pytest.raises(Refused) as caught:
        publish_folder(store, folder.path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.rule) == (name, "文件名不是约定的名称，不会读入")


def test_a_table_may_be_a_workbook_and_its_name_in_capitals(folder: Folder, store: Store) -> None:
    path = folder.write()
    lines = [line.split(",") for line in folder.read_text("activities.csv").splitlines()]
    (path / "activities.csv").unlink()
    (path / "Activities.xlsx").write_bytes(files.workbook(lines))
    manifest = publish_folder(store, path)
    assert [(source.name, source.rows) for source in manifest.sources if "ctiv" in source.name] == [
        ("Activities.xlsx", len(lines) - 1)
    ]


def test_an_old_file_beside_a_new_one_is_refused(folder: Folder, store: Store) -> None:
    (folder.write() / "measurements.parquet").write_bytes(b"PAR1")
    with pytest.raises(Refused, match=r"有 2 个文件：measurements\.csv、measurements\.parquet"):
        publish_folder(store, folder.path)


def test_a_second_sheet_is_never_left_out(folder: Folder, store: Store) -> None:
    path = folder.write()
    lines = [line.split(",") for line in folder.read_text("measurements.csv").splitlines()]
    half = len(lines) // 2
    (path / "measurements.csv").write_bytes(files.workbook({"一": lines[:half], "二": [lines[0], *lines[half:]]}))
    with pytest.raises(Refused, match="里面有 2 张表：一、二"):
        publish_folder(store, path)


def test_rows_that_are_left_out_of_a_folder_are_told(folder: Folder, store: Store) -> None:
    path = folder.write()
    header, *rows = folder.read_text("communities.csv").splitlines()
    lines = [header, rows[0], header, *rows[1:], "合计"]
    (path / "communities.csv").write_text("\n".join(lines), encoding="utf-8")
    told: list[Problem] = []
    manifest = publish_folder(store, path, tell=told.append)
    assert manifest.community_count == len(rows)
    assert [str(problem) for problem in told] == [
        f"communities.csv：略过 2 行，没有读入：第 3 行“community_code”、第 {len(lines)} 行“合计”"
    ]
