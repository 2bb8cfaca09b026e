"""Photos on 整改: pairs of one problem, for those who may see it; 打码 and 放行 by those who answer for it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

import queries
from data.versions.photographs import Decided, release
from data.versions.store import Store
from pages.shared.viewer import Role, Viewer
from queries.database import open_database
from queries.reports.opening import photos_in
from tests.conftest import copied
from tests.pages.conftest import Asking, Open


def images(app: AppTest) -> list[tuple[dict[str, list[str]], str]]:
    """What each photo asks for, and its words."""
    drawn = "".join(element.proto.body for element in app.get("html"))
    found = re.findall(r'<img src="/photo\?([^"]+)" alt="([^"]+)"', drawn)
    return [(parse_qs(unescape(asked)), words) for asked, words in found]


@pytest.fixture
def own(demonstration: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The demonstration to write into."""
    store = copied(demonstration, tmp_path / "own")
    monkeypatch.setenv("DASHBOARD_STORE", str(store.root))
    return store


def test_the_photos_of_a_problem_stand_side_by_side(shown: Store, open_page: Open) -> None:
    rows = queries.finding_photos(open_database(shown, 1))
    assert len(rows) == 28
    app = open_page("rectification/page.py")
    assert not app.exception
    box = app.selectbox(key="finding")
    assert len(box.options) == 12
    first = rows.iloc[0]
    asked, words = images(app)[0]
    assert (asked["finding"], asked["unit"], asked["stage"]) == ([first["finding_code"]], [first["unit_code"]], ["前"])
    assert words == f"{first['finding_code']} 整改前第 1 张"
    assert "未放行" in "".join(element.proto.body for element in app.get("html"))


@pytest.mark.usefixtures("shown")
def test_whoever_only_looks_cannot_decide(open_page: Open, asking: Asking) -> None:
    asking(Viewer("访客", None, Role.VIEWER))
    app = open_page("rectification/page.py")
    assert images(app)
    assert not [button for button in app.button if str(button.key).startswith("photo-")]


def test_a_photo_is_released_masked_and_released_anew(own: Store, open_page: Open) -> None:
    app = open_page("rectification/page.py")
    photo = next(photos_in(queries.finding_photos(open_database(own, 1))))
    app.button(key="photo-release").click().run()
    assert [error.value for error in app.error] == ["请先填写经办人姓名。"]
    app.text_input(key="photo-by").set_value("张三").run()
    app.button(key="photo-release").click().run()
    assert Decided(own).about(photo).released_by == "张三"
    app.button(key="photo-withdraw").click().run()
    assert not Decided(own).is_released(photo)
    release(own, photo, by="张三")
    app.button(key="photo-more").click().run()
    app.slider(key="photo-across").set_value((0, 20)).run()
    assert "打码（2 处" in app.button(key="photo-mask").label
    app.button(key="photo-mask").click().run()
    assert not app.exception
    assert Decided(own).content(photo) != photo.content
    assert not Decided(own).is_released(photo)
    assert "已打码" in "".join(element.proto.body for element in app.get("html"))
