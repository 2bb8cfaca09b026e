"""The frame around every page: who asks, store check, common filters, watermark, navigation, footer.

A new page is a folder, one line in ``_pages`` and its name in the import contract of pyproject.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page

import queries
from data.acts import Kind, Result, note
from data.store import Store, StoreError, default_store
from pages.shared import formats
from pages.shared.ask import ask, hold_database
from pages.shared.entrance import enter, is_unknown, refuse, turn_away
from pages.shared.filters import FILTERS, Filters, choose_filters
from pages.shared.first_start import watch_first_start
from pages.shared.jump import jump_box
from pages.shared.memory import forget_uploads, leave_alone_what_stays
from pages.shared.shell import TITLE, go_to
from pages.shared.viewer import NOBODY, Role, RolesError, Viewer, viewer

_SEEN = "_seen"
_LOGGED = "_logged"
_MANAGEMENT = "管数据"


def _pages(asking: Viewer) -> dict[str, list[Page]]:
    """The pages by group; what is not open to somebody keeps its address, so that it can say so."""
    management: Literal["visible", "hidden"] = "visible" if asking.may_manage else "hidden"
    return {
        "看全市": [
            st.Page("overview/page.py", title="总览", url_path="overview", default=True),
            st.Page("map/page.py", title="地图", url_path="map"),
            st.Page("league/page.py", title="排行榜", url_path="league"),
            st.Page("comparison/page.py", title="五维对标", url_path="comparison"),
            st.Page("analysis/page.py", title="更多分析", url_path="analysis"),
        ],
        "查社区": [
            st.Page("community/page.py", title="社区档案", url_path="community"),
            st.Page("activities/page.py", title="活动", url_path="activities"),
        ],
        "讲成效": [
            st.Page("briefing/page.py", title="汇报材料", url_path="briefing"),
        ],
        _MANAGEMENT: [
            st.Page("submission/page.py", title="报送", url_path="submission", visibility=management),
            st.Page("downloads/page.py", title="操作记录", url_path="downloads", visibility=management),
            st.Page("rules/page.py", title="标准细则", url_path="rules", visibility=management),
            st.Page("guide/page.py", title="使用说明", url_path="guide", visibility=management),
        ],
    }


def _run() -> None:
    st.set_page_config(page_title=TITLE, page_icon="🏘️", layout="wide", initial_sidebar_state="auto")
    st.html(Path(__file__).parent / "shared" / "theme.css")
    try:
        asking = viewer(st.context.headers)
    except RolesError as error:
        reason = str(error)
        _log_once("roles", lambda: turn_away(st.context.headers, st.context.ip_address, reason))
        st.navigation(_pages(Viewer(NOBODY, role=Role.VIEWER)), position="hidden")
        st.title("暂时无法确认您的权限")
        st.error(str(error))
        return
    enter(asking, st.context.headers, st.context.ip_address)
    if is_unknown(asking):
        _log_once("sign-in", lambda: note(default_store(), Kind.SIGN_IN, "看板", Result.REFUSED, reason="没有登录名"))
    pages = _pages(asking)
    page = st.navigation(pages)
    if page.url_path != "submission":
        forget_uploads()
    if page in pages[_MANAGEMENT] and not asking.may_manage:
        _log_once(page.url_path, lambda: refuse(page.title, "这一页不对您开放"))
        st.title("这一页不对您开放")
        st.info(f"“{_MANAGEMENT}”由市和各单位的经办人使用。需要使用时，请联系管理员开通权限。")
        return
    try:
        _show(page, default_store())
    except StoreError as error:
        _say_what_to_repair(str(error))


def _log_once(what: str, write: Callable[[], None]) -> None:
    """Write something into the log of acts once a visit, not at every click."""
    logged: set[str] = st.session_state.setdefault(_LOGGED, set())
    if what not in logged:
        logged.add(what)
        write()


def _show(page: Page, store: Store) -> None:
    store.clean_up()
    version = store.current()
    if version is None:
        watch_first_start(store)
        st.rerun()
    bar = st.container(key="filters", horizontal=True, vertical_alignment="center")
    with _skeleton():
        hold_database(store, version)
        publication = ask(queries.publication).iloc[0]
        if publication["is_demonstration"]:
            st.html('<div class="watermark" aria-hidden="true">演示数据 非真实评分</div>')
        with bar:
            filters = choose_filters()
            _say_what_data(publication, filters)
            _offer_projection(version, filters)
        st.session_state[FILTERS] = filters
        with st.sidebar:
            jump_box()
        body = st.container(key="body")  # before the footer, which stands even where a page stops early
        _say_what_register(publication, filters)
        st.session_state[_SEEN] = True
        with body:
            page.run()
    leave_alone_what_stays()


@contextmanager
def _skeleton() -> Iterator[None]:
    """The shape of a page until its first answer stands, once a visit; theme.css hides it from then on."""
    slot = st.empty()  # always there, so that nothing below it moves between the first rerun and the others
    if _SEEN not in st.session_state:
        with slot.container(key="skeleton"):
            for height in (48, 112, 420):
                st.skeleton(height=height)
    try:
        yield
    finally:
        slot.empty()


def _say_what_data(publication: pd.Series, filters: Filters) -> None:
    area = ask(queries.area_score, period=filters.period, standard=filters.standard, **filters.area)
    coverage = f" · 覆盖 {area.iloc[0]['rated_count']}/{area.iloc[0]['community_count']}" if len(area) else ""
    st.caption(f"数据截至 {formats.day(publication['data_until'])} · 第 {publication['version']} 版{coverage}")


def _offer_projection(version: int, filters: Filters) -> None:
    """投影: slides of what the page is about, in the same tab; Esc there leads back here."""
    if st.button("投影", key="project", shortcut="f", type="tertiary", width="content"):
        given = {"period": filters.period, "standard": filters.standard, "unit": filters.unit, "version": version}
        go_to("/stage?" + urlencode({name: value for name, value in given.items() if value}))


def _say_what_register(publication: pd.Series, filters: Filters) -> None:
    standards = ask(queries.standards).set_index("standard_version")
    notice = str(standards.loc[filters.standard, "notice"])
    st.caption(formats.literal(f"社区口径：{publication['register_note']}。{notice}"))


def _say_what_to_repair(reason: str) -> None:
    st.title("数据暂时无法打开")
    st.error(reason)
    st.markdown(
        "看板不会自动覆盖已有数据。请在项目文件夹中运行：\n\n"
        "- 查看各版本：`uv run python -m data history`\n"
        "- 核对各版本与报送是否完好：`uv run python -m data verify`\n"
        "- 回到完好的一版：`uv run python -m data rollback 版本号`\n"
        "- 程序更新后重新生成现行版本：`uv run python -m data rebuild`\n"
        "- 重新发布数据：`uv run python -m data publish 数据文件夹`\n\n"
        "完成后刷新本页。"
    )


_run()
