"""A store of an earlier program goes through everything the present one does, whatever tables and columns it lacks."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import acts
from data.collecting.forms import form_of
from data.settings import PROJECT
from data.versions.differences import compare, differences
from data.versions.exporting import export_all
from data.versions.publishing import preview, publish_batches, rebuild
from data.versions.schema import create_schema
from data.versions.store import DATABASE, Store
from queries.catalogue import DOCUMENTS, EXPORTS, formats
from queries.question import Asked, Question
from queries.reports.opening import open_export
from tests.conftest import MadeOnce
from tests.data.small_city import FLAWLESS
from tests.pages.conftest import Open
from tests.resealed import rewrite

EARLIER = PROJECT / "tests" / "data" / "stores" / "0.4.0"
PAGES = sorted(f"{page.parent.name}/page.py" for page in (PROJECT / "pages").glob("*/page.py"))
LEDGERS = ("activity", "activity_count", "activity_hour", "activity_month")


def columns(connection: duckdb.DuckDBPyConnection) -> set[str]:
    rows = connection.execute("select table_name || '.' || column_name from duckdb_columns()").fetchall()
    return {name for (name,) in rows}


def newer_columns() -> list[str]:
    """The columns of tables of 0.4.0 that only the present program has."""
    with duckdb.connect() as now, duckdb.connect(str(EARLIER / "versions" / "2" / DATABASE), read_only=True) as then:
        create_schema(now)
        known = columns(then)
        return sorted(
            name for name in columns(now) - known if name.partition(".")[0] in {n.partition(".")[0] for n in known}
        )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A copy of the earlier store as the default one."""
    return Store(Path(shutil.copytree(EARLIER, tmp_path / "store")))


def browse(open_page: Open, word: str = "") -> None:
    """Open every page, or those alone whose questions read a table or column."""
    for page in PAGES if not word else sorted({f"{question.page}/page.py" for question in asking(word)}):
        given = {"code": FLAWLESS} if page.startswith("community/") else {}
        app = open_page(page, **given)
        assert not app.exception, (page, app.exception)
        assert app.title[0].value, page
        assert app.title[0].value != "数据暂时无法打开", (page, [error.value for error in app.error])


def asking(word: str) -> list[Question[Any]]:
    """The questions of pages that read a table or column."""
    return [question for question in EXPORTS.values() if re.search(rf"\b{word}\b", question.sql)]


def take(store: Store, questions: Iterable[Asked[Any]], *, every_format: bool = False) -> None:
    """Take questions away, in their first format or in each."""
    for asked in questions:
        given = {"community": [FLAWLESS]} if asked.takes("community") else {}
        for ending in formats(asked.name)[: None if every_format else 1]:
            export = open_export(store, asked.name, given, who="测试", ending=ending)
            assert sum(map(len, export.chunks)) > (100 if every_format else 0), (asked.name, ending)


def publish_upon(store: Store) -> None:
    """Preview and publish what waits in the store, and rebuild what is in force."""
    found = preview(store, includes_unreviewed=True)
    assert found.later_community_count == 6
    assert found.compared_count > 0
    manifest = publish_batches(store, by="测试", includes_unreviewed=True)
    assert (manifest.version, manifest.base, manifest.batches) == (3, 2, (1, 2, 4))
    later = differences(store, 2, 3)
    assert (later.earlier_community_count, later.later_community_count) == (6, 6)
    assert (later.compared_count, later.changed_count) == (found.compared_count, found.changed_count)
    assert rebuild(store, by="测试").version == 4
    assert [(entry.kind, entry.result, entry.who) for entry in acts.read(store)[:2]] == [
        ("重新生成", "完成", "测试"),
        ("发布", "完成", "测试"),
    ]


def test_everything_goes_on_upon_a_store_of_an_earlier_program(store: Store, open_page: Open, tmp_path: Path) -> None:
    browse(open_page)
    take(store, EXPORTS.values())  # a format writes any answer
    take(store, DOCUMENTS.values(), every_format=True)
    assert export_all(store, tmp_path / "all") == 2
    assert {file.stem for file in (tmp_path / "all" / "csv").iterdir()} >= {"community", "activity", "index_score"}
    assert compare(None, store.folder(2)).ledger_counts["activities"][1] > 0
    for table in ("communities", "measurements", "activities"):
        name, content = form_of(store, table, unit="330203", period="2026Q4")
        assert name.endswith(".xlsx")
        assert content[:2] == b"PK"
    publish_upon(store)
    browse(open_page)


@pytest.mark.parametrize("lacking", LEDGERS)
def test_a_version_that_lacks_a_ledger_goes_through_the_same(
    store: Store, open_page: Open, tmp_path: Path, lacking: str
) -> None:
    rewrite(store, 2, lacking)
    browse(open_page, lacking)
    take(store, asking(lacking))
    assert export_all(store, tmp_path / "all") == 2
    assert (tmp_path / "all" / "csv" / f"{lacking}.csv").read_text("utf-8").count("\n") == 1  # its header
    assert form_of(store, "activities", unit="330203", period="2026Q4")[1][:2] == b"PK"
    if lacking == "activity":
        assert differences(store, 1, 2).ledger_counts["activities"][1] == 0
        publish_upon(store)


@pytest.fixture(scope="session")
def made_anew(made_once: MadeOnce) -> Path:
    """The earlier store with a version of the present program in force."""
    return made_once(
        "anew", lambda folder: rebuild(Store(shutil.copytree(EARLIER, folder, dirs_exist_ok=True)), by="测试")
    )


@pytest.mark.parametrize("lacking", newer_columns())
def test_a_version_that_lacks_a_newer_column_is_read(
    made_anew: Path, open_page: Open, tmp_path: Path, lacking: str
) -> None:
    store = Store(Path(shutil.copytree(made_anew, tmp_path / "store")))
    rewrite(store, 3, lacking)
    column = lacking.partition(".")[2]
    browse(open_page, column)
    take(store, asking(column))
    assert export_all(store, tmp_path / "all") == 3
    assert column in (tmp_path / "all" / "csv" / f"{lacking.partition('.')[0]}.csv").read_text("utf-8").splitlines()[0]
