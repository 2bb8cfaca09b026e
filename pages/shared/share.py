"""视图: the link of what is shown, to copy or as a QR code, and the views that the viewer saved (我的视图)."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st

from data.versions.store import Store, StoreError
from data.views import LONGEST_NAME, ViewError, remove_view, save_view, views_of
from pages.shared.filters import Filters
from pages.shared.markup import filled
from pages.shared.viewer import Viewer

_NAME, _SAID = "view-name", "_view_said"
# In two lines, see shell.py; the script itself comes with the document.
_COPY = st.components.v2.component(
    "copy", js="export default\n(given) => window.offerCopy(given)", isolate_styles=False
)
_SCALE, _QUIET = 4, 2  # pixels of a module, and modules around the code


@st.fragment
def share_box(store: Store, asking: Viewer, filters: Filters, page: str) -> None:
    """Draw the box; what is in it is made when it is opened.

    Args:
        store: Where the views are kept.
        asking: Whose they are.
        filters: What is chosen above the page.
        page: The address of the page.
    """
    box = st.popover("视图", key="share", type="tertiary", on_change="rerun")
    if not box.open:
        return
    link = address(filters, page)
    whole = "{0.scheme}://{0.netloc}{1}".format(urlsplit(st.context.url or ""), link)
    with box:
        _COPY(data=whole, key="copy-link")
        code = segno.make(whole, error="l", micro=False).svg_data_uri(scale=_SCALE, border=_QUIET, light="#fff")
        st.html(filled(__file__, "share.html", code=code, views=views_of(store, asking.name)))
        st.text_input("名称", key=_NAME, max_chars=LONGEST_NAME, placeholder="给这个视图起个名字")
        with st.container(horizontal=True, gap="small"):
            st.button("保存视图", key="save-view", on_click=_save, args=(store, asking.name, link))
            if st.session_state.get(_NAME) in views_of(store, asking.name):
                st.button("删除", key="remove-view", on_click=_remove, args=(store, asking.name))
        if said := st.session_state.pop(_SAID, ""):
            st.caption(said)


def address(filters: Filters, page: str) -> str:
    """The page as it is shown, from the root of the server: period, unit and standard by code even where they are the default."""
    common = {"period": filters.period, "unit": filters.unit, "standard": filters.standard}
    own = {name: st.query_params.get_all(name) for name in st.query_params if name not in common}
    given = {name: value for name, value in {**common, **own}.items() if value}
    return f"/{page}?{urlencode(given, doseq=True)}"


def _save(store: Store, who: str, link: str) -> None:
    name = st.session_state[_NAME] or ""
    try:
        save_view(store, who, name, link)
    except (ViewError, StoreError) as error:
        st.session_state[_SAID] = f"{error}。"
    else:
        st.session_state[_SAID], st.session_state[_NAME] = "已保存。", ""


def _remove(store: Store, who: str) -> None:
    try:
        remove_view(store, who, st.session_state[_NAME])
    except StoreError as error:
        st.session_state[_SAID] = f"{error}。"
    else:
        st.session_state[_SAID], st.session_state[_NAME] = "已删除。", ""
