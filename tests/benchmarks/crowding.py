"""A crowd at the door: sixty who want the whole dashboard as a workbook and two hundred who stop reading, all at once.

Meanwhile somebody clicks and somebody takes a small file away; both measured, and the memory of all processes. Everything
happens on this machine and ends by itself.
"""

from __future__ import annotations

import asyncio
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import httpx2
import psutil

from data.versions.store import Store
from tests.benchmarks.cities import kept, published
from tests.benchmarks.measuring import Result
from tests.benchmarks.viewers import act, cookies
from tests.benchmarks.viewing import Hall, hall, pages_of
from tests.visitor import Visitor

_WORKBOOKS, _STALLED = 60, 200
_TIMES, _PAUSE_SECONDS = 40, 0.5
_MOST_SECONDS = 240.0
_CLICK_SECONDS, _EXPORT_SECONDS, _MOST_MB = 1.0, 2.0, 1_500.0
_WORKBOOK = "/export/workbook.xlsx"
_LONG = "/export/activity_rows.csv"
_SMALL = "/export/band_counts.csv"


def run(rounds: int) -> Iterator[Result]:
    """Clicks and small exports beside the crowd; ``rounds`` is not used."""
    del rounds
    with kept() as folder:
        store = published(folder, 1)
        with hall(store) as place:
            yield from asyncio.run(asyncio.wait_for(_crowded(place, store), _MOST_SECONDS))


async def _crowded(place: Hall, store: Store) -> list[Result]:
    answered: Counter[int] = Counter()
    memory: list[float] = []
    headers = await asyncio.to_thread(cookies, place.address)  # somebody who was there before
    with ExitStack() as held:
        for _ in range(_STALLED):
            held.enter_context(await asyncio.to_thread(_stalled, place))
        crowd = [asyncio.ensure_future(_wants_a_workbook(place, answered)) for _ in range(_WORKBOOKS)]
        crowd.append(asyncio.ensure_future(_weigh(place, memory)))
        try:
            clicks, exports = await asyncio.gather(_clicks(place, store, headers), _exports(place))
        finally:
            for task in crowd:
                task.cancel()
            await asyncio.gather(*crowd, return_exceptions=True)
    notes = {f"workbooks {status}": count for status, count in sorted(answered.items())}
    return [
        _result("a click beside the crowd: 95 of 100 within", clicks, _CLICK_SECONDS, notes),
        _result("a small export beside the crowd: 95 of 100 within", exports, _EXPORT_SECONDS, {}),
        Result(
            "memory of all processes (PSS)",
            0.0,
            target=f"≤ {_MOST_MB:g} MB",
            is_reached=max(memory) <= _MOST_MB,
            notes={"MB at most": max(memory), "MB at the end": memory[-1]},
        ),
    ]


def _result(name: str, taken: list[float], most: float, notes: dict[str, float]) -> Result:
    slowest = statistics.quantiles(taken, n=20)[-1]
    notes = {"median ms": 1000 * statistics.median(taken), "times": len(taken), **notes}
    return Result(name, slowest, target=f"≤ {most:g} s", is_reached=slowest <= most, notes=notes)


def _stalled(place: Hall) -> socket.socket:
    """Somebody who asks for a long file and reads none of it."""
    there = urlsplit(place.address)
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.connect((there.hostname, there.port))
    wire.sendall(f"GET {_LONG} HTTP/1.1\r\nHost: {there.netloc}\r\n\r\n".encode())
    return wire


async def _wants_a_workbook(place: Hall, answered: Counter[int]) -> None:
    """Somebody who asks again when they are told to, and who wants another as soon as they have one."""
    async with httpx2.AsyncClient(base_url=place.address, trust_env=False, timeout=_MOST_SECONDS) as client:
        while True:
            answer = await client.get(_WORKBOOK)
            answered[answer.status_code] += 1
            await asyncio.sleep(float(answer.headers.get("retry-after", 0)))


async def _weigh(place: Hall, memory: list[float]) -> None:
    while True:
        programs = [place.program, *place.program.children(recursive=True)]
        memory.append(await asyncio.to_thread(lambda: sum(map(_pss, programs)) / 1e6))  # noqa: B023 - awaited
        await asyncio.sleep(2)


def _pss(program: psutil.Process) -> float:
    return float(program.memory_full_info().pss)


async def _clicks(place: Hall, store: Store, headers: dict[str, str]) -> list[float]:
    known = pages_of(store)
    taken = []
    async with Visitor.arriving(place.address, headers) as visitor:
        await act(visitor, known[0], None)
        before = known[0]
        for number in range(1, _TIMES + 1):
            view = known[number % len(known)]
            view = view if view[0] == before[0] else (view[0], *before[1:])
            started = time.perf_counter()
            await act(visitor, view, before)
            taken.append(time.perf_counter() - started)
            before = view
            await asyncio.sleep(_PAUSE_SECONDS)
    return taken


async def _exports(place: Hall) -> list[float]:
    taken = []
    async with httpx2.AsyncClient(base_url=place.address, trust_env=False, timeout=60) as client:
        for _ in range(_TIMES):
            started = time.perf_counter()
            (await client.get(_SMALL)).raise_for_status()
            taken.append(time.perf_counter() - started)
            await asyncio.sleep(_PAUSE_SECONDS)
    return taken
