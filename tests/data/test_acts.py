"""The log of acts: whole lines in order, before the act, from both doors."""

from __future__ import annotations

import errno
import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data import acts, clock
from data.acts import Actor, Door, Kind, Result, act, act_as, note
from data.settings import PROJECT
from data.versions.store import Store, StoreError


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store in which somebody acts by the browser."""
    act_as(Actor("张三", Door.PAGE, "10.1.2.3"))
    return Store(tmp_path / "store")


def log_of(store: Store) -> Path:
    return store.root / "log" / "acts.jsonl"


def test_an_act_says_who_when_from_where_what_and_what_came_of_it(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "_clock", lambda: datetime(2026, 11, 29, 16, 30, 5, tzinfo=UTC))
    with act(store, Kind.REVIEW, "第 3 批", unit="330203") as doing:
        doing.details["batch"] = 3
    (entry,) = acts.read(store)
    assert (entry.number, entry.who, entry.door, entry.address) == (1, "张三", "网页", "10.1.2.3")
    assert (entry.kind, entry.thing, entry.result) == ("审核", "第 3 批", "完成")
    assert entry.details == {"unit": "330203", "batch": 3}
    assert json.loads(log_of(store).read_text("utf-8").splitlines()[0])["at"] == "2026-11-30T00:30:05+08:00"


def test_an_act_that_fails_is_there_with_its_reason_and_the_error_goes_on(store: Store) -> None:
    with pytest.raises(StoreError, match="没有第 9 版"), act(store, Kind.ROLL_BACK, "第 9 版"):
        raise StoreError("没有第 9 版")
    (entry,) = acts.read(store)
    assert (entry.result, entry.details) == ("未完成", {"reason": "没有第 9 版"})


def test_an_act_that_a_stop_cut_short_is_there_without_an_end(store: Store) -> None:
    begun = act(store, Kind.PUBLISH, "各批报送")
    begun.__enter__()
    (entry,) = acts.read(store)
    assert (entry.kind, entry.result) == ("发布", "未写明结果")
    begun.__exit__(None, None, None)
    assert acts.read(store)[0].result == "完成"


def test_half_a_line_swallows_neither_the_next_nor_its_number(store: Store) -> None:
    note(store, Kind.REFUSAL, "一", Result.REFUSED)
    whole = log_of(store).read_bytes()
    log_of(store).write_bytes(whole + whole[:40])
    note(store, Kind.REFUSAL, "二", Result.REFUSED)
    assert [(entry.number, entry.thing) for entry in acts.read(store)] == [(2, "二"), (1, "一")]


def test_lines_stand_in_the_order_of_their_numbers_whatever_the_clock_says(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in (12, 9, 10):
        monkeypatch.setattr(clock, "_clock", lambda hour=hour: datetime(2026, 11, 29, hour, tzinfo=UTC))
        note(store, Kind.REFUSAL, f"{hour} 时", Result.REFUSED)
    assert [entry.thing for entry in acts.read(store)] == ["10 时", "9 时", "12 时"]


def test_many_at_once_lose_no_line(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: note(store, Kind.REFUSAL, str(number), Result.REFUSED), range(40)))
    found = acts.read(store)
    assert [entry.number for entry in found] == list(range(40, 0, -1))
    assert {entry.thing for entry in found} == {str(number) for number in range(40)}


def full(_handle: int) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_log_that_cannot_be_written_stops_the_act_and_leaves_nothing_of_its_line(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(store, Kind.REFUSAL, "一", Result.REFUSED)
    before, is_done = log_of(store).read_bytes(), False
    monkeypatch.setattr(os, "fsync", full)
    with (
        pytest.raises(StoreError, match="操作记录无法写入，没有执行。磁盘空间不足"),
        act(store, Kind.EXPORT, "x.csv"),
    ):
        is_done = True
    assert not is_done
    assert log_of(store).read_bytes() == before


def test_on_a_full_disk_a_roll_back_takes_the_reserve_and_the_next_act_puts_it_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(store, Kind.REFUSAL, "一", Result.REFUSED)
    reserve = store.root / "log" / "reserve"
    assert reserve.stat().st_size == 1_000_000
    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: full(handle) if reserve.exists() else sync(handle))
    with act(store, Kind.ROLL_BACK, "第 1 版", may_use_reserve=True):
        pass
    assert next((entry.kind, entry.result) for entry in acts.read(store)) == ("回退", "完成")
    assert not reserve.exists()
    monkeypatch.undo()
    note(store, Kind.REFUSAL, "二", Result.REFUSED)
    assert reserve.stat().st_size == 1_000_000


def test_what_is_overlong_is_logged_short(store: Store) -> None:
    note(store, Kind.REFUSAL, "x" * 10_000, Result.REFUSED, filters={"search": ["y" * 10_000]})
    (entry,) = acts.read(store)
    assert len(entry.thing) == 501
    assert len(entry.details["filters"]["search"][0]) == 501


def test_lines_of_earlier_programs_are_still_read(store: Store) -> None:
    note(store, Kind.REFUSAL, "今", Result.REFUSED)
    old = {
        "at": "2026-10-01T02:00:00+00:00",
        "who": "李四",
        "version": 1,
        "question": "league_table",
        "filters": {},
        "name": "排行榜.csv",
        "bytes": 10,
        "sha256": "ab",
        "is_complete": False,
    }
    (store.root / "log" / "exports.jsonl").write_text(json.dumps(old, ensure_ascii=False) + "\nhalf a li", "utf-8")
    back = {"at": "2026-10-02T02:00:00+00:00", "version": 1, "by": "王五"}
    (store.root / "log" / "rollback.jsonl").write_text(json.dumps(back, ensure_ascii=False) + "\n", "utf-8")
    found = acts.read(store)
    assert [(entry.number, entry.who, entry.kind, entry.result) for entry in found] == [
        (1, "张三", "越权被拒", "未通过"),
        (None, "王五", "回退", "完成"),
        (None, "李四", "导出", "中断"),
    ]
    assert found[2].details["format"] == "csv"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other means")
def test_the_log_is_closed_to_other_accounts(store: Store) -> None:
    old = os.umask(0)
    try:
        note(store, Kind.REFUSAL, "一", Result.REFUSED)
    finally:
        os.umask(old)
    for path in (store.root, *store.root.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_command_line_names_the_account_beside_who_it_is_said_to_be(tmp_path: Path) -> None:
    root = tmp_path / "store"
    answer = subprocess.run(
        [sys.executable, "-m", "data", "rollback", "7", "--by", "赵六"],
        cwd=PROJECT,
        env={**os.environ, "DASHBOARD_STORE": str(root), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    assert answer.returncode == 2
    (entry,) = acts.read(Store(root))
    assert (entry.who, entry.door, entry.account) == ("赵六", "命令行", acts.account())
    assert (entry.kind, entry.thing, entry.result) == ("回退", "第 7 版", "未完成")
    assert "没有第 7 版" in entry.details["reason"]
