"""One community in sentences, as its page says them, and on one page to take away (社区简报)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import queries
from data.periods import in_words
from queries import formats
from queries.database import Database
from queries.rates import FEWEST, percent
from queries.reports.bodies.figures import Figure
from queries.reports.brief import Brief, Paragraph
from queries.reports.briefing import DEMONSTRATION
from queries.reports.sections.sources import sources
from queries.reports.subject import NothingToSay, Subject
from queries.reports.words import measured_words, side_of

if TYPE_CHECKING:
    import pandas as pd

_MANY = 30  # cases from which a rate stands without its error
_MOST_ITEMS = 8  # that are named in one sentence


def build_community_brief(database: Database, period: str, standard: str, community: str) -> Brief:
    """What is to be known of one community in a quarter, as the brief of an area says it.

    Raises:
        NothingToSay: it does not stand in the period, or has no score.
    """
    chosen: dict[str, Any] = {"period": period, "standard": standard}
    of_it: dict[str, Any] = {**chosen, "area_kind": "community", "area_code": community}
    one = queries.community_profile(database, **chosen, community=community).iloc[0]
    if not isinstance(one["status"], str) or formats.is_missing(one["score"]):
        raise NothingToSay(f"{one['community_name']}在{in_words(period)}没有评分，无法生成简报。请换一个时期")
    beside: dict[str, Any] = {"period": period, "area_kind": "community", "units": (str(one["unit_code"]),)}
    subject = Subject(database, {}, period, standard)
    dimensions = queries.dimension_summary(database, **of_it)
    said = {
        "总体情况": f"{interval(one) or '名次待定'}。{pace(queries.pace(database, **of_it))}。",
        "五个维度": _dimensions(dimensions),
        "本季变化": _change(one, queries.contributions(database, **of_it)),
        "未达标指标": _below_the_line(queries.community_indicators(database, **chosen, community=community)),
        "补短板": _way_up(
            one,
            queries.improvement_steps(database, **chosen, community=community),
            queries.community_vetoes(database, **chosen, community=community),
        ),
        "诉求与整改": "".join(
            ledgers_told(queries.appeal_rates(database, **beside), queries.finding_rates(database, **beside), community)
        ),
    }
    publication = subject.publication
    return Brief(
        title=f"{one['community_name']}文明典范社区创建简报",
        area=str(one["community_name"]),
        period=in_words(period),
        edition=f"{one['unit_name']} · {one['street_name']} · {one['kind']}　"
        f"第 {publication['version']} 版　数据截至 {formats.day(publication['data_until'])}",
        lead=f"{finding(one, dimensions, period, subject.line)}。".replace("\u00a0", " "),
        figures=_figures(one, subject.line),
        paragraphs=tuple(Paragraph(heading, text) for heading, text in said.items() if text),
        sources=sources(subject)[:-2],
        mark=DEMONSTRATION if publication["is_demonstration"] else "",
    )


def _figures(one: pd.Series, line: float) -> tuple[Figure, ...]:
    def place(kind: str) -> tuple[str, str]:
        known = not formats.is_missing(one[f"{kind}_place"])
        count = int(one[f"{kind}_ranked_count"])
        return str(int(one[f"{kind}_place"])) if known else formats.MISSING, f"参评 {count} 个"

    certainty = one["certainty"] if isinstance(one["certainty"], str) else ""
    return (
        Figure("得分", formats.number(one["score"]), f"距线 {formats.signed(one['gap'])}", side_of(one["score"], line)),
        Figure("等次", f"{one['symbol']} {one['band_name']}", certainty),
        Figure("全市名次", *place("city")),
        Figure("区内名次", *place("unit")),
    )


def _dimensions(dimensions: pd.DataFrame) -> str:
    known = dimensions.dropna(subset=["score"]).to_dict("records")
    return "、".join(f"{row['dimension_name']} {formats.number(row['score'])}" for row in known) + "。" if known else ""


def _change(one: pd.Series, parts: pd.DataFrame) -> str:
    if formats.is_missing(one["change"]):
        return ""
    verdict = one["progress"] if isinstance(one["progress"], str) else "误差未知"
    items = parts[parts["indicator_code"] != "rest"]
    largest = items.loc[items["contribution"].abs().sort_values(ascending=False, kind="stable").index[:3]]
    named = "、".join(
        f"{row['indicator_name']} {formats.signed(row['contribution'])}" for row in largest.to_dict("records")
    )
    return f"较上季 {formats.arrow(one['change'])} 分，{verdict}{f'；影响最大的是{named}' if named else ''}。"


def _below_the_line(indicators: pd.DataFrame) -> str:
    low = indicators[indicators["gap"].map(formats.rounded) < 0].sort_values("gap", kind="stable")
    unreported = indicators[indicators["state"] == "unreported"]["indicator_name"].tolist()
    said = []
    if len(low):
        named = "、".join(map(_measured, low.head(_MOST_ITEMS).to_dict("records")))
        said.append(f"{len(low)} 项在线下{'，如' if len(low) > _MOST_ITEMS else '：'}{named}。")
    if unreported:
        named = "、".join(unreported[:_MOST_ITEMS]) + ("等" if len(unreported) > _MOST_ITEMS else "")
        said.append(f"未报 {len(unreported)} 项，补报前至多为培育：{named}。")
    return "".join(said)


def _measured(row: dict[Any, Any]) -> str:
    """An item and what was measured, beside what earns the line."""
    if formats.is_missing(row["measured_value"]):
        return (
            f"{row['indicator_name']}（{row['grade']}）"
            if isinstance(row["grade"], str)
            else str(row["indicator_name"])
        )
    line = f"，达标线 {measured_words(row['line_value'], row)}" if not formats.is_missing(row["line_value"]) else ""
    return f"{row['indicator_name']}（{measured_words(row['measured_value'], row)}{line}）"


def _way_up(one: pd.Series, steps: pd.DataFrame, vetoes: pd.DataFrame) -> str:
    first = f"否决项，消除前不能升等：{'、'.join(vetoes['veto_name'])}。" if len(vetoes) else ""
    if one["path_status"] != "可达":
        return first
    ways = "；".join(
        f"{row['indicator_name']}{_from_to(row)}，可增 {formats.number(row['gain'])} 分"
        for row in steps.to_dict("records")
    )
    return f"{first}到{one['target_band_name']}的最短路径 {len(steps)} 项：{ways}。"


def _from_to(row: dict[Any, Any]) -> str:
    if isinstance(row["to_grade"], str):
        return f"由 {row['from_grade']} 到 {row['to_grade']}"
    return f"由 {measured_words(row['from_value'], row)} 到 {measured_words(row['to_value'], row)}"


def ledgers_told(appeals: pd.DataFrame, findings: pd.DataFrame, community: str) -> list[str]:
    """A community's tickets and problems of a quarter as sentences; none of a ledger that says nothing of it.

    Args:
        appeals: as :func:`queries.appeal_rates` gives communities.
        findings: as :func:`queries.finding_rates` gives communities.
        community: its code.
    """
    return [
        told(row)
        for told, rows in ((_appeals, appeals), (_findings, findings))
        for row in rows[rows["area_code"] == community].to_dict("records")
    ]


def _appeals(row: dict[Any, Any]) -> str:
    parts = [
        f"诉求受理 {row['received_count']:,} 件，每千户 {formats.number(row['per_1000_households'], 1)} 件",
        _rated(row, "按期办结", "on_time_rate", "on_time_count", "due_count"),
        _rated(row, "解决", "solve_rate", "solved_count", "reached_count"),
        f"在办 {row['open_count']:,} 件，其中超期 {row['overdue_count']:,} 件",
    ]
    return "；".join(parts) + "。"


def _findings(row: dict[Any, Any]) -> str:
    parts = [
        f"发现问题 {row['found_count']:,} 个",
        _rated(row, "整改", "rectified_rate", "rectified_count", "due_count"),
        f"超期未改 {row['overdue_count']:,} 个",
    ]
    return "；".join(parts) + "。"


def _rated(row: dict[Any, Any], word: str, rate: str, hits: str, cases: str) -> str:
    """A rate with what it counts: of few with its error, of fewer than ``FEWEST`` the counts alone."""
    counted = f"{row[hits]:,}/{row[cases]:,}"
    if row[cases] < FEWEST:
        return f"{word} {counted}" if row[cases] else f"没有可算{word}率的"
    if row[cases] >= _MANY:
        return f"{word} {percent(row[rate])}（{counted}）"
    return f"{word} {percent(row[rate])}（{counted}，误差范围 {percent(row[f'{rate}_low'])}–{percent(row[f'{rate}_high'])}）"


def finding(community: pd.Series, dimensions: pd.DataFrame, period: str, line: float) -> str:
    """The page in one sentence: level, band, and why this band: a veto, what is not reported, the weakest dimension."""
    name = community["community_name"]
    if not isinstance(community["status"], str):
        return f"{name}在{in_words(period)}不在社区名录内"
    if community["status"] == "数据不足":
        return f"{name}本季数据不足，不评分、不排名次"
    level = f"{name}得分 {formats.number(community['score'])}，{community['symbol']}\u00a0{community['band_name']}"
    if community["is_vetoed"]:
        return f"{level}：一票否决"
    if community["unreported_count"]:
        level += f"：{int(community['unreported_count'])} 项未报"
    scored = dimensions.dropna(subset=["score"]).sort_values("score", kind="stable")
    if scored.empty:
        return level
    weakest = scored.iloc[0]
    words = "在线下，是短板" if formats.rounded(weakest["score"]) < line else "相对最低，各维度均在线上"
    return f"{level}；{weakest['dimension_name']} {formats.number(weakest['score'])} {words}"


def interval(community: pd.Series) -> str:
    """How far the place can be trusted: certainty of 达标 first, then the places that the error allows; may be empty."""
    low, high = community["rank_low"], community["rank_high"]
    certainty = community["certainty"] if isinstance(community["certainty"], str) else ""
    if formats.is_missing(low) or formats.is_missing(high):
        return ""
    count = int(community["city_ranked_count"])
    first = f"{certainty}；" if certainty else ""
    if low == high:
        return f"{first}95% 名次区间只有第 {int(low)} 名：全市 {count} 个参评社区中，名次可以确定"
    places = formats.places(low, high, count)
    if not places[0].isdigit():
        return f"{first}{places}：全市 {count} 个参评社区中，误差之内的名次几乎包括全部"
    return f"{first}95% 名次区间 {places}：全市 {count} 个参评社区中，这些名次在误差之内都可能，不宜论先后"


def pace(paces: pd.DataFrame) -> str:
    """Whether the pace of the last quarters reaches the line in time.

    Args:
        paces: the row of :func:`queries.pace` for the community, or none.
    """
    if paces.empty:
        return "不足四个季度的得分，不判断进度"
    row = paces.iloc[0]
    achieved = f"近 {int(row['period_count'])} 季每季 {formats.signed(row['achieved'])}"
    if row["verdict"] == "已达":
        return f"已在线上；{achieved}"
    due = in_words(row["due_period"])
    return f"{achieved}，到{due}达线每季需 {formats.signed(row['needed'])}：{row['verdict']}"
