"""Files on their way in: from whom, how much, and what becomes of them when their visitor has left."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from pages.serving import uploads
from pages.serving.uploads import Uploads
from pages.shared import memory

_HEADER = "X-Remote-User"
_MB = 1_000_000
_ROLES = """
[[person]]
name = "张三"
role = "city"
[[person]]
name = "lisi"
role = "district"
units = ["330203"]
[[person]]
name = "wangwu"
role = "viewer"
"""


class _Pages:
    """The pages that are open, by session the name of their visitor, and the files that they hold."""

    def __init__(self) -> None:
        self.open = {"of-lisi": "lisi", "of-wangwu": "wangwu", "of-another": "LISI"}
        self.uploaded_file_mgr = MemoryUploadedFileManager("/_stcore/upload_file")

    def get_client(self, session: str) -> object:
        headers = [(_HEADER.lower(), self.open[session])] if session in self.open else None
        return headers and SimpleNamespace(client_context=SimpleNamespace(headers=headers))

    def is_active_session(self, session: str) -> bool:
        return session in self.open

    def hold(self, session: str, size: int) -> None:
        self.uploaded_file_mgr.add_file(session, UploadedFileRec("file", "x.csv", "text/csv", b"x" * size))

    @property
    def held(self) -> list[str]:
        return [session for session, files in self.uploaded_file_mgr.file_storage.items() if files]


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> _Pages:
    roles = tmp_path_factory.mktemp("roles") / "roles.toml"
    roles.write_text(_ROLES, encoding="utf-8")
    for name, value in (
        ("VIEWER_HEADER", _HEADER),
        ("ROLES", str(roles)),
        ("SESSION_UPLOADS_MB", "2"),
        ("ALL_UPLOADS_MB", "3"),
    ):
        monkeypatch.setenv(f"DASHBOARD_{name}", value)
    pages = _Pages()
    monkeypatch.setattr(Runtime, "exists", lambda: True)
    monkeypatch.setattr(Runtime, "instance", lambda: pages)
    return pages


@pytest.fixture
def client() -> TestClient:
    async def taken(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"taken {len(await request.body())}")

    everything = Route("/{path:path}", taken, methods=["PUT", "DELETE", "OPTIONS", "GET"])
    return TestClient(Starlette(routes=[everything], middleware=[Middleware(Uploads)]))


def _sent(client: TestClient, session: str, size: int = 10, who: str = "lisi", method: str = "PUT") -> tuple[int, str]:
    content = b"x" * size if method == "PUT" else None
    answer = client.request(method, f"/_stcore/upload_file/{session}/file", content=content, headers={_HEADER: who})
    return answer.status_code, answer.text


@pytest.mark.usefixtures("pages")
def test_a_file_is_taken_from_the_page_of_somebody_who_hands_in(client: TestClient) -> None:
    assert _sent(client, "of-lisi") == (200, "taken 10")
    assert _sent(client, "of-lisi", method="DELETE")[0] == 200
    assert _sent(client, "of-another")[0] == 200  # the same person, whatever the case


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize(
    ("session", "who", "said"),
    [
        ("of-wangwu", "wangwu", "文件由经办人从报送页上传"),
        ("of-lisi", "wangwu", "文件由经办人从报送页上传"),
        ("of-lisi", "", "文件由经办人从报送页上传"),
        ("of-wangwu", "lisi", "请刷新报送页后重新选择文件"),
        ("of-nobody", "lisi", "请刷新报送页后重新选择文件"),
        ("", "lisi", "请刷新报送页后重新选择文件"),
    ],
)
def test_nobody_else_sends_one(client: TestClient, session: str, who: str, said: str, method: str) -> None:
    status, text = _sent(client, session, who=who, method=method)
    assert status == 403
    assert said in text


def test_a_page_and_the_server_hold_only_so_much(client: TestClient, pages: _Pages) -> None:
    pages.hold("of-lisi", 1_500_000)
    status, text = _sent(client, "of-lisi", 600_000)
    assert status == 413
    assert "最多上传 2 MB" in text
    assert _sent(client, "of-lisi", 400_000)[0] == 200
    pages.hold("of-another", 1_200_000)
    assert _sent(client, "of-lisi", 400_000) == (503, "同时上传的文件太多，请稍后再试")
    answer = client.put("/_stcore/upload_file/of-lisi/file", content=iter([b"x"]), headers={_HEADER: "lisi"})
    assert (answer.status_code, answer.text) == (411, "上传的文件没有写明大小")


@pytest.mark.usefixtures("pages")
def test_what_is_under_way_counts_too() -> None:
    arriving, arrived = threading.Event(), threading.Event()

    def slow(_request: Request) -> PlainTextResponse:
        arriving.set()
        arrived.wait(30)
        return PlainTextResponse("taken")

    routes = [Route("/{path:path}", slow, methods=["PUT"])]
    with TestClient(Starlette(routes=routes, middleware=[Middleware(Uploads)])) as client:
        first = threading.Thread(target=_sent, args=(client, "of-lisi", 1_500_000))
        first.start()
        assert arriving.wait(30)
        assert _sent(client, "of-lisi", 600_000)[0] == 413
        arrived.set()
        first.join(30)
        assert _sent(client, "of-lisi", 600_000)[0] == 200


def test_who_does_not_come_back_leaves_nothing(pages: _Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads.st, "get_option", lambda _name: 0.05)
    for session in ("of-lisi", "of-another", "of-gone"):
        pages.hold(session, 10)

    async def close_pages() -> list[list[str]]:
        async def app(*_: object) -> None:
            del pages.open["of-another"]

        seen = []
        await Uploads(app)({"type": "websocket"}, None, None)  # type: ignore[arg-type]
        seen.append(pages.held)
        pages.open["of-another"] = "lisi"  # back in time
        await asyncio.sleep(0.2)
        return [*seen, pages.held]

    assert asyncio.run(close_pages()) == [["of-lisi", "of-another", "of-gone"], ["of-lisi", "of-another"]]


def test_who_leaves_the_page_leaves_nothing(pages: _Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.hold("of-lisi", 10)
    pages.hold("of-another", 10)
    monkeypatch.setattr(memory, "get_script_run_ctx", lambda **_: SimpleNamespace(session_id="of-lisi"))
    memory.forget_uploads()
    assert pages.held == ["of-another"]
