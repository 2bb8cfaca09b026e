"""The tables, each said once in ``<table>.toml``: its columns, its key, whom its rows belong to; see README.md.

Reading, checking, templates, the version's table of a ledger, merging, belonging, export and differences follow from it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

FOLDERS: tuple[Path, ...] = (Path(__file__).parent,)
"""Where definitions are read from."""
COMMUNITY = "communities.community_code"
UNIT = "unit_code"


class Column(BaseModel):
    """One column: what it is called, of what type and range it is, and what to do when a value is refused.

    ``name`` is the canonical name; a file may head the column by it, by the Chinese ``title`` or by one of ``aliases``.
    ``words``: what people write → the canonical value. A word of the column named by ``words_go_to`` may stand here in
    its place (不适用 instead of a number). ``vocabulary``: the names of these things stand for their codes.
    ``unit``: shown behind the title; in a column of ``%`` 85% means 85. ``item``: the column that names the item whose
    unit applies instead. ``is_past``: its time has come, a quarter that has not begun is a slip.
    ``is_plan``: a time by which something is to be done, which may be still to come. ``is_name``: a proper
    name, kept in proper letters. ``references``: ``<table>.<column>`` where its values have to stand; in a table that
    numbers by unit, among the rows of the same unit. ``suggests``: whether the list of a template offers the words of the
    version in force, and before them the categories of activities that a standard counts. ``help`` and ``example`` are
    for templates.

    ``words`` of a column of yes and no lead to ``true`` and ``false``; a word that leads to nothing says nothing.
    ``is_list``: several values, set apart by 、, a comma or a blank, each of which has to stand where it refers to.
    ``is_free_text``: people write what they like there, so what tells of a person is masked before it is kept.
    ``is_day_end``: a date without a time means the end of that day. ``dimension_of``: the column of an item whose
    dimension stands in where this one is empty. ``longest``: how many letters a text may have.
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
    is_plan: bool = False
    suggests: Literal["", "published", "counted"] = ""
    is_list: bool = False
    is_free_text: bool = False
    is_day_end: bool = False
    dimension_of: str = ""
    longest: int = 200
    remedy: str = ""

    @property
    def spoken(self) -> dict[str, str]:
        """The allowed values, each with the word that people know it by: itself where it is Chinese."""
        known = {value: word for word, value in reversed(self.words.items())}
        return {value: known.get(value, value) if value.isascii() else value for value in self.allowed}


