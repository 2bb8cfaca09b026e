"""From the click to the picture, in a real browser: every filter of every page beside the click of a one-widget app.

A picture stands when the script has run, no placeholder is left and the page's main part, its maps included, has been
drawn for the last time. Filters are found on the page itself, so none is listed here. Beside the app of one widget stands
one of a map and a chart: what the browser needs to load and draw these two is not for the dashboard to spare. ``BENCH_PAGES`` (overview,league)
names some of the pages, ``BENCH_COMMUNITIES`` (861) the size of the city, ``BENCH_CITIES`` where it is kept.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from playwright.sync_api import Browser, Locator, Page, WebSocket, sync_playwright
from playwright.sync_api import TimeoutError as Late

from tests.benchmarks.browsing import chromium, map_and_chart, one_widget, server, settled, watched
from tests.benchmarks.cities import COMMUNITIES, kept, opened, published
from tests.benchmarks.listening import PAGES, default_arguments
from tests.benchmarks.measuring import Result, steady

_ONE_WIDGET, _MAP_AND_CHART = "a one-widget app", "an app of one map and one chart"
_MOST = 2.0
_MOST_BYTES = 50_000
_ATTEMPTS, _OPENING_MILLISECONDS = 5, 3_000
# The widgets of a page that can be used: of each its key, its kind and its label.
_FILTERS = """(kinds) => [...document.querySelectorAll(".stMain .stElementContainer[class*=st-key-]")].flatMap((box) => {
  const kind = kinds.find((name) => box.querySelector(`:scope .${name}`));
  const key = [...box.classList].find((name) => name.startsWith("st-key-"));
  const label = box.querySelector("[data-testid=stWidgetLabel]")?.innerText || key;
  const isUsable = box.checkVisibility() && !box.querySelector("input:disabled");
  return kind && isUsable ? [[key, kind, label.trim()]] : [];
})"""


class Filter(NamedTuple):
    """A widget of a page: the class of its key, the class of its kind, and what it is called."""

    key: str
    kind: str
    label: str


@dataclass(frozen=True)
class Rerun:
    """One change of a filter: seconds to the picture, those of the controls' clicks just before, and bytes received."""

    seconds: float
    control_seconds: float
    drawing_seconds: float
    received: int


def run(rounds: int) -> Iterator[Result]:
    """The first load of 总览, then every filter of every page, then all of them together."""
    scale = int(os.environ.get("BENCH_COMMUNITIES", str(COMMUNITIES))) / COMMUNITIES
    chosen = [name for name in os.environ.get("BENCH_PAGES", "").split(",") if name] or [*PAGES]
    with kept() as folder, sync_playwright() as playwright:
        store = published(folder, scale)
        community = default_arguments(opened(store), "community_profile")["community"]
        browser = chromium(playwright)
        with (
            server("dashboard.py", store) as (dashboard, _),
            server(one_widget(folder), store) as (simple, _),
            server(map_and_chart(folder), store) as (drawing, _),
        ):
            yield from _first_load(browser, dashboard, {_ONE_WIDGET: simple, _MAP_AND_CHART: drawing}, rounds)
            controls = [_opened(browser, address) for address in (simple, drawing)]
            every: list[Rerun] = []
            for name in chosen:
                page = watched(browser)
                reruns = _reruns_of_page(page, f"{dashboard}{path(name, community)}", controls, rounds)
                for part, found in reruns.items():
                    yield result(f"{PAGES[name]}: {part.label}", found, is_judged=False)
                together = [one for found in reruns.values() for one in found]
                yield result(f"{PAGES[name]}: its {len(reruns)} filters", together)
                every += together
                page.close()
            yield result("all filters of all pages", every)
        browser.close()


def path(page: str, community: str) -> str:
    """Where a page is, as a link."""
    return "/" if page == "overview" else f"/{page}?code={community}" if page == "community" else f"/{page}"


def filters(page: Page) -> list[Filter]:
    """What can be chosen on the page."""
    return [Filter(*found) for found in page.evaluate(_FILTERS, [*_CHANGES])]


def change(page: Page, part: Filter, number: int) -> None:
    """Choose something else in a filter, by a person's means; another value each time as far as there are any."""
    _CHANGES[part.kind](page.locator(f".stMain .{part.key}").first, number)


def _reruns_of_page(page: Page, address: str, controls: Sequence[Page], rounds: int) -> dict[Filter, list[Rerun]]:
    received: list[int] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: received.append(len(frame)))

    page.on("websocket", listen)
    page.goto(address)
    settled(page)
    reruns: dict[Filter, list[Rerun]] = {}
    for part in filters(page):
        page.goto(address)  # so that no filter is measured within what another one left
        settled(page)
        reruns[part] = []
        for number in range(rounds):
            beside = [_clicked(control) for control in controls]
            page.bring_to_front()
            received.clear()
            change(page, part, number)
            reruns[part].append(Rerun(settled(page), *beside, sum(received)))
    return reruns


