"""A province in simulation, every page of it opened: ``python -m tests.benchmarks.province`` measures, writes province.md.

Fifty thousand communities over a year, and fifty million activities, published as any folder is and served as to a full
hall. Making it takes a quarter of an hour and some 15 GB of disk; ``BENCH_CITIES`` keeps it.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import pandas as pd

import queries
from data.sample import write_sample
from data.versions.store import DATABASE, Store
from tests.benchmarks.cities import COMMUNITIES, kept, lengthened, opened
from tests.benchmarks.listening import default_arguments
from tests.benchmarks.measuring import in_process, seconds
from tests.benchmarks.viewers import cookies
from tests.benchmarks.viewing import Hall, hall
from tests.visitor import Answer, Visitor

REPORT = Path(__file__).with_name("province.md")
_SCALE = 50_000 / COMMUNITIES
_ACTIVITIES = 50_000_000
_FROM, _LEDGER_FROM = "2025Q4", "2025-01-01"  # a year, and the quarters before it that its first one counts
_SEARCHES = ("东城", "dcsq", "99", "社区", "没有这个")
_ROUNDS = 9
_MOST_OPTIONS = 1_000
_IMPORTS = "import sys\nfrom pathlib import Path\nfrom data.versions.publishing import publish_folder\nfrom data.versions.store import Store"
_PUBLISH = "publish_folder(Store(Path(sys.argv[1])), Path(sys.argv[2]), published_by='bench')"


class Publication(NamedTuple):
    """What publishing took: seconds, and the largest resident memory of its process."""

    seconds: float
    megabytes: float


class Link(NamedTuple):
    """A page by its address, and what a reader calls what it shows."""

    says: str
    page: str
    parameters: dict[str, str]


@dataclass(frozen=True)
class Seen:
    """One link opened by the first who comes, and by the next."""

    says: str
    first: float
    again: float
    size: int
    most_options: int


def main() -> None:
    """Make, open, write."""
    with kept() as folder:
        store, publication = _province(folder)
        whole = lengthened(store, _ACTIVITIES)
        database = opened(whole)
        found = [
            statistics.median(
                seconds(lambda word=word: queries.community_names(database, search=word, most=8))
                for _ in range(_ROUNDS)
            )
            for word in _SEARCHES
        ]
        sizes = database.frame(
            "select table_name, estimated_size from duckdb_tables() where table_name in ('community', 'activity')", {}
        ).set_index("table_name")["estimated_size"]
        with hall(whole) as place:
            seen = asyncio.run(_opened(place, _links(whole)))
            memory = place.memory()
        version = whole.current()
        assert version is not None
        disk = (whole.folder(version) / DATABASE).stat().st_size / 1e9
    REPORT.write_text(report(seen, sizes, found, publication, memory / 1e3, disk), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


def report(
    seen: Sequence[Seen], sizes: pd.Series, found: Sequence[float], publication: Publication, memory: float, disk: float
) -> str:
    """The paper: each page as the first and the next reader get it, and what the whole takes."""
    lines = [
        "# A province in simulation",
        "",
        f"By `python -m tests.benchmarks.province`, {datetime.now(UTC):%Y-%m-%d}: {sizes['community']:,} communities with four quarters",
        f"under two standards and {sizes['activity'] / 1e6:,.1f} million activities, served by `python -m pages.serving`.",
        "",
        f"Published in {publication.seconds / 60:.0f} minutes within {publication.megabytes / 1e3:.1f} GB of memory; {disk:.1f} GB on disk.",
        f"The servers hold {memory:.1f} GB after all pages.",
        f"A search answers within {1000 * max(found):.0f} ms. No box has more than {max(one.most_options for one in seen):,} options.",
        "",
        "| Page | first reader, s | next reader, s | KB |",
        "|---|---:|---:|---:|",
        *(f"| {one.says} | {one.first:.2f} | {one.again:.2f} | {one.size / 1e3:,.0f} |" for one in seen),
    ]
    return "\n".join(lines) + "\n"


def _province(folder: Path) -> tuple[Store, Publication]:
    """The province without the long ledger, and what its publication took, also when it was made before."""
    store, kept_figures = Store(folder / "province"), folder / "province-publication"
    if store.current() is None:
        with tempfile.TemporaryDirectory(dir=folder) as name:
            source = Path(name)
            write_sample(source, scale=_SCALE)
            _keep(source, "measurements", f"period >= '{_FROM}'")
            _keep(source, "activities", f"held_at >= timestamp '{_LEDGER_FROM}'")
            figures = in_process(_IMPORTS, _PUBLISH, str(store.root), str(source))
            kept_figures.write_text(" ".join(map(str, figures)))
    return store, Publication(*map(float, kept_figures.read_text().split()))


def _keep(folder: Path, table: str, condition: str) -> None:
    file, rest = folder / f"{table}.parquet", folder / "rest.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy (from read_parquet('{file}') where {condition}) to '{rest}' (format parquet)")
    shutil.move(rest, file)


def _links(store: Store) -> list[Link]:
    """Every page, and on those that go down to a community each step of the way."""
    database = opened(store)
    asked = default_arguments(database, "community_profile")
    place = database.frame(
        "select community.street_code, unit_name from community inner join unit on community.unit_code = unit.unit_code "
        "where community_code = $community",
        {"community": asked["community"]},
    ).iloc[0]
    unit = {"unit": str(place["unit_name"])}
    return [
        Link("总览", "", {}),
        Link("总览，一个单位", "", unit),
        Link("地图", "map", {}),
        Link("地图，一个单位", "map", unit),
        Link("排行榜", "league", {}),
        Link("排行榜，一个单位", "league", unit),
        Link("排行榜，搜索", "league", {"search": "dc"}),
        Link("五维对标", "comparison", {}),
        *(
            Link(f"更多分析，{view}", "analysis", {"view": view})
            for view in ("漏斗图", "小样本", "构成效应", "权重推演")
        ),
        Link("社区档案", "community", {"code": asked["community"]}),
        Link("活动", "activities", {}),
        Link("活动，一个单位", "activities", unit),
        Link("汇报材料", "briefing", {}),
        Link("报送", "submission", {}),
        Link("标准细则", "rules", {}),
        Link("使用说明", "guide", {}),
    ]


async def _opened(place: Hall, links: Sequence[Link]) -> list[Seen]:
    """Each link opened twice, by people who do not know each other and are served by the same process."""
    headers = await asyncio.to_thread(cookies, place.address)
    seen = []
    for link in links:
        times, answer = [], Answer()
        for _ in range(2):
            async with Visitor.arriving(place.address, headers) as visitor:
                started = time.perf_counter()
                answer = await visitor.open(link.page, **link.parameters)
                times.append(time.perf_counter() - started)
        assert answer.title, f"{link.says}: nothing is shown"
        assert not answer.faults, f"{link.says}: {answer.faults}"
        boxes = [element.selectbox.options for element in answer.of_kind("selectbox")]
        boxes += [element.multiselect.options for element in answer.of_kind("multiselect")]
        most = max(map(len, boxes), default=0)
        assert most <= _MOST_OPTIONS, f"{link.says}: a box with {most} options"
        seen.append(Seen(link.says, times[0], times[1], answer.size, most))
        print(seen[-1], flush=True)
    return seen


if __name__ == "__main__":
    main()
