"""Photos of problems leave the server: as the question of their problem lets them, and in slides once released."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

import dashboard
import queries
from data.versions.photographs import Decided, Photo, mask, release, withdraw
from data.versions.publishing import publish_folder
from data.versions.store import Store
from pages.shared.viewer import Role, Viewer
from queries.database import open_database
from queries.reports.opening import open_export, photos_in
from tests.data.pictures import archive, picture
from tests.data.small_city import FLAWLESS, MISSING_ONE, small_city
from tests.data.tables.test_ledgers import finding

CLOSED = {
    "found_on": "2026-08-01",
    "due_on": "2026-08-10",
    "rectified_on": "2026-08-05",
    "verified_on": "2026-08-06",
    "place": "3幢东侧",
    "demand": "清空",
    "rectified_by": "街道",
    "verified_by": "市",
}
BEFORE = {"finding": "W1", "unit": "330203", "stage": "前", "number": "1"}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The small city with photos of two problems, one in each of two units."""
    folder = small_city(tmp_path / "city")
    folder.tables["findings"] = [
        finding("W1", community_code=FLAWLESS, **CLOSED),
        finding("W2", community_code=MISSING_ONE, **CLOSED),
    ]
    path = folder.write()
    names = ["W1_前.jpg", "W1_后.jpg", "W2_前.jpg", "W2_后.jpg"]
    colours = ("navy", "olive", "maroon", "gray")
    archive(path / "photos.zip", {name: picture(colour) for name, colour in zip(names, colours, strict=True)})
    store = Store(tmp_path / "store")
    publish_folder(store, path)
    monkeypatch.setenv("DASHBOARD_STORE", str(store.root))
    return store


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=dashboard.routes, middleware=dashboard.middleware))


def photos(store: Store, finding: str) -> list[Photo]:
    return [*photos_in(queries.finding_photos(open_database(store, 1), finding=finding))]


def test_a_photo_is_served_as_it_is_shown_now(client: TestClient, store: Store) -> None:
    first = client.get("/photo", params=BEFORE)
    assert (first.status_code, first.headers["content-type"]) == (200, "image/jpeg")
    tag = {"If-None-Match": first.headers["etag"]}
    assert client.get("/photo", params=BEFORE, headers=tag).status_code == 304
    mask(store, photos(store, "W1")[0], [(0.0, 0.0, 0.5, 0.5)], by="张三")
    now = client.get("/photo", params={**BEFORE, "version": "1", "shown": "abc"}, headers=tag)
    assert now.status_code == 200
    assert now.content != first.content


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"stage": "复查"}, 404),
        ({"number": "2"}, 404),
        ({"number": "../1"}, 404),
        ({"finding": ""}, 404),
        ({"finding": "../../current"}, 404),
        ({"version": "9"}, 404),
        ({"unit": "999"}, 400),
        ({"path": "/etc/passwd"}, 400),
    ],
)
def test_nothing_but_a_photo_of_a_problem_is_served(client: TestClient, changed: dict[str, str], status: int) -> None:
    assert client.get("/photo", params={**BEFORE, **changed}).status_code == status


@pytest.mark.usefixtures("store")
def test_a_photo_is_for_those_who_may_see_its_problem(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dashboard, "viewer", lambda _: Viewer("张三", ("330203",), Role.DISTRICT))
    assert client.get("/photo", params=BEFORE).status_code == 200
    other = {**BEFORE, "finding": "W2"}
    assert client.get("/photo", params={**other, "unit": "330212"}).status_code == 403
    del other["unit"]
    assert client.get("/photo", params=other).status_code == 404
    monkeypatch.setattr(dashboard, "viewer", lambda _: Viewer("访客", (), Role.VIEWER))
    assert client.get("/photo", params=BEFORE).status_code == 403


def slides(store: Store, ending: str, **given: str) -> bytes:
    asked = {"period": "2026Q3", "order": "meeting", **given}
    chosen = {name: [value] for name, value in asked.items()}
    return b"".join(open_export(store, "slides", chosen, who="张三", ending=ending).chunks)


def pictures(deck: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(deck)) as package:
        return sum(name.startswith("ppt/media/") and name.endswith(".jpg") for name in package.namelist())


def test_no_photo_is_in_slides_before_it_is_released_nor_after_it_is_withdrawn(store: Store) -> None:
    assert pictures(slides(store, "pptx")) == 0
    before, after = photos(store, "W1")
    release(store, before, by="张三")
    assert pictures(slides(store, "pptx")) == 0  # half a pair shows nothing
    release(store, after, by="张三")
    assert pictures(slides(store, "pptx")) == 2
    assert pictures(slides(store, "pptx", units="330212")) == 0
    page = slides(store, "html").decode()
    assert "1 处问题整改前后" in page
    assert re.search("甲社区.* 3幢东侧；楼道堆物；清空；2026-08-01发现，2026-08-05整改", page)
    mask(store, after, [(0.0, 0.0, 0.5, 0.5)], by="张三")  # what is seen now was not released
    assert pictures(slides(store, "pptx")) == 0
    release(store, after, by="张三")
    assert pictures(slides(store, "pptx")) == 2
    withdraw(store, before, by="张三")
    assert pictures(slides(store, "pptx")) == 0


@pytest.mark.parametrize(
    ("question", "ending"), [("workbook", "xlsx"), ("brief", "docx"), ("brief", "html"), ("open_findings", "xlsx")]
)
def test_no_other_file_has_a_photo(store: Store, question: str, ending: str) -> None:
    contents = [Decided(store).read(photo) for photo in photos(store, "")]
    assert len(contents) == 4
    for photo in photos(store, ""):
        release(store, photo, by="张三")
    given = {} if question == "open_findings" else {"period": ["2026Q3"]}
    file = b"".join(open_export(store, question, given, who="张三", ending=ending).chunks)
    assert b"data:image/jpeg" not in file
    if ending != "html":
        with zipfile.ZipFile(io.BytesIO(file)) as package:
            assert not {*map(package.read, package.namelist())}.intersection(contents)
