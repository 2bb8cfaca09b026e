"""The door of a server: what comes in, by which way and under which name, before any page or route sees it.

Nobody but the proxy says who asks, so where it does, every request and websocket carries the secret that the proxy and
the server share (``DASHBOARD_PROXY_TOKEN``); another program of this machine that knocks at the port has none.
"""

from __future__ import annotations

import hmac
import ipaddress
import logging
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from data.settings import Settings, current_settings
from pages.serving.browser import document_policy
from pages.shared.viewer import RolesError, roles_in_force
from queries.reports.slides_page import notice_html
from queries.sitemap import pages

TOKEN_HEADER = "X-Dashboard-Token"  # noqa: S105 - its name
_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:\d{1,5})?")
# Of Streamlit's own routes only what a browser needs: not the metrics, nor what a later release may add.
_STREAMLIT = "_stcore"
_OF_STREAMLIT = {"stream", "health", "host-config", "upload_file", "bidi-components"}
_UNKNOWN = 404
_READING = {"GET", "HEAD", "OPTIONS"}
_LONGEST_QUERY, _LONGEST_VALUE = 8_000, 500  # bytes, characters
_SAID_AT_MOST = 80  # characters of what a client sent, in an answer or in the log


class Refusal(Exception):
    """A request that is not let in: the status, and for the client in Chinese why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Door:
    """Lets in what may come in, and answers everything else in one plain line; to a browser with the pages there are."""

    def __init__(self, app: ASGIApp, known: Collection[str]) -> None:
        """``known``: the first parts of all addresses of the server."""
        self.app, self.known = app, known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on; who is let in is passed on without the secret."""
        if scope["type"] in {"http", "websocket"}:
            try:
                scope = self._let_in(scope)
            except Refusal as refusal:
                _LOG.warning("拒绝请求 %s：%s", shortened(scope["path"]), refusal)
                await _refuse(scope, refusal)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _let_in(self, scope: Scope) -> Scope:
        settings, headers = current_settings(), Headers(scope=scope)
        host = _known_host(headers, settings)
        _came_by_the_proxy(headers, settings)
        self._is_an_address(scope)
        _is_short(scope)
        if scope["type"] == "websocket" or scope["method"] not in _READING:
            scope = _from_our_own_page(scope, headers, host, settings)
        secret = TOKEN_HEADER.lower().encode()
        return {**scope, "headers": [item for item in scope["headers"] if item[0] != secret]}

    def _is_an_address(self, scope: Scope) -> None:
        first, *rest = scope["path"].removeprefix("/").split("/")
        is_closed = first == _STREAMLIT and rest[:1] not in ([own] for own in _OF_STREAMLIT)
        if first not in self.known or is_closed or (not first and rest):
            raise Refusal(_UNKNOWN, f"没有这个地址：{shortened(scope['path'])}，请从首页 / 进入")


def shortened(text: str) -> str:
    """A text of a client, short enough for a line of the log or of an answer."""
    return text if len(text) <= _SAID_AT_MOST else f"{text[:_SAID_AT_MOST]}…（共 {len(text)} 字）"


def check_settings() -> None:
    """Refuse to start a server that would believe anybody who says who they are, or does not know what anybody may.

    Raises:
        SystemExit: a header names the viewer, and nothing proves that the proxy has written it; or who may do what cannot
            be told.
    """
    settings = current_settings()
    if settings.viewer_header and not settings.proxy_token:
        raise SystemExit(
            f"无法启动：DASHBOARD_VIEWER_HEADER 指定由请求头 {settings.viewer_header} 说明访问者身份，却没有设置 "
            "DASHBOARD_PROXY_TOKEN，本机任何程序都可以冒名。请生成一个随机口令（如 openssl rand -hex 32），设为 "
            f"DASHBOARD_PROXY_TOKEN，并让代理在每个请求中用请求头 {TOKEN_HEADER} 带上它；或改用 "
            "python -m pages.serving 启动，口令自动生成。"
        )
    try:
        roles_in_force()
    except RolesError as error:
        raise SystemExit(f"无法启动：{error}") from None


