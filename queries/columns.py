"""What each column of an answer is called and how it is written, as columns.toml says it: on the screen and in files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

_FILE = Path(__file__).with_name("columns.toml")
_PERCENT = "（%）"  # of a header in a file; on the screen the sign stands behind each number
_YES_OR_NO = {"true": "是", "false": "否"}


class Column(BaseModel):
    """One entry of columns.toml, which says what each field means."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    header: str = ""
    short: str = ""
    help: str = ""
    kind: Literal["text", "whole", "number", "percent", "share", "dimensions", "moment", "line"] = "text"
    decimals: int = 2
    shown: int | None = None
    unit: str = ""
    sign: Literal["", "plus", "arrow"] = ""
    words: Mapping[str, str] = {}
    absent: str | None = None
    is_band: bool = False
    by: str = ""

    @property
    def label(self) -> str:
        """What stands above it on the screen."""
        return self.short or self.header.removesuffix(_PERCENT)

    @property
    def is_number(self) -> bool:
        """Whether each cell holds one number."""
        return self.kind in {"whole", "number", "percent", "share"}


def column(name: str, question: str = "", *, of_areas: bool = False) -> Column:
    """The column of a question; what the question says of it itself goes before what is said of the name.

    ``of_areas`` where all rows are of the city, of units or of streets.

    Raises:
        KeyError: columns.toml does not know the name.
    """
    known = _columns(of_areas)
    return known.get(f"{question}.{name}") or known[name]


@cache
def _columns(of_areas: bool) -> Mapping[str, Column]:  # noqa: FBT001 - cached by it
    content: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    said: dict[str, dict[str, Any]] = {name: {} for name in content.pop("left_out")}
    meant, screen, areas = content.pop("in"), content.pop("screen"), content.pop("of_areas")
    for kinds, heading in ((content, "header"), (screen, "short")):
        for kind, entries in kinds.items():
            said |= {name: {"kind": kind, **_entry(entry, heading)} for name, entry in entries.items()}
    if of_areas:
        said |= {name: {**said[name], **_entry(entry, "header")} for name, entry in areas.items()}
    for question, entries in meant.items():
        said |= {
            f"{question}.{name}": {**said.get(name, {}), **_entry(entry, "header")} for name, entry in entries.items()
        }
    return {name: Column.model_validate(_derived(entry, said)) for name, entry in said.items()}


def _entry(entry: str | Mapping[str, Any], heading: str) -> Mapping[str, Any]:
    return {heading: entry} if isinstance(entry, str) else entry


def _derived(entry: Mapping[str, Any], said: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """An entry with what follows from its kind, and with the words of the column it names."""
    if isinstance(other := entry.get("words"), str):
        entry = {**entry, "words": said[other]["words"]}
    match entry.get("kind"):
        case "flag":
            return {**entry, "kind": "text", "words": _YES_OR_NO}
        case "percent" | "share":
            return {"unit": "%", **entry, "header": entry["header"] + _PERCENT if "header" in entry else ""}
        case _:
            return entry
