"""Templates: a workbook per table, with the register and the last values in it, so that only what changed is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from data.periods import in_words, named_period
from data.reading.standards import StandardError, read_standard
from data.settings import REFERENCE
from data.standard import Standard
from data.tables import TableDefinition, filled_in_tables, read_definition
from data.templates.fields import (
    NOT_APPLICABLE,
    STATES,
    UNREPORTED,
    Field,
    column_fields,
    item_fields,
    place_fields,
)
from data.templates.prefill import Prefill, Row, read_prefill
from data.templates.workbook import Rows, filled_workbook
from data.templates.writing import INSTRUCTIONS_SHEET, Value

_COMMUNITY_KEY = ("community_code",)
# Where a template shows a name: the column of the register that has it, by the column of the table.
_NAMED = {
    "unit_code": "unit_name",
    "street_code": "street_name",
    "place_unit": "unit_name",
    "place_street": "street_name",
    "place_community": "community_name",
}


class NoTemplate(LookupError):
    """A template that cannot be made; the message is for the user."""


def template(
    table: str, *, standards: Sequence[Standard], city: Path | None, unit: str | None = None, period: str | None = None
) -> bytes:
    """The file that a clerk fills in: .xlsx, or for boundaries and standard the file in force, to be edited.

    The register is that of ``city``; a unit without a community there is listed from the reference register. The
    measurements stand one community a row, with the values of ``period`` if it was published, else of the last before it.

    Args:
        table: a table of data/tables.
        standards: whose items are asked for.
        city: the database of the version in force, None where nothing is.
        unit: code or name of the reporting unit, None for all of them.
        period: for which quarter, None to leave it to the import.

    Raises:
        NoTemplate: no such table or period, or no community of such a unit.
    """
    definition = _definition(table)
    if definition.format != "sheet":
        return _file_in_force(definition, standards, city).read_bytes()
    prefill = _prefill(standards, city, unit, period)
    is_wide = definition.has_wide_layout
    fields, rows = _wide(definition, prefill) if is_wide else _long(table, definition, prefill)
    title = " ".join(
        part for part in (prefill.place, in_words(prefill.period) if prefill.period else "", definition.title) if part
    )
    return filled_workbook(
        definition.title,
        title + ("（演示数据）" if prefill.is_demonstration else ""),
        _hint(definition, prefill),
        fields,
        rows,
        tuple(_notes(definition, prefill)),
        is_open=not is_wide,
    )


def template_name(
    table: str, *, standards: Sequence[Standard], city: Path | None, unit: str | None = None, period: str | None = None
) -> str:
    """What the file is called: 指标数据_鄞州区_2026Q3.xlsx; the arguments and errors are those of :func:`template`."""
    definition = _definition(table)
    if definition.format != "sheet":
        return _file_in_force(definition, standards, city).name
    prefill = _prefill(standards, city, unit, period)
    words = (
        definition.title,
        "演示" if prefill.is_demonstration else "",
        prefill.place if unit else "",
        prefill.period,
    )
    return "_".join(word for word in words if word) + ".xlsx"


def _definition(table: str) -> TableDefinition:
    if table not in filled_in_tables():
        raise NoTemplate(f"没有“{table}”这张表的模板，可选：{'、'.join(filled_in_tables())}")
    return read_definition(table)


def _prefill(standards: Sequence[Standard], city: Path | None, unit: str | None, period: str | None) -> Prefill:
    named = named_period(period) if period else ""
    if named is None:
        raise NoTemplate(f"没有“{period}”这个时期，写成 2026Q3 的样子")
    prefill = read_prefill(standards, city, unit or "", named)
    if not prefill.communities:
        raise NoTemplate(f"没有报送单位“{unit}”，或它没有在册的社区" if unit else "名册里没有社区")
    return prefill


def _file_in_force(definition: TableDefinition, standards: Sequence[Standard], city: Path | None) -> Path:
    """The boundaries, or the newest of the standards, as the version in force holds them."""
    folder = city.parent if city else REFERENCE
    if definition.format == "geojson":
        return folder / "districts.geojson"
    newest = max(standards, key=lambda standard: str(standard.valid_from or ""))
    for file in sorted((folder / "standard").glob("*.toml")):
        try:
            if read_standard(file).version == newest.version:
                return file
        except StandardError:
            continue
    raise NoTemplate(f"找不到标准 {newest.version} 的文件")


def _wide(definition: TableDefinition, prefill: Prefill) -> tuple[list[Field], Rows]:
    """One community a row, one item a column, with the last values."""
    fields = [*place_fields(definition), *item_fields(definition, prefill.standards, prefill.bounds)]
    graded = {field.key[0] for field in fields if field.key[1] == "value" and field.type == "text"}
    rows = {community["community_code"]: _named(community) for community in prefill.communities}
    for measured in prefill.measurements:
        item = measured["indicator_code"]
        values = {part: measured[part] for part in ("sample_size", "population_size", "standard_error")}
        values["value"] = STATES.get(measured["state"]) or measured["grade" if item in graded else "value"]
        rows.get(measured["community_code"], {}).update({(item, part): value for part, value in values.items()})
    return fields, list(rows.values())


def _long(table: str, definition: TableDefinition, prefill: Prefill) -> tuple[list[Field], Rows]:
    """A column per column of the table; a table of communities has the register in it, any other is empty."""
    places = sorted(
        ((str(community["street_name"]), str(community["community_name"])) for community in prefill.communities),
        key=lambda place: prefill.names("street_name").index(place[0]),
    )
    fields = [
        replace(field, choices=tuple(name for _, name in places), within=tuple(street for street, _ in places))
        if field.key == ("place_community", "")
        else field
        for field in column_fields(definition, _choices(table, prefill))
    ]
    if definition.key != _COMMUNITY_KEY:
        return fields, []
    words = {column.name: column.spoken for column in definition.column if column.allowed}
    rows = []
    for community in prefill.communities:
        row = _named(community)
        row.update({(name, ""): known.get(str(community[name])) for name, known in words.items()})
        rows.append(row)
    return fields, rows


def _named(community: Row) -> dict[tuple[str, str], Value]:
    """A community's row of the register by the keys of fields, with names where a template shows names."""
    named = {**community, **{column: community[name] for column, name in _NAMED.items()}}
    return {(column, ""): value for column, value in named.items()}


