"""操作记录: what was done and taken away, newest first; the city sees everybody's acts, a district its own."""

from __future__ import annotations

import streamlit as st

import queries
from data import acts
from data.acts import Kind
from data.versions.store import default_store
from pages.downloads.rows import ACT_SHAPE, EXPORT_SHAPE, act_rows, export_rows, what
from pages.shared import formats
from pages.shared.ask import ask
from pages.shared.choose import choose, offer_clearing
from pages.shared.export import export_links, offer
from pages.shared.filters import common_filters
from pages.shared.tables import table
from pages.shared.viewer import viewer
from queries.catalogue import workbook

filters = common_filters()
asking = viewer(st.context.headers)
own = [entry for entry in acts.read(default_store()) if asking.may_publish or entry.who == asking.name]
heading = st.container(horizontal=True, vertical_alignment="bottom", key="heading")

kinds = {"": "所有操作", **{str(kind): str(kind) for kind in Kind if any(entry.kind == kind for entry in own)}}
people = {"": "所有人", **{name: name for name in sorted({entry.who for entry in own})}}
with st.container(key="choices", horizontal=True, vertical_alignment="bottom"):
    kind = choose("act", kinds, label="操作")
    who = choose("who", people, label="谁", placeholder="选择姓名", disabled=not asking.may_publish)
    content = ""
    if kind == Kind.EXPORT:
        titles = sorted({what(entry) for entry in own if entry.kind == Kind.EXPORT})
        content = choose("what", {"": "所有内容", **{title: title for title in titles}}, label="内容")
shown = [
    entry
    for entry in own
    if kind in ("", entry.kind) and who in ("", entry.who) and (not content or content == what(entry))
]

with heading:
    if own:
        last = f"；最近一次 {formats.moment(own[0].at)}（北京时间）"
        rows = sum(entry.details.get("rows") or 0 for entry in shown)
        taken = (
            f"导出 {len(shown)} 次，共 {formats.number(rows, 0)} 行" if kind == Kind.EXPORT else f"操作 {len(shown)} 次"
        )
        st.title(f"{'所选' if who or content else ''}{taken}{last}")
    else:
        st.title("还没有操作记录")
    with st.popover("整套看板", width="content"):
        title = f"{formats.period_name(filters.period)}，{filters.unit_name}：一页一张工作表"
        export_links(offer(workbook.name, title, period=filters.period, standard=filters.standard, units=filters.units))
if not shown:
    st.info(
        "没有符合条件的记录。"
        if own
        else "报送、审核、发布、回退、导出等操作，不论在网页还是命令行，都会记在这里：谁、何时、从哪里、做了什么、结果如何。"
    )
    if own:
        offer_clearing("what", "who", "act")
    st.stop()

units = ask(queries.units)
names = dict(zip(units["unit_code"], units["unit_name"], strict=True))
alt = f"{len(shown)} 条操作记录"
if kind == Kind.EXPORT:
    table(export_rows(shown, names), EXPORT_SHAPE, key="sheet", alt=alt)
else:
    table(act_rows(shown, names), ACT_SHAPE, key="sheet", alt=alt)
st.caption(
    "经代理登录的记姓名，未经代理的记所填的姓名或“未登录”，命令行另记系统账户。时间为北京时间，先后以编号为准。"
    + ("" if asking.may_publish else "这里只列您自己的操作。")
)
