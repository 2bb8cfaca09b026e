"""Table definitions: what columns a file has, of what type and range, read from ``tables/<table>.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

TABLES = Path(__file__).with_name("tables")


class Column(BaseModel):
    """One column: what it is called, of what type and range it is, and what to do when a value is refused.

    ``name`` is the canonical name; a file may head the column by it, by the Chinese ``title`` or by one of ``aliases``.
    ``words``: what people write → the canonical value. A word of the column named by ``words_go_to`` may stand here in
    its place (不适用 instead of a number). ``vocabulary``: the names of these things stand for their codes.
    ``unit``: shown behind the title; in a column of ``%`` 85% means 85. ``item``: the column that names the item whose
    unit applies instead. ``is_past``: its time has come, a quarter that has not begun is a slip. ``is_name``: a proper
    name, kept in proper letters. ``help`` and ``example`` are for templates.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    type: Literal["text", "integer", "number", "boolean", "date", "timestamp", "period"]
    aliases: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""
    example: str = ""
    is_required: bool = False
    pattern: str | None = None
    allowed: tuple[str, ...] = ()
    words: dict[str, str] = {}
    words_go_to: str = ""
    vocabulary: Literal["", "units", "streets", "items", "dimensions"] = ""
    item: str = ""
    is_name: bool = False
    minimum: float | None = None
    maximum: float | None = None
    references: str | None = None
    is_past: bool = False
    remedy: str = ""


class TableDefinition(BaseModel):
    """One table: its Chinese title, its key and its columns; an open one may carry further columns, left alone.

    ``aliases``: words in the name of a file or sheet that hint at the table. ``format``: a sheet, or a GeoJSON or TOML
    file, which has a checker of its own and no columns here. ``is_handed_in``: whether people hand it in (the others
    are read from a folder or by a command only). ``has_wide_layout``: one community a row and one item a column is
    understood as well. A table whose column ``community_code`` is a reference may name its communities by
    ``PLACE_COLUMNS`` instead.

    ``key``: what tells rows apart; where ``is_key_of_unit``, only among the communities of one reporting unit, since
    every unit numbers for itself. ``identity``: what a row with its key is about for good: where these columns change,
    it is another row under a number that is taken. ``stored_as``: the table of a version, where it is asked for them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    help: str = ""
    aliases: tuple[str, ...] = ()
    format: Literal["sheet", "geojson", "toml"] = "sheet"
    key: tuple[str, ...] = ()
    is_key_of_unit: bool = False
    identity: tuple[str, ...] = ()
    stored_as: str = ""
    is_open: bool = False
    is_handed_in: bool = True
    has_wide_layout: bool = False
    column: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _sheets_have_columns(self) -> Self:
        if (self.format == "sheet") != bool(self.column):
            raise ValueError("a sheet has columns, another format has none")
        return self

    @property
    def has_periods(self) -> bool:
        """Whether a row is about a quarter."""
        return any(column.type == "period" for column in self.column)

    @property
    def is_past(self) -> bool:
        """Whether a row is about a time that has come."""
        return any(column.is_past for column in self.column)

    @property
    def names_communities(self) -> bool:
        """Whether a row is about a community of the register, which may be given by name."""
        return any(column.references == "communities.community_code" for column in self.column)

    @property
    def place_columns(self) -> tuple[Column, ...]:
        """The further columns by which a row may name its community; they are read and not kept."""
        return PLACE_COLUMNS if self.names_communities else ()


PLACE_COLUMNS = (
    Column(
        name="place_unit",
        title="报送单位",
        type="text",
        aliases=("单位", "区县市", "区（县、市）", "区县", "所属区", "所属单位", "单位名称", "unit", "unit_name", "unit_code"),
        help="社区所在的报送单位，用来认出社区",
        example="海曙区",
    ),
    Column(
        name="place_street",
        title="街道",
        type="text",
        aliases=("街道（镇、乡）", "街道名称", "镇街", "街道镇", "乡镇街道", "所属街道", "street", "street_name", "street_code"),
        help="社区所在的街道、镇或乡，用来认出社区",
        example="南门街道",
    ),
    Column(
        name="place_community",
        title="社区名称",
        type="text",
        aliases=("社区", "社区（居委会）", "居委会", "名称", "所属社区", "community", "community_name", "short_name"),
        help="社区的全称或简称；填了社区代码时仅供核对",
        example="澄浪社区",
    ),
)  # fmt: skip


@cache
def read_definition(table: str) -> TableDefinition:
    """The definition of a table, by the stem of its file."""
    return TableDefinition.model_validate(tomllib.loads((TABLES / f"{table}.toml").read_text(encoding="utf-8")))


@cache
def handed_in_tables() -> tuple[str, ...]:
    """The tables that people hand in, those first that others refer to."""
    order = ("standard", "boundaries", "communities", "measurements", "activities")
    tables = [file.stem for file in TABLES.glob("*.toml") if read_definition(file.stem).is_handed_in]
    return tuple(sorted(tables, key=lambda table: (order.index(table) if table in order else len(order), table)))
