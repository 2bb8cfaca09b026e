"""Viewers of a hall in a process of their own: ``python -m tests.benchmarks.viewers ADDRESS SESSIONS REPEATS PAUSE SEED``.

Each opens pages and chooses filters in Streamlit's own protocol, with a pause between two actions, and compares what comes
with what the same link gives to somebody alone (read from standard input). What happened goes to standard output.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field

import httpx2
from websockets.exceptions import WebSocketException

from tests.visitor import Answer, Visitor

PAGES = ("", "map", "league", "comparison", "analysis", "activities", "rules")
_GO_ELSEWHERE = 0.3  # of the actions open another page, the others choose on the same
_MOST_SECONDS = 60.0

View = tuple[str, str, str]
"""A page, a period and a unit as the boxes say them."""


@dataclass
class Visits:
    """What happened to viewers: seconds per action, and how much went wrong."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    wrong: list[View] = field(default_factory=list)
    lost: int = 0
    own_cpu: float = 0.0


def views(periods: list[str], units: list[str]) -> list[View]:
    """Everything that viewers look at."""
    return [(page, period, unit) for page in PAGES for period in periods for unit in units]


async def act(visitor: Visitor, view: View, before: View | None) -> Answer:
    """Come to a view: by its link, or from the one before by the navigation or by a box; nobody does both at once."""
    page, period, unit = view
    if before is None:
        return await visitor.open(page, period=period, unit=unit)
    if page != before[0]:
        return await visitor.go(page)
    if period != before[1]:
        return await visitor.choose("时期", period)
    return await visitor.choose("单位", unit)


def steps(known: list[View], repeats: int, chance: random.Random) -> Iterator[View]:
    """Where somebody goes, one thing at a time: another page now and then, most often another unit or another period."""
    view = page, period, unit = chance.choice(known)
    yield view
    for _ in range(repeats - 1):
        if chance.random() < _GO_ELSEWHERE:
            page = chance.choice([other for other in PAGES if other != page])
        elif chance.random() < _GO_ELSEWHERE:
            period = chance.choice([other for _, other, _ in known if other != period])
        else:
            unit = chance.choice([other for _, _, other in known if other != unit])
        yield page, period, unit


def cookies(address: str) -> dict[str, str]:
    """The header of somebody whom the proxy has met: the cookie says to which process they belong."""
    with httpx2.Client() as browser:
        browser.get(address)
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in browser.cookies.items())}


async def _viewer(
    address: str, expected: dict[View, str], repeats: int, pause: float, seed: int, visits: Visits
) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    before: View | None = None
    await asyncio.sleep(chance.uniform(0, pause))
    try:
        headers = await asyncio.to_thread(cookies, address)
        async with Visitor.arriving(address, headers) as visitor:
            for view in steps(list(expected), repeats, chance):
                started = time.perf_counter()
                answer = await act(visitor, view, before)
                visits.seconds.append(time.perf_counter() - started)
                visits.sizes.append(answer.size)
                if answer.digest != expected[view]:
                    visits.wrong.append(view)
                before = view
                await asyncio.sleep(pause and chance.uniform(0.8, 1.2) * pause)
    except (OSError, TimeoutError, WebSocketException, httpx2.HTTPError):
        visits.lost += 1


async def visits(
    address: str, expected: dict[View, str], sessions: int, repeats: int, pause: float, seed: int
) -> Visits:
    """So many viewers at once, each with so many actions.

    Args:
        address: of the server.
        expected: the digest of the answer to each view.
        sessions: how many viewers.
        repeats: actions of each.
        pause: seconds between two actions, on average; they also come one by one within that time.
        seed: of their choices.
    """
    found = Visits()
    async with asyncio.timeout(_MOST_SECONDS + repeats * (pause + _MOST_SECONDS)):
        await asyncio.gather(
            *(_viewer(address, expected, repeats, pause, seed + number, found) for number in range(sessions))
        )
    return found


def main() -> None:
    """Visit as the arguments say."""
    address, sessions, repeats, pause, seed = sys.argv[1:]
    expected = {(page, period, unit): digest for page, period, unit, digest in json.load(sys.stdin)}
    found = Visits()
    with suppress(TimeoutError):
        found = asyncio.run(visits(address, expected, int(sessions), int(repeats), float(pause), int(seed)))
    found.own_cpu = time.process_time()
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
