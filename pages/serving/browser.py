"""What a browser is told to refuse: whatever is not ours, in every answer of the server."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from data.settings import current_settings
from pages.shared.shell import shell

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_POLICY = "content-security-policy"
_FIXED = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin"}


class Guarded:
    """Adds the rules to every answer; over TLS cookies travel over TLS only."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _FIXED.items():
                    headers[name] = value
                if _POLICY not in headers:
                    headers[_POLICY] = page_policy(Headers(scope=scope).get("host", ""))
                if scope["scheme"] == "https":
                    message["headers"] = [_secure(name, value) for name, value in message["headers"]]
            await send(message)

        await self.app(scope, receive, guarded)


def page_policy(host: str) -> str:
    """The policy of the pages, which Streamlit draws; ``host``: under which name they were asked for.

    Its programs compile WebAssembly and start workers and components from memory (``blob:``), and write styles as they
    go; the style of the map, in which no tile is asked for, is an address that holds its content (``data:``).
    """
    rules = (
        "default-src 'self'",
        f"script-src 'self' {_hashes(shell())} blob: 'wasm-unsafe-eval'",
        "worker-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        f"connect-src 'self' ws://{host} wss://{host} data: blob:",  # older browsers do not count a websocket as 'self'
    )
    return _closed(*rules)


def document_policy(document: str) -> str:
    """The policy of a document that is whole in itself: no address but its own, no script but those it came with."""
    return _closed(
        "default-src 'none'", f"script-src {_hashes(document)}", "style-src 'unsafe-inline'", "img-src data:"
    )


def _closed(*rules: str) -> str:
    frames = current_settings().frame_ancestors
    return "; ".join(
        [*rules, "object-src 'none'", "base-uri 'self'", "form-action 'self'", f"frame-ancestors {frames}"]
    )


@cache
def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _hashes(document: str) -> str:
    return " ".join(map(_hash, _SCRIPT.findall(document))) or "'none'"


def _secure(name: bytes, value: bytes) -> tuple[bytes, bytes]:
    is_open = name.lower() == b"set-cookie" and b"secure" not in value.lower().split(b"; ")
    return name, value + b"; Secure" if is_open else value
