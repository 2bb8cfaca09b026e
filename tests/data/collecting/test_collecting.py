"""Submissions: what is kept, what is told apart, and where each stands."""

import json
import shutil
import stat
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from data import acts, clock
from data.collecting import submitting
from data.collecting.batches import Asked, Batch, read_batches, table_file
from data.collecting.collection import Collection
from data.collecting.decisions import CollectionError, State
from data.collecting.forms import form_of
from data.collecting.progress import deadline_of, known_periods, progress_of, reminders, set_deadline
from data.collecting.submitting import corrections, inspect
from data.versions.publishing import publish_batches, publish_folder
from data.versions.store import Store, StoreError
from tests.data.small_city import Folder, snapshot
from tests.data.submissions import (
    COMMUNITY_COUNT,
    DISTRICT,
    LAST_PERIOD,
    NEW_PERIOD,
    OTHER_DISTRICT,
    measurement_file,
    measurement_rows,
    register_file,
    write,
)


def submit(collection: Collection, file: Path, *, by: str = "李四", reason: str = "") -> Batch:
    submission = submitting.submit(collection.store, [file], by=by, reason=reason)
    assert submission.batch is not None, submission.inspection.problems
    return submission.batch


def unit_row(collection: Collection, unit: str = DISTRICT, period: str = NEW_PERIOD) -> dict[str, object]:
    progress = progress_of(collection.store, period, date(2027, 1, 10))
    (row,) = progress[progress["unit_code"] == unit].to_dict("records")
    return {str(name): value for name, value in row.items()}


def test_a_batch_keeps_the_files_their_rows_and_who_brought_them(collection: Collection, tmp_path: Path) -> None:
    file = measurement_file(tmp_path / "海曙")
    batch = submit(collection, file, by="王五", reason="首报")
    assert (batch.number, batch.received_by, batch.reason) == (1, "王五", "首报")
    assert (batch.period, batch.unit, batch.tables) == (NEW_PERIOD, DISTRICT, ("measurements",))
    assert [kept.name for kept in batch.files] == ["measurements.csv"]
    assert batch.rows == len(measurement_rows())
    assert not batch.is_demonstration
    folder = collection.store.batches / "1"
    assert (folder / "originals" / "measurements.csv").read_bytes() == file.read_bytes()
    rows = duckdb.read_parquet(str(table_file(collection.store, batch, "measurements")))
    assert rows.shape[0] == len(measurement_rows())
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()} == {0o400}
    assert collection.batch(1) == batch
    (coverage,) = batch.coverage
    assert (coverage.unit_code, coverage.period, coverage.reported_count) == (
        DISTRICT,
        NEW_PERIOD,
        COMMUNITY_COUNT[DISTRICT],
    )


def test_refused_files_and_inspections_leave_no_trace(collection: Collection, tmp_path: Path) -> None:
    before = snapshot(collection.store.root)
    bad = measurement_file(tmp_path / "坏", E1=101)
    good = measurement_file(tmp_path / "好")
    submission = submitting.submit(collection.store, [bad], by="李四")
    assert submission.batch is None
    assert submission.duplicate_of is None
    assert submission.inspection.problem_count == COMMUNITY_COUNT[DISTRICT]
    assert inspect(collection.store, [good]).is_accepted
    assert snapshot(collection.store.root) == before


def test_the_same_files_again_change_nothing(handed_in: Collection, tmp_path: Path) -> None:
    before = snapshot(handed_in.store.root)
    again = submitting.submit(handed_in.store, [measurement_file(tmp_path / "二")], by="赵六")
    assert (again.batch, again.duplicate_of) == (None, 1)
    assert snapshot(handed_in.store.root) == before


def test_files_that_were_replaced_since_may_come_again(handed_in: Collection, tmp_path: Path) -> None:
    first, second = measurement_file(tmp_path / "一"), measurement_file(tmp_path / "二", E1=70)
    assert [submit(handed_in, file).number for file in (second, first)] == [2, 3]
    assert handed_in.states() == {1: State.REPLACED, 2: State.REPLACED, 3: State.SUBMITTED}


