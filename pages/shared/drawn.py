"""What is drawn once and remembered: charts, tables and text by what they show, for all who look.

Streamlit remembers what a function draws (``st.cache_data``) and sends it again without calling it. Here the key is the
content of what the function is given, whole: Streamlit's own would look at a sample of a large frame. So nothing is ever
invalidated, and nothing depends on who asks.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import plotly.graph_objects as go
import streamlit as st

from pages.shared.ask import ANSWERS
from pages.shared.charts import CONFIG

_REMEMBERED = 5000
_MADE = 1000
P = ParamSpec("P")
Made = TypeVar("Made")


def remembered(drawing: Callable[P, None]) -> Callable[P, None]:
    """A function that draws, called only the first time for what it is given.

    It reads nothing but its arguments, which can be pickled; functions among them stand in a module. It draws no widget.
    """

    @wraps(drawing)
    def draw(*arguments: P.args, **named: P.kwargs) -> None:
        _draw(_content(drawing.__module__, drawing.__qualname__, arguments, named), drawing, arguments, named)

    return draw


def made(make: Callable[..., Made], *data: Any, **named: Any) -> Made:  # noqa: ANN401 - of what is made
    """What a function makes, made only the first time for what it is given; all share it, and nobody changes it."""
    thing: Made = _make(_content(make, data, named), make, data, named)
    return thing


def _content(*given: object) -> bytes:
    return hashlib.sha256(pickle.dumps(given, pickle.HIGHEST_PROTOCOL)).digest()


@st.cache_resource(max_entries=_MADE, show_spinner=False)
def _make(
    key: bytes,  # noqa: ARG001 - the key
    _maker: Callable[..., Any],
    _arguments: tuple[Any, ...],
    _named: dict[str, Any],
) -> Any:  # noqa: ANN401 - whatever is made
    return _maker(*_arguments, **_named)


@st.cache_data(max_entries=_REMEMBERED, show_spinner=False)
def _draw(
    key: bytes,  # noqa: ARG001 - the key
    _drawing: Callable[..., None],
    _arguments: tuple[Any, ...],
    _named: dict[str, Any],
) -> None:
    _drawing(*_arguments, **_named)


@remembered
def plot(chart: Callable[..., go.Figure], *data: Any, alt: str, **named: Any) -> None:  # noqa: ANN401 - of the chart
    """Draw a figure of a function of charts.

    Args:
        chart: Makes the figure.
        data: What it makes it of.
        alt: What a screen reader says instead.
        named: More of it, by name.
    """
    st.plotly_chart(chart(*data, **named), theme=None, config=CONFIG, alt=alt)


@remembered
def write(text: Callable[..., str], *data: Any, **named: Any) -> None:  # noqa: ANN401 - of the text
    """Draw what a function writes as HTML.

    Args:
        text: Writes it.
        data: What it writes it of.
        named: More of it, by name.
    """
    st.html(text(*data, **named))


def forget_all() -> None:
    """Forget every answer and every drawing: for tests, whose stores each count their versions from 1."""
    ANSWERS.clear()
    st.cache_data.clear()
    st.cache_resource.clear()
