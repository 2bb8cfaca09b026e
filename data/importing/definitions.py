"""Table definitions: what columns a file has, of what type and range, read from ``tables/<table>.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

TABLES = Path(__file__).with_name("tables")


class Column(BaseModel):
    """One column: its name in the file, its Chinese title, type, bounds and what to do when a value is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    type: Literal["text", "integer", "number", "boolean", "date", "timestamp"]
    is_required: bool = False
    pattern: str | None = None
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    references: str | None = None
    remedy: str = ""


class TableDefinition(BaseModel):
    """One table: its Chinese title, its key and its columns; an open one may carry further columns, left alone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    key: tuple[str, ...]
    is_open: bool = False
    column: tuple[Column, ...] = Field(min_length=1)


@cache
def read_definition(table: str) -> TableDefinition:
    """The definition of a table, by the stem of its file."""
    return TableDefinition.model_validate(tomllib.loads((TABLES / f"{table}.toml").read_text(encoding="utf-8")))