def test_a_later_submission_replaces_only_what_is_about_the_same_and_not_reviewed(
    handed_in: Collection, tmp_path: Path
) -> None:
    submit(handed_in, measurement_file(tmp_path / "二", OTHER_DISTRICT))
    submit(handed_in, register_file(tmp_path / "三", households="900"))
    handed_in.give_back(1, by="市", reason="核对 E1")
    submit(handed_in, measurement_file(tmp_path / "四", E1=70))
    handed_in.review(4, by="市")
    submit(handed_in, measurement_file(tmp_path / "五", E1=71))
    assert handed_in.states() == {
        1: State.REPLACED,
        2: State.SUBMITTED,
        3: State.SUBMITTED,
        4: State.REVIEWED,
        5: State.SUBMITTED,
    }
    assert [batch.number for batch in handed_in.ready()] == [4]
    assert [batch.number for batch in handed_in.ready(includes_unreviewed=True)] == [2, 3, 4, 5]
    assert [batch.number for batch in handed_in.ready(period=LAST_PERIOD, includes_unreviewed=True)] == [3]


def test_review_and_return_go_only_where_they_may(handed_in: Collection) -> None:
    assert handed_in.review(1, by="市").events[-1].state == State.REVIEWED
    with pytest.raises(CollectionError, match="第 1 批已审，不能改为已审（须为已报或退回）"):
        handed_in.review(1, by="市")
    with pytest.raises(CollectionError, match="退回须写明原因"):
        handed_in.give_back(1, by="市", reason=" ")
    returned = handed_in.give_back(1, by="市", reason="缺 E1")
    assert [(event.state, event.by, event.reason) for event in returned.events] == [
        (State.SUBMITTED, "李四", "四季度"),
        (State.REVIEWED, "市", ""),
        (State.RETURNED, "市", "缺 E1"),
    ]
    assert handed_in.state(returned) == State.RETURNED
    assert handed_in.ready(includes_unreviewed=True) == []
    with pytest.raises(CollectionError, match="没有第 7 批报送"):
        handed_in.review(7, by="市")


def test_what_is_published_follows_the_version_in_force(added: Collection) -> None:
    assert added.states() == {1: State.PUBLISHED}
    assert [event.state for event in added.batch(1).events] == [State.SUBMITTED, State.PUBLISHED]
    with pytest.raises(CollectionError, match="第 1 批已发布，不能改为退回"):
        added.give_back(1, by="市", reason="错")
    added.store.roll_back(1)
    assert added.states() == {1: State.REVIEWED}
    assert [batch.number for batch in added.ready()] == [1]
    added.store.roll_back(2)
    assert added.states() == {1: State.PUBLISHED}


def test_a_folder_published_afterwards_passes_over_what_was_published_before_it(
    added: Collection, folder: Folder
) -> None:
    publish_folder(added.store, folder.path)
    assert added.states() == {1: State.REPLACED}
    added.store.roll_back(2)
    assert added.states() == {1: State.PUBLISHED}


def test_a_correction_of_what_is_published_needs_a_reason(collection: Collection, tmp_path: Path) -> None:
    file = measurement_file(tmp_path / "一", period=LAST_PERIOD, E1=81)
    assert corrections(collection.store, inspect(collection.store, [file])) == ["海曙区2026年第三季度"]
    with pytest.raises(CollectionError, match="海曙区2026年第三季度已经发布过，更正须写明原因"):
        submitting.submit(collection.store, [file], by="李四")
    assert collection.batches() == []
    assert submit(collection, file, reason="复核 E1").reason == "复核 E1"


def test_numbers_of_batches_are_never_reused(handed_in: Collection, tmp_path: Path) -> None:
    submit(handed_in, measurement_file(tmp_path / "二", E1=72))
    handed_in.give_back(2, by="市", reason="错")
    for path in sorted((handed_in.store.batches / "2").rglob("*"), reverse=True):
        path.chmod(0o700)
    shutil.rmtree(handed_in.store.batches / "2")
    assert submit(handed_in, measurement_file(tmp_path / "三", E1=75)).number == 3


