"""One community on one page: what its page says, with version and date, and nothing of a community without a score."""

from __future__ import annotations

import pytest

import queries
from queries import formats
from queries.database import Database
from queries.reports.community import build_community_brief, ledgers_told
from queries.reports.subject import NothingToSay

ASKED = ("2026Q3", "example-2026")


def test_it_says_level_dimensions_and_items_below_the_line_with_version_and_date(city: Database) -> None:
    code = "330203001001"
    profile = queries.community_profile(city, period=ASKED[0], standard=ASKED[1], community=code).iloc[0]
    brief = build_community_brief(city, *ASKED, code)
    assert brief.title == f"{profile['community_name']}文明典范社区创建简报"
    assert "第 7 版　数据截至 2026-09-30" in brief.edition
    assert profile["unit_name"] in brief.edition
    assert brief.figures[0].value == formats.number(profile["score"])
    assert brief.lead.startswith(f"{profile['community_name']}得分 {brief.figures[0].value}")
    assert brief.mark
    text = {paragraph.heading: paragraph.text for paragraph in brief.paragraphs}
    dimensions = queries.dimension_summary(
        city, period=ASKED[0], standard=ASKED[1], area_kind="community", area_code=code
    ).dropna(subset=["score"])
    for row in dimensions.to_dict("records"):
        assert f"{row['dimension_name']} {formats.number(row['score'])}" in text["五个维度"]
    indicators = queries.community_indicators(city, period=ASKED[0], standard=ASKED[1], community=code)
    low = indicators[indicators["gap"].map(formats.rounded) < 0]
    assert not len(low) or f"{len(low)} 项在线下" in text["未达标指标"]
    assert not any("边界" in source for source in brief.sources)


def test_of_a_community_without_a_score_nothing_is_said(city: Database) -> None:
    league = queries.league_table(city, period=ASKED[0], standard=ASKED[1], area_kind="community")
    unrated = league[league["score"].isna()]["area_code"].tolist()
    assert unrated
    with pytest.raises(NothingToSay, match="没有评分"):
        build_community_brief(city, *ASKED, unrated[0])


def test_of_few_tickets_the_counts_are_said_of_some_the_error_too_and_of_many_the_rate(city: Database) -> None:
    asked = {"period": "2026Q3", "area_kind": "community", "units": ("330203",)}
    appeals, findings = queries.appeal_rates(city, **asked), queries.finding_rates(city, **asked)
    code = appeals["area_code"].iloc[0]

    def told(hits: int, cases: int) -> str:
        rate = {"on_time_count": hits, "due_count": cases, "on_time_rate": hits / cases}
        shown = appeals.assign(**rate, on_time_rate_low=0.6, on_time_rate_high=0.97)
        return ledgers_told(shown, findings[findings["area_code"] != code], code)[0].split("；")[1]

    assert told(4, 5) == "按期办结 4/5"
    assert told(18, 20) == "按期办结 90.0%（18/20，误差范围 60.0%–97.0%）"
    assert told(27, 30) == "按期办结 90.0%（27/30）"
    brief = build_community_brief(city, *ASKED, "330203001001")
    assert "".join(ledgers_told(appeals, findings, "330203001001")) in [part.text for part in brief.paragraphs]
