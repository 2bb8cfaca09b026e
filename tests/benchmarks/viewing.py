"""A full hall: the dashboard as ``python -m pages.serving`` starts it, and viewers who open and choose every ten seconds.

Each answer is compared with the one that somebody alone got. The viewers run on the same cores, in a process of their own
whose share is reported apart.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby, pairwise
from typing import NamedTuple

import psutil

import queries
from data.settings import PROJECT
from data.versions.store import Store
from pages.serving.door import TOKEN_HEADER
from queries import formats
from tests.benchmarks.cities import kept, opened, published
from tests.benchmarks.measuring import Result
from tests.benchmarks.viewers import View, Visits, act, cookies, views
from tests.visitor import Visitor

_PERIODS, _UNITS = 3, 6
_SESSIONS = (10, 25, 50, 75, 100, 150)
_AIM = 150
_ACTIONS = 6
_PAUSE_SECONDS = 10.0
_SLOWEST_SECONDS = 1.0
_MOST_CPU_SECONDS = 0.060
_BUSY_SESSIONS, _BUSY_REPEATS = 20, (100, 400)  # without pause: 2,000 reruns to begin with, then 8,000 more
_MOST_GROWTH = 0.10
_SEED = 20_260_930
_TOKEN = "known-to-the-benchmark"  # noqa: S105 - known to the viewer who comes past the proxy


class Hall(NamedTuple):
    """The dashboard behind its proxy."""

    address: str
    program: psutil.Process

    def servers(self) -> list[psutil.Process]:
        """The processes of the dashboard."""
        return [child for child in self.program.children() if "dashboard.py" in child.cmdline()]

    def proxy(self) -> psutil.Process:
        """The proxy's process."""
        return next(child for child in self.program.children() if "dashboard.py" not in child.cmdline())

    def memory(self) -> float:
        """Megabytes that the processes of the dashboard hold."""
        return sum(server.memory_info().rss for server in self.servers()) / 1e6


def run(rounds: int) -> Iterator[Result]:
    """CPU of a rerun, the largest hall that is served well, and memory over ten thousand reruns; ``rounds`` is not used."""
    del rounds
    with kept() as folder:
        store = published(folder, 1)
        with hall(store) as place:
            expected, taken = asyncio.run(_alone(place, pages_of(store)))
            yield _cpu("CPU of a rerun, one viewer", taken)
            before = place.memory()
            held = 0
            for sessions in _SESSIONS:
                result, is_good = _visited(place, expected, sessions, before)
                yield result
                if not is_good:
                    break
                held = sessions
            yield Result(
                f"viewers served within {_SLOWEST_SECONDS:g} s (95 of 100), none lost, every answer right",
                _SLOWEST_SECONDS,
                target=f"{_AIM} sessions",
                is_reached=held >= _AIM,
                notes={"sessions": held},
            )
            yield _enduring(place, expected)


