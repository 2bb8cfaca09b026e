"""What may be asked: parameters from texts, within what a viewer may see.

The route, the command line and the pages read their parameters here, so all understand and refuse the same.
What each parameter is stands in parameters.toml; it is named like the keyword of the questions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from inspect import Parameter as Keyword
from typing import TYPE_CHECKING, Any

import queries
from data.periods import in_words
from queries.database import Database
from queries.definitions import parameters
from queries.question import Asked, Codes, Question, Scope, Value
from queries.reports.orders import read_orders, section_titles

if TYPE_CHECKING:
    import pandas as pd

Filters = dict[str, Any]

_WHOLE_CITY = {"city": "全市"}
_SHOWN_AT_MOST = 20
_PERIODS = {"period", "since"}
_UNPUBLISHED = {"street", "community"}  # areas whose names are not everybody's to know
_OUTSIDE = "所选范围不在您可以查看的单位之内"


class BadParameter(ValueError):
    """A parameter that the question does not have or a value that does not exist; the message is for the user."""


class NotAllowed(Exception):
    """The viewer may not see what was asked; the message is for the user."""


class Withdrawn(NotAllowed):
    """The version that is asked for is not in force, and closed to the viewer."""


def read_filters(
    database: Database, asked: Asked[Any], given: Mapping[str, Sequence[str]], allowed: Codes = None
) -> Filters:
    """All keyword arguments of a question from texts, what is not given by default.

    Of period and standard those of :func:`default_of`, otherwise the defaults of the question. Lists come back
    without repetition and in the order of their choices. Of streets, kinds and communities outside the units ``allowed``
    (``None``: all) nothing is known here: they are refused as those that do not exist, and no message names one.

    Raises:
        BadParameter: an unknown parameter, an unknown value, or several values where one is meant.
    """
    for name in given:
        if not asked.takes(name):
            raise BadParameter(f"没有参数“{name}”，可用的参数：{'、'.join(asked.parameters)}")
    filters: Filters = {}
    for name in asked.parameters:
        values = [value.strip() for value in given.get(name, ()) if value.strip()]
        if not parameters()[name].takes_several and len(set(values)) > 1:
            raise BadParameter(f"参数“{name}”只能给一个值，现有：{'、'.join(values)}")
        if values:
            filters[name] = _read(database, asked, name, values, filters, allowed)
        else:
            default = asked.default(name)
            filters[name] = default_of(database, name, allowed) if default is Keyword.empty else default
    if filters.get("area_code") and "period" in filters:
        area_of(database, filters, allowed)
    return filters


def restrict(database: Database, asked: Asked[Any], filters: Filters, allowed: Collection[str] | None) -> Filters:
    """The filters, cut down to the reporting units a viewer may see; ``None`` is all of them, an empty set none.

    Every way in leads through here: pages, routes, the command line, slides. What the scope of a question does not cut
    is not left.

    Raises:
        NotAllowed: nothing would be left.
    """
    if allowed is None or asked.scope is Scope.PUBLIC:
        return filters
    cut = dict(filters)
    if "community" in cut and not _is_theirs(database, cut["community"], allowed):
        raise NotAllowed(_OUTSIDE)
    if "units" in cut:
        cut["units"] = _within(cut["units"], allowed, queries.units(database)["unit_code"])
        if "among" in cut:  # a pair says something of both
            cut["among"] = _within(cut["among"], allowed, allowed) or cut["units"]
        if not cut["units"]:
            raise NotAllowed(_OUTSIDE)
    if "areas" in cut:
        seen = profiles_of(database, cut["areas"], cut)
        cut["areas"] = tuple(area for area in cut["areas"] if seen[area].get("unit_code") in allowed)
        if not cut["areas"]:
            raise NotAllowed(_OUTSIDE)
    elif "area_code" in cut and "units" not in cut and _unit_of_area(database, cut) not in allowed:
        raise NotAllowed(_OUTSIDE)
    return cut


def _read(
    database: Database, asked: Asked[Any], name: str, values: Sequence[str], filters: Filters, allowed: Codes
) -> Value:
    match parameters()[name].kind:
        case "text" | "day" | "whole" as kind:
            return _READERS[kind](name, values[0])
        case "areas":
            return _areas(database, values, filters, allowed)
        case "weights":
            return _weights(database, values, filters)
        case "community":
            found = community_of(database, values[0], allowed)
            return _chosen(name, values, found or _choices_of(database, "community_names", filters, allowed))[0]
        case _:
            chosen = _chosen(name, values, choices_of(database, asked, name, filters, allowed))
            return chosen if parameters()[name].takes_several else chosen[0]


def _within(codes: Sequence[str] | None, allowed: Collection[str], every: Collection[str]) -> tuple[str, ...]:
    """The codes among those allowed, in their order; without codes all of them."""
    return tuple(code for code in (every if codes is None else codes) if code in allowed)


def _is_theirs(database: Database, community: str, allowed: Collection[str]) -> bool:
    return community in community_of(database, community, tuple(allowed))


def community_of(database: Database, code: str, allowed: tuple[str, ...] | None = None) -> dict[str, str]:
    """The community of a code and its name, nothing where there is none; the others of the register stay where they are."""
    found = queries.community_names(database, search=code, units=allowed)
    found = found[found["community_code"] == code]
    return dict(zip(found["community_code"], found["community_name"], strict=True))


def default_of(database: Database, name: str, allowed: Codes = None) -> str:
    """The value of a parameter that is not given, as the pages have it.

    The standard is the one in force at the end of the default period, whatever period is asked for.

    Raises:
        BadParameter: the version has no data.
        NotAllowed: nothing is there that the viewer may see.
    """
    if name == "order":
        return next(iter(read_orders()))
    if name == "period":
        frame = queries.periods(database)
        frame = frame[frame["is_default"]]
    elif name == "community":
        frame = queries.community_names(database, most=1, units=allowed)
        if frame.empty and allowed is not None:
            raise NotAllowed(_OUTSIDE)
    else:
        frame = queries.default_standard(database, period=default_of(database, "period"))
    if frame.empty:
        raise BadParameter("这个版本没有任何一期数据")
    return str(frame.iloc[0, 0])


def choices_of(
    database: Database, asked: Asked[Any], name: str, filters: Filters, allowed: Codes = None
) -> dict[str, str]:
    """What a parameter can be: code → name, in order; of what belongs to units, as far as those allowed go."""
    parameter = parameters()[name]
    if name == "sections":
        return section_titles()
    if name == "order" and asked.takes("sections"):
        return {code: order.name for code, order in read_orders().items()}
    if asked.takes_spans(name) and (spans := _choices_of(database, "spans", filters, allowed, "span", "span_name")):
        return spans
    if parameter.choices is None:
        may_be_city = name == "area_kind" and (asked.takes("area_code") or asked.takes_spans("period"))
        words = {**(_WHOLE_CITY if may_be_city else {}), **parameter.words}
        return {choice: words[choice] for choice in asked.choices(name) or words}
    source, code, word = parameter.choices
    return {**_choices_of(database, source, filters, allowed, code, word), **parameter.extra}


def _choices_of(
    database: Database,
    source: str,
    filters: Filters,
    allowed: Codes,
    code: str = "community_code",
    word: str = "community_name",
) -> dict[str, str]:
    question: Question[Any] = getattr(queries, source)
    known = {"standard": filters.get("standard"), "units": allowed}
    frame = question(database, **{name: value for name, value in known.items() if question.takes(name)})
    return dict(zip(frame[code], frame[word], strict=True))


def _day(name: str, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise BadParameter(f"参数“{name}”的值“{value}”不是日期，须如 2026-09-30") from None


def _whole(name: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", value):
        raise BadParameter(f"参数“{name}”的值“{value}”不是不超过六位的非负整数")
    return int(value)


_READERS: Mapping[str, Callable[[str, str], Value]] = {"text": lambda _name, value: value, "day": _day, "whole": _whole}


def _chosen(name: str, values: Sequence[str], choices: Mapping[str, str]) -> tuple[str, ...]:
    """The codes among the choices, in their order; a word that only one of them has, as pages write it, stands for its code."""
    words = Counter(choices.values())
    codes = {word: code for code, word in choices.items() if words[word] == 1}
    codes |= {in_words(code): code for code in choices if name in _PERIODS and "Q" in code} | {
        code: code for code in choices
    }
    for value in values:
        if value not in codes:
            shown = [code if code == word else f"{code} {word}" for code, word in choices.items()]
            more = f" 等 {len(shown)} 个" if len(shown) > _SHOWN_AT_MOST else ""
            raise BadParameter(
                f"参数“{name}”的值“{value}”不存在，可选：{'、'.join(shown[:_SHOWN_AT_MOST]) or '（无）'}{more}"
            )
    chosen = {codes[value] for value in values}
    return tuple(code for code in choices if code in chosen)


def area_of(database: Database, filters: Filters, allowed: Codes = None) -> pd.DataFrame:
    """The row of the area that the filters name.

    Raises:
        BadParameter: there is none in the period, or none that the viewer may know of.
    """
    names = ("period", "standard", "area_kind", "area_code")
    area = queries.area_score(database, **{name: filters[name] for name in names})
    is_hidden = (
        allowed is not None
        and filters["area_kind"] in _UNPUBLISHED
        and (_unit_of_area(database, filters) not in allowed)
    )
    if area.empty or is_hidden:
        raise BadParameter(
            f"参数“area_code”的值“{filters['area_code']}”不存在：{filters['period']} 没有这个代码的"
            f"{(_WHOLE_CITY | dict(parameters()['area_kind'].words))[filters['area_kind']]}得分"
        )
    return area


def _unit_of_area(database: Database, filters: Filters) -> str:
    """The reporting unit an area belongs to; none for the city, and none for an area without a score."""
    if filters["area_kind"] == "unit":
        return str(filters["area_code"])
    if filters["area_kind"] == "community":
        names = queries.community_names(database, search=filters["area_code"])
        found = names[names["community_code"] == filters["area_code"]]
    else:
        streets = queries.streets(database)
        found = streets[(streets["street_code"] == filters["area_code"]) & (filters["area_kind"] == "street")]
    return "" if found.empty else str(found["unit_code"].iloc[0])


def _areas(database: Database, values: Sequence[str], filters: Filters, allowed: Codes) -> tuple[str, ...]:
    """Areas side by side, in the order given: kind:code, or kind:code@period."""
    areas = tuple(dict.fromkeys(values))
    unknown = [
        area
        for area, row in profiles_of(database, areas, filters).items()
        if not row or (allowed is not None and row["area_kind"] in _UNPUBLISHED and row["unit_code"] not in allowed)
    ]
    if unknown:
        raise BadParameter(
            f"参数“areas”的值“{unknown[0]}”不存在：须为“层级:代码”或“层级:代码@期”，如 unit:330212、community:代码@2025Q3"
        )
    return areas


def _weights(database: Database, values: Sequence[str], filters: Filters) -> tuple[str, ...]:
    """Points of dimensions in the standard's order, one each: code=points."""
    codes = queries.dimensions(database, standard=filters["standard"])["dimension_code"].tolist()
    points: dict[str, str] = {}
    for value in values:
        code, _, given = value.rpartition("=")
        if code not in codes or not re.fullmatch(r"0|[1-9][0-9]?|100", given) or points.get(code, given) != given:
            raise BadParameter(
                f"参数“weights”的值“{value}”不对：须为“维度代码=分数”，分数为 0–100 的整数，每个维度一次，可选维度：{'、'.join(codes)}"
            )
        points[code] = given
    return tuple(f"{code}={points[code]}" for code in codes if code in points)


def profiles_of(database: Database, areas: tuple[str, ...], filters: Filters) -> dict[str, dict[str, Any]]:
    """The row of each area, empty where there is none."""
    rows = queries.dimension_profile(
        database, period=filters["period"], standard=filters["standard"], areas=areas
    ).to_dict("records")
    found: dict[str, dict[Any, Any]] = {
        f"{row['area_kind']}:{row['area_code']}@{row['scored_period']}": row for row in rows
    }
    return {area: found.get(area if "@" in area else f"{area}@{filters['period']}", {}) for area in areas}
