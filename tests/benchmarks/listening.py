"""What the pages ask, heard while they run: so the benchmarks ask what readers ask, and nothing is listed twice."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

import queries
from data.settings import PROJECT
from data.versions.store import Store
from pages.shared import ask
from pages.shared.drawn import forget_all
from queries.catalogue import QUESTIONS
from queries.database import Database
from queries.parameters import read_filters

PAGES = {
    "overview": "总览",
    "map": "地图",
    "league": "排行榜",
    "comparison": "五维对标",
    "analysis": "更多分析",
    "community": "社区档案",
    "activities": "活动",
    "rules": "标准细则",
}

Asked = tuple[str, dict[str, Any]]
"""A question by name, with what it is asked."""


def asked_by_pages(store: Store, community: str) -> dict[str, list[Asked]]:
    """Every question of every page that shows data, in the order asked, each once a page.

    Args:
        store: what the pages show.
        community: whose profile is opened.
    """
    with page_runner(store) as app, _heard() as heard:
        pages: dict[str, list[Asked]] = {}
        for page in PAGES:
            heard.clear()
            app.query_params["code"] = community
            app.switch_page(f"{page}/page.py").run()
            assert not app.exception, app.exception
            pages[page] = [asked for number, asked in enumerate(heard) if asked not in heard[:number]]
    return pages


@contextmanager
def page_runner(store: Store) -> Iterator[AppTest]:
    """Streamlit's own runner of pages without a browser, on a store, with empty caches."""
    before = os.environ.get("DASHBOARD_STORE")
    os.environ["DASHBOARD_STORE"] = str(store.root)
    forget_all()
    try:
        yield AppTest.from_file(str(PROJECT / "pages" / "navigation.py"), default_timeout=120).run()
    finally:
        forget_all()
        if before is None:
            del os.environ["DASHBOARD_STORE"]
        else:
            os.environ["DASHBOARD_STORE"] = before


@contextmanager
def _heard() -> Iterator[list[Asked]]:
    heard: list[Asked] = []
    answer = ask._answer

    def listening(database: Any, question: Any, parameters: dict[str, Any], *sheet: Any) -> pd.DataFrame:
        heard.append((question.name, dict(parameters)))  # of a sheet of a table, the question: all its rows
        found: pd.DataFrame = answer(database, question, parameters, *sheet)
        return found

    ask._answer = listening  # type: ignore[assignment]
    try:
        yield heard
    finally:
        ask._answer = answer


def default_arguments(database: Database, name: str) -> dict[str, Any]:
    """What a question is asked with where nobody chose anything: the newest quarter, and a community on its way up."""
    newest = read_filters(database, queries.area_score, {})
    climbing = "select max(community_code) as code from improvement where period = $period"
    code = database.frame(climbing, {"period": newest["period"]})["code"].iloc[0]
    known = QUESTIONS[name].parameters
    given = {"period": newest["period"], "standard": newest["standard"], "community": code, "indicator": "E1"}
    return {key: value for key, value in given.items() if key in known and known[key].default is known[key].empty}
