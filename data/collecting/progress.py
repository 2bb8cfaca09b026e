"""How far the submission of a period is: by when, who is late, and the list of those who still have to submit."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd

from data import clock
from data.acts import Kind, act
from data.collecting.batches import Batch, Coverage, read_batches
from data.collecting.city import units_of
from data.collecting.collection import Collection
from data.collecting.decisions import Deadline, State, read_ledger, write_ledger
from data.periods import ends_on, in_words, next_period, period_of
from data.settings import current_settings
from data.versions.store import Store


def known_periods(store: Store) -> list[str]:
    """The periods of the version in force and of the batches, and the one after the last, in order of time.

    Where there are none, the quarter that ended last.
    """
    current = store.current()
    known = set(store.manifest(current).periods) if current is not None else set()
    known.update(period for batch in read_batches(store) for period in batch.periods)
    return sorted({*known, next_period(max(known))} if known else {period_of(clock.today() - timedelta(days=92))})


def deadline_of(store: Store, period: str) -> date:
    """The last day on which a period may be submitted: as set, else some days after its end (a setting)."""
    own = read_ledger(store).deadlines.get(period)
    return own.on if own else ends_on(period) + timedelta(days=current_settings().deadline_days)


def set_deadline(store: Store, period: str, on: date, *, by: str) -> None:
    """Set the last day on which a period may be submitted."""
    before = str(deadline_of(store, period))
    with (
        act(store, Kind.DEADLINE, in_words(period), who=by, before=before, after=str(on)),
        store.locked(),
    ):
        ledger = read_ledger(store)
        deadlines = ledger.deadlines | {period: Deadline(on=on, at=clock.now(), by=by)}
        write_ledger(store, ledger.model_copy(update={"deadlines": deadlines}))


def progress_of(
    store: Store, period: str, today: date | None = None, allowed: tuple[str, ...] | None = None
) -> pd.DataFrame:
    """How far the submission of a period is.

    Args:
        store: where its batches and the version in force are.
        period: a quarter, 2026Q3.
        today: the day to look at it from, by default the day it is.
        allowed: the units to look at, by default all.

    Returns:
        One row per reporting unit, in the city's order: unit_code, unit_name, state (the Chinese word), batch
        (number of the last one about the unit and period, <NA> without one), submitted_by ("" without),
        submitted_at (UTC, NaT without), community_count (standing in the register), reported_count (with at
        least one item), warning_count, deadline (date), is_overdue (after the deadline and 待报 or 退回) and
        days_left (below 0 after the deadline). What came by another way than a batch is 已发布 without one.
    """
    collection, deadline = Collection(store), deadline_of(store, period)
    states = collection.states()
    days_left = (deadline - (today or clock.today())).days
    last = {
        unit: batch
        for batch in collection.batches(allowed)
        if states[batch.number] != State.REPLACED and period in batch.periods and "measurements" in batch.tables
        for unit in batch.units
    }
    rows = []
    for unit in units_of(store.in_force(), period).itertuples():
        if allowed is not None and unit.unit_code not in allowed:
            continue
        batch = last.get(str(unit.unit_code))
        published = State.PUBLISHED if unit.reported_count else State.DUE
        state = states[batch.number] if batch else published
        coverage = _coverage(batch, str(unit.unit_code), period)
        rows.append(
            {
                "unit_code": unit.unit_code,
                "unit_name": unit.unit_name,
                "state": str(state),
                "batch": batch.number if batch else None,
                "submitted_by": batch.received_by if batch else "",
                "submitted_at": batch.received_at if batch else None,
                "community_count": coverage.community_count if coverage else unit.community_count,
                "reported_count": coverage.reported_count if coverage else unit.reported_count,
                "warning_count": batch.warning_count if batch else 0,
                "deadline": deadline,
                "is_overdue": days_left < 0 and state in {State.DUE, State.RETURNED},
                "days_left": days_left,
            }
        )
    frame = pd.DataFrame(rows).astype({"batch": "Int64"})
    frame["submitted_at"] = pd.to_datetime(frame["submitted_at"], utc=True)
    return frame


def reminders(store: Store, period: str, today: date | None = None) -> str:
    """The list of those who still have to submit (催报), as Chinese text to be sent on."""
    day = today or clock.today()
    progress = progress_of(store, period, day)
    days_left, deadline = int(progress["days_left"].iloc[0]), deadline_of(store, period)
    left = f"还有 {days_left} 天" if days_left > 0 else "今天截止" if days_left == 0 else f"已逾期 {-days_left} 天"
    lines = [f"{in_words(period)}数据报送（截至 {_day(day)}）", f"截止日期：{_day(deadline)}，{left}。"]
    due = progress.loc[progress["state"] == State.DUE, "unit_name"]
    returned = progress.loc[progress["state"] == State.RETURNED]
    if len(due):
        lines.append(f"尚未报送的 {len(due)} 个单位：{'、'.join(due)}。")
    if len(returned):
        lines.append(f"退回待改的 {len(returned)} 个单位：")
        reasons = {batch.number: batch.events[-1].reason for batch in Collection(store).batches()}
        lines += [
            f"　{name}：{reasons[number]}"
            for name, number in zip(returned["unit_name"], returned["batch"], strict=True)
        ]
    if not len(due) and not len(returned):
        lines.append("各单位均已报送。")
    return "\n".join(lines)


def _coverage(batch: Batch | None, unit: str, period: str) -> Coverage | None:
    rows = batch.coverage if batch else ()
    return next((row for row in rows if (row.unit_code, row.period) == (unit, period)), None)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
