"""A publication of ledgers alone copies the version in force; a full build of the same rows gives the same tables."""

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from data import computed
from data.collecting.collection import Collection
from data.collecting.submitting import submit
from data.versions import building
from data.versions.building import build_version
from data.versions.manifest import Manifest
from data.versions.merging import BatchContents
from data.versions.publishing import preview, publish_batches
from data.versions.store import DATABASE, Store
from data.versions.upgrading import attached, tables
from tests.data.small_city import FLAWLESS, ON_THE_LINE, activities
from tests.data.submissions import LAST_PERIOD, NEW_COMMUNITY, OTHER_DISTRICT, measurement_file, register_file, write
from tests.resealed import rewrite

LEDGERS = ("appeal", "visit", "problem", "supervision")


def hand_in(collection: Collection, *files: Path) -> None:
    submission = submit(collection.store, files, by="李四", reason="补报")
    assert submission.batch, submission.inspection.problems


def more_activities(path: Path, day: str = "2026-08-20", community: str = FLAWLESS) -> Path:
    """Another activity of a community, and one of the published ones with other numbers."""
    own = [row for row in activities() if row["community_code"] == FLAWLESS]
    new = own[0] | {
        "activity_code": f"新-{day}",
        "community_code": community,
        "held_at": f"{day} 09:00",
        "kind": "读书会",
    }
    return write(path, "activities.csv", [new, own[0] | {"participants": "31"}])


def more_of_every_ledger(path: Path) -> list[Path]:
    """Tickets of a whole published quarter, one of them closed after it, a visit, what was found on it, and a document."""
    about = {"community_code": FLAWLESS, "category": "物业管理"}
    ticket = about | {"channel": "电话", "due_at": "2026-09-20"}
    tickets = [
        ticket | {"appeal_code": "1", "received_at": "2026-07-01 08:00", "closed_at": "2026-07-02 08:00"},
        ticket | {"appeal_code": "2", "received_at": "2026-09-10 08:00", "closed_at": "2026-10-02 08:00"},
    ]
    visit = {"visit_code": "1", "community_code": FLAWLESS, "visited_on": "2026-09-01", "items_checked": "50"}
    finding = about | {"finding_code": "1", "visit_code": "1", "found_on": "2026-09-01", "due_on": "2026-09-08"}
    document = {"document_number": "1", "kind": "通报", "responsible": "海曙区", "finding_codes": "1"}
    return [
        write(path, "appeals.csv", tickets),
        write(path, "visits.csv", [visit]),
        write(path, "findings.csv", [finding]),
        write(path, "supervisions.csv", [document | {"issued_on": "2026-09-09"}]),
    ]


