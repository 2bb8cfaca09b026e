"""核对 and 定稿: until a day that the city sets, districts contest problems and tickets of a month, and the city answers.

``.store/settling.json``, replaced as a whole. Nothing here changes a ledger: what is adopted is corrected by the next import.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

import duckdb
import pandas as pd
from pydantic import ValidationError

from data import clock
from data.acts import Kind, act
from data.collecting.decisions import CollectionError, Deadline, Record
from data.periods import months_of
from data.versions.files import replace_text
from data.versions.store import DATABASE, Store, StoreError
from data.versions.upgrading import attach

OPEN, SETTLED = "核对中", "定稿"
_FILE = "settling.json"
_LONGEST = 300
_NAMED = """
select 'findings' as ledger, community.unit_code, strftime(problem.found_on, '%Y-%m') as month
from base.problem inner join base.community using (community_code) where problem.finding_code = $code
union all
select 'appeals', community.unit_code, strftime(appeal.received_at, '%Y-%m')
from base.appeal inner join base.community using (community_code) where appeal.appeal_code = $code
"""


class Ground(StrEnum):
    """Why something is contested; the value is what is shown."""

    ELSEWHERE = "非本辖区"
    TWICE = "重复"
    DONE = "已整改"
    OTHER = "其他"


class Answer(Record):
    """What the city said to it: adopted (采纳) or not, why, when and by whom."""

    is_adopted: bool
    reason: str
    at: datetime
    by: str


class Contest(Record):
    """A problem or ticket that a district contests: its number and ledger, its unit and month, and why."""

    number: int
    code: str
    ledger: str
    unit: str
    month: str
    ground: Ground
    words: str
    at: datetime
    by: str
    answer: Answer | None = None


class _Settling(Record):
    days: dict[str, Deadline] = {}
    contests: tuple[Contest, ...] = ()


def state_of(store: Store, span: str) -> str:
    """Where the data of a month, a quarter or a year so far stand: 核对中, 定稿, or nothing where no day was set.

    Raises:
        StoreError: the file is damaged.
    """
    days = _read(store).days
    ends = [days[month].on if month in days else None for month in _months(span)]
    if not any(ends):
        return ""
    return SETTLED if all(day and day < clock.today() for day in ends) else OPEN


def last_day(store: Store, span: str) -> date | None:
    """Until when a month or all of a quarter may be contested, None where no day was set."""
    days = _read(store).days
    return max((days[month].on for month in _months(span) if month in days), default=None)


def set_last_day(store: Store, span: str, on: date, *, by: str) -> None:
    """Set until when the months of a span may be contested; a later day opens them again."""
    with act(store, Kind.DEADLINE, f"{span} 核对", who=by, before=str(last_day(store, span) or ""), after=str(on)):
        _set(store, span, on, by)


def settle(store: Store, span: str, *, by: str) -> None:
    """Close the months of a span: 定稿.

    Raises:
        CollectionError: something contested was not answered yet.
    """
    with act(store, Kind.SETTLE, span, who=by):
        months = _months(span)
        if waiting := [one.number for one in _read(store).contests if one.month in months and not one.answer]:
            raise CollectionError(
                f"还有 {len(waiting)} 件异议没有复核（第 {'、'.join(map(str, waiting))} 件），复核后再定稿"
            )
        _set(store, span, clock.today() - timedelta(days=1), by)


def contest(
    store: Store, code: str, ground: str, words: str, *, by: str, allowed: tuple[str, ...] | None = None
) -> Contest:
    """Contest a problem or a ticket of the version in force, by its number.

    Args:
        store: where it is kept.
        code: the number of the problem or of the ticket.
        ground: 非本辖区, 重复, 已整改 or 其他.
        words: why, in a sentence.
        by: who contests it.
        allowed: the units of whoever contests it, None for the city.

    Raises:
        CollectionError: there is no such number in these units, or more than one; its month is not open; no sentence
            says why; it was contested before.
    """
    words, code = words.strip(), code.strip()
    with act(store, Kind.CONTEST, code, who=by, reason=words), store.locked():
        ledger, unit, month = _found(store, code, allowed)
        held = _read(store)
        day = held.days.get(month)
        if day is None or day.on < clock.today():
            raise CollectionError(f"{month} 的数据{'已经定稿' if day else '还没有开始核对'}，不能提出异议")
        if ground not in [*Ground] or not words or len(words) > _LONGEST:
            raise CollectionError(f"请写明理由（{'、'.join(Ground)}），并用一句话说明，不超过 {_LONGEST} 字")
        if any((one.code, one.unit) == (code, unit) for one in held.contests):
            raise CollectionError(f"{code} 已经提出过异议")
        said = {"ground": Ground(ground), "words": words, "at": clock.now(), "by": by}
        new = Contest(number=len(held.contests) + 1, code=code, ledger=ledger, unit=unit, month=month, **said)
        _write(store, held.model_copy(update={"contests": (*held.contests, new)}))
    return new


def answer(store: Store, number: int, *, is_adopted: bool, reason: str, by: str) -> None:
    """Answer a contest: 采纳 or 不采纳 (复核).

    Raises:
        CollectionError: there is no such contest, it was answered before, or no reason is given for not adopting it.
    """
    word, reason = "采纳" if is_adopted else "不采纳", reason.strip()
    with act(store, Kind.ANSWER, f"第 {number} 件异议{word}", who=by, reason=reason), store.locked():
        held = _read(store)
        asked = next((one for one in held.contests if one.number == number), None)
        if asked is None or asked.answer:
            raise CollectionError(f"第 {number} 件异议{'已经复核过' if asked else '不存在'}")
        if not is_adopted and not reason:
            raise CollectionError("不采纳须写明理由")
        said = Answer(is_adopted=is_adopted, reason=reason, at=clock.now(), by=by)
        contests = (one.model_copy(update={"answer": said}) if one is asked else one for one in held.contests)
        _write(store, held.model_copy(update={"contests": tuple(contests)}))


def contests(store: Store, span: str = "", allowed: tuple[str, ...] | None = None) -> pd.DataFrame:
    """What was contested.

    Args:
        store: where it is kept.
        span: a month, quarter or year; by default all.
        allowed: the units to look at, by default all.

    Returns:
        One row per contest, the newest first: contest (its number), code, ledger (findings, appeals), unit_code, month,
        ground, words, contested_by, contested_at, outcome (待复核, 采纳, 不采纳), reason (of the answer).

    Raises:
        StoreError: the file is damaged.
    """
    rows = [
        {
            "contest": one.number,
            "code": one.code,
            "ledger": one.ledger,
            "unit_code": one.unit,
            "month": one.month,
            "ground": str(one.ground),
            "words": one.words,
            "contested_by": one.by,
            "contested_at": one.at,
            "outcome": "待复核" if one.answer is None else "采纳" if one.answer.is_adopted else "不采纳",
            "reason": one.answer.reason if one.answer else "",
        }
        for one in reversed(_read(store).contests)
        if (not span or one.month in _months(span)) and (allowed is None or one.unit in allowed)
    ]
    return pd.DataFrame(rows)


def _months(span: str) -> tuple[str, ...]:
    """The months of a span, of a year those that have begun."""
    if "Q" in span:
        return months_of(span)
    if "-" in span:
        return (span,)
    return tuple(f"{span}-{month:02d}" for month in range(1, 13) if date(int(span), month, 1) <= clock.today())


def _found(store: Store, code: str, allowed: tuple[str, ...] | None) -> tuple[str, str, str]:
    """The ledger, unit and month of a number, within these units."""
    with duckdb.connect() as connection:
        if version := store.in_force():
            attach(connection, version / DATABASE, "base")
        found = connection.execute(_NAMED, {"code": code}).fetchall() if version else []
    own = [row for row in found if allowed is None or row[1] in allowed]
    if len(own) != 1:
        raise CollectionError(f"{'不止一件' if own else '没有'}编号为 {code} 的问题或工单")
    return own[0]


def _set(store: Store, span: str, on: date, by: str) -> None:
    with store.locked():
        held = _read(store)
        days = held.days | {month: Deadline(on=on, at=clock.now(), by=by) for month in _months(span)}
        _write(store, held.model_copy(update={"days": days}))


def _read(store: Store) -> _Settling:
    try:
        return _Settling.model_validate_json((store.root / _FILE).read_bytes())
    except FileNotFoundError:
        return _Settling()
    except (ValidationError, OSError):
        raise StoreError(f"核对记录已损坏（{_FILE}）。请从备份恢复；删去它则异议和复核都不在了") from None


def _write(store: Store, held: _Settling) -> None:
    replace_text(store.root / _FILE, held.model_dump_json(indent=2))
