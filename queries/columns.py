"""What each column of an answer is called and how it is written, as columns.toml says it: on the screen and in files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("columns.toml")


class Column(BaseModel):
    """One entry of columns.toml, which says what each field means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    header: str = ""
    short: str = ""
    help: str = ""
    kind: Literal["text", "whole", "number", "share", "dimensions", "moment", "line"] = "text"
    decimals: int = 2
    shown: int | None = None
    unit: str = ""
    sign: Literal["", "plus", "arrow"] = ""
    words: Mapping[str, str] = {}
    absent: str | None = None
    is_band: bool = False
    by: str = ""
    width: int | None = None

    @property
    def label(self) -> str:
        """What stands above it on the screen."""
        return self.short or self.header


def column(name: str, question: str = "") -> Column:
    """The column of a question; what the question says of it itself goes before what is said of the name.

    Raises:
        KeyError: columns.toml does not know the name.
    """
    return _columns().get(f"{question}.{name}") or _columns()[name]


@cache
def _columns() -> Mapping[str, Column]:
    content: dict[str, dict[str, Any]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {
        name: Column.model_validate({**content.get(name.rpartition(".")[2], {}), **entry})
        for name, entry in content.items()
    }
