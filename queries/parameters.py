"""What an address or a command line may ask, and its name in words.

The route and the command line read their parameters here, so both understand and refuse the same.
A parameter is named like the keyword of the question; one that takes a list is given several times.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import queries
from queries.briefing.orders import SECTIONS, read_orders
from queries.database import Database

if TYPE_CHECKING:
    import pandas as pd

Question = Callable[..., "pd.DataFrame"]
Filters = dict[str, Any]

_AREA_KINDS = {"community": "社区", "street": "街道", "unit": "报送单位"}
_ORDERS = {"score": "按得分", "change": "进步榜"}
_STATUSES = {"参评": "参评", "待补报": "待补报", "数据不足": "数据不足"}

# Where the choices of a parameter come from: the question, the column of the code and the column of the name.
_CHOICES: dict[str, tuple[Question, str, str]] = {
    "period": (queries.periods, "period", "period"),
    "since": (queries.periods, "period", "period"),
    "standard": (queries.standards, "standard_version", "standard_name"),
    "earlier": (queries.standards, "standard_version", "standard_name"),
    "units": (queries.units, "unit_code", "unit_name"),
    "streets": (queries.streets, "street_code", "street_name"),
    "kinds": (queries.kinds, "kind", "kind"),
    "bands": (queries.bands, "band_code", "band_name"),
    "weak_dimensions": (queries.dimensions, "dimension_code", "dimension_name"),
    "dimensions": (queries.dimensions, "dimension_code", "dimension_name"),
    "measure": (queries.measures, "measure", "measure_name"),
    "indicator": (queries.indicators, "indicator_code", "indicator_name"),
    "among": (queries.units, "unit_code", "unit_name"),
    "community": (queries.community_names, "community_code", "community_name"),
}
_LISTS = {
    "units": "单位",
    "streets": "街道",
    "kinds": "类型",
    "bands": "等次",
    "weak_dimensions": "薄弱维度",
    "statuses": "状态",
    "dimensions": "维度",
    "areas": "对象",
    "among": "单位之间",
    "weights": "维度权重",
    "sections": "部分",
}
_NAMED_AT_MOST = 3
_SHOWN_AT_MOST = 20
_OUTSIDE = "所选范围不在您可以查看的单位之内"


class BadParameter(ValueError):
    """A parameter that the question does not have or a value that does not exist; the message is for the user."""


class NotAllowed(Exception):
    """The viewer may not see what was asked; the message is for the user."""


def read_filters(database: Database, question: Question, given: Mapping[str, Sequence[str]]) -> Filters:
    """All keyword arguments of a question from texts, what is not given by default.

    The newest period, the standard in force at its end, otherwise the defaults of the question. Lists come back
    without repetition and in the order of their choices.

    Raises:
        BadParameter: an unknown parameter, an unknown value, or several values where one is meant.
    """
    known = {name: part for name, part in inspect.signature(question).parameters.items() if name != "database"}
    for name in given:
        if name not in known:
            raise BadParameter(f"没有参数“{name}”，可用的参数：{'、'.join(known)}")
    filters: Filters = {}
    for name, part in known.items():
        values = [value.strip() for value in given.get(name, ()) if value.strip()]
        if name not in _LISTS and len(set(values)) > 1:
            raise BadParameter(f"参数“{name}”只能给一个值，现有：{'、'.join(values)}")
        if not values:
            filters[name] = _default(database, name, filters) if part.default is part.empty else part.default
        elif name in ("search", "area_code"):
            filters[name] = values[0]
        elif name in ("areas", "weights"):
            filters[name] = {"areas": _areas, "weights": _weights}[name](database, values, filters)
        elif name == "ranked":
            filters[name] = _whole(name, values[0])
        else:
            one = _community(database, values[0]) if name == "community" else {}
            chosen = _chosen(name, values, one or _choices(database, question, name, filters))
            filters[name] = chosen if name in _LISTS else chosen[0]
    if filters.get("area_code"):
        _area(database, filters)
    return filters


def restrict(database: Database, filters: Filters, allowed: tuple[str, ...] | None) -> Filters:
    """The filters, cut down to the reporting units a viewer may see; ``None`` is all of them.

    Raises:
        NotAllowed: nothing would be left, which an empty list would not say: it means everything.
    """
    if allowed is None or "period" not in filters:  # what has no period is the standard, which everybody may read
        return filters
    if "community" in filters and not _is_theirs(database, filters["community"], allowed):
        raise NotAllowed(_OUTSIDE)
    if "units" in filters:
        asked = filters["units"] or tuple(queries.units(database)["unit_code"])
        units = tuple(unit for unit in asked if unit in allowed)
        if units and "among" in filters:  # a pair says something of both
            among = filters["among"] or allowed
            return {**filters, "units": units, "among": tuple(unit for unit in among if unit in allowed) or units}
        if units:
            return {**filters, "units": units}
    elif "areas" in filters:
        seen = _profiles(database, filters["areas"], filters)
        areas = tuple(area for area in filters["areas"] if seen[area]["unit_code"] in allowed)
        if areas:
            return {**filters, "areas": areas}
    elif "community" in filters or (
        filters.get("area_code") and _area(database, filters)["unit_code"].iloc[0] in allowed
    ):
        return filters
    raise NotAllowed(_OUTSIDE)


def filter_words(database: Database, question: Question, filters: Filters) -> list[str]:
    """The filters in words, for file names and headings; nothing for what is not restricted."""
    words: list[str] = []
    if "measure" in filters:
        words.append(_choices(database, question, "measure", filters)[filters["measure"]])
    if filters.get("indicator"):
        words.append(_choices(database, question, "indicator", filters)[filters["indicator"]])
    words += _place_words(database, question, filters)
    for name, counted in _LISTS.items():
        is_said = name == "among" and filters.get(name) == filters.get("units")
        codes = () if is_said else filters.get(name, ())
        names = (
            {}
            if not codes
            else _area_names(database, filters)
            if name == "areas"
            else _weight_names(database, filters)
            if name == "weights"
            else _choices(database, question, name, filters)
        )
        prefix = "薄弱" if name == "weak_dimensions" else ""
        few = len(codes) <= _NAMED_AT_MOST or name == "weights"  # which make the answer what it is
        words += [prefix + names[code] for code in codes] if few else [f"{len(codes)}个{counted}"]
    if filters.get("search"):
        words.append(f"搜索{filters['search']}")
    if filters.get("order", "score") != "score":
        words.append(_choices(database, question, "order", filters)[filters["order"]])
    if filters.get("ranked") == 0:
        words.append("全部名次")
    if filters.get("since"):
        words.append(f"自{filters['since']}")
    if filters.get("earlier"):
        words.append(f"对比{filters['earlier']}")
    if filters["standard"] != _default(database, "standard", filters):
        words.append(filters["standard"])
    return words


def _is_theirs(database: Database, community: str, allowed: tuple[str, ...]) -> bool:
    return community in _community(database, community, allowed)


def _community(database: Database, code: str, allowed: tuple[str, ...] = ()) -> dict[str, str]:
    """The community of a code and its name, nothing where there is none; the others of the register stay where they are."""
    found = queries.community_names(database, search=code, units=allowed)
    found = found[found["community_code"] == code]
    return dict(zip(found["community_code"], found["community_name"], strict=True))


def _place_words(database: Database, question: Question, filters: Filters) -> list[str]:
    """The area or the community of the filters in words; a community with its code, for names are not unique."""
    if filters.get("area_code"):
        name = [] if filters["area_kind"] == "city" else [_area(database, filters)["area_name"].iloc[0]]
        return [*name, filters["area_code"]] if filters["area_kind"] == "community" else name
    if "community" in filters:
        return [_community(database, filters["community"])[filters["community"]], filters["community"]]
    if "area_kind" in filters and filters["area_kind"] != inspect.signature(question).parameters["area_kind"].default:
        return [_AREA_KINDS[filters["area_kind"]]]
    return []


def _default(database: Database, name: str, filters: Filters) -> str:
    if name == "order":
        return next(iter(read_orders()))
    if name == "period":
        frame = queries.periods(database)
    elif name == "community":
        frame = queries.community_names(database, most=1)
    else:
        period = filters["period"] if "period" in filters else _default(database, "period", filters)
        frame = queries.default_standard(database, period=period)
    if frame.empty:
        raise BadParameter("这个版本没有任何一期数据")
    return str(frame.iloc[0, 0])


def _choices(database: Database, question: Question, name: str, filters: Filters) -> dict[str, str]:
    """What a parameter can be: code → name, in order."""
    if name == "area_kind":
        has_city = "area_code" in inspect.signature(question).parameters
        return {"city": "全市", **_AREA_KINDS} if has_city else _AREA_KINDS
    if name == "statuses":
        return _STATUSES
    if name == "order":
        has_sections = "sections" in inspect.signature(question).parameters
        return {code: order.name for code, order in read_orders().items()} if has_sections else _ORDERS
    if name == "sections":
        return SECTIONS
    source, code, word = _CHOICES[name]
    of_standard = {"standard": filters["standard"]} if "standard" in inspect.signature(source).parameters else {}
    frame = source(database, **of_standard)
    choices = dict(zip(frame[code], frame[word], strict=True))
    return {**choices, "none": "数据不足"} if name == "bands" else choices


def _whole(name: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", value):
        raise BadParameter(f"参数“{name}”的值“{value}”不是不超过六位的非负整数")
    return int(value)


def _chosen(name: str, values: Sequence[str], choices: Mapping[str, str]) -> tuple[str, ...]:
    for value in values:
        if value not in choices:
            shown = [code if code == word else f"{code} {word}" for code, word in choices.items()]
            more = f" 等 {len(shown)} 个" if len(shown) > _SHOWN_AT_MOST else ""
            raise BadParameter(
                f"参数“{name}”的值“{value}”不存在，可选：{'、'.join(shown[:_SHOWN_AT_MOST]) or '（无）'}{more}"
            )
    return tuple(code for code in choices if code in values)


def _area(database: Database, filters: Filters) -> pd.DataFrame:
    names = ("period", "standard", "area_kind", "area_code")
    area = queries.area_score(database, **{name: filters[name] for name in names})
    if area.empty:
        raise BadParameter(
            f"参数“area_code”的值“{filters['area_code']}”不存在：{filters['period']} 没有这个代码的"
            f"{({'city': '全市'} | _AREA_KINDS)[filters['area_kind']]}得分"
        )
    return area


def _areas(database: Database, values: Sequence[str], filters: Filters) -> tuple[str, ...]:
    """Areas side by side, in the order given: kind:code, or kind:code@period."""
    areas = tuple(dict.fromkeys(values))
    unknown = [area for area, row in _profiles(database, areas, filters).items() if not row]
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


def _weight_names(database: Database, filters: Filters) -> dict[str, str]:
    rows = queries.dimensions(database, standard=filters["standard"])
    names = dict(zip(rows["dimension_code"], rows["dimension_name"], strict=True))
    return {value: f"{names[value.rpartition('=')[0]]}权重{value.rpartition('=')[2]}" for value in filters["weights"]}


def _profiles(database: Database, areas: tuple[str, ...], filters: Filters) -> dict[str, dict[str, Any]]:
    """The row of each area, empty where there is none."""
    rows = queries.dimension_profile(
        database, period=filters["period"], standard=filters["standard"], areas=areas
    ).to_dict("records")
    found: dict[str, dict[Any, Any]] = {
        f"{row['area_kind']}:{row['area_code']}@{row['scored_period']}": row for row in rows
    }
    return {area: found.get(area if "@" in area else f"{area}@{filters['period']}", {}) for area in areas}


def _area_names(database: Database, filters: Filters) -> dict[str, str]:
    rows = _profiles(database, filters["areas"], filters)
    return {area: f"{row['area_name']}{area.partition('@')[2]}" for area, row in rows.items()}
