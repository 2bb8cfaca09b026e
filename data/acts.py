"""The log of acts: who did what, when, from where, and what came of it; one line of JSON each, only ever appended.

``log/acts.jsonl`` of the store. An act is written down before it is done, and what came of it afterwards: an act that
cannot be written is not done, and one that a stop cut short is there without an end. Lines are numbered; their order is
that of the numbers, whatever the clock says. Logs of earlier programs (``exports.jsonl``, ``rollback.jsonl``) are read
as the lines before the first.
"""

from __future__ import annotations

import getpass
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from filelock import Timeout

from data import clock
from data.lines import append, records
from data.versions.store import Store, StoreError

LOG = "acts.jsonl"
_MOST_VALUES = 100  # of a list
_LONGEST = 500  # characters of a text: what was asked for may be anything


class Kind(StrEnum):
    """What was done; the value is what is shown."""

    IMPORT = "报送"
    REVIEW = "审核"
    RETURN = "退回"
    DEADLINE = "改截止日期"
    CONTEST = "提出异议"
    ANSWER = "复核异议"
    SETTLE = "定稿"
    PUBLISH = "发布"
    REBUILD = "重新生成"
    ROLL_BACK = "回退"
    PRUNE = "清理旧版"
    MASK = "照片打码"
    RELEASE = "照片放行"
    WITHDRAW = "照片收回"
    PRUNE_PHOTOS = "清理照片"
    MIRROR = "复制到 ClickHouse"
    TEMPLATE = "取模板"
    MARK = "取标注工作簿"
    EXPORT = "导出"
    EXPORT_ALL = "全部导出"
    STAGE = "投影"
    NAME = "放开点名"
    UNNAME = "收回点名"
    REFUSAL = "越权被拒"
    SIGN_IN = "登录未成"


class Result(StrEnum):
    """What came of it; the value is what is shown."""

    STARTED = "未写明结果"  # under way, or stopped in between
    DONE = "完成"
    REFUSED = "未通过"
    FAILED = "未完成"
    BROKEN_OFF = "中断"


class Door(StrEnum):
    """Through which door somebody came."""

    PAGE = "网页"
    COMMAND = "命令行"
    PROGRAM = "程序"


@dataclass(frozen=True)
class Actor:
    """Somebody who acts. ``address``: of the request, where known; ``account``: of the operating system, on its command line."""

    who: str
    door: Door
    address: str = ""
    account: str = ""


@dataclass(frozen=True)
class Act:
    """One act as the log has it; ``number`` is None for lines of earlier programs, ``details`` what else was said."""

    number: int | None
    at: datetime
    who: str
    door: str
    address: str
    account: str
    kind: str
    thing: str
    result: str
    details: Mapping[str, Any]


@dataclass
class Doing:
    """An act under way, for what is known only at its end."""

    result: Result = Result.DONE
    details: dict[str, Any] = field(default_factory=dict)


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)


def act_as(actor: Actor) -> None:
    """Who acts from now on in this thread or task: each door says it once."""
    _actor.set(actor)


def acting() -> Actor:
    """Who acts; the program itself where no door has said so."""
    return _actor.get() or Actor("", Door.PROGRAM, account=account())


