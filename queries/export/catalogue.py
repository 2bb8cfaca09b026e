"""What can be taken away, in which formats, and the page it stands on."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import queries
from queries.database import Database
from queries.parameters import Question

if TYPE_CHECKING:
    import pandas as pd

# What can be taken away: the question and what its files are called, which begins with the page's title.
EXPORTS: dict[str, tuple[Question, str]] = {
    "league_table": (queries.league_table, "排行榜"),
    "area_measure": (queries.area_measure, "地图"),
    "area_score": (queries.area_score, "总览总分"),
    "dimension_summary": (queries.dimension_summary, "总览五维"),
    "band_counts": (queries.band_counts, "总览等次"),
    "dimension_profile": (queries.dimension_profile, "五维对标"),
    "indicator_profile": (queries.indicator_profile, "五维对标指标"),
    "activity_summary": (queries.activity_summary, "活动各维度"),
    "activity_months": (queries.activity_months, "活动逐月"),
    "activity_kinds": (queries.activity_kinds, "活动种类"),
    "activity_hours": (queries.activity_hours, "活动时段"),
    "activity_rows": (queries.activity_rows, "活动台账"),
    "inactive_communities": (queries.inactive_communities, "本季无活动社区"),
    "band_moves": (queries.band_moves, "总览新达标与跌出"),
    "community_profile": (queries.community_profile, "社区档案"),
    "community_indicators": (queries.community_indicators, "社区档案指标"),
    "community_activities": (queries.community_activities, "社区档案活动"),
    "contributions": (queries.contributions, "分数变化来源"),
    "improvement_steps": (queries.improvement_steps, "社区档案补短板"),
    "peer_table": (queries.peer_table, "社区档案同类社区"),
    "peer_dimensions": (queries.peer_dimensions, "社区档案同类对标"),
    "peer_practices": (queries.peer_practices, "社区档案同类差异"),
    "one_step_away": (queries.one_step_away, "再补一项即可达标"),
    "focus_list": (queries.focus_list, "总览重点关注"),
    "pace": (queries.pace, "总览达标进度"),
    "levers": (queries.levers, "总览最能拉动的项"),
    "unit_reporting": (queries.unit_reporting, "总览报送"),
    "rate_summaries": (queries.rate_summaries, "更多分析抽样比率"),
    "rate_signals": (queries.rate_signals, "更多分析漏斗图"),
    "small_samples": (queries.small_samples, "更多分析小样本"),
    "compositions": (queries.compositions, "更多分析构成效应"),
    "unit_spread": (queries.unit_spread, "更多分析单位内差距"),
    "reweighted": (queries.reweighted, "权重推演（不作评价依据）"),
    "weight_sensitivities": (queries.weight_sensitivities, "权重推演名次区间（不作评价依据）"),
    "indicators": (queries.indicators, "标准细则"),
    "analysis_rules": (queries.analysis_rules, "标准细则小样本与进度"),
    "context_weights": (queries.context_weights, "标准细则同类条件"),
    "standard_changes": (queries.standard_changes, "标准变化"),
}

# The formats by their ending, and what a browser is told they are.
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "geojson": "application/geo+json",
    "html": "text/html; charset=utf-8",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_OF_ROWS = ("csv", "xlsx", "parquet", "geojson")  # which rows can be exported in

# Questions whose rows are areas (columns area_kind and area_code), which can be drawn on a map.
WITH_AREAS = frozenset({"area_measure", "league_table", "inactive_communities"})

# Every page by its title, in the order of the navigation: its address below the server's.
PAGES = {
    "总览": "",
    "地图": "map",
    "排行榜": "league",
    "五维对标": "comparison",
    "更多分析": "analysis",
    "社区档案": "community",
    "活动": "activities",
    "汇报材料": "briefing",
    "标准细则": "rules",
}
# The page of a file that is not named after it.
_ON_PAGE = {
    "contributions": "社区档案",
    "inactive_communities": "活动",
    "one_step_away": "总览",
    "reweighted": "更多分析",
    "weight_sensitivities": "更多分析",
    "standard_changes": "标准细则",
}

WORKBOOK = "workbook"  # the name of the whole dashboard as one workbook
SLIDES = "slides"  # the name of a running order as slides
BRIEF = "brief"  # the name of the brief on one page
_SHOWN_AT_MOST = 20  # characters of an ending that is unknown


class UnknownQuestion(LookupError):
    """A question that cannot be exported; the message is for the user."""


class UnknownFormat(LookupError):
    """A format that a question cannot be exported in; the message is for the user."""


def whole_dashboard(database: Database, *, period: str, standard: str, units: tuple[str, ...] = ()) -> pd.DataFrame:
    """Not a question: it only has the parameters of the workbook, which are read as those of a question are."""
    raise NotImplementedError


def running_order(
    database: Database,
    *,
    period: str,
    standard: str,
    order: str,
    units: tuple[str, ...] = (),
    among: tuple[str, ...] = (),
    sections: tuple[str, ...] = (),
) -> pd.DataFrame:
    """Not a question: the parameters of slides. ``among`` are the units they may be compared with, all if empty."""
    raise NotImplementedError


def one_page(
    database: Database, *, period: str, standard: str, units: tuple[str, ...] = (), among: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Not a question: the parameters of the brief; ``among`` as of slides."""
    raise NotImplementedError


# What is not the rows of one question: its parameters, what its files are called, and its formats.
DOCUMENTS: dict[str, tuple[Question, str, tuple[str, ...]]] = {
    WORKBOOK: (whole_dashboard, "整套看板", ("xlsx",)),
    SLIDES: (running_order, "汇报材料", ("html", "pptx")),
    BRIEF: (one_page, "简报", ("docx", "html")),
}


def source(name: str) -> Question:
    """The question behind a name that can be exported."""
    return DOCUMENTS[name][0] if name in DOCUMENTS else EXPORTS[name][0]


def title(name: str) -> str:
    """What the files of a name are called."""
    return DOCUMENTS[name][1] if name in DOCUMENTS else EXPORTS[name][1]


def page(name: str) -> str:
    """The title of the page a name belongs to; its own where it has none."""
    named = sorted((page for page in PAGES if title(name).startswith(page)), key=len)
    return _ON_PAGE.get(name) or (named[-1] if named else title(name))


def formats(name: str) -> tuple[str, ...]:
    """The formats, by their endings, that a name can be exported in."""
    if name in DOCUMENTS:
        return DOCUMENTS[name][2]
    return tuple(ending for ending in _OF_ROWS if ending != "geojson" or name in WITH_AREAS)


def is_heavy(name: str, ending: str) -> bool:
    """Whether a file keeps the machine busy for seconds: office documents of many answers, and a ledger as a workbook."""
    return ending in ("xlsx", "pptx", "docx") and (name in DOCUMENTS or name == "activity_rows")


def check(name: str, ending: str) -> None:
    """Refuse what cannot be taken away.

    Raises:
        UnknownQuestion: there is no such name.
        UnknownFormat: not in this format; the message says in which.
    """
    if name not in DOCUMENTS and name not in EXPORTS:
        raise UnknownQuestion(f"没有可导出的“{name}”，可选：{'、'.join([*EXPORTS, *DOCUMENTS])}")
    if ending not in formats(name):
        shown = "、".join(f".{known}" for known in formats(name))
        raise UnknownFormat(f"“{title(name)}”不能导出为 .{ending[:_SHOWN_AT_MOST]}，可选：{shown}")


def is_about_one_community(name: str) -> bool:
    """Whether a question must be told a community."""
    return "community" in inspect.signature(source(name)).parameters
