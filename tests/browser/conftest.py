"""A real browser on a real server: one of each, and one demonstration city, for the whole run of a worker.

Without a browser these tests are skipped for a person and fail where CI is set.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from data.settings import PROJECT
from data.versions.store import Store

# WebGL in software: the map is drawn on machines without a graphics card too. The page around it is put together
# without WebGL, which is a third faster there.
_FLAGS = (
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-compositing",
)
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "microsoft-edge")
# Streamlit asks for these two below the address of a deep link, where they are not.
KNOWN_MISSING = ("_stcore/health", "_stcore/host-config")

LARGEST_RERUN = 50_000

OpenPage = Callable[..., Page]
expect.set_options(timeout=20_000)  # a loaded machine draws slowly; what never comes fails all the same


def ready(page: Page) -> Page:
    """The page when its script has run to the end and its answer stands."""
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
    page.locator("h1").first.wait_for()
    return page


def settled(page: Page) -> Page:
    """The page when two frames have passed: what a new size of the window moves has moved."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page


def sideways(page: Page) -> int:
    """How many pixels the page scrolls sideways in the window it has."""
    spill: list[int] = page.evaluate(
        """() => ['html', '[data-testid=stMain]'].map(name => document.querySelector(name))
        .map(element => element.scrollWidth - element.clientWidth)"""
    )
    return max(spill)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        reason = "没有找到 Chromium、Chrome 或 Edge；Debian 上可运行 apt-get install chromium"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(_FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for the whole run: the programs of the pages are fetched and compiled once, as for a person."""
    context = browser.new_context(locale="zh-CN", accept_downloads=True)
    yield context
    context.close()


@pytest.fixture(scope="session")
def city(sample_city: Callable[[float], Store], tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A tenth of the demonstration city, a copy for each server."""
    return Store(shutil.copytree(sample_city(0.1).root, tmp_path_factory.mktemp("browser") / "store"))


@pytest.fixture(scope="session")
def address(city: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the dashboard answers, started as a person starts it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    options = ["--server.port", str(port), "--server.headless", "true"]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    environment = {**os.environ, "DASHBOARD_STORE": str(city.root), "PYTHONUNBUFFERED": "1"}
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            [*command, *options], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as server,
    ):
        try:
            assert server.stdout
            if not any("URL:" in line for line in server.stdout):
                pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')}")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def cold_link(address: str, browser: Browser) -> dict[str, str]:
    """What the very first visitor of a fresh server sees who opens a deep link."""
    page = browser.new_page(locale="zh-CN")
    page.goto(f"{address}/league?unit=330212")
    ready(page)
    seen = {
        "title": page.locator("h1").first.inner_text(),
        "unit": page.get_by_role("combobox", name="单位").input_value(),
        "dialogs": str(page.get_by_role("dialog").count()),
        "body": page.locator("body").inner_text(),
    }
    page.close()
    return seen


@pytest.fixture
def quiet(address: str, context: BrowserContext) -> Iterator[None]:
    """Whatever a test does, nothing may leave the machine or fail in the console."""
    outside: list[str] = []
    faults: list[str] = []

    def note_request(request: Request) -> None:
        if not request.url.startswith((address, address.replace("http", "ws"), "data:", "blob:")):
            outside.append(request.url)

    def note_response(response: Response) -> None:
        if response.status >= 400 and not response.url.split("?")[0].endswith(KNOWN_MISSING):
            faults.append(f"{response.status} {response.url}")

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 404" not in message.text:
            faults.append(message.text)

    context.on("request", note_request)
    context.on("response", note_response)
    context.on("console", note_console)
    yield
    context.remove_listener("request", note_request)
    context.remove_listener("response", note_response)
    context.remove_listener("console", note_console)
    assert outside == [], "requests left the machine"
    assert faults == [], "errors in the console"


@pytest.fixture
def open_page(
    address: str,
    context: BrowserContext,
    cold_link: dict[str, str],  # noqa: ARG001 - first
    quiet: None,  # noqa: ARG001 - watches
) -> Iterator[OpenPage]:
    """Open a path in a tab of its own.

    ``sizes``, where given, collects the sizes of what the server sends.
    """

    def run(
        path: str = "/",
        *,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        wait: Callable[[Page], Page] = ready,
        sizes: list[int] | None = None,
    ) -> Page:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        if sizes is not None:
            page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
        page.goto(address + path)
        return wait(page)

    yield run
    for page in context.pages:
        page.close()


@pytest.fixture
def pointer(city: Store) -> Iterator[Path]:
    """The pointer of the store, put right again afterwards."""
    right = city.pointer.read_text(encoding="utf-8")
    yield city.pointer
    city.pointer.write_text(right, encoding="utf-8")
