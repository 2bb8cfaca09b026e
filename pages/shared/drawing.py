"""Bodies on a page: the drawing that a slide shows, as SVG that can be pointed at, clicked and reached by keyboard.

Neither Plotly nor deck.gl is loaded for it, which take longer than all the rest of a page.
"""

from __future__ import annotations

import gzip
import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import streamlit as st
from markupsafe import Markup

from pages.shared.drawn import made
from queries.reports.bodies.body import Picture

_REM = 0.0347  # the pixels of a stage are that large on a page: their smallest type is 0.83 of its own
# Styles and script travel once, with the document (shell.py), not with every drawing; in two lines, see shell.py.
_BODY = st.components.v2.component("body", js="export default\n(given) => window.showBody(given)", isolate_styles=False)


def draw(
    body: Callable[..., Picture],
    *data: Any,  # noqa: ANN401 - of the body
    key: str,
    on_choose: Callable[[str], None] | None = None,
    **named: Any,  # noqa: ANN401
) -> str:
    """Draw a body, and return the code of the part that was chosen just now, if one was.

    Args:
        body: Makes it, as the functions of :mod:`queries.reports.pictures` and :mod:`queries.reports.maps` do.
        data: What it makes it of.
        key: Of the drawing on this page; its container is called so in theme.css.
        on_choose: Called with the code of a part that is chosen, before the page runs again.
        named: More of the data, by name.
    """
    return show(_markup, body, *data, key, key=key, on_choose=on_choose, **named)


def show(
    write: Callable[..., Markup],
    *data: Any,  # noqa: ANN401 - of what is written
    key: str,
    on_choose: Callable[[str], None] | None = None,
    **named: Any,  # noqa: ANN401
) -> str:
    """Show what a function writes, whose parts with a ``data-code`` can be chosen; else as :func:`draw`."""

    def choose() -> None:
        if on_choose and (code := st.session_state[key].chosen):
            on_choose(code)

    shown = _BODY(key=key, data=made(_packed, write, *data, **named), on_chosen_change=choose)
    return str(shown.chosen or "")


def _packed(write: Callable[..., Markup], *data: Any, **named: Any) -> bytes:  # noqa: ANN401
    """The markup as a browser unpacks it: a tenth of its length."""
    return gzip.compress(write(*data, **named).encode(), mtime=0)


def _markup(body: Callable[..., Picture], *data: Any, **named: Any) -> Markup:  # noqa: ANN401
    *data_of_body, key = data
    drawn = body(*data_of_body, **named).live(key)
    fit = "fit-" + "-".join(f"{width:.0f}" for width, _ in drawn)
    borders = [_REM * math.sqrt(one * other) for (one, _), (other, _) in pairwise(drawn)]
    shown = zip([0.0, *borders], [*borders, math.inf], strict=True)
    rules = "".join(
        f"@container ({low:.1f}rem <= width{'' if math.isinf(high) else f' < {high:.1f}rem'})"
        f"{{.drawing .{fit}>svg:nth-of-type({number}){{display:block}}}}"
        for number, (low, high) in enumerate(shown, start=1)
    )
    whole = Markup('<style>{}</style><div class="fit {}">{}</div>')
    return whole.format(Markup(rules), fit, Markup().join(one for _, one in drawn))  # noqa: S704 - numbers
