"""Collecting a period: units submit files, the city reviews or gives back, and a publication takes what is ready.

待报 → 已报 → 退回 or 已审 → 已发布; a later submission about the same replaces one that nobody reviewed yet (已替换).
已发布 is never written down: it is what the version in force says it is made of, so neither a roll-back nor a stop
between publishing and bookkeeping can make it wrong.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from data import clock
from data.acts import Actor, Kind, Result, act
from data.batches import (
    Batch,
    BatchFile,
    Coverage,
    Deadline,
    Event,
    State,
    described,
    keep,
    read_batches,
    read_ledger,
    taken_up_files,
    write_ledger,
)
from data.checking.earlier import Earlier, Fate
from data.checking.inspecting import inspect_files
from data.checking.inspection import Inspection
from data.periods import ends_on, has_begun, in_words, named_period, next_period, period_of, starts_on
from data.settings import PROJECT, current_settings
from data.standard import Standard, read_standards
from data.states import batch_states, with_events
from data.store import DATABASE, RECEIVING, Store, StoreError
from data.tables import ledgers, read_definition
from data.upgrading import attach
from data.working import working_connection

__all__ = ["Batch", "BatchFile", "Collection", "CollectionError", "Coverage", "Event", "State", "Submission"]

REFERENCE = PROJECT / "data" / "reference"
_UNITS = Path(__file__).with_suffix(".sql")

# The tables that collecting.sql asks, before there is a version that has them.
_REFERENCE_CITY = {
    "unit": "select unit_code, unit_name, short_name, cast(position as integer) as position "
    "from read_csv($folder || '/units.csv', all_varchar = true)",
    "community": "select community_code, unit_code, null::date as established_on, null::date as abolished_on "
    "from read_csv($folder || '/communities.csv', all_varchar = true)",
    "measurement": "select '' as community_code, '' as period, '' as origin where $folder is null",
}

_WAITING = {State.SUBMITTED, State.RETURNED, State.REVIEWED}

Progress = Callable[[float, str], None]


class CollectionError(StoreError):
    """A step that the state of things does not allow; the message says in Chinese what to do instead."""


@dataclass(frozen=True)
class Submission:
    """What came of handing files in.

    ``batch`` is None where nothing was stored: the inspection refused the files, or they are ``duplicate_of`` a batch.
    """

    batch: Batch | None
    inspection: Inspection
    duplicate_of: int | None = None


def _silent(_fraction: float, _text: str) -> None: ...


@dataclass(frozen=True)
class _Asked:
    """What whoever hands files in says of them."""

    period: str | None
    unit: str | None
    is_addition: bool
    is_correction: bool
    allowed: tuple[str, ...] | None

    def described(
        self, number: int, inspection: Inspection, *, by: str = "", reason: str = "", added_to: Batch | None = None
    ) -> Batch:
        """The batch that they become."""
        return described(
            number,
            inspection,
            period=self.period,
            unit=self.unit,
            by=by,
            reason=reason,
            is_correction=self.is_correction,
            added_to=added_to,
        )


class Collection:
    """The submissions of a store. It holds nothing: every answer is read anew."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def inspect(
        self,
        files: Sequence[Path],
        *,
        period: str | None = None,
        unit: str | None = None,
        is_addition: bool = False,
        is_correction: bool = False,
        allowed: tuple[str, ...] | None = None,
        progress: Progress = _silent,
    ) -> Inspection:
        """Check files against the version in force; nothing is stored.

        Args:
            files: workbooks, tables, archives, boundaries, standards, which belong together; names are told apart.
            period: the quarter they are about, where they do not say it; rows of another one are refused.
            unit: the code or name of the reporting unit they come from; rows of another one are refused.
            is_addition: let them join the submission that they would replace.
            is_correction: a number of a ledger that belongs to something else is to belong to what stands here.
            allowed: the units of whoever hands them in, None for the city; see :func:`data.checking.inspecting.inspect_files`.
            progress: called with the fraction done and what is being done, in Chinese.

        Raises:
            StoreError: the version in force is damaged.
            CollectionError: there is no such unit, the period is none, or two files have one name.
        """
        asked = _Asked(self._period(period), self._unit(unit), is_addition, is_correction, allowed)
        with self._inspected(files, asked, progress) as (_, inspection):
            return inspection

    def submit(
        self,
        files: Sequence[Path],
        *,
        period: str | None = None,
        unit: str | None = None,
        by: str,
        reason: str = "",
        is_addition: bool = False,
        is_correction: bool = False,
        allowed: tuple[str, ...] | None = None,
        progress: Progress = _silent,
    ) -> Submission:
        """Check files and, when nothing is wrong, keep them as a new batch that is 已报. See :meth:`inspect`.

        Files that already stand as they are change nothing: ``duplicate_of`` names their batch.

        Raises:
            StoreError: the store is damaged or cannot be written, or another writer is at work.
            CollectionError: the files correct what is published and no reason is given; see also :meth:`inspect`.
        """
        asked = _Asked(self._period(period), self._unit(unit), is_addition, is_correction, allowed)
        names = "、".join(file.name for file in files)
        with (
            act(self.store, Kind.IMPORT, names, who=by, unit=asked.unit, period=asked.period, reason=reason) as doing,
            self._inspected(files, asked, lambda done, text: progress(0.9 * done, text)) as (rows, inspection),
        ):
            if not inspection.is_accepted:
                doing.result = Result.REFUSED
                doing.details["problem_count"] = inspection.problem_count
                return Submission(None, inspection)
            with self.store.locked():
                added_to = self.batch(inspection.replaced[-1].batch) if is_addition and inspection.replaced else None
                batch = asked.described(self._next_number(), inspection, by=by, reason=reason, added_to=added_to)
                if same := self._same(batch):
                    doing.details["duplicate_of"] = same
                    return Submission(None, inspection, duplicate_of=same)
                corrected = self.corrections(inspection)
                if corrected and not reason.strip():
                    raise CollectionError(f"{'、'.join(corrected)}已经发布过，更正须写明原因（--reason）")
                progress(0.95, "正在保存")
                with self.store.placing(self.store.batches / str(batch.number), RECEIVING) as folder:
                    keep(folder, batch, files, rows, inspection, taken_up_files(self.store, added_to))
                doing.details["batch"] = batch.number
        progress(1, "完成")
        return Submission(self.batch(batch.number), inspection)

    def corrections(self, inspection: Inspection) -> list[str]:
        """What an inspection would correct in the version in force: units and periods, in words, in order.

        Submitting it needs a reason. Empty for a first submission.
        """
        current = self.store.current()
        is_published = current is not None and (
            self.store.manifest(current).is_demonstration == inspection.is_demonstration
        )
        if not is_published or not any(read_definition(table).is_past for table in inspection.tables):
            return []
        return [
            f"{row.unit_name}{in_words(period)}"
            for period in inspection.periods
            for row in self._units(period).itertuples()
            if row.unit_code in inspection.units and row.reported_count
        ]

    def batches(self, allowed: tuple[str, ...] | None = None) -> list[Batch]:
        """Every batch, oldest first, with all its events; with ``allowed`` as far as these units go.

        Raises:
            StoreError: a batch or the file of states is damaged.
        """
        ledger, history = read_ledger(self.store), self.store.history()
        whole = [with_events(batch, ledger, history) for batch in read_batches(self.store)]
        return [seen for batch in whole if (seen := batch.within(allowed))]

    def batch(self, number: int) -> Batch:
        """One batch.

        Raises:
            CollectionError: there is no such batch.
        """
        found = next((batch for batch in self.batches() if batch.number == number), None)
        if found is None:
            raise CollectionError(f"没有第 {number} 批报送")
        return found

    def state(self, batch: Batch) -> State:
        """Where a batch stands now."""
        return self.states()[batch.number]

    def states(self) -> dict[int, State]:
        """Where every batch stands now, by number."""
        return batch_states(self.batches(), self.store)

    def review(self, number: int, *, by: str) -> Batch:
        """Accept a batch for publication: 已审.

        Raises:
            CollectionError: there is no such batch, or it is neither 已报 nor 退回.
        """
        return self._decide(number, State.REVIEWED, (State.SUBMITTED, State.RETURNED), by, "")

    def give_back(self, number: int, *, by: str, reason: str) -> Batch:
        """Give a batch back to whoever submitted it: 退回. It will not be published.

        Raises:
            CollectionError: there is no such batch, it is neither 已报 nor 已审, or the reason is empty.
        """
        if not reason.strip():
            raise CollectionError("退回须写明原因")
        return self._decide(number, State.RETURNED, (State.SUBMITTED, State.REVIEWED), by, reason)

    def ready(self, *, period: str | None = None, includes_unreviewed: bool = False) -> list[Batch]:
        """The batches that a publication would take, oldest first: 已审, and 已报 where asked for.

        ``period`` leaves out batches about other periods; what is about none (register, standard, boundaries) stays.
        """
        states = self.states()
        taken = {State.REVIEWED} | ({State.SUBMITTED} if includes_unreviewed else set())
        return [
            batch
            for batch in self.batches()
            if states[batch.number] in taken and (period is None or not batch.periods or period in batch.periods)
        ]

    def periods(self) -> list[str]:
        """The periods of the version in force and of the batches, and the one after the last, in order of time.

        Where there are none, the quarter that ended last.
        """
        current = self.store.current()
        known = set(self.store.manifest(current).periods) if current is not None else set()
        known.update(period for batch in read_batches(self.store) for period in batch.periods)
        return sorted({*known, next_period(max(known))} if known else {period_of(clock.today() - timedelta(days=92))})

    def deadline(self, period: str) -> date:
        """The last day on which a period may be submitted: as set, else some days after its end (a setting)."""
        own = read_ledger(self.store).deadlines.get(period)
        return own.on if own else ends_on(period) + timedelta(days=current_settings().deadline_days)

    def set_deadline(self, period: str, on: date, *, by: str) -> None:
        """Set the last day on which a period may be submitted."""
        before = str(self.deadline(period))
        with (
            act(self.store, Kind.DEADLINE, in_words(period), who=by, before=before, after=str(on)),
            self.store.locked(),
        ):
            ledger = read_ledger(self.store)
            deadlines = ledger.deadlines | {period: Deadline(on=on, at=clock.now(), by=by)}
            write_ledger(self.store, ledger.model_copy(update={"deadlines": deadlines}))

    def progress(self, period: str, today: date | None = None, allowed: tuple[str, ...] | None = None) -> pd.DataFrame:
        """How far the submission of a period is.

        Args:
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
        states, deadline = self.states(), self.deadline(period)
        days_left = (deadline - (today or clock.today())).days
        last = {
            unit: batch
            for batch in self.batches(allowed)
            if states[batch.number] != State.REPLACED and period in batch.periods and "measurements" in batch.tables
            for unit in batch.units
        }
        rows = []
        for unit in self._units(period).itertuples():
            if allowed is not None and unit.unit_code not in allowed:
                continue
            batch = last.get(str(unit.unit_code))
            published = State.PUBLISHED if unit.reported_count else State.DUE
            state = states[batch.number] if batch else published
            coverage = _coverage(batch, str(unit.unit_code), period)
            rows.append({
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
            })  # fmt: skip
        frame = pd.DataFrame(rows).astype({"batch": "Int64"})
        frame["submitted_at"] = pd.to_datetime(frame["submitted_at"], utc=True)
        return frame

    def reminders(self, period: str, today: date | None = None) -> str:
        """The list of those who still have to submit (催报), as Chinese text to be sent on."""
        day = today or clock.today()
        progress = self.progress(period, day)
        days_left, deadline = int(progress["days_left"].iloc[0]), self.deadline(period)
        left = f"还有 {days_left} 天" if days_left > 0 else "今天截止" if days_left == 0 else f"已逾期 {-days_left} 天"
        lines = [f"{in_words(period)}数据报送（截至 {_day(day)}）", f"截止日期：{_day(deadline)}，{left}。"]
        due = progress.loc[progress["state"] == State.DUE, "unit_name"]
        returned = progress.loc[progress["state"] == State.RETURNED]
        if len(due):
            lines.append(f"尚未报送的 {len(due)} 个单位：{'、'.join(due)}。")
        if len(returned):
            lines.append(f"退回待改的 {len(returned)} 个单位：")
            reasons = {batch.number: batch.events[-1].reason for batch in self.batches()}
            lines += [
                f"　{name}：{reasons[number]}"
                for name, number in zip(returned["unit_name"], returned["batch"], strict=True)
            ]
        if not len(due) and not len(returned):
            lines.append("各单位均已报送。")
        return "\n".join(lines)

    def template(
        self, table: str, *, unit: str | None = None, period: str | None = None, from_register: bool = False
    ) -> tuple[str, bytes]:
        """The name and the content of a form to fill in, with what is known of a unit; ``from_register``: of the reference.

        Raises:
            NoTemplate: there is no such table, unit or period.
            StoreError: the version in force is damaged, or the log of acts cannot be written.
        """
        from data.templates.forms import template, template_name

        version = self.in_force()
        standards = standards_in_force(version)
        city = version / DATABASE if version and not from_register else None
        name = template_name(table, standards=standards, city=city, unit=unit, period=period)
        with act(self.store, Kind.TEMPLATE, name, unit=unit, period=period):
            return name, template(table, standards=standards, city=city, unit=unit, period=period)

    def marked(self, files: Sequence[Path], inspection: Inspection, actor: Actor | None = None) -> bytes:
        """The files with what an inspection found marked in them: a workbook, or an archive of several.

        ``actor``: who asks, where it is another thread that answers.

        Raises:
            StoreError: the log of acts cannot be written.
        """
        from data.templates.marking import mark

        with act(self.store, Kind.MARK, "、".join(file.name for file in files), actor=actor):
            return mark([(file.name, file) for file in files], inspection)[1]

    def in_force(self) -> Path | None:
        """The folder of the version in force, None before the first publication."""
        current = self.store.current()
        return None if current is None else self.store.folder(current)

    @contextmanager
    def _inspected(
        self, files: Sequence[Path], asked: _Asked, progress: Progress
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, Inspection]]:
        """An inspection, and the connection that still has the accepted rows as ``staged_<table>``."""
        if twice := [name for name, count in Counter(file.name for file in files).items() if count > 1]:
            raise CollectionError(f"有同名的文件：{'、'.join(twice)}。请改名后一并导入")
        version = self.in_force()
        with working_connection() as connection:
            yield (
                connection,
                inspect_files(
                    connection,
                    files,
                    standards=standards_in_force(version),
                    city=version / DATABASE if version else None,
                    period=asked.period,
                    unit=asked.unit,
                    settings=current_settings(),
                    earlier=lambda found: self._earlier(found, asked),
                    allowed=asked.allowed,
                    is_correction=asked.is_correction,
                    progress=progress,
                ),
            )

    def _earlier(self, inspection: Inspection, asked: _Asked) -> list[Earlier]:
        """What the rows of an inspection come on top of: the version in force, then the batches that wait."""
        new, states = asked.described(0, inspection), self.states()
        found = []
        current = self.store.current()
        if current is not None and self.store.manifest(current).is_demonstration == inspection.is_demonstration:
            found.append(Earlier("已发布的台账", None, self.store.folder(current), tuple(ledgers())))
        for batch in self.batches():
            state = states[batch.number]
            if state not in _WAITING or batch.is_demonstration != inspection.is_demonstration:
                continue
            is_replaced = state != State.REVIEWED and batch.is_about_the_same(new) and batch.is_within(asked.allowed)
            if state == State.RETURNED and not is_replaced:
                continue
            fate = (Fate.JOINS if asked.is_addition else Fate.GOES) if is_replaced else Fate.STAYS
            place = self.store.batches / str(batch.number)
            found.append(Earlier(f"第 {batch.number} 批（{state}）", batch.number, place, batch.tables, fate))
        return found

    def _period(self, period: str | None) -> str | None:
        """The quarter that a text names, which has begun."""
        if period is None:
            return None
        named = named_period(period)
        if named is None:
            raise CollectionError(f"没有「{period}」这个时期，写成 2026Q3 的样子")
        if not has_begun(named):
            raise CollectionError(f"{in_words(named)}还没有开始，不会有数据，请核对年份和季度")
        return named

    def _unit(self, unit: str | None) -> str | None:
        """The code of a unit given by its code, name or short name."""
        if unit is None:
            return None
        with _city(self.in_force()) as city:
            named = "select unit_code from base.unit where $unit in (unit_code, unit_name, short_name)"
            found = city.execute(named, {"unit": unit.strip()}).fetchone()
            if found is None:
                names = city.execute("select unit_code || ' ' || unit_name from base.unit order by position").fetchall()
                raise CollectionError(f"没有报送单位「{unit}」。可用的单位：{'、'.join(name for (name,) in names)}")
        return str(found[0])

    def _units(self, period: str) -> pd.DataFrame:
        """The rows of collecting.sql."""
        parameters = {"period": period, "starts_on": starts_on(period), "ends_on": ends_on(period)}
        with _city(self.in_force()) as city:
            return city.execute(_UNITS.read_text(encoding="utf-8"), parameters).df()

    def _decide(self, number: int, to: State, allowed: tuple[State, ...], by: str, reason: str) -> Batch:
        kind = Kind.REVIEW if to == State.REVIEWED else Kind.RETURN
        with act(self.store, kind, f"第 {number} 批", who=by, reason=reason.strip()), self.store.locked():
            state = self.state(self.batch(number))
            if state not in allowed:
                raise CollectionError(f"第 {number} 批{state}，不能改为{to}（须为{'或'.join(allowed)}）")
            ledger = read_ledger(self.store)
            event = Event(at=clock.now(), by=by, state=to, reason=reason.strip(), after=self.store.last_number())
            events = ledger.events | {number: (*ledger.events.get(number, ()), event)}
            write_ledger(self.store, ledger.model_copy(update={"events": events}))
        return self.batch(number)

    def _next_number(self) -> int:
        """One more than any batch that ever was, also where its folder was deleted."""
        seen = {batch.number for batch in read_batches(self.store)} | set(read_ledger(self.store).events)
        seen.update(number for manifest in self.store.history() for number in manifest.batches)
        return max(seen, default=0) + 1

    def _same(self, new: Batch) -> int | None:
        """The batch that has the same files about the same, unless another one came after it."""
        states = self.states()
        rivals = [
            batch for batch in self.batches() if states[batch.number] != State.REPLACED and batch.is_about_the_same(new)
        ]
        last = rivals[-1] if rivals else None
        return last.number if last and last.digests == new.digests else None


def standards_in_force(version: Path | None) -> list[Standard]:
    """The standards that a version was scored by; before the first publication, those of the reference."""
    return read_standards(sorted(((version or REFERENCE) / "standard").glob("*.toml")))


def _coverage(batch: Batch | None, unit: str, period: str) -> Coverage | None:
    rows = batch.coverage if batch else ()
    return next((row for row in rows if (row.unit_code, row.period) == (unit, period)), None)


@contextmanager
def _city(version: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A version, attached read-only as ``base``; before the first publication, the reference in its place."""
    with duckdb.connect() as connection:
        if version is not None:
            attach(connection, version / DATABASE, "base")
        else:
            connection.execute("attach ':memory:' as base")
            for table, statement in _REFERENCE_CITY.items():
                connection.execute(f"create table base.{table} as {statement}", {"folder": str(REFERENCE)})
        yield connection


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
