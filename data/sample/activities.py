"""Activities of the demonstration: held by season, weekday and hour, as many as the truth says."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa

from data.sample.span import QUARTERS, STARTS, Communities, Flags, Numbers, Whole, chance, numbered, repeated, table


class _Category(NamedTuple):
    """A category of activities: dimension, events a quarter, pull of the weekend, hours, usual size, months, kinds."""

    dimension: str
    events: float
    weekend: float
    hours: tuple[int, ...]
    participants: float
    busy_months: tuple[int, ...]
    kinds: tuple[str, ...]


_QUIET_MONTH = 2  # around the Spring Festival
_CULTURE, _VOLUNTEERING = "文化活动", "志愿服务"
_CATEGORIES = {
    # How often there is culture and how many kinds of volunteering there are follows from indicators A1 and A2.
    _CULTURE: _Category(
        "A",
        3.5,
        2.2,
        (9, 14, 18, 19, 19),
        46,
        (1, 2, 9, 10),
        ("文艺演出", "传统节庆", "书画展览", "读书分享", "露天电影", "群众体育"),
    ),
    _VOLUNTEERING: _Category(
        "P",
        6.2,
        1.4,
        (8, 9, 9, 14, 15),
        18,
        (3, 5, 12),
        ("助老服务", "助残帮困", "文明劝导", "垃圾分类引导", "义诊义剪", "平安巡逻", "青少年辅导", "环保公益"),
    ),
    "议事协商": _Category(
        "P", 3.2, 0.5, (9, 14, 19, 19), 14, (3, 4, 11), ("居民议事会", "楼道恳谈会", "业主协商会", "圆桌会")
    ),
    "环境整治": _Category(
        "E", 4.0, 1.1, (8, 8, 9, 14), 22, (3, 4, 9), ("楼道清理", "绿化养护", "卫生大扫除", "非机动车整理")
    ),
    "安全宣传": _Category(
        "O", 4.4, 0.7, (9, 10, 14, 15), 30, (6, 7, 11), ("消防演练", "反诈宣传", "充电安全宣传", "防台宣传")
    ),
    "便民服务": _Category(
        "V", 4.5, 0.6, (9, 9, 10, 14), 38, (3, 10), ("便民服务日", "健康讲座", "法律咨询", "技能培训")
    ),
    "阵地课堂": _Category(
        "V", 4.9, 0.9, (9, 14, 15, 18), 20, (7, 8), ("老年课堂", "暑期课堂", "手工课", "声乐课", "书法课")
    ),
}


def activity_table(part: Communities, truth: dict[str, Numbers], first: int, rng: np.random.Generator) -> pa.Table:
    """One row per activity, by community, quarter and category; numbered from ``first``."""
    categories = list(_CATEGORIES.values())
    calendar = np.stack([_calendar(category) for category in categories])
    edges = (STARTS - STARTS[0]).astype(int)
    volunteering = np.floor(truth["A2"] + rng.random((part.count, 1))).astype(np.int64)
    volunteering *= ~chance(0.03, (part.count, 1), rng)  # some never call for volunteers
    counts = _activity_counts(part, truth["A1"], volunteering > 0, np.diff(calendar[:, edges]).T, rng)

    group = np.repeat(np.arange(counts.size), counts.ravel())
    community, quarter, category = np.unravel_index(group, counts.shape)
    size = (part.households / 1450) ** 0.2
    day, hour, kind = (np.empty(group.size, np.int64) for _ in range(3))
    participants = rng.lognormal(0, 0.45, group.size) * size[community]
    offset = 0
    for position, one in enumerate(categories):
        rows = np.flatnonzero(category == position)
        begin, end = calendar[position, edges[quarter[rows]]], calendar[position, edges[quarter[rows] + 1]]
        day[rows] = np.searchsorted(calendar[position], begin + (end - begin) * rng.random(rows.size), "right") - 1
        hour[rows] = rng.choice(one.hours, rows.size)
        participants[rows] *= one.participants
        kind[rows] = offset + (rng.random(rows.size) ** 1.5 * len(one.kinds)).astype(np.int64)
        if position == list(_CATEGORIES).index(_VOLUNTEERING):  # each of its kinds in turn
            favourites = rng.permuted(np.tile(np.arange(len(one.kinds)), (part.count, 1)), axis=1)
            turn = np.arange(rows.size) - np.searchsorted(group[rows], group[rows])
            turn %= volunteering[community[rows], quarter[rows]]
            kind[rows] = offset + favourites[community[rows], turn]
        offset += len(one.kinds)
    present = np.maximum(3, np.round(participants)).astype(np.int64)
    minutes = 60 * hour + 30 * rng.integers(0, 2, group.size)
    return table(
        "activities",
        activity_code=numbered("H", first, group.size),
        community_code=repeated(part.code, community),
        held_at=STARTS[0].astype("M8[s]") + (86_400 * day + 60 * minutes).astype("m8[s]"),
        dimension_code=repeated([one.dimension for one in categories], category),
        category=repeated(list(_CATEGORIES), category),
        kind=repeated([kind for one in categories for kind in one.kinds], kind),
        participants=present,
        households=np.ceil(present * rng.uniform(0.45, 0.9, group.size)),
    )


def _activity_counts(
    part: Communities, culture_per_year: Numbers, has_volunteers: Flags, season: Numbers, rng: np.random.Generator
) -> Whole:
    """How many activities per community, quarter and category; now and then a community has none at all."""
    zest = (part.households / 1450) ** 0.25 * rng.lognormal(0, 0.25, part.count)
    expected = zest[:, None, None] * [one.events for one in _CATEGORIES.values()] * np.ones((len(QUARTERS), 1))
    names = list(_CATEGORIES)
    expected[:, :, names.index(_CULTURE)] = culture_per_year / 4
    expected[:, :, names.index(_VOLUNTEERING)] *= has_volunteers
    expected *= season / season.mean(axis=0)
    held = part.stands & ~chance(0.01, part.stands.shape, rng)
    return np.floor(expected + rng.random(expected.shape)).astype(np.int64) * held[:, :, None]


def _calendar(category: _Category) -> Numbers:
    """Cumulated pull of each day of the span on activities of a category, beginning with 0."""
    days = np.arange(STARTS[0], STARTS[-1])
    month = days.astype("M8[M]").astype(int) % 12 + 1
    is_weekend = ~np.is_busday(days)
    pull = np.where(np.isin(month, category.busy_months), 1.4, np.where(month == _QUIET_MONTH, 0.6, 1.0))
    return np.append(0.0, np.cumsum(pull * np.where(is_weekend, category.weekend, 1.0)))
