"""What stands in a template already: the register, the last values and the words of the version in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from data.periods import starts_on
from data.reading.items import stage_items
from data.settings import REFERENCE
from data.standard import Standard
from data.tables import definitions, unit_of
from data.versions.upgrading import attach

HERE = Path(__file__).parent
EVERYWHERE = "全市"

Row = dict[str, Any]


@dataclass(frozen=True)
class Prefill:
    """What is known before anything is typed.

    ``place``: the reporting unit by name, 全市 for all. ``period``: the one the template is for, empty where that is
    left open. ``communities``: the register, see register.sql. ``measurements``: the last values, see
    measurements.sql; ``bounds``: the possible values of every item. ``words``: what lists suggest, by table and
    column.
    """

    place: str
    period: str
    is_demonstration: bool
    standards: tuple[Standard, ...]
    communities: list[Row]
    measurements: list[Row]
    bounds: dict[str, tuple[float | None, float | None]]
    words: dict[tuple[str, str], tuple[str, ...]]

    @property
    def last_period(self) -> str:
        """The period that the last values are of, empty where there are none."""
        return str(self.measurements[0]["period"]) if self.measurements else ""

    def names(self, column: str) -> tuple[str, ...]:
        """The values of a column of the register, each once, in its order."""
        return tuple(dict.fromkeys(str(community[column]) for community in self.communities))


def read_prefill(standards: Sequence[Standard], city: Path | None, unit: str, period: str) -> Prefill:
    """Read what is known of a unit (code or name, empty for all of them); without communities if there is no such unit."""
    with duckdb.connect() as connection:
        attach(connection, city, "base")
        begins = starts_on(period) if period else None
        communities = _rows(connection, "register", {"unit": unit, "starts_on": begins, "folder": str(REFERENCE)})
        measurements = _rows(connection, "measurements", {"unit": unit, "period": period})
        words: dict[tuple[str, str], tuple[str, ...]] = {}
        own = "(select unit_code from base.unit where $unit in (unit_code, unit_name, short_name))"
        for table, definition in definitions().items():
            said = f"$unit = '' or {unit_of(table, 'own', version='base')} in {own}"  # what others say is theirs
            for name in (column.name for column in definition.column if column.suggests):
                found = connection.execute(
                    f"select distinct {name} from base.{definition.stored_as} as own "
                    f"where {name} is not null and ({said}) order by {name}",
                    {"unit": unit},
                ).fetchall()
                words[table, name] = tuple(word for (word,) in found)
        stage_items(connection, standards)
        bounds = connection.execute(
            "select indicator_code, max(minimum), min(maximum) from staged_items group by indicator_code"
        ).fetchall()
        publication = connection.execute("select is_demonstration from base.publication").fetchone()
    return Prefill(
        place=str(communities[0]["unit_name"]) if unit and communities else EVERYWHERE,
        period=period,
        is_demonstration=bool(publication and publication[0]),
        standards=tuple(standards),
        communities=communities,
        measurements=measurements,
        bounds={code: (minimum, maximum) for code, minimum, maximum in bounds},
        words=words,
    )


def _rows(connection: duckdb.DuckDBPyConnection, name: str, parameters: dict[str, object]) -> list[Row]:
    """The rows of a question of this folder, as dictionaries."""
    connection.execute((HERE / f"{name}.sql").read_text(encoding="utf-8"), parameters)
    columns = [description[0] for description in connection.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in connection.fetchall()]
