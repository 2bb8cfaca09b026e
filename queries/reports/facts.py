"""What a file says of itself: for people on the sheet 说明, for machines as metadata. No clock: the version's own time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import queries
from data.clock import BEIJING
from data.periods import in_words
from data.settings import current_settings
from data.versions.manifest import Manifest
from queries import catalogue
from queries.database import Database
from queries.filter_words import filter_words
from queries.parameters import Filters
from queries.question import Codes
from queries.reports.rows.answers import is_demonstration, standard_name
from queries.sitemap import pages

DEMONSTRATION = "演示数据"
_OFFICIAL = "正式数据"


@dataclass(frozen=True)
class Facts:
    """What is known of a file before its rows are; texts are empty where they do not apply."""

    name: str
    title: str
    page: str
    is_demonstration: bool
    period: str
    period_words: str
    filter_words: str
    filters: Mapping[str, Any]
    standard_version: str
    standard_name: str
    notice: str
    data_until: str
    rated_count: int | None
    community_count: int | None
    register_note: str
    version: int
    published_at: datetime
    link: str

    @property
    def nature(self) -> str:
        """Whether the rows are invented."""
        return DEMONSTRATION if self.is_demonstration else _OFFICIAL

    def lines(self) -> list[tuple[str, str]]:
        """Label and text, for people."""
        warning = "（随机生成，不是任何真实街道、社区的评分）" if self.is_demonstration else ""
        coverage = (
            f"评分社区 {self.rated_count} / {self.community_count} 个" if self.community_count is not None else ""
        )
        lines = [
            ("页面", self.page if self.page == self.title else f"{self.page} · {self.title}"),
            ("数据性质", f"{self.nature}{warning}"),
            ("时期", self.period_words or "不分期"),
            ("筛选", self.filter_words or "全市"),
            ("标准", f"{self.standard_name}（{self.standard_version}）" if self.standard_version else ""),
            ("标准说明", self.notice),
            ("数据截至", self.data_until),
            ("覆盖", coverage),
            ("社区口径", self.register_note),
            (
                "发布版本",
                f"第 {self.version} 版，{self.published_at.astimezone(BEIJING):%Y-%m-%d %H:%M} 发布（北京时间）",
            ),
        ]
        return [(label, text) for label, text in lines if text]

    def metadata(self) -> dict[str, str]:
        """The same for machines, under English names."""
        facts = {
            "question": self.name,
            "page": self.page,
            "title": self.title,
            "data_nature": self.nature,
            "period": self.period,
            "filters": json.dumps(self.filters, ensure_ascii=False, sort_keys=True),
            "filters_in_words": self.filter_words or "全市",
            "standard_version": self.standard_version,
            "standard_name": self.standard_name,
            "standard_notice": self.notice,
            "data_until": self.data_until,
            "rated_count": "" if self.rated_count is None else str(self.rated_count),
            "community_count": "" if self.community_count is None else str(self.community_count),
            "register_note": self.register_note,
            "version": str(self.version),
            "published_at": self.published_at.astimezone(UTC).isoformat(timespec="seconds"),
            "page_address": self.link,
        }
        return {name: text for name, text in facts.items() if text}


def facts(database: Database, name: str, filters: Filters, manifest: Manifest) -> Facts:
    """What a file of these filters says of itself."""
    publication = queries.publication(database).iloc[0]
    standards = queries.standards(database).set_index("standard_version")
    standard = filters.get("standard", "")  # what is told by a ledger alone has none
    rated, communities = _coverage(database, filters)
    return Facts(
        name=name,
        title=catalogue.asked(name).title,
        page=catalogue.page_title(name),
        is_demonstration=is_demonstration(database),
        period=filters.get("period", ""),
        period_words=_period_words(database, filters["period"]) if "period" in filters else "",
        filter_words="、".join(filter_words(database, catalogue.asked(name), filters)),
        filters={key: value for key, value in filters.items() if value not in ("", (), None)},
        standard_version=standard,
        standard_name=standard_name(database, standard) if standard else "",
        notice=str(standards.loc[standard, "notice"]) if standard else "",
        data_until=f"{publication['data_until']:%Y-%m-%d}",
        rated_count=rated,
        community_count=communities,
        register_note=str(publication["register_note"]),
        version=manifest.version,
        published_at=manifest.published_at,
        link=_link(name, filters),
    )


def _period_words(database: Database, period: str) -> str:
    """2026年第三季度（2026-07-01 至 2026-09-30）; a span of the ledgers up to the day of the data."""
    spans = queries.spans(database).set_index("span")
    if period in spans.index:
        name, (starts, ends) = str(spans["span_name"][period]), spans.loc[period, ["starts_on", "ends_on"]]
        return f"{name}（{starts:%Y-%m-%d} 至 {ends:%Y-%m-%d}）"
    rows = queries.periods(database)
    days = [
        f"（{row.starts_on:%Y-%m-%d} 至 {row.ends_on:%Y-%m-%d}）" for row in rows[rows["period"] == period].itertuples()
    ]
    return "".join([in_words(period), *days])


def _coverage(database: Database, filters: Filters) -> tuple[int | None, int | None]:
    """How many communities of the area the rows are about have a score, and how many there are."""
    if not {"period", "standard"} <= filters.keys():
        return None, None
    chosen = {"period": filters["period"], "standard": filters["standard"]}
    if filters.get("area_code", "city") not in ("", "city") or "community" in filters:
        area = {
            "area_kind": filters.get("area_kind", "community"),
            "area_code": filters.get("area_code") or filters["community"],
        }
        rows = queries.area_score(database, **chosen, **area)
    else:
        rows = queries.area_measure(database, **chosen, units=filters.get("units"))
    return int(rows["rated_count"].sum()), int(rows["community_count"].sum())


def _span(period: str) -> dict[str, str]:
    """A quarter as the pages of ledgers say it: a month by its quarter and its place in it, a year so far by its own word."""
    if "-" in period:
        year, month = period.split("-")
        quarter, place = divmod(int(month) - 1, 3)
        return {"period": f"{year}Q{quarter + 1}", "span": f"month{place + 1}"}
    return {"period": period} if "Q" in period or not period else {"span": "year"}


def _link(name: str, filters: Filters) -> str:
    """The page with the same filters, as far as its address can say them."""
    base = str(current_settings().base_url).rstrip("/")
    page = pages().get(catalogue.asked(name).page)
    address = page.address if page else ""
    units: Codes = filters.get("units")
    if filters.get("area_kind") == "unit" and "area_code" in filters:
        units = (filters["area_code"],)
    given: dict[str, Any] = {
        **_span(filters.get("period", "")),
        "unit": units[0] if units and len(units) == 1 else "",
        "standard": filters.get("standard", ""),
    }
    for filter_name, parameter in (page.filters if page else {}).items():
        value = filters.get(filter_name) or ()
        given[parameter] = _areas(value) if filter_name == "areas" else value
    given["view"] = catalogue.asked(name).view
    if given.get("weights"):
        given["weights"] = "-".join(given["weights"]).replace("=", "")
    if address == "community" and filters.get("area_kind") == "community":
        given["code"] = filters["area_code"]
    if filters.get("ranked") == 0:
        given["full"] = "true"
    if len(given.get("street", ())) != 1 or not given["unit"]:
        given.pop("street", None)
    shown = {key: value for key, value in given.items() if value not in ("", (), None)}
    return f"{base}/{address}?{urlencode(shown, doseq=True, safe=':')}"


def _areas(areas: tuple[str, ...]) -> tuple[str, ...]:
    """Areas side by side as the page names them: the past of the first by its quarter only."""
    first = areas[0].partition("@")[0] if areas else ""
    named = [(area, *area.partition("@")[::2]) for area in areas]
    return tuple(f"past:{period}" if period else area for area, plain, period in named if not period or plain == first)