def _known_host(headers: Headers, settings: Settings) -> str:
    """The name under which the server is asked, with its port; a page of elsewhere cannot take a name of its own for it."""
    given = headers.getlist("host")
    match = _HOST.fullmatch(given[0]) if len(given) == 1 else None
    if match is None:
        raise Refusal(400, "请求没有写明主机名，或写得不对")
    name = match["name"].strip("[]").rstrip(".").lower()
    configured = {*_listed(settings.allowed_hosts), (urlsplit(settings.base_url).hostname or "").lower()}
    # Where nothing is configured: what no stranger can own, that is addresses and names of the office's own network.
    if name not in configured and (settings.allowed_hosts or not _is_of_this_network(name)) and not _is_here(name):
        raise Refusal(400, f"主机名“{shortened(name)}”不在允许之列，请管理员把它加入 DASHBOARD_ALLOWED_HOSTS")
    return given[0]


def _is_of_this_network(name: str) -> bool:
    with suppress(ValueError):
        ipaddress.ip_address(name)
        return True
    return "." not in name


def _is_here(name: str) -> bool:
    return name in {"localhost", "127.0.0.1", "::1"}


def _listed(names: str) -> Sequence[str]:
    return [name.strip().rstrip("./").lower() for name in names.split(",") if name.strip()]


def _came_by_the_proxy(headers: Headers, settings: Settings) -> None:
    if settings.proxy_token:
        given = headers.getlist(TOKEN_HEADER)
        if len(given) != 1 or not hmac.compare_digest(given[0].encode("latin-1"), settings.proxy_token.encode()):
            raise Refusal(403, "请从看板的正式地址进入")
    elif settings.viewer_header:
        raise Refusal(503, "看板没有设置代理口令 DASHBOARD_PROXY_TOKEN，不能确认访问者身份，请联系管理员")
    if settings.viewer_header and len(headers.getlist(settings.viewer_header)) > 1:
        raise Refusal(400, "请求中有不止一个访问者姓名")


def _is_short(scope: Scope) -> None:
    """Of what anybody may send at will nothing long is read, remembered or logged."""
    query: bytes = scope["query_string"]
    if len(query) > _LONGEST_QUERY:
        raise Refusal(414, f"地址太长（{len(query)} 字节，最多 {_LONGEST_QUERY}），请减少筛选条件")
    for name, value in parse_qsl(query.decode("latin-1"), keep_blank_values=True):
        if max(len(name), len(value)) > _LONGEST_VALUE:
            raise Refusal(414, f"参数“{shortened(name)}”太长（最多 {_LONGEST_VALUE} 字），请缩短后再试")


def _from_our_own_page(scope: Scope, headers: Headers, host: str, settings: Settings) -> Scope:
    """What changes something, and the stream of a page, is asked for by our own pages only.

    Streamlit compares the origin with the host, too, and asks the network for its own address where they differ: behind
    a proxy with a name of its own they do, so they are made the same.
    """
    given = headers.getlist("origin")
    if not given:
        return scope  # not a browser
    origin = given[0].lower()
    own = {f"http://{host}".lower(), f"https://{host}".lower()}
    base = urlsplit(settings.base_url)
    if len(given) > 1 or origin not in {*own, *_listed(settings.allowed_origins), f"{base.scheme}://{base.netloc}"}:
        raise Refusal(403, f"来源“{shortened(origin)}”不在允许之列，请管理员把它加入 DASHBOARD_ALLOWED_ORIGINS")
    if origin in own:
        return scope
    others = [item for item in scope["headers"] if item[0] != b"origin"]
    scheme = scope["scheme"].replace("ws", "http")
    return {**scope, "headers": [*others, (b"origin", f"{scheme}://{host}".encode("latin-1"))]}


def _refuse(scope: Scope, refusal: Refusal) -> ASGIApp:
    if scope["type"] == "websocket":
        return WebSocketClose(1008, str(refusal.status))
    if refusal.status == _UNKNOWN and "text/html" in Headers(scope=scope).get("accept", ""):  # somebody with a browser
        links = [(page.title, f"/{page.address}") for page in pages().values() if page.audience != "managers"]
        page = notice_html("没有这个页面", str(refusal), links)
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": document_policy(page)}
        return HTMLResponse(page, refusal.status, headers)
    return PlainTextResponse(str(refusal), refusal.status)


_LOG = logging.getLogger(__name__)
