"""A province, then the nation, on paper: ``python -m tests.benchmarks.capacity`` measures and writes capacity.md.

Two small cities are published and asked, and what they need is taken as a straight line: so much anyway, and so much
for each community. What an activity needs is the difference between a long and a short ledger. Nothing else is assumed
but the limits of a machine below.
"""

from __future__ import annotations

import math
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import queries
from data.versions.store import DATABASE, Store
from tests.benchmarks.cities import COMMUNITIES, kept, opened, published, with_ledger
from tests.benchmarks.listening import PAGES, Asked, asked_by_pages, default_arguments
from tests.benchmarks.measuring import in_process, seconds

REPORT = Path(__file__).with_name("capacity.md")
_SCALES = (0.5, 2.0)
_LEDGERS = (400_000, 2_000_000)
_ROUNDS = 5
_YEARS = 3  # that a version holds
_PLACES = {"city": (861, 0.13e6), "province": (50_000, 17e6), "nation": (117_000, 40e6)}
"""Communities, and activities a year; a province has its share of the nation's."""
# What one ordinary machine gives: memory of a publication, hours it may take, disk of a version, seconds of a page.
_LIMITS = {"memory": 16e3, "publication": 3600.0, "disk": 100e3, "page": 1.0}
_PUBLISH = "publish_sample(Store(Path(sys.argv[1])), scale=float(sys.argv[2]))"
_IMPORTS = "import sys\nfrom pathlib import Path\nfrom data.versions.publishing import publish_sample\nfrom data.versions.store import Store"


@dataclass(frozen=True)
class Line:
    """What is needed anyway, for each community, and for each activity."""

    fixed: float
    each: float
    activity: float = 0.0

    @classmethod
    def through(cls, first: tuple[float, float], second: tuple[float, float], activity: float = 0.0) -> Line:
        """The line through two points (communities, needed); what is needed anyway is never less than nothing."""
        (few, little), (many, much) = first, second
        each = max((much - little) / (many - few), 0.0)
        return cls(max(little - each * few, 0.0), each, activity)

    def at(self, communities: float, activities: float) -> float:
        """What so many communities and activities need."""
        return self.fixed + self.each * communities + self.activity * activities

    def reach(self, limit: float, activities_each: float) -> float:
        """How many communities a limit allows, with so many activities for each; infinitely many where none costs."""
        cost = self.each + self.activity * activities_each
        return max((limit - self.fixed) / cost, 0.0) if cost else float("inf")


def main() -> None:
    """Measure, extrapolate, write."""
    with kept() as folder:
        stores = [published(folder, scale) for scale in _SCALES]
        sizes = [round(scale * COMMUNITIES) for scale in _SCALES]
        built = [_build(folder, scale) for scale in _SCALES]
        short, long = (with_ledger(published(folder, 1), size) for size in _LEDGERS)
        more = long.activity_count - short.activity_count
        byte = (_megabytes(long.store) - _megabytes(short.store)) / more

        def line(values: list[float], activity: float = 0.0) -> Line:
            return Line.through((sizes[0], values[0]), (sizes[1], values[1]), activity)

        asked = asked_by_pages(stores[0], default_arguments(opened(stores[0]), "community_profile")["community"])
        pages = {page: line(_page(stores, asked[page])) for page in PAGES}
        needs = {
            "rows": line([_rows(store) for store in stores], 1.0),
            "disk": line([_megabytes(store) for store in stores], byte),
            "publication": line([taken for taken, _ in built]),
            "memory": line([memory for _, memory in built]),
        }
    REPORT.write_text(report(needs, pages), encoding="utf-8")
    print(REPORT.read_text(encoding="utf-8"))