class TableDefinition(BaseModel):
    """One table: its Chinese title, its key and its columns; an open one may carry further columns, left alone.

    An open ledger takes the exports of other systems: what is left alone is said, and of several columns that mean the
    same the one whose name stands first is read.

    ``aliases``: words in the name of a file or sheet that hint at the table. ``format``: a sheet; pictures, whose rows are
    made of them; or a GeoJSON or TOML file, which has a checker of its own and no columns here. ``is_handed_in``:
    whether people hand it in (the others are read from a folder or by a command only). ``has_wide_layout``: one
    community a row and one item a column is understood as well. A table whose column ``community_code`` is a reference may name its communities by
    ``PLACE_COLUMNS`` instead.

    ``key``: what tells rows apart; where ``is_key_of_unit``, only among the rows of one reporting unit, since every unit
    numbers for itself. ``replaces``: what a later submission takes the place of, by default the key.
    ``identity``: what a row with its key is about for good: where these columns change, it is another row under a number
    that is taken. ``stored_as``: the table of a version. ``is_ledger``: that table has the
    columns of this definition, nothing is scored by it and a folder or a version may lack it.

    ``belongs_to``: the column whose reference leads to the owner of a row (a community, or a row of another ledger that
    belongs to one); by default the reference to the register. A column ``unit_code`` says it outright, and is filled in
    from that path where it is empty, or by the unit that the column ``unit_named_by`` names. Rows without an owner are
    the city's.

    ``order``: its place among the tables. ``thing`` and ``counter``: what a row is called and counted in, in messages.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    help: str = ""
    aliases: tuple[str, ...] = ()
    format: Literal["sheet", "pictures", "geojson", "toml"] = "sheet"
    key: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    is_key_of_unit: bool = False
    identity: tuple[str, ...] = ()
    stored_as: str = ""
    is_ledger: bool = False
    belongs_to: str = ""
    unit_named_by: str = ""
    order: int = 100
    thing: str = ""
    counter: str = "条"
    is_open: bool = False
    is_handed_in: bool = True
    has_wide_layout: bool = False
    column: tuple[Column, ...] = ()

    @model_validator(mode="after")
    def _sheets_have_columns(self) -> Self:
        if (self.format in {"sheet", "pictures"}) != bool(self.column):
            raise ValueError("a sheet has columns, another format has none")
        names = {column.name for column in self.column}
        links = [self.belongs_to, self.unit_named_by, *(column.dimension_of for column in self.column)]
        for name in (*self.key, *self.replaces, *self.identity, *filter(None, links)):
            if name not in names:
                raise ValueError(f"no column {name}")
        if self.is_ledger and not (self.stored_as and self.key):
            raise ValueError("a ledger has a key and says by stored_as which table of a version it is")
        if self.belongs_to and not self.named(self.belongs_to).references:
            raise ValueError(f"{self.belongs_to} leads nowhere without references")
        if self.names_communities and (self.has(UNIT) or self.belongs_to not in ("", _community(self.column))):
            raise ValueError("the community of a row says which unit it belongs to, nothing else may")
        return self

    def named(self, column: str) -> Column:
        """The column of a name, kept or not."""
        return next(found for found in self.read_columns if found.name == column)

    def has(self, column: str) -> bool:
        """Whether there is a column of a name."""
        return any(found.name == column for found in self.column)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.column)

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
        return any(column.references == COMMUNITY for column in self.column)

    @property
    def owner(self) -> Column | None:
        """The column that leads to the owner of a row, None where none does."""
        if self.belongs_to:
            return self.named(self.belongs_to)
        return self.named(_community(self.column)) if self.names_communities else None

    @property
    def place_columns(self) -> tuple[Column, ...]:
        """The further columns by which a row may name its community; they are read and not kept."""
        return PLACE_COLUMNS if self.names_communities else ()

    @property
    def read_columns(self) -> tuple[Column, ...]:
        """All columns that are read, kept or not."""
        return (*self.column, *self.place_columns)


def _community(columns: tuple[Column, ...]) -> str:
    return next((column.name for column in columns if column.references == COMMUNITY), "")


PLACE_COLUMNS = (
    Column(
        name="place_unit",
        title="报送单位",
        type="text",
        aliases=(
            "单位",
            "区县市",
            "区（县、市）",
            "区县",
            "所属区",
            "所属单位",
            "单位名称",
            "属地",
            "所属区域",
            "诉求区域",
            "unit",
            "unit_name",
            "unit_code",
        ),
        help="社区所在的报送单位，用来认出社区",
        example="海曙区",
    ),
    Column(
        name="place_street",
        title="街道",
        type="text",
        aliases=(
            "街道（镇、乡）",
            "街道名称",
            "镇街",
            "街道镇",
            "乡镇街道",
            "所属街道",
            "属地街道",
            "所属镇街",
            "street",
            "street_name",
            "street_code",
        ),
        help="社区所在的街道、镇或乡，用来认出社区",
        example="南门街道",
    ),
    Column(
        name="place_community",
        title="社区名称",
        type="text",
        aliases=(
            "社区",
            "社区（居委会）",
            "居委会",
            "名称",
            "所属社区",
            "属地社区",
            "community",
            "community_name",
            "short_name",
        ),
        help="社区的全称或简称；填了社区代码时仅供核对",
        example="澄浪社区",
    ),
)


def definitions() -> Mapping[str, TableDefinition]:
    """Every table by name: those first that others refer to."""
    return _read(FOLDERS)


def read_definition(table: str) -> TableDefinition:
    """The definition of a table, by the stem of its file."""
    return definitions()[table]


def handed_in_tables() -> tuple[str, ...]:
    """The tables that people hand in, those first that others refer to."""
    return tuple(table for table, definition in definitions().items() if definition.is_handed_in)


def filled_in_tables() -> tuple[str, ...]:
    """The tables that people hand in and have a form for."""
    return tuple(table for table in handed_in_tables() if read_definition(table).format != "pictures")


def table_of_pictures(owner: str) -> str | None:
    """The table that pictures of rows of another one go to, None where none does."""
    return next(
        (
            table
            for table, definition in definitions().items()
            if definition.format == "pictures"
            and str(getattr(definition.owner, "references", "")).startswith(f"{owner}.")
        ),
        None,
    )


def city_tables() -> dict[str, str]:
    """The table of a version by the table that is read into it, those first that others refer to."""
    return {table: definition.stored_as for table, definition in definitions().items() if definition.stored_as}


def ledgers() -> dict[str, TableDefinition]:
    """The ledgers, those first that others refer to."""
    return {table: definition for table, definition in definitions().items() if definition.is_ledger}


def own_sql(table: str, kind: Literal["fill", "rules", "warnings", "counts"]) -> str:
    """The SQL beside a definition, ``<table>.<kind>.sql``, for what columns alone do not say; empty without."""
    file = _beside(f"{table}.{kind}.sql")
    return file.read_text(encoding="utf-8") if file else ""


def sample_rows(table: str) -> Path | None:
    """The rows of a ledger in the demonstration city, which stand beside its definition as ``<table>.sample.csv``."""
    return _beside(f"{table}.sample.csv")


def _beside(name: str) -> Path | None:
    return next((folder / name for folder in FOLDERS if (folder / name).exists()), None)


def unit_of(table: str, row: str, *, version: str = "") -> str:
    """The code of the unit that a row belongs to, as an SQL expression; null for the city's own and for unknown owners.

    Args:
        table: whose row it is.
        row: the alias of its relation.
        version: the catalogue or schema of a version, to look owners up in its tables; else in ``known_<table>``.
    """
    definition = read_definition(table)
    if definition.has(UNIT):
        return f"{row}.{UNIT}"
    if definition.owner is None:
        return "cast(null as varchar)"
    target, _, name = str(definition.owner.references).partition(".")
    owner = f"owner_of_{table}"
    unit = unit_of(target, owner, version=version) if version else f"{owner}.{UNIT}"
    relation = f"{version}.{read_definition(target).stored_as}" if version else f"known_{target}"
    # A register that is not checked yet may name an owner twice: one unit, whatever it says.
    return f"(select min({unit}) from {relation} as {owner} where {owner}.{name} = {row}.{definition.owner.name})"


def referenced_ledgers() -> tuple[str, ...]:
    """The ledgers that others refer to, or are asked for as pictures are: their keys have to be known before."""
    targets = {str(column.references).partition(".")[0] for found in ledgers().values() for column in found.column}
    return tuple(table for table, found in ledgers().items() if table in targets or found.format == "pictures")


@cache
def _read(folders: tuple[Path, ...]) -> Mapping[str, TableDefinition]:
    files = sorted(file for folder in folders for file in folder.glob("*.toml"))
    found = {
        file.stem: TableDefinition.model_validate(tomllib.loads(file.read_text(encoding="utf-8"))) for file in files
    }
    return MappingProxyType(
        {
            table: found[table]
            for table in sorted(found, key=lambda table: (found[table].order, _depth(found, table), table))
        }
    )


def _depth(found: Mapping[str, TableDefinition], table: str) -> int:
    """How many tables stand between a table and one that refers to none; a table may refer to itself.

    Raises:
        ValueError: a reference leads to no table, or by unit while the unit of a row is not said.
    """
    definition, depths = found[table], [0]
    for column in definition.column:
        target, _, name = (column.references or "").partition(".")
        if not target or target == table:
            continue
        if target not in found or not found[target].has(name):
            raise ValueError(f"{table}.{column.name} refers to {column.references}, which there is not")
        if found[target].is_key_of_unit and not (definition.has(UNIT) or definition.names_communities):
            raise ValueError(f"{table}.{column.name} refers to numbers of a unit: a column {UNIT} has to say which")
        depths.append(1 + _depth(found, target))
    return max(depths)
