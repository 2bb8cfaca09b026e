"""Answers as bodies: one drawing of an answer for a page of the dashboard, a slide and a printed page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from data.periods import following, in_words, months_of
from data.verdicts import SYMBOLS
from queries import formats, rates
from queries.reports.bodies.bars import Bar, Bars
from queries.reports.bodies.body import Tone
from queries.reports.bodies.columns import Column, Columns
from queries.reports.bodies.dots import Dot, Dots
from queries.reports.bodies.lines import Goal, Lines
from queries.reports.bodies.radar import Radar, Series
from queries.reports.bodies.ranges import Range, Ranges
from queries.reports.bodies.rows import Cell, Row, Rows
from queries.reports.words import side_of

if TYPE_CHECKING:
    import pandas as pd

OfRows = Callable[["pd.DataFrame"], Rows]
_ACTIVITY_RATE = "每千户活动场次"
MOST_KINDS = 15
_FINE = 2  # below this, months differ in the second digit only


def dots(dimensions: pd.DataFrame, line: float) -> Dots:
    """The dimensions against the line.

    Args:
        dimensions: As :func:`queries.dimension_summary` gives them.
        line: The line of the standard.
    """
    return Dots(
        tuple(
            Dot(
                str(row["dimension_name"]),
                _known(row["score"]),
                formats.number(row["score"]),
                formats.signed(row["change"]),
                side_of(row["score"], line),
                str(row["dimension_code"]),
            )
            for row in dimensions.to_dict("records")
        ),
        line,
    )


def lines(trend: pd.DataFrame, line: float, pace: pd.Series | None = None, *, measure: str = "得分率") -> Lines:
    """The total over the periods, the line, and the way to the goal where there is one.

    Args:
        trend: As :func:`queries.score_trend` gives it, oldest first.
        line: The line of the standard.
        pace: A row of :func:`queries.pace`.
        measure: What the total is called.
    """
    goal = None
    if pace is not None:
        ahead = following(str(trend["period"].iloc[-1]), int(pace["quarters_left"]))
        name = f"{in_words(pace['due_period'])}目标 {formats.number(pace['goal'], 0)}"
        goal = Goal(name, float(pace["goal"]), tuple(map(_in_lines, ahead)))
    scores = tuple(map(_known, trend["score"]))
    return Lines(
        tuple(map(_in_lines, trend["period"])),
        scores,
        tuple(map(formats.number, scores)),
        tuple(SYMBOLS.get(str(word), "") for word in trend["progress"]),
        line,
        goal,
        measure,
        tuple(trend["period"]),
    )


def profiles(scores: pd.DataFrame, line: float) -> Radar:
    """Areas by dimension on one scale; the first is the one that is spoken of.

    Args:
        scores: name, dimension_name, score; areas and dimensions in the order of their appearance.
        line: The line of the standard.
    """
    axes = tuple(dict.fromkeys(scores["dimension_name"]))
    series = []
    for name, rows in scores.groupby("name", sort=False):
        known = dict(zip(rows["dimension_name"], map(_known, rows["score"]), strict=True))
        of_axes = tuple(known.get(axis) for axis in axes)
        series.append(Series(str(name), of_axes, tuple(map(formats.number, of_axes))))
    return Radar(axes, tuple(series), line)


def levers(rows: pd.DataFrame) -> Bars:
    """Items by how many communities they help over the line, for how many alone in the darker part.

    Args:
        rows: As :func:`queries.levers` gives them.
    """
    return Bars(
        tuple(
            Bar(
                str(row["indicator_name"]),
                float(row["community_count"]),
                f"{int(row['community_count'])} 个",
                "above",
                float(row["alone_count"]),
                f"其中 {int(row['alone_count'])} 个单独可助" if row["alone_count"] else "",
                code=str(row["indicator_code"]),
            )
            for row in rows.to_dict("records")
        ),
        "补上这一项、连同其他项可助达标的社区数",
    )


def contributions(parts: pd.DataFrame) -> Bars:
    """What each item brought or cost, in points of the total; what is printed adds up to the change that is printed.

    Args:
        parts: name and contribution.
    """
    values = parts["contribution"].astype(float).tolist()
    rows = zip(parts["name"], values, formats.parts(values), strict=True)
    return Bars(
        tuple(
            Bar(str(name), value, formats.signed(part), "above" if value > 0 else "below") for name, value, part in rows
        ),
        "各项对总分变化的影响（分）",
    )


def activity_rates(summary: pd.DataFrame) -> Bars:
    """Activities per 1,000 households in each dimension, in the standard's order, with their number.

    Args:
        summary: dimension_name, activity_rate and activity_count, as :func:`queries.activity_summary` gives them.
    """
    return Bars(
        tuple(_activities(str(row["dimension_name"]), row) for row in summary.to_dict("records")), _ACTIVITY_RATE
    )


def activity_kinds(kinds: pd.DataFrame) -> Bars:
    """The most frequent kinds with rate and number; what is left over stands in one row, without a bar.

    Args:
        kinds: As :func:`queries.activity_kinds` gives them.
    """
    first, rest = kinds.iloc[:MOST_KINDS], kinds.iloc[MOST_KINDS:]
    rows = [_activities(str(row["activity_kind"]), row) for row in first.to_dict("records")]
    if len(rest):
        left_over = {name: rest[name].sum() for name in ("activity_rate", "activity_count")}
        rows.append(replace(_activities(f"其余 {len(rest)} 种", left_over), value=0.0))
    return Bars(tuple(rows), _ACTIVITY_RATE)


def activity_months(months: pd.DataFrame, period: str) -> Columns:
    """Activities per 1,000 households and month; the months of the period in full colour.

    Args:
        months: month and activity_rate, as :func:`queries.activity_months` gives them.
        period: The period that is spoken of.
    """
    rates = [_known(rate) for rate in months["activity_rate"]]
    decimals = 1 if max([rate or 0.0 for rate in rates] or [0.0]) >= _FINE else 2
    items = []
    for number, (month, rate) in enumerate(zip(months["month"], rates, strict=True)):
        year, name = (month[:4] if not number or month.endswith("-01") else ""), str(int(month[5:]))
        words = "无台账" if rate is None else formats.number(rate, decimals)
        items.append(Column(f"{name}\n{year}".strip(), rate, words, month in months_of(period)))
    return Columns(tuple(items), "逐月每千户活动场次")


def _activities(name: str, row: Mapping[Any, Any]) -> Bar:
    words = f"{formats.number(row['activity_rate'])}（{formats.number(row['activity_count'], 0)} 场）"
    return Bar(name, _known(row["activity_rate"]) or 0.0, words)


def focus(rows: pd.DataFrame) -> Rows:
    """Communities that do not pass and keep falling: where, score, fall, the dimension responsible, how sure.

    Args:
        rows: As :func:`queries.focus_list` gives them.
    """
    items = []
    for row in rows.to_dict("records"):
        has_cause = isinstance(row["dimension_name"], str)
        cause = f"{row['dimension_name']} {formats.signed(row['contribution'])}" if has_cause else ""
        cells: tuple[Cell, ...] = (
            (str(row["community_name"]), "plain"),
            (formats.number(row["score"]), "plain"),
            (formats.arrow(row["two_period_change"]), "below"),
            (str(row["unit_name"]), "muted"),
            (cause, "muted"),
            (str(row["verdict"]), "muted"),
        )
        items.append(Row(cells, str(row["community_code"])))
    return Rows(tuple(items))


def near_the_line(rows: pd.DataFrame) -> Rows:
    """Communities that one item separates from the line: where, score, which item, how much it brings.

    Args:
        rows: As :func:`queries.one_step_away` gives them.
    """
    items = []
    for row in rows.to_dict("records"):
        cells: tuple[Cell, ...] = (
            (str(row["community_name"]), "plain"),
            (formats.number(row["score"]), "plain"),
            (formats.arrow(row["gain"]), "above"),
            (str(row["indicator_name"]), "muted"),
            (str(row["unit_name"]), "muted"),
        )
        items.append(Row(cells, str(row["community_code"])))
    return Rows(tuple(items))


def _known(score: Any) -> float | None:  # noqa: ANN401 - a cell
    return None if formats.is_missing(score) else float(score)


def _in_lines(period: str) -> str:
    """A quarter in words, in two lines: the year and the quarter."""
    return in_words(period, between="\n")


def ranges(parts: pd.DataFrame, name: str, code: str, whole: float, whole_name: str, measure: str) -> Ranges:
    """Rates of parts with their intervals, against the rate of the whole.

    Args:
        parts: As :func:`queries.rates.beside` gives them, with ``hits`` and ``cases``.
        name: The column of the parts' names.
        code: The column of their codes, empty where they open nothing.
        whole: The rate of all of them, of 1.
        whole_name: What the whole is called.
        measure: What the rate is called.
    """
    tones: dict[str, Tone] = {rates.HIGHER: "above", rates.LOWER: "below"}
    items = tuple(
        Range(
            str(row[name]),
            float(row["rate"]),
            float(row["low"]),
            float(row["high"]),
            rates.percent(row["rate"]),
            f"{int(row['hits']):,}/{int(row['cases']):,}",
            tones.get(row["verdict"], "plain"),
            str(row[code]) if code else "",
        )
        for row in parts.to_dict("records")
    )
    return Ranges(items, whole, f"{whole_name} {rates.percent(whole)}", measure)


def counts(rows: pd.DataFrame, name: str, count: str, measure: str, unit: str) -> Bars:
    """How many there are of each, in the order given.

    Args:
        rows: One row each.
        name: The column of what is counted.
        count: The column of how many.
        measure: What is counted, all together.
        unit: What one of them is counted in.
    """
    items = tuple(
        Bar(str(row[name]), float(row[count]), f"{int(row[count]):,} {unit}") for row in rows.to_dict("records")
    )
    return Bars(items, measure)


def rates_by_month(rows: pd.DataFrame, rate: str, own: Collection[str], measure: str) -> Columns:
    """A rate month by month; those spoken of in full colour.

    Args:
        rows: month and the rate, of 1, oldest first.
        rate: The column of the rate.
        own: The months that are spoken of.
        measure: What the rate is called.
    """
    items = []
    for row in rows.to_dict("records"):
        value = _known(row[rate])
        words = formats.MISSING if value is None else formats.number(100 * value, 1)
        items.append(Column(str(int(row["month"][5:])), value, words, row["month"] in own))
    return Columns(tuple(items), f"{measure}（%）")
