"""What differs between two versions: the same answer before a publication and afterwards, in the history."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from data.periods import in_words
from data.tables import ledgers
from data.versions.store import DATABASE, Store
from data.versions.upgrading import attach

_QUERIES = Path(__file__).parent


@dataclass(frozen=True)
class Differences:
    """What differs between two versions, the earlier one possibly none (then everything is new).

    Scores are totals under the later version's default standard, in points. A period that only the later version has
    is set against the last one before it in the earlier version.

    ``periods_added``, ``periods_removed``, ``standards_added``, ``standards_removed``: by name.
    ``compared_count``: communities by period that both have; ``changed_count``: those of another total.
    ``added``, ``removed``: communities (community_code, community_name, unit_name, street_name).
    ``moved``: communities in another unit or street (community_code, community_name, earlier_unit_name,
    earlier_street_name, unit_name, street_name).
    ``moves``: the ten communities that move most (community_code, community_name, unit_name, period, earlier_period,
    earlier_score, later_score, change, earlier_band, later_band).
    ``bands``: how many change their band (period, earlier_period, earlier_band, later_band, community_count).
    ``units``: the city and the units that change (area_code, area_name, period, earlier_period, earlier_score,
    later_score, change).
    ``ledger_counts``: rows of each ledger, earlier and later, by table.
    ``recounted``: computed measurements of common periods that are others now (period, item_count).
    ``has_other_errors``: one of them was scored before errors had degrees of freedom, so that judgements of certainty and
    of change may differ between them though nothing else does.
    """

    periods_added: tuple[str, ...]
    periods_removed: tuple[str, ...]
    standards_added: tuple[str, ...]
    standards_removed: tuple[str, ...]
    has_other_boundaries: bool
    has_other_errors: bool
    earlier_community_count: int
    later_community_count: int
    compared_count: int
    changed_count: int
    band_change_count: int
    earlier_measurement_count: int
    later_measurement_count: int
    ledger_counts: Mapping[str, tuple[int, int]]
    added: pd.DataFrame
    removed: pd.DataFrame
    moved: pd.DataFrame
    moves: pd.DataFrame
    bands: pd.DataFrame
    units: pd.DataFrame
    recounted: pd.DataFrame

    def summary(self) -> list[str]:
        """The differences in numbers, as Chinese lines."""
        communities = f"社区：{self.earlier_community_count} → {self.later_community_count}"
        measurements = f"指标数据：{self.earlier_measurement_count} → {self.later_measurement_count} 条"
        counts = (
            f"{ledger.thing or ledger.title}：{' → '.join(map(str, self.ledger_counts[table]))} 条"
            for table, ledger in ledgers().items()
        )
        lines = [
            f"{communities}（新增 {len(self.added)}，减少 {len(self.removed)}）",
            "；".join([measurements, *counts]),
            f"评分：比较 {self.compared_count} 个（社区×时期），变化 {self.changed_count} 个",
            f"等次：变化 {self.band_change_count} 个",
        ]
        if len(self.moved):
            lines.append(f"改属：{len(self.moved)} 个社区换了报送单位或街道")
        if len(self.recounted):
            counts = (f"{in_words(row['period'])} {row['item_count']} 项" for row in self.recounted.to_dict("records"))
            lines.append(f"由台账重新计算：{'、'.join(counts)}有变化")
        for title, names in (
            ("新增时期", self.periods_added),
            ("减少时期", self.periods_removed),
            ("新增标准", self.standards_added),
            ("减少标准", self.standards_removed),
        ):
            if names:
                lines.append(f"{title}：{'、'.join(names)}")
        if self.has_other_boundaries:
            lines.append("行政区边界有变化")
        if self.has_other_errors:
            lines.append(
                "两版的误差算法不同：把握、进退与名次区间的差别可能只来自算法。"
                "要按同一算法比较，请先运行 rebuild 重算现行版，再与重算后的新版比较"
            )
        return lines


def differences(store: Store, earlier: int, later: int) -> Differences:
    """What differs between two published versions.

    Raises:
        StoreError: there is no such version, or it is not whole.
    """
    return compare(store.folder(earlier), store.folder(later))


def compare(earlier: Path | None, later: Path) -> Differences:
    """Compare the folders of two versions; None stands for the time before the first one."""
    with duckdb.connect() as connection:
        attach(connection, later / DATABASE, "later")
        attach(connection, earlier / DATABASE if earlier else None, "earlier")
        connection.execute(_text("standards"))
        connection.execute(_text("scores"))
        (counts,) = connection.execute(_text("summary")).df().astype(int).to_dict("records")
        is_older = {side: _has_older_errors(connection, side) for side in ("earlier", "later")}
        return Differences(
            periods_added=_only_in(connection, "period.period", "later", "earlier"),
            periods_removed=_only_in(connection, "period.period", "earlier", "later"),
            standards_added=_only_in(connection, "standard.standard_version", "later", "earlier"),
            standards_removed=_only_in(connection, "standard.standard_version", "earlier", "later"),
            has_other_boundaries=earlier is not None and _boundaries(earlier) != _boundaries(later),
            has_other_errors=earlier is not None and is_older["earlier"] != is_older["later"],
            added=connection.execute(_text("added")).df(),
            removed=connection.execute(_text("removed")).df(),
            moved=connection.execute(_text("moved")).df(),
            moves=connection.execute(_text("moves")).df(),
            bands=connection.execute(_text("bands")).df(),
            units=connection.execute(_text("units")).df(),
            recounted=connection.execute(_text("recounted")).df(),
            ledger_counts={table: _counts(connection, ledger.stored_as) for table, ledger in ledgers().items()},
            **{str(name): int(count) for name, count in counts.items()},
        )


def _only_in(connection: duckdb.DuckDBPyConnection, column: str, one: str, other: str) -> tuple[str, ...]:
    table, name = column.split(".")
    rows = connection.execute(
        f"select {name} from {one}.{table} except select {name} from {other}.{table} order by {name}"
    ).fetchall()
    return tuple(name for (name,) in rows)


def _counts(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    """The rows of a table in the earlier version and in the later one."""
    counts = f"select (select count(*) from earlier.{table}), (select count(*) from later.{table})"
    earlier, later = connection.execute(counts).fetchone() or (0, 0)
    return earlier, later


def _has_older_errors(connection: duckdb.DuckDBPyConnection, version: str) -> bool:
    """Whether a version has errors but no degrees of freedom of any."""
    (is_older,) = connection.execute(
        f"select count(degrees_of_freedom) = 0 and count(*) filter (where standard_error > 0) > 0 from {version}.index_score"
    ).fetchone() or (False,)
    return bool(is_older)


def _boundaries(version: Path) -> object:
    return json.loads((version / "districts.geojson").read_bytes())


def _text(query: str) -> str:
    return (_QUERIES / f"{query}.sql").read_text(encoding="utf-8")
