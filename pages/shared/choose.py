"""Boxes whose choice is kept in the address: drawn, labelled and understood in one way.

The address shows what the box shows (``unit=鄞州区``); a code (``unit=330212``) is understood as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from queries.definitions import parameters
from queries.question import Codes
from queries.sitemap import pages

_NAMED = 4


def choose(
    name: str,
    options: Mapping[str, str],
    *,
    label: str = "",
    page: str = "",
    as_buttons: bool = False,
    **more: Any,  # noqa: ANN401 - of the box
) -> str:
    """Draw a box and return the code that is chosen in it, the first one to begin with.

    Args:
        name: A parameter of the questions, which is labelled and named in the address as parameters.toml and pages.toml
            say, or a name in the address of its own.
        options: Code → what stands for it, in order.
        label: What the box is called, where that is not the parameter's label.
        page: The page whose parameter it is.
        as_buttons: All beside one another, without a label.
        more: Of the box itself.
    """
    key, label = _called(name, label, page)
    if as_buttons:
        accept_link(key, label, options)
        more = {"default": next(iter(options)), "required": True, "label_visibility": "collapsed", **more}
        chosen = st.segmented_control(
            label, list(options), format_func=options.__getitem__, key=key, bind="query-params", **more
        )
    else:
        if options and st.session_state.get(key, next(iter(options))) not in options:  # of what was chosen elsewhere
            st.session_state[key] = next(iter(options))
        accept_link(key, label, options)
        more = {"placeholder": f"选择{label}", **more}
        chosen = st.selectbox(
            label, list(options), format_func=options.__getitem__, key=key, bind="query-params", **more
        )
    return str(chosen)


def choose_several(
    name: str,
    options: Mapping[str, str],
    *,
    label: str = "",
    page: str = "",
    **more: Any,  # noqa: ANN401 - of the box
) -> Codes:
    """Draw a box for several codes and return those chosen, in its order; ``None`` without a choice, which is all.

    The arguments are those of :func:`choose`.
    """
    key, label = _called(name, label, page)
    if not set(st.session_state.get(key, ())) <= set(options):
        st.session_state[key] = [code for code in st.session_state[key] if code in options]
    accept_link(key, label, options, several=True)
    more = {"placeholder": f"全部{label}", **more}
    chosen = st.multiselect(label, list(options), format_func=options.__getitem__, key=key, bind="query-params", **more)
    return tuple(chosen) or None


def offer_clearing(*keys: str) -> None:
    """A button that makes boxes empty: what is said where nothing is left of what they let through."""
    st.button("清空条件", key=f"clear-{keys[0]}", on_click=_clear, args=keys)


def _clear(*keys: str) -> None:
    for key in keys:
        if held := st.session_state.get(key):
            st.session_state[key] = type(held)()


def accept_link(key: str, label: str, options: Mapping[str, str], *, several: bool = False) -> None:
    """Before a bound box is drawn: understand codes in a link, and say so when a value means nothing.

    Streamlit drops such a value silently and shows the default; the reader of a link should know.
    """
    if key in st.session_state:
        if key not in st.query_params:
            # Who leaves a page before its boxes stand comes without their values in the address; a value assigned
            # here is what Streamlit shows and writes into the address again (going back in history still wins).
            st.session_state[key] = st.session_state[key]
        return
    values = st.query_params.get_all(key)
    codes = {**{name: code for code, name in options.items()}, **{code: code for code in options}}
    known = [codes[value] for value in values if value in codes]
    unknown = [value for value in values if value not in codes]
    if unknown:
        st.warning(f"链接中的{label}“{'、'.join(unknown)[:60]}”不存在，已改用默认值。可选：{_examples(options)}。")
    names = [options[code] for code in (known if several else known[-1:])]
    if any(value in options for value in values) and names != values:  # a code may be its own name
        st.query_params[key] = names
        st.rerun()


def _called(name: str, label: str, page: str) -> tuple[str, str]:
    key = pages()[page].filters.get(name, name) if page else name
    return key, label or parameters()[name].label


def _examples(options: Mapping[str, str]) -> str:
    names = [name for name in options.values() if name]
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")
