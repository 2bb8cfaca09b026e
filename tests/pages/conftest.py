"""A small demonstration city, published once, and the dashboard run on it without a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.publishing import publish_sample
from data.store import PROJECT, Store

Open = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A tenth of the demonstration city as version 1; tests only read it."""
    store = Store(tmp_path_factory.mktemp("demonstration") / "store")
    publish_sample(store, scale=0.1)
    return store


@pytest.fixture
def shown(
    demonstration: Store,
    no_real_store: None,  # noqa: ARG001 - which sets the same variable, first
    monkeypatch: pytest.MonkeyPatch,
) -> Store:
    """The small demonstration city as the store that the pages open."""
    monkeypatch.setenv("DASHBOARD_STORE", str(demonstration.root))
    return demonstration


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    """No answer of one test's store reaches another's: each counts its versions from 1."""
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.fixture
def open_page() -> Open:
    """Open a page with the parameters of a link: ``open_page("map/page.py", unit="330212")``."""

    def run(page: str = "", **parameters: str) -> AppTest:
        app = AppTest.from_file(str(Path(PROJECT) / "pages" / "navigation.py"), default_timeout=60)
        for name, value in parameters.items():
            app.query_params[name] = value
        app.run()
        return app.switch_page(page).run() if page else app

    return run