def test_progress_has_a_row_per_unit_with_coverage_and_deadline(handed_in: Collection) -> None:
    set_deadline(handed_in.store, NEW_PERIOD, date(2027, 1, 8), by="市")
    progress = progress_of(handed_in.store, NEW_PERIOD, date(2027, 1, 10))
    assert list(progress["unit_name"])[:2] == ["海曙区", "江北区"]
    assert len(progress) == 14
    reported = unit_row(handed_in)
    assert (reported["state"], reported["batch"], reported["submitted_by"]) == ("已报", 1, "李四")
    assert reported["reported_count"] == COMMUNITY_COUNT[DISTRICT]
    assert (reported["deadline"], reported["days_left"], reported["is_overdue"]) == (date(2027, 1, 8), -2, False)
    due = unit_row(handed_in, OTHER_DISTRICT)
    assert (due["state"], due["submitted_by"], due["is_overdue"]) == ("待报", "", True)
    assert (due["community_count"], due["reported_count"]) == (COMMUNITY_COUNT[OTHER_DISTRICT], 0)


def test_what_came_with_a_folder_is_published_without_a_batch(collection: Collection) -> None:
    progress = progress_of(collection.store, LAST_PERIOD)
    assert set(progress.loc[progress["state"] == "已发布", "unit_code"]) == {DISTRICT, OTHER_DISTRICT}
    assert progress["batch"].isna().all()


def test_before_the_first_publication_all_units_of_the_reference_are_due(store: Store) -> None:
    progress = progress_of(store, "2026Q3")
    assert list(progress["state"]) == ["待报"] * 14
    assert progress["community_count"].sum() == 861


def test_reminders_name_who_is_due_and_why_something_came_back(handed_in: Collection) -> None:
    handed_in.give_back(1, by="市", reason="缺 E1")
    text = reminders(handed_in.store, NEW_PERIOD, date(2027, 1, 20))
    assert text.startswith(
        "2026年第四季度数据报送（截至 2027年1月20日）\n截止日期：2027年1月15日，已逾期 5 天。\n尚未报送的 13 个单位：江北区、"
    )
    assert text.endswith("退回待改的 1 个单位：\n　海曙区：缺 E1")


def test_periods_are_those_with_data_and_the_next_one(collection: Collection, tmp_path: Path, store: Store) -> None:
    assert known_periods(collection.store) == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    submit(collection, measurement_file(tmp_path / "一", period="2026Q4"))
    assert known_periods(collection.store)[-2:] == ["2026Q4", "2027Q1"]
    assert len(known_periods(store)) == 1


