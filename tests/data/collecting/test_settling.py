"""A month's problems and tickets are contested by their own districts until a day, and settled after it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from data import acts, clock
from data.__main__ import main
from data.collecting.collection import Collection
from data.collecting.decisions import CollectionError
from data.collecting.settling import OPEN, SETTLED, answer, contest, contests, last_day, set_last_day, settle, state_of
from data.collecting.submitting import submit
from data.versions.publishing import publish_batches
from data.versions.store import Store
from tests.data.small_city import FLAWLESS
from tests.data.submissions import DISTRICT, OTHER_DISTRICT, write

MONTH, OTHER_MONTH, QUARTER = "2026-09", "2026-08", "2026Q3"


@pytest.fixture
def store(collection: Collection, tmp_path: Path) -> Store:
    """The small city with a problem and a ticket of September published."""
    about = {"community_code": FLAWLESS, "category": "堆物"}
    files = [
        write(
            tmp_path / "in",
            "findings.csv",
            [about | {"finding_code": "W1", "found_on": "2026-09-08", "due_on": "2026-09-15"}],
        ),
        write(
            tmp_path / "in",
            "appeals.csv",
            [about | {"appeal_code": "S1", "received_at": "2026-09-09", "channel": "电话"}],
        ),
    ]
    assert submit(collection.store, files, by="李四", reason="补报").batch
    publish_batches(collection.store, by="市", includes_unreviewed=True)
    return collection.store


def open_until(store: Store, day: date | None = None) -> None:
    set_last_day(store, MONTH, day or clock.today(), by="市")


def test_a_district_contests_its_own_until_the_day_and_not_after_it(store: Store) -> None:
    with pytest.raises(CollectionError, match="还没有开始核对"):
        contest(store, "W1", "重复", "与上月同一处", by="区", allowed=(DISTRICT,))
    open_until(store)
    assert (state_of(store, MONTH), last_day(store, MONTH)) == (OPEN, clock.today())
    for code, allowed in (("W1", (OTHER_DISTRICT,)), ("W9", (DISTRICT,)), ("W1", ())):
        with pytest.raises(CollectionError, match=f"没有编号为 {code} 的问题或工单"):
            contest(store, code, "重复", "与上月同一处", by="区", allowed=allowed)
    made = contest(store, "W1", "重复", " 与上月同一处 ", by="区", allowed=(DISTRICT,))
    assert (made.number, made.ledger, made.unit, made.month, made.words) == (
        1,
        "findings",
        DISTRICT,
        MONTH,
        "与上月同一处",
    )
    with pytest.raises(CollectionError, match="已经提出过异议"):
        contest(store, "W1", "其他", "再提一次", by="区")
    with pytest.raises(CollectionError, match="请写明理由"):
        contest(store, "S1", "非本辖区", " ", by="区")
    assert contests(store, MONTH, (OTHER_DISTRICT,)).empty
    assert [*contests(store, QUARTER, (DISTRICT,))["outcome"]] == ["待复核"]
    open_until(store, clock.today() - timedelta(days=1))
    assert state_of(store, MONTH) == SETTLED
    with pytest.raises(CollectionError, match="已经定稿"):
        contest(store, "S1", "非本辖区", "在邻区", by="区", allowed=(DISTRICT,))


def test_the_city_answers_once_and_settles_when_all_is_answered(store: Store) -> None:
    open_until(store, clock.today() + timedelta(days=9))
    contest(store, "W1", "已整改", "九月十日已清空", by="区")
    contest(store, "S1", "非本辖区", "在邻区", by="区")
    with pytest.raises(CollectionError, match=r"还有 2 件异议没有复核（第 1、2 件）"):
        settle(store, MONTH, by="市")
    with pytest.raises(CollectionError, match="不采纳须写明理由"):
        answer(store, 1, is_adopted=False, reason=" ", by="市")
    answer(store, 1, is_adopted=False, reason="照片为八月", by="市")
    answer(store, 2, is_adopted=True, reason="", by="市")
    for number, said in ((1, "已经复核过"), (3, "不存在")):
        with pytest.raises(CollectionError, match=said):
            answer(store, number, is_adopted=True, reason="", by="市")
    assert contests(store)[["code", "outcome", "reason"]].to_numpy().tolist() == [
        ["S1", "采纳", ""],
        ["W1", "不采纳", "照片为八月"],
    ]
    settle(store, MONTH, by="市")
    assert state_of(store, MONTH) == SETTLED
    done = [(one.kind, one.result) for one in acts.read(store) if one.kind in {"定稿", "复核异议", "提出异议"}]
    assert done[0] == ("定稿", "完成")
    assert ("定稿", "未完成") in done


def test_a_quarter_is_settled_when_its_months_are(store: Store) -> None:
    assert state_of(store, QUARTER) == ""
    settle(store, MONTH, by="市")
    assert (state_of(store, QUARTER), state_of(store, OTHER_MONTH)) == (OPEN, "")
    settle(store, QUARTER, by="市")
    assert (state_of(store, QUARTER), state_of(store, OTHER_MONTH)) == (SETTLED, SETTLED)


def test_the_command_line_is_the_other_door(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DASHBOARD_STORE", str(store.root))
    assert main(["settle", MONTH, "--until", str(clock.today()), "--by", "市"]) == 0
    assert main(["contest", "W1", "重复", "与上月同一处", "--by", "区"]) == 0
    assert main(["settle", MONTH]) == 2
    assert main(["answer", "1", "--no-adopt", "--reason", "不是同一处"]) == 0
    assert main(["settle", MONTH]) == 0
    told = capsys.readouterr()
    assert f"{MONTH} 核对中，核对到 {clock.today()}" in told.out
    assert f"{MONTH} 定稿" in told.out
    assert "还有 1 件异议没有复核" in told.err
