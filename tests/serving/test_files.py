"""Files on their way out: a queue for heavy ones, and readers who stop reading."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import Message

import dashboard
from pages.serving import files
from pages.serving.files import Busy, Pool, Sent, Stored
from queries.catalogue import is_heavy
from queries.reports.opening import Export


@pytest.mark.parametrize(
    ("name", "ending", "expected"),
    [
        ("workbook", "xlsx", True),
        ("slides", "pptx", True),
        ("brief", "docx", True),
        ("activity_rows", "xlsx", True),
        ("activity_rows", "csv", False),
        ("appeal_rows", "xlsx", True),
        ("finding_rows", "csv", False),
        ("league_table", "xlsx", False),
        ("slides", "html", False),
    ],
)
def test_office_documents_of_many_answers_are_heavy(name: str, ending: str, *, expected: bool) -> None:
    assert is_heavy(name, ending) is expected


def test_a_pool_has_a_queue_and_a_share_for_each() -> None:
    async def fill() -> list[int]:
        pool, done = Pool("test", threads=1, places=3, each=2), threading.Event()
        under_way = [asyncio.ensure_future(pool.run(who, done.wait)) for who in ("甲", "甲", "乙")]
        await asyncio.sleep(0)
        refused = []
        for who in ("甲", "丙"):
            with pytest.raises(Busy) as busy:
                await pool.run(who, done.wait)
            assert busy.value.headers == {"Retry-After": "10"}
            refused.append(busy.value.status_code)
        under_way[1].cancel()  # whoever goes leaves the queue
        await asyncio.wait([under_way[1]])
        third = asyncio.ensure_future(pool.run("丙", lambda: True))
        done.set()
        assert await asyncio.gather(under_way[0], under_way[2], third) == [True, True, True]
        assert await pool.run("甲", lambda: 7) == 7
        return refused

    assert asyncio.run(fill()) == [429, 503]


def test_while_heavy_files_are_made_others_are_served_and_more_are_told_to_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = threading.Event()

    def open_export(_store: object, question: str, *_: object, **__: object) -> Export:
        def chunks() -> Iterator[bytes]:
            assert question != "workbook" or done.wait(30)
            yield question.encode()

        return Export("x", chunks())

    monkeypatch.setattr(dashboard, "open_export", open_export)
    answers: list[tuple[int, str]] = []
    with TestClient(Starlette(routes=dashboard.routes, middleware=dashboard.middleware)) as client:

        def take() -> None:
            answer = client.get("/export/workbook.xlsx")
            answers.append((answer.status_code, answer.text))

        waiting = [threading.Thread(target=take) for _ in range(6)]
        for thread in waiting:
            thread.start()
        while len(answers) < 2:  # the others are in the queue
            done.wait(0.01)
        assert answers == [(429, "您已有 4 个文件正在生成，请等它们完成后再试")] * 2
        assert client.get("/export/workbook.xlsx").headers["retry-after"] == "10"
        assert client.get("/export/league_table.csv").text == "league_table"
        assert client.get("/geometry/1/districts.geojson").status_code == 404
        done.set()
        for thread in waiting:
            thread.join(30)
    assert answers[2:] == [(200, "workbook")] * 4


class _Reader:
    """Takes so many messages of an answer, then stands still without going."""

    def __init__(self, most: int) -> None:
        self.taken: list[Message] = []
        self.most = most

    async def send(self, message: Message) -> None:
        if len(self.taken) >= self.most:
            await asyncio.Event().wait()
        self.taken.append(message)

    async def receive(self) -> Message:
        return await asyncio.Event().wait()  # type: ignore[return-value]  # never

    @property
    def is_done(self) -> bool:
        return bool(self.taken) and self.taken[-1].get("more_body") is False


class _Chunks(Iterator[bytes]):
    """A long file that says how far it was read and whether it was given up."""

    def __init__(self, count: int) -> None:
        self.left, self.is_closed = count, False

    def __next__(self) -> bytes:
        if not self.left:
            raise StopIteration
        self.left -= 1
        return b"x" * 100_000

    def close(self) -> None:
        self.is_closed = True


def _sent(reader: _Reader, chunks: Iterator[bytes]) -> Any:
    return Sent(chunks, "text/plain", {})({}, reader.receive, reader.send)


def test_a_file_arrives_whole_in_small_pieces() -> None:
    reader, chunks = _Reader(100), _Chunks(3)
    asyncio.run(_sent(reader, chunks))
    bodies = [message["body"] for message in reader.taken[1:]]
    assert b"".join(bodies) == b"x" * 300_000
    assert max(map(len, bodies)) == 65_536
    assert reader.is_done
    assert chunks.is_closed


def test_who_takes_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_STALLED_SECONDS", 0.05)
    reader, chunks = _Reader(4), _Chunks(50)
    asyncio.run(_sent(reader, chunks))
    assert not reader.is_done
    assert chunks.left == 48  # no more is made than is taken
    assert chunks.is_closed


def test_when_there_are_too_many_the_one_that_stands_longest_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_MOST_READERS", 2)

    async def read() -> list[bool]:
        first, second, third = _Reader(2), _Reader(2), _Reader(100)
        stalled = [asyncio.ensure_future(_sent(first, _Chunks(9)))]
        while len(first.taken) < 2:
            await asyncio.sleep(0.01)
        stalled.append(asyncio.ensure_future(_sent(second, _Chunks(9))))
        while len(second.taken) < 2:
            await asyncio.sleep(0.01)
        await _sent(third, _Chunks(9))
        await asyncio.wait(stalled, timeout=1)
        ended = [reader.done() for reader in stalled]
        stalled[1].cancel()
        await asyncio.wait(stalled)
        assert third.is_done
        return ended

    assert asyncio.run(read()) == [True, False]


def test_what_is_stored_is_made_at_once_and_read_in_pieces() -> None:
    chunks = _Chunks(2)
    stored = Stored(chunks)
    assert chunks.left == 0
    pieces = list(stored)
    assert b"".join(pieces) == b"x" * 200_000
    assert max(map(len, pieces)) == 65_536
    stored.close()


def test_what_cannot_be_made_leaves_no_file() -> None:
    def broken() -> Iterator[bytes]:
        yield b"x"
        raise RuntimeError("it breaks")

    with pytest.raises(RuntimeError, match="it breaks"):
        Stored(broken())