def report(needs: dict[str, Line], pages: dict[str, Line]) -> str:
    """The paper: what each place needs, how many machines, and what breaks first."""
    columns: dict[str, Callable[[float, float], str]] = {
        "rows": lambda *place: f"{needs['rows'].at(*place) / 1e6:,.1f} M",
        "version on disk": lambda *place: f"{needs['disk'].at(*place) / 1e3:,.2f} GB",
        "publication": lambda *place: f"{needs['publication'].at(*place) / 60:,.1f} min",
        "its memory": lambda *place: f"{needs['memory'].at(*place) / 1e3:,.1f} GB",
    } | {
        f"questions of {PAGES[page]}": lambda *place, need=need: f"{need.at(*place):,.2f} s"
        for page, need in pages.items()
    }
    lines = [
        "# A province, then the nation, on paper",
        "",
        (
            f"By `python -m tests.benchmarks.capacity`, {datetime.now(UTC):%Y-%m-%d}: straight lines through cities of "
            f"{' and '.join(f'{round(scale * COMMUNITIES):,}' for scale in _SCALES)}"
        ),
        f"communities with 15 quarters under two standards, and ledgers of {_YEARS} years. Questions without caches.",
        "",
        f"| | {' | '.join(f'{name} ({communities:,} communities)' for name, (communities, _) in _PLACES.items())} |",
        "|---|" + "---:|" * len(_PLACES),
    ]
    places = [(communities, _YEARS * yearly) for communities, yearly in _PLACES.values()]
    lines += [f"| {name} | {' | '.join(cell(*place) for place in places)} |" for name, cell in columns.items()]
    lines += [
        "",
        "What breaks first, on a machine with the limit named:",
        "",
        "| | limit | reached at |",
        "|---|---:|---:|",
    ]
    slowest = max(pages, key=lambda page: pages[page].each)
    limited = [
        ("memory of a publication", f"{_LIMITS['memory'] / 1e3:g} GB", needs["memory"], "memory"),
        ("time of a publication", f"{_LIMITS['publication'] / 60:g} min", needs["publication"], "publication"),
        ("disk of a version", f"{_LIMITS['disk'] / 1e3:g} GB", needs["disk"], "disk"),
        (f"questions of {PAGES[slowest]}", f"{_LIMITS['page']:g} s", pages[slowest], "page"),
    ]
    communities, yearly = _PLACES["nation"]
    each = _YEARS * yearly / communities
    found = sorted((need.reach(_LIMITS[name], each), says, limit) for says, limit, need, name in limited)
    lines += [f"| {says} | {limit} | {reach:,.0f} communities |" for reach, says, limit in found]
    nodes = [
        f"{name} {math.ceil(needs['memory'].at(*place) / _LIMITS['memory'])}"
        for name, place in zip(_PLACES, places, strict=True)
    ]
    lines += [
        "",
        f"Machines, when each publishes as much as its {_LIMITS['memory'] / 1e3:g} GB hold: {', '.join(nodes)}.",
    ]
    lines += [
        "Questions are asked once a version and then cached, so more machines serve more readers, not a page sooner."
    ]
    return "\n".join(lines) + "\n"


def _build(folder: Path, scale: float) -> tuple[float, float]:
    """Seconds and megabytes of making and publishing a city, in a process of its own."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        return in_process(_IMPORTS, _PUBLISH, name, str(scale))


def _megabytes(store: Store) -> float:
    version = store.current()
    assert version is not None
    return (store.folder(version) / DATABASE).stat().st_size / 1e6


def _rows(store: Store) -> float:
    sizes = opened(store).frame("select sum(estimated_size) as row_count from duckdb_tables()", {})
    return float(sizes["row_count"].iloc[0])


def _page(stores: list[Store], asked: list[Asked]) -> list[float]:
    """Seconds of all questions of a page in each city, nothing cached, the cities in turns."""

    def answer(store: Store) -> None:
        for name, parameters in asked:
            getattr(queries, name)(opened(store), **parameters)

    rounds = [[seconds(lambda store=store: answer(store)) for store in stores] for _ in range(_ROUNDS + 1)]
    return [statistics.median(times) for times in zip(*rounds[1:], strict=True)]  # the first one only warms up


if __name__ == "__main__":
    main()