def test_a_deadline_is_days_after_the_quarter_unless_it_is_set(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert deadline_of(collection.store, "2026Q3") == date(2026, 10, 15)
    monkeypatch.setenv("DASHBOARD_DEADLINE_DAYS", "20")
    assert deadline_of(collection.store, "2026Q4") == date(2027, 1, 20)
    set_deadline(collection.store, "2026Q4", date(2027, 1, 5), by="市")
    assert deadline_of(collection.store, "2026Q4") == date(2027, 1, 5)


def test_units_and_periods_that_are_none_are_said_so(collection: Collection, tmp_path: Path) -> None:
    file = measurement_file(tmp_path / "一")
    with pytest.raises(CollectionError, match="没有报送单位「火星」。可用的单位：330203 海曙区、"):
        inspect(collection.store, [file], Asked(unit="火星"))
    with pytest.raises(CollectionError, match="没有「2026Q5」这个时期"):
        inspect(collection.store, [file], Asked("2026Q5"))
    with pytest.raises(CollectionError, match=r"有同名的文件：measurements\.csv"):
        inspect(collection.store, [file, measurement_file(tmp_path / "二")])


def test_a_writer_waits_for_another_and_says_so_when_it_takes_too_long(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = measurement_file(tmp_path / "一")
    lock = FileLock(collection.store.root / "lock", thread_local=False)
    lock.acquire()
    with monkeypatch.context() as patch:
        patch.setattr("data.versions.store.PATIENCE_SECONDS", 0)
        with pytest.raises(StoreError, match="另一次导入或发布正在进行"):
            submitting.submit(collection.store, [file], by="李四")
    taken: list[Batch] = []
    writer = threading.Thread(target=lambda: taken.append(submit(collection, file)))
    writer.start()
    lock.release()
    writer.join()
    assert [batch.number for batch in taken] == [1]


def test_what_was_given_back_stays_so_however_the_clock_was_set(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(hour: int) -> None:
        monkeypatch.setattr(clock, "_clock", lambda: datetime(2026, 11, 29, hour, tzinfo=UTC))

    at(10)
    submit(collection, measurement_file(tmp_path / "一"))
    at(11)
    collection.review(1, by="市")
    at(9)
    collection.give_back(1, by="市", reason="户数有误")
    batch = collection.batch(1)
    assert [event.state for event in batch.events] == [State.SUBMITTED, State.REVIEWED, State.RETURNED]
    assert collection.state(batch) == State.RETURNED
    assert collection.ready(includes_unreviewed=True) == []
    with pytest.raises(CollectionError, match="没有可以发布的报送"):
        publish_batches(collection.store, by="市", includes_unreviewed=True)


def test_events_and_publications_stand_in_the_order_in_which_they_came(
    collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in (12, 11, 10, 9):  # every step an hour earlier by the clock
        monkeypatch.setattr(clock, "_clock", lambda hour=hour: datetime(2026, 11, 29, hour, tzinfo=UTC))
        match hour:
            case 12:
                submit(collection, measurement_file(tmp_path / "一"))
            case 11:
                collection.review(1, by="市")
            case 10:
                publish_batches(collection.store, by="市")
            case 9:
                collection.store.roll_back(1)
                collection.give_back(1, by="市", reason="再核")
    states = [event.state for event in collection.batch(1).events]
    assert states == [State.SUBMITTED, State.REVIEWED, State.PUBLISHED, State.RETURNED]
    assert collection.ready(includes_unreviewed=True) == []


def test_steps_of_an_earlier_program_without_a_number_stand_by_the_clock(
    collection: Collection, tmp_path: Path
) -> None:
    submit(collection, measurement_file(tmp_path / "一"))
    collection.review(1, by="市")
    publish_batches(collection.store, by="市")
    ledger = collection.store.root / "collection.json"
    steps = json.loads(ledger.read_text(encoding="utf-8"))
    del steps["events"]["1"][0]["after"]
    steps["events"]["1"][0]["at"] = "2000-01-01T00:00:00Z"
    ledger.write_text(json.dumps(steps), encoding="utf-8")
    states = [event.state for event in collection.batch(1).events]
    assert states == [State.SUBMITTED, State.REVIEWED, State.PUBLISHED]


def test_today_is_the_day_in_beijing(collection: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_clock", lambda: datetime(2027, 1, 15, 16, 30, tzinfo=UTC))
    row = progress_of(collection.store, NEW_PERIOD).iloc[0]
    assert (row["deadline"], row["days_left"], bool(row["is_overdue"])) == (date(2027, 1, 15), -1, True)


def test_every_step_leaves_a_line_and_every_deadline_too(collection: Collection, tmp_path: Path) -> None:
    submit(collection, measurement_file(tmp_path / "一"), by="李四")
    refused = submitting.submit(
        collection.store, [write(tmp_path, "measurements.csv", [{"community_code": "x"}])], by="李四"
    )
    assert refused.batch is None
    collection.review(1, by="市")
    collection.give_back(1, by="市", reason="户数有误")
    set_deadline(collection.store, NEW_PERIOD, date(2027, 1, 20), by="市")
    set_deadline(collection.store, NEW_PERIOD, date(2027, 1, 25), by="市")
    form_of(collection.store, "measurements", unit=DISTRICT, period=NEW_PERIOD)
    found = acts.read(collection.store)[:7][::-1]
    assert [(entry.kind, entry.who, entry.result) for entry in found[:6]] == [
        ("报送", "李四", "完成"),
        ("报送", "李四", "未通过"),
        ("审核", "市", "完成"),
        ("退回", "市", "完成"),
        ("改截止日期", "市", "完成"),
        ("改截止日期", "市", "完成"),
    ]
    assert (found[6].kind, found[6].thing.endswith(".xlsx")) == ("取模板", True)
    assert [(entry.details["before"], entry.details["after"]) for entry in found[4:6]] == [
        ("2027-01-15", "2027-01-20"),
        ("2027-01-20", "2027-01-25"),
    ]
    assert (found[0].thing, found[0].details["batch"], found[3].thing) == ("measurements.csv", 1, "第 1 批")


def test_damaged_files_of_the_collection_are_named(handed_in: Collection) -> None:
    handed_in.review(1, by="市")
    ledger = handed_in.store.root / "collection.json"
    assert set(json.loads(ledger.read_text(encoding="utf-8"))) == {"events", "deadlines"}
    ledger.write_text("{", encoding="utf-8")
    with pytest.raises(StoreError, match=r"报送状态文件已损坏（collection\.json）"):
        handed_in.states()
    file = handed_in.store.batches / "1" / "batch.json"
    file.chmod(0o644)
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(StoreError, match=r"第 1 批报送已损坏（batch\.json）"):
        read_batches(handed_in.store)


def test_a_full_disk_keeps_nothing_and_loses_nothing(
    handed_in: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = snapshot(handed_in.store.root)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("data.collecting.batches.shutil.copyfile", full)
        with pytest.raises(StoreError, match="磁盘空间不足，没有写入任何内容"):
            submitting.submit(handed_in.store, [measurement_file(tmp_path / "二", OTHER_DISTRICT)], by="李四")
    assert snapshot(handed_in.store.root) == before
    assert submit(handed_in, measurement_file(tmp_path / "二", OTHER_DISTRICT)).number == 2


def test_a_store_that_may_not_be_written_is_said_so(
    collection: Collection, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = measurement_file(tmp_path / "一")

    def forbidden(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "mkdir", forbidden)
    with pytest.raises(StoreError, match="没有写入的权限，没有写入任何内容"):
        set_deadline(collection.store, "2026Q4", date(2027, 1, 5), by="市")
    assert file.exists()


def test_an_activity_ledger_stays_with_the_unit_it_is_about(collection: Collection, tmp_path: Path) -> None:
    row = {
        "activity_code": "甲-1",
        "community_code": f"{DISTRICT}001001",
        "held_at": "2026-11-05 19:00",
        "dimension_code": "A",
        "category": "文化活动",
        "kind": "读书会",
        "participants": "30",
        "households": "20",
    }
    batch = submit(collection, write(tmp_path, "activities.csv", [row]))
    assert (batch.tables, batch.rows) == (("activities",), 1)
    assert duckdb.read_parquet(str(table_file(collection.store, batch, "activities"))).fetchall()[0][0] == "甲-1"


def test_a_batch_of_several_units_is_seen_as_far_as_ones_own_go(collection: Collection, tmp_path: Path) -> None:
    rows = measurement_rows() + measurement_rows(OTHER_DISTRICT)
    batch = submit(collection, write(tmp_path, "measurements.csv", rows), reason="两区一并报送")
    assert batch.units == (DISTRICT, OTHER_DISTRICT)
    (own,) = collection.batches((DISTRICT,))
    assert (own.number, own.units) == (batch.number, (DISTRICT,))
    assert [row.unit_code for row in own.coverage] == [DISTRICT]
    told = own.model_dump_json()
    assert [word for word in (OTHER_DISTRICT, "鄞州", "measurements.csv", "两区一并报送") if word in told] == []
    assert collection.batches(("330282",)) == []
    assert collection.batches(()) == []
    assert collection.batches() == [collection.batch(batch.number)]
