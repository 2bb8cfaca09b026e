"""An answer on its way into a file: asked once, read once, its rows counted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import queries
from queries.catalogue import EXPORTS
from queries.columns import Column, column
from queries.database import Database
from queries.filter_words import filter_words
from queries.parameters import Filters

if TYPE_CHECKING:
    import pyarrow as pa


class Answer:
    """The rows of a question, a batch at a time; the question is asked when this is made.

    ``filters`` are all keyword arguments of the question, as :func:`queries.parameters.read_filters` gives them.
    """

    def __init__(self, database: Database, name: str, filters: Filters) -> None:
        self.database = database
        self.name = name
        self.filters = filters
        self.rows = 0
        self._reader = EXPORTS[name].batches(database, **filters)

    def style(self, name: str) -> Column:
        """What a column of it is called and how it is written."""
        return column(name, self.name, of_areas=self.filters.get("area_kind", "community") != "community")

    @property
    def schema(self) -> pa.Schema:
        """The columns as the question names them."""
        return self._reader.schema

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, once."""
        with self._reader as reader:
            for batch in reader:
                self.rows += len(batch)
                yield batch

    def dimensions(self) -> list[str]:
        """The dimensions of the standard by name, in its order; none without a standard."""
        if "standard" not in self.filters:
            return []
        return list(queries.dimensions(self.database, standard=self.filters["standard"])["dimension_name"])

    def every_row(self) -> dict[str, str]:
        """What every row of a text file says, so that it still says so when it is forwarded."""
        return {
            "数据性质": "演示数据" if is_demonstration(self.database) else "正式数据",
            "标准": standard_name(self.database, standard) if (standard := self.filters.get("standard")) else "不涉及",
            "期": self.filters.get("period", "不分期"),
            "筛选": "、".join(filter_words(self.database, EXPORTS[self.name], self.filters)) or "全市",
        }


def is_demonstration(database: Database) -> bool:
    """Whether the version holds invented data."""
    return bool(queries.publication(database)["is_demonstration"].iloc[0])


def standard_name(database: Database, version: str) -> str:
    """A standard by name, which says so if it is an example."""
    standards = queries.standards(database)
    standard = standards[standards["standard_version"] == version].iloc[0]
    name = str(standard["standard_name"])
    return name if not standard["is_example"] or "示例细则" in name else f"{name}（示例细则）"
