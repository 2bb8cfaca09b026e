"""Files on their way out: made a few at a time in threads of their own, and sent to readers who may be slow or gone."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

import anyio
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from pages.shared.memory import give_back

_PIECE = 65_536
_STALLED_SECONDS = 60.0  # without taking a piece
_MOST_READERS = 16  # each holds the answer to a query
_AGAIN_SECONDS = 10
Made = TypeVar("Made")


class Busy(HTTPException):
    """There is no place now: a plain answer that says why, in Chinese, and when to come again."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(status, reason, {"Retry-After": str(_AGAIN_SECONDS)})


class Pool:
    """Threads for one kind of work, with a queue of some length and some places for each viewer."""

    def __init__(self, name: str, *, threads: int, places: int, each: int) -> None:
        self._threads = ThreadPoolExecutor(threads, name)
        self._places, self._each = places, each
        self._taken: Counter[str] = Counter()

    async def run(self, who: str, work: Callable[[], Made]) -> Made:
        """What the work gives, when its turn has come.

        Raises:
            Busy: all places are taken, or all that this viewer may take.
        """
        if self._taken[who] >= self._each:
            raise Busy(429, f"您已有 {self._each} 个文件正在生成，请等它们完成后再试")
        if self._taken.total() >= self._places:
            raise Busy(503, "正在生成的文件较多，请稍后再试")
        self._taken[who] += 1
        try:
            return await self.step(work)
        finally:
            self._taken[who] -= 1
            self._taken += Counter()  # without those who have none

    async def step(self, work: Callable[[], Made]) -> Made:
        """What a short piece of work gives that was begun before; whoever waits for it waits to its end."""
        future = self._threads.submit(copy_context().run, work)  # which knows who acts
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if not future.cancel():  # it has begun
                with anyio.CancelScope(shield=True):
                    await asyncio.gather(asyncio.wrap_future(future), return_exceptions=True)
            raise


# A workbook of the whole dashboard keeps Python busy for seconds: one at a time leaves the other half to the pages.
HEAVY = Pool("heavy", threads=1, places=16, each=4)
LIGHT = Pool("light", threads=2, places=100, each=60)


class Stored(Iterator[bytes]):
    """Bytes that are all made by now and wait on the disk, so that a slow reader holds neither memory nor a query."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._file = tempfile.TemporaryFile(prefix="export-")  # noqa: SIM115 - closed when it was read
        try:
            self._file.writelines(chunks)
            self._file.seek(0)
        except BaseException:
            self._file.close()
            raise
        finally:
            give_back()

    def __next__(self) -> bytes:
        if piece := self._file.read(_PIECE):
            return piece
        raise StopIteration

    def close(self) -> None:
        """Nobody reads on."""
        self._file.close()


class Sent(Response):
    """A file, sent as fast as its reader takes it; the next piece is made when the last is taken.

    Who takes nothing for a minute is cut off, and when there are too many readers, whoever has stood still the longest.
    """

    def __init__(self, chunks: Iterator[bytes], media_type: str, headers: Mapping[str, str]) -> None:
        self.chunks = chunks
        self.status_code, self.media_type, self.background = 200, media_type, None
        self.init_headers(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; an answer that is broken off ends without its last message, so that its reader knows."""
        del scope
        reading = anyio.CancelScope()
        try:
            async with anyio.create_task_group() as group:
                group.start_soon(_watch, receive, reading)
                with reading:
                    await self._send(reading, send)
                group.cancel_scope.cancel()
        finally:
            _READING.pop(reading, None)
            with anyio.CancelScope(shield=True):
                await LIGHT.step(
                    getattr(self.chunks, "close", lambda: None)
                )  # a query ends, the log says how far it came

    async def _send(self, reading: anyio.CancelScope, send: Send) -> None:
        _make_room()
        await _step(reading, send, {"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        while (chunk := await LIGHT.step(lambda: next(self.chunks, None))) is not None:
            for start in range(0, len(chunk), _PIECE):
                body = chunk[start : start + _PIECE]
                await _step(reading, send, {"type": "http.response.body", "body": body, "more_body": True})
        await _step(reading, send, {"type": "http.response.body", "body": b"", "more_body": False})


_READING: dict[anyio.CancelScope, float] = {}  # who is being sent a file, and when they last took a piece


def _make_room() -> None:
    while len(_READING) >= _MOST_READERS:
        slowest = min(_READING, key=_READING.__getitem__)
        slowest.cancel()
        del _READING[slowest]


async def _step(reading: anyio.CancelScope, send: Callable[[Message], Awaitable[None]], message: Message) -> None:
    _READING[reading] = time.monotonic()
    reading.deadline = anyio.current_time() + _STALLED_SECONDS
    await send(message)
    reading.deadline = float("inf")


async def _watch(receive: Receive, reading: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    reading.cancel()
