"""Briefings as files: what an address or a command line may ask of them; the ending chooses the renderer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from data.collecting.settling import state_of
from data.naming import are_released
from data.versions.store import Store, StoreError
from queries.database import Database
from queries.parameters import BadParameter, Filters
from queries.reports.brief import build_brief
from queries.reports.briefing import build_briefing
from queries.reports.community import build_community_brief
from queries.reports.orders import read_orders
from queries.reports.subject import Subject


def slides_file(store: Store, version: int, database: Database, filters: Filters, ending: str) -> tuple[int, bytes]:
    """How many slides there are, and the file of this ending with all of them.

    Raises:
        NothingToSay: the scope has no score in the period.
        OrdersError: the running orders cannot be used.
        BadParameter: more than one reporting unit.
        StoreError: the boundaries of the version cannot be read.
    """
    briefing = build_briefing(
        subject(store, version, database, filters), read_orders()[filters["order"]], filters["sections"]
    )
    if ending == "pptx":
        from queries.reports.slides_deck import powerpoint

        content = powerpoint(briefing, store.manifest(version).published_at)
    else:
        from queries.reports.slides_page import slides_html

        units = filters["units"]
        given = {name: filters[name] for name in ("period", "standard")} | ({"unit": units[0]} if units else {})
        content = slides_html(briefing, home=f"./?{urlencode(given)}").encode()
    return len(briefing.slides), content


def brief_file(store: Store, version: int, database: Database, filters: Filters, ending: str) -> bytes:
    """The one-page brief of an area or of a community, to edit (docx) or to print (html).

    Raises:
        NothingToSay: it has no score in the period.
        BadParameter: more than one reporting unit.
        StoreError: the boundaries of the version cannot be read.
    """
    from queries.reports.brief_page import brief_html
    from queries.reports.brief_word import brief_word

    is_of_one = "community" in filters
    brief = (
        build_community_brief(database, **filters)
        if is_of_one
        else build_brief(subject(store, version, database, filters))
    )
    published_at = store.manifest(version).published_at
    return brief_word(brief, published_at) if ending == "docx" else brief_html(brief).encode()


def subject(store: Store, version: int, database: Database, filters: Filters) -> Subject:
    """What a briefing of these filters is about: the city, or the one unit they name.

    Raises:
        BadParameter: they name more than one.
        StoreError: the boundaries of the version cannot be read.
    """
    from data.versions.photographs import Decided

    units = filters["units"]
    if units and len(units) > 1:
        raise BadParameter("材料一次只讲全市或一个单位，请只选一个单位")
    return Subject(
        database,
        _boundaries(store, version),
        filters["period"],
        filters["standard"],
        units[0] if units else "",
        filters["among"],
        state=state_of(store, filters["period"]),
        is_released=are_released(store, database.digest, filters["period"]),
        span=filters.get("span", ""),
        decided=Decided(store),
    )


def _boundaries(store: Store, version: int) -> Mapping[str, Any]:
    try:
        content: Mapping[str, Any] = json.loads((store.folder(version) / "districts.geojson").read_text("utf-8"))
    except (OSError, ValueError) as error:
        reason = f"第 {version} 版的边界文件无法读取（districts.geojson）"
        raise StoreError(f"{reason}。{store.remedy(version)}") from error
    return content
