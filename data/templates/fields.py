"""The columns of a template, from the table definitions and from the standards; nothing of any one table is in code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data.standard import Indicator, Standard, Veto
from data.tables import Column, TableDefinition

NOT_APPLICABLE, UNREPORTED = "不适用", "未报"
STATES = {"not_applicable": NOT_APPLICABLE, "unreported": UNREPORTED}

_COMMUNITY = "communities.community_code"
_CLOSED = {"units", "dimensions"}  # whose names are all known; a new street may come with a new community
_FORMATS = {"integer": "0", "date": "yyyy-mm-dd", "timestamp": "yyyy-mm-dd hh:mm", "text": "@"}


@dataclass(frozen=True)
class Field:
    """One column of a template.

    ``key``: where its values are found, (column of the register, "") or (item, part). ``header`` and ``part``: the
    upper and lower line of its head; fields of one header stand together under it. ``words``: what may stand there
    besides a number; ``choices``: the drop-down list, binding or a mere suggestion; ``within``: for each choice, what
    stands in the field before it where the choice applies. ``group``: fields of one group are of one colour, 0 for what
    identifies a row.
    """

    key: tuple[str, str]
    header: str
    type: str
    part: str = ""
    number_format: str = "General"
    minimum: float | None = None
    maximum: float | None = None
    words: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    is_binding: bool = True
    is_required: bool = False
    is_fixed: bool = False
    group: int = 1
    unit: str = ""
    help: str = ""
    example: str = ""


def column_fields(definition: TableDefinition, choices: Mapping[str, tuple[str, ...]]) -> list[Field]:
    """The fields of a table with a column each: those of its definition, by which its rows name their community too.

    ``choices``: by the name of a column, what its drop-down list offers; binding where the column takes names of things.
    """
    fields: list[Field] = []
    for column in definition.column:
        if column.references == _COMMUNITY:
            fields += [_column_field(place, choices) for place in definition.place_columns]
            fields.append(_column_field(column.model_copy(update={"is_required": False}), choices))  # the name will do
        else:
            fields.append(_column_field(column, choices))
    return fields


def _column_field(column: Column, choices: Mapping[str, tuple[str, ...]]) -> Field:
    header = column.aliases[0] if column.vocabulary else column.title  # names stand there instead of codes
    allowed = ("是", "否") if column.type == "boolean" else tuple(column.spoken.values())
    return Field(
        key=(column.name, ""),
        header=f"{header}（{column.unit}）" if column.unit else header,
        type=column.type,
        number_format=_FORMATS.get(column.type, "General"),
        minimum=column.minimum,
        maximum=column.maximum,
        choices=allowed or choices.get(column.name, ()),
        is_binding=bool(allowed) or column.vocabulary in _CLOSED,
        is_required=column.is_required,
        group=0 if column.is_required else 1,
        unit=column.unit,
        help=column.help or column.remedy,
        example=column.example,
    )


def place_fields(definition: TableDefinition) -> list[Field]:
    """Code, unit, street and name of the community that a row is about, there to be read."""
    code = next(column for column in definition.column if column.references == _COMMUNITY)
    return [
        Field(key=(column.name, ""), header=column.title, type="text", number_format="@", is_fixed=True, group=0)
        for column in (code, *definition.place_columns)
    ]


def item_fields(
    definition: TableDefinition, standards: Sequence[Standard], bounds: Mapping[str, tuple[float | None, float | None]]
) -> list[Field]:
    """The fields of all items that are to be reported, dimension by dimension, then the vetoes.

    Items of several standards are one column each, in the words of the newest; those that are only computed are left out.
    ``bounds``: the possible values of an item under all standards.
    """
    parts = {column.name: column for column in definition.column}
    newest_first = sorted(standards, key=lambda standard: str(standard.valid_from or ""), reverse=True)
    dimensions = list(dict.fromkeys(part.code for standard in newest_first for part in standard.dimension))
    indicators: dict[str, Indicator] = {}
    vetoes: dict[str, Veto] = {}
    for standard in newest_first:
        for indicator in standard.indicator:
            indicators.setdefault(indicator.code, indicator)
        for veto in standard.veto:
            vetoes.setdefault(veto.code, veto)
    fields: list[Field] = []
    for number, dimension in enumerate(dimensions, 1):
        for indicator in indicators.values():
            if indicator.dimension == dimension and indicator.is_reported:
                fields += _indicator_fields(indicator, bounds.get(indicator.code, (None, None)), parts, group=number)
    return [*fields, *(_veto_field(veto, parts["value"], group=len(dimensions) + 1) for veto in vetoes.values())]


def _indicator_fields(
    indicator: Indicator, bounds: tuple[float | None, float | None], parts: Mapping[str, Column], *, group: int
) -> Iterator[Field]:
    header = f"{indicator.code} {indicator.name}" + (f"（{indicator.unit}）" if indicator.unit else "")
    measured = " ÷ ".join(part for part in (indicator.numerator, indicator.denominator) if part)
    help_text = "；".join(part for part in (measured, indicator.note) if part)
    minimum, maximum = bounds
    yield Field(
        key=(indicator.code, "value"),
        header=header,
        type="text" if indicator.grades else "number",
        part=parts["grade" if indicator.grades else "value"].title,
        number_format="@" if indicator.grades else _decimal_format(indicator.decimals),
        minimum=minimum,
        maximum=maximum,
        words=tuple(STATES.values()),
        choices=(*indicator.grades, *STATES.values()) if indicator.grades else (),
        group=group,
        unit=indicator.unit,
        help=help_text,
        example=_example(indicator),
    )
    for column in (parts[name] for name in _further_parts(indicator)):
        yield Field(
            key=(indicator.code, column.name),
            header=header,
            type=column.type,
            part=column.title,
            number_format=_FORMATS.get(column.type, "0.00"),
            minimum=column.minimum,
            group=group,
            help=column.help,
            example=column.example,
        )


def _further_parts(indicator: Indicator) -> Iterator[str]:
    """What has to be known besides the value, so that its sampling error is."""
    if indicator.sampling == "rate":
        yield "sample_size"
    if indicator.sampling == "mean":
        yield "standard_error"
    if indicator.finite_population:
        yield "population_size"


def _veto_field(veto: Veto, value: Column, *, group: int) -> Field:
    return Field(
        key=(veto.code, "value"),
        header=f"{veto.code} {veto.name}（次）",
        type="integer",
        part=value.title,
        number_format="0",
        minimum=0,
        words=tuple(STATES.values()),
        group=group,
        unit="次",
        help="；".join(part for part in ("否决项，填本期发生次数，没有发生填 0", veto.note) if part),
        example="0",
    )


def _decimal_format(decimals: int) -> str:
    return "0." + "0" * decimals if decimals else "0"


def _example(indicator: Indicator) -> str:
    """A possible entry: the first grade, else the value in the middle of the curve."""
    if indicator.grades:
        return next(iter(indicator.grades))
    value = indicator.curve[len(indicator.curve) // 2][0]
    return f"{value:.{indicator.decimals}f}"
