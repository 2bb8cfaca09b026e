"""Files on their way in: only from those who may hand data in, only so much at a time, and gone when they have left.

Streamlit takes a file from everybody who has a page open, whatever the page shows, and keeps it in memory.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from http import HTTPStatus

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from data.settings import current_settings
from pages.serving.door import Refusal
from pages.shared.viewer import RolesError, viewer

_ADDRESS = "/_stcore/upload_file/"
_SLOWEST_SECONDS = 600
_MB = 1_000_000


class Uploads:
    """Guards the addresses to which a browser sends files, and tidies up after visitors who have gone."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._coming: Counter[str] = Counter()  # bytes under way, by session

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on."""
        if scope["type"] == "websocket":
            try:
                await self.app(scope, receive, send)
            finally:
                self._tidy_up_later()
        elif scope["type"] == "http" and scope["path"].startswith(_ADDRESS) and scope["method"] != "OPTIONS":
            await self._take(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        session = scope["path"].removeprefix(_ADDRESS).partition("/")[0]
        try:
            _may_hand_in(headers, session)
            size = self._room_for(headers, session) if scope["method"] == "PUT" else 0
        except Refusal as refusal:
            later = {"Retry-After": "60"} if refusal.status == HTTPStatus.SERVICE_UNAVAILABLE else {}
            await PlainTextResponse(str(refusal), refusal.status, later)(scope, receive, send)
            return
        self._coming[session] += size
        try:
            async with asyncio.timeout(_SLOWEST_SECONDS):
                await self.app(scope, receive, send)
        finally:
            self._coming[session] -= size
            self._coming += Counter()  # without those that are done

    def _room_for(self, headers: Headers, session: str) -> int:
        """How many bytes are announced, where there is room for them.

        Raises:
            Refusal: it is not said how many, or they are too many.
        """
        settings, announced = current_settings(), headers.get("content-length", "")
        if not announced.isdecimal():
            raise Refusal(411, "上传的文件没有写明大小")
        size, held = int(announced), _held()
        own = held[session] + self._coming[session] + size
        if own > settings.session_uploads_mb * _MB:
            most = f"{settings.session_uploads_mb:g} MB"
            raise Refusal(413, f"一次打开的页面最多上传 {most}，请先移除已选的文件，或由管理员用命令行导入")
        if held.total() + self._coming.total() + size > settings.all_uploads_mb * _MB:
            raise Refusal(503, "同时上传的文件太多，请稍后再试")
        return size

    def _tidy_up_later(self) -> None:
        """Throw away, once a visitor could have come back, the files of those who have not."""
        gone = [session for session in _held() if not Runtime.instance().is_active_session(session)]
        if gone:
            later = st.get_option("server.disconnectedSessionTTL")
            asyncio.get_running_loop().call_later(later, _throw_away, gone)


def _may_hand_in(headers: Headers, session: str) -> None:
    """Refuse who may not, by this request and by the page they say they have open.

    Raises:
        Refusal: they may not, or have no such page open.
    """
    client = Runtime.instance().get_client(session)
    try:
        asking = viewer(headers)
        owner = viewer(Headers(dict(client.client_context.headers))) if client and client.client_context else None
    except RolesError as error:
        raise Refusal(503, str(error)) from None
    if not asking.may_manage:
        raise Refusal(403, "文件由经办人从报送页上传；需要权限请联系管理员")
    if owner is None or owner.name != asking.name:
        raise Refusal(403, "页面已经断开，请刷新报送页后重新选择文件")


def _held() -> Counter[str]:
    """Bytes in memory, by session; nothing in a server that has not started."""
    manager = Runtime.instance().uploaded_file_mgr if Runtime.exists() else None
    if not isinstance(manager, MemoryUploadedFileManager):
        return Counter()
    return Counter(
        {name: sum(len(file.data) for file in [*files.values()]) for name, files in [*manager.file_storage.items()]}
    )


def _throw_away(sessions: list[str]) -> None:
    for session in sessions:
        if not Runtime.instance().is_active_session(session):
            Runtime.instance().uploaded_file_mgr.remove_session_files(session)
