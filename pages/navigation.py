"""The frame around every page: who asks, store check, common filters, watermark, navigation, footer.

A new page is a folder and its entry in queries/pages.toml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import pandas as pd
import streamlit as st
from markupsafe import Markup
from streamlit.navigation.page import Page

import queries
from data.acts import Kind, Result, note
from data.versions.store import Store, StoreError, default_store
from pages.shared import formats
from pages.shared.ask import ask, hold_database
from pages.shared.entrance import enter, is_unknown, refuse, turn_away
from pages.shared.filters import FILTERS, Filters, choose_filters
from pages.shared.first_start import watch_first_start
from pages.shared.jump import jump_box
from pages.shared.memory import forget_uploads, leave_alone_what_stays
from pages.shared.share import share_box
from pages.shared.shell import TITLE, go_to
from pages.shared.viewer import NOBODY, Role, RolesError, Viewer, viewer
from queries import catalogue, sitemap
from queries.parameters import NotAllowed

_PRINTED = Markup('<p class="printed">{}</p>')
_SEEN = "_seen"
_LOGGED = "_logged"


def _pages(asking: Viewer) -> dict[str, list[Page]]:
    """The pages by group; what is not open to somebody keeps its address, so that it can say so."""
    groups: dict[str, list[Page]] = {}
    for page in sitemap.pages().values():
        shown: Literal["visible", "hidden"] = "visible" if _is_open(page, asking) else "hidden"
        groups.setdefault(page.group, []).append(
            st.Page(
                f"{page.name}/page.py", title=page.title, url_path=page.name, default=not page.address, visibility=shown
            )
        )
    return groups


def _is_open(page: sitemap.Page, asking: Viewer) -> bool:
    match page.audience:
        case "public":
            return True
        case "managers":
            return asking.may_manage
        case _:
            return asking.sees_units


def _run() -> None:
    st.set_page_config(page_title=TITLE, page_icon="🏘️", layout="wide", initial_sidebar_state="auto")
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
    if not asking.is_let_in:
        st.navigation(_pages(asking), position="hidden")
        _log_once("nobody", lambda: refuse("看板", "不在权限文件中"))
        st.title("看板不对您开放")
        st.info(
            f"您以“{formats.literal(asking.name[:40])}”进入，不在可以查看的人员之列。需要使用时，请联系管理员开通权限。"
        )
        return
    page = st.navigation(_pages(asking))
    known = sitemap.pages()[page.url_path or next(iter(sitemap.pages()))]
    st.set_page_config(page_title=f"{known.title} · {TITLE}")
    if page.url_path != "submission":
        forget_uploads()
    if not _is_open(known, asking):
        _log_once(page.url_path, lambda: refuse(page.title, "这一页不对您开放"))
        st.title("这一页不对您开放")
        st.info(
            f"“{known.group}”由市和各单位的经办人使用。需要使用时，请联系管理员开通权限。"
            if asking.sees_units
            else "您还没有可以查看的单位，请联系管理员。"
        )
        return
    try:
        _show(page, known, default_store(), asking)
    except StoreError as error:
        _say_what_to_repair(str(error))


def _log_once(what: str, write: Callable[[], None]) -> None:
    """Write something into the log of acts once a visit, not at every click."""
    logged: set[str] = st.session_state.setdefault(_LOGGED, set())
    if what not in logged:
        logged.add(what)
        write()


def _show(page: Page, known: sitemap.Page, store: Store, asking: Viewer) -> None:
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
            until = _say_what_data(publication, filters)
            if asking.sees_units:
                _offer_projection(version, filters, known)
                share_box(store, asking, filters, known.address)
                jump_box()
        st.session_state[FILTERS] = filters
        st.html(_PRINTED.format(" · ".join([formats.period_name(filters.period), filters.unit_name, until])))
        body = st.container(key="body")  # before the footer, which stands even where a page stops early
        _say_what_register(publication, filters)
        st.session_state[_SEEN] = True
        with body:
            try:
                page.run()
            except NotAllowed as error:
                st.info(f"{error}。请在上方换一个单位，或联系管理员。")
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


def _say_what_data(publication: pd.Series, filters: Filters) -> str:
    """Write date, version and coverage of the data beside the boxes; the first two come back, for the head of a print."""
    coverage = ""
    if filters.allowed != ():
        area = ask(queries.area_score, period=filters.period, standard=filters.standard, **filters.area)
        coverage = f" · 覆盖 {area.iloc[0]['rated_count']}/{area.iloc[0]['community_count']}" if len(area) else ""
    words = f"数据截至 {formats.day(publication['data_until'])} · 第 {publication['version']} 版"
    st.caption(f"{words}{coverage}")
    return words


def _offer_projection(version: int, filters: Filters, page: sitemap.Page) -> None:
    """投影: slides of what the page is about, in the same tab; Esc there leads back here."""
    if st.button("投影", key="project", shortcut="f", type="tertiary", width="content"):
        named = page.filters.items() if page.name == catalogue.slides.page else ()
        go_to(filters.stage_address(version, **{name: st.session_state.get(key) for name, key in named}))


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