def contents_of(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table of a version, its rows in order."""
    with duckdb.connect() as connection, attached(connection, folder / DATABASE, "version"):
        return {
            table: connection.execute(f"from version.{table} order by all").df()
            for table in tables(connection, "version")
        }


def built(folder: Path, contents: BatchContents, *, is_full: bool) -> dict[str, pd.DataFrame]:
    folder.mkdir()
    contents.scores = None if is_full else contents.scores
    build_version(folder, 2, contents, lambda *_: None)
    return contents_of(folder)


def computed_of(store: Store, period: str = LAST_PERIOD) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection, attached(connection, store.folder(store.current() or 0) / DATABASE, "version"):
        return connection.execute(
            "select indicator_code, state, value from version.measurement where origin = 'computed' "
            "and community_code = $community and period = $period order by all",
            {"community": FLAWLESS, "period": period},
        ).fetchall()


def test_both_ways_give_the_same_tables(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, more_activities(tmp_path / "1"))
    hand_in(collection, *more_of_every_ledger(tmp_path / "2"))
    ready = collection.ready(includes_unreviewed=True)
    assert BatchContents(collection.store, ready).scores == collection.store.folder(1)
    short = built(tmp_path / "short", BatchContents(collection.store, ready), is_full=False)
    full = built(tmp_path / "full", BatchContents(collection.store, ready), is_full=True)
    assert short.keys() == full.keys()
    for table, rows in full.items():
        assert_frame_equal(short[table], rows, rtol=1e-12, obj=table)
    before = contents_of(collection.store.folder(1))
    assert len(full["activity"]) == len(before["activity"]) + 1
    assert not full["activity_month"].equals(before["activity_month"])
    assert [len(full[table]) for table in LEDGERS] == [2, 1, 1, 1]
    ledgers = {"activity", "activity_month", "activity_count", "activity_hour", *LEDGERS, "span", "publication"}
    assert {table for table, rows in short.items() if not rows.equals(before[table])} == ledgers


def test_ledgers_alone_are_not_scored_and_published_quarters_stand(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = computed_of(collection.store)
    hand_in(collection, more_activities(tmp_path / "1"))
    with monkeypatch.context() as patch:
        patch.setattr(building, "score_city", lambda *_: pytest.fail("scored"))
        publish_batches(collection.store, by="市", includes_unreviewed=True)
    assert computed_of(collection.store) == before
    hand_in(collection, measurement_file(tmp_path / "2"))  # of the next quarter
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    assert computed_of(collection.store) == before
    hand_in(collection, measurement_file(tmp_path / "3", period=LAST_PERIOD, E1=70))
    assert "由台账重新计算：2026年第三季度" in "\n".join(preview(collection.store, includes_unreviewed=True).summary())
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    ((code, state, value), *_) = computed_of(collection.store)
    assert (code, state, value) == (*before[0][:2], before[0][2] + 1)


def test_what_ledgers_alone_may_not_leave_as_it_is_is_scored(collection: Collection, tmp_path: Path) -> None:
    store = collection.store
    hand_in(collection, more_activities(tmp_path / "1"))
    assert BatchContents(store, collection.ready(includes_unreviewed=True)).scores
    hand_in(collection, register_file(tmp_path / "2", OTHER_DISTRICT, households="888"))
    assert not BatchContents(store, collection.ready(includes_unreviewed=True)).scores
    assert not BatchContents(store, ()).scores  # to score anew what is in force is what rebuild is for


def test_a_version_of_earlier_tables_is_made_anew(collection: Collection, tmp_path: Path) -> None:
    hand_in(collection, more_activities(tmp_path / "1"))
    rewrite(collection.store, 1, "index_score.p_value")
    assert not BatchContents(collection.store, collection.ready(includes_unreviewed=True)).scores


def test_a_new_community_is_scored_with_its_activities(collection: Collection, tmp_path: Path) -> None:
    hand_in(
        collection,
        write(tmp_path, "communities.csv", [NEW_COMMUNITY]),
        more_activities(tmp_path, community=NEW_COMMUNITY["community_code"]),
    )
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    with duckdb.connect(str(collection.store.folder(2) / DATABASE), read_only=True) as connection:
        found = connection.execute(
            "select count(*) filter (state = 'value') from measurement where community_code = $code and period = $period",
            {"code": NEW_COMMUNITY["community_code"], "period": LAST_PERIOD},
        ).fetchone()
    assert found is not None
    assert found[0] > 0


def test_a_way_of_counting_is_a_file(
    published: tuple[Store, Manifest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "participants.sql").write_text(
        "select computed_window.community_code, period, indicator_code, sum(mix.participants) as value "
        "from computed_window inner join activity_mix as mix on computed_window.community_code = mix.community_code "
        "where measured_by = 'participants' group by all",
        encoding="utf-8",
    )
    monkeypatch.setattr(computed, "FOLDERS", (*computed.FOLDERS, tmp_path))
    own = ["appeal_on_time", "appeal_satisfied", "appeal_solved"]
    assert [*computed.ways()] == ["activity_count", "activity_kind_count", *own, "participants"]
    with duckdb.connect() as connection:
        connection.execute(f"attach '{published[0].folder(1) / DATABASE}' as base (read_only)")
        for table in ("indicator", "community", "period", "activity", "measurement"):
            connection.execute(f"create table {table} as from base.{table}")
        connection.execute("delete from measurement; update indicator set measured_by = 'participants'")
        connection.execute("create table activity_mix as select community_code, participants from activity")
        connection.execute("create table activity_ledger as select '' as unit_code, date '2026-01-01' as begins_on")
        connection.execute(
            "create table appeal_ledger as select '' as unit_code, null::date as begins_on, null::date as last_on"
        )
        connection.execute(
            "create table appeal_mix as select '' as community_code, null::date as month, 0 as due_count, "
            "0 as on_time_count, 0 as closed_count, 0 as reached_count, 0 as solved_count, 0 as satisfied_count"
        )
        connection.execute(
            "alter table activity_mix add column month date; alter table activity_mix add column kind text"
        )
        connection.execute(
            "alter table activity_mix add column category text; alter table activity_mix add column activity_count integer"
        )
        computed.measure(connection)
        found = connection.execute(
            "select value from measurement where community_code = $code and indicator_code = 'A1' and state = 'value'",
            {"code": ON_THE_LINE},
        ).fetchall()
    assert {value for (value,) in found} == {3 * 2 * 6 * 30}