def _clicked(control: Page) -> float:
    control.bring_to_front()
    control.get_by_role("button", name="next").click()
    return settled(control)


def _first_load(browser: Browser, dashboard: str, controls: Mapping[str, str], rounds: int) -> Iterator[Result]:
    taken: dict[str, list[float]] = {address: [] for address in (*controls.values(), dashboard)}
    for _ in range(rounds + 1):
        for address, seconds in taken.items():
            seconds.append(_load(browser, address))
    for name, control in controls.items():
        pairs = [*zip(taken[dashboard], taken[control], strict=True)][1:]  # the first one only warms up
        yield _beside("first load of 总览", pairs, f"first load of {name}", {}, is_judged=name == _ONE_WIDGET)


def _load(browser: Browser, address: str) -> float:
    page = watched(browser)
    page.goto(address)
    taken = settled(page)
    page.close()
    return taken


def _opened(browser: Browser, address: str) -> Page:
    page = watched(browser)
    page.goto(address)
    settled(page)
    return page


def result(name: str, reruns: list[Rerun], *, is_judged: bool = True) -> Result:
    """Reruns as a line of the table: the time beside the control's, and the bytes received."""
    pairs = [(rerun.seconds, rerun.control_seconds) for rerun in reruns]
    received = statistics.median(rerun.received for rerun in reruns)
    notes = {
        f"× {_MAP_AND_CHART}": statistics.median(rerun.seconds / rerun.drawing_seconds for rerun in reruns),
        "kB": received / 1000,
        "kB, largest": max(rerun.received for rerun in reruns) / 1000,
    }
    return _beside(name, pairs, f"click of {_ONE_WIDGET}", notes, is_judged=is_judged, is_small=received <= _MOST_BYTES)


def _beside(
    name: str,
    pairs: list[tuple[float, float]],
    control: str,
    notes: dict[str, float],
    *,
    is_judged: bool,
    is_small: bool = True,
) -> Result:
    kept_pairs = steady(*zip(*pairs, strict=True))
    taken = sorted(own for own, _ in kept_pairs)
    ratio = statistics.median(own / beside for own, beside in kept_pairs)
    late = taken[round(0.95 * (len(taken) - 1))]
    target = f"≤ {_MOST:g} ×" + (f", ≤ {_MOST_BYTES // 1000} kB" if notes else "")
    return Result(
        name,
        statistics.median(taken),
        control,
        statistics.median(beside for _, beside in kept_pairs),
        ratio,
        f"{taken[0]:.2f}–{taken[-1]:.2f} s ({len(kept_pairs)} of {len(pairs)})",
        target if is_judged else "",
        ratio <= _MOST and is_small if is_judged else None,
        {"s, 95 %": late, **notes},
    )


def _choose(box: Locator, number: int) -> None:
    options = box.page.locator("[role=option][aria-selected=false]")
    for _ in range(_ATTEMPTS):  # what opens closes when the page scrolls, or is drawn anew above it; a click may scroll
        box.get_by_role("combobox").press("ArrowDown")
        with suppress(Late):
            options.first.wait_for(timeout=_OPENING_MILLISECONDS)
            break
    options.first.wait_for()
    options.nth(number % options.count()).click()


def _add_or_remove(box: Locator, number: int) -> None:
    if number % 2:
        box.get_by_role("combobox").press("Backspace")
    else:
        _choose(box, number // 2)


def _press_another(box: Locator, number: int) -> None:
    others = box.locator("button:not([data-selected=true])")
    others.nth(number % others.count()).click()


def _turn(box: Locator, number: int) -> None:
    pages = box.locator("button:not([disabled])")
    (pages.first if number % 2 else pages.last).click()


def _slide(box: Locator, number: int) -> None:
    thumb = box.get_by_role("slider").first
    is_lowest = thumb.input_value() == thumb.get_attribute("min")
    thumb.press("ArrowRight" if is_lowest or number % 2 else "ArrowLeft")


def _type(box: Locator, number: int) -> None:
    box.locator("input").fill("" if number % 2 else "演示")
    box.locator("input").press("Enter")


_CHANGES: dict[str, Callable[[Locator, int], None]] = {
    "stSelectbox": _choose,
    "stMultiSelect": _add_or_remove,
    "stButtonGroup": _press_another,
    "stCheckbox": lambda box, _: box.locator("label").first.click(),
    "stSlider": _slide,
    "stTextInput": _type,
    "stPagination": _turn,
}
