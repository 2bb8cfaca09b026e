"""A small demonstration city, published once, and the dashboard run on it without a browser."""

import gzip
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from lxml import html
from streamlit.components.v2 import manifest_scanner
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest, local_script_runner

import queries
from data.settings import PROJECT
from data.versions.store import Store
from pages.shared.drawn import forget_all
from pages.shared.viewer import Viewer
from queries.question import Question

Open = Callable[..., AppTest]
Asking = Callable[[Viewer], None]
Answered = Callable[[str, Callable[..., pd.DataFrame]], None]
_FIRST = "overview/page.py"


class _Instead(Question[Any]):
    """For what a small city never says."""

    instead: Callable[..., pd.DataFrame]

    def __call__(self, database: Any, *_: Any, **parameters: Any) -> pd.DataFrame:
        return self.instead(database, **parameters)


def exports(app: AppTest) -> list[str]:
    """The addresses of the files that a page offers, in their order."""
    drawn = (element.proto.body for element in app.get("html"))
    return [unescape(link) for body in drawn for link in re.findall(r'href="(/export/[^"]+)"', body)]


def drawings(app: AppTest) -> dict[str, str]:
    """What is drawn as SVG or as a table, by the key of the drawing."""
    return {
        element.proto.id.split("-", 2)[2]: gzip.decompress(element.proto.bytes).decode()
        for element in app.get("bidi_component")
        if element.proto.component_name == "body"
    }


def tables(app: AppTest) -> list[pd.DataFrame]:
    """The tables of a page under what stands above them: numbers as numbers, a dash as none."""
    found = [html.fromstring(drawn) for key, drawn in drawings(app).items() if key.endswith("-rows")]
    return [_frame(table) for table in found]


def _frame(table: html.HtmlElement) -> pd.DataFrame:
    heads = table.xpath(".//thead//th")
    rows = [[cell.text_content() for cell in row] for row in table.xpath(".//tbody/tr")]
    frame = pd.DataFrame(rows, columns=[head.get("aria-label") or head.text_content() for head in heads])
    for head, name in zip(heads, frame.columns, strict=True):
        if "number" in head.get("class").split():
            frame[name] = frame[name].map(_number)
    return frame


def _number(text: str) -> float:
    """A number as it is printed, with an arrow or a sign before it and a unit behind it."""
    found = re.search(r"[\d,]+\.?\d*", text)
    return (-1 if text[0] in "−▼" else 1) * float(found[0].replace(",", "")) if found else float("nan")


def choose(app: AppTest, key: str, code: str) -> AppTest:
    """Choose a part of a drawing, as its script says it to the server."""
    (drawn,) = (one.proto.id for one in app.get("bidi_component") if one.proto.id.endswith(f"-{key}"))
    chosen = json.dumps([{"event": "chosen", "value": code}])
    states = app._tree.get_widget_states()
    states.widgets.append(WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{drawn}__events", json_trigger_value=chosen))
    return app._run(states)


@pytest.fixture(scope="session")
def demonstration(sample_city: Callable[[float], Store]) -> Store:
    """A tenth of the demonstration city as version 1; tests only read it."""
    return sample_city(0.1)


@pytest.fixture
def shown(
    demonstration: Store,
    no_real_store: None,  # noqa: ARG001 - which sets the same variable, first
    monkeypatch: pytest.MonkeyPatch,
) -> Store:
    """The small demonstration city as the store that the pages open."""
    monkeypatch.setenv("DASHBOARD_STORE", str(demonstration.root))
    return demonstration


@pytest.fixture
def asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    """Let somebody ask from here on: named by the header of a proxy, with the role and the units that a roles file says."""

    def run(somebody: Viewer) -> None:
        roles = tmp_path / "roles.toml"
        units = "" if somebody.units is None else f"units = {json.dumps(somebody.units)}\n"
        roles.write_text(f'[[person]]\nname = "{somebody.name}"\nrole = "{somebody.role}"\n{units}', encoding="utf-8")
        monkeypatch.setenv("DASHBOARD_ROLES", str(roles))
        monkeypatch.setenv("DASHBOARD_VIEWER_HEADER", "X-Viewer")
        monkeypatch.setattr(ContextProxy, "headers", {"X-Viewer": somebody.name})

    return run


@pytest.fixture
def nothing_remembered() -> Iterator[None]:
    """No answer or drawing of before, and none of this test's for the next: for tests that change what one of them is.

    What is remembered goes by the digest of the version, so all others may share it, whatever their store.
    """
    forget_all()
    yield
    forget_all()


@pytest.fixture
def answered(
    nothing_remembered: None,  # noqa: ARG001 - of the question itself
    monkeypatch: pytest.MonkeyPatch,
) -> Answered:
    """Let a question of the catalogue, under its own name, scope and parameters, be answered by a function."""

    def replace(name: str, instead: Callable[..., pd.DataFrame]) -> None:
        stand_in = _Instead.__new__(_Instead)
        vars(stand_in).update(vars(getattr(queries, name)), instead=instead)
        monkeypatch.setattr(queries, name, stand_in)

    return replace


@pytest.fixture(autouse=True, scope="session")
def light_app_test() -> Iterator[None]:
    """What AppTest does a thousand times, and a run needs once.

    It looks through all installed packages for components of Streamlit; none comes or goes meanwhile. And it looks every
    millisecond whether the script has ended, which takes the time from the script.
    """
    look = local_script_runner.require_widgets_deltas

    def wait(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
        if runner._script_thread:
            runner._script_thread.join(timeout)
        look(runner, 1 if runner.script_stopped() else 0)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        patch.setattr(local_script_runner, "require_widgets_deltas", wait)
        yield


@pytest.fixture(scope="session")
def known_pages() -> dict[str, Any]:
    """The pages that the first run of this process registered, so that others can open one without a run before."""
    return {}


@pytest.fixture
def open_page(known_pages: dict[str, Any]) -> Open:
    """Open a page with the parameters of a link: ``open_page("map/page.py", unit="330212")``."""

    def run(page: str = "", **parameters: str) -> AppTest:
        app = AppTest.from_file(str(Path(PROJECT) / "pages" / "navigation.py"), default_timeout=60)
        for name, value in parameters.items():
            app.query_params[name] = value
        if not page:
            return app.run()
        if not known_pages or page == _FIRST:  # which stands there already, and moves on when it is opened again
            known_pages.update(app.run()._registered_pages)
        app._registered_pages = known_pages
        return app.switch_page(page).run()

    return run
