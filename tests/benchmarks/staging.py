"""How fast a slide changes: from the key to the next frame, beside the click of a Streamlit app of one widget; and whether
hours of changing slides cost memory, in the browser or on the server.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from data.versions.publishing import publish_sample
from data.versions.store import Store
from tests.benchmarks.browsing import chromium, one_widget, server
from tests.benchmarks.measuring import Result

CHANGES = 720  # a slide every twenty seconds for four hours
_MOST = 3.0
# From the event until the page has drawn what follows from it.
_SLIDE = """(key) => new Promise((done) => {
  const started = performance.now(), before = document.querySelector(".slide.shown").id;
  const look = () => document.querySelector(".slide.shown").id !== before
    ? requestAnimationFrame(() => done(performance.now() - started)) : requestAnimationFrame(look);
  document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
  look();
})"""
_CLICK = """() => new Promise((done) => {
  const started = performance.now(), before = document.querySelector("[data-testid=stText]").textContent;
  const look = () => document.querySelector("[data-testid=stText]").textContent !== before
    ? requestAnimationFrame(() => done(performance.now() - started)) : requestAnimationFrame(look);
  document.querySelector("[data-testid=stButton] button").click();
  look();
})"""


def run(rounds: int) -> Iterator[Result]:
    """Change slides beside clicking one widget, in turns; then four hours of slides, back to back."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        store = Store(folder / "store")
        publish_sample(store, scale=0.1)
        browser = chromium(playwright, "--enable-precise-memory-info", "--js-flags=--expose-gc")
        with server("dashboard.py", store) as (dashboard, process), server(one_widget(folder), store) as (simple, _):
            page, control = browser.new_page(), browser.new_page()
            page.goto(f"{dashboard}/stage")
            page.locator(".slide.shown").wait_for()
            control.goto(simple)
            control.get_by_text("count 0").wait_for()
            yield _changes(page, control, rounds)
            yield _hours(page, process.pid)
        browser.close()


def _changes(page: Page, control: Page, rounds: int) -> Result:
    keys = ["PageDown"] * 5 + ["PageUp"] * 5
    slides: list[float] = []
    clicks: list[float] = []
    for _ in range(max(rounds, 1)):
        page.bring_to_front()
        slides += [page.evaluate(_SLIDE, key) / 1000 for key in keys]
        control.bring_to_front()
        clicks += [control.evaluate(_CLICK) / 1000 for _ in keys]
    slide, click = statistics.median(slides), statistics.median(clicks)
    return Result(
        "change a slide, key to frame",
        slide,
        "click of a one-widget app",
        click,
        slide / click,
        f"{min(slides) * 1000:.0f}–{max(slides) * 1000:.0f} ms ({len(slides)} changes)",
        f"≤ {_MOST:g} ×",
        slide / click <= _MOST,
        {"ms": slide * 1000, "ms, control": click * 1000},
    )


def _hours(page: Page, server: int) -> Result:
    """As many changes as an afternoon has, back to back; the memory of both sides before and after."""
    page.bring_to_front()
    count = page.locator(".slide").count()
    memory_before, heap_before = _resident(server), _heap(page)
    taken = page.evaluate(
        """(changes) => new Promise((done) => {
          const started = performance.now(), count = document.querySelectorAll(".slide").length;
          let changed = 0;
          const next = () => {
            if (changed === changes) { done(performance.now() - started); return; }
            const at = Number(location.hash.slice(1)), key = at === count ? "Home" : "PageDown";
            document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
            changed += 1;
            requestAnimationFrame(next);
          };
          next();
        })""",
        CHANGES,
    )
    heap, memory = _heap(page) - heap_before, _resident(server) - memory_before
    return Result(
        f"{CHANGES} changes back to back ({count} slides)",
        taken / 1000,
        spread=f"heap {heap_before:.1f} MB {heap:+.2f} MB, server {memory_before:.0f} MB {memory:+.1f} MB",
        target="heap ≤ +1 MB, server ≤ +5 MB",
        is_reached=heap <= 1 and memory <= 5,
        notes={"ms each": taken / CHANGES},
    )


def _heap(page: Page) -> float:
    """Megabytes of JavaScript that nobody can let go of."""
    used: float = page.evaluate("() => { gc(); gc(); return performance.memory.usedJSHeapSize; }")
    return used / 1e6


def _resident(process: int) -> float:
    """Megabytes of a process; 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((float(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)