def account() -> str:
    """The user of the operating system that runs this, empty where there is none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""


@contextmanager
def act(
    store: Store,
    kind: Kind,
    thing: str,
    *,
    who: str = "",
    actor: Actor | None = None,
    may_use_reserve: bool = False,
    **details: object,
) -> Iterator[Doing]:
    """Write an act down, do it in the block, and write down what came of it.

    Args:
        store: whose log it is.
        kind: what is done.
        thing: to what, in Chinese.
        who: who does it by their own word; by default the actor.
        actor: through which door; by default the one of this thread.
        may_use_reserve: on a full disk, give up the reserve for it.
        details: what else is known beforehand.

    Raises:
        StoreError: the log cannot be written; the block is not run.
    """
    try:
        number = _begin(store, kind, thing, who, actor or acting(), Result.STARTED, details, may_use_reserve)
    except (OSError, Timeout) as error:
        raise StoreError(f"操作记录无法写入，没有执行。{_why(store, error)}") from error
    doing = Doing()
    try:
        yield doing
    except GeneratorExit:
        _end(store, number, Result.BROKEN_OFF, doing.details)
        raise
    except BaseException as error:
        _end(store, number, Result.FAILED, {**doing.details, "reason": str(error) or type(error).__name__})
        raise
    _end(store, number, doing.result, doing.details)


def note(
    store: Store, kind: Kind, thing: str, result: Result, *, actor: Actor | None = None, **details: object
) -> None:
    """Write down what happened and stops nothing by itself, such as a refusal; a log that cannot be written is let be."""
    try:
        _begin(store, kind, thing, "", actor or acting(), result, details, may_use_reserve=False)
    except (OSError, Timeout, StoreError) as error:
        logging.getLogger(__name__).warning("操作记录写入失败：%s", error)


def read(store: Store) -> list[Act]:
    """Every act, newest first; lines that cannot be read are left out."""
    acts: dict[int, dict[str, Any]] = {}
    for record in records(store.root / "log" / LOG):
        with suppress(KeyError, TypeError, ValueError):
            if "of" in record:
                acts[record["of"]] |= {
                    "result": record["result"],
                    "details": {**acts[record["of"]]["details"], **record.get("details", {})},
                }
            else:
                acts[int(record["number"])] = {**record, "details": dict(record.get("details", {}))}
    found = []
    for record in reversed(acts.values()):
        with suppress(KeyError, TypeError, ValueError):
            found.append(Act(**{**record, "at": datetime.fromisoformat(record["at"])}))
    return found + _earlier(store)


def _earlier(store: Store) -> list[Act]:
    """What earlier programs logged, newest first."""
    found = []
    for record in reversed(list(records(store.root / "log" / "exports.jsonl"))):
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            is_complete = bool(record["is_complete"])
            details = {key: record.get(key) for key in ("question", "filters", "rows", "bytes", "sha256")}
            details["format"] = str(record.get("format") or str(record["name"]).rpartition(".")[2])
            details["version"] = int(record["version"])
            details["filters"] = dict(record["filters"])
            result = Result.DONE if is_complete else Result.BROKEN_OFF
            at, who, name = datetime.fromisoformat(record["at"]), str(record["who"]), str(record["name"])
            found.append(Act(None, at, who, "", "", "", Kind.EXPORT, name, result, details))
    for record in reversed(list(records(store.root / "log" / "rollback.jsonl"))):
        with suppress(KeyError, TypeError, ValueError):
            at, who, thing = datetime.fromisoformat(record["at"]), str(record["by"]), f"第 {record['version']} 版"
            found.append(Act(None, at, who, Door.PAGE, "", "", Kind.ROLL_BACK, thing, Result.DONE, {}))
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _begin(
    store: Store,
    kind: Kind,
    thing: str,
    who: str,
    actor: Actor,
    result: Result,
    details: Mapping[str, object],
    may_use_reserve: bool,  # noqa: FBT001 - of this module alone
) -> int:
    return append(
        store,
        LOG,
        {
            "at": clock.now().isoformat(),
            "who": _short(who or actor.who or actor.account),
            "door": actor.door,
            "address": _short(actor.address),
            "account": actor.account,
            "kind": kind,
            "thing": _short(thing),
            "result": result,
            "details": {name: _short(value) for name, value in details.items()},
        },
        may_use_reserve=may_use_reserve,
    )


def _end(store: Store, number: int, result: Result, details: Mapping[str, object]) -> None:
    """The second line of an act, which is done: a log that cannot be written any more undoes nothing."""
    line = {"of": number, "result": result, "details": {name: _short(value) for name, value in details.items()}}
    try:
        append(store, LOG, {"at": clock.now().isoformat(), **line}, may_use_reserve=True)
    except (OSError, Timeout, StoreError) as error:
        logging.getLogger(__name__).warning("操作 %s 的结果没有记下：%s", number, error)


def _short(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        return value if len(value) <= _LONGEST else value[:_LONGEST] + "…"
    if isinstance(value, Mapping):
        return {_short(str(key)): _short(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_short(inner) for inner in value[:_MOST_VALUES]] + ["…"] * (len(value) > _MOST_VALUES)
    return value


def _why(store: Store, error: OSError | Timeout) -> str:
    """Why the log cannot be written, as a Chinese sentence."""
    if isinstance(error, Timeout):
        return "另一个程序占用着它，请稍后再试"
    is_a_file = isinstance(error, FileExistsError | NotADirectoryError)
    return store.why_unwritable(error) or (
        f"{error.filename or store.root}：无法读写（{'已有同名的文件' if is_a_file else error.strerror}）"
    )
