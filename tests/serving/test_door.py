"""What the server lets in, by which way and under which name, and what it tells browsers to refuse."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocket, WebSocketDisconnect

import dashboard
from pages.serving.door import TOKEN_HEADER, check_settings
from pages.shared.shell import shell

_SECRET = "nobody-guesses-this"  # noqa: S105 - of these tests
_FOREIGN = "https://elsewhere.example.com"


def _echo(request: Request) -> JSONResponse:
    answer = JSONResponse({"headers": dict(request.headers), "client": bool(request.client)})
    answer.set_cookie("own", "1", samesite="lax")
    return answer


async def _stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_json(dict(socket.headers))
    await socket.close()


@pytest.fixture
def client() -> TestClient:
    """A server that answers everything that its door lets in with the headers that arrived."""
    everything = Route("/{path:path}", _echo, methods=["GET", "POST", "PUT"])
    routes = [WebSocketRoute("/_stcore/stream", _stream), everything]
    return TestClient(Starlette(routes=routes, middleware=dashboard.middleware), base_url="http://localhost:8501")


def _streamed(client: TestClient, **headers: str) -> dict[str, str]:
    with client.websocket_connect("/_stcore/stream", headers={"Host": "localhost:8501", **headers}) as socket:
        arrived: dict[str, str] = socket.receive_json()
        return arrived


@pytest.fixture
def behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_VIEWER_HEADER", "X-Remote-User")
    monkeypatch.setenv("DASHBOARD_PROXY_TOKEN", _SECRET)


@pytest.mark.usefixtures("behind_a_proxy")
@pytest.mark.parametrize(
    "path", ["/", "/league", "/export/league_table.csv", "/stage", "/static/x.js", "/_stcore/health"]
)
@pytest.mark.parametrize("given", [[], [_SECRET[:-1]], ["密".encode().decode("latin-1")], [_SECRET, _SECRET]])
def test_without_the_secret_of_the_proxy_nothing_is_answered(client: TestClient, path: str, given: list[str]) -> None:
    headers = [(TOKEN_HEADER.encode(), value.encode("latin-1")) for value in given]
    answer = client.get(path, headers=[*headers, (b"X-Remote-User", b"lisi")])
    assert (answer.status_code, answer.text) == (403, "请从看板的正式地址进入")


@pytest.mark.usefixtures("behind_a_proxy")
def test_a_stream_needs_the_secret_too_and_nobody_behind_the_door_sees_it(client: TestClient) -> None:
    with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)):
        _streamed(client, **{"X-Remote-User": "lisi"})
    arrived = _streamed(client, **{"X-Remote-User": "lisi", TOKEN_HEADER: _SECRET})
    assert arrived["x-remote-user"] == "lisi"
    assert TOKEN_HEADER.lower() not in arrived
    assert TOKEN_HEADER.lower() not in client.get("/league", headers={TOKEN_HEADER: _SECRET}).json()["headers"]


@pytest.mark.usefixtures("behind_a_proxy")
def test_two_names_are_no_name(client: TestClient) -> None:
    names = [(b"X-Remote-User", b"lisi"), (b"x-remote-user", b"zhangsan"), (TOKEN_HEADER.encode(), _SECRET.encode())]
    answer = client.get("/league", headers=names)
    assert (answer.status_code, answer.text) == (400, "请求中有不止一个访问者姓名")


def test_a_header_that_names_viewers_needs_a_secret(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_settings()
    monkeypatch.setenv("DASHBOARD_VIEWER_HEADER", "X-Remote-User")
    with pytest.raises(SystemExit, match=r"无法启动：.*X-Remote-User.*DASHBOARD_PROXY_TOKEN.*X-Dashboard-Token"):
        check_settings()
    answer = client.get("/league", headers={"X-Remote-User": "lisi"})
    assert answer.status_code == 503
    assert "DASHBOARD_PROXY_TOKEN" in answer.text
    monkeypatch.setenv("DASHBOARD_PROXY_TOKEN", _SECRET)
    roles = tmp_path / "roles.toml"
    roles.write_text('[[person]]\nname = "lisi"\nrole = "city"\n', encoding="utf-8")
    monkeypatch.setenv("DASHBOARD_ROLES", str(roles))
    check_settings()


@pytest.mark.parametrize(
    ("setting", "host", "status"),
    [
        ("", "127.0.0.1:8501", 200),
        ("", "[::1]:8501", 200),
        ("", "10.1.2.3", 200),
        ("", "kanban:8501", 200),
        ("", "kanban.example.com", 400),
        ("", "kanban.example.com.", 400),
        ("", "localhost:x", 400),
        ("", "localhost@evil", 400),
        ("", "", 400),
        ("kanban.example.com, other.example.com", "Kanban.Example.Com:8443", 200),
        ("kanban.example.com", "kanban.example.com.", 200),
        ("kanban.example.com", "localhost:8501", 200),
        ("kanban.example.com", "notkanban.example.com", 400),
        ("kanban.example.com", "10.1.2.3", 400),
    ],
)
def test_the_server_answers_to_its_own_names_only(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, setting: str, host: str, status: int
) -> None:
    monkeypatch.setenv("DASHBOARD_ALLOWED_HOSTS", setting)
    assert client.get("/league", headers={"Host": host}).status_code == status


def test_links_in_files_name_the_server_too(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_BASE_URL", "https://kanban.example.com/")
    assert client.get("/league", headers={"Host": "kanban.example.com"}).status_code == 200
    assert _streamed(client, Host="inner:8501", Origin="https://kanban.example.com")["origin"] == "http://inner:8501"


def test_a_page_of_elsewhere_gets_no_stream_and_changes_nothing(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _streamed(client, Origin="http://localhost:8501")["origin"] == "http://localhost:8501"
    for origin in (_FOREIGN, "http://localhost:8502", "null"):
        with pytest.raises((WebSocketDisconnect, WebSocketDenialResponse)):
            _streamed(client, Origin=origin)
    assert client.post("/league", headers={"Origin": _FOREIGN}).status_code == 403
    assert client.post("/league", headers={"Origin": "http://localhost:8501"}).status_code == 200
    monkeypatch.setenv("DASHBOARD_ALLOWED_ORIGINS", f"http://other, {_FOREIGN}/")
    assert client.post("/league", headers={"Origin": _FOREIGN}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/_stcore",
        "/_stcore/script-health-check",
        "/_stcore/agent/mcp",
        "//_stcore/metrics",
        "/_stcore//metrics",
        "/_STCORE/metrics",
        "/%5Fstcore/metrics",
        "/oauth2callback",
    ],
)
def test_the_counters_of_the_server_are_closed_without_a_proxy_too(client: TestClient, path: str) -> None:
    answer = client.get(f"http://localhost:8501{path}")
    assert answer.status_code == 404
    assert answer.text.startswith("没有这个地址：/")


def test_what_is_too_long_is_refused_and_said_and_logged_in_short(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "pages.serving.door"):
        for path in (
            f"/export/league_table.csv?search={'长' * 501}",
            f"/export/league_table.csv?{'x' * 501}=1",
            "/league?" + "&".join(f"units={number:06}" for number in range(700)),
        ):
            assert client.get(path).status_code == 414
        assert client.get("/" + "x" * 9000).status_code == 404
    assert len(caplog.messages) == 4
    assert max(map(len, caplog.messages)) < 300
    assert client.get(f"/export/league_table.csv?search={'长' * 500}").status_code == 200


def test_every_answer_carries_the_rules_of_the_browser(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, status in (("/league", 200), ("/nowhere", 404)):
        answer = client.get(path)
        assert answer.status_code == status
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        rules = dict(rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; "))
        scripts = re.findall(r"<script>(.*?)</script>", shell(), re.DOTALL)
        assert len(scripts) == 2, "Streamlit's own, and that of drawings and keys"
        digests = " ".join(
            f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts
        )
        assert rules["default-src"] == "'self'"
        assert rules["script-src"] == f"'self' {digests} blob: 'wasm-unsafe-eval'"
        assert rules["frame-ancestors"] == "'none'"
        assert not re.search(r"https?:|\*|'unsafe-eval'", answer.headers["content-security-policy"])
    monkeypatch.setenv("DASHBOARD_FRAME_ANCESTORS", "https://portal.example.com")
    assert (
        client.get("/league").headers["content-security-policy"].endswith("frame-ancestors https://portal.example.com")
    )


@pytest.mark.usefixtures("city_store")
def test_slides_may_run_their_own_script_only() -> None:
    client = TestClient(Starlette(routes=dashboard.routes, middleware=dashboard.middleware))
    stage = client.get("/stage?version=1&sections=cover")
    (script,) = re.findall(r"<script>(.*?)</script>", stage.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; script-src 'sha256-{digest}';" in stage.headers["content-security-policy"]
    assert "script-src 'none'" in client.get("/stage?version=9").headers["content-security-policy"]


def test_over_tls_cookies_travel_over_tls_only(client: TestClient) -> None:
    assert client.get("/league").headers["set-cookie"] == "own=1; Path=/; SameSite=lax"
    assert client.get("https://localhost/league").headers["set-cookie"] == "own=1; Path=/; SameSite=lax; Secure"
