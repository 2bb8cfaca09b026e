"""A version comes onto the server whole or not at all, and pages read it there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.__main__ import main
from data.settings import PROJECT
from data.versions import clickhouse
from data.versions.clickhouse import ClickHouseError
from data.versions.store import Store, StoreError
from pages.shared.drawn import forget_all
from queries.clickhouse import ClickHouseDatabase, open_clickhouse
from queries.database import open_database


def counted(version: int, table: str) -> int:
    rows = clickhouse.client().query(f"select count() from {clickhouse.database_of(version)}.{table}").result_rows
    return int(rows[0][0])


@pytest.mark.usefixtures("house")
def test_the_copy_has_every_row(duck: Any) -> None:
    for table in ("community", "index_score", "activity", "area"):
        expected = duck.frame(f"select count(*) as n from {table}", {})["n"].iloc[0]
        assert counted(1, table) == expected


@pytest.mark.usefixtures("house")
def test_a_copy_that_broke_off_is_not_a_version(mirrored: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = clickhouse._copy_table
    copied: list[str] = []

    def breaks(*arguments: Any) -> int:
        copied.append(arguments[-1])
        if len(copied) > 3:
            raise RuntimeError("power cut")
        return whole(*arguments)

    monkeypatch.setattr(clickhouse, "_copy_table", breaks)
    with pytest.raises(RuntimeError):
        clickhouse.mirror(folder, 2, "second")
    assert not clickhouse.has_version(2, "second")
    with pytest.raises(ClickHouseError, match="第 2 版还没有复制到 ClickHouse"):
        open_clickhouse(2, "second")
    monkeypatch.undo()
    monkeypatch.setenv("DASHBOARD_CLICKHOUSE", "chdb://memory")
    clickhouse.mirror(folder, 2, "second")
    assert clickhouse.has_version(2, "second")
    assert not clickhouse.has_version(2, "another of that number")
    assert counted(2, "community") == counted(1, "community")
    assert clickhouse.remove_versions({1}) == [2]
    assert not clickhouse.has_version(2, "second")
    assert clickhouse.has_version(1, mirrored.manifest(1).digest)


@pytest.mark.usefixtures("house")
def test_pages_open_the_copy_where_a_setting_names_the_server(mirrored: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(open_database(mirrored, 1), ClickHouseDatabase)
    monkeypatch.setenv("DASHBOARD_STORE", str(mirrored.root))
    forget_all()
    app = AppTest.from_file(str(PROJECT / "pages" / "navigation.py"), default_timeout=120).run()
    assert not app.exception
    assert "得分率" in app.title[0].value
    for page in ("league", "map"):
        app.switch_page(f"{page}/page.py").run()
        assert not app.exception
    forget_all()


@pytest.mark.usefixtures("house")
def test_the_command_copies_a_version_and_says_how_many_rows(
    mirrored: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", str(mirrored.root))
    assert main(["mirror"]) == 0
    assert "第 1 版已复制到 ClickHouse，共" in capsys.readouterr().out
    assert main(["mirror", "9"]) != 0
    assert "第 9 版" in capsys.readouterr().err


def test_a_server_that_is_not_there_is_said_in_chinese(demonstration: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    clickhouse.forget_client()
    monkeypatch.setenv("DASHBOARD_CLICKHOUSE", "clickhouse://somebody:secret@127.0.0.1:9/default")
    with pytest.raises(StoreError, match="不可用") as raised:
        open_database(demonstration, 1)
    assert "secret" not in str(raised.value)
    clickhouse.forget_client()
