"""The HTML that a browser is given before any page runs: Streamlit's own, with what is too late once Streamlit has started."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

from queries.reports.pages import drawings

TITLE = "宁波市文明典范社区创建看板"
# In two lines, for one would be taken for the name of a file; a script in the page itself is not let run.
_GO = """
export default ({ data }) => location.assign(data)
"""
_HERE = Path(__file__).parent
_STREAMLIT = Path(st.__file__).parent / "static"


@cache
def shell() -> str:
    """The document of every page.

    Raises:
        RuntimeError: Streamlit's own document is not as this was written for.
    """
    document = (_STREAMLIT / "index.html").read_text(encoding="utf-8")
    screen, *sheets = (
        _HERE / "screen.css",
        _HERE / "theme.css",
        _HERE / "drawing.css",
        *sorted(_HERE.parent.glob("*/style.css")),
    )
    style = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    script = "".join(
        (_HERE / name).read_text(encoding="utf-8") for name in ("image.js", "drawing.js", "jump.js", "share.js")
    )
    for own, ours in (
        ('<html lang="en">', '<html lang="zh-CN">'),
        ("<title>Streamlit</title>", f"<title>{TITLE}</title>"),
        ("</head>", f"<style>{screen.read_text(encoding='utf-8')}</style></head>"),
        # After Streamlit's own, which it adds to the head: of two rules alike the later one holds.
        ("</body>", f"<style>{drawings()}{style}</style><script>{script}</script></body>"),
    ):
        if document.count(own) != 1:
            raise RuntimeError(f"{_STREAMLIT / 'index.html'} does not have {own} once")
        document = document.replace(own, ours)
    return document


def go_to(address: str) -> None:
    """Leave the dashboard for another address of this server, in the same tab."""
    st.components.v2.component("go_to", js=_GO)(data=address, key="go_to")
