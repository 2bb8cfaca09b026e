"""The filters of an answer in words, for file names and headings."""

from __future__ import annotations

from typing import Any

import queries
from queries.database import Database
from queries.definitions import Parameter, parameters
from queries.parameters import Filters, area_of, choices_of, community_of, default_of, profiles_of
from queries.question import Asked

_NAMED_AT_MOST = 3


def filter_words(database: Database, asked: Asked[Any], filters: Filters) -> list[str]:
    """The filters in words, for file names and headings; nothing for what is not restricted."""
    words: list[str] = []
    for name, parameter in parameters().items():
        value = filters.get(name)
        if name == "area_kind":
            words += _place_words(database, asked, filters)
        elif name in ("area_code", "community", "period", "value", "grade") or value in (None, ""):
            continue
        elif name == "standard":
            period = filters.get("period") or default_of(database, "period")
            in_force = queries.default_standard(database, period=period)["standard_version"]
            words += [] if value in set(in_force) else [value]
        elif parameter.takes_several:
            words += _several_words(database, asked, parameter, filters)
        elif name == "ranked":
            words += [parameter.said] if value == 0 else []
        elif value not in ("score", "none"):
            words.append(parameter.said.format(_word(database, asked, parameter, value, filters)))
    return words


def _several_words(database: Database, asked: Asked[Any], parameter: Parameter, filters: Filters) -> list[str]:
    codes = filters[parameter.name] or ()
    if not codes or (parameter.name == "among" and codes == filters.get("units")):
        return []
    if len(codes) > _NAMED_AT_MOST and parameter.kind != "weights":  # which make the answer what it is
        return [f"{len(codes)}个{parameter.label}"]
    match parameter.kind:
        case "areas":
            names = _area_names(database, filters)
        case "weights":
            names = _weight_names(database, filters)
        case _:
            names = choices_of(database, asked, parameter.name, filters)
    return [parameter.said.format(names[code]) for code in codes]


def _word(database: Database, asked: Asked[Any], parameter: Parameter, value: str, filters: Filters) -> str:
    """The word of a value: a measure, an indicator and an order are called by their names, the rest as it is given."""
    if parameter.name in ("measure", "indicator", "order", "by", "side"):
        return choices_of(database, asked, parameter.name, filters)[value]
    return value


def _place_words(database: Database, asked: Asked[Any], filters: Filters) -> list[str]:
    """The area or the community of the filters in words; a community with its code, for names are not unique."""
    if filters.get("area_code"):
        name = [] if filters["area_kind"] == "city" else [area_of(database, filters)["area_name"].iloc[0]]
        return [*name, filters["area_code"]] if filters["area_kind"] == "community" else name
    if "community" in filters:
        return [community_of(database, filters["community"])[filters["community"]], filters["community"]]
    if "area_kind" in filters and filters["area_kind"] != asked.default("area_kind"):
        return [parameters()["area_kind"].words[filters["area_kind"]]]
    return []


def _weight_names(database: Database, filters: Filters) -> dict[str, str]:
    rows = queries.dimensions(database, standard=filters["standard"])
    names = dict(zip(rows["dimension_code"], rows["dimension_name"], strict=True))
    return {value: f"{names[value.rpartition('=')[0]]}权重{value.rpartition('=')[2]}" for value in filters["weights"]}


def _area_names(database: Database, filters: Filters) -> dict[str, str]:
    rows = profiles_of(database, filters["areas"], filters)
    return {area: f"{row['area_name']}{area.partition('@')[2]}" for area, row in rows.items()}
