"""导出记录: what left the dashboard, newest first; the city sees everybody's, a district its own."""

from __future__ import annotations

import streamlit as st

import queries
from data.store import default_store
from pages.downloads.rows import log_rows, what
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.export import export_links, offer
from pages.shared.filters import accept_link, common_filters
from pages.shared.viewer import viewer
from queries.catalogue import workbook
from queries.export import taken

_ROWS_PER_SHEET = 20

filters = common_filters()
asking = viewer(st.context.headers)
own = [entry for entry in taken(default_store()) if asking.may_publish or entry.who == asking.name]
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")

people = {"": "所有人", **{name: name for name in sorted({entry.who for entry in own})}}
contents = {"": "所有内容", **{title: title for title in sorted({what(entry) for entry in own})}}
accept_link("who", "谁", people)
accept_link("what", "内容", contents)
with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
    who = st.selectbox(
        "谁", list(people), format_func=people.__getitem__, key="who", bind="query-params", placeholder="选择姓名",
        disabled=not asking.may_publish,
    )  # fmt: skip
    content = st.selectbox(
        "内容",
        list(contents),
        format_func=contents.__getitem__,
        key="what",
        bind="query-params",
        placeholder="选择内容",
    )
shown = [entry for entry in own if who in ("", entry.who) and content in ("", what(entry))]

with heading:
    if own:
        rows = sum(entry.rows or 0 for entry in shown)
        st.title(
            f"{'所选' if who or content else ''}导出 {len(shown)} 次，共 {formats.number(rows, 0)} 行；最近一次 {formats.moment(own[0].at)}"
        )
    else:
        st.title("还没有导出记录")
    with st.popover("整套看板", width="content"):
        title = f"{formats.period_name(filters.period)}，{filters.unit_name}：一页一张工作表"
        export_links(offer(workbook.name, title, period=filters.period, standard=filters.standard, units=filters.units))
if not shown:
    st.info(
        "没有符合条件的记录。"
        if own
        else "从各页的“导出”或命令行取走的每个文件都会记在这里：谁、何时、什么内容、多少行。"
    )
    st.stop()

sheets = -(-len(shown) // _ROWS_PER_SHEET)
sheet = st.pagination(sheets, key="sheet", bind="query-params") if sheets > 1 else 1
units = ask(queries.units)
names = dict(zip(units["unit_code"], units["unit_name"], strict=True))
page = log_rows(shown[(sheet - 1) * _ROWS_PER_SHEET : sheet * _ROWS_PER_SHEET], names)
st.dataframe(page, hide_index=True, height="content", placeholder=formats.MISSING, alt=f"{len(page)} 次导出")
st.caption(
    "经代理登录的记姓名，未经代理的记“未登录”，命令行记系统账户。摘要相同，文件逐字节相同。"
    + ("" if asking.may_publish else "这里只列您自己的导出。")
)