@contextmanager
def hall(store: Store) -> Iterator[Hall]:
    """A process per core behind the proxy, as a person starts it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pages.serving", "--port", str(port)]
    environment = {
        **os.environ,
        "DASHBOARD_STORE": str(store.root),
        "DASHBOARD_PROXY_TOKEN": _TOKEN,
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as program:
        try:
            assert program.stdout
            if not any("看板已就绪" in line for line in program.stdout):
                raise RuntimeError("the dashboard did not start; is caddy installed?")
            yield Hall(f"http://127.0.0.1:{port}", psutil.Process(program.pid))
        finally:
            program.terminate()


def pages_of(store: Store) -> list[View]:
    """Everything that is looked at: the pages, with some periods and units."""
    database = opened(store)
    periods = queries.periods(database)["period"].tolist()[:_PERIODS]
    units = queries.units(database)["unit_name"].tolist()[: _UNITS - 1]
    return views([formats.period_name(period) for period in periods], ["全市", *units])


async def _alone(place: Hall, known: Sequence[View]) -> tuple[dict[View, str], list[float]]:
    """What every link gives to somebody new in each process, and the CPU seconds of reruns by one box with full caches."""
    expected: dict[View, str] = {}
    taken: list[float] = []
    headers = {**cookies(place.address), TOKEN_HEADER: _TOKEN}
    for server in place.servers():
        address = f"http://127.0.0.1:{_port(server)}"
        for view in known:
            async with Visitor.arriving(address, headers) as visitor:
                answer = await act(visitor, view, None)
            if expected.setdefault(view, answer.digest) != answer.digest:
                raise RuntimeError(f"two answers to one link: {view}")
        for first, *others in (list(group) for _, group in groupby(known, key=lambda view: view[:2])):
            async with Visitor.arriving(address, headers) as visitor:
                await act(visitor, first, None)
                for before, view in pairwise([first, *others]):
                    started = cpu_seconds(server)
                    await act(visitor, view, before)
                    taken.append(cpu_seconds(server) - started)
    return expected, taken


def _port(server: psutil.Process) -> int:
    command = server.cmdline()
    return int(command[command.index("--server.port") + 1])


def cpu_seconds(process: psutil.Process) -> float:
    """CPU that a process has taken, to the nanosecond on Linux: its clock has an id made of its number."""
    if sys.platform == "linux":
        return time.clock_gettime((~process.pid << 3) | 2)
    spent = process.cpu_times()
    return float(spent.user + spent.system)


def _cpu(name: str, taken: Sequence[float]) -> Result:
    middle = statistics.median(taken)
    low, high = statistics.quantiles(taken, n=20)[0], statistics.quantiles(taken, n=20)[-1]
    return Result(
        name,
        middle,
        spread=f"{1000 * low:.0f}–{1000 * high:.0f} ms (5–95 of 100, {len(taken)} reruns)",
        target=f"≤ {1000 * _MOST_CPU_SECONDS:g} ms",
        is_reached=middle <= _MOST_CPU_SECONDS,
    )


def _visited(place: Hall, expected: dict[View, str], sessions: int, before: float) -> tuple[Result, bool]:
    """One size of the hall: the 95th percentile of all actions, and what they cost."""
    started = [cpu_seconds(server) for server in place.servers()], cpu_seconds(place.proxy())
    found = visited(place, expected, sessions, _ACTIONS, _PAUSE_SECONDS)
    spent = sum(map(cpu_seconds, place.servers())) - sum(started[0])
    slowest = statistics.quantiles(found.seconds, n=20)[-1] if len(found.seconds) > 1 else float("inf")
    is_good = slowest < _SLOWEST_SECONDS and not found.lost and not found.wrong
    reruns = max(len(found.seconds), 1)
    notes = {
        "median ms": 1000 * statistics.median(found.seconds or [0.0]),
        "actions": len(found.seconds),
        "lost": found.lost,
        "wrong": len(found.wrong),
        "server CPU ms each": 1000 * spent / reruns,
        "proxy CPU ms each": 1000 * (cpu_seconds(place.proxy()) - started[1]) / reruns,
        "viewers' CPU ms each": 1000 * found.own_cpu / reruns,
        "KB each": statistics.median(found.sizes or [0]) / 1000,
        "MB a session": (place.memory() - before) / sessions,
    }
    name = f"{sessions} viewers, an action every {_PAUSE_SECONDS:g} s: 95 of 100 within"
    return Result(name, slowest, target=f"< {_SLOWEST_SECONDS:g} s", is_reached=is_good, notes=notes), is_good


def _enduring(place: Hall, expected: dict[View, str]) -> Result:
    """Memory after ten thousand reruns beside that after the first two thousand."""
    started = time.perf_counter()
    marks = []
    for repeats in _BUSY_REPEATS:
        found = visited(place, expected, _BUSY_SESSIONS, repeats, 0.0)
        marks.append((place.memory(), len(found.seconds), found.lost, len(found.wrong)))
    (first, _, _, _), (last, _, _, _) = marks
    growth = last / first - 1
    notes = {
        "reruns": sum(mark[1] for mark in marks),
        "lost": sum(mark[2] for mark in marks),
        "wrong": sum(mark[3] for mark in marks),
        "MB before": first,
        "MB after": last,
        "growth %": 100 * growth,
    }
    return Result(
        "memory over 10,000 reruns",
        time.perf_counter() - started,
        target=f"< {100 * _MOST_GROWTH:g} % growth",
        is_reached=growth < _MOST_GROWTH,
        notes=notes,
    )


def visited(place: Hall, expected: dict[View, str], sessions: int, repeats: int, pause: float) -> Visits:
    """Let viewers in, see :mod:`tests.benchmarks.viewers`."""
    command = [sys.executable, "-m", "tests.benchmarks.viewers", place.address]
    options = [str(sessions), str(repeats), str(pause), str(_SEED)]
    known = json.dumps([[*view, digest] for view, digest in expected.items()])
    done = subprocess.run([*command, *options], cwd=PROJECT, input=known, capture_output=True, text=True, check=True)
    return Visits(**json.loads(done.stdout))
