"""The HTML that a browser is given before any page runs: Streamlit's own, with what is too late once Streamlit has started."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st

TITLE = "宁波市文明典范社区创建看板"
# Parts of Streamlit that nearly every page draws with. A browser would ask for them one after another, when it first meets
# one; so it fetches them at once. Html comes first: it carries the style.
_PARTS = ("Html", "DataFrame", "PlotlyChart", "DeckGlJsonChart")
_STREAMLIT = Path(st.__file__).parent / "static"


@cache
def shell() -> str:
    """The document of every page.

    Raises:
        RuntimeError: Streamlit's own document or its parts are not as this was written for.
    """
    document = (_STREAMLIT / "index.html").read_text(encoding="utf-8")
    style = (Path(__file__).parent / "screen.css").read_text(encoding="utf-8")
    links = "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{_file(part)}">' for part in _PARTS)
    for own, ours in (
        ('<html lang="en">', '<html lang="zh-CN">'),
        ("<title>Streamlit</title>", f"<title>{TITLE}</title>"),
        ("</head>", f"{links}<style>{style}</style></head>"),
    ):
        if document.count(own) != 1:
            raise RuntimeError(f"{_STREAMLIT / 'index.html'} does not have {own} once")
        document = document.replace(own, ours)
    return document


def _file(part: str) -> str:
    """The name of the file of a part, which changes with each version of Streamlit."""
    found = [file.name for file in (_STREAMLIT / "static" / "js").glob(f"{part}.*.js")]
    if len(found) != 1:
        raise RuntimeError(f"Streamlit has {len(found)} files of {part}")
    return found[0]
