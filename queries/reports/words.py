"""Answers in words, as every slide and the brief say them; rows cut into tables that fit a slide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from data.periods import in_words
from data.verdicts import is_within_error
from queries import formats
from queries.changes import basis_words
from queries.reports.bodies.body import Tone
from queries.reports.bodies.points import Points
from queries.reports.bodies.table import Column, Table

if TYPE_CHECKING:
    import pandas as pd

ROWS = 10  # of a table on one slide
NAMED = 3
_LETTERS, _ITEMS = 500, 10  # of sentences on one slide
KINDS = {"unit": "单位", "street": "街道", "community": "社区"}
_LONGEST_NAME = 18  # characters of a name in running text; a longer one is cut, so that the brief stays one page

Cell = str | tuple[str, Tone]


def tone_of(change: float | None, progress: object = None) -> Tone:
    """The tone of a change: its side where it is real, muted where it is within its error."""
    if formats.is_missing(change) or change is None or is_within_error(progress):
        return "muted"
    return "above" if change > 0 else "below" if change < 0 else "muted"


def change_words(row: pd.Series | Mapping[Any, Any]) -> str:
    """A change with its verdict, and that it is 同口径."""
    if formats.is_missing(row["change"]):
        return "无上季可比"
    verdict = row["progress"] if isinstance(row["progress"], str) else "误差未知"
    return f"较上季 {formats.arrow(row['change'])} 个百分点，{verdict}（{basis_words(row)}）"


def side_of(value: float | None, line: float) -> Tone:
    """On which side of the line a score lies, as it is printed."""
    if value is None or formats.is_missing(value):
        return "muted"
    return "above" if formats.rounded(value) >= line else "below"


def tables(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], size: int = ROWS) -> tuple[tuple[Table], ...]:
    """Rows as tables that each fit a slide, all of them; the parts are about equally long. A cell may have a tone."""
    cells = [[(cell, "plain") if isinstance(cell, str) else cell for cell in row] for row in rows]
    parts = -(-len(cells) // size)
    step = -(-len(cells) // parts) if parts else 1
    texts = [tuple(text for text, _ in row) for row in cells]
    tones: list[tuple[Tone, ...]] = [tuple(tone for _, tone in row) for row in cells]  # type: ignore[misc]
    return tuple(
        (Table(tuple(columns), tuple(texts[at : at + step]), tuple(tones[at : at + step]), at // step + 1, parts),)
        for at in range(0, len(cells), step)
    )


def by_unit(rows: pd.DataFrame, *, are_named: bool = True) -> tuple[tuple[Points], ...]:
    """Areas by the reporting unit they belong to, without an order among them: all named, or counted; as many slides as needed.

    Args:
        rows: unit_name, area_name, street_name and area_code.
        are_named: Whether their names are said, with the street where a unit has two of one name.
    """
    items: list[str] = []
    for unit, areas in rows.sort_values("area_code", kind="stable").groupby("unit_name", sort=False):
        head, twice = f"{unit} {len(areas)} 个", areas["area_name"].duplicated(keep=False)
        if not are_named:
            items = ["、".join([*items, head])]
            continue
        names = areas["area_name"].where(~twice, areas["area_name"] + "（" + areas["street_name"].astype(str) + "）")
        items += [
            f"{head}{'（续）' if number else ''}：{'、'.join(part)}"
            for number, part in enumerate(_parts(names.tolist(), _LETTERS))
        ]
    return tuple((Points(tuple(part)),) for part in _parts(items, _LETTERS, _ITEMS))


def _parts(texts: Iterable[str], letters: int, most: int = 0) -> list[list[str]]:
    """Texts in order, in as many parts as keep each to so many letters, and to at most so many texts."""
    parts: list[list[str]] = [[]]
    for text in texts:
        is_full = sum(map(len, parts[-1])) + len(text) > letters or (most and len(parts[-1]) == most)
        if parts[-1] and is_full:
            parts.append([])
        parts[-1].append(text)
    return parts


def columns_of(shares: Mapping[str, float], numbers: Sequence[str] = ()) -> tuple[Column, ...]:
    """Columns by name and share of the width; which of them are numbers."""
    return tuple(Column(name, share, name in numbers) for name, share in shares.items())


def left_out(count: int, most: int) -> str:
    """What is said of the rows that a slide does not show; nothing where it shows all."""
    return f"；列出前 {most} 个，另有 {count - most} 个见导出" if 0 < most < count else ""


def place_words(row: Mapping[Any, Any]) -> str:
    """The unit and the street of a community."""
    return f"{row['unit_name']} · {row['street_name']}"


def names_words(names: Sequence[Any]) -> str:
    """The first names of a list, and how many there are."""
    more = f"等 {len(names)} 个" if len(names) > NAMED else ""
    return "、".join(map(str, names[:NAMED])) + more


def short(name: object) -> str:
    """A name in running text."""
    text = str(name)
    return text if len(text) <= _LONGEST_NAME else text[: _LONGEST_NAME - 1] + "…"


def pace_words(pace: pd.Series) -> str:
    """目标进度 in one sentence."""
    due = in_words(pace["due_period"])
    goal = formats.number(pace["goal"], 0)
    if pace["verdict"] == "已达":
        return f"已达{due}目标 {goal}"
    achieved = f"近 {int(pace['period_count'])} 季每季 {formats.signed(pace['achieved'])}"
    return f"{achieved}，到{due}达 {goal} 每季需 {formats.signed(pace['needed'])}：{pace['verdict']}"


def goal_parts(goal: Mapping[Any, Any]) -> tuple[str, str, str]:
    """A target of when and what, from where to where, and the pace per quarter: a row of :func:`queries.goals`."""
    is_share = goal["measure"] == "share_passing"
    written, name, sign = (formats.percent, "社区达标率", "%") if is_share else (formats.number, "得分率", "")
    paces = (("每季", goal["achieved"]), ("须", goal["needed"])) if goal["verdict"] != "已达" else ()
    said = [f"{word} {formats.signed(pace)}" for word, pace in paces if not formats.is_missing(pace)]
    value = f"{written(goal['value'])} → {goal['goal']:g}{sign}"
    return f"{in_words(goal['due_period'])}{name}", value, "，".join([*said, goal["verdict"]])


def goal_words(goal: Mapping[Any, Any]) -> str:
    """The same in one sentence."""
    name, value, pace = goal_parts(goal)
    return f"{name} {value}：{pace}"


def measured_words(value: Any, row: Mapping[Any, Any]) -> str:  # noqa: ANN401 - a cell
    """A value in its indicator's own unit."""
    if formats.is_missing(value):
        return formats.MISSING
    return formats.in_unit(formats.number(value, int(row["decimals"])), row["unit_text"], " ")


def boundaries_words(publication: pd.Series) -> str:
    """Where the boundaries come from, and the number of the map's approval."""
    approval = publication["map_approval_number"] or "待填"
    return f"边界：{publication['boundary_source']}，{publication['boundary_vintage']}；审图号：{approval}"
