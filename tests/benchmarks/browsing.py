"""A real browser beside real servers: the dashboard's, and as controls those of two small Streamlit apps.

One has one widget and a text. The other has one widget, one chart and one map, and so is the least that draws both.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright

from data.settings import PROJECT
from data.versions.store import Store

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "microsoft-edge")
# WebGL in software: the map is drawn on machines without a graphics card too.
_FLAGS = ("--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
_ONE_WIDGET = """
import streamlit as st
count = st.session_state.setdefault("count", 0)
if st.button("next"):
    st.session_state["count"] = count = count + 1
st.text(f"count {count}")
"""
_MAP_AND_CHART = """
import plotly.graph_objects as go
import pydeck
import streamlit as st
count = st.session_state.setdefault("count", 0)
if st.button("next"):
    st.session_state["count"] = count = count + 1
st.text(f"count {count}")
ring = [[121, 29], [122, 29], [122, 30], [121, 30], [121, 29]]
layer = pydeck.Layer("PolygonLayer", [{"ring": ring}], get_polygon="ring", get_fill_color=[200, 50 + count % 200, 80])
view = pydeck.ViewState(latitude=29.5, longitude=121.5, zoom=7)
st.pydeck_chart(pydeck.Deck([layer], initial_view_state=view, map_provider=None), height=300)
st.plotly_chart(go.Figure(go.Scatter(x=[1, 2, 3], y=[1, 3, count % 5])), height=300)
"""
# When somebody acted (0 is the navigation itself), whether the server has answered since, and when the page's main part was
# last drawn: its elements by their mutations, its maps by their calls of WebGL, its tables by those of a canvas. What a
# table says to screen readers within its canvas is no picture: it follows a fifth of a second after the last drawing.
_WATCH = """
(() => {
  const seen = window.seen = {acted: 0, ran: false, drawn: 0};
  for (const event of ["click", "keydown"])
    document.addEventListener(event, () => { seen.acted = performance.now(); seen.ran = false; }, {capture: true});
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => { seen.ran = true; });
    }
  };
  new MutationObserver((changes) => {
    for (const {target, attributeName} of changes) {
      const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
      if (element?.closest(".stMain") && (element.tagName !== "CANVAS" || attributeName)) seen.drawn = performance.now();
    }
  }).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
  const watch = (context, names) => names.forEach((name) => {
    const draw = context.prototype[name];
    context.prototype[name] = function (...given) {
      if (this.canvas.isConnected) seen.drawn = performance.now();
      return draw.apply(this, given);
    };
  });
  watch(WebGL2RenderingContext, ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]);
  watch(CanvasRenderingContext2D, ["fillRect", "fillText", "clearRect", "drawImage"]);
})();
"""
_ENDING_SECONDS = 3
_QUIET_MILLISECONDS = 500
_PATIENCE_MILLISECONDS = 30_000
_SETTLED = f"""() => {{
  const app = document.querySelector(".stApp"), {{acted, ran, drawn}} = window.seen;
  return ran && drawn > acted && app?.dataset.testScriptState === "notRunning" && document.querySelector(".stMain :is(h1, [data-testid=stText])")
    && ![...document.querySelectorAll(".stMain [data-testid=stSkeleton]")].some((part) => part.checkVisibility())
    && performance.now() - drawn > {_QUIET_MILLISECONDS} ? {{seconds: (drawn - acted) / 1000}} : null;
}}"""


def chromium(playwright: Playwright, *flags: str) -> Browser:
    """The browser of the machine; ``CHROMIUM`` names another one."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)))
    return playwright.chromium.launch(executable_path=found, args=[*_FLAGS, *flags])


def one_widget(folder: Path) -> str:
    """The script of an app of one button that counts its clicks."""
    return _script(folder / "one_widget.py", _ONE_WIDGET)


def map_and_chart(folder: Path) -> str:
    """The script of an app of one button, one map and one chart, which both change with each click."""
    return _script(folder / "map_and_chart.py", _MAP_AND_CHART)


def _script(file: Path, text: str) -> str:
    file.write_text(text, encoding="utf-8")
    return str(file)


@contextmanager
def server(script: str, store: Store) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server as a person starts it, from when it says that it is ready: its address and its process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", script]
    options = ["--server.port", str(port), "--server.headless", "true"]
    environment = {**os.environ, "DASHBOARD_STORE": str(store.root), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, *options],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout
            if not any("URL:" in line for line in process.stdout):
                raise RuntimeError(f"{script} did not start")
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            try:
                process.wait(_ENDING_SECONDS)
            except subprocess.TimeoutExpired:  # a server waits for browsers that are still connected
                process.kill()


def watched(browser: Browser) -> Page:
    """A window of its own, with nothing cached, that notes when it was last drawn."""
    page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    page.set_default_timeout(_PATIENCE_MILLISECONDS)
    page.add_init_script(_WATCH)
    return page


def settled(page: Page) -> float:
    """Wait until the server has answered, its script is done and the page rests; seconds from the click, key or navigation to the last drawing.

    Raises:
        playwright.sync_api.TimeoutError: the server did not answer, nothing was drawn, or the page never rests.
    """
    taken: float = page.wait_for_function(_SETTLED).evaluate("found => found.seconds")
    return taken
