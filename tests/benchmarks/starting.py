"""How long a start takes: imports, a server that is ready, its first page, and the demonstration city of a first start."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from data.settings import PROJECT
from data.versions.publishing import publish_sample
from data.versions.store import Store
from tests.benchmarks.browsing import chromium, one_widget, server, settled, watched
from tests.benchmarks.measuring import Result, beside, seconds, steady

_MOST = 3.0
_BUILDS = 3  # each takes a quarter of a minute


def run(rounds: int) -> Iterator[Result]:
    """Each beside what the framework alone needs, in turns; the city by itself."""
    yield _imports("the server's script", "import dashboard", "import streamlit", rounds)
    yield _imports("the command line", "import data.__main__", "import argparse", rounds)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        builds = sorted(seconds(lambda number=number: _build(folder / f"{number}")) for number in range(_BUILDS))
        spread = f"{builds[0]:.1f}–{builds[-1]:.1f} s ({_BUILDS} rounds)"
        yield Result("demonstration city of a first start", statistics.median(builds), spread=spread)
        browser = chromium(playwright)
        store = Store(folder / "0")
        yield from _servers(browser, store, one_widget(folder), rounds)
        browser.close()


def _imports(name: str, own: str, control: str, rounds: int) -> Result:
    return beside(f"import of {name}", _python(own), control, _python(control), rounds=rounds, most=_MOST)


def _python(program: str) -> Callable[[], object]:
    command = [sys.executable, "-W", "ignore", "-c", program]
    return lambda: subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)


def _build(root: Path) -> None:
    publish_sample(Store(root))


def _servers(browser: Browser, store: Store, control: str, rounds: int) -> Iterator[Result]:
    """A server until it says that it is ready, and from then on until a browser that knows nothing shows its page."""
    scripts = {"own": "dashboard.py", "control": control}
    ready: dict[str, list[float]] = {name: [] for name in scripts}
    shown: dict[str, list[float]] = {name: [] for name in scripts}
    for _ in range(rounds):
        for name, script in scripts.items():
            taken, first = _start(browser, script, store)
            ready[name].append(taken)
            shown[name].append(first)
    for name, taken in (("server ready", ready), ("first page of a fresh server, 总览", shown)):
        pairs = steady(taken["own"], taken["control"])
        ratios = sorted(own / control for own, control in pairs)
        ratio = statistics.median(ratios)
        yield Result(
            name,
            statistics.median(own for own, _ in pairs),
            "a one-widget app",
            statistics.median(control for _, control in pairs),
            ratio,
            f"{ratios[0]:.2f}–{ratios[-1]:.2f} ({len(pairs)} of {rounds} rounds)",
        )


def _start(browser: Browser, script: str, store: Store) -> tuple[float, float]:
    started = time.perf_counter()
    with server(script, store) as (address, _):
        ready = time.perf_counter() - started
        page = watched(browser)
        page.goto(address)
        shown = settled(page)
        page.close()
    return ready, shown