def _choices(table: str, prefill: Prefill) -> dict[str, tuple[str, ...]]:
    """What the drop-down lists of a table offer, by column."""
    categories = [
        word for standard in prefill.standards for part in standard.indicator for word in part.activity_categories
    ]
    dimensions = [part.name for standard in prefill.standards for part in standard.dimension]
    return {
        **{column: prefill.names(name) for column, name in _NAMED.items()},
        "dimension_code": tuple(dict.fromkeys(dimensions)),
        **{
            column.name: tuple(
                dict.fromkeys(
                    (*(categories if column.suggests == "counted" else ()), *prefill.words[table, column.name])
                )
            )
            for column in read_definition(table).column
            if column.suggests
        },
    }


def _hint(definition: TableDefinition, prefill: Prefill) -> str:
    """The line under the title."""
    if not definition.has_wide_layout:
        return f"深色表头为必填列；一行一条，表头以下可以增加行，详见“{INSTRUCTIONS_SHEET}”"
    # No period here: above a table, the one that is named is the one that it is for.
    known = "已填好最近一期的数，只改有变化的格；" if prefill.measurements else ""
    return f"{known}没有此项写“{NOT_APPLICABLE}”，应报而没有数写“{UNREPORTED}”；详见“{INSTRUCTIONS_SHEET}”"


def _notes(definition: TableDefinition, prefill: Prefill) -> Iterator[str]:
    """The sentences at the top of 填写说明."""
    yield definition.help
    if prefill.is_demonstration:
        yield "演示数据：本表所列的社区与数值都是随机生成的，只供试用，不是任何真实社区的情况。"
    if definition.has_wide_layout:
        yield f"本表列出{prefill.place}在册的 {len(prefill.communities)} 个社区，一个社区一行；左边几列用来认出社区，请不要改动。"
        if prefill.measurements:
            yield f"已填好的是{in_words(prefill.last_period)}的数，只改有变化的格。"
        yield (
            f"没有此项（如当季没有诉求、没有住宅小区）写“{NOT_APPLICABLE}”，不计入得分；应报而没有数写“{UNREPORTED}”，"
            "仍占权重，等次最高为培育；整格留空等于没有报这一项。"
        )
        yield "百分数直接写 85 或 85%；数值下方的样本量、总体个数、标准误用来计算误差，没有就留空。"
        yield from _standard_notes(prefill.standards)
    elif definition.key == _COMMUNITY_KEY:
        yield f"已填好{prefill.place}在册的 {len(prefill.communities)} 个社区；不清楚的格留空，必填的格要填。"
    yield "数据格里不要写公式；从别处复制时用“选择性粘贴—数值”。表头的文字不要改动，列的次序可以变。"
    yield "填好后在“报送”页上传，先看体检结果；有问题的格会标在原表上发还，改好再传。"


def _standard_notes(standards: Sequence[Standard]) -> Iterator[str]:
    newest = max(standards, key=lambda standard: str(standard.valid_from or ""))
    computed = [f"{part.code} {part.name}" for part in newest.indicator if not part.is_reported]
    if computed:
        yield f"{'、'.join(computed)}由台账计算，不在本表填报。"
    if otherwise := [f"{part.code} {part.name}" for part in newest.indicator if part.reported_otherwise]:
        yield f"{'、'.join(otherwise)}：本季的诉求工单已经报齐的，由工单计算，不必填写。"
    if newest.veto:
        yield "否决项填本期发生的次数，没有发生填 0。"
    yield f"指标依据：{newest.name or newest.version}。" + (newest.notice if newest.is_example else "")
