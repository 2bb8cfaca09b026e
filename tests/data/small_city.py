"""A small city made by hand: six communities in two streets of two units, three periods, the shipped standards.

Each community aims at one score under the standard of 2026: its values are what the anchors ask for that score.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.reading.standards import read_standard
from data.settings import REFERENCE
from data.standard import Indicator

PERIODS = ("2026Q1", "2026Q2", "2026Q3")
FLAWLESS, ON_THE_LINE, LOW, MISSING_ONE, NEW, SILENT = (
    "330203001001",
    "330203001002",
    "330203001003",
    "330212001001",
    "330212001002",
    "330212001003",
)
LEVELS = {FLAWLESS: 100.0, ON_THE_LINE: 60.0, LOW: 40.0, MISSING_ONE: 70.0, NEW: 60.0, SILENT: 60.0}
COUNTED_FROM_ACTIVITIES = {FLAWLESS: 6, ON_THE_LINE: 3}  # events and kinds a quarter
ACTIVITY_QUARTERS = ("2025-05", "2025-08", "2025-11", "2026-02", "2026-05", "2026-08")


@dataclass
class Folder:
    """A folder to be published, table by table as rows of text; ``write`` puts it on disk."""

    path: Path
    tables: dict[str, list[dict[str, str]]]

    def write(self) -> Path:
        self.path.mkdir(parents=True, exist_ok=True)
        for table, rows in self.tables.items():
            self.write_text(f"{table}.csv", as_csv(rows))
        return self.path

    def write_text(self, name: str, text: str, encoding: str = "utf-8") -> None:
        """One file, to the byte as given."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode(encoding))

    def read_text(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

    def row(self, table: str, **where: str) -> dict[str, str]:
        """The one row of a table that has these values."""
        (row,) = [row for row in self.tables[table] if where.items() <= row.items()]
        return row


def as_csv(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    columns = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def value_for(indicator: Indicator, score: float) -> float:
    """The value that earns a score: the anchors read backwards."""
    for (low, low_score), (high, high_score) in zip(indicator.curve, indicator.curve[1:], strict=False):
        if min(low_score, high_score) <= score <= max(low_score, high_score):
            return low + (high - low) * (score - low_score) / (high_score - low_score)
    raise ValueError(score)


def communities() -> Iterator[dict[str, str]]:
    names = ("甲社区居委会", "乙社区", "丙社区", "东城社区", "东城社区", "己社区")
    for number, (code, name) in enumerate(zip(LEVELS, names, strict=True), 1):
        yield {
            "community_code": code,
            "community_name": name,
            "unit_code": code[:6],
            "street_code": code[:9],
            "households": str(1000 * number),
            "kind": "老旧小区" if number % 2 else "商品房小区",
            "share_60_plus": "25.5",
            "longitude": "121.55",
            "latitude": "29.87",
            "position_quality": "schematic",
            "established_on": "2026-04-01" if code == NEW else "",
        }


def measurements() -> Iterator[dict[str, str]]:
    standard = read_standard(REFERENCE / "standard" / "example-2026.toml")
    for period in PERIODS:
        for code, level in LEVELS.items():
            if code == NEW and period == "2026Q1":
                continue
            for indicator in standard.indicator:
                if not indicator.is_reported and code in COUNTED_FROM_ACTIVITIES:
                    continue
                if code == SILENT and indicator.dimension == "E":
                    continue
                key = {"community_code": code, "period": period, "indicator_code": indicator.code}
                if code == MISSING_ONE and indicator.code == "V5":
                    yield key | {"state": "unreported"}
                elif code == LOW and indicator.code in ("P4", "P5", "P6"):
                    yield key | {"state": "not_applicable"}
                else:
                    yield key | _measured(indicator, level)


def _measured(indicator: Indicator, level: float) -> dict[str, str]:
    measured = {"state": "", "value": repr(value_for(indicator, level))}
    match indicator.sampling:
        case "rate" if indicator.finite_population:
            return measured | {"sample_size": "50", "population_size": "80"}
        case "rate":
            return measured | {"sample_size": "50"}
        case "mean":
            return measured | {"standard_error": "1.5"}
        case _:
            return measured


def activities() -> Iterator[dict[str, str]]:
    for code, count in COUNTED_FROM_ACTIVITIES.items():
        for month in ACTIVITY_QUARTERS:
            for number in range(count):
                for category, dimension in (("文化活动", "A"), ("志愿服务", "P")):
                    yield {
                        "activity_code": f"{code}-{month}-{category}-{number}",
                        "community_code": code,
                        "held_at": f"{month}-{number + 1:02d} 19:00",
                        "dimension_code": dimension,
                        "category": category,
                        "kind": f"{category}{number}",
                        "participants": "30",
                        "households": "20",
                    }


def snapshot(folder: Path) -> dict[str, str]:
    """Everything below a folder, to the byte, but for files that are only locked and what is said of every try."""
    said = {"log", "publication.json"}
    paths = [
        path
        for path in folder.rglob("*")
        if not path.name.endswith("lock") and path.relative_to(folder).parts[0] not in said
    ]
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in paths
    }


def small_city(path: Path) -> Folder:
    """The small city, on disk."""
    folder = Folder(
        path, {"communities": [*communities()], "measurements": [*measurements()], "activities": [*activities()]}
    )
    folder.write()
    return folder
